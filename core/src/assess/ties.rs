//! What rules may know of who has a say in whom: owners, directors, incomes, layers and circles of companies.
//!
//! Copied out of the register, as all of [`Holders`](super::Holders) is, with the record that tells each. Of parties that are
//! the same, the one that stands for them stands here for all.

use super::alert::{RegisterEvidence, RegisterRecord, RegisteredParty};
use crate::joined::AccountOwners;
use crate::ledger::Ledger;
use crate::model::{AccountId, Amount, ExposureKind, PartyId, PartyKind, RelationKind, Source};
use crate::ownership::Ownership;
use crate::parties::PartyRegister;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeSet;

/// A party that owns, controls or directs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tie {
    pub(super) first: PartyId,
    pub(super) second: PartyId,
    pub(super) directs: bool,
    pub(super) source: Source,
}

#[derive(Debug, Default)]
pub(super) struct Ties {
    // By who has the say, and by whom over.
    down: Vec<Tie>,
    up: Vec<Tie>,
    persons: Vec<bool>,
    // Where it stands that the registers of its country tell little.
    secret: Vec<Option<Source>>,
    public: Vec<bool>,
    // Who is exposed, or near to one who is, with where each part of that stands.
    exposed: Vec<(PartyId, Source)>,
    incomes: Vec<(PartyId, Amount, Source)>,
    accounts: Vec<(PartyId, AccountId)>,
    // Of each account: its holders with the records that say so, and its side, as a place among sets of controllers; from 1,
    // 0 for none.
    holdings: Vec<(AccountId, PartyId, Source)>,
    sides: Vec<u32>,
    controllers: Vec<Vec<PartyId>>,
    // Companies that a stake ties to another, whoever owns before what is owned; sets of those that own each other.
    companies: Vec<PartyId>,
    circles: Vec<Vec<PartyId>>,
    in_circle: Vec<bool>,
    called: Vec<RegisteredParty>,
    inputs: Vec<String>,
}

impl Ties {
    /// Gathers them.
    ///
    /// Time: O((parties + relations + accounts) log of them).
    pub(super) fn of(
        register: &PartyRegister,
        ownership: &Ownership<'_>,
        owners: &AccountOwners,
        ledger: &Ledger,
    ) -> Self {
        let mut ties = Self { inputs: register.inputs().to_vec(), ..Self::default() };
        for party in register.ids() {
            let head = ownership.stands_for(party);
            ties.public.push(ownership.same_as(party).iter().any(|own| register.kind(*own) == PartyKind::PublicBody));
            let exposures = register.exposures(party).filter(|exposure| exposure.exposed);
            ties.exposed.extend(exposures.map(|exposure| (head, exposure.source)));
            ties.persons.push(ownership.is_person(party));
            ties.secret.push(ownership.secrecy_of(party).map(|(.., source)| source));
            ties.incomes.extend(register.incomes(party).map(|income| (head, income.amount, income.source)));
            let called = register.called(party);
            let name = register.title(party).to_owned();
            ties.called.push(RegisteredParty { scope: called.scope.to_owned(), id: called.id.to_owned(), name });
        }
        for account in ledger.accounts().ids() {
            ties.accounts.extend(owners.holders(account).iter().map(|party| (*party, account)));
        }
        ties.near_exposed(register, ownership);
        ties.side_with(register, ownership, owners, ledger);
        ties.incomes.sort_unstable();
        ties.accounts.sort_unstable();
        let told = ownership.ties();
        ties.down.extend(told.iter().map(|tie| {
            let source = register.relation(tie.relation).source;
            Tie { first: tie.first, second: tie.second, directs: tie.directs, source }
        }));
        ties.down.sort_unstable();
        ties.down.dedup();
        ties.up.clone_from(&ties.down);
        ties.up.sort_by_key(|tie| (tie.second, *tie));
        ties.order(register.len());
        ties
    }

    // Relatives and associates of those who are exposed themselves.
    fn near_exposed(&mut self, register: &PartyRegister, ownership: &Ownership<'_>) {
        let own = |party: PartyId| ownership.same_as(party).into_iter().flat_map(|member| register.exposures(member));
        let holder = |party: PartyId| {
            let mut exposures = own(party).filter(|exposure| exposure.exposed && exposure.kind == ExposureKind::Holder);
            exposures.next().map(|exposure| exposure.source)
        };
        for relation in register.relation_ids().map(|id| register.relation(id)) {
            let near = matches!(relation.told.kind, RelationKind::Family | RelationKind::Associate);
            let Some(first) = relation.first.filter(|_| near && relation.told.until.is_none()) else { continue };
            for (one, two) in [(first, relation.second), (relation.second, first)] {
                if let Some(source) = holder(one) {
                    let two = ownership.stands_for(two);
                    self.exposed.extend([(two, source), (two, relation.source)]);
                }
            }
        }
        self.exposed.sort_unstable();
        self.exposed.dedup();
    }

    // Who answers to the same.
    fn side_with(
        &mut self,
        register: &PartyRegister,
        ownership: &Ownership<'_>,
        owners: &AccountOwners,
        ledger: &Ledger,
    ) {
        let ids = || ledger.accounts().ids();
        let mut sets: Vec<&[PartyId]> = ids().map(|account| owners.controllers(account)).collect();
        sets.sort_unstable();
        sets.dedup();
        sets.retain(|set| !set.is_empty());
        self.sides = ids()
            .map(|account| sets.binary_search(&owners.controllers(account)).map_or(0, |place| place as u32 + 1))
            .collect();
        self.controllers = sets.into_iter().map(<[PartyId]>::to_vec).collect();
        for account in ids() {
            let held = owners.links().held(account).into_iter().flat_map(|held| register.holders(held));
            let holdings = held.map(|holding| (account, ownership.stands_for(holding.party), holding.source));
            self.holdings.extend(holdings.filter(|(_, party, _)| owners.holders(account).contains(party)));
        }
        self.holdings.sort_unstable();
    }

    // Which companies stand above which, and which own each other.
    fn order(&mut self, parties: usize) {
        let stakes = || self.down.iter().filter(|tie| !tie.directs && !self.is_person(tie.first));
        let mut companies: Vec<PartyId> = stakes().flat_map(|tie| [tie.first, tie.second]).collect();
        companies.sort_unstable();
        companies.dedup();
        let place = |party: PartyId| companies.partition_point(|other| *other < party) as u32;
        let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(companies.len(), self.down.len());
        companies.iter().for_each(|_| {
            graph.add_node(());
        });
        for tie in stakes() {
            graph.add_edge(NodeIndex::new(place(tie.second) as usize), NodeIndex::new(place(tie.first) as usize), ());
        }
        self.in_circle = vec![false; parties];
        // Sets come with what they lead to before them: owners first.
        for set in kosaraju_scc(&graph) {
            let mut set: Vec<PartyId> = set.into_iter().map(|node| companies[node.index()]).collect();
            set.sort_unstable();
            self.companies.extend(&set);
            if set.len() > 1 {
                set.iter().for_each(|party| self.in_circle[party.index()] = true);
                self.circles.push(set);
            }
        }
        self.circles.sort_unstable();
    }

    /// Those over whom a party has a say, by party and source.
    pub(super) fn below(&self, party: PartyId) -> &[Tie] {
        let begin = self.down.partition_point(|tie| tie.first < party);
        &self.down[begin..begin + self.down[begin..].partition_point(|tie| tie.first == party)]
    }

    /// Those who have a say over a party, likewise.
    pub(super) fn above(&self, party: PartyId) -> &[Tie] {
        let begin = self.up.partition_point(|tie| tie.second < party);
        &self.up[begin..begin + self.up[begin..].partition_point(|tie| tie.second == party)]
    }

    /// All who have a say over anybody, in order.
    pub(super) fn with_a_say(&self) -> impl Iterator<Item = PartyId> {
        self.down.chunk_by(|one, two| one.first == two.first).map(|ties| ties[0].first)
    }

    pub(super) fn is_person(&self, party: PartyId) -> bool {
        self.persons[party.index()]
    }

    pub(super) fn is_public(&self, party: PartyId) -> bool {
        self.public[party.index()]
    }

    /// Whether anybody is a public body.
    pub(super) fn has_public(&self) -> bool {
        self.public.contains(&true)
    }

    /// Whether anybody is exposed.
    pub(super) fn has_exposed(&self) -> bool {
        !self.exposed.is_empty()
    }

    /// The holders of an account who are exposed, or relatives or associates of such, with where that stands.
    pub(super) fn exposure(&self, account: AccountId) -> impl Iterator<Item = (PartyId, Source)> {
        self.holdings(account).flat_map(|(party, _)| {
            let begin = self.exposed.partition_point(|(other, _)| *other < party);
            self.exposed[begin..].iter().take_while(move |(other, _)| *other == party).copied()
        })
    }

    /// Where it stands that a party is registered where registers tell little; `None` where that is not told.
    pub(super) fn secrecy(&self, party: PartyId) -> Option<Source> {
        self.secret[party.index()]
    }

    /// The stated incomes of a party.
    pub(super) fn incomes(&self, party: PartyId) -> &[(PartyId, Amount, Source)] {
        let begin = self.incomes.partition_point(|(other, ..)| *other < party);
        &self.incomes[begin..begin + self.incomes[begin..].partition_point(|(other, ..)| *other == party)]
    }

    /// The accounts of the ledger that some parties hold, in order.
    pub(super) fn accounts(&self, parties: &[PartyId]) -> Vec<AccountId> {
        let mut accounts: Vec<AccountId> = Vec::new();
        for party in parties {
            let begin = self.accounts.partition_point(|(other, _)| other < party);
            let own = self.accounts[begin..].iter().take_while(|(other, _)| other == party);
            accounts.extend(own.map(|(_, account)| *account));
        }
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }

    /// The side of an account: the same number for accounts whose holders answer to the same; `None` without holders.
    pub(super) fn side(&self, account: AccountId) -> Option<u32> {
        self.sides.get(account.index()).copied().filter(|side| *side > 0)
    }

    /// Those whom the holders of an account answer to.
    pub(super) fn controllers(&self, account: AccountId) -> &[PartyId] {
        self.side(account).map_or(&[], |side| &self.controllers[side as usize - 1])
    }

    /// Whether the holders of two accounts answer to somebody in common.
    pub(super) fn share_controller(&self, one: AccountId, two: AccountId) -> bool {
        let others = self.controllers(two);
        self.controllers(one).iter().any(|party| others.binary_search(party).is_ok())
    }

    /// The holders of an account and where it stands that they are.
    pub(super) fn holdings(&self, account: AccountId) -> impl Iterator<Item = (PartyId, Source)> + Clone {
        let begin = self.holdings.partition_point(|(other, ..)| *other < account);
        let own = self.holdings[begin..].iter().take_while(move |(other, ..)| *other == account);
        own.map(|(_, party, source)| (*party, *source))
    }

    /// The account and all others that one of its holders holds.
    pub(super) fn held_with(&self, account: AccountId) -> Vec<AccountId> {
        let mut parties: Vec<PartyId> = self.holdings(account).map(|(party, _)| party).collect();
        parties.dedup();
        self.accounts(&parties)
    }

    /// Where it stands who holds an account, and who owns or controls these, through any number of companies.
    pub(super) fn behind(&self, account: AccountId) -> Vec<Source> {
        let mut sources: Vec<Source> = self.holdings(account).map(|(_, source)| source).collect();
        let mut seen: BTreeSet<PartyId> = self.holdings(account).map(|(party, _)| party).collect();
        let mut waiting: Vec<PartyId> = seen.iter().copied().collect();
        while let Some(party) = waiting.pop() {
            for tie in self.above(party).iter().filter(|tie| !tie.directs) {
                sources.push(tie.source);
                if seen.insert(tie.first) {
                    waiting.push(tie.first);
                }
            }
        }
        sources
    }

    /// Companies that a stake ties to another, owners before what they own, as far as they do not own each other.
    pub(super) fn companies(&self) -> &[PartyId] {
        &self.companies
    }

    /// Companies that own each other, each set in order.
    pub(super) fn circles(&self) -> &[Vec<PartyId>] {
        &self.circles
    }

    pub(super) fn is_in_circle(&self, party: PartyId) -> bool {
        self.in_circle[party.index()]
    }

    /// Evidence out of the register.
    pub(super) fn evidence(
        &self,
        parties: &[(&'static str, &[PartyId])],
        mut sources: Vec<Source>,
    ) -> RegisterEvidence {
        let told = |party: &PartyId| self.called[party.index()].clone();
        let record = |source: Source| RegisterRecord {
            file: self.inputs.get(source.file.index()).cloned().unwrap_or_default(),
            record: source.record,
        };
        sources.sort_unstable();
        sources.dedup();
        let mut records: Vec<RegisterRecord> = sources.into_iter().map(record).collect();
        records.sort_unstable();
        RegisterEvidence {
            parties: parties.iter().map(|(role, parties)| (*role, parties.iter().map(told).collect())).collect(),
            records,
        }
    }
}
