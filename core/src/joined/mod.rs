//! Parties joined to the money: whose the accounts are, who is above them, and how near they are to someone on a list.
//!
//! Transactions tell what accounts do, a [register](crate::parties) who holds them. Here the two come together: which
//! accounts are of one party, or of companies under one controller ([`AccountOwners`]), so that patterns are searched for
//! between owners too ([`search`]); which parties are on lists ([`screening`](crate::parties::screening)); and for each case who is behind its accounts
//! and what they have in common ([`CaseParties`]).

mod case;
mod owners;
mod reach;
mod search;

pub use case::{CaseHolder, CaseParties, CaseTie};
pub use owners::AccountOwners;
pub use reach::{Reach, Target};
pub use search::search;

use crate::case::Contents;
use crate::graph::EntityGraph;
use crate::model::PartyId;
use crate::ownership::Ownership;
use crate::parties::PartyRegister;
use crate::parties::screening::Hit;

/// All that is known of the parties of a run, for what is written of it.
#[derive(Clone, Copy, Debug)]
pub struct Joined<'a> {
    /// The parties.
    pub register: &'a PartyRegister,
    /// The same as a graph.
    pub entities: &'a EntityGraph,
    /// Who owns and controls them.
    pub ownership: &'a Ownership<'a>,
    /// Whose the accounts are.
    pub owners: &'a AccountOwners,
    /// Who may be on a list.
    pub hits: &'a [Hit],
    /// How near everyone is to someone on a list.
    pub reach: &'a Reach<'a>,
}

impl Joined<'_> {
    /// Who is behind a case.
    #[must_use]
    pub fn behind(&self, contents: &Contents<'_>) -> CaseParties {
        CaseParties::of(self.register, self.ownership, self.owners, contents)
    }

    /// The hits of a party and of all that are the same as it, as positions.
    #[must_use]
    pub fn hits_of(&self, party: PartyId) -> Vec<usize> {
        let members = self.ownership.same_as(party);
        let mut hits: Vec<usize> = members
            .iter()
            .flat_map(|member| {
                let start = self.hits.partition_point(|hit| hit.party < *member);
                let length = self.hits[start..].partition_point(|hit| hit.party == *member);
                start..start + length
            })
            .collect();
        hits.sort_unstable();
        hits
    }
}
