//! Rows of a table of parties, or lines of JSON objects, into the register, by the plan of their file.

mod properties;
mod relation;
mod vocabulary;
mod who;

pub(super) use vocabulary::kind_of;
pub(super) use who::anchors;

use super::super::fields::quoted_fields;
use super::super::{JsonFields, Reason, Shape, is_absent};
use super::columns::{End, Meaning, PartyRole, RelationRole};
use super::dates;
use super::lines::Lines;
use super::plan::PartyPlan;
use super::sink::{Record, Refusal, Sink};
use crate::model::PartialDate;
use crate::parties::RegisterFull;
use std::borrow::Cow;

/// Reads rows of one file.
#[derive(Debug)]
pub(super) struct TableReader {
    plan: PartyPlan,
    lines: Lines,
    delimiter: Option<u8>,
    json: Option<JsonFields>,
    cells: Vec<Cell>,
    others: Vec<End>,
    groups: Vec<String>,
    text: Vec<u8>,
    spans: Vec<(usize, usize)>,
}

/// A column that means something, or a constant.
#[derive(Clone, Debug)]
struct Cell {
    meaning: Meaning,
    /// The column, from 0; past the last for a constant.
    at: usize,
    /// What it goes together with, as a place among the groups.
    group: usize,
    constant: String,
}

/// The values of a row.
struct Row<'r> {
    cells: &'r [Cell],
    fields: &'r [&'r str],
    record: Record<'r>,
}

impl<'r> Row<'r> {
    fn value(&self, cell: &'r Cell) -> &'r str {
        let text = self.fields.get(cell.at).copied().unwrap_or(cell.constant.as_str()).trim();
        if is_absent(text.as_bytes()) { "" } else { text }
    }

    /// The values of a role, none of them empty, with their cells.
    fn all(&self, meaning: Meaning) -> impl Iterator<Item = (&'r Cell, &'r str)> {
        let with = move |cell: &&Cell| cell.meaning == meaning;
        self.cells.iter().filter(with).map(|cell| (cell, self.value(cell))).filter(|(_, value)| !value.is_empty())
    }

    fn one(&self, end: End, role: PartyRole) -> &'r str {
        self.all(Meaning::Party(end, role)).next().map_or("", |(_, value)| value)
    }

    fn told(&self, role: RelationRole) -> &'r str {
        self.all(Meaning::Relation(role)).next().map_or("", |(_, value)| value)
    }

    /// The column of a role, from 1; 0 where none is.
    fn column(&self, meaning: Meaning) -> u16 {
        let cell = self.cells.iter().find(|cell| cell.meaning == meaning && cell.at < self.fields.len());
        cell.map_or(0, |cell| u16::try_from(cell.at + 1).unwrap_or(u16::MAX))
    }
}

impl TableReader {
    /// A reader of the rows behind the header; `newline` ends them.
    pub(super) fn new(plan: PartyPlan, newline: u8, lenient: bool) -> Self {
        let (delimiter, done) = match plan.shape {
            Shape::Delimited { delimiter, first_row } => (Some(delimiter), first_row.saturating_sub(1)),
            Shape::NdJson | Shape::Messages => (None, 0),
        };
        let mut groups: Vec<String> = Vec::new();
        let mut group = |name: &str| {
            groups.iter().position(|known| known == name).unwrap_or_else(|| {
                groups.push(name.to_owned());
                groups.len() - 1
            })
        };
        let mut cells: Vec<Cell> = Vec::new();
        for (at, column) in plan.columns.iter().enumerate() {
            if let Some(meaning) = column.meaning {
                cells.push(Cell { meaning, at, group: group(&column.group), constant: String::new() });
            }
        }
        for (meaning, value) in &plan.fixed {
            cells.push(Cell { meaning: *meaning, at: usize::MAX, group: group(""), constant: value.clone() });
        }
        let others = End::ALL.iter().copied().filter(|end| *end != End::Own && plan.has(*end)).collect();
        let json = matches!(plan.shape, Shape::NdJson).then(|| {
            let wanted = plan.columns.iter().enumerate().filter(|(_, column)| column.meaning.is_some());
            JsonFields::of(wanted.map(|(at, column)| (column.name.clone(), at)).collect(), plan.columns.len())
        });
        Self {
            lines: Lines::new(delimiter, newline, done, lenient),
            plan,
            delimiter,
            json,
            cells,
            others,
            groups,
            text: Vec::new(),
            spans: Vec::new(),
        }
    }

    pub(super) fn plan(&self) -> &PartyPlan {
        &self.plan
    }

    /// Reads whole rows; returns how many bytes are done.
    pub(super) fn read(&mut self, bytes: &[u8], last: bool, sink: &mut Sink<'_>) -> Result<usize, RegisterFull> {
        let Self { plan, lines, delimiter, json, cells, others, groups, text, spans } = self;
        let width = plan.columns.len();
        let rows = Rows { plan, cells, others, groups };
        lines.read(bytes, last, sink, &mut |line, record, sink| {
            let mut values: Vec<Option<Cow<'_, str>>> = Vec::new();
            let fields: Vec<&str> = match (&*delimiter, &*json) {
                (Some(delimiter), _) => {
                    quoted_fields(line.as_bytes(), *delimiter, text, spans)
                        .map_err(|(at, reason)| Refusal::Fault(at as u16 + 1, reason, String::new()))?;
                    // Whole fields of a text are text.
                    spans.iter().map(|(from, to)| std::str::from_utf8(&text[*from..*to]).unwrap_or_default()).collect()
                }
                (None, Some(json)) => {
                    json.read(line, &mut values).map_err(|reason| Refusal::whole(reason, ""))?;
                    values.iter().map(|value| value.as_deref().unwrap_or("")).collect()
                }
                (None, None) => Vec::new(),
            };
            match fields.len() {
                fewer if fewer < width => return Err(Refusal::whole(Reason::TooFewFields, "")),
                more if more > width => return Err(Refusal::whole(Reason::TooManyFields, "")),
                _ => {}
            }
            rows.read(&Row { cells: rows.cells, fields: &fields, record }, sink)
        })
    }
}

/// What all rows of a file are read by.
struct Rows<'p> {
    plan: &'p PartyPlan,
    cells: &'p [Cell],
    others: &'p [End],
    groups: &'p [String],
}

impl Rows<'_> {
    fn read(&self, row: &Row<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let Some(own) = self.who(End::Own, row, sink)? else {
            let column = [PartyRole::Id, PartyRole::Name, PartyRole::OrganizationName, PartyRole::Reference]
                .iter()
                .map(|role| row.column(Meaning::Party(End::Own, *role)))
                .find(|column| *column > 0);
            return Err(Refusal::Fault(column.unwrap_or(0), Reason::MissingField, String::new()));
        };
        // What an accounts file is about.
        let account = Meaning::Party(End::Own, PartyRole::Account);
        if self.plan.known.is_some() && row.all(account).next().is_none() {
            return Err(Refusal::Fault(row.column(account), Reason::MissingField, String::new()));
        }
        self.properties(End::Own, &own, row, sink)?;
        for end in self.others {
            self.relation(*end, &own, row, sink)?;
        }
        Ok(())
    }

    pub(super) fn date(&self, cell: &Cell, written: &str, row: &Row<'_>, sink: &mut Sink<'_>) -> Option<PartialDate> {
        let date = dates::read(written, self.plan.date_order);
        if date.is_none() {
            self.unread(cell, written, Reason::BadTime, row, sink);
        }
        date
    }

    pub(super) fn unread(&self, cell: &Cell, written: &str, reason: Reason, row: &Row<'_>, sink: &mut Sink<'_>) {
        let name = self.plan.columns.get(cell.at).map_or("", |column| column.name.as_str());
        sink.unread(row.record, name, reason, written);
    }
}
