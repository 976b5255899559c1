//! Windows of parameters that come with a pack, on ledgers of any pace.

mod small_ledgers;

use proptest::prelude::*;
use quipu::assess::evaluate;
use quipu::detect::{self, Parameters, Pattern, Unwatched};
use quipu::model::Span;
use quipu::typology::{Pack, Rule};
use small_ledgers::{Payment, graph, payments};

/// Everyone pays every twenty minutes, for a week.
fn busy() -> Vec<Payment> {
    (0..10_000_i64).map(|at| ((at % 20) as u8, ((at * 7 + at / 20) % 20) as u8, at, 10 + at % 13)).collect()
}

fn own(pattern: Pattern, days: i64) -> Parameters {
    let mut own = Parameters { patterns: vec![pattern], ..Parameters::default() };
    own.set_windows(&[Span::days(days)]);
    own
}

#[test]
fn a_window_that_a_busy_ledger_makes_too_dear_is_that_of_the_defaults() {
    let graph = graph(&busy());
    let defaults = Parameters::default().resolved(graph.ledger());
    let cycles = own(Pattern::TemporalCycle, 30);
    let (resolved, cut) = Parameters::resolved_to_pace(&[&cycles], graph.ledger()).remove(0);
    let longest = *defaults.temporal_cycle.windows.last().unwrap();
    assert!(longest < Span::days(1), "{longest}");
    assert_eq!(resolved.temporal_cycle.windows, defaults.temporal_cycle.windows);
    let told: Vec<_> = cut.iter().map(|cut| (cut.pattern, cut.asked, cut.searched)).collect();
    assert_eq!(told, [(Pattern::TemporalCycle, Span::days(30), longest)]);

    // What is affordable beside it stays, and only the other is told.
    let mut two = own(Pattern::TemporalCycle, 30);
    two.temporal_cycle.windows.insert(0, Span(300_000));
    let (resolved, cut) = Parameters::resolved_to_pace(&[&two], graph.ledger()).remove(0);
    assert_eq!(resolved.temporal_cycle.windows, [Span(300_000)]);
    assert_eq!(cut.len(), 1);
}

#[test]
fn what_a_user_asks_for_is_never_cut() {
    let graph = graph(&busy());
    let asked = own(Pattern::TemporalCycle, 30).resolved(graph.ledger());
    assert_eq!(asked.temporal_cycle.windows, [Span::days(30)]);
}

#[test]
fn an_indicator_tells_what_was_cut() {
    let graph = graph(&busy());
    let mut pack = Pack::built_in();
    let cycle = |rule: &Rule| matches!(rule, Rule::Shape(shape) if shape.detect.patterns == [Pattern::RoundTrip]);
    pack.indicators.retain(|indicator| indicator.rule.iter().any(cycle));
    assert!(!pack.indicators.is_empty());
    let parameters = Parameters { patterns: vec![Pattern::Structuring], ..Parameters::default() };
    let detection = detect::run(&graph, &parameters, &Unwatched).unwrap();
    let evaluation = evaluate(&graph, &pack, &detection, None, &Unwatched).unwrap();
    for evaluated in &evaluation.indicators {
        assert!(!evaluated.cut_windows.is_empty(), "{}", evaluated.indicator);
    }
}

proptest! {
    /// Where nobody is in a hurry all windows are searched.
    #[test]
    fn small_ledgers_cut_nothing(payments in payments(8, 500, 60), days in 1..60_i64, place in 0..Pattern::ALL.len()) {
        let graph = graph(&payments);
        let own = own(Pattern::ALL[place], days);
        let (resolved, cut) = Parameters::resolved_to_pace(&[&own], graph.ledger()).remove(0);
        prop_assert!(cut.is_empty());
        prop_assert_eq!(resolved, own.resolved(graph.ledger()));
    }
}
