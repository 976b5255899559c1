//! FollowTheMoney entities, one JSON object a line (followthemoney.tech): people, companies, public bodies, ships and
//! aircraft; ownership, directorship, family and other links; sanctions, addresses, passports, accounts and positions.
//!
//! Addresses, positions and accounts are entities of their own there, which others refer to, before or after them. They
//! wait until the file ends. Payments are transactions: they are counted as such and not read here. Properties that say
//! nothing of who a party is (height, eye colour) are left out, and a note says which.

use super::super::{DateOrder, Reason};
use super::dates;
use super::reading::{Halt, Records};
use super::roles;
use super::schemes;
use super::shares::{ShareUnit, share};
use super::sink::{Record, Refusal, Sink};
use super::values::{Object, parse};
use super::{elements::Elements, lines::Lines};
use crate::ledger::AccountRef;
use crate::model::{
    Address, ContactKind, CountryKind, DateKind, ExposureKind, FactKind, IdentifierKind, Interest, Listing, NameKind,
    PartialDate, PartyKind, PartyRef, Property, ProtectedKind, Relation, RelationKind,
};
use crate::parties::{DraftParty, Held, RegisterFull};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The namespace of entities.
const SCOPE: &str = "ftm";

/// Whether an object with these members is an entity.
pub(super) fn is_entity(members: &[String]) -> bool {
    ["id", "schema", "properties"].iter().all(|name| members.iter().any(|member| member == name))
}

/// Reads the entities of one file.
#[derive(Debug)]
pub(super) struct FtmReader {
    lines: Result<Lines, Elements>,
    waiting: Waiting,
}

/// What refers to entities that may come later, and those that are referred to.
#[derive(Debug, Default)]
struct Waiting {
    // Who has an address, which, and where that is told.
    with_address: Vec<(DraftParty, String, u32)>,
    addresses: BTreeMap<String, OwnedAddress>,
    with_position: Vec<(DraftParty, String, u32)>,
    positions: BTreeMap<String, String>,
    // Owners of things, and things that are accounts.
    owners: Vec<(DraftParty, DraftParty, u32)>,
    accounts: Vec<(DraftParty, String, String, Option<PartialDate>)>,
    left_out: BTreeMap<String, u64>,
}

#[derive(Debug)]
struct OwnedAddress {
    text: String,
    town: String,
    region: String,
    postcode: String,
    country: String,
}

impl FtmReader {
    /// A reader of lines, or of an array.
    pub(super) fn new(array: bool, newline: u8) -> Self {
        let lines = if array { Err(Elements::default()) } else { Ok(Lines::new(None, newline, 0, true)) };
        Self { lines, waiting: Waiting::default() }
    }
}

impl Records for FtmReader {
    fn read(&mut self, text: &[u8], last: bool, sink: &mut Sink<'_>) -> Result<usize, Halt> {
        let Self { lines, waiting } = self;
        let mut take = |line: &str, record: Record<'_>, sink: &mut Sink<'_>| waiting.entity(line, record, sink);
        match lines {
            Ok(lines) => Ok(lines.read(text, last, sink, &mut take)?),
            Err(elements) => elements.read(text, last, sink, &mut take),
        }
    }

    fn end(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        Ok(self.waiting.settle(sink)?)
    }
}

fn at(number: u32) -> Record<'static> {
    Record { number, line: number, raw: b"" }
}

impl Waiting {
    fn entity(&mut self, line: &str, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let object = parse(line)?;
        let entity = Object(&object);
        let (id, schema) = (entity.text("id"), entity.text("schema"));
        if id.is_empty() || schema.is_empty() {
            return Err(Refusal::whole(Reason::MissingField, if id.is_empty() { "id" } else { "schema" }));
        }
        let Some(properties) = entity.object("properties") else {
            return Err(Refusal::whole(Reason::MissingField, "properties"));
        };
        match schema.as_ref() {
            "Payment" => return Err(Refusal::whole(Reason::Payment, id)),
            "Address" => self.address(&id, properties),
            "Position" => {
                self.positions.insert(id.into_owned(), properties.text("name").into_owned());
            }
            "Occupancy" => self.occupancy(properties, record, sink)?,
            "Sanction" => sanction(properties, record, sink)?,
            "Identification" | "Passport" => identification(&schema, properties, record, sink)?,
            "BankAccount" => self.bank_account(&id, properties, sink)?,
            "CryptoWallet" => wallet(properties, record, sink)?,
            "Ownership" => self.ownership(properties, record, sink)?,
            _ => match (link_of(&schema), kind_of(&schema)) {
                (Some(link), _) => relate(&link, properties, record, sink)?,
                (None, Some(kind)) => self.party(&id, kind, entity, properties, record, sink)?,
                (None, None) => return Err(Refusal::whole(Reason::NotAParty, schema)),
            },
        }
        Ok(())
    }

    fn party(
        &mut self,
        id: &str,
        kind: PartyKind,
        entity: Object<'_>,
        properties: Object<'_>,
        record: Record<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Refusal> {
        let party = sink.party(PartyRef { scope: SCOPE, id }, kind, record)?;
        let mut named = false;
        for name in properties.0.keys() {
            for text in properties.texts(name) {
                named |= name == "name";
                match meaning(name, kind) {
                    Meaning::Name(kind) => sink.add(party, &Property::Name(kind, &text), record)?,
                    Meaning::Contact(kind) => sink.add(party, &Property::Contact(kind, &text), record)?,
                    Meaning::Date(kind) => {
                        let date = dates::read(&text, DateOrder::YearFirst);
                        if date.is_none() {
                            sink.unread(record, name, Reason::BadTime, &text);
                        }
                        sink.add(party, &Property::Date { kind, date, written: &text }, record)?;
                    }
                    Meaning::Country(kind) => sink.add(party, &Property::Country(kind, &text), record)?,
                    Meaning::Fact(kind) => sink.add(party, &Property::Fact(kind, &text), record)?,
                    Meaning::Protected(kind) => sink.add(party, &Property::Protected(kind, &text), record)?,
                    Meaning::Identifier(kind) => {
                        let told = Property::Identifier { kind, number: &text, scheme: name, country: "" };
                        sink.add(party, &told, record)?;
                    }
                    Meaning::Address => {
                        let told = Property::Address(Address { text: &text, ..Address::default() });
                        sink.add(party, &told, record)?;
                    }
                    Meaning::AddressEntity => {
                        self.with_address.push((party, text.into_owned(), record.number));
                    }
                    Meaning::Topic => topic(party, id, &text, entity, record, sink)?,
                    Meaning::Link(kind, role) => {
                        let other = sink.builder.refer(PartyRef { scope: SCOPE, id: &text })?;
                        let told = Relation { role, ..Relation::new(kind) };
                        sink.relate(Some(other), party, &told, record)?;
                    }
                    Meaning::Known => {}
                    Meaning::LeftOut => *self.left_out.entry(name.clone()).or_default() += 1,
                }
            }
        }
        if !named {
            let parts = ["firstName", "middleName", "fatherName", "lastName"].map(|name| properties.text(name));
            let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty()).collect();
            sink.add(party, &Property::Name(NameKind::Primary, &parts.join(" ")), record)?;
        }
        Ok(())
    }

    fn address(&mut self, id: &str, properties: Object<'_>) {
        let full = properties.text("full");
        let street = ["street", "street2", "postOfficeBox"].map(|name| properties.text(name));
        let street = street.iter().filter(|part| !part.is_empty()).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
        // The parts say more than the whole, where there are any.
        let text = if street.is_empty() { full.into_owned() } else { street };
        let address = OwnedAddress {
            text,
            town: properties.text("city").into_owned(),
            region: properties.first(&["state", "region"]).into_owned(),
            postcode: properties.text("postalCode").into_owned(),
            country: properties.text("country").into_owned(),
        };
        self.addresses.insert(id.to_owned(), address);
    }

    fn occupancy(&mut self, properties: Object<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let holder = needed(properties, "holder")?;
        let post = needed(properties, "post")?;
        let holder = sink.builder.refer(PartyRef { scope: SCOPE, id: &holder })?;
        self.with_position.push((holder, post.into_owned(), record.number));
        Ok(())
    }

    fn bank_account(&mut self, id: &str, properties: Object<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let number = properties.first(&["iban", "accountNumber"]);
        if number.is_empty() {
            return Err(Refusal::whole(Reason::MissingField, "accountNumber"));
        }
        let account = sink.builder.refer(PartyRef { scope: SCOPE, id })?;
        let institution = properties.first(&["bic", "bankName"]).into_owned();
        let opened = dates::read(&properties.text("openingDate"), DateOrder::YearFirst);
        self.accounts.push((account, institution, number.into_owned(), opened));
        Ok(())
    }

    fn ownership(&mut self, properties: Object<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let owner = needed(properties, "owner")?;
        let asset = needed(properties, "asset")?;
        let owner = sink.builder.refer(PartyRef { scope: SCOPE, id: &owner })?;
        let asset = sink.builder.refer(PartyRef { scope: SCOPE, id: &asset })?;
        let written = properties.text("percentage");
        let told_share = share(&written, ShareUnit::Percent);
        if told_share.is_none() && !written.is_empty() {
            sink.unread(record, "percentage", Reason::BadShare, &written);
        }
        let role = properties.first(&["role", "ownershipType"]);
        let (from, until) = period(properties, record, sink);
        let words = roles::role(&role);
        let interest =
            if words.known && words.interest != Interest::Unknown { words.interest } else { Interest::Shares };
        let told = Relation {
            interest,
            share: told_share.or(words.share),
            from,
            until,
            role: &role,
            ..Relation::new(RelationKind::Owns)
        };
        self.owners.push((owner, asset, record.number));
        Ok(sink.relate(Some(owner), asset, &told, record)?)
    }

    // What waited for entities that have come by now.
    fn settle(&mut self, sink: &mut Sink<'_>) -> Result<(), RegisterFull> {
        let mut missing = 0_u64;
        for (party, id, number) in &self.with_address {
            let Some(address) = self.addresses.get(id) else {
                missing += 1;
                continue;
            };
            let told = Address {
                purpose: "",
                text: &address.text,
                town: &address.town,
                region: &address.region,
                postcode: &address.postcode,
                country: &address.country,
            };
            sink.add(*party, &Property::Address(told), at(*number))?;
        }
        for (holder, post, number) in &self.with_position {
            let written = self.positions.get(post).map_or(post.as_str(), String::as_str);
            let told = Property::Exposure { kind: ExposureKind::Holder, exposed: true, written };
            sink.add(*holder, &told, at(*number))?;
        }
        for (account, institution, number, opened) in &self.accounts {
            for (owner, asset, record) in &self.owners {
                if asset == account {
                    let account = AccountRef { institution, number };
                    sink.hold(*owner, &Held { account, opened: *opened, ..Held::default() }, at(*record))?;
                }
            }
        }
        if missing > 0 {
            sink.note("addresses-missing", || format!("{missing} addresses that parties refer to are not in the file"));
        }
        if !self.left_out.is_empty() {
            let names: Vec<String> = self.left_out.iter().map(|(name, count)| format!("{name} {count}")).collect();
            sink.note("properties-left-out", || {
                format!("left out, since they do not tell who a party is: {}", names.join(", "))
            });
        }
        Ok(())
    }
}

// A link of two parties: the members that name them, and what it is.
struct Link {
    first: &'static str,
    second: &'static str,
    kind: RelationKind,
    role: &'static str,
}

fn link_of(schema: &str) -> Option<Link> {
    let link = |first, second, kind, role| Some(Link { first, second, kind, role });
    match schema {
        "Control" => link("controller", "controlled", RelationKind::Controls, ""),
        "Directorship" => link("director", "organization", RelationKind::Directs, ""),
        "Membership" => link("member", "organization", RelationKind::Associate, "member"),
        "Employment" => link("employer", "employee", RelationKind::Employs, ""),
        "Family" => link("person", "relative", RelationKind::Family, ""),
        "Associate" => link("person", "associate", RelationKind::Associate, ""),
        "Representation" => link("agent", "client", RelationKind::Represents, ""),
        "UnknownLink" => link("subject", "object", RelationKind::LinkedTo, ""),
        "Succession" => link("predecessor", "successor", RelationKind::LinkedTo, "predecessor"),
        "Debt" => link("debtor", "creditor", RelationKind::LinkedTo, "debtor"),
        _ => None,
    }
}

fn kind_of(schema: &str) -> Option<PartyKind> {
    Some(match schema {
        "Person" => PartyKind::Person,
        "Company" => PartyKind::Company,
        "PublicBody" => PartyKind::PublicBody,
        "Organization" => PartyKind::Organization,
        "LegalEntity" => PartyKind::Unknown,
        "Vessel" => PartyKind::Vessel,
        "Airplane" => PartyKind::Aircraft,
        "Trust" => PartyKind::Arrangement,
        _ => return None,
    })
}

fn needed<'v>(properties: Object<'v>, name: &str) -> Result<Cow<'v, str>, Refusal> {
    let text = properties.text(name);
    if text.is_empty() { Err(Refusal::whole(Reason::MissingField, name)) } else { Ok(text) }
}

fn period(
    properties: Object<'_>,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> (Option<PartialDate>, Option<PartialDate>) {
    let mut read = |name: &str| {
        let written = properties.text(name);
        let date = dates::read(&written, DateOrder::YearFirst);
        if date.is_none() && !written.is_empty() {
            sink.unread(record, name, Reason::BadTime, &written);
        }
        date
    };
    (read("startDate"), read("endDate"))
}

fn relate(link: &Link, properties: Object<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let (first, second) = (needed(properties, link.first)?, needed(properties, link.second)?);
    let first = sink.builder.refer(PartyRef { scope: SCOPE, id: &first })?;
    let second = sink.builder.refer(PartyRef { scope: SCOPE, id: &second })?;
    let written = properties.first(&["role", "relationship", "controlType", "summary"]);
    let role = if written.is_empty() { Cow::Borrowed(link.role) } else { written };
    let (from, until) = period(properties, record, sink);
    let words = roles::role(&role);
    let interest = if words.known && words.kind == link.kind { words.interest } else { Interest::Unknown };
    let told = Relation { interest, from, until, role: &role, ..Relation::new(link.kind) };
    Ok(sink.relate(Some(first), second, &told, record)?)
}

fn sanction(properties: Object<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let entity = needed(properties, "entity")?;
    let party = sink.builder.refer(PartyRef { scope: SCOPE, id: &entity })?;
    let date = dates::read(&properties.first(&["listingDate", "startDate"]), DateOrder::YearFirst);
    let listing = Listing {
        list: &properties.first(&["authority", "publisher", "country"]),
        programme: &properties.first(&["programId", "program"]),
        id: &properties.first(&["authorityId", "unscId"]),
        date,
    };
    sink.add(party, &Property::Listing(listing), record)?;
    sink.add(party, &Property::Fact(FactKind::Remark, &properties.text("reason")), record)?;
    Ok(())
}

fn identification(
    schema: &str,
    properties: Object<'_>,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let holder = needed(properties, "holder")?;
    let number = properties.first(&["number", "passportNumber"]);
    if number.is_empty() {
        return Err(Refusal::whole(Reason::MissingField, "number"));
    }
    let party = sink.builder.refer(PartyRef { scope: SCOPE, id: &holder })?;
    let scheme = properties.text("type");
    let kind = if schema == "Passport" { IdentifierKind::Passport } else { schemes::kind(&scheme) };
    let told = Property::Identifier { kind, number: &number, scheme: &scheme, country: &properties.text("country") };
    Ok(sink.add(party, &told, record)?)
}

fn wallet(properties: Object<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let holder = needed(properties, "holder")?;
    let number = properties.first(&["cryptoAddress", "publicKey", "accountId"]);
    if number.is_empty() {
        return Err(Refusal::whole(Reason::MissingField, "publicKey"));
    }
    let party = sink.builder.refer(PartyRef { scope: SCOPE, id: &holder })?;
    let institution = properties.first(&["managingExchange", "blockchain", "currencySymbol"]);
    let account = AccountRef { institution: &institution, number: &number };
    Ok(sink.hold(party, &Held { account, ..Held::default() }, record)?)
}

// A topic of risk; some of them are exposure, or an entry of a list.
fn topic(
    party: DraftParty,
    id: &str,
    topic: &str,
    entity: Object<'_>,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    sink.add(party, &Property::Fact(FactKind::Topic, topic), record)?;
    match topic {
        "role.pep" => {
            let told = Property::Exposure { kind: ExposureKind::Holder, exposed: true, written: topic };
            sink.add(party, &told, record)?;
        }
        "role.rca" => {
            let told = Property::Exposure { kind: ExposureKind::Relative, exposed: true, written: topic };
            sink.add(party, &told, record)?;
        }
        "sanction" => {
            let list = entity.texts("datasets").collect::<Vec<_>>().join(" ");
            let list = if list.is_empty() { "FollowTheMoney" } else { &list };
            sink.add(party, &Property::Listing(Listing { list, programme: topic, id, date: None }), record)?;
        }
        _ => {}
    }
    Ok(())
}

/// What a property of a party means.
enum Meaning {
    Name(NameKind),
    Contact(ContactKind),
    Date(DateKind),
    Country(CountryKind),
    Fact(FactKind),
    Protected(ProtectedKind),
    Identifier(IdentifierKind),
    Address,
    AddressEntity,
    Topic,
    /// The property names another entity, which is this to the party.
    Link(RelationKind, &'static str),
    /// Read with another property.
    Known,
    LeftOut,
}

fn meaning(property: &str, kind: PartyKind) -> Meaning {
    use Meaning::*;
    match property {
        "name" => Name(NameKind::Primary),
        "alias" | "abbreviation" => Name(NameKind::Alias),
        "weakAlias" => Name(NameKind::WeakAlias),
        "previousName" => Name(NameKind::Former),
        "firstName" | "lastName" | "middleName" | "secondName" | "fatherName" | "motherName" | "nameSuffix" => Known,
        "phone" => Contact(ContactKind::Phone),
        "email" => Contact(ContactKind::Email),
        "website" => Contact(ContactKind::Website),
        "birthDate" => Date(DateKind::Birth),
        "incorporationDate" | "registrationDate" | "buildDate" => Date(DateKind::Registration),
        "dissolutionDate" | "deathDate" | "deregistrationDate" => Date(DateKind::End),
        "country" => Country(CountryKind::Linked),
        "jurisdiction" | "mainCountry" => Country(CountryKind::Jurisdiction),
        "flag" => Country(CountryKind::Flag),
        "address" => Address,
        "addressEntity" => AddressEntity,
        "topics" => Topic,
        "nationality" => Protected(ProtectedKind::Nationality),
        "citizenship" => Protected(ProtectedKind::Citizenship),
        "gender" => Protected(ProtectedKind::Sex),
        "birthPlace" | "birthCountry" => Protected(ProtectedKind::BirthPlace),
        "profession" => Fact(FactKind::Occupation),
        "sector" | "classification" | "okvedCode" => Fact(FactKind::Industry),
        "position" | "title" => Fact(FactKind::Position),
        "legalForm" | "type" | "model" => Fact(FactKind::Form),
        "status" | "taxStatus" => Fact(FactKind::Status),
        "summary" | "notes" | "description" | "biography" | "political" => Fact(FactKind::Remark),
        "parent" => Link(RelationKind::Controls, "parent"),
        "owner" => Link(RelationKind::Owns, "owner"),
        "operator" => Link(RelationKind::LinkedTo, "operator"),
        "idNumber" if kind == PartyKind::Person => Identifier(IdentifierKind::National),
        "idNumber" | "registrationNumber" => Identifier(IdentifierKind::Registration),
        "passportNumber" => Identifier(IdentifierKind::Passport),
        "imoNumber" => Identifier(IdentifierKind::Imo),
        _ if property.ends_with("Number") || property.ends_with("Code") || property.ends_with("Id") => {
            Identifier(schemes::kind(property))
        }
        "swiftBic" => Identifier(IdentifierKind::Bic),
        "mmsi" | "callSign" | "isin" | "ticker" => Identifier(IdentifierKind::Other),
        _ => LeftOut,
    }
}
