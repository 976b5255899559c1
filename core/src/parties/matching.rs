//! Who may be meant: the seam between what is equal and what is alike.
//!
//! A [`Matcher`] says which parties of a register a description fits. The [one here](ExactMatcher) compares normal keys
//! and nothing else, so it has no threshold and needs no explanation. A matcher that compares by likeness (spelling,
//! sound, other scripts) is another implementation of the same trait: what asks (a command, a screening) need not know
//! which it has.

use super::keys::Keys;
use super::register::{KeyId, PartyRegister};
use crate::model::{Country, IdentifierKind, PartyId, PartyKind};

/// Whom one looks for. Everything that is given must fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Description<'a> {
    /// A name.
    pub name: Option<&'a str>,
    /// What its source calls it, or a number that identifies it.
    pub identifier: Option<&'a str>,
    /// What it is.
    pub kind: Option<PartyKind>,
}

/// A party that may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// Who.
    pub party: PartyId,
    /// How well it fits, in parts per million; all of them where everything given is equal.
    pub likeness: u32,
    /// By what it was found.
    pub by: MatchedBy,
}

/// By what a party was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// What its source calls it.
    SourceIdentifier,
    /// A number that identifies it.
    Identifier,
    /// A name.
    Name,
}

/// Says which parties of a register a description fits.
pub trait Matcher {
    /// Those that fit, the best first, each once.
    fn matches(&self, register: &PartyRegister, description: &Description<'_>) -> Vec<Match>;
}

/// Finds those whose normal keys are equal: see [`keys`](super::keys).
#[derive(Clone, Copy, Debug, Default)]
pub struct ExactMatcher;

impl Matcher for ExactMatcher {
    /// Time: O(parties) for what sources call parties, O(keys) for identifiers whose kind or country is not known.
    fn matches(&self, register: &PartyRegister, description: &Description<'_>) -> Vec<Match> {
        let mut found: Vec<(PartyId, MatchedBy)> = Vec::new();
        if let Some(identifier) = description.identifier {
            let called = |party: &PartyId| register.called(*party).id == identifier;
            found.extend(register.ids().filter(called).map(|party| (party, MatchedBy::SourceIdentifier)));
            for key in identifier_keys(register, identifier) {
                found.extend(register.with_key(key).iter().map(|party| (*party, MatchedBy::Identifier)));
            }
        }
        if let Some(name) = description.name {
            let named = named(register, name);
            if description.identifier.is_some() {
                found.retain(|(party, _)| named.contains(party));
            } else {
                found.extend(named.into_iter().map(|party| (party, MatchedBy::Name)));
            }
        }
        if let Some(kind) = description.kind {
            found.retain(|(party, _)| register.kind(*party) == kind);
        }
        // Each once, by the best that it was found by.
        found.sort_unstable();
        found.dedup_by_key(|(party, _)| *party);
        found.sort_unstable_by_key(|(party, by)| (*by, *party));
        found.into_iter().map(|(party, by)| Match { party, likeness: 1_000_000, by }).collect()
    }
}

// Parties that have a name with that key, whatever they are: legal forms do not matter unless it is a person.
fn named(register: &PartyRegister, name: &str) -> Vec<PartyId> {
    let mut keys = Keys::default();
    let mut found = Vec::new();
    for kind in [PartyKind::Person, PartyKind::Unknown, PartyKind::Company] {
        let key = keys.name(name, kind).and_then(|key| register.find_key(key));
        found.extend(key.into_iter().flat_map(|key| register.with_key(key)).filter(|party| {
            let own = register.kind(**party);
            match kind {
                PartyKind::Person | PartyKind::Unknown => own == kind,
                _ => !matches!(own, PartyKind::Person | PartyKind::Unknown),
            }
        }));
    }
    found.sort_unstable();
    found.dedup();
    found
}

// Keys of identifiers with this number, of any kind and country: the number is the last word of a key.
fn identifier_keys(register: &PartyRegister, number: &str) -> Vec<KeyId> {
    let mut keys = Keys::default();
    // The number as it is in a key: behind the words for its kind and its country.
    let plain = keys.identifier(IdentifierKind::Passport, number, "", None::<Country>);
    let Some(plain) = plain.and_then(|key| key.rsplit(' ').next()).map(str::to_owned) else { return Vec::new() };
    let is_one = |key: &KeyId| {
        let text = register.key(*key);
        text.starts_with('i') && text.rsplit(' ').next() == Some(plain.as_str())
    };
    (0..register.key_count() as u32).map(KeyId).filter(is_one).collect()
}
