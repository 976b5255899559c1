//! `matches.ndjson`: parties that may be on a list, a line each, with what agrees and where either stands.
//!
//! Members: `party` and `listed` (each with `scope`, `id`, `name`, `kind` and its `records`), `lists` (`list`, `programme`,
//! `entry`, `since`, and where it stands), `strength` (`identifier`, `name-and-birth-date`, `name`), `weak` (a name alone),
//! `likeness` (parts per million), `agreements` (`kind`, both spellings as written, each with its place), `birth_dates` (`equal`,
//! `possible`, `different`, where both have one), `namesakes` (parties on no list that bear the name), `accounts` (those of
//! the ledger that the party holds). The schema is [`MATCH_SCHEMA`](crate::export::MATCH_SCHEMA).

use super::names::Place;
use crate::joined::Joined;
use crate::ledger::Ledger;
use crate::model::{PartyId, PartyKind};
use crate::parties::keys::KeySpace;
use crate::parties::screening::{BirthDates, Hit, Strength};
use crate::parties::{KeyId, PartyRegister};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    party: Party<'a>,
    listed: Party<'a>,
    lists: Vec<Entry<'a>>,
    strength: Strength,
    weak: bool,
    likeness: u32,
    agreements: Vec<Agreement<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_dates: Option<BirthDates>,
    namesakes: u64,
    accounts: Vec<String>,
}

#[derive(Serialize)]
struct Party<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    scope: &'a str,
    id: &'a str,
    name: &'a str,
    kind: PartyKind,
    records: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    list: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    programme: &'a str,
    entry: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Agreement<'a> {
    kind: &'static str,
    party: Vec<Spelling<'a>>,
    listed: Vec<Spelling<'a>>,
}

#[derive(Serialize)]
struct Spelling<'a> {
    text: &'a str,
    /// What kind of name, or which scheme.
    #[serde(skip_serializing_if = "str::is_empty")]
    what: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// Writes the hits of a run, the strongest first, then in the order of parties.
///
/// Time: O(n log n) in the hits.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, joined: &Joined<'_>, ledger: &Ledger) -> io::Result<()> {
    let mut hits: Vec<&Hit> = joined.hits.iter().collect();
    // Dates of birth that cannot be the same come after all others of their strength.
    hits.sort_by_key(|hit| (hit.strength, hit.birth_dates == Some(BirthDates::Different), hit.party, hit.listed));
    for hit in hits {
        serde_json::to_writer(&mut *out, &Line::of(joined, ledger, hit)).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

impl<'a> Line<'a> {
    fn of(joined: &Joined<'a>, ledger: &Ledger, hit: &Hit) -> Self {
        let register = joined.register;
        let mut accounts: Vec<String> = register
            .holdings(hit.party)
            .flat_map(|holding| joined.owners.links().in_ledger(holding.account))
            .map(|account| ledger.accounts().name(*account).to_string())
            .collect();
        accounts.dedup();
        Self {
            party: Party::of(register, hit.party),
            listed: Party::of(register, hit.listed),
            lists: register
                .listings(hit.listed)
                .map(|view| Entry {
                    list: view.listing.list,
                    programme: view.listing.programme,
                    entry: if view.listing.id.is_empty() { register.called(hit.listed).id } else { view.listing.id },
                    since: view.listing.date.map(|date| date.to_string()),
                    place: Place::of(register, view.source),
                })
                .collect(),
            strength: hit.strength,
            weak: hit.strength.is_weak(),
            likeness: hit.likeness,
            agreements: hit.keys.iter().filter_map(|key| Agreement::of(register, hit, *key)).collect(),
            birth_dates: hit.birth_dates,
            namesakes: hit.namesakes,
            accounts,
        }
    }
}

impl<'a> Party<'a> {
    fn of(register: &'a PartyRegister, party: PartyId) -> Self {
        let called = register.called(party);
        let mut records: Vec<Place<'a>> =
            register.records(party).map(|record| Place::of(register, record.source)).collect();
        records.dedup_by(|one, two| (one.file, one.record) == (two.file, two.record));
        let (scope, id, name) = (called.scope, called.id, register.title(party));
        Self { scope, id, name, kind: register.kind(party), records }
    }
}

impl<'a> Agreement<'a> {
    fn of(register: &'a PartyRegister, hit: &Hit, key: KeyId) -> Option<Self> {
        let spellings = |party: PartyId| -> Vec<Spelling<'a>> {
            let names = register.names(party).filter(|name| name.key == Some(key)).map(|name| Spelling {
                text: name.text,
                what: name.kind.name(),
                place: Place::of(register, name.source),
            });
            let identifiers = register.identifiers(party).filter(|identifier| identifier.key == Some(key));
            let identifiers = identifiers.map(|identifier| Spelling {
                text: identifier.number,
                what: if identifier.scheme.is_empty() { identifier.kind.name() } else { identifier.scheme },
                place: Place::of(register, identifier.source),
            });
            names.chain(identifiers).collect()
        };
        let kind = register.key_space(key).map(KeySpace::name)?;
        Some(Self { kind, party: spellings(hit.party), listed: spellings(hit.listed) })
    }
}
