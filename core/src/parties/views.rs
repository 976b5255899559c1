//! What a register tells of a party, in the words of its sources, each with its place.

use super::keys::KeySpace;
use super::register::{KeyId, PartyRegister};
use super::rows::NO_KEY;
use super::table::Table;
use crate::ledger::AccountName;
use crate::model::{
    Address, Amount, ContactKind, Country, CountryKind, DateKind, ExposureKind, FactKind, HeldAccountId,
    IdentifierKind, Listing, NameKind, PartialDate, PartyId, PartyKind, PartyRef, ProtectedKind, Relation, RelationId,
    Source,
};
use unicode_script::{Script, UnicodeScript};

/// A record in which a party is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordView {
    /// What the record says that it is.
    pub kind: PartyKind,
    /// Where it stands.
    pub source: Source,
}

/// A name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameView<'a> {
    /// What it is to the party.
    pub kind: NameKind,
    /// As written.
    pub text: &'a str,
    /// What it has in common with other spellings.
    pub key: Option<KeyId>,
    /// Where it stands.
    pub source: Source,
}

/// An identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentifierView<'a> {
    /// What it identifies the party as.
    pub kind: IdentifierKind,
    /// As written.
    pub number: &'a str,
    /// Its kind as written.
    pub scheme: &'a str,
    /// The country that gives it, as written.
    pub country: &'a str,
    /// That country, where it is known.
    pub code: Option<Country>,
    /// What it has in common with other spellings.
    pub key: Option<KeyId>,
    /// Where it stands.
    pub source: Source,
}

/// An address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressView<'a> {
    /// As written.
    pub address: Address<'a>,
    /// Its country, where it is known.
    pub code: Option<Country>,
    /// What it has in common with other spellings; `None` for a mere place.
    pub key: Option<KeyId>,
    /// Where it stands.
    pub source: Source,
}

/// A way to reach a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactView<'a> {
    /// Which.
    pub kind: ContactKind,
    /// As written.
    pub text: &'a str,
    /// What it has in common with other spellings.
    pub key: Option<KeyId>,
    /// Where it stands.
    pub source: Source,
}

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateView<'a> {
    /// Of what.
    pub kind: DateKind,
    /// When; `None` where it could not be read.
    pub date: Option<PartialDate>,
    /// As written, where that says more.
    pub written: &'a str,
    /// Where it stands.
    pub source: Source,
}

/// A country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountryView<'a> {
    /// What it is to the party.
    pub kind: CountryKind,
    /// As written.
    pub text: &'a str,
    /// Which, where it is known.
    pub code: Option<Country>,
    /// Where it stands.
    pub source: Source,
}

/// A fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactView<'a> {
    /// Which.
    pub kind: FactKind,
    /// As written.
    pub text: &'a str,
    /// Where it stands.
    pub source: Source,
}

/// What no rule may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProtectedView<'a> {
    /// Which.
    pub kind: ProtectedKind,
    /// As written.
    pub text: &'a str,
    /// Where it stands.
    pub source: Source,
}

/// Stated income.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncomeView {
    /// How much.
    pub amount: Amount,
    /// Where it stands.
    pub source: Source,
}

/// An entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingView<'a> {
    /// The entry.
    pub listing: Listing<'a>,
    /// Where it stands.
    pub source: Source,
}

/// Whether a party is politically exposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExposureView<'a> {
    /// In which way.
    pub kind: ExposureKind,
    /// Whether it is.
    pub exposed: bool,
    /// As written.
    pub written: &'a str,
    /// Where it stands.
    pub source: Source,
}

/// A property that has a key: its number among all of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PropertyPlace {
    /// An identifier.
    Identifier(u32),
    /// An address.
    Address(u32),
    /// A contact.
    Contact(u32),
}

/// An account and who holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldingView<'a> {
    /// Its number among all holdings.
    pub place: u32,
    /// Who.
    pub party: PartyId,
    /// What.
    pub account: HeldAccountId,
    /// As what, in the words of the source.
    pub role: &'a str,
    /// The branch that keeps it.
    pub branch: &'a str,
    /// Since when.
    pub opened: Option<PartialDate>,
    /// Until when.
    pub closed: Option<PartialDate>,
    /// Where it stands.
    pub source: Source,
}

/// A relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationView<'a> {
    /// Its number.
    pub id: RelationId,
    /// Who owns, controls, directs ...; `None` where the source says that there is someone and not who.
    pub first: Option<PartyId>,
    /// Who is owned, controlled, directed ...
    pub second: PartyId,
    /// What is told of it.
    pub told: Relation<'a>,
    /// Whether the first party was named and found by its name alone.
    pub first_by_name: bool,
    /// Whether the second party was.
    pub second_by_name: bool,
    /// Where it stands.
    pub source: Source,
}

impl PartyRegister {
    /// What its source calls a party. The identifier of one that is known by its name alone is that name.
    #[must_use]
    pub fn called(&self, party: PartyId) -> PartyRef<'_> {
        let (scope, id) = self.parties.names[party.index()];
        PartyRef { scope: self.texts.get(scope), id: self.texts.get(id) }
    }

    /// The party that its source calls so.
    ///
    /// Time: O(log parties).
    #[must_use]
    pub fn find(&self, who: PartyRef<'_>) -> Option<PartyId> {
        let place = self
            .parties
            .names
            .partition_point(|(scope, id)| PartyRef { scope: self.texts.get(*scope), id: self.texts.get(*id) } < who);
        let party = PartyId(place as u32);
        (place < self.len() && self.called(party) == who).then_some(party)
    }

    /// What a party is, as its records agree.
    #[must_use]
    pub fn kind(&self, party: PartyId) -> PartyKind {
        self.parties.kinds[party.index()]
    }

    /// What a party is called for people: its first name, else its identifier.
    #[must_use]
    pub fn title(&self, party: PartyId) -> &str {
        self.names(party).next().map_or_else(|| self.called(party).id, |name| name.text)
    }

    /// The records that tell of a party; none where others only refer to it.
    pub fn records(&self, party: PartyId) -> impl ExactSizeIterator<Item = RecordView> {
        rows(&self.columns.records, party, |row, source| RecordView { kind: row.kind, source })
    }

    /// Its names, primary ones first.
    pub fn names(&self, party: PartyId) -> impl ExactSizeIterator<Item = NameView<'_>> {
        rows(&self.columns.names, party, |row, source| NameView {
            kind: row.kind,
            text: self.texts.get(row.text),
            key: key(row.key),
            source,
        })
    }

    /// Its identifiers.
    pub fn identifiers(&self, party: PartyId) -> impl ExactSizeIterator<Item = IdentifierView<'_>> {
        rows(&self.columns.identifiers, party, |row, source| IdentifierView {
            kind: row.kind,
            number: self.texts.get(row.number),
            scheme: self.texts.get(row.scheme),
            country: self.texts.get(row.country),
            code: row.code,
            key: key(row.key),
            source,
        })
    }

    /// Its addresses.
    pub fn addresses(&self, party: PartyId) -> impl ExactSizeIterator<Item = AddressView<'_>> {
        rows(&self.columns.addresses, party, |row, source| AddressView {
            address: Address {
                purpose: self.texts.get(row.purpose),
                text: self.texts.get(row.text),
                town: self.texts.get(row.town),
                region: self.texts.get(row.region),
                postcode: self.texts.get(row.postcode),
                country: self.texts.get(row.country),
            },
            code: row.code,
            key: key(row.key),
            source,
        })
    }

    /// Its phones, e-mails, sites and devices.
    pub fn contacts(&self, party: PartyId) -> impl ExactSizeIterator<Item = ContactView<'_>> {
        rows(&self.columns.contacts, party, |row, source| ContactView {
            kind: row.kind,
            text: self.texts.get(row.text),
            key: key(row.key),
            source,
        })
    }

    /// Its dates.
    pub fn dates(&self, party: PartyId) -> impl ExactSizeIterator<Item = DateView<'_>> {
        rows(&self.columns.dates, party, |row, source| DateView {
            kind: row.kind,
            date: row.date,
            written: self.texts.get(row.written),
            source,
        })
    }

    /// Its countries; nationality is none of them.
    pub fn countries(&self, party: PartyId) -> impl ExactSizeIterator<Item = CountryView<'_>> {
        rows(&self.columns.countries, party, |row, source| CountryView {
            kind: row.kind,
            text: self.texts.get(row.text),
            code: row.code,
            source,
        })
    }

    /// Other facts.
    pub fn facts(&self, party: PartyId) -> impl ExactSizeIterator<Item = FactView<'_>> {
        rows(&self.columns.facts, party, |row, source| FactView {
            kind: row.kind,
            text: self.texts.get(row.text),
            source,
        })
    }

    /// What identifies a person and no rule may see. For screening and for showing alone.
    pub fn protected(&self, party: PartyId) -> impl ExactSizeIterator<Item = ProtectedView<'_>> {
        rows(&self.columns.protected, party, |row, source| ProtectedView {
            kind: row.kind,
            text: self.texts.get(row.text),
            source,
        })
    }

    /// Stated incomes.
    pub fn incomes(&self, party: PartyId) -> impl ExactSizeIterator<Item = IncomeView> {
        rows(&self.columns.incomes, party, |row, source| IncomeView { amount: row.amount, source })
    }

    /// The lists that it is on.
    pub fn listings(&self, party: PartyId) -> impl ExactSizeIterator<Item = ListingView<'_>> {
        rows(&self.columns.listings, party, |row, source| ListingView {
            listing: Listing {
                list: self.texts.get(row.list),
                programme: self.texts.get(row.programme),
                id: self.texts.get(row.id),
                date: row.date,
            },
            source,
        })
    }

    /// Whether it is politically exposed.
    pub fn exposures(&self, party: PartyId) -> impl ExactSizeIterator<Item = ExposureView<'_>> {
        rows(&self.columns.exposures, party, |row, source| ExposureView {
            kind: row.kind,
            exposed: row.exposed,
            written: self.texts.get(row.written),
            source,
        })
    }

    /// The parties that are on some list, in order.
    pub fn listed(&self) -> impl Iterator<Item = PartyId> {
        let listings = &self.columns.listings;
        let party = |place: usize| listings.party(place);
        (0..listings.len()).filter(move |place| *place == 0 || party(place - 1) != party(*place)).map(party)
    }

    /// An account's name: the institution as it is written, and the number.
    #[must_use]
    pub fn account(&self, account: HeldAccountId) -> AccountName<'_> {
        let (institution, number) = self.accounts[account.index()];
        AccountName { institution: self.texts.get(institution), number: self.texts.get(number) }
    }

    /// The accounts that a party holds.
    pub fn holdings(&self, party: PartyId) -> impl ExactSizeIterator<Item = HoldingView<'_>> {
        self.columns.holdings.of(party).map(|place| self.holding(place as u32))
    }

    /// Who holds an account: several where it is held together.
    pub fn holders(&self, account: HeldAccountId) -> impl ExactSizeIterator<Item = HoldingView<'_>> {
        let of = |place: &u32| self.columns.holdings.row(*place as usize).account;
        let start = self.by_account.partition_point(|place| of(place) < account.0);
        let length = self.by_account[start..].partition_point(|place| of(place) == account.0);
        self.by_account[start..start + length].iter().map(|place| self.holding(*place))
    }

    /// How many holdings there are.
    #[must_use]
    pub fn holding_count(&self) -> usize {
        self.columns.holdings.len()
    }

    /// A holding by its number.
    ///
    /// # Panics
    /// When there are fewer.
    #[must_use]
    pub fn holding(&self, place: u32) -> HoldingView<'_> {
        let at = place as usize;
        let row = self.columns.holdings.row(at);
        HoldingView {
            place,
            party: self.columns.holdings.party(at),
            account: HeldAccountId(row.account),
            role: self.texts.get(row.role),
            branch: self.texts.get(row.branch),
            opened: row.opened,
            closed: row.closed,
            source: self.columns.holdings.source(at),
        }
    }

    /// A relation by its number.
    ///
    /// # Panics
    /// When there are fewer.
    #[must_use]
    pub fn relation(&self, id: RelationId) -> RelationView<'_> {
        let (relations, at) = (&self.relations, id.index());
        let row = &relations.rows[at];
        RelationView {
            id,
            first: Some(relations.first[at]).filter(|first| *first != u32::MAX).map(PartyId),
            second: relations.second[at],
            told: Relation {
                kind: row.kind,
                interest: row.interest,
                share: row.share,
                directness: row.directness,
                beneficial: row.beneficial,
                from: row.from,
                until: row.until,
                role: self.texts.get(row.role),
                statement: self.texts.get(row.statement),
                unspecified: self.texts.get(row.unspecified),
            },
            first_by_name: row.by_name.0,
            second_by_name: row.by_name.1,
            source: Source { file: relations.file[at], record: relations.record[at] },
        }
    }

    /// The relations in which a party is the first: what it owns, controls, directs ...
    pub fn relations_of(&self, party: PartyId) -> impl ExactSizeIterator<Item = RelationView<'_>> {
        let first = &self.relations.first;
        let start = first.partition_point(|other| *other < party.0);
        let length = first[start..].partition_point(|other| *other == party.0);
        (start as u32..(start + length) as u32).map(|relation| self.relation(RelationId(relation)))
    }

    /// The relations in which a party is the second: who owns, controls, directs it ... Mutual relations (family,
    /// associates, the same) are here or in [`relations_of`](Self::relations_of), whichever comes of the order of parties.
    pub fn relations_to(&self, party: PartyId) -> impl ExactSizeIterator<Item = RelationView<'_>> {
        let by_second = &self.relations.by_second;
        let second = |relation: &RelationId| self.relations.second[relation.index()];
        let start = by_second.partition_point(|relation| second(relation) < party);
        let length = by_second[start..].partition_point(|relation| second(relation) == party);
        by_second[start..start + length].iter().map(|relation| self.relation(*relation))
    }

    /// The properties that have a key, names left out: who has it, the key, and which property it is.
    pub fn keyed_properties(&self) -> impl Iterator<Item = (PartyId, KeyId, PropertyPlace)> {
        let columns = &self.columns;
        let identifiers = (0..columns.identifiers.len()).map(|at| {
            let row = columns.identifiers.row(at);
            (columns.identifiers.party(at), row.key, PropertyPlace::Identifier(at as u32))
        });
        let addresses = (0..columns.addresses.len()).map(|at| {
            let row = columns.addresses.row(at);
            (columns.addresses.party(at), row.key, PropertyPlace::Address(at as u32))
        });
        let contacts = (0..columns.contacts.len()).map(|at| {
            let row = columns.contacts.row(at);
            (columns.contacts.party(at), row.key, PropertyPlace::Contact(at as u32))
        });
        identifiers
            .chain(addresses)
            .chain(contacts)
            .filter_map(|(party, key_of, place)| Some((party, key(key_of)?, place)))
    }

    /// Where a property stands.
    ///
    /// # Panics
    /// When there is no such property.
    #[must_use]
    pub fn property_source(&self, place: PropertyPlace) -> Source {
        match place {
            PropertyPlace::Identifier(at) => self.columns.identifiers.source(at as usize),
            PropertyPlace::Address(at) => self.columns.addresses.source(at as usize),
            PropertyPlace::Contact(at) => self.columns.contacts.source(at as usize),
        }
    }

    /// The text of a key, led by the letter of its space.
    #[must_use]
    pub fn key(&self, key: KeyId) -> &str {
        self.keys.get(key.0)
    }

    /// The same without that letter, for people: what is in common, folded.
    #[must_use]
    pub fn key_text(&self, key: KeyId) -> String {
        self.key(key).get(1..).unwrap_or_default().trim_end_matches('|').replace('|', ", ")
    }

    /// What a key is a key of.
    #[must_use]
    pub fn key_space(&self, key: KeyId) -> Option<KeySpace> {
        KeySpace::of(self.key(key))
    }

    /// The key of a text, by binary search.
    #[must_use]
    pub fn find_key(&self, text: &str) -> Option<KeyId> {
        let (mut low, mut high) = (0, self.keys.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.keys.get(middle) < text { low = middle + 1 } else { high = middle }
        }
        (low < self.keys.len() as u32 && self.keys.get(low) == text).then_some(KeyId(low))
    }

    /// The parties that have a key, in order.
    #[must_use]
    pub fn with_key(&self, key: KeyId) -> &[PartyId] {
        self.postings.of_key(key)
    }
}

/// The script that most letters of a text are of, as ISO 15924 names it: `Latn`, `Cyrl`, `Arab`, `Hani` ...; empty where
/// there is no letter. Of two that have as many, the one that comes first in the text.
#[must_use]
pub fn script(text: &str) -> &'static str {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
        let script = letter.script();
        match counts.iter_mut().find(|(other, _)| *other == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    // `max_by_key` gives the last of equals.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or("", |(script, _)| script.short_name())
}

impl NameView<'_> {
    /// The script that it is written in: see [`script`].
    #[must_use]
    pub fn script(&self) -> &'static str {
        script(self.text)
    }
}

fn key(key: u32) -> Option<KeyId> {
    (key != NO_KEY).then_some(KeyId(key))
}

fn rows<'a, T: Copy + Send + Sync + 'a, V>(
    table: &'a Table<T>,
    party: PartyId,
    view: impl Fn(&T, Source) -> V,
) -> impl ExactSizeIterator<Item = V> {
    table.of(party).map(move |place| view(table.row(place), table.source(place)))
}
