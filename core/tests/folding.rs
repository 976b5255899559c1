//! What several patterns find in the same money is told once, and nothing of it is lost.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Detection, Parameters, Pattern, Unwatched};
use quipu::graph::TransactionGraph;
use quipu::model::{Row, Span};
use small_ledgers::{graph, payments};

fn parts(pattern: Pattern) -> Vec<Pattern> {
    use Pattern::{Bipartite, FanIn, FanOut, GatherScatter, LayeringChain, PassThrough, ScatterGather, Stack};
    match pattern {
        Pattern::Structuring => vec![Pattern::Structuring],
        Pattern::DenseFlow => vec![FanIn, FanOut, GatherScatter, ScatterGather, Bipartite, Stack, PassThrough],
        GatherScatter => vec![FanIn, FanOut, PassThrough],
        ScatterGather | Bipartite => vec![FanIn, FanOut],
        Stack => vec![FanIn, FanOut, GatherScatter, ScatterGather, Bipartite, PassThrough],
        Pattern::PeelChain => vec![LayeringChain, PassThrough],
        Pattern::TemporalCycle => vec![LayeringChain],
        _ => vec![],
    }
}

fn run(graph: &TransactionGraph, parameters: &Parameters, patterns: &[Pattern]) -> Detection {
    let parameters = Parameters { patterns: patterns.to_vec(), ..parameters.clone() };
    detect::run(graph, &parameters, &Unwatched).unwrap()
}

type Told = (Pattern, Vec<Row>, i64);

/// The findings and the shapes that are told with them.
fn all_told(detection: &Detection) -> Vec<Told> {
    let mut told = Vec::new();
    for finding in &detection.findings {
        told.push((finding.pattern, finding.transactions.clone(), finding.score_millibits()));
        told.extend(
            finding.also.iter().map(|shape| (shape.pattern, shape.transactions.clone(), shape.score_millibits)),
        );
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn every_instance_is_told_once_and_none_beside_its_part(payments in payments(7, 40, 60), minutes in 2_i64..25) {
        let graph = graph(&payments);
        let mut parameters = Parameters { habitual: true, ..Parameters::default() };
        parameters.fan_in.counterparties = 2;
        parameters.fan_out.counterparties = 2;
        parameters.gather_scatter.counterparties = 2;
        parameters.scatter_gather.middles = 2;
        parameters.bipartite.senders = 2;
        parameters.bipartite.receivers = 2;
        parameters.layering_chain.hops = 2;
        parameters.structuring.thresholds = [("XXX".to_owned(), "0.40".to_owned())].into();
        parameters.set_windows(&[Span(minutes * 60_000)]);
        let together = run(&graph, &parameters, &[]);
        let mut told = all_told(&together);
        let mut alone: Vec<Told> = Vec::new();
        for pattern in Pattern::ALL {
            let detection = run(&graph, &parameters, &[pattern]);
            let own = all_told(&detection);
            prop_assert!(own.len() == detection.findings.len() || pattern == Pattern::Structuring);
            let summary = together.summaries.iter().find(|summary| summary.pattern == pattern).unwrap();
            prop_assert_eq!(summary.findings + summary.part_of_others, own.len() as u64, "{}", pattern);
            alone.extend(own);
        }
        told.sort();
        alone.sort();
        prop_assert_eq!(told, alone);
        // No finding beside one that it is a part of, in either sense.
        for whole in &together.findings {
            for part in &together.findings {
                let is_part = (whole.pattern != part.pattern || whole.transactions != part.transactions)
                    && parts(whole.pattern).contains(&part.pattern)
                    && part.transactions.iter().all(|row| whole.transactions.contains(row));
                prop_assert!(!is_part);
            }
        }
    }

    #[test]
    fn the_least_score_leaves_out_and_counts(payments in payments(7, 40, 60), tenths in 0_u32..80, always in 0_u32..5) {
        let graph = graph(&payments);
        let mut parameters = Parameters { habitual: true, ..Parameters::default() };
        parameters.fan_in.counterparties = 2;
        let all = run(&graph, &parameters, &[Pattern::FanIn]);
        parameters.least_score = tenths;
        parameters.always = always;
        let some = run(&graph, &parameters, &[Pattern::FanIn]);
        // In order of rank, so the first are the most unusual.
        let expected: Vec<_> = (all.findings.iter().enumerate())
            .filter(|(place, finding)| *place < always as usize || finding.score_millibits() >= i64::from(tenths) * 100)
            .map(|(_, finding)| finding.clone())
            .collect();
        prop_assert_eq!(some.summaries[0].usual as usize, all.findings.len() - expected.len());
        prop_assert_eq!(some.findings, expected);
    }
}
