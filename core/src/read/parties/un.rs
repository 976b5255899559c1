//! The consolidated list of the United Nations Security Council, as XML.

use super::super::{DateOrder, Reason};
use super::dates;
use super::schemes;
use super::sink::{Record, Refusal, Sink};
use super::xml::Element;
use crate::model::{
    Address, CountryKind, DateKind, FactKind, IdentifierKind, Listing, NameKind, PartialDate, PartyKind, PartyRef,
    Property, ProtectedKind,
};
use crate::parties::DraftParty;

/// The namespace of entries.
const SCOPE: &str = "un";
const LIST: &str = "UN Security Council";

/// Whether an element is an entry.
pub(super) fn is_entry(name: &str) -> bool {
    matches!(name, "INDIVIDUAL" | "ENTITY")
}

/// Reads an entry.
pub(super) fn entry(entry: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let id = entry.value("DATAID");
    if id.is_empty() {
        return Err(Refusal::whole(Reason::MissingField, "DATAID"));
    }
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"].map(|part| entry.value(part));
    let name = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Refusal::whole(Reason::MissingField, "FIRST_NAME"));
    }
    let person = entry.name() == "INDIVIDUAL";
    let kind = if person { PartyKind::Person } else { PartyKind::Organization };
    let party = sink.party(PartyRef { scope: SCOPE, id }, kind, record)?;
    sink.add(party, &Property::Name(NameKind::Primary, &name), record)?;
    sink.add(party, &Property::Name(NameKind::Alias, entry.value("NAME_ORIGINAL_SCRIPT")), record)?;
    let listed = entry.value("LISTED_ON");
    let date = dates::read(listed, DateOrder::YearFirst);
    if date.is_none() && !listed.is_empty() {
        sink.unread(record, "LISTED_ON", Reason::BadTime, listed);
    }
    let (programme, reference) = (entry.value("UN_LIST_TYPE"), entry.value("REFERENCE_NUMBER"));
    sink.add(party, &Property::Listing(Listing { list: LIST, programme, id: reference, date }), record)?;
    for child in entry.children() {
        match child.name() {
            "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => alias(party, child, record, sink)?,
            "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" => address(party, child, record, sink)?,
            "INDIVIDUAL_DATE_OF_BIRTH" => birth(party, child, record, sink)?,
            "INDIVIDUAL_PLACE_OF_BIRTH" => {
                let place = text(child, &["CITY", "STATE_PROVINCE", "COUNTRY"]);
                sink.add(party, &Property::Protected(ProtectedKind::BirthPlace, &place), record)?;
            }
            "INDIVIDUAL_DOCUMENT" => document(party, child, record, sink)?,
            "NATIONALITY" => {
                for value in child.all("VALUE") {
                    sink.add(party, &Property::Protected(ProtectedKind::Nationality, value.text()), record)?;
                }
            }
            "GENDER" => sink.add(party, &Property::Protected(ProtectedKind::Sex, child.text()), record)?,
            "DESIGNATION" | "TITLE" => {
                for value in child.all("VALUE") {
                    sink.add(party, &Property::Fact(FactKind::Position, value.text()), record)?;
                }
            }
            "COMMENTS1" => sink.add(party, &Property::Fact(FactKind::Remark, child.text()), record)?,
            _ => {}
        }
    }
    Ok(())
}

fn text(element: Element<'_>, names: &[&'static str]) -> String {
    let parts: Vec<&str> = element
        .children()
        .filter(|child| names.contains(&child.name()))
        .map(Element::text)
        .filter(|text| !text.is_empty())
        .collect();
    parts.join(", ")
}

fn alias(party: DraftParty, alias: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let kind = match alias.value("QUALITY") {
        "Low" => NameKind::WeakAlias,
        "f.k.a." => NameKind::Former,
        _ => NameKind::Alias,
    };
    sink.add(party, &Property::Name(kind, alias.value("ALIAS_NAME")), record)?;
    Ok(sink.add(party, &Property::Fact(FactKind::Remark, alias.value("NOTE")), record)?)
}

fn address(party: DraftParty, address: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let told = Address {
        purpose: "",
        text: address.value("STREET"),
        town: address.value("CITY"),
        region: address.value("STATE_PROVINCE"),
        postcode: address.value("ZIP_CODE"),
        country: address.value("COUNTRY"),
    };
    let mere = [told.text, told.town, told.region, told.postcode].iter().all(|part| part.is_empty());
    let property = if mere { Property::Country(CountryKind::Linked, told.country) } else { Property::Address(told) };
    sink.add(party, &property, record)?;
    Ok(sink.add(party, &Property::Fact(FactKind::Remark, address.value("NOTE")), record)?)
}

fn birth(party: DraftParty, birth: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let read = |written: &str| dates::read(written, DateOrder::YearFirst);
    let (whole, year) = (birth.value("DATE"), birth.value("YEAR"));
    let (from, to) = (birth.value("FROM_YEAR"), birth.value("TO_YEAR"));
    let written = match () {
        () if !whole.is_empty() => whole.to_owned(),
        () if !year.is_empty() => year.to_owned(),
        () if !from.is_empty() || !to.is_empty() => format!("between {from} and {to}"),
        () => return Ok(()),
    };
    let date = read(&written);
    let about = matches!(birth.value("TYPE_OF_DATE"), "APPROXIMATELY");
    let date = if about { date.map(PartialDate::about) } else { date };
    if date.is_none() {
        sink.unread(record, "INDIVIDUAL_DATE_OF_BIRTH", Reason::BadTime, &written);
    }
    sink.add(party, &Property::Date { kind: DateKind::Birth, date, written: &written }, record)?;
    Ok(sink.add(party, &Property::Fact(FactKind::Remark, birth.value("NOTE")), record)?)
}

fn document(party: DraftParty, document: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let scheme = document.value("TYPE_OF_DOCUMENT");
    let scheme = if scheme.is_empty() { document.value("TYPE_OF_DOCUMENT2") } else { scheme };
    let kind = match schemes::kind(scheme) {
        IdentifierKind::Other if scheme.contains("assport") => IdentifierKind::Passport,
        kind => kind,
    };
    let issued = document.value("COUNTRY_OF_ISSUE");
    let country = if issued.is_empty() { document.value("ISSUING_COUNTRY") } else { issued };
    let told = Property::Identifier { kind, number: document.value("NUMBER"), scheme, country };
    sink.add(party, &told, record)?;
    Ok(sink.add(party, &Property::Fact(FactKind::Remark, document.value("NOTE")), record)?)
}
