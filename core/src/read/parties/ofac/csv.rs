//! The four tables: entries, addresses, aliases, comments. They have no header, `-0-` for nothing, and are told by their
//! shape.

use super::super::lines::Lines;
use super::super::reading::{Halt, Records};
use super::super::sink::{Record, Refusal, Sink};
use super::{SCOPE, labels, remarks};
use crate::model::{
    Address, CountryKind, FactKind, IdentifierKind, NameKind, PartyKind, PartyRef, Property, Relation, RelationKind,
};
use crate::read::Reason;
use crate::read::fields::quoted_fields;
use crate::read::layout;

/// Which of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum OfacTable {
    Entries,
    Addresses,
    Aliases,
    Comments,
}

/// Which table a text is that begins so.
pub(in super::super) fn table(head: &str) -> Option<OfacTable> {
    // The mark that ends a file on old systems is no row.
    let blank = |line: &str| matches!(line.trim(), "" | "\u{1a}");
    let rows = layout::lines(head).map(|(_, line)| line).filter(|line| !blank(line)).take(20);
    let rows: Vec<Vec<String>> = rows
        .filter_map(|line| layout::split(line, b','))
        .map(|row| row.iter().map(|field| field.trim().to_owned()).collect())
        .collect();
    let digits = |text: &String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A few rows may be wrong, and are rejected later.
    let all = |is: &dyn Fn(&Vec<String>) -> bool| {
        rows.first().is_some_and(is) && 2 * rows.iter().filter(|row| is(row)).count() > rows.len()
    };
    let nothing = rows.iter().flatten().any(|field| field == "-0-");
    let kinds = ["-0-", "individual", "vessel", "aircraft"];
    match () {
        () if all(&|row| row.len() == 12 && digits(&row[0]) && kinds.contains(&row[2].as_str())) => {
            Some(OfacTable::Entries)
        }
        () if all(&|row| row.len() == 6 && digits(&row[0]) && digits(&row[1])) && nothing => Some(OfacTable::Addresses),
        () if all(&|row| row.len() == 5 && digits(&row[0]) && ["aka", "fka", "nka"].contains(&row[2].as_str())) => {
            Some(OfacTable::Aliases)
        }
        () if all(&|row| row.len() == 2 && digits(&row[0]))
            && rows.iter().any(|row| row[1].split(';').any(|text| labels::label(text.trim()).is_some())) =>
        {
            Some(OfacTable::Comments)
        }
        () => None,
    }
}

impl OfacTable {
    const fn width(self) -> usize {
        match self {
            Self::Entries => 12,
            Self::Addresses => 6,
            Self::Aliases => 5,
            Self::Comments => 2,
        }
    }
}

/// Reads the rows of one table.
#[derive(Debug)]
pub(in super::super) struct OfacReader {
    table: OfacTable,
    lines: Lines,
    text: Vec<u8>,
    spans: Vec<(usize, usize)>,
}

impl OfacReader {
    pub(in super::super) fn new(table: OfacTable, newline: u8) -> Self {
        Self { table, lines: Lines::new(Some(b','), newline, 0, true), text: Vec::new(), spans: Vec::new() }
    }
}

impl Records for OfacReader {
    fn read(&mut self, bytes: &[u8], last: bool, sink: &mut Sink<'_>) -> Result<usize, Halt> {
        let Self { table, lines, text, spans } = self;
        Ok(lines.read(bytes, last, sink, &mut |line, record, sink| {
            quoted_fields(line.as_bytes(), b',', text, spans)
                .map_err(|(at, reason)| Refusal::Fault(at as u16 + 1, reason, String::new()))?;
            match spans.len() {
                fewer if fewer < table.width() => return Err(Refusal::whole(Reason::TooFewFields, "")),
                more if more > table.width() => return Err(Refusal::whole(Reason::TooManyFields, "")),
                _ => {}
            }
            let fields: Vec<&str> = spans
                .iter()
                .map(|(from, to)| {
                    // Whole fields of a text are text.
                    let field = std::str::from_utf8(&text[*from..*to]).unwrap_or_default().trim();
                    if field == "-0-" { "" } else { field }
                })
                .collect();
            if fields[0].is_empty() {
                return Err(Refusal::Fault(1, Reason::MissingField, String::new()));
            }
            match table {
                OfacTable::Entries => entry(&fields, record, sink),
                OfacTable::Addresses => address(&fields, record, sink),
                OfacTable::Aliases => alias(&fields, record, sink),
                OfacTable::Comments => {
                    let party = sink.builder.refer(PartyRef { scope: SCOPE, id: fields[0] })?;
                    remarks::tell(party, fields[1], true, record, sink)
                }
            }
        })?)
    }
}

// ent_num, name, type, programme, title, call sign, vessel type, tonnage, gross tonnage, flag, owner, remarks
fn entry(fields: &[&str], record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let id = fields[0];
    if fields[1].is_empty() {
        return Err(Refusal::Fault(2, Reason::MissingField, String::new()));
    }
    let kind = match fields[2] {
        "individual" => PartyKind::Person,
        "vessel" => PartyKind::Vessel,
        "aircraft" => PartyKind::Aircraft,
        "" => PartyKind::Organization,
        // No entry of a list is lost for a word that is new to us.
        other => {
            sink.unread(record, "type", Reason::BadValue, other);
            PartyKind::Unknown
        }
    };
    let party = sink.party(PartyRef { scope: SCOPE, id }, kind, record)?;
    sink.add(party, &Property::Name(NameKind::Primary, fields[1]), record)?;
    labels::programmes(party, fields[3], id, record, sink)?;
    sink.add(party, &Property::Fact(FactKind::Position, fields[4]), record)?;
    let call_sign =
        Property::Identifier { kind: IdentifierKind::Other, number: fields[5], scheme: "Call Sign", country: "" };
    sink.add(party, &call_sign, record)?;
    sink.add(party, &Property::Fact(FactKind::Form, fields[6]), record)?;
    for (name, value) in [("tonnage", fields[7]), ("gross registered tonnage", fields[8])] {
        if !value.is_empty() {
            labels::remark(party, &format!("{name} {value}"), record, sink)?;
        }
    }
    sink.add(party, &Property::Country(CountryKind::Flag, fields[9]), record)?;
    if !fields[10].is_empty() {
        let owner = sink.builder.refer_by_name(SCOPE, fields[10])?;
        let told = Relation { role: "vessel owner", ..Relation::new(RelationKind::Owns) };
        sink.relate(Some(owner), party, &told, record)?;
    }
    remarks::tell(party, fields[11], false, record, sink)
}

// ent_num, add_num, street, city and postcode, country, remarks
fn address(fields: &[&str], record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let party = sink.builder.refer(PartyRef { scope: SCOPE, id: fields[0] })?;
    if fields[2].is_empty() && fields[3].is_empty() {
        sink.add(party, &Property::Country(CountryKind::Linked, fields[4]), record)?;
    } else {
        let address = Address { text: fields[2], town: fields[3], country: fields[4], ..Address::default() };
        sink.add(party, &Property::Address(address), record)?;
    }
    labels::remark(party, fields[5], record, sink)
}

// ent_num, alt_num, type, name, remarks
fn alias(fields: &[&str], record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let kind = match fields[2] {
        "aka" | "nka" => NameKind::Alias,
        "fka" => NameKind::Former,
        other => {
            sink.unread(record, "type", Reason::BadValue, other);
            NameKind::Alias
        }
    };
    if fields[3].is_empty() {
        return Err(Refusal::Fault(4, Reason::MissingField, String::new()));
    }
    let party = sink.builder.refer(PartyRef { scope: SCOPE, id: fields[0] })?;
    labels::alias(party, kind, fields[3], record, sink)?;
    labels::remark(party, fields[4], record, sink)
}
