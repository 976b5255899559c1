//! The consolidated list of financial sanctions of the European Union (FSF), as XML.

use super::super::{DateOrder, Reason};
use super::dates;
use super::schemes;
use super::sink::{Record, Refusal, Sink};
use super::xml::Element;
use crate::model::{
    Address, ContactKind, CountryKind, DateKind, FactKind, IdentifierKind, Listing, NameKind, PartialDate, PartyKind,
    PartyRef, Property, ProtectedKind,
};
use crate::parties::DraftParty;

/// The namespace of entries.
const SCOPE: &str = "eu-fsf";
const LIST: &str = "EU financial sanctions";

/// Whether an element is an entry.
pub(super) fn is_entry(name: &str) -> bool {
    name == "sanctionEntity"
}

/// Reads an entry.
pub(super) fn entry(entry: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let id = entry.attribute("logicalId");
    if id.is_empty() {
        return Err(Refusal::whole(Reason::MissingField, "logicalId"));
    }
    if entry.all("nameAlias").all(|alias| name(alias).is_empty()) {
        return Err(Refusal::whole(Reason::MissingField, "nameAlias"));
    }
    let code = entry.all("subjectType").next().map_or("", |subject| subject.attribute("code"));
    let kind = match code {
        "person" => PartyKind::Person,
        "enterprise" => PartyKind::Organization,
        _ => PartyKind::Unknown,
    };
    let party = sink.party(PartyRef { scope: SCOPE, id }, kind, record)?;
    let listed = entry.attribute("designationDate");
    let date = dates::read(listed, DateOrder::YearFirst);
    if date.is_none() && !listed.is_empty() {
        sink.unread(record, "designationDate", Reason::BadTime, listed);
    }
    let reference = entry.attribute("euReferenceNumber");
    for regulation in entry.all("regulation") {
        let listing = Listing { list: LIST, programme: regulation.attribute("programme"), id: reference, date };
        sink.add(party, &Property::Listing(listing), record)?;
    }
    let mut first = true;
    for child in entry.children() {
        match child.name() {
            "nameAlias" => {
                alias(party, child, first, record, sink)?;
                first = false;
            }
            "address" => address(party, child, record, sink)?,
            "birthdate" => birth(party, child, record, sink)?,
            "identification" => identification(party, child, record, sink)?,
            "citizenship" => {
                let country = country(child);
                sink.add(party, &Property::Protected(ProtectedKind::Citizenship, country), record)?;
            }
            "remark" => sink.add(party, &Property::Fact(FactKind::Remark, child.text()), record)?,
            _ => {}
        }
    }
    Ok(())
}

fn name(alias: Element<'_>) -> String {
    let whole = alias.attribute("wholeName");
    if !whole.is_empty() {
        return whole.to_owned();
    }
    let parts = ["firstName", "middleName", "lastName"].map(|part| alias.attribute(part));
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

// Two letters, unless they say that it is unknown.
fn country(element: Element<'_>) -> &str {
    match element.attribute("countryIso2Code") {
        "" => element.attribute("countryDescription"),
        "00" => "",
        code => code,
    }
}

fn alias(
    party: DraftParty,
    alias: Element<'_>,
    first: bool,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let weak = alias.attribute("strong") == "false"
        || alias.all("remark").any(|remark| remark.text().eq_ignore_ascii_case("low quality alias"));
    let kind = match (first, weak) {
        (true, _) => NameKind::Primary,
        (false, true) => NameKind::WeakAlias,
        (false, false) => NameKind::Alias,
    };
    sink.add(party, &Property::Name(kind, &name(alias)), record)?;
    for function in [alias.attribute("function"), alias.attribute("title")] {
        sink.add(party, &Property::Fact(FactKind::Position, function), record)?;
    }
    Ok(sink.add(party, &Property::Protected(ProtectedKind::Sex, alias.attribute("gender")), record)?)
}

fn address(party: DraftParty, address: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let lines = ["street", "poBox", "place"].map(|line| address.attribute(line));
    let text = lines.iter().filter(|line| !line.is_empty()).copied().collect::<Vec<_>>().join(", ");
    let told = Address {
        purpose: "",
        text: &text,
        town: address.attribute("city"),
        region: address.attribute("region"),
        postcode: address.attribute("zipCode"),
        country: country(address),
    };
    let mere = [told.text, told.town, told.region, told.postcode].iter().all(|part| part.is_empty());
    let property = if mere { Property::Country(CountryKind::Linked, told.country) } else { Property::Address(told) };
    sink.add(party, &property, record)?;
    for contact in address.all("contactInfo") {
        let kind = match contact.attribute("key") {
            "EMAIL" => ContactKind::Email,
            "WEB" => ContactKind::Website,
            _ => ContactKind::Phone,
        };
        for text in contact.attribute("value").split(';') {
            sink.add(party, &Property::Contact(kind, text.trim()), record)?;
        }
    }
    for remark in address.all("remark") {
        sink.add(party, &Property::Fact(FactKind::Remark, remark.text()), record)?;
    }
    Ok(())
}

fn birth(party: DraftParty, birth: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let (whole, year) = (birth.attribute("birthdate"), birth.attribute("year"));
    let (from, to) = (birth.attribute("yearRangeFrom"), birth.attribute("yearRangeTo"));
    let place = ["city", "place", "region"].map(|part| birth.attribute(part));
    let place =
        place.into_iter().chain([country(birth)]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    sink.add(party, &Property::Protected(ProtectedKind::BirthPlace, &place), record)?;
    let written = match () {
        () if birth.attribute("calendarType") != "GREGORIAN" && !birth.attribute("calendarType").is_empty() => {
            format!("{whole}{year} {}", birth.attribute("calendarType"))
        }
        () if !whole.is_empty() => whole.to_owned(),
        () if !year.is_empty() => year.to_owned(),
        () if !from.is_empty() || !to.is_empty() => format!("between {from} and {to}"),
        () => return Ok(()),
    };
    let date = dates::read(&written, DateOrder::YearFirst);
    if date.is_none() {
        sink.unread(record, "birthdate", Reason::BadTime, &written);
    }
    let date = if birth.attribute("circa") == "true" { date.map(PartialDate::about) } else { date };
    Ok(sink.add(party, &Property::Date { kind: DateKind::Birth, date, written: &written }, record)?)
}

fn identification(party: DraftParty, one: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let scheme = one.attribute("identificationTypeDescription");
    let kind = match one.attribute("identificationTypeCode") {
        "passport" => IdentifierKind::Passport,
        "ssn" | "id" => IdentifierKind::National,
        "fiscalcode" => IdentifierKind::Tax,
        "regnumber" => IdentifierKind::Registration,
        "swiftbic" => IdentifierKind::Bic,
        "imo" => IdentifierKind::Imo,
        _ => schemes::kind(scheme),
    };
    let number = one.attribute("number");
    let number = if number.is_empty() { one.attribute("latinNumber") } else { number };
    sink.add(party, &Property::Identifier { kind, number, scheme, country: country(one) }, record)?;
    for remark in one.all("remark") {
        sink.add(party, &Property::Fact(FactKind::Remark, remark.text()), record)?;
    }
    Ok(())
}
