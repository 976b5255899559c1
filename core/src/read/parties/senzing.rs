//! JSON lines of Senzing: records as they are given to its engine, with attributes in capitals, alone or in lists; and the
//! entities that it resolved.
//!
//! A record points to others by keys (`REL_POINTER_KEY`) that others carry as anchors (`REL_ANCHOR_KEY`). What a pointer
//! means stands in its role: `Owns 60%` is said of the record, `shareholding 75% 100%` of the one it points to.
//! Records that were resolved to one entity are told to be the same; how likely that is, the engine knew.

use super::super::{DateOrder, Reason};
use super::dates;
use super::roles;
use super::schemes;
use super::sink::{Record, Refusal, Sink};
use super::table::{anchors, kind_of};
use super::values::{Object, parse, text};
use crate::model::{
    Address, ContactKind, CountryKind, DateKind, ExposureKind, FactKind, IdentifierKind, Listing, NameKind, PartyKind,
    PartyRef, Property, ProtectedKind, Relation, RelationKind,
};
use crate::parties::DraftParty;
use serde_json::Value;
use std::borrow::Cow;

/// Whether an object with these members is a record.
pub(super) fn is_record(members: &[String]) -> bool {
    ["DATA_SOURCE", "RECORD_ID"].iter().all(|name| members.iter().any(|member| member == name))
}

/// Whether an object with these members is an entity that was resolved.
pub(super) fn is_resolved(members: &[String]) -> bool {
    members.iter().any(|member| member == "RESOLVED_ENTITY")
}

/// Reads a record.
pub(super) fn read(line: &str, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let object = parse(line)?;
    let whole = Object(&object);
    let (scope, id) = (whole.text("DATA_SOURCE"), whole.text("RECORD_ID"));
    if id.is_empty() {
        return Err(Refusal::whole(Reason::MissingField, "RECORD_ID"));
    }
    let who = PartyRef { scope: &scope, id: &id };
    let party = sink.party(who, kind_of(&whole.text("RECORD_TYPE")), record)?;
    // Pointers name the record itself where it has no anchor of its own.
    sink.builder.alias(PartyRef { scope: &anchors(&scope), id: &id }, who)?;
    for replaced in whole.objects("replaces_statements") {
        let old = replaced.text("statementID");
        if !old.is_empty() {
            sink.builder.alias(PartyRef { scope: &scope, id: &old }, who)?;
            sink.builder.alias(PartyRef { scope: &anchors(&scope), id: &old }, who)?;
        }
    }
    features(party, whole, who, record, sink)?;
    for (name, value) in &object {
        let groups = match value {
            Value::Array(groups) => groups.as_slice(),
            Value::Object(_) => std::slice::from_ref(value),
            _ => continue,
        };
        for group in groups {
            if let Value::Object(group) = group
                && name != "replaces_statements"
            {
                features(party, Object(group), who, record, sink)?;
                relationship(party, Object(group), who, record, sink)?;
            }
        }
    }
    relationship(party, whole, who, record, sink)
}

// Members whose names end so, whatever says before it which of several it is: PRIMARY_NAME_FULL, NAME_FULL.
fn ending<'v>(group: Object<'v>, end: &str) -> Vec<(&'v str, Cow<'v, str>)> {
    let fits = |name: &str| name.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('_'));
    let members = group.0.iter().filter(|(name, _)| fits(name)).map(|(name, value)| (name.as_str(), text(value)));
    members.filter(|(_, text)| !text.is_empty()).collect()
}

fn one<'v>(group: Object<'v>, end: &str) -> Cow<'v, str> {
    ending(group, end).into_iter().next().map(|(_, text)| text).unwrap_or_default()
}

fn features(
    party: DraftParty,
    group: Object<'_>,
    who: PartyRef<'_>,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let parts = ["NAME_FIRST", "NAME_MIDDLE", "NAME_LAST"].map(|end| one(group, end));
    let composed = parts.iter().filter(|part| !part.is_empty()).map(AsRef::as_ref).collect::<Vec<_>>().join(" ");
    for (name, text) in [ending(group, "NAME_FULL"), ending(group, "NAME_ORG")].concat() {
        let usage = one(group, "NAME_TYPE");
        let primary =
            name.starts_with("PRIMARY") || name.starts_with("NAME") && matches!(usage.as_ref(), "" | "PRIMARY");
        let kind = match usage.as_ref() {
            "FORMER" | "MAIDEN" => NameKind::Former,
            _ if primary => NameKind::Primary,
            _ => NameKind::Alias,
        };
        sink.add(party, &Property::Name(kind, &text), record)?;
    }
    sink.add(party, &Property::Name(NameKind::Primary, &composed), record)?;

    for (end, kind) in [
        ("DATE_OF_BIRTH", DateKind::Birth),
        ("REGISTRATION_DATE", DateKind::Registration),
        ("DATE_OF_DEATH", DateKind::End),
        ("dissolutionDate", DateKind::End),
    ] {
        for (name, written) in ending(group, end) {
            let date = dates::read(&written, DateOrder::MonthFirst);
            if date.is_none() {
                sink.unread(record, name, Reason::BadTime, &written);
            }
            sink.add(party, &Property::Date { kind, date, written: &written }, record)?;
        }
    }
    numbers(party, group, record, sink)?;
    let text = ["ADDR_LINE1", "ADDR_LINE2", "ADDR_LINE3"].map(|end| one(group, end));
    let text = text.iter().filter(|part| !part.is_empty()).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    let full = one(group, "ADDR_FULL");
    let address = Address {
        purpose: &one(group, "ADDR_TYPE"),
        text: if text.is_empty() { &full } else { &text },
        town: &one(group, "ADDR_CITY"),
        region: &one(group, "ADDR_STATE"),
        postcode: &one(group, "ADDR_POSTAL_CODE"),
        country: &one(group, "ADDR_COUNTRY"),
    };
    sink.add(party, &Property::Address(address), record)?;
    for (end, kind) in [
        ("PHONE_NUMBER", ContactKind::Phone),
        ("EMAIL_ADDRESS", ContactKind::Email),
        ("WEBSITE_ADDRESS", ContactKind::Website),
    ] {
        for (_, text) in ending(group, end) {
            sink.add(party, &Property::Contact(kind, &text), record)?;
        }
    }
    for (end, kind) in [
        ("NATIONALITY", ProtectedKind::Nationality),
        ("CITIZENSHIP", ProtectedKind::Citizenship),
        ("GENDER", ProtectedKind::Sex),
        ("PLACE_OF_BIRTH", ProtectedKind::BirthPlace),
    ] {
        for (_, text) in ending(group, end) {
            sink.add(party, &Property::Protected(kind, &text), record)?;
        }
    }
    sink.add(party, &Property::Country(CountryKind::Jurisdiction, &one(group, "REGISTRATION_COUNTRY")), record)?;
    sink.add(party, &Property::Country(CountryKind::Residence, &one(group, "COUNTRY_OF_RESIDENCE")), record)?;
    for (end, kind) in [("EMPLOYER", FactKind::Employer), ("TITLE", FactKind::Position)] {
        sink.add(party, &Property::Fact(kind, &one(group, end)), record)?;
    }
    for topic in group.texts("TOPIC") {
        sink.add(party, &Property::Fact(FactKind::Topic, &topic), record)?;
        let exposure = |kind| Property::Exposure { kind, exposed: true, written: &topic };
        match topic.as_ref() {
            "role.pep" => sink.add(party, &exposure(ExposureKind::Holder), record)?,
            "role.rca" => sink.add(party, &exposure(ExposureKind::Relative), record)?,
            "sanction" => {
                let listing = Listing { list: who.scope, programme: &topic, id: who.id, date: None };
                sink.add(party, &Property::Listing(listing), record)?;
            }
            _ => {}
        }
    }
    Ok(())
}

// Attributes of identifiers: the number, and what is its kind and its country beside it.
const NUMBERS: [(&str, Option<IdentifierKind>); 14] = [
    ("PASSPORT", Some(IdentifierKind::Passport)),
    ("DRIVERS_LICENSE", Some(IdentifierKind::Licence)),
    ("SSN", Some(IdentifierKind::National)),
    ("NATIONAL_ID", None),
    ("TAX_ID", Some(IdentifierKind::Tax)),
    ("OTHER_ID", None),
    ("TRUSTED_ID", Some(IdentifierKind::Other)),
    ("LEI", Some(IdentifierKind::Lei)),
    ("DUNS", Some(IdentifierKind::Other)),
    ("NPI", Some(IdentifierKind::Other)),
    ("ACCOUNT", Some(IdentifierKind::Other)),
    ("IMO", Some(IdentifierKind::Imo)),
    ("MMSI", Some(IdentifierKind::Other)),
    ("CALL_SIGN", Some(IdentifierKind::Other)),
];

fn numbers(party: DraftParty, group: Object<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    for (name, kind) in NUMBERS {
        for (_, number) in ending(group, &format!("{name}_NUMBER")) {
            let written = one(group, &format!("{name}_TYPE"));
            let scheme = if written.is_empty() { name } else { written.as_ref() };
            let country = one(group, &format!("{name}_COUNTRY"));
            let state = one(group, &format!("{name}_STATE"));
            let scheme = if state.is_empty() { scheme.to_owned() } else { format!("{scheme} {state}") };
            let found = kind.unwrap_or_else(|| match schemes::kind(&scheme) {
                IdentifierKind::Other if name == "NATIONAL_ID" => IdentifierKind::National,
                found => found,
            });
            let told = Property::Identifier { kind: found, number: &number, scheme: &scheme, country: &country };
            sink.add(party, &told, record)?;
        }
    }
    Ok(())
}

fn relationship(
    party: DraftParty,
    group: Object<'_>,
    who: PartyRef<'_>,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let domain = |name: &str| {
        let domain = group.text(name);
        anchors(if domain.is_empty() { who.scope } else { &domain })
    };
    let anchor = group.text("REL_ANCHOR_KEY");
    if !anchor.is_empty() {
        sink.builder.alias(PartyRef { scope: &domain("REL_ANCHOR_DOMAIN"), id: &anchor }, who)?;
    }
    let pointer = group.text("REL_POINTER_KEY");
    if pointer.is_empty() {
        return Ok(());
    }
    let other = sink.builder.refer(PartyRef { scope: &domain("REL_POINTER_DOMAIN"), id: &pointer })?;
    let words = group.text("REL_POINTER_ROLE");
    let role = roles::role(&words);
    let mut date = |name: &str| {
        let written = group.text(name);
        let date = dates::read(&written, DateOrder::YearFirst);
        if date.is_none() && !written.is_empty() {
            sink.unread(record, name, Reason::BadTime, &written);
        }
        date
    };
    let told = Relation {
        interest: role.interest,
        share: role.share,
        from: date("REL_POINTER_FROM_DATE"),
        until: date("REL_POINTER_THRU_DATE"),
        role: &words,
        ..Relation::new(role.kind)
    };
    let (first, second) = if role.reversed { (other, party) } else { (party, other) };
    Ok(sink.relate(Some(first), second, &told, record)?)
}

/// Reads an entity that was resolved: its records are the same, and others are possibly so.
pub(super) fn read_resolved(line: &str, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let object = parse(line)?;
    let whole = Object(&object);
    let Some(entity) = whole.object("RESOLVED_ENTITY") else {
        return Err(Refusal::whole(Reason::MissingField, "RESOLVED_ENTITY"));
    };
    let of = |record: Object<'_>| (record.text("DATA_SOURCE").into_owned(), record.text("RECORD_ID").into_owned());
    let mut records: Vec<((String, String), Object<'_>)> =
        entity.objects("RECORDS").map(|record| (of(record), record)).filter(|((_, id), _)| !id.is_empty()).collect();
    records.sort_by(|a, b| a.0.cmp(&b.0));
    let Some(((scope, id), _)) = records.first() else {
        return Err(Refusal::whole(Reason::MissingField, "RECORDS"));
    };
    let first = sink.party(PartyRef { scope, id }, PartyKind::Unknown, record)?;
    for ((scope, id), one) in &records {
        let party = sink.builder.refer(PartyRef { scope, id })?;
        sink.add(party, &Property::Name(NameKind::Alias, &one.text("ENTITY_DESC")), record)?;
        if party != first {
            // Told of whichever of the two came second.
            let own = one.text("MATCH_KEY");
            let role = if own.is_empty() { records[0].1.text("MATCH_KEY") } else { own };
            sink.relate(Some(first), party, &Relation { role: &role, ..Relation::new(RelationKind::SameAs) }, record)?;
        }
    }
    let mut disclosed = false;
    for related in whole.objects("RELATED_ENTITIES") {
        let level = related.text("MATCH_LEVEL_CODE");
        if level == "DISCLOSED" {
            disclosed = true;
            continue;
        }
        let mut others: Vec<(String, String)> = related.objects("RECORDS").map(of).collect();
        others.sort();
        if let Some((scope, id)) = others.first().filter(|(_, id)| !id.is_empty()) {
            let other = sink.builder.refer(PartyRef { scope, id })?;
            let role = format!("{level} {}", related.text("MATCH_KEY"));
            let told = Relation { role: &role, ..Relation::new(RelationKind::LinkedTo) };
            sink.relate(Some(first), other, &told, record)?;
        }
    }
    if disclosed {
        sink.note("disclosed-left-out", || {
            "relations that were disclosed are told by the records themselves, and left out here".to_owned()
        });
    }
    Ok(())
}
