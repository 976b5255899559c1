//! Ways to someone on a list, step by step.

use super::names::{PartyName, Place, label};
use crate::graph::distance::{Path, Place as Vertex, Step};
use crate::graph::entity::{Entity, EntityGraph};
use crate::joined::{Joined, Target};
use crate::ledger::Ledger;
use crate::model::AccountId;
use crate::parties::screening::Strength;
use serde::Serialize;
use std::io::{self, Write};

/// A shortest way to someone on a list.
#[derive(Debug, Serialize)]
pub struct PathDocument<'a> {
    /// How many steps.
    pub distance: usize,
    /// Where it begins.
    pub from: String,
    /// Whom it leads to.
    target: PartyName<'a>,
    /// Why that is a target.
    listed: Vec<ListedDocument<'a>>,
    /// The steps in order.
    pub steps: Vec<PathStep<'a>>,
    /// Hubs that it passes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hubs: Vec<String>,
}

/// How near some accounts are to someone on a list.
#[derive(Debug, Serialize)]
pub struct DistancesDocument<'a> {
    /// Parties that are on a list, or may be by more than a name alone.
    pub targets: u64,
    /// The most steps.
    pub depth: u8,
    /// A vertex with more neighbours is a hub.
    pub hub_over: u32,
    /// Hubs that the walk did not go on from: what lies beyond may be nearer than is told.
    pub hubs_stopped_at: u64,
    /// The accounts that were asked about, in that order.
    pub accounts: Vec<AccountDistance<'a>>,
}

/// How near one account is.
#[derive(Debug, Serialize)]
pub struct AccountDistance<'a> {
    /// Which.
    pub account: String,
    /// A shortest way; `None` where nobody on a list is so near.
    pub way: Option<PathDocument<'a>>,
}

impl<'a> DistancesDocument<'a> {
    /// Asks for accounts.
    #[must_use]
    pub fn of(joined: &Joined<'a>, ledger: &'a Ledger, accounts: &[AccountId]) -> Self {
        let reach = joined.reach;
        let way = |account: AccountId| {
            let (path, target) = reach.of_account(account)?;
            Some(PathDocument::of(joined, joined.entities, ledger, &path, target))
        };
        let answer = |account: &AccountId| AccountDistance {
            account: ledger.accounts().name(*account).to_string(),
            way: way(*account),
        };
        Self {
            targets: reach.target_count() as u64,
            depth: reach.options().depth,
            hub_over: reach.options().hub,
            hubs_stopped_at: reach.hubs_stopped_at(),
            accounts: accounts.iter().map(answer).collect(),
        }
    }

    /// Writes it, indented, with a line break at the end.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        crate::export::document(out, self)
    }
}

/// An entry of a list, and by what the target is that.
#[derive(Debug, Serialize)]
pub(super) struct ListedDocument<'a> {
    list: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    programme: &'a str,
    entry: &'a str,
    /// Absent where the list names the party itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Strength>,
}

/// A step of a way, with the record that tells it.
#[derive(Debug, Serialize)]
pub struct PathStep<'a> {
    /// What ties the two: `holds`, `owns`, `has-phone`, `paid` ...
    pub by: &'static str,
    /// Whether the tie goes the other way: the next holds, owns or paid.
    pub backwards: bool,
    /// The vertex that it leads to.
    pub to: String,
    #[serde(flatten)]
    place: Place<'a>,
    /// The identifier of the payment, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction: Option<String>,
}

impl<'a> PathDocument<'a> {
    /// The document of a way.
    #[must_use]
    pub fn of(joined: &Joined<'a>, entities: &EntityGraph, ledger: &'a Ledger, path: &Path, target: &Target) -> Self {
        let register = joined.register;
        let vertex = |place: &Vertex| match place {
            Vertex::Account(account) => ledger.accounts().name(*account).to_string(),
            Vertex::Entity(Entity::Account(held)) => register.account(*held).to_string(),
            Vertex::Entity(Entity::Party(party)) => label(register, *party),
            Vertex::Entity(Entity::Shared(key)) => register.key_text(*key),
        };
        let steps = path.steps.iter().zip(path.places.windows(2)).map(|(step, ends)| {
            let to = vertex(&ends[1]);
            match step {
                Step::Tie(tie, edge) => {
                    let (from, _) = entities.graph().edge_endpoints(*edge).unwrap_or_default();
                    let backwards = ends[0] != Vertex::Entity(entities.entity(from));
                    let place = Place::of(register, entities.source(*edge));
                    PathStep { by: tie.name(), backwards, to, place, transaction: None }
                }
                Step::Payment(row) => {
                    let payer = joined.owners.links().held(ledger.from(*row));
                    let payer =
                        payer.map_or(Vertex::Account(ledger.from(*row)), |held| Vertex::Entity(Entity::Account(held)));
                    let file = ledger.inputs().get(ledger.file(*row).index()).map_or("", String::as_str);
                    let place = Place { file, record: ledger.record(*row).unwrap_or(ledger.line(*row)) };
                    let transaction = Some(ledger.transaction_id(*row).to_string());
                    PathStep { by: "paid", backwards: ends[0] != payer, to, place, transaction }
                }
            }
        });
        Self {
            distance: path.steps.len(),
            from: path.places.first().map(vertex).unwrap_or_default(),
            target: PartyName::of(register, target.party),
            listed: ListedDocument::of_target(joined, target),
            steps: steps.collect(),
            hubs: path.hubs.iter().map(vertex).collect(),
        }
    }

    /// Whom it leads to and by what list, in a line.
    #[must_use]
    pub fn target(&self) -> String {
        let lists: Vec<String> = self.listed.iter().map(ListedDocument::line).collect();
        format!("{} ({})", self.target.line(), lists.join("; "))
    }
}

impl PathStep<'_> {
    /// The step in words, with its place.
    #[must_use]
    pub fn line(&self) -> String {
        let arrow = if self.backwards { "<-" } else { "-" };
        let end = if self.backwards { "-" } else { "->" };
        format!("{arrow} {} {end} {}  {}:{}", self.by, self.to, self.place.file, self.place.record)
    }
}

impl PartyName<'_> {
    fn line(&self) -> String {
        if self.name == self.id { self.id.to_owned() } else { format!("{} [{}]", self.name, self.id) }
    }
}

impl<'a> ListedDocument<'a> {
    /// Why a party is a target.
    pub(super) fn of_target(joined: &Joined<'a>, target: &Target) -> Vec<Self> {
        let itself = target.is_listed.then_some((target.party, None)).into_iter();
        let hits = target.hits.iter().map(|hit| &joined.hits[*hit]).map(|hit| (hit.listed, Some(hit.strength)));
        let mut all = Vec::new();
        for (listed, by) in itself.chain(hits) {
            all.extend(joined.register.listings(listed).map(|view| Self {
                list: view.listing.list,
                programme: view.listing.programme,
                entry: if view.listing.id.is_empty() { joined.register.called(listed).id } else { view.listing.id },
                by,
            }));
        }
        all
    }

    /// Whether it is by a name alone.
    pub(super) fn is_weak(&self) -> bool {
        self.by.is_some_and(Strength::is_weak)
    }

    pub(super) fn line(&self) -> String {
        let programme = if self.programme.is_empty() { String::new() } else { format!(", {}", self.programme) };
        let by = match self.by {
            None => "",
            Some(Strength::Identifier) => ", by an identifier",
            Some(Strength::NameAndBirthDate) => ", by name and date of birth",
            Some(Strength::Name) => ", by name alone",
        };
        format!("{}{programme}, entry {}{by}", self.list, self.entry)
    }
}
