//! The Beneficial Ownership Data Standard (Open Ownership), version 0.4: statements about entities, persons and the
//! relationships between them; and the statements of versions 0.2 and 0.3, which registers still publish.
//!
//! A party is a record (0.4) or a statement (before). Of several statements about one record the latest holds; one that a
//! later one says to replace does not hold, and who it is about goes by the later one's identifier. Each interest is a
//! relation of its own: shares and votes of one holder are two facts, even when they are as large. That someone is unknown
//! or not to be told is a statement too, and kept with its reason.

use super::super::DateOrder;
use super::super::Reason;
use super::dates;
use super::schemes;
use super::sink::{Record, Refusal, Sink};
use super::values::{Object, parse, text};
use crate::model::{
    Address, CountryKind, DateKind, Directness, ExposureKind, FactKind, Interest, NameKind, PartialDate, PartyKind,
    PartyRef, Property, ProtectedKind, Relation, RelationKind, Share,
};
use crate::parties::{DraftParty, Statement};
use serde_json::Value;
use std::borrow::Cow;

/// The namespace of records and statements.
const SCOPE: &str = "bods";

/// Whether an object with these members is a statement.
pub(super) fn is_statement(members: &[String]) -> bool {
    let has = |name: &str| members.iter().any(|member| member == name);
    has("recordType") && has("recordDetails") || has("statementType") && (has("statementID") || has("statementId"))
}

/// Reads a statement.
pub(super) fn read(line: &str, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let object = parse(line)?;
    let statement = Object(&object);
    let id = statement.first(&["statementId", "statementID"]);
    if id.is_empty() {
        return Err(Refusal::whole(Reason::MissingField, "statementId"));
    }
    let replaced: Vec<Cow<'_, str>> = statement.texts("replacesStatements").collect();
    let replaces: Vec<&str> = replaced.iter().map(AsRef::as_ref).collect();
    let record_id = statement.text("recordId");
    let date = statement.text("statementDate");
    let told = Statement { scope: SCOPE, id: &id, record: &record_id, date: &date, replaces: &replaces };
    let (kind, details) = match statement.object("recordDetails") {
        Some(details) => (statement.text("recordType"), details),
        None => (statement.text("statementType"), statement),
    };
    let who = if record_id.is_empty() { id.as_ref() } else { record_id.as_ref() };
    let closed = if statement.text("recordStatus") == "closed" { date.as_ref() } else { "" };
    sink.within(Some(&told))?;
    let read = match kind.as_ref() {
        "entity" | "entityStatement" => entity(details, who, record, sink),
        "person" | "personStatement" => person(details, who, record, sink),
        "relationship" | "ownershipOrControlStatement" => relationship(details, &id, closed, record, sink),
        other => Err(Refusal::whole(Reason::NotAParty, other)),
    };
    sink.within(None)?;
    read?;
    if record_id.is_empty() && !kind.starts_with("ownership") {
        for old in replaces {
            sink.builder.alias(PartyRef { scope: SCOPE, id: old }, PartyRef { scope: SCOPE, id: &id })?;
        }
    }
    Ok(())
}

fn entity(details: Object<'_>, who: &str, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let typed = details.object("entityType");
    let code = typed.map_or_else(|| details.text("entityType"), |typed| typed.text("type"));
    let subtype = typed.map_or(Cow::Borrowed(""), |typed| typed.text("subtype"));
    let kind = match (code.as_ref(), subtype.as_ref()) {
        (_, "trust" | "nomination") | ("arrangement", _) => PartyKind::Arrangement,
        ("registeredEntity", _) => PartyKind::Company,
        ("state" | "stateBody", _) => PartyKind::PublicBody,
        ("legalEntity", _) => PartyKind::Organization,
        _ => PartyKind::Unknown,
    };
    let party = sink.party(PartyRef { scope: SCOPE, id: who }, kind, record)?;
    let fact = |kind, text| Property::Fact(kind, text);
    if matches!(code.as_ref(), "anonymousEntity" | "unknownEntity") {
        undisclosed(party, &code, details.object("unspecifiedEntityDetails"), record, sink)?;
    }
    let form = typed.map_or(Cow::Borrowed(""), |typed| typed.text("details"));
    let form = if form.is_empty() { subtype } else { form };
    sink.add(party, &fact(FactKind::Form, &form), record)?;
    sink.add(party, &Property::Name(NameKind::Primary, &details.text("name")), record)?;
    for name in details.texts("alternateNames") {
        sink.add(party, &Property::Name(NameKind::Alias, &name), record)?;
    }
    for place in ["jurisdiction", "incorporatedInJurisdiction"].iter().filter_map(|name| details.object(name)) {
        sink.add(party, &Property::Country(CountryKind::Jurisdiction, &place.first(&["code", "name"])), record)?;
    }
    date(party, DateKind::Registration, &details.text("foundingDate"), record, sink)?;
    date(party, DateKind::End, &details.text("dissolutionDate"), record, sink)?;
    let listed = details.object("publicListing").is_some_and(|listing| listing.is_true("hasPublicListing"));
    if listed {
        sink.add(party, &fact(FactKind::Status, "publicly listed"), record)?;
    }
    common(party, details, record, sink)
}

fn person(details: Object<'_>, who: &str, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let party = sink.party(PartyRef { scope: SCOPE, id: who }, PartyKind::Person, record)?;
    let code = details.text("personType");
    if matches!(code.as_ref(), "anonymousPerson" | "unknownPerson") {
        undisclosed(party, &code, details.object("unspecifiedPersonDetails"), record, sink)?;
    }
    for (place, name) in details.objects("names").enumerate() {
        let kind = match name.text("type").as_ref() {
            "former" | "birth" => NameKind::Former,
            "legal" | "individual" => NameKind::Primary,
            _ if place == 0 => NameKind::Primary,
            _ => NameKind::Alias,
        };
        let full = name.text("fullName");
        let parts = ["givenName", "patronymicName", "familyName"].map(|part| name.text(part));
        let composed = parts.iter().filter(|part| !part.is_empty()).map(AsRef::as_ref).collect::<Vec<_>>().join(" ");
        let full = if full.is_empty() { composed.as_str() } else { full.as_ref() };
        sink.add(party, &Property::Name(kind, full), record)?;
    }
    date(party, DateKind::Birth, &details.text("birthDate"), record, sink)?;
    date(party, DateKind::End, &details.text("deathDate"), record, sink)?;
    for country in details.objects("nationalities") {
        let text = country.first(&["code", "name"]);
        sink.add(party, &Property::Protected(ProtectedKind::Nationality, &text), record)?;
    }
    if let Some(place) = details.object("placeOfBirth") {
        let text = place.first(&["address", "country"]);
        sink.add(party, &Property::Protected(ProtectedKind::BirthPlace, &text), record)?;
    }
    if let Some(place) = details.object("placeOfResidence") {
        address(party, place, "residence", record, sink)?;
    }
    for country in details.objects("taxResidencies") {
        let text = country.first(&["code", "name"]);
        sink.add(party, &Property::Country(CountryKind::Residence, &text), record)?;
    }
    let exposure = details.object("politicalExposure");
    let status = exposure.map_or_else(|| details.text("pepStatus"), |exposure| exposure.text("status"));
    if let Some(exposed) = match status.as_ref() {
        "isPep" => Some(true),
        "isNotPep" => Some(false),
        _ => None,
    } {
        let reason = exposure.and_then(|exposure| exposure.objects("details").next()).map(|one| one.text("reason"));
        let written = reason.filter(|reason| !reason.is_empty()).unwrap_or(status);
        sink.add(party, &Property::Exposure { kind: ExposureKind::Holder, exposed, written: &written }, record)?;
    }
    common(party, details, record, sink)
}

// What entities and persons have alike.
fn common(party: DraftParty, details: Object<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    for identifier in details.objects("identifiers") {
        let scheme = identifier.first(&["scheme", "schemeName"]);
        // Schemes of registers begin with their country: GB-COH.
        let country = scheme.split_once('-').map_or("", |(country, _)| if country.len() == 2 { country } else { "" });
        let country = if country == "XI" { "" } else { country };
        let (kind, number) = (schemes::kind(&scheme), identifier.first(&["id", "uri"]));
        sink.add(party, &Property::Identifier { kind, number: &number, scheme: &scheme, country }, record)?;
    }
    for one in details.objects("addresses") {
        address(party, one, &one.text("type"), record, sink)?;
    }
    Ok(())
}

fn address(
    party: DraftParty,
    address: Object<'_>,
    purpose: &str,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let country = match address.object("country") {
        Some(country) => country.first(&["code", "name"]),
        None => address.text("country"),
    };
    let (written, postcode) = (address.text("address"), address.first(&["postCode", "postcode"]));
    if purpose == "placeOfBirth" {
        let place = if written.is_empty() { country } else { written };
        return Ok(sink.add(party, &Property::Protected(ProtectedKind::BirthPlace, &place), record)?);
    }
    let told = Address { purpose, text: &written, postcode: &postcode, country: &country, ..Address::default() };
    Ok(sink.add(party, &Property::Address(told), record)?)
}

// That someone is there and not told is told, with the reason.
fn undisclosed(
    party: DraftParty,
    code: &str,
    why: Option<Object<'_>>,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let [reason, description] = ["reason", "description"].map(|name| why.map(|why| why.text(name)).unwrap_or_default());
    let parts = [code, reason.as_ref(), description.as_ref()];
    let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    Ok(sink.add(party, &Property::Fact(FactKind::Undisclosed, &told), record)?)
}

fn date(
    party: DraftParty,
    kind: DateKind,
    written: &str,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let date = read_date(written, kind.name(), record, sink);
    Ok(sink.add(party, &Property::Date { kind, date, written }, record)?)
}

fn read_date(written: &str, place: &str, record: Record<'_>, sink: &mut Sink<'_>) -> Option<PartialDate> {
    if written.is_empty() {
        return None;
    }
    let date = dates::read(written, DateOrder::YearFirst);
    if date.is_none() {
        sink.unread(record, place, Reason::BadTime, written);
    }
    date
}

fn relationship(
    details: Object<'_>,
    statement: &str,
    closed: &str,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let missing = |name: &str| Refusal::whole(Reason::MissingField, name);
    let subject = reference(details, "subject", &["describedByEntityStatement"]);
    let subject = subject.filter(|subject| !subject.is_empty()).ok_or_else(|| missing("subject"))?;
    let described = ["describedByPersonStatement", "describedByEntityStatement"];
    let holder = reference(details, "interestedParty", &described).filter(|holder| !holder.is_empty());
    let party = details.object("interestedParty");
    let why = party.map(|party| party.object("unspecified").unwrap_or(party));
    let reason = why.map(|why| why.text("reason")).unwrap_or_default();
    if holder.is_none() && reason.is_empty() {
        return Err(missing("interestedParty"));
    }
    let subject = sink.builder.refer(PartyRef { scope: SCOPE, id: &subject })?;
    let holder = holder.map(|holder| sink.builder.refer(PartyRef { scope: SCOPE, id: &holder })).transpose()?;
    let description = why.map(|why| why.text("description")).unwrap_or_default();
    let told = Relation {
        interest: Interest::Unknown,
        statement,
        unspecified: if holder.is_none() { &reason } else { "" },
        role: if holder.is_none() { &description } else { "" },
        until: read_date(closed, "statementDate", record, sink),
        ..Relation::new(RelationKind::Owns)
    };
    let mut any = false;
    for interest in details.objects("interests") {
        any = true;
        let code = interest.text("type");
        let (kind, of) = kind_of(&code);
        let share = interest.object("share").and_then(|share| read_share(share, record, sink));
        let directness = match interest.first(&["directOrIndirect", "interestLevel"]).as_ref() {
            "direct" => Directness::Direct,
            "indirect" => Directness::Indirect,
            _ => Directness::Unknown,
        };
        let until = read_date(&interest.text("endDate"), "endDate", record, sink).or(told.until);
        let relation = Relation {
            kind,
            interest: of,
            share,
            directness,
            beneficial: interest.is_true("beneficialOwnershipOrControl"),
            from: read_date(&interest.text("startDate"), "startDate", record, sink),
            until,
            role: if holder.is_none() { told.role } else { &code },
            ..told
        };
        sink.relate(holder, subject, &relation, record)?;
    }
    if !any {
        // An interest of which nothing is told but that it is there.
        let controls = Relation { kind: RelationKind::Controls, ..told };
        sink.relate(holder, subject, if holder.is_none() { &told } else { &controls }, record)?;
    }
    Ok(())
}

// The identifier of whom a relationship is about: a text, or an object that describes it.
fn reference<'v>(details: Object<'v>, name: &str, described: &[&str]) -> Option<Cow<'v, str>> {
    match details.get(name)? {
        Value::Object(object) => Some(Object(object).first(described)),
        value => Some(text(value)),
    }
}

// Hyphens and capitals of the code lists of the versions do not matter.
fn kind_of(code: &str) -> (RelationKind, Interest) {
    let plain: String = code.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        "shareholding" => (RelationKind::Owns, Interest::Shares),
        "votingrights" => (RelationKind::Owns, Interest::Votes),
        "rightstosurplusassetsondissolution" | "rightstosurplusassets" => (RelationKind::Owns, Interest::Surplus),
        "rightstoprofitorincome" | "enjoymentanduseofassets" | "righttoprofitorincomefromassets" => {
            (RelationKind::Owns, Interest::Income)
        }
        "appointmentofboard" => (RelationKind::Controls, Interest::Board),
        "seniormanagingofficial" | "boardmember" | "boardchair" => (RelationKind::Directs, Interest::Manager),
        "settlor" | "settloroftrust" => (RelationKind::Controls, Interest::Settlor),
        "trustee" | "trusteeoftrust" => (RelationKind::Controls, Interest::Trustee),
        "protector" | "protectoroftrust" => (RelationKind::Controls, Interest::Protector),
        "beneficiaryoflegalarrangement" | "beneficiaryoftrust" => (RelationKind::Controls, Interest::Beneficiary),
        "nominee" => (RelationKind::Represents, Interest::Unknown),
        "rightsgrantedbycontract"
        | "conditionalrightsgrantedbycontract"
        | "controlviacompanyrulesorarticles"
        | "controlbylegalframework" => (RelationKind::Controls, Interest::Contract),
        "otherinfluenceorcontrol" | "influenceorcontrol" | "otherinfluenceorcontroloftrust" => {
            (RelationKind::Controls, Interest::Influence)
        }
        _ => (RelationKind::Owns, Interest::Unknown),
    }
}

fn read_share(share: Object<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Option<Share> {
    let names = ["exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
    let [exact, least, most, above, below] = names.map(|name| share.text(name));
    let mut read = |written: &str| {
        // Before 0.4 the exclusive bounds were said to be so by `true`.
        if matches!(written, "" | "true" | "false") {
            return None;
        }
        let parts = Share::percent(written);
        if parts.is_none() {
            sink.unread(record, "share", Reason::BadShare, written);
        }
        parts
    };
    if let Some((least, most)) = read(&exact) {
        return Share::range(least, most);
    }
    let (least, most, above_bound, below_bound) = (read(&least), read(&most), read(&above), read(&below));
    if least.is_none() && most.is_none() && above_bound.is_none() && below_bound.is_none() {
        return None;
    }
    let from = above_bound.or(least).map_or(0, |(least, _)| least);
    let to = below_bound.or(most).map_or(Share::WHOLE, |(_, most)| most);
    let open = (above_bound.is_some() || above == "true", below_bound.is_some() || below == "true");
    Share::range(from, to).map(|share| share.open(open.0, open.1))
}
