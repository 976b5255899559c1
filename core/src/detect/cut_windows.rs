//! Windows that a search can afford in a ledger.
//!
//! What a user gives as a window is searched for, however long it takes. Rules of indicators come with a pack and meet any ledger: a
//! window of a month that shows a launderer in the export of a branch is nothing but chance, for hours, where everyone pays ten times
//! a day. So their windows are cut to those that the defaults have for the ledger, and it is said which were.

use super::pace::Pace;
use super::{Parameters, Pattern};
use crate::ledger::Ledger;
use crate::model::Span;
use serde::Serialize;

/// A window that was too long for a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CutWindow {
    /// The pattern that was searched for.
    pub pattern: Pattern,
    /// The window that was asked for.
    pub asked: Span,
    /// The longest that was searched with instead.
    pub searched: Span,
}

impl Parameters {
    /// Several parameters, each [resolved](Self::resolved) with the defaults in place of windows that are longer and that the
    /// ledger's pace makes too dear; and which these were.
    ///
    /// Time: O(rows).
    #[must_use]
    pub fn resolved_to_pace(several: &[&Self], ledger: &Ledger) -> Vec<(Self, Vec<CutWindow>)> {
        let pace = Pace::of(ledger);
        let defaults = Self::default().resolved_at(ledger, &pace);
        several.iter().map(|own| own.cut_to(ledger, &pace, defaults.clone())).collect()
    }

    fn cut_to(&self, ledger: &Ledger, pace: &Pace, mut defaults: Self) -> (Self, Vec<CutWindow>) {
        let mut own = self.resolved_at(ledger, pace);
        let mut cut = Vec::new();
        for pattern in own.patterns() {
            let mut note = |asked: Span, searched: Span| cut.push(CutWindow { pattern, asked, searched });
            let usual = defaults.windows_of(pattern).cloned().unwrap_or_default();
            if let (Some(windows), Some(most)) = (own.windows_of(pattern), usual.last().copied())
                && let Some(asked) =
                    windows.iter().copied().filter(|asked| *asked > most && !pace.affords(*asked)).max()
            {
                note(asked, most);
                windows.retain(|window| *window <= most);
                if windows.is_empty() {
                    windows.clone_from(&usual);
                }
            }
            let usual = defaults.within_of(pattern).copied();
            if let (Some(within), Some(most)) = (own.within_of(pattern), usual)
                && *within > most
                && !pace.affords(*within)
            {
                note(*within, most);
                *within = most;
            }
        }
        (own, cut)
    }

    fn windows_of(&mut self, pattern: Pattern) -> Option<&mut Vec<Span>> {
        match pattern {
            Pattern::FanIn => Some(&mut self.fan_in.windows),
            Pattern::FanOut => Some(&mut self.fan_out.windows),
            Pattern::GatherScatter => Some(&mut self.gather_scatter.windows),
            Pattern::ScatterGather => Some(&mut self.scatter_gather.windows),
            Pattern::TemporalCycle => Some(&mut self.temporal_cycle.windows),
            Pattern::RoundTrip => Some(&mut self.round_trip.windows),
            Pattern::Bipartite => Some(&mut self.bipartite.windows),
            Pattern::Stack => Some(&mut self.stack.windows),
            Pattern::DenseFlow => Some(&mut self.dense_flow.windows),
            Pattern::PassThrough => Some(&mut self.pass_through.windows),
            Pattern::Structuring => Some(&mut self.structuring.windows),
            Pattern::DormantBurst => Some(&mut self.dormant_burst.windows),
            Pattern::LayeringChain | Pattern::PeelChain => None,
        }
    }

    fn within_of(&mut self, pattern: Pattern) -> Option<&mut Span> {
        match pattern {
            Pattern::LayeringChain => self.layering_chain.within.as_mut(),
            Pattern::PeelChain => self.peel_chain.within.as_mut(),
            Pattern::PassThrough => self.pass_through.within.as_mut(),
            _ => None,
        }
    }
}
