//! The parties of a case, as `cases.json` has them.

use super::names::{PartyName, Place, Relation};
use super::path::{ListedDocument, PathDocument};
use crate::case::Contents;
use crate::graph::TransactionGraph;
use crate::graph::entity::EntityGraph;
use crate::joined::{CaseHolder, CaseTie, Joined, Target};
use crate::model::PartyKind;
use serde::Serialize;

/// Who is behind a case.
#[derive(Serialize)]
pub(super) struct CaseDocument<'a> {
    pub(super) holders: Vec<HolderDocument<'a>>,
    pub(super) shared: Vec<TieDocument<'a>>,
    pub(super) relations: Vec<Relation<'a>>,
    pub(super) accounts_without_holder: u64,
    /// For each account of the case from which someone on a list can be reached, the shortest way.
    pub(super) distances: Vec<PathDocument<'a>>,
}

/// A party behind a case.
#[derive(Serialize)]
pub(super) struct HolderDocument<'a> {
    #[serde(flatten)]
    pub(super) party: PartyName<'a>,
    pub(super) kind: PartyKind,
    /// The accounts of the case that it holds.
    pub(super) accounts: Vec<String>,
    pub(super) answers_to: Vec<PartyName<'a>>,
    /// Lists that it is on, or may be.
    pub(super) listed: Vec<ListedDocument<'a>>,
    pub(super) records: Vec<Place<'a>>,
}

/// What several parties behind a case have in common.
#[derive(Serialize)]
pub(super) struct TieDocument<'a> {
    pub(super) kind: &'static str,
    pub(super) value: String,
    pub(super) parties: Vec<HasDocument<'a>>,
    pub(super) in_register: u64,
}

#[derive(Serialize)]
pub(super) struct HasDocument<'a> {
    #[serde(flatten)]
    pub(super) party: PartyName<'a>,
    #[serde(flatten)]
    place: Place<'a>,
}

impl<'a> CaseDocument<'a> {
    pub(super) fn of(
        joined: &Joined<'a>,
        entities: &EntityGraph,
        graph: &'a TransactionGraph,
        contents: &Contents<'_>,
    ) -> Self {
        let behind = joined.behind(contents);
        let register = joined.register;
        let ways = contents.accounts.iter().filter_map(|account| joined.reach.of_account(account.account));
        Self {
            holders: behind.holders.iter().map(|holder| HolderDocument::of(joined, graph, holder)).collect(),
            shared: behind.ties.iter().map(|tie| TieDocument::of(joined, tie)).collect(),
            relations: behind.relations.iter().map(|relation| Relation::of(register, *relation)).collect(),
            accounts_without_holder: behind.unknown.len() as u64,
            distances: ways
                .map(|(path, target)| PathDocument::of(joined, entities, graph.ledger(), &path, target))
                .collect(),
        }
    }
}

impl<'a> HolderDocument<'a> {
    fn of(joined: &Joined<'a>, graph: &TransactionGraph, holder: &CaseHolder) -> Self {
        let register = joined.register;
        let name = |account: &crate::model::AccountId| graph.ledger().accounts().name(*account).to_string();
        let members = joined.ownership.same_as(holder.party);
        let is_listed = members.iter().copied().filter(|member| register.listings(*member).next().is_some());
        let mut listed: Vec<ListedDocument<'a>> = is_listed
            .map(|party| Target { party, is_listed: true, hits: Vec::new() })
            .flat_map(|target| ListedDocument::of_target(joined, &target))
            .collect();
        let hits = Target { party: holder.party, is_listed: false, hits: joined.hits_of(holder.party) };
        listed.extend(ListedDocument::of_target(joined, &hits));
        let records = members.iter().flat_map(|member| register.records(*member));
        let mut records: Vec<Place<'a>> = records.map(|record| Place::of(register, record.source)).collect();
        records.dedup_by(|one, two| (one.file, one.record) == (two.file, two.record));
        Self {
            party: PartyName::of(register, holder.party),
            kind: members.iter().map(|member| register.kind(*member)).min().unwrap_or(PartyKind::Unknown),
            accounts: holder.accounts.iter().map(name).collect(),
            answers_to: PartyName::all(register, &holder.answers_to),
            listed,
            records,
        }
    }
}

impl<'a> TieDocument<'a> {
    fn of(joined: &Joined<'a>, tie: &CaseTie) -> Self {
        let register = joined.register;
        let has = tie.parties.iter().map(|(party, source)| HasDocument {
            party: PartyName::of(register, *party),
            place: Place::of(register, *source),
        });
        Self {
            kind: tie.space.name(),
            value: register.key_text(tie.key),
            parties: has.collect(),
            in_register: tie.in_register,
        }
    }
}
