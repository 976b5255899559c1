//! Who takes part in the transactions of messages: a side table of the ledger.
//!
//! A ledger has two accounts a transaction. A message has up to a score of parties: who pays for whom, through which
//! banks, with addresses, identifiers and dates of birth. They are kept here, each with the transaction that names it.
//! Most come again and again, so each is kept once however often it is named.

use crate::ledger::{AccountRef, LedgerFull};
use crate::model::FileId;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use serde::Serialize;
use std::hash::BuildHasher;

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident $name:literal)*) => {
        /// What a party does in a transaction.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum PartyRole {
            $($(#[$doc])* $role),*
        }

        impl PartyRole {
            /// The name that files use: `debtor`, `creditor-agent` ...
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name),*
                }
            }
        }
    };
}

roles! {
    /// Whose account is debited.
    Debtor "debtor"
    /// Whose account is credited.
    Creditor "creditor"
    /// For whom the debtor pays.
    UltimateDebtor "ultimate-debtor"
    /// Whom the payment is for in the end.
    UltimateCreditor "ultimate-creditor"
    /// Who sent the order.
    InitiatingParty "initiating-party"
    /// The institution of the debtor.
    DebtorAgent "debtor-agent"
    /// The institution of the creditor.
    CreditorAgent "creditor-agent"
    /// An institution between those of debtor and creditor, the first of them.
    IntermediaryAgent1 "intermediary-agent-1"
    /// The second.
    IntermediaryAgent2 "intermediary-agent-2"
    /// The third.
    IntermediaryAgent3 "intermediary-agent-3"
    /// An institution that had the payment before the one that sends it on, the last of them.
    PreviousInstructingAgent1 "previous-instructing-agent-1"
    /// The one before.
    PreviousInstructingAgent2 "previous-instructing-agent-2"
    /// The one before that.
    PreviousInstructingAgent3 "previous-instructing-agent-3"
    /// The institution that sends the message.
    InstructingAgent "instructing-agent"
    /// The institution that the message is for.
    InstructedAgent "instructed-agent"
    /// The institution that passes the order on.
    ForwardingAgent "forwarding-agent"
    /// The institution at which the sender provides the money, its correspondent.
    SendersCorrespondent "senders-correspondent"
    /// The institution at which the receiver gets it.
    ReceiversCorrespondent "receivers-correspondent"
    /// An institution between these two.
    ThirdReimbursementAgent "third-reimbursement-agent"
    /// Who owns the account of the statement.
    AccountOwner "account-owner"
    /// The institution that keeps the account of the statement.
    AccountServicer "account-servicer"
}

/// A part of an address, in the words of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum AddressPart {
    /// A line of an address that is not taken apart.
    Line,
    /// The department.
    Department,
    /// A part of the department.
    SubDepartment,
    /// The street.
    Street,
    /// The number of the building.
    BuildingNumber,
    /// The name of the building.
    BuildingName,
    /// The floor.
    Floor,
    /// The room.
    Room,
    /// The post office box.
    PostBox,
    /// The post code.
    PostCode,
    /// A place within the town.
    TownLocation,
    /// A district within a region.
    District,
    /// A region, state or province.
    Region,
}

/// An identifier of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyIdentifier<'a> {
    /// What it is, in the words of the message: `BIC`, `LEI`, a code as `TXID` or `CCPT`, a clearing system as `USABA`, a
    /// proprietary name; empty where the message does not say.
    pub scheme: &'a str,
    /// The identifier.
    pub value: &'a str,
    /// Who issued it; empty where the message does not say.
    pub issuer: &'a str,
}

/// A party as a transaction of a message names it. Texts are as written, empty where there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageParty<'a> {
    /// What it does there.
    pub role: PartyRole,
    /// Whether it belongs to the customers' payment that a payment between banks covers.
    pub of_covered_payment: bool,
    /// Its name.
    pub name: &'a str,
    /// Its account, as the message names it; empty where none is told. In the ledger an IBAN may have an institution that
    /// another message names.
    pub account: AccountRef<'a>,
    /// What the account is called.
    pub account_name: &'a str,
    /// Its address, part for part. Town and country are beside it.
    pub address: Vec<(AddressPart, &'a str)>,
    /// Its town.
    pub town: &'a str,
    /// The country of its address, by ISO 3166.
    pub country: &'a str,
    /// The country where it lives or is run from.
    pub country_of_residence: &'a str,
    /// All its identifiers, in the order of the message.
    pub identifiers: Vec<PartyIdentifier<'a>>,
    /// Whether the message identifies it as a person (true) or as an organisation (false).
    pub is_person: Option<bool>,
    /// The date of birth.
    pub birth_date: &'a str,
    /// The town of birth.
    pub birth_town: &'a str,
    /// The province of birth.
    pub birth_region: &'a str,
    /// The country of birth.
    pub birth_country: &'a str,
    /// The phone numbers.
    pub phones: Vec<&'a str>,
    /// The e-mail addresses.
    pub emails: Vec<&'a str>,
    /// The branch of an institution.
    pub branch: &'a str,
    /// The input.
    pub file: FileId,
    /// The number of the transaction among those of the input, from 1: that of
    /// [`Ledger::record`](crate::ledger::Ledger::record).
    pub record: u32,
    /// The line on which the transaction begins.
    pub line: u32,
}

/// The parties of all transactions that were accepted from messages.
#[derive(Debug, Default)]
pub struct MessageParties {
    // Each distinct party once: its parts one after the other, each as its kind, the length of its text and the text.
    texts: Vec<u8>,
    ends: Vec<usize>,
    known: HashTable<u32>,
    named: Vec<Named>,
    // The party that is being put together.
    draft: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
struct Named {
    file: FileId,
    role: PartyRole,
    of_covered_payment: bool,
    record: u32,
    line: u32,
    party: u32,
}

/// Where a transaction stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Origin {
    pub(super) file: FileId,
    pub(super) record: u32,
    pub(super) line: u32,
}

/// What a text says of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Name,
    Institution,
    Number,
    AccountName,
    Address(AddressPart),
    Town,
    Country,
    Residence,
    // An identifier comes as its scheme and issuer, where there are any, and then its value.
    Scheme,
    Issuer,
    Identifier,
    Person,
    Organisation,
    BirthDate,
    BirthTown,
    BirthRegion,
    BirthCountry,
    Phone,
    Email,
    Branch,
}

const ADDRESS: [AddressPart; 13] = [
    AddressPart::Line,
    AddressPart::Department,
    AddressPart::SubDepartment,
    AddressPart::Street,
    AddressPart::BuildingNumber,
    AddressPart::BuildingName,
    AddressPart::Floor,
    AddressPart::Room,
    AddressPart::PostBox,
    AddressPart::PostCode,
    AddressPart::TownLocation,
    AddressPart::District,
    AddressPart::Region,
];

const PARTS: [Part; 19] = [
    Part::Name,
    Part::Institution,
    Part::Number,
    Part::AccountName,
    Part::Town,
    Part::Country,
    Part::Residence,
    Part::Scheme,
    Part::Issuer,
    Part::Identifier,
    Part::Person,
    Part::Organisation,
    Part::BirthDate,
    Part::BirthTown,
    Part::BirthRegion,
    Part::BirthCountry,
    Part::Phone,
    Part::Email,
    Part::Branch,
];

impl Part {
    // Parts of addresses come after all others.
    const fn code(self) -> u8 {
        match self {
            Self::Address(part) => PARTS.len() as u8 + part as u8,
            Self::Name => 0,
            Self::Institution => 1,
            Self::Number => 2,
            Self::AccountName => 3,
            Self::Town => 4,
            Self::Country => 5,
            Self::Residence => 6,
            Self::Scheme => 7,
            Self::Issuer => 8,
            Self::Identifier => 9,
            Self::Person => 10,
            Self::Organisation => 11,
            Self::BirthDate => 12,
            Self::BirthTown => 13,
            Self::BirthRegion => 14,
            Self::BirthCountry => 15,
            Self::Phone => 16,
            Self::Email => 17,
            Self::Branch => 18,
        }
    }

    fn of(code: u8) -> Self {
        let place = usize::from(code);
        match place.checked_sub(PARTS.len()) {
            None => PARTS[place],
            // Only codes that were given are read.
            Some(part) => Self::Address(ADDRESS[part.min(ADDRESS.len() - 1)]),
        }
    }
}

impl MessageParties {
    /// How many times a party is named.
    #[must_use]
    pub fn len(&self) -> usize {
        self.named.len()
    }

    /// Whether no party is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// How many parties differ in what is said of them.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.ends.len()
    }

    /// All, in the order of inputs and of their transactions.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = MessageParty<'_>> {
        self.named.iter().map(|named| self.party(named))
    }

    /// Those of one transaction, in the order of the message: `record` is that of
    /// [`Ledger::record`](crate::ledger::Ledger::record).
    ///
    /// Time: O(log n) in the number of parties that are named.
    pub fn of(&self, file: FileId, record: u32) -> impl ExactSizeIterator<Item = MessageParty<'_>> {
        let sought = (file, record);
        let start = self.named.partition_point(|named| (named.file, named.record) < sought);
        let length = self.named[start..].partition_point(|named| (named.file, named.record) == sought);
        self.named[start..start + length].iter().map(|named| self.party(named))
    }

    /// Each distinct party once for each role that it has, where it is named first, in that order.
    ///
    /// Time: O(n log n) in the number of parties that are named.
    pub fn each_once(&self) -> impl ExactSizeIterator<Item = MessageParty<'_>> {
        let key = |place: &u32| {
            let named = &self.named[*place as usize];
            (named.party, named.role, *place)
        };
        let mut places: Vec<u32> = (0..self.named.len() as u32).collect();
        places.sort_unstable_by_key(key);
        places.dedup_by_key(|place| (key(place).0, key(place).1));
        places.sort_unstable();
        places.into_iter().map(|place| self.party(&self.named[place as usize]))
    }

    /// Adds to the party that is being put together; nothing when the text is empty.
    pub(super) fn put(&mut self, part: Part, text: &[u8]) {
        let text = text.trim_ascii();
        if text.is_empty() {
            return;
        }
        self.draft.push(part.code());
        self.draft.extend_from_slice(&(text.len() as u32).to_le_bytes());
        self.draft.extend_from_slice(text);
    }

    /// The party is complete; one of which nothing is said is none.
    ///
    /// # Errors
    /// [`LedgerFull`] past four billion parties.
    pub(super) fn name(&mut self, role: PartyRole, of_covered_payment: bool, origin: Origin) -> Result<(), LedgerFull> {
        let Self { texts, ends, known, named, draft } = self;
        if draft.is_empty() {
            return Ok(());
        }
        let state = FixedState::default();
        let text = |party: u32| {
            let start = if party == 0 { 0 } else { ends[party as usize - 1] };
            &texts[start..ends[party as usize]]
        };
        let hash = state.hash_one(draft.as_slice());
        let found = known.find(hash, |party| text(*party) == draft.as_slice()).copied();
        let party = match found {
            Some(party) => party,
            None => {
                let party = u32::try_from(ends.len()).map_err(|_| LedgerFull::Text)?;
                texts.extend_from_slice(draft);
                ends.push(texts.len());
                let text = |party: u32| {
                    let start = if party == 0 { 0 } else { ends[party as usize - 1] };
                    &texts[start..ends[party as usize]]
                };
                known.insert_unique(hash, party, |party| state.hash_one(text(*party)));
                party
            }
        };
        draft.clear();
        let Origin { file, record, line } = origin;
        named.push(Named { file, role, of_covered_payment, record, line, party });
        Ok(())
    }

    fn party(&self, named: &Named) -> MessageParty<'_> {
        let place = named.party as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        let mut rest = &self.texts[start..self.ends[place]];
        let mut party = MessageParty {
            role: named.role,
            of_covered_payment: named.of_covered_payment,
            name: "",
            account: AccountRef::default(),
            account_name: "",
            address: Vec::new(),
            town: "",
            country: "",
            country_of_residence: "",
            identifiers: Vec::new(),
            is_person: None,
            birth_date: "",
            birth_town: "",
            birth_region: "",
            birth_country: "",
            phones: Vec::new(),
            emails: Vec::new(),
            branch: "",
            file: named.file,
            record: named.record,
            line: named.line,
        };
        let (mut scheme, mut issuer) = ("", "");
        while let [code, a, b, c, d, after @ ..] = rest {
            let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
            let (text, next) = after.split_at(length.min(after.len()));
            rest = next;
            // Only text comes in.
            let text = std::str::from_utf8(text).unwrap_or_default();
            match Part::of(*code) {
                Part::Name => party.name = text,
                Part::Institution => party.account.institution = text,
                Part::Number => party.account.number = text,
                Part::AccountName => party.account_name = text,
                Part::Address(part) => party.address.push((part, text)),
                Part::Town => party.town = text,
                Part::Country => party.country = text,
                Part::Residence => party.country_of_residence = text,
                Part::Scheme => scheme = text,
                Part::Issuer => issuer = text,
                Part::Identifier => {
                    party.identifiers.push(PartyIdentifier { scheme, value: text, issuer });
                    (scheme, issuer) = ("", "");
                }
                Part::Person => party.is_person = Some(true),
                Part::Organisation => party.is_person = Some(false),
                Part::BirthDate => party.birth_date = text,
                Part::BirthTown => party.birth_town = text,
                Part::BirthRegion => party.birth_region = text,
                Part::BirthCountry => party.birth_country = text,
                Part::Phone => party.phones.push(text),
                Part::Email => party.emails.push(text),
                Part::Branch => party.branch = text,
            }
        }
        party
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_code_of_its_own() {
        let all = PARTS.into_iter().chain(ADDRESS.map(Part::Address));
        for (code, part) in all.enumerate() {
            assert_eq!((usize::from(part.code()), Part::of(code as u8)), (code, part));
        }
    }
}
