//! Entries of `sdn.xml`.

use super::super::sink::{Record, Refusal, Sink};
use super::super::xml::Element;
use super::{SCOPE, labels};
use crate::model::{
    Address, CountryKind, FactKind, IdentifierKind, NameKind, PartyKind, PartyRef, Property, ProtectedKind, Relation,
    RelationKind,
};
use crate::parties::DraftParty;
use crate::read::Reason;

/// Whether an element is an entry.
pub(in super::super) fn is_entry(name: &str) -> bool {
    name == "sdnEntry"
}

/// Reads an entry.
pub(in super::super) fn entry(entry: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let missing = |name: &str| Refusal::whole(Reason::MissingField, name);
    let id = entry.value("uid");
    if id.is_empty() {
        return Err(missing("uid"));
    }
    let name = name(entry);
    if name.is_empty() {
        return Err(missing("lastName"));
    }
    let kind = match entry.value("sdnType") {
        "Individual" => PartyKind::Person,
        "Entity" => PartyKind::Organization,
        "Vessel" => PartyKind::Vessel,
        "Aircraft" => PartyKind::Aircraft,
        "" => PartyKind::Unknown,
        // No entry of a list is lost for a word that is new to us.
        other => {
            sink.unread(record, "sdnType", Reason::BadValue, other);
            PartyKind::Unknown
        }
    };
    let party = sink.party(PartyRef { scope: SCOPE, id }, kind, record)?;
    sink.add(party, &Property::Name(NameKind::Primary, &name), record)?;
    for programme in entry.all_in("programList", "program") {
        labels::programmes(party, programme.text(), id, record, sink)?;
    }
    sink.add(party, &Property::Fact(FactKind::Position, entry.value("title")), record)?;
    for alias in entry.all_in("akaList", "aka") {
        let kind = match (alias.value("type"), alias.value("category")) {
            ("f.k.a.", _) => NameKind::Former,
            (_, "weak") => NameKind::WeakAlias,
            _ => NameKind::Alias,
        };
        labels::alias(party, kind, &self::name(alias), record, sink)?;
    }
    for address in entry.all_in("addressList", "address") {
        self::address(party, address, record, sink)?;
    }
    for id in entry.all_in("idList", "id") {
        identifier(party, id, record, sink)?;
    }
    for item in entry.all_in("dateOfBirthList", "dateOfBirthItem") {
        labels::tell(party, "DOB", labels::Label::Birth, item.value("dateOfBirth"), "", record, sink)?;
    }
    for (list, item, value, kind) in [
        ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", ProtectedKind::BirthPlace),
        ("nationalityList", "nationality", "country", ProtectedKind::Nationality),
        ("citizenshipList", "citizenship", "country", ProtectedKind::Citizenship),
    ] {
        for item in entry.all_in(list, item) {
            sink.add(party, &Property::Protected(kind, item.value(value)), record)?;
        }
    }
    for vessel in entry.all("vesselInfo") {
        self::vessel(party, vessel, record, sink)?;
    }
    for remark in entry.value("remarks").split(';').map(str::trim) {
        match remark.strip_prefix("(Linked To:").or_else(|| remark.strip_prefix("Linked To:")) {
            Some(other) => {
                let other = other.trim().trim_end_matches(')');
                labels::tell(party, "Linked To:", labels::Label::LinkedTo, other, "", record, sink)?;
            }
            None => labels::remark(party, remark, record, sink)?,
        }
    }
    Ok(())
}

// As the tables write them: the family name first.
fn name(element: Element<'_>) -> String {
    let (last, first) = (element.value("lastName"), element.value("firstName"));
    if first.is_empty() { last.to_owned() } else { format!("{last}, {first}") }
}

fn address(party: DraftParty, address: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let lines = ["address1", "address2", "address3"].map(|line| address.value(line));
    let text = lines.iter().filter(|line| !line.is_empty()).copied().collect::<Vec<_>>().join(", ");
    let told = Address {
        purpose: "",
        text: &text,
        town: address.value("city"),
        region: address.value("stateOrProvince"),
        postcode: address.value("postalCode"),
        country: address.value("country"),
    };
    let mere = [told.text, told.town, told.region, told.postcode].iter().all(|part| part.is_empty());
    let property = if mere { Property::Country(CountryKind::Linked, told.country) } else { Property::Address(told) };
    Ok(sink.add(party, &property, record)?)
}

fn identifier(party: DraftParty, id: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let (scheme, number, country) = (id.value("idType"), id.value("idNumber"), id.value("idCountry"));
    match labels::label(scheme) {
        // The currency of a wallet ends its label.
        Some((_, labels::Label::Wallet, currency)) => {
            labels::tell(party, scheme, labels::Label::Wallet, &format!("{currency} {number}"), country, record, sink)
        }
        Some((_, label, _)) => labels::tell(party, scheme, label, number, country, record, sink),
        None => labels::remark(party, &[scheme, number, country].join(" "), record, sink),
    }
}

fn vessel(party: DraftParty, vessel: Element<'_>, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let number = vessel.value("callSign");
    let call_sign = Property::Identifier { kind: IdentifierKind::Other, number, scheme: "Call Sign", country: "" };
    sink.add(party, &call_sign, record)?;
    sink.add(party, &Property::Fact(FactKind::Form, vessel.value("vesselType")), record)?;
    sink.add(party, &Property::Country(CountryKind::Flag, vessel.value("vesselFlag")), record)?;
    for (name, member) in [("tonnage", "tonnage"), ("gross registered tonnage", "grossRegisteredTonnage")] {
        let value = vessel.value(member);
        if !value.is_empty() {
            labels::remark(party, &format!("{name} {value}"), record, sink)?;
        }
    }
    let owner = vessel.value("vesselOwner");
    if !owner.is_empty() {
        let owner = sink.builder.refer_by_name(SCOPE, owner)?;
        let told = Relation { role: "vessel owner", ..Relation::new(RelationKind::Owns) };
        sink.relate(Some(owner), party, &told, record)?;
    }
    Ok(())
}
