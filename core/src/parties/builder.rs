//! Building a register: records in any order in, columns in canonical order out.

use super::PartyRegister;
use super::assembly::assemble;
use super::keys::Keys;
use super::rows::{
    AddressRow, ContactRow, CountryRow, DateRow, ExposureRow, FactRow, HoldingRow, IdentifierRow, IncomeRow,
    ListingRow, NO_KEY, NameRow, ProtectedRow, RecordRow, RelationRow,
};
use super::statements::Statements;
use super::table::DraftRow;
use crate::ledger::{AccountRef, Interner, LedgerFull, name_input};
use crate::model::{Country, FileId, PartialDate, PartyKind, PartyRef, Property, Relation, Source};
use std::fmt;

/// Collects what records tell of parties and sorts it into a [`PartyRegister`].
///
/// ```
/// use quipu::model::{NameKind, PartyKind, PartyRef, Property, Relation, RelationKind, Share, Source};
/// use quipu::parties::RegisterBuilder;
///
/// let mut builder = RegisterBuilder::new();
/// let file = builder.input("owners.csv")?;
/// let at = |record| Source { file, record };
/// let firm = builder.party(PartyRef { scope: "", id: "7" }, PartyKind::Company, at(2))?;
/// builder.add(firm, &Property::Name(NameKind::Primary, "Acme, S.A."), at(2))?;
/// let owner = builder.refer(PartyRef { scope: "", id: "9" })?;
/// let owns = Relation { share: Share::exact(600_000), ..Relation::new(RelationKind::Owns) };
/// builder.relate(Some(owner), firm, &owns, at(2))?;
///
/// let register = builder.finish()?;
/// let firm = register.find(PartyRef { scope: "", id: "7" }).unwrap();
/// assert_eq!(register.names(firm).next().unwrap().text, "Acme, S.A.");
/// assert_eq!(register.relations_to(firm).next().unwrap().told.share, Share::exact(600_000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct RegisterBuilder {
    pub(super) inputs: Vec<String>,
    pub(super) texts: Interner,
    pub(super) keys: Interner,
    // Parties by (namespace, identifier): two numbers of texts, as eight bytes.
    pub(super) identities: Interner,
    // The same for those that are known by their name alone.
    pub(super) named: Interner,
    // For each number that was given: in which of the two, and where.
    pub(super) drafts: Vec<Draft>,
    by_identity: Vec<u32>,
    by_name: Vec<u32>,
    pub(super) aliases: Vec<(u32, u32)>,
    // Accounts by (institution without zeros before it, number), and the institution as written first.
    pub(super) accounts: Interner,
    pub(super) account_names: Vec<(u32, u32)>,
    pub(super) statements: Statements,
    statement: u32,
    pub(super) rows: Rows,
    maker: Keys,
    scratch: Vec<u8>,
}

/// A party that was given a number by its identifier, or by its name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Draft {
    Identified(u32),
    Named(u32),
}

/// Rows as they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) records: Vec<DraftRow<RecordRow>>,
    pub(super) names: Vec<DraftRow<NameRow>>,
    pub(super) identifiers: Vec<DraftRow<IdentifierRow>>,
    pub(super) addresses: Vec<DraftRow<AddressRow>>,
    pub(super) contacts: Vec<DraftRow<ContactRow>>,
    pub(super) dates: Vec<DraftRow<DateRow>>,
    pub(super) countries: Vec<DraftRow<CountryRow>>,
    pub(super) facts: Vec<DraftRow<FactRow>>,
    pub(super) protected: Vec<DraftRow<ProtectedRow>>,
    pub(super) incomes: Vec<DraftRow<IncomeRow>>,
    pub(super) listings: Vec<DraftRow<ListingRow>>,
    pub(super) exposures: Vec<DraftRow<ExposureRow>>,
    pub(super) holdings: Vec<DraftRow<HoldingRow>>,
    /// The first party, if any, beside the row of the second.
    pub(super) relations: Vec<(Option<u32>, DraftRow<RelationRow>)>,
}

/// Where something stands, and in which statement.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DraftSource {
    pub(super) file: FileId,
    pub(super) record: u32,
    /// 0 outside of any.
    pub(super) statement: u32,
}

/// A party of a builder, which can be told more of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftParty(u32);

/// A statement: what is told in it holds until a later one takes its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statement<'a> {
    /// The namespace of statements and records.
    pub scope: &'a str,
    /// Its identifier.
    pub id: &'a str,
    /// The record that it is a state of, where there are such: of several statements the latest holds.
    pub record: &'a str,
    /// When it was made, as ISO 8601 writes dates, so that later is greater.
    pub date: &'a str,
    /// Identifiers of the statements that it replaces.
    pub replaces: &'a [&'a str],
}

/// An account that a party holds, as it comes in. Texts are empty where nothing is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held<'a> {
    /// The account.
    pub account: AccountRef<'a>,
    /// As what: `joint`, `signatory`, in the words of the source.
    pub role: &'a str,
    /// The branch that keeps it.
    pub branch: &'a str,
    /// Since when.
    pub opened: Option<PartialDate>,
    /// Until when.
    pub closed: Option<PartialDate>,
}

/// A register holds at most 2^32 parties, 2^16 files and 4 GiB of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterFull {
    /// Too many parties, accounts or statements.
    #[error("more than 4,294,967,295 parties, accounts or relations; split the input")]
    Parties,
    /// Too many files.
    #[error("more than 65,535 input files; concatenate some of them")]
    Files,
    /// Too much text.
    #[error("more than 4 GiB of text; split the input")]
    Text,
}

impl From<LedgerFull> for RegisterFull {
    fn from(full: LedgerFull) -> Self {
        match full {
            LedgerFull::Files => Self::Files,
            LedgerFull::Text => Self::Text,
            LedgerFull::Rows | LedgerFull::Accounts => Self::Parties,
        }
    }
}

impl RegisterBuilder {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the next input file; what it tells carries the number given back.
    ///
    /// # Errors
    /// [`RegisterFull::Files`] past 65,535 files.
    pub fn input(&mut self, name: impl Into<String>) -> Result<FileId, RegisterFull> {
        Ok(name_input(&mut self.inputs, name.into())?)
    }

    /// A record of a party: one that is there already, or a new one.
    ///
    /// # Errors
    /// [`RegisterFull`] when a bound of the register is passed, as for all that adds to it.
    pub fn party(&mut self, who: PartyRef<'_>, kind: PartyKind, at: Source) -> Result<DraftParty, RegisterFull> {
        let party = self.refer(who)?;
        self.record(party, kind, at);
        Ok(party)
    }

    /// A record of a party that is there already, and what it says that it is.
    pub fn record(&mut self, party: DraftParty, kind: PartyKind, at: Source) {
        let source = self.source(at);
        self.rows.records.push(DraftRow { party: party.0, row: RecordRow { kind }, source });
    }

    /// A party that a record refers to by its identifier.
    ///
    /// # Errors
    /// As [`party`](Self::party).
    pub fn refer(&mut self, who: PartyRef<'_>) -> Result<DraftParty, RegisterFull> {
        let place = self.pair(who.scope, who.id, false)?;
        if let Some(party) = self.by_identity.get(place as usize) {
            return Ok(DraftParty(*party));
        }
        let party = self.draft(Draft::Identified(place))?;
        self.by_identity.push(party.0);
        Ok(party)
    }

    /// A party that a record refers to by its name alone. In the end it is the one party of that namespace that has this
    /// identifier or, else, this name; where there is none or several, it is a party of its own, known by its name.
    ///
    /// # Errors
    /// As [`party`](Self::party).
    pub fn refer_by_name(&mut self, scope: &str, name: &str) -> Result<DraftParty, RegisterFull> {
        let place = self.pair(scope, name, true)?;
        if let Some(party) = self.by_name.get(place as usize) {
            return Ok(DraftParty(*party));
        }
        let party = self.draft(Draft::Named(place))?;
        self.by_name.push(party.0);
        Ok(party)
    }

    /// Tells that two identifiers are of one party, which keeps the second.
    ///
    /// # Errors
    /// As [`party`](Self::party).
    pub fn alias(&mut self, old: PartyRef<'_>, new: PartyRef<'_>) -> Result<(), RegisterFull> {
        let (old, new) = (self.refer(old)?, self.refer(new)?);
        self.aliases.push((old.0, new.0));
        Ok(())
    }

    /// What is added from now on is told in this statement; outside of any with `None`.
    ///
    /// # Errors
    /// As [`party`](Self::party).
    pub fn within(&mut self, statement: Option<&Statement<'_>>) -> Result<(), RegisterFull> {
        self.statement = match statement {
            Some(statement) => self.statements.add(statement)?,
            None => 0,
        };
        Ok(())
    }

    /// Adds an account that a party holds. Zeros before the institution's identifier do not matter.
    ///
    /// # Errors
    /// As [`party`](Self::party).
    pub fn hold(&mut self, party: DraftParty, held: &Held<'_>, at: Source) -> Result<(), RegisterFull> {
        let (institution, number) = (self.text(held.account.institution)?, self.text(held.account.number)?);
        let bare = self.text(held.account.institution.trim_start_matches('0'))?;
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        scratch.extend_from_slice(&bare.to_le_bytes());
        scratch.extend_from_slice(&number.to_le_bytes());
        let account = self.accounts.intern(&scratch);
        self.scratch = scratch;
        // The interner counts the empty text first.
        let account = account? - 1;
        match self.account_names.get_mut(account as usize) {
            None => self.account_names.push((institution, number)),
            Some((known, _)) => {
                // The spelling that is first in order, whichever came first.
                if self.texts.get(institution) < self.texts.get(*known) {
                    *known = institution;
                }
            }
        }
        let (role, branch) = (self.text(held.role)?, self.text(held.branch)?);
        let row = HoldingRow { account, role, branch, opened: held.opened, closed: held.closed };
        let source = self.source(at);
        self.rows.holdings.push(DraftRow { party: party.0, row, source });
        Ok(())
    }

    /// Adds a relation of the first party to the second; no first party where the source says that there is one and not
    /// who.
    ///
    /// # Errors
    /// As [`party`](Self::party).
    pub fn relate(
        &mut self,
        first: Option<DraftParty>,
        second: DraftParty,
        told: &Relation<'_>,
        at: Source,
    ) -> Result<(), RegisterFull> {
        let row = RelationRow {
            kind: told.kind,
            interest: told.interest,
            directness: told.directness,
            beneficial: told.beneficial,
            by_name: (false, false),
            share: told.share,
            from: told.from,
            until: told.until,
            role: self.text(told.role)?,
            statement: self.text(told.statement)?,
            unspecified: self.text(told.unspecified)?,
        };
        let source = self.source(at);
        self.rows.relations.push((first.map(|party| party.0), DraftRow { party: second.0, row, source }));
        Ok(())
    }

    /// Adds what a record tells of a party.
    ///
    /// # Errors
    /// As [`party`](Self::party).
    pub fn add(&mut self, party: DraftParty, property: &Property<'_>, at: Source) -> Result<(), RegisterFull> {
        let (party, source) = (party.0, self.source(at));
        match *property {
            Property::Name(kind, text) => {
                let text = self.text(text)?;
                // The key depends on what the party is, which is known in the end.
                self.rows.names.push(DraftRow { party, row: NameRow { kind, text, key: NO_KEY }, source });
            }
            Property::Identifier { kind, number, scheme, country } => {
                let code = Country::parse(country);
                let key = self.key(|keys| keys.identifier(kind, number, scheme, code))?;
                let (number, scheme, country) = (self.text(number)?, self.text(scheme)?, self.text(country)?);
                let row = IdentifierRow { kind, code, number, scheme, country, key };
                self.rows.identifiers.push(DraftRow { party, row, source });
            }
            Property::Address(address) => {
                let key = self.key(|keys| keys.address(&address))?;
                let row = AddressRow {
                    code: Country::parse(address.country),
                    purpose: self.text(address.purpose)?,
                    text: self.text(address.text)?,
                    town: self.text(address.town)?,
                    region: self.text(address.region)?,
                    postcode: self.text(address.postcode)?,
                    country: self.text(address.country)?,
                    key,
                };
                self.rows.addresses.push(DraftRow { party, row, source });
            }
            Property::Contact(kind, text) => {
                let key = self.key(|keys| keys.contact(kind, text))?;
                let text = self.text(text)?;
                self.rows.contacts.push(DraftRow { party, row: ContactRow { kind, text, key }, source });
            }
            Property::Date { kind, date, written } => {
                let written = self.text(written)?;
                self.rows.dates.push(DraftRow { party, row: DateRow { kind, date, written }, source });
            }
            Property::Country(kind, text) => {
                let code = Country::parse(text);
                let text = self.text(text)?;
                self.rows.countries.push(DraftRow { party, row: CountryRow { kind, code, text }, source });
            }
            Property::Fact(kind, text) => {
                let text = self.text(text)?;
                self.rows.facts.push(DraftRow { party, row: FactRow { kind, text }, source });
            }
            Property::Protected(kind, text) => {
                let text = self.text(text)?;
                self.rows.protected.push(DraftRow { party, row: ProtectedRow { kind, text }, source });
            }
            Property::Income(amount) => {
                self.rows.incomes.push(DraftRow { party, row: IncomeRow { amount }, source });
            }
            Property::Listing(listing) => {
                let row = ListingRow {
                    list: self.text(listing.list)?,
                    programme: self.text(listing.programme)?,
                    id: self.text(listing.id)?,
                    date: listing.date,
                };
                self.rows.listings.push(DraftRow { party, row, source });
            }
            Property::Exposure { kind, exposed, written } => {
                let written = self.text(written)?;
                self.rows.exposures.push(DraftRow { party, row: ExposureRow { kind, exposed, written }, source });
            }
        }
        Ok(())
    }

    /// Sorts, interns and closes.
    ///
    /// Time: O(n log n) in the number of properties and relations.
    ///
    /// # Errors
    /// [`RegisterFull`] when a bound of the register is passed.
    pub fn finish(self) -> Result<PartyRegister, RegisterFull> {
        assemble(self)
    }

    pub(super) fn text(&mut self, text: &str) -> Result<u32, RegisterFull> {
        Ok(self.texts.intern(text.as_bytes())?)
    }

    fn key(&mut self, make: impl FnOnce(&mut Keys) -> Option<&str>) -> Result<u32, RegisterFull> {
        Ok(match make(&mut self.maker) {
            Some(key) => self.keys.intern(key.as_bytes())?,
            None => NO_KEY,
        })
    }

    fn source(&self, at: Source) -> DraftSource {
        DraftSource { file: at.file, record: at.record, statement: self.statement }
    }

    // The place of a pair of texts among those before, from 0.
    fn pair(&mut self, scope: &str, id: &str, named: bool) -> Result<u32, RegisterFull> {
        let (scope, id) = (self.text(scope)?, self.text(id)?);
        let mut pair = [0; 8];
        pair[..4].copy_from_slice(&scope.to_le_bytes());
        pair[4..].copy_from_slice(&id.to_le_bytes());
        let pairs = if named { &mut self.named } else { &mut self.identities };
        // The interner counts the empty text first.
        Ok(pairs.intern(&pair)? - 1)
    }

    fn draft(&mut self, draft: Draft) -> Result<DraftParty, RegisterFull> {
        let party = u32::try_from(self.drafts.len()).ok().filter(|party| *party < u32::MAX);
        self.drafts.push(draft);
        Ok(DraftParty(party.ok_or(RegisterFull::Parties)?))
    }
}

/// The two texts of a pair.
pub(super) fn texts_of(pairs: &Interner, place: u32) -> (u32, u32) {
    let (scope, id) = pairs.get(place + 1).split_at(4);
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte));
    (number(scope), number(id))
}

impl fmt::Debug for RegisterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterBuilder").field("inputs", &self.inputs).finish_non_exhaustive()
    }
}
