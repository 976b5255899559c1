//! What became of parties in a run: their files, and how they fit the transactions.

use super::RowCounts;
use super::parties::{PartyInput, RegisterSummary};
use crate::detect::LevelSummary;
use crate::joined::Joined;
use crate::ledger::Ledger;
use crate::parties::screening::Strength;
use crate::read::parties::PartyFileReport;
use serde::Serialize;
use std::collections::BTreeMap;

/// Files of parties, and how they fit the transactions.
#[derive(Clone, Debug, Serialize)]
pub struct JoinedSummary {
    /// The files in the order in which they were given.
    pub files: Vec<PartyInput>,
    /// What became of all their records together.
    pub records: RowCounts,
    /// What they tell, with accounts files and the parties of messages.
    pub register: RegisterSummary,
    /// Accounts of the ledger whose holder is told.
    pub accounts_with_holder: u64,
    /// Those of which nobody tells it.
    pub accounts_without_holder: u64,
    /// What was searched for between owners.
    pub levels: Vec<LevelSummary>,
    /// Parties that may be on a list, by what agrees.
    pub matches: BTreeMap<Strength, u64>,
    /// What distances to lists are counted from, and how.
    pub distances: DistanceSummary,
}

/// How distances were counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DistanceSummary {
    /// Parties that are on a list, or may be by more than a name alone.
    pub targets: u64,
    /// The most steps.
    pub depth: u8,
    /// A vertex with more neighbours than this is a hub.
    pub hub_over: u32,
    /// Hubs that the walk came to and did not pass: what lies beyond may be nearer than is told.
    pub hubs_stopped_at: u64,
}

impl JoinedSummary {
    /// Gathers it. `levels` are what [`joined::search`](crate::joined::search) gave.
    ///
    /// Time: O(parties + relations + accounts).
    #[must_use]
    pub fn of(reports: &[PartyFileReport], joined: &Joined<'_>, ledger: &Ledger, levels: Vec<LevelSummary>) -> Self {
        let files: Vec<PartyInput> = reports.iter().map(PartyInput::of).collect();
        let mut records = RowCounts::default();
        files.iter().for_each(|file| records += file.records);
        let accounts = ledger.accounts();
        let with = accounts.ids().filter(|account| !joined.owners.holders(*account).is_empty()).count() as u64;
        let mut matches: BTreeMap<Strength, u64> = BTreeMap::new();
        for hit in joined.hits {
            *matches.entry(hit.strength).or_default() += 1;
        }
        let options = joined.reach.options();
        Self {
            files,
            records,
            register: RegisterSummary::of(joined.register),
            accounts_with_holder: with,
            accounts_without_holder: accounts.len() as u64 - with,
            levels,
            matches,
            distances: DistanceSummary {
                targets: joined.reach.target_count() as u64,
                depth: options.depth,
                hub_over: options.hub,
                hubs_stopped_at: joined.reach.hubs_stopped_at(),
            },
        }
    }
}
