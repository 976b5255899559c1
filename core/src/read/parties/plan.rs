//! What a table of parties means: settled once from its first rows, applied to all of them.

use super::super::json;
use super::super::layout;
use super::super::notation;
use super::super::{DateOrder, DecimalMark, Format, Note, PlanError, PlanErrorKind, Shape, TimeShape, is_absent};
use super::columns::{self, End, Meaning, PartyRole, RelationRole, Understood};
use super::mapping::{self, Mapping};
use super::settle::{Found, settle};
use super::shares::ShareUnit;
use super::{PartyOptions, accounts};
use crate::model::Currency;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// One column of a table of parties and what it was understood to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyColumn {
    /// Its name in the header, or `column 3`.
    pub name: String,
    /// Its role as mapping files have it: `name`, `owner_id`, `share`; `None` when it is read over.
    pub role: Option<String>,
    /// Why it was understood so: `name`, `words`, `mapping`.
    pub why: &'static str,
    pub(super) meaning: Option<Meaning>,
    pub(super) group: String,
}

/// What a table of parties means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyPlan {
    /// How rows are laid out.
    pub shape: Shape,
    /// The columns in their order; for JSON lines the members of the first rows, sorted by name.
    pub columns: Vec<PartyColumn>,
    /// Values that every row has without a column, with their roles.
    pub constants: Vec<(String, String)>,
    /// The order of day and month in dates that could be either.
    pub date_order: DateOrder,
    /// The decimal mark of incomes.
    pub decimal_mark: DecimalMark,
    /// The currency of incomes whose row names none.
    pub currency: Currency,
    /// What shares count.
    pub shares: ShareUnit,
    /// The namespace of identifiers.
    pub scope: String,
    /// What was assumed.
    pub notes: Vec<Note>,
    pub(super) fixed: Vec<(Meaning, String)>,
    /// The program whose accounts these are, where the header is one of its.
    pub(super) known: Option<Format>,
}

// So many rows tell how dates and amounts are written.
const SAMPLE: usize = 2_000;
// An object of more members is no row.
const MEMBERS: usize = 1000;

type Rows<'a> = Vec<Vec<Cow<'a, str>>>;

impl PartyPlan {
    /// Understands a table from its beginning, as text in which every line is complete. `name` is the file's, for messages.
    ///
    /// # Errors
    /// [`PlanError`] when no line names columns that tell who the parties are, or the mapping is wrong.
    pub fn of(head: &str, name: &str, options: &PartyOptions) -> Result<Self, PlanError> {
        let mapping = options.mapping.as_deref().map(Mapping::parse).transpose()?.unwrap_or_default();
        let understanding = Understanding { name, options, mapping };
        if head.trim_start().is_empty() {
            let hint = "look whether the export ran; a header alone would be read";
            return Err(PlanError::new(PlanErrorKind::Empty, format!("{name} is empty"), hint));
        }
        if head.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            understanding.lines(head)
        } else {
            understanding.table(head)
        }
    }

    /// How well the names of columns say that this is a table of parties: how many have a role, 0 where they do not tell
    /// who the parties are.
    pub(super) fn score(&self) -> usize {
        self.columns.iter().filter(|column| column.meaning.is_some()).count()
    }

    /// Whether any column, or a constant, is of this party.
    pub(super) fn has(&self, end: End) -> bool {
        let of = |meaning: &Meaning| matches!(meaning, Meaning::Party(other, _) if *other == end);
        let fixed = self.fixed.iter().map(|(meaning, _)| meaning);
        self.columns.iter().filter_map(|column| column.meaning.as_ref()).chain(fixed).any(of)
    }
}

/// What is known of a table while it is being understood.
struct Understanding<'a> {
    name: &'a str,
    options: &'a PartyOptions,
    mapping: Mapping,
}

/// A line that could be the header.
struct Header {
    // Columns with a role, then rows of the same width below it.
    score: (usize, usize),
    line: u32,
    // The line below it.
    next: u32,
    delimiter: u8,
    columns: Vec<PartyColumn>,
}

impl Understanding<'_> {
    fn table(&self, head: &str) -> Result<PartyPlan, PlanError> {
        let declared = layout::declared(head);
        let start = 1 + u32::from(declared.is_some()) + self.mapping.skip;
        let delimiters = match self.mapping.delimiter.or(declared) {
            Some(delimiter) => vec![delimiter],
            None => layout::DELIMITERS.to_vec(),
        };
        if self.mapping.header == Some(false) {
            return self.without_header(head, start, &delimiters);
        }
        let mut best: Option<Header> = None;
        for (line, text) in layout::lines(head).skip(start as usize - 1).take(layout::HEADER_LINES as usize) {
            if text.trim().is_empty() {
                continue;
            }
            for delimiter in &delimiters {
                let Some((names, next)) = layout::header(head, line, *delimiter) else { continue };
                if names.len() < 2 {
                    continue;
                }
                let columns = self.columns(names);
                if !tells_who(&columns, &self.mapping) {
                    continue;
                }
                let known = columns.iter().filter(|column| column.meaning.is_some()).count();
                let below = layout::lines(head).skip(next as usize - 1).take(50);
                let alike = below.filter_map(|(_, row)| layout::split(row, *delimiter));
                let alike = alike.filter(|row| row.len() == columns.len()).count();
                if best.as_ref().is_none_or(|best| (known, alike) > best.score) {
                    best = Some(Header { score: (known, alike), line, next, delimiter: *delimiter, columns });
                }
            }
            // Only titles stand above a header, and they name no columns.
            if best.is_some() {
                break;
            }
        }
        let Some(Header { line, next, delimiter, columns, .. }) = best else { return Err(self.nobody().at(start, 0)) };
        self.mapped_exist(&columns, line)?;
        let mut plan = self.plan(columns, rows(head, next, delimiter), Shape::Delimited { delimiter, first_row: next });
        if line > 1 && self.mapping.skip == 0 && declared.is_none() {
            let text = format!("the {} lines above the header were read over", line - 1);
            plan.notes.push(Note { topic: "title-lines", text });
        }
        Ok(plan)
    }

    fn without_header(&self, head: &str, start: u32, delimiters: &[u8]) -> Result<PartyPlan, PlanError> {
        let widest = delimiters.iter().map(|delimiter| {
            let sample = rows(head, start, *delimiter);
            let width = sample.first().map_or(0, Vec::len);
            (sample.iter().take(50).filter(|row| row.len() == width && width > 1).count(), width, *delimiter)
        });
        let delimiter = widest.rev().max_by_key(|(alike, width, _)| (*alike, *width)).map_or(b',', |best| best.2);
        let sample = rows(head, start, delimiter);
        let columns = self.columns(vec![String::new(); sample.first().map_or(0, Vec::len)]);
        self.mapped_exist(&columns, start)?;
        if !tells_who(&columns, &self.mapping) {
            return Err(self.nobody().at(start, 0));
        }
        Ok(self.plan(columns, sample, Shape::Delimited { delimiter, first_row: start }))
    }

    fn lines(&self, head: &str) -> Result<PartyPlan, PlanError> {
        let lines = layout::lines(head).map(|(_, line)| line).filter(|line| !line.trim().is_empty()).take(SAMPLE);
        let objects: Vec<Vec<(String, Option<Cow<'_, str>>)>> = lines.filter_map(json::members).collect();
        let mut names = BTreeSet::new();
        for (member, _) in objects.iter().flatten() {
            if names.len() < MEMBERS && !names.contains(member.as_str()) {
                names.insert(member.clone());
            }
        }
        let names: Vec<String> = names.into_iter().collect();
        let columns = self.columns(names.clone());
        self.mapped_exist(&columns, 1)?;
        if !tells_who(&columns, &self.mapping) {
            return Err(self.nobody());
        }
        let rows = objects.into_iter().map(|object| {
            let mut row = vec![Cow::Borrowed(""); names.len()];
            for (member, value) in object {
                if let (Ok(at), Some(value)) = (names.binary_search(&member), value) {
                    row[at] = value;
                }
            }
            row
        });
        Ok(self.plan(columns, rows.collect(), Shape::NdJson))
    }

    // The roles of named columns: what the mapping says, then their names.
    fn columns(&self, names: Vec<String>) -> Vec<PartyColumn> {
        if self.mapping.columns.is_empty()
            && let Some((_, meanings)) = accounts::recognise(&names)
        {
            let known = names.into_iter().zip(meanings).map(|(name, meaning)| PartyColumn {
                name,
                role: meaning.map(mapping::name),
                why: if meaning.is_some() { "format" } else { "" },
                meaning,
                group: String::new(),
            });
            return known.collect();
        }
        let mut understood: Vec<Found> = names
            .iter()
            .map(|name| {
                let found = columns::understand(name)?;
                let why = if found.whole { "name" } else { "words" };
                Some((found, why))
            })
            .collect();
        let mut mapped = vec![false; names.len()];
        for (column, meaning, _) in &self.mapping.columns {
            let Some(at) = column.position(&names) else { continue };
            let group = understood[at].take().map_or_else(String::new, |(found, _)| found.group);
            mapped[at] = true;
            understood[at] = meaning.map(|meaning| {
                let found = Understood { meaning, group, of_company: false, of_person: false, whole: true };
                (found, "mapping")
            });
        }
        settle(&mut understood, &mapped, &self.mapping);
        let named = names.into_iter().zip(understood).enumerate().map(|(at, (name, found))| {
            let name = if name.is_empty() { format!("column {}", at + 1) } else { name };
            match found {
                Some((found, why)) => PartyColumn {
                    name,
                    role: Some(mapping::name(found.meaning)),
                    why,
                    meaning: Some(found.meaning),
                    group: found.group,
                },
                None => PartyColumn { name, role: None, why: "", meaning: None, group: String::new() },
            }
        });
        named.collect()
    }

    fn mapped_exist(&self, columns: &[PartyColumn], line: u32) -> Result<(), PlanError> {
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let mut seen = BTreeSet::new();
        for (column, _, place) in &self.mapping.columns {
            let (what, hint) = match column.position(&names) {
                Some(at) if seen.insert(at) => continue,
                Some(at) => (format!("`{}` has two roles", names[at]), "give each column one role".to_owned()),
                None => (
                    format!("{} has no such column", self.name),
                    format!("the columns in line {line} are {}", names.join(", ")),
                ),
            };
            let message = format!("mapping file, line {}, character {}: {what}", place.0, place.1);
            return Err(PlanError::new(PlanErrorKind::BadMapping, message, hint).at(place.0, place.1));
        }
        Ok(())
    }

    fn nobody(&self) -> PlanError {
        let what = format!("{}: no line near its beginning names columns that tell who the parties are", self.name);
        let hint = "map its columns in a mapping file:\n[columns]\nid = \"...\"\nname = \"...\"\n\
                    for owners of companies also owner_id or owner_name, and share; if it has no header, write \
                    `header = false` at the top and give the columns by number: id = 1";
        PlanError::new(PlanErrorKind::NoHeader, what, hint)
    }

    fn plan(&self, columns: Vec<PartyColumn>, rows: Rows<'_>, shape: Shape) -> PartyPlan {
        let mut notes = Vec::new();
        let width = columns.len();
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let known = accounts::recognise(&names).map(|(format, _)| format).filter(|_| self.mapping.columns.is_empty());
        let values = |wanted: &dyn Fn(Meaning) -> bool| -> Vec<&str> {
            let at: Vec<usize> = (0..width).filter(|at| columns[*at].meaning.is_some_and(wanted)).collect();
            let fields =
                rows.iter().filter(|row| row.len() == width).flat_map(|row| at.iter().map(|at| row[*at].as_ref()));
            fields.filter(|value| !is_absent(value.as_bytes())).collect()
        };
        let is =
            |meaning: Meaning, roles: &[PartyRole]| matches!(meaning, Meaning::Party(_, role) if roles.contains(&role));

        use PartyRole::{BirthDate, Closed, EndDate, Income, ListDate, Opened, RegistrationDate};
        let dates = values(&|meaning| {
            is(meaning, &[BirthDate, RegistrationDate, EndDate, Opened, Closed, ListDate])
                || matches!(meaning, Meaning::Relation(RelationRole::From | RelationRole::Until))
        });
        let given = self.options.date_order.or(self.mapping.date_order);
        let mut date_order = given.unwrap_or(DateOrder::DayFirst);
        if let Some((TimeShape::Calendar(order), note)) = notation::times(&dates, given, None) {
            date_order = order;
            notes.extend(note.map(|note| match note.topic {
                // Dates here that fit one order only are read in that order.
                "date-order-mixed" => Note {
                    text: note.text.replace("the others are rejected", "others where they fit no other way"),
                    ..note
                },
                _ => note,
            }));
        }
        let incomes = values(&|meaning| is(meaning, &[Income]));
        let fallback = match shape {
            Shape::Delimited { delimiter: b';', .. } => DecimalMark::Comma,
            _ => DecimalMark::Point,
        };
        let decimal_mark = self.mapping.decimal_mark.unwrap_or_else(|| {
            let (mark, note) = notation::decimal_mark(&incomes, fallback);
            notes.extend(note);
            mark
        });
        let shares = values(&|meaning| {
            matches!(meaning, Meaning::Relation(RelationRole::Share | RelationRole::ShareMin | RelationRole::ShareMax))
        });
        let shares = self.mapping.shares.unwrap_or_else(|| {
            let (unit, note) = unit_of(&shares);
            notes.extend(note);
            unit
        });
        PartyPlan {
            shape,
            columns,
            constants: self
                .mapping
                .constants
                .iter()
                .map(|(role, value)| (mapping::name(*role), value.clone()))
                .collect(),
            date_order,
            decimal_mark,
            currency: self.mapping.currency.unwrap_or(Currency::NONE),
            shares,
            scope: self.mapping.scope.clone().unwrap_or_default(),
            notes,
            fixed: self.mapping.constants.clone(),
            known,
        }
    }
}

// Whether shares are fractions: all at most one, some with decimals, none with a sign of percent.
fn unit_of(values: &[&str]) -> (ShareUnit, Option<Note>) {
    let plain = |value: &&str| value.trim().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    let small = |value: &&str| {
        let (whole, _) = value.trim().split_once(['.', ',']).unwrap_or((value.trim(), ""));
        matches!(whole, "" | "0" | "1")
    };
    let broken = values.iter().any(|value| value.contains(['.', ',']));
    if values.is_empty() || !broken || !values.iter().all(|value| plain(value) && small(value)) {
        return (ShareUnit::Percent, None);
    }
    let text = "all shares are at most one; they are read as fractions of one".to_owned();
    (ShareUnit::Fraction, Some(Note { topic: "shares-are-fractions", text }))
}

const NAMING: [PartyRole; 16] = [
    PartyRole::Id,
    PartyRole::Reference,
    PartyRole::Name,
    PartyRole::FirstName,
    PartyRole::LastName,
    PartyRole::OrganizationName,
    PartyRole::TaxId,
    PartyRole::NationalId,
    PartyRole::Passport,
    PartyRole::Registration,
    PartyRole::Lei,
    PartyRole::Bic,
    PartyRole::Imo,
    PartyRole::Document,
    PartyRole::Licence,
    PartyRole::Anchor,
];

// Whether columns say who a row is about, and something more.
fn tells_who(columns: &[PartyColumn], mapping: &Mapping) -> bool {
    let naming = |meaning: &Meaning| matches!(meaning, Meaning::Party(End::Own, role) if NAMING.contains(role));
    let meanings = || columns.iter().filter_map(|column| column.meaning.as_ref());
    let fixed = mapping.constants.iter().filter(|(meaning, _)| naming(meaning)).count();
    // A namespace tells nothing of anybody.
    let tells = |meaning: &&Meaning| !matches!(meaning, Meaning::Party(_, PartyRole::Scope));
    let known = meanings().filter(tells).count() + mapping.constants.len();
    meanings().filter(|meaning| naming(meaning)).count() + fixed > 0 && known >= 2
}

fn rows(head: &str, from: u32, delimiter: u8) -> Rows<'_> {
    let lines =
        layout::lines(head).skip(from as usize - 1).map(|(_, line)| line).filter(|line| !line.trim().is_empty());
    lines.take(SAMPLE).filter_map(|line| layout::split(line, delimiter)).collect()
}
