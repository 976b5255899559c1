//! Evaluation against a plain one: sets and loops where the library has indexes.

mod small_ledgers;

use proptest::prelude::*;
use quipu::detect::{self, Unwatched};
use quipu::evaluate::{Evaluation, Evaluator, Outcome, Run};
use quipu::export::findings;
use quipu::export::manifest::Manifest;
use quipu::model::Span;
use quipu::read::{ReadOptions, Reading};
use quipu::simulate::{OutputFormat, Parameters, Simulation};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds with their patterns; the third is found as either of two.
const KINDS: [(&str, &[&str]); 4] =
    [("fan-in", &["fan-in"]), ("fan-out", &["fan-out"]), ("cycle", &["temporal-cycle", "round-trip"]), ("random", &[])];
const PATTERNS: [&str; 4] = ["fan-in", "fan-out", "temporal-cycle", "round-trip"];
const TRANSACTIONS: u8 = 14;

type Set = BTreeSet<u8>;

#[derive(Clone, Debug)]
struct Found {
    pattern: &'static str,
    score: i8,
    set: Set,
    /// Another shape that is named within it.
    also: Option<(&'static str, i8, Set)>,
}

#[derive(Clone, Debug)]
struct Planted {
    kind: usize,
    honest: bool,
    set: Set,
}

fn sets() -> impl Strategy<Value = Set> {
    prop::collection::btree_set(0..TRANSACTIONS, 1..7)
}

fn found() -> impl Strategy<Value = Found> {
    let pattern = || prop::sample::select(PATTERNS.to_vec());
    let also = prop::option::of((pattern(), -3_i8..4, sets()));
    (pattern(), -3_i8..4, sets(), also).prop_map(|(pattern, score, set, also)| Found { pattern, score, set, also })
}

fn planted() -> impl Strategy<Value = Planted> {
    (0..KINDS.len(), any::<bool>(), sets()).prop_map(|(kind, honest, set)| Planted { kind, honest, set })
}

fn line(found: &Found, place: usize) -> String {
    let transaction = |id: &u8| {
        format!(
            r#"{{"id":"t{id}","file":"f","line":{},"from":"A{id}","to":"B","time":"2025-03-{:02}T10:00:00Z","amount":"1.00","currency":"USD"}}"#,
            id + 2,
            id + 1
        )
    };
    let transactions: Vec<String> = found.set.iter().map(transaction).collect();
    let Found { pattern, score, .. } = found;
    format!(
        r#"{{"id":"{pattern}-{place:016x}","pattern":"{pattern}","score":{score}.5,"transactions":[{}]{}}}"#,
        transactions.join(","),
        found.also.as_ref().map(also).unwrap_or_default()
    )
}

fn also((pattern, score, set): &(&str, i8, Set)) -> String {
    let ids: Vec<String> = set.iter().map(|id| format!(r#""t{id}""#)).collect();
    format!(r#","also":[{{"pattern":"{pattern}","score":{score}.5,"account":"B","transactions":[{}]}}]"#, ids.join(","))
}

/// What a finding consists of: patterns, scores and sets, the finding itself first.
fn shapes(found: &Found) -> Vec<(&'static str, i8, &Set)> {
    let also = found.also.iter().map(|(pattern, score, set)| (*pattern, *score, set));
    [(found.pattern, found.score, &found.set)].into_iter().chain(also).collect()
}

fn truth(planted: &Planted, place: usize) -> String {
    let transactions: Vec<String> =
        planted.set.iter().map(|id| format!(r#"{{"id":"t{id}","line":{}}}"#, id + 2)).collect();
    let kind = if planted.honest { "look-alike" } else { "planted" };
    format!(
        r#"{{"id":"{place}","pattern":"{}","kind":"{kind}","name":"payroll","roles":{{}},"transactions":[{}]}}"#,
        KINDS[planted.kind].0,
        transactions.join(",")
    )
}

fn evaluate(findings: &[Found], all: &[Planted], chunk: usize) -> Evaluation {
    let manifest = r#"{"parameters": {}, "ledger": {"transactions": 20, "accounts": 21}}"#;
    let mut evaluator =
        Evaluator::new("findings.ndjson", Run::from_manifest("manifest.json", manifest.as_bytes()).unwrap());
    let text: Vec<String> = findings.iter().enumerate().map(|(place, found)| line(found, place)).collect();
    for bytes in text.join("\n").as_bytes().chunks(chunk) {
        evaluator.push_findings(bytes).unwrap();
    }
    let text: Vec<String> = all.iter().enumerate().map(|(place, planted)| truth(planted, place)).collect();
    evaluator.add_simulated("truth.ndjson", text.join("\n").as_bytes()).unwrap();
    evaluator.finish().unwrap()
}

fn jaccard(one: &Set, other: &Set) -> f64 {
    one.intersection(other).count() as f64 / one.union(other).count() as f64
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}

proptest! {
    #[test]
    fn as_counted_plainly(
        mut findings in prop::collection::vec(found(), 0..12),
        all in prop::collection::vec(planted(), 0..8),
        chunk in 1_usize..4000,
    ) {
        let evaluation = evaluate(&findings, &all, chunk);
        findings.sort_by_key(|found| -found.score);
        for instance in &evaluation.instances {
            let planted = &all[instance.id.parse::<usize>().unwrap()];
            let best = |own: bool| {
                let side = findings.iter().flat_map(shapes).filter(|shape| KINDS[planted.kind].1.contains(&shape.0) == own);
                side.map(|shape| jaccard(shape.2, &planted.set)).fold(0.0, f64::max)
            };
            let (same, other) = (best(true), best(false));
            // A finding itself goes before a closer shape within one.
            let whole = findings.iter().filter(|found| KINDS[planted.kind].1.contains(&found.pattern));
            let whole = whole.map(|found| jaccard(&found.set, &planted.set)).fold(0.0, f64::max);
            let shown = if whole >= 0.5 { whole } else { same };
            prop_assert!(near(instance.same.as_ref().map_or(0.0, |best| best.jaccard), shown));
            prop_assert_eq!(instance.same.as_ref().is_some_and(|best| best.within.is_none()) && same >= 0.5, whole >= 0.5);
            prop_assert!(near(instance.other.as_ref().map_or(0.0, |best| best.jaccard), other));
            for best in [&instance.same, &instance.other].into_iter().flatten() {
                let found = &findings[best.rank as usize - 1];
                let (pattern, _, set) = shapes(found)[usize::from(best.within.is_some())];
                prop_assert_eq!(&best.pattern, pattern);
                prop_assert!(best.within.as_deref().is_none_or(|host| host == found.pattern));
                prop_assert!(near(best.jaccard, jaccard(set, &planted.set)));
                let before = findings[..best.rank as usize].iter().filter(|other| other.pattern == found.pattern).count();
                prop_assert_eq!(best.rank_in_pattern as usize, before);
            }
            let outcome = match (same >= 0.5, other >= 0.5) {
                (true, _) => Outcome::Found,
                (_, true) => Outcome::FoundAsOther,
                _ => Outcome::Missed,
            };
            prop_assert_eq!(instance.outcome, outcome);
            if let Some(first) = &instance.first {
                let set = &findings[first.rank as usize - 1].set;
                prop_assert!(set.intersection(&planted.set).count() * 2 > set.len());
            }
        }

        let labelled: Set = all.iter().filter(|planted| !planted.honest).flat_map(|planted| planted.set.clone()).collect();
        let reported: Set = findings.iter().flat_map(shapes).flat_map(|shape| shape.2.clone()).collect();
        let figures = &evaluation.transactions;
        prop_assert_eq!(figures.labelled, labelled.len() as u64);
        prop_assert_eq!(figures.reported, reported.len() as u64);
        prop_assert_eq!(figures.reported_labelled, reported.intersection(&labelled).count() as u64);
        // Average precision, threshold by threshold; the last takes in all 20.
        let (mut average, mut before) = (0.0, 0.0);
        for threshold in (-4_i8..4).rev() {
            let listed: Set = findings.iter().flat_map(shapes).filter(|shape| shape.1 >= threshold).flat_map(|shape| shape.2.clone()).collect();
            let (hits, size) = if threshold == -4 {
                (labelled.len(), 20)
            } else {
                (listed.intersection(&labelled).count(), listed.len())
            };
            let recall = hits as f64 / labelled.len().max(1) as f64;
            average += (recall - before) * (hits as f64 / size.max(1) as f64);
            before = recall;
        }
        prop_assert!(near(figures.average_precision.unwrap_or(0.0), average), "{:?} {average}", figures);

        for kind in &evaluation.kinds {
            let (_, patterns) = KINDS.iter().find(|(name, _)| *name == kind.kind).unwrap();
            let own = all.iter().filter(|planted| !planted.honest && KINDS[planted.kind].0 == kind.kind);
            prop_assert_eq!(kind.planted, own.count() as u64);
            prop_assert_eq!(kind.planted, kind.found + kind.found_as_other + kind.missed);
            let top = findings.iter().filter(|found| patterns.contains(&found.pattern)).take(kind.planted as usize);
            prop_assert_eq!(kind.top.findings, top.clone().count() as u64);
            let mostly = top.filter(|found| found.set.intersection(&labelled).count() * 2 > found.set.len());
            prop_assert_eq!(kind.top.labelled, mostly.count() as u64);
        }
        for first in &evaluation.first {
            let honest = |found: &&Found| {
                let share = |planted: &Planted| found.set.intersection(&planted.set).count();
                let most = all.iter().map(share).max().unwrap_or(0);
                // Among equals the first in the order of the evaluation, where laundering comes before look-alikes.
                most * 2 > found.set.len() && all.iter().filter(|planted| share(planted) == most).all(|planted| planted.honest)
            };
            let counted: u64 = first.top.look_alikes.values().sum();
            prop_assert_eq!(counted, findings.iter().filter(honest).count() as u64);
        }
    }
}

proptest! {
    /// Whatever is found meets the definition of its pattern, as it is checked here by itself.
    #[test]
    fn what_is_found_is_admitted(payments in small_ledgers::payments(6, 12, 26), window in 3_i64..9) {
        let graph = small_ledgers::graph(&payments);
        let mut parameters = detect::Parameters::default();
        parameters.set_windows(&[Span(window * 60_000)]);
        parameters.fan_in.counterparties = 3;
        parameters.fan_out.counterparties = 3;
        let detection = detect::run(&graph, &parameters, &Unwatched).unwrap();
        let mut findings = Vec::new();
        findings::write(&mut findings, &graph, &detection.findings).unwrap();
        let mut manifest = Vec::new();
        Manifest::of(&[], graph.ledger(), &detection).write(&mut manifest).unwrap();
        let mut evaluator = Evaluator::new("findings.ndjson", Run::from_manifest("manifest.json", &manifest).unwrap());
        evaluator.add_transactions(graph.ledger()).unwrap();
        evaluator.push_findings(&findings).unwrap();
        let truth: Vec<String> = detection
            .findings
            .iter()
            .map(|finding| {
                let ids = finding.transactions.iter().map(|row| graph.ledger().transaction_id(*row));
                let places: Vec<_> = ids.map(|id| format!(r#"{{"id":"{id}","line":2}}"#)).collect();
                let (id, pattern) = (finding.id(&graph), finding.pattern);
                format!(r#"{{"id":"{id}","pattern":"{pattern}","kind":"planted","transactions":[{}]}}"#, places.join(","))
            })
            .collect();
        evaluator.add_simulated("truth.ndjson", truth.join("\n").as_bytes()).unwrap();
        let evaluation = evaluator.finish().unwrap();
        prop_assert_eq!(evaluation.unmatched, 0);
        prop_assert_eq!(evaluation.instances.len(), detection.findings.len());
        for instance in &evaluation.instances {
            prop_assert_eq!(instance.outcome, Outcome::Found);
            prop_assert_eq!(instance.same.as_ref().unwrap().jaccard, 1.0);
            let admission = instance.admission.as_ref().unwrap();
            // What the middle of a stack keeps is counted over all that it receives and pays, evidence or not.
            let elsewhere = instance.kind == "stack" && admission.reason == Some("value-not-kept");
            prop_assert!(admission.admitted == Some(true) || elsewhere, "{:?}", instance);
        }
        prop_assert_eq!(evaluation.transactions.recall.unwrap_or(1.0), 1.0);
    }
}

/// What the simulator plants meets the definitions, as they are checked here and as they were planted there.
#[test]
fn what_is_simulated_is_admitted() {
    const KINDS: [&str; 6] = ["fan-in", "fan-out", "gather-scatter", "scatter-gather", "temporal-cycle", "round-trip"];
    for seed in 1..4 {
        let parameters =
            Parameters { seed, accounts: 600, transactions: 8000, planted: Some(3), ..Parameters::default() };
        let simulation = Simulation::new(parameters).unwrap();
        let (mut rows, mut truth) = (Vec::new(), Vec::new());
        simulation.write(&mut rows, OutputFormat::Quipu, &mut |_| {}).unwrap();
        simulation.write_truth(&mut truth, OutputFormat::Quipu).unwrap();
        let mut reading = Reading::new(ReadOptions::default());
        reading.begin("rows.csv").unwrap();
        reading.push(&rows).unwrap();
        reading.end().unwrap();
        let mut evaluator = Evaluator::new("none", Run::default());
        evaluator.add_transactions(&reading.finish().unwrap()).unwrap();
        evaluator.add_simulated("truth.ndjson", &truth).unwrap();
        let evaluation = evaluator.finish().unwrap();
        let kinds: BTreeMap<&str, _> = evaluation.kinds.iter().map(|kind| (kind.kind.as_str(), kind)).collect();
        for kind in KINDS {
            assert_eq!((kinds[kind].planted, kinds[kind].admitted), (3, 3), "seed {seed}: {:?}", kinds[kind]);
        }
        assert_eq!(evaluation.kinds.iter().map(|kind| kind.not_checked).sum::<u64>(), 0);
    }
}
