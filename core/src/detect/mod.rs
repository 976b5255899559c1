//! Finding the patterns of laundering in the transaction graph.
//!
//! Each pattern is one file: its definition, complexity, literature and parameters, and a search that gives maximal
//! [`Finding`]s with their evidence. Nothing here knows of crimes, labels or files. [`run`] calls the searches that
//! were asked for, merges what is the same money seen at several windows, ranks, and says which bounds were reached.

mod bipartite;
mod by_account;
mod by_row;
mod chain;
mod cut_windows;
mod dense_flow;
mod dormant_burst;
mod fan;
mod fan_in;
mod fan_out;
mod finding;
mod fold;
mod gather_scatter;
mod habits;
mod instants;
mod layering_chain;
mod levels;
mod merge;
mod pace;
mod parameters;
mod pass_through;
mod pattern;
mod peel;
mod peel_chain;
mod rank;
mod round_trip;
mod scatter_gather;
mod splits;
mod stack;
mod structuring;
mod temporal_cycle;
mod values;
mod watch;

pub use bipartite::BipartiteParameters;
pub use cut_windows::CutWindow;
pub use dense_flow::DenseFlowParameters;
pub use dormant_burst::DormantBurstParameters;
pub use fan::FanParameters;
pub use finding::{Finding, FindingId, Level, Reason, Role, Shape};
pub use gather_scatter::GatherScatterParameters;
pub use layering_chain::LayeringChainParameters;
pub use levels::{LevelSummary, run_between};
pub use parameters::{Parameters, ParametersError};
pub use pass_through::PassThroughParameters;
pub use pattern::{Pattern, UnknownPattern};
pub use peel_chain::PeelChainParameters;
pub use round_trip::RoundTripParameters;
pub use scatter_gather::ScatterGatherParameters;
pub use stack::StackParameters;
pub use structuring::StructuringParameters;
pub use temporal_cycle::CycleParameters;
pub use watch::{Cancelled, Unwatched, Watch};

use crate::graph::TransactionGraph;
use crate::ledger::Rates;
use crate::parallel::prelude::*;
use habits::Habits;
use rank::Usual;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use values::{Values, Worth};

/// What a run found.
#[derive(Clone, Debug)]
pub struct Detection {
    /// All findings, the most unusual first.
    pub findings: Vec<Finding>,
    /// The parameters that were used, with every default filled in.
    pub parameters: Parameters,
    /// The rates at which amounts in several currencies were compared.
    pub rates: Rates,
    /// What each pattern gave, in the order of [`Pattern::ALL`].
    pub summaries: Vec<PatternSummary>,
    #[cfg(feature = "typologies")]
    prepared: Arc<Prepared>,
}

/// What every search of a ledger needs, whatever its parameters.
#[derive(Debug)]
struct Prepared {
    worth: Worth,
    habits: Habits,
}

/// What one pattern gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PatternSummary {
    /// The pattern.
    pub pattern: Pattern,
    /// How many findings.
    pub findings: u64,
    /// How many instances were not unusual enough to be findings (see [`Parameters::least_score`]).
    pub usual: u64,
    /// How many instances are told with the finding of another pattern that the same money makes (see
    /// [`Finding::also`]).
    pub part_of_others: u64,
    /// How many starting points of the search there were.
    pub seeds: u64,
    /// How many of them reached the bound on work, so that more may be there than was found.
    pub truncated_seeds: u64,
}

/// What a search gives before ranking.
#[derive(Debug, Default)]
struct Search {
    findings: Vec<Finding>,
    seeds: u64,
    truncated_seeds: u64,
}

/// Searches the graph for the patterns of `parameters`, at every window given there or by default, and ranks what is
/// found.
///
/// The result depends on the ledger and the parameters alone: not on threads, nor on the order of rows in the files.
///
/// # Errors
/// [`Cancelled`] when `watch` says so.
pub fn run(graph: &TransactionGraph, parameters: &Parameters, watch: &dyn Watch) -> Result<Detection, Cancelled> {
    let parameters = parameters.resolved(graph.ledger());
    let worth = Worth::of(graph.ledger(), &parameters.rates);
    let prepared = Prepared { worth, habits: Habits::of(graph) };
    search(graph, parameters, Arc::new(prepared), watch)
}

/// The same for the graph and the rates of an earlier run, which spares their preparation.
///
/// # Errors
/// [`Cancelled`] when `watch` says so.
#[cfg(feature = "typologies")]
pub(crate) fn run_again(
    graph: &TransactionGraph,
    earlier: &Detection,
    parameters: &Parameters,
    watch: &dyn Watch,
) -> Result<Detection, Cancelled> {
    let mut parameters = parameters.resolved(graph.ledger());
    parameters.rates.clone_from(&earlier.parameters.rates);
    search(graph, parameters, Arc::clone(&earlier.prepared), watch)
}

fn search(
    graph: &TransactionGraph,
    parameters: Parameters,
    prepared: Arc<Prepared>,
    watch: &dyn Watch,
) -> Result<Detection, Cancelled> {
    let (values, habits) = (prepared.worth.values(graph.ledger()), &prepared.habits);
    let patterns = parameters.patterns();
    let place = |pattern: Pattern| patterns.iter().position(|other| *other == pattern);
    let windows = parameters.windows_of_strangers();
    let whole: Vec<Pattern> = patterns.iter().copied().filter(|pattern| !pattern.is_of_strangers()).collect();
    let total = (windows.iter().map(|(_, patterns)| patterns.len()).sum::<usize>() + whole.len()) as u64;
    let done = AtomicU64::new(0);
    let mut found: Vec<(Search, u64)> = patterns.iter().map(|_| Default::default()).collect();
    // Side by side, since every search has parts that one thread does alone.
    let mut side_by_side = |patterns: &[Pattern], usual: &Usual<'_>| -> Result<(), Cancelled> {
        let searches: Vec<Vec<(Pattern, Search, u64)>> = patterns
            .par_iter()
            .map(|pattern| {
                let mut searches = Vec::new();
                for (pattern, mut search) in one(*pattern, usual, &values, &parameters, watch)? {
                    rank::score(usual, &mut search.findings);
                    let usual = parameters.cut(&mut search.findings);
                    searches.push((pattern, search, usual));
                }
                watch.progress(pattern.name(), done.fetch_add(1, Ordering::Relaxed) + 1, total);
                Ok(searches)
            })
            .collect::<Result<_, Cancelled>>()?;
        for (pattern, search, usual) in searches.into_iter().flatten() {
            if let Some((all, all_usual)) = place(pattern).and_then(|place| found.get_mut(place)) {
                all.findings.extend(search.findings);
                all.seeds += search.seeds;
                all.truncated_seeds += search.truncated_seeds;
                *all_usual += usual;
            }
        }
        Ok(())
    };
    // The same windows serve several patterns, so the graph of each is made once.
    for (window, patterns) in &windows {
        let occasional = (!parameters.habitual).then(|| habits.occasional(graph, *window));
        side_by_side(patterns, &Usual::of(graph, occasional.as_ref().unwrap_or(graph), habits, *window))?;
    }
    side_by_side(&whole, &Usual::whole(graph, habits))?;
    let (mut findings, mut summaries) = (Vec::new(), Vec::new());
    for (pattern, (search, usual)) in patterns.iter().zip(found) {
        findings.extend(merge::same_money(search.findings));
        summaries.push(PatternSummary {
            pattern: *pattern,
            findings: 0,
            usual,
            part_of_others: 0,
            seeds: search.seeds,
            truncated_seeds: search.truncated_seeds,
        });
    }
    findings.par_sort_by(Finding::rank_order);
    let (findings, folded) = fold::fold(findings, graph.ledger().len());
    for summary in &mut summaries {
        let of = |pattern: &&Pattern| **pattern == summary.pattern;
        summary.findings = findings.iter().map(|finding| &finding.pattern).filter(of).count() as u64;
        summary.part_of_others = folded.iter().filter(of).count() as u64;
    }
    watch.progress("ranked", total, total);
    let rates = prepared.worth.rates().clone();
    Ok(Detection {
        findings,
        rates,
        parameters,
        summaries,
        #[cfg(feature = "typologies")]
        prepared,
    })
}

/// Searches for one pattern. Temporal cycles and round trips come together when one walk finds both.
fn one(
    pattern: Pattern,
    usual: &Usual<'_>,
    values: &Values<'_>,
    parameters: &Parameters,
    watch: &dyn Watch,
) -> Result<Vec<(Pattern, Search)>, Cancelled> {
    let graph = usual.graph;
    let search = match pattern {
        Pattern::FanIn => fan_in::search(usual, &parameters.fan_in, watch)?,
        Pattern::FanOut => fan_out::search(usual, &parameters.fan_out, watch)?,
        Pattern::GatherScatter => gather_scatter::search(usual, values, &parameters.gather_scatter, watch)?,
        Pattern::ScatterGather => {
            let mut all = Search::default();
            for window in &parameters.scatter_gather.windows {
                let search = scatter_gather::search(graph, *window, &parameters.scatter_gather, watch)?;
                all.findings.extend(search.findings);
                all.seeds += search.seeds;
                all.truncated_seeds += search.truncated_seeds;
            }
            all
        }
        Pattern::Bipartite => bipartite::search(usual, values, &parameters.bipartite, watch)?,
        Pattern::Stack => stack::search(usual, values, &parameters.stack, watch)?,
        Pattern::DenseFlow => dense_flow::search(usual, values, &parameters.dense_flow, watch)?,
        Pattern::TemporalCycle if parameters.walks_once() => return Ok(Vec::new()),
        Pattern::TemporalCycle => temporal_cycle::search(graph, &parameters.temporal_cycle, watch)?,
        Pattern::RoundTrip => {
            let cycles = parameters.walks_once().then_some(&parameters.temporal_cycle);
            let (trips, cycles) = round_trip::search(graph, values, &parameters.round_trip, cycles, watch)?;
            return Ok(vec![(Pattern::TemporalCycle, cycles), (Pattern::RoundTrip, trips)]);
        }
        Pattern::LayeringChain => layering_chain::search(graph, values, &parameters.layering_chain, watch)?,
        Pattern::PeelChain => peel_chain::search(graph, values, &parameters.peel_chain, watch)?,
        Pattern::PassThrough => pass_through::search(graph, values, &parameters.pass_through, watch)?,
        Pattern::Structuring => structuring::search(graph, values, &parameters.structuring, watch)?,
        Pattern::DormantBurst => dormant_burst::search(graph, values, &parameters.dormant_burst, watch)?,
    };
    Ok(vec![(pattern, search)])
}
