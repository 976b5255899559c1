//! `targets.simple.csv` of OpenSanctions: an entity a row, several values in a field apart by semicolons.

use super::super::fields::quoted_fields;
use super::super::{DateOrder, Reason};
use super::dates;
use super::lines::Lines;
use super::reading::{Halt, Records};
use super::sink::{Record, Refusal, Sink};
use crate::model::{
    Address, ContactKind, CountryKind, DateKind, IdentifierKind, Listing, NameKind, PartyKind, PartyRef, Property,
};

/// The namespace of entities.
const SCOPE: &str = "opensanctions";

const NECESSARY: [&str; 5] = ["id", "schema", "name", "aliases", "birth_date"];

/// Reads the rows of one file.
#[derive(Debug)]
pub(super) struct OpenSanctionsReader {
    lines: Lines,
    columns: Vec<String>,
    text: Vec<u8>,
    spans: Vec<(usize, usize)>,
}

/// The columns, when this is the header.
pub(super) fn header(line: &str) -> Option<Vec<String>> {
    let columns: Vec<String> = line.trim_end().split(',').map(|name| name.trim_matches('"').to_owned()).collect();
    NECESSARY.iter().all(|name| columns.iter().any(|column| column == name)).then_some(columns)
}

impl OpenSanctionsReader {
    pub(super) fn new(columns: Vec<String>, newline: u8) -> Self {
        Self { lines: Lines::new(Some(b','), newline, 0, true), columns, text: Vec::new(), spans: Vec::new() }
    }
}

impl Records for OpenSanctionsReader {
    fn read(&mut self, bytes: &[u8], last: bool, sink: &mut Sink<'_>) -> Result<usize, Halt> {
        let Self { lines, columns, text, spans } = self;
        Ok(lines.read(bytes, last, sink, &mut |line, record, sink| {
            if record.line == 1 {
                return Err(Refusal::Header);
            }
            quoted_fields(line.as_bytes(), b',', text, spans)
                .map_err(|(at, reason)| Refusal::Fault(at as u16 + 1, reason, String::new()))?;
            match spans.len() {
                fewer if fewer < columns.len() => return Err(Refusal::whole(Reason::TooFewFields, "")),
                more if more > columns.len() => return Err(Refusal::whole(Reason::TooManyFields, "")),
                _ => {}
            }
            let field = |name: &str| -> &str {
                let at = columns.iter().position(|column| column == name);
                // Whole fields of a text are text.
                at.map_or("", |at| std::str::from_utf8(&text[spans[at].0..spans[at].1]).unwrap_or_default().trim())
            };
            target(&field, record, sink)
        })?)
    }
}

fn target<'t>(field: &dyn Fn(&str) -> &'t str, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let id = field("id");
    if id.is_empty() {
        return Err(Refusal::Fault(1, Reason::MissingField, String::new()));
    }
    let kind = match field("schema") {
        "Person" => PartyKind::Person,
        "Company" => PartyKind::Company,
        "Organization" => PartyKind::Organization,
        "PublicBody" => PartyKind::PublicBody,
        "Vessel" => PartyKind::Vessel,
        "Airplane" => PartyKind::Aircraft,
        "LegalEntity" => PartyKind::Unknown,
        other => return Err(Refusal::Fault(2, Reason::NotAParty, other.to_owned())),
    };
    let party = sink.party(PartyRef { scope: SCOPE, id }, kind, record)?;
    sink.add(party, &Property::Name(NameKind::Primary, field("name")), record)?;
    let each = |name: &str| field(name).split(';').map(str::trim).filter(|text| !text.is_empty());
    for name in each("aliases") {
        sink.add(party, &Property::Name(NameKind::Alias, name), record)?;
    }
    let of_date = if kind == PartyKind::Person { DateKind::Birth } else { DateKind::Registration };
    for written in each("birth_date") {
        let date = dates::read(written, DateOrder::YearFirst);
        if date.is_none() {
            sink.unread(record, "birth_date", Reason::BadTime, written);
        }
        sink.add(party, &Property::Date { kind: of_date, date, written }, record)?;
    }
    for country in each("countries") {
        sink.add(party, &Property::Country(CountryKind::Linked, country), record)?;
    }
    for text in each("addresses") {
        sink.add(party, &Property::Address(Address { text, ..Address::default() }), record)?;
    }
    for number in each("identifiers") {
        let told = Property::Identifier { kind: IdentifierKind::Other, number, scheme: "", country: "" };
        sink.add(party, &told, record)?;
    }
    for phone in each("phones") {
        sink.add(party, &Property::Contact(ContactKind::Phone, phone), record)?;
    }
    for email in each("emails") {
        sink.add(party, &Property::Contact(ContactKind::Email, email), record)?;
    }
    let programme = if field("program_ids").is_empty() { field("sanctions") } else { field("program_ids") };
    for list in each("dataset") {
        sink.add(party, &Property::Listing(Listing { list, programme, id, date: None }), record)?;
    }
    Ok(())
}
