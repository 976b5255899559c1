//! Who may be on a list: parties of customers and companies held against those that lists name.
//!
//! A [`Screener`] says which parties of a register may be which listed ones, and by what. The [one here](ExactScreener)
//! compares normal keys and nothing else: identifiers, and names. One that compares by likeness is another implementation
//! of the same trait, whose hits have a likeness below the whole.
//!
//! A name is shared by many. A hit by name alone is [weak](Strength::Name) whatever the name, and says how many parties
//! outside of lists bear it; only a date of birth that is the same day makes it more, and one that cannot be the same is
//! told. An identifier of one kind and country that both have is the strongest there is here.

use super::PartyRegister;
use super::keys::KeySpace;
use super::register::KeyId;
use crate::model::{DateKind, PartialDate, PartyId, PartyKind};
use serde::Serialize;

/// A party that may be a listed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Who may be.
    pub party: PartyId,
    /// Who is on a list.
    pub listed: PartyId,
    /// How alike what agrees is, in parts per million; all of them where it is equal.
    pub likeness: u32,
    /// How much it says.
    pub strength: Strength,
    /// What both have, in the order of keys.
    pub keys: Vec<KeyId>,
    /// How the dates of birth compare, where both have one.
    pub birth_dates: Option<BirthDates>,
    /// How many parties that are on no list bear a name of those that agree, this one among them; 0 where none does.
    pub namesakes: u64,
}

/// How much a hit says, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Both have one identifier.
    Identifier,
    /// Both have one name, and were born on one day.
    NameAndBirthDate,
    /// Both have one name. Weak: names are shared by many.
    Name,
}

/// How two parties' dates of birth compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BirthDates {
    /// They are one day.
    Equal,
    /// They may be one day, as a year and a day in it.
    Possible,
    /// They cannot be.
    Different,
}

impl Strength {
    /// Whether it says too little to take the two for one.
    #[must_use]
    pub const fn is_weak(self) -> bool {
        matches!(self, Self::Name)
    }
}

/// Says which parties of a register may be listed ones.
pub trait Screener {
    /// The hits, in the order of parties and then of those listed, each pair once.
    fn screen(&self, register: &PartyRegister) -> Vec<Hit>;
}

/// Finds those whose normal keys are equal: see [`keys`](super::keys).
#[derive(Clone, Copy, Debug, Default)]
pub struct ExactScreener;

impl Screener for ExactScreener {
    /// Time: O(n log n) in the names and identifiers of listed parties and in the hits.
    fn screen(&self, register: &PartyRegister) -> Vec<Hit> {
        let mut is_listed = vec![false; register.len()];
        register.listed().for_each(|party| is_listed[party.index()] = true);
        // A listed party, whoever has the same, and what.
        let mut agreements: Vec<(PartyId, PartyId, KeyId)> = Vec::new();
        for listed in register.listed() {
            let names = register.names(listed).filter_map(|name| name.key);
            let identifiers = register.identifiers(listed).filter_map(|identifier| identifier.key);
            for key in names.chain(identifiers) {
                let by_name = register.key_space(key) == Some(KeySpace::Name);
                let others = register.with_key(key).iter().filter(|party| !is_listed[party.index()]);
                let fits = others.filter(|party| !by_name || may_be_one(register.kind(**party), register.kind(listed)));
                agreements.extend(fits.map(|party| (*party, listed, key)));
            }
        }
        agreements.sort_unstable();
        agreements.dedup();
        let of_pairs = agreements.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1));
        of_pairs.map(|same| hit(register, &is_listed, same)).collect()
    }
}

fn hit(register: &PartyRegister, is_listed: &[bool], same: &[(PartyId, PartyId, KeyId)]) -> Hit {
    let (party, listed, _) = same[0];
    let keys: Vec<KeyId> = same.iter().map(|(_, _, key)| *key).collect();
    let birth_dates = birth_dates(register, party, listed);
    let is_name = |key: &&KeyId| register.key_space(**key) == Some(KeySpace::Name);
    let mut namesakes: Vec<PartyId> =
        keys.iter().filter(is_name).flat_map(|key| register.with_key(*key)).copied().collect();
    namesakes.retain(|party| !is_listed[party.index()]);
    namesakes.sort_unstable();
    namesakes.dedup();
    let strength = match birth_dates {
        _ if keys.iter().any(|key| register.key_space(*key) == Some(KeySpace::Identifier)) => Strength::Identifier,
        Some(BirthDates::Equal) => Strength::NameAndBirthDate,
        _ => Strength::Name,
    };
    Hit { party, listed, likeness: 1_000_000, strength, keys, birth_dates, namesakes: namesakes.len() as u64 }
}

// Whether a name that both bear may be of one party: a person is no company, and a ship is neither.
fn may_be_one(one: PartyKind, two: PartyKind) -> bool {
    let legal = |kind| {
        matches!(kind, PartyKind::Company | PartyKind::Organization | PartyKind::PublicBody | PartyKind::Arrangement)
    };
    one == two || one == PartyKind::Unknown || two == PartyKind::Unknown || (legal(one) && legal(two))
}

fn birth_dates(register: &PartyRegister, one: PartyId, two: PartyId) -> Option<BirthDates> {
    let of = |party: PartyId| -> Vec<PartialDate> {
        register.dates(party).filter(|date| date.kind == DateKind::Birth).filter_map(|date| date.date).collect()
    };
    let (one, two) = (of(one), of(two));
    let pairs = one.iter().flat_map(|one| two.iter().map(move |two| (one, two)));
    let compare = |(one, two): (&PartialDate, &PartialDate)| match one.may_equal(*two) {
        true if one.is_day() && two.is_day() => BirthDates::Equal,
        true => BirthDates::Possible,
        false => BirthDates::Different,
    };
    // The best that any of them gives.
    pairs.map(compare).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{IdentifierKind, Listing, NameKind, PartyRef, Property, Source};
    use crate::parties::RegisterBuilder;

    struct Told<'a> {
        id: &'a str,
        kind: PartyKind,
        name: &'a str,
        number: &'a str,
        born: &'a str,
        listed: bool,
    }

    fn register(told: &[Told<'_>]) -> PartyRegister {
        let mut builder = RegisterBuilder::new();
        for one in told {
            let scope = if one.listed { "list" } else { "" };
            let at = Source::default();
            let party = builder.party(PartyRef { scope, id: one.id }, one.kind, at).unwrap();
            builder.add(party, &Property::Name(NameKind::Primary, one.name), at).unwrap();
            if !one.number.is_empty() {
                let number = one.number;
                let property =
                    Property::Identifier { kind: IdentifierKind::Passport, number, scheme: "", country: "MX" };
                builder.add(party, &property, at).unwrap();
            }
            if let Ok(date) = one.born.parse() {
                let property = Property::Date { kind: DateKind::Birth, date: Some(date), written: "" };
                builder.add(party, &property, at).unwrap();
            }
            if one.listed {
                builder.add(party, &Property::Listing(Listing { list: "L", ..Listing::default() }), at).unwrap();
            }
        }
        builder.finish().unwrap()
    }

    fn hits(told: &[Told<'_>]) -> Vec<(String, String, Strength, Option<BirthDates>, u64)> {
        let register = register(told);
        let id = |party| register.called(party).id.to_owned();
        let hits = ExactScreener.screen(&register);
        hits.into_iter()
            .map(|hit| (id(hit.party), id(hit.listed), hit.strength, hit.birth_dates, hit.namesakes))
            .collect()
    }

    const LISTED: Told<'_> = Told {
        id: "SDN-1",
        kind: PartyKind::Person,
        name: "RUIZ SOTO, Ana",
        number: "G-123 456",
        born: "1970-05-02",
        listed: true,
    };
    const CUSTOMER: Told<'_> =
        Told { id: "c1", kind: PartyKind::Person, name: "Ana Ruiz Soto", number: "", born: "", listed: false };

    #[test]
    fn a_name_alone_is_weak_and_says_how_many_bear_it() {
        let other = Told { id: "c2", ..CUSTOMER };
        let company = Told { id: "c3", kind: PartyKind::Company, ..CUSTOMER };
        let found = hits(&[LISTED, CUSTOMER, other, company]);
        let expected = ["c1", "c2"].map(|id| (id.to_owned(), "SDN-1".to_owned(), Strength::Name, None, 3));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_day_of_birth_makes_it_more_and_another_is_told() {
        for (born, strength, dates) in [
            ("1970-05-02", Strength::NameAndBirthDate, BirthDates::Equal),
            ("1970", Strength::Name, BirthDates::Possible),
            ("1981-05-02", Strength::Name, BirthDates::Different),
        ] {
            let found = hits(&[LISTED, Told { born, ..CUSTOMER }]);
            assert_eq!(found, [("c1".to_owned(), "SDN-1".to_owned(), strength, Some(dates), 1)], "{born}");
        }
    }

    #[test]
    fn an_identifier_needs_no_name() {
        let found = hits(&[LISTED, Told { name: "Somebody Else", number: "g123456", ..CUSTOMER }]);
        assert_eq!(found, [("c1".to_owned(), "SDN-1".to_owned(), Strength::Identifier, None, 0)]);
        assert_eq!(hits(&[LISTED, Told { id: "SDN-2", ..LISTED }]), []);
    }
}
