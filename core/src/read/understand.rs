//! From the beginning of a file to its [`Plan`].
//!
//! Everything that has to be found out about a file is found out here, once: rows are then read without a guess. In order:
//! what kind of file it is, which line names the columns and what sets them apart, which column has which role, how times
//! and amounts are written. What was assumed becomes a [`Note`]; what cannot be settled is a [`PlanError`] that says which
//! line of a mapping file would settle it.

use super::columns::{self, Name};
use super::formats::{self, Known};
use super::mapping::{ColumnName, Mapping};
use super::{
    Column, DecimalMark, Format, Note, Plan, PlanError, PlanErrorKind, ReadOptions, Role, Shape, TimeShape, TimeUnit,
    amount, json, layout, notation, time,
};
use crate::model::Currency;
use std::borrow::Cow;
use std::collections::BTreeSet;

// So many rows tell how times and amounts are written.
const SAMPLE: usize = 10_000;
// An object of more members is no transaction.
const MEMBERS: usize = 1000;

/// A header understood: the roles of its columns.
struct Header {
    names: Vec<String>,
    format: Format,
    roles: Vec<Option<(Role, &'static str)>>,
    unit: Option<TimeUnit>,
    currency: Option<Currency>,
    received_currency: Option<Currency>,
    received_currency_alone: bool,
}

/// A line that could be the header, and how well it does.
struct Found {
    // Columns with a role, then rows of the same width below it.
    score: (usize, usize),
    line: u32,
    // The line below it.
    next: u32,
    delimiter: u8,
    header: Header,
}

type Rows<'a> = Vec<Vec<Cow<'a, str>>>;

impl Plan {
    /// Understands a file from its beginning: some rows, or all, as text in which every line is complete. `name` is the
    /// file's, for messages.
    ///
    /// Time: linear in the text.
    ///
    /// # Errors
    /// [`PlanError`] when the file holds no transactions, a necessary role has no column, no time can be read, or the
    /// mapping is wrong.
    pub fn of(head: &str, name: &str, options: &ReadOptions) -> Result<Self, PlanError> {
        let mapping = options.mapping.as_deref().map(Mapping::parse).transpose()?.unwrap_or_default();
        let reading = Reading { name, options, format: options.format.or(mapping.format), mapping };
        let text = head.trim_start_matches('\u{feff}').trim_start();
        if text.is_empty() {
            let hint = "look whether the export ran; a header alone would be read";
            return Err(PlanError::new(PlanErrorKind::Empty, format!("{name} is empty"), hint));
        }
        if let Some((what, hint)) = foreign(text) {
            return Err(PlanError::new(PlanErrorKind::NotTransactions, format!("{name} is {what}"), hint));
        }
        match reading.format {
            Some(Format::NdJson) => reading.ndjson(head),
            None if text.starts_with('{') => reading.ndjson(head),
            _ => reading.table(head),
        }
    }
}

// Files that are no rows at all, told by how they begin.
fn foreign(text: &str) -> Option<(&'static str, &'static str)> {
    let array = text.strip_prefix('[').map(str::trim_start);
    match () {
        () if text.starts_with("PK\u{3}\u{4}") => Some(("a spreadsheet or an archive", "export the sheet as CSV")),
        () if text.starts_with("\u{d0}\u{cf}\u{11}\u{e0}") => Some(("an old spreadsheet", "export the sheet as CSV")),
        () if text.starts_with("%PDF") => Some(("a PDF", "ask for the transactions as CSV")),
        () if text.starts_with("PAR1") => Some(("a Parquet file", "export it as CSV")),
        () if text.starts_with("<?xml") || text.starts_with("<Document") || text.starts_with("<!DOCTYPE") => {
            Some(("an XML or HTML file", "export the transactions as CSV or NDJSON"))
        }
        () if array.is_some_and(|inside| inside.is_empty() || inside.starts_with(['{', ']'])) => {
            Some(("a JSON array", "write one object a line, for example with `jq -c '.[]'`"))
        }
        () => None,
    }
}

/// What is known while a file is being understood.
struct Reading<'a> {
    name: &'a str,
    options: &'a ReadOptions,
    mapping: Mapping,
    format: Option<Format>,
}

impl Reading<'_> {
    fn error(&self, kind: PlanErrorKind, what: &str, hint: impl Into<String>) -> PlanError {
        PlanError::new(kind, format!("{}: {what}", self.name), hint)
    }

    fn table(&self, head: &str) -> Result<Plan, PlanError> {
        let declared = layout::declared(head);
        let start = 1 + u32::from(declared.is_some()) + self.mapping.skip;
        let delimiters = match self.mapping.delimiter.or(declared) {
            Some(delimiter) => vec![delimiter],
            None => layout::DELIMITERS.to_vec(),
        };
        if self.mapping.header == Some(false) {
            return self.without_header(head, start, &delimiters);
        }
        let mut best: Option<Found> = None;
        let mut complete: Option<Found> = None;
        for (line, text) in layout::lines(head).skip(start as usize - 1).take(layout::HEADER_LINES as usize) {
            if text.trim().is_empty() {
                continue;
            }
            for delimiter in &delimiters {
                let Some((names, next)) = layout::header(head, line, *delimiter) else { continue };
                if names.len() < 2 {
                    continue;
                }
                let header = self.header(names)?;
                let known = header.roles.iter().flatten().count();
                let (place, alike) = if self.missing(&header).is_empty() {
                    let below = layout::lines(head).skip(next as usize - 1).take(50);
                    let rows = below.filter_map(|(_, row)| layout::split(row, *delimiter));
                    (&mut complete, rows.filter(|row| row.len() == header.names.len()).count())
                } else {
                    (&mut best, 0)
                };
                let score = (known, alike);
                if place.as_ref().is_none_or(|found| score > found.score) {
                    *place = Some(Found { score, line, next, delimiter: *delimiter, header });
                }
            }
            if complete.is_some() {
                break;
            }
        }
        let Some(Found { line, next, delimiter, header, .. }) = complete else {
            return self.incomplete(head, start, &delimiters, best);
        };
        self.mapped_columns_exist(&header, line)?;
        let mut plan = self.plan(header, rows(head, next, delimiter), delimiter)?;
        plan.shape = Shape::Delimited { delimiter, first_row: next };
        if line > 1 && self.mapping.skip == 0 && declared.is_none() {
            let text = format!("the {} lines above the header were read over", line - 1);
            plan.notes.push(Note { topic: "title-lines", text });
        }
        Ok(plan)
    }

    // No line has all that is necessary: say which kind of file this is, or which role is missing, or that no line is a
    // header.
    fn incomplete(&self, head: &str, start: u32, delimiters: &[u8], best: Option<Found>) -> Result<Plan, PlanError> {
        if matches!(self.format, None | Some(Format::AmlWorld))
            && let Some((_, first)) =
                layout::lines(head).skip(start as usize - 1).find(|(_, line)| !line.trim().is_empty())
            && let Some(fields) = layout::split(first, b',')
            && let Some(known) = formats::amlworld_by_shape(&fields)
        {
            let mut plan = self.plan(nameless(known), rows(head, start, b','), b',')?;
            plan.shape = Shape::Delimited { delimiter: b',', first_row: start };
            plan.notes
                .push(Note { topic: "no-header", text: "known as AMLworld by the shape of its first row".to_owned() });
            return Ok(plan);
        }
        for delimiter in delimiters {
            let Some((names, _)) = layout::header(head, start, *delimiter) else { continue };
            let normal: Vec<String> = names.iter().map(|name| Name::of(name).words).collect();
            let normal: Vec<&str> = normal.iter().map(String::as_str).collect();
            if let Some(other) = formats::other_kind(&normal) {
                let what = format!("this is {}, not of transactions", other.what);
                return Err(self.error(PlanErrorKind::NotTransactions, &what, other.hint).at(start, 0));
            }
        }
        if let Some(format) = self.format
            && let Some(header) = formats::header(format)
        {
            let hint = format!("its header begins: {header}\nleave the format out to have it found");
            return Err(self
                .error(PlanErrorKind::OtherFormat, "not of the format that was asked for", hint)
                .at(start, 0));
        }
        match best {
            Some(Found { score: (known, _), line, header, .. }) if known >= 2 || !self.mapping.columns.is_empty() => {
                self.mapped_columns_exist(&header, line)?;
                Err(self.missing_role(&header).at(line, 0))
            }
            _ => {
                let hint = "if it has a header, map its columns in a mapping file:\n\
                            [columns]\ntime = \"...\"\nfrom = \"...\"\nto = \"...\"\namount = \"...\"\n\
                            if it has none, write `header = false` at the top and give the columns by number: time = 1";
                let what = "no line near its beginning names columns that are known";
                Err(self.error(PlanErrorKind::NoHeader, what, hint).at(start, 0))
            }
        }
    }

    fn without_header(&self, head: &str, start: u32, delimiters: &[u8]) -> Result<Plan, PlanError> {
        let widest = delimiters.iter().map(|delimiter| {
            let sample = rows(head, start, *delimiter);
            let width = sample.first().map_or(0, Vec::len);
            (sample.iter().take(50).filter(|row| row.len() == width && width > 1).count(), width, *delimiter)
        });
        // Of delimiters that split the rows alike, the one with more fields; `max` gives the last of equals.
        let delimiter = widest.rev().max_by_key(|(alike, width, _)| (*alike, *width)).map_or(b',', |best| best.2);
        let sample = rows(head, start, delimiter);
        let width = sample.first().map_or(0, Vec::len);
        let header = self.header(vec![String::new(); width])?;
        self.mapped_columns_exist(&header, start)?;
        if !self.missing(&header).is_empty() {
            return Err(self.missing_role(&header).at(start, 0));
        }
        let mut plan = self.plan(header, sample, delimiter)?;
        plan.shape = Shape::Delimited { delimiter, first_row: start };
        Ok(plan)
    }

    fn ndjson(&self, head: &str) -> Result<Plan, PlanError> {
        let lines = layout::lines(head).map(|(_, line)| line).filter(|line| !line.trim().is_empty()).take(SAMPLE);
        let objects: Vec<Vec<(String, Option<Cow<'_, str>>)>> = lines.filter_map(json::members).collect();
        if objects.is_empty() {
            let hint = "write one object a line, for example with `jq -c .`";
            return Err(self.error(PlanErrorKind::NotTransactions, "no line is a JSON object", hint));
        }
        let mut names = BTreeSet::new();
        for (member, _) in objects.iter().flatten() {
            if names.len() < MEMBERS && !names.contains(member.as_str()) {
                names.insert(member.clone());
            }
        }
        let names: Vec<String> = names.into_iter().collect();
        let header = self.header(names)?;
        self.mapped_columns_exist(&header, 1)?;
        if !self.missing(&header).is_empty() {
            return Err(self.missing_role(&header));
        }
        let rows = objects.into_iter().map(|object| {
            let mut row = vec![Cow::Borrowed(""); header.names.len()];
            for (member, value) in object {
                if let (Ok(at), Some(value)) = (header.names.binary_search(&member), value) {
                    row[at] = value;
                }
            }
            row
        });
        let rows = rows.collect();
        let mut plan = self.plan(header, rows, b',')?;
        plan.shape = Shape::NdJson;
        plan.format = Format::NdJson;
        Ok(plan)
    }

    // The roles of named columns: what the mapping says, then the known format, then the names.
    fn header(&self, names: Vec<String>) -> Result<Header, PlanError> {
        let mut normal: Vec<Name> = names.iter().map(|name| Name::of(name)).collect();
        let words: Vec<&str> = normal.iter().map(|name| name.words.as_str()).collect();
        let only = self.format.filter(|format| *format != Format::NdJson);
        let known = if only == Some(Format::Table) { None } else { formats::recognise(&words, only) };
        let mut taken: Vec<Option<(Role, &'static str)>> = vec![None; names.len()];
        let (mut format, mut unit) = (Format::Table, None);
        if let Some(known) = &known {
            (format, unit) = (known.format, known.unit);
            taken = known.roles.iter().map(|role| role.map(|role| (role, "format"))).collect();
        }
        for mapped in &self.mapping.columns {
            let Some(at) = self.position(&names, &mapped.column) else { continue };
            if let Some(role) = mapped.role {
                taken
                    .iter_mut()
                    .filter(|held| held.is_some_and(|(held, _)| held == role))
                    .for_each(|held| *held = None);
                taken[at] = Some((role, "mapping"));
            } else {
                taken[at] = None;
                normal[at] = Name::default();
            }
        }
        for (role, _) in &self.mapping.constants {
            taken.iter_mut().filter(|held| held.is_some_and(|(held, _)| held == *role)).for_each(|held| *held = None);
        }
        if known.is_some() {
            return Ok(Header {
                names,
                format,
                roles: taken,
                unit,
                currency: None,
                received_currency: None,
                received_currency_alone: format == Format::SamlD,
            });
        }
        let mut assignment = columns::assign(&normal, &taken);
        for held in &mut assignment.roles {
            let constant = |role: Role| self.mapping.constants.iter().any(|(constant, _)| *constant == role);
            if held.is_some_and(|(role, _)| constant(role)) {
                *held = None;
            }
        }
        let time = assignment.roles.iter().position(|held| held.is_some_and(|(role, _)| role == Role::Time));
        Ok(Header {
            unit: time.and_then(|at| unit_in_name(&normal[at].words)),
            names,
            format,
            roles: assignment.roles,
            currency: assignment.currency,
            received_currency: assignment.received_currency,
            received_currency_alone: assignment.received_currency_alone,
        })
    }

    fn position(&self, names: &[String], column: &ColumnName) -> Option<usize> {
        match column {
            ColumnName::Number(number) => Some(usize::from(*number) - 1).filter(|at| *at < names.len()),
            ColumnName::Name(wanted) => {
                let exact = names.iter().position(|name| name == wanted);
                exact.or_else(|| {
                    let wanted = Name::of(wanted);
                    let same = |name: &String| !wanted.words.is_empty() && Name::of(name) == wanted;
                    names.iter().position(same)
                })
            }
        }
    }

    fn mapped_columns_exist(&self, header: &Header, line: u32) -> Result<(), PlanError> {
        let mut seen: Vec<usize> = Vec::new();
        for mapped in &self.mapping.columns {
            let (message, hint) = match (self.position(&header.names, &mapped.column), &mapped.column) {
                (Some(at), _) if !seen.contains(&at) => {
                    seen.push(at);
                    continue;
                }
                (Some(_), column) => (
                    format!("{} has two roles", written(column)),
                    "give each column one role; where two columns share a name, write their numbers".to_owned(),
                ),
                (None, column) => (
                    format!("{} has no {}", self.name, written(column)),
                    format!("the columns in line {line} are {}", listed(&header.names)),
                ),
            };
            let (line, character) = mapped.place;
            let message = format!("mapping file, line {line}, character {character}: {message}");
            return Err(PlanError::new(PlanErrorKind::BadMapping, message, hint).at(line, character));
        }
        Ok(())
    }

    fn missing(&self, header: &Header) -> Vec<(Role, &'static str)> {
        let held = |role: Role| {
            header.roles.iter().flatten().any(|(held, _)| *held == role)
                || self.mapping.constants.iter().any(|(constant, _)| *constant == role)
        };
        columns::NECESSARY.into_iter().filter(|(role, _)| !held(*role)).collect()
    }

    fn missing_role(&self, header: &Header) -> PlanError {
        let missing = self.missing(header);
        let names: Vec<&str> = missing.iter().map(|(_, name)| *name).collect();
        let what = format!("no column was understood as the {}", names.join(", nor as the "));
        let free: Vec<String> = header
            .names
            .iter()
            .zip(&header.roles)
            .enumerate()
            .filter(|(_, (_, role))| role.is_none())
            .map(|(at, (name, _))| shown(name, at))
            .collect();
        let mut hint = String::new();
        let understood =
            header.names.iter().zip(&header.roles).enumerate().filter_map(|(at, (name, held))| {
                held.map(|(role, _)| format!("{} = {}", role.name(), shown(name, at)))
            });
        let understood: Vec<String> = understood.collect();
        if !understood.is_empty() {
            hint.push_str(&format!("understood: {}\n", understood.join(", ")));
        }
        hint.push_str(&format!("columns without a role: {}\n", listed(&free)));
        hint.push_str("say which it is in a mapping file:\n[columns]");
        for (role, _) in &missing {
            hint.push_str(&format!("\n{} = \"...\"", role.name()));
        }
        let sided = |role: Role| missing.iter().any(|(missing, _)| *missing == role);
        if sided(Role::From) && sided(Role::To) {
            hint.push_str(
                "\na statement of one account tells no payer and receiver a row: split it by direction, and give the \
                 account itself under [constants]",
            );
        }
        self.error(PlanErrorKind::MissingRole, &what, hint)
    }

    fn plan(&self, mut header: Header, rows: Rows<'_>, delimiter: u8) -> Result<Plan, PlanError> {
        let mut notes = Vec::new();
        let column = |header: &Header, role: Role| {
            header.roles.iter().position(|held| held.is_some_and(|(held, _)| held == role))
        };
        let width = header.names.len();
        let values = |at: Option<usize>| -> Vec<&str> {
            // Rows of another width are rejected later, and tell nothing here.
            let there = |row| at.and_then(|at| <[Cow<'_, str>]>::get(row, at));
            rows.iter().filter(|row| row.len() == width).filter_map(|row| there(row)).map(AsRef::as_ref).collect()
        };
        settle_time_of_day(&mut header, &values);

        let times = values(column(&header, Role::Time));
        let unit = self.mapping.time_unit.or(header.unit);
        let order = self.options.date_order.or(self.mapping.date_order);
        let Some((shape, note)) = notation::times(&times, order, unit.filter(|_| !calendar(&times))) else {
            return Err(self.bad_times(&header, &times));
        };
        notes.extend(note);
        if let TimeShape::Number(unit @ (TimeUnit::Hours | TimeUnit::Days)) = shape
            && self.mapping.time_unit.is_none()
        {
            let step = if unit == TimeUnit::Hours { "an hour" } else { "a day" };
            let text = format!("times are steps of a simulation; each is read as {step} from 1970-01-01");
            notes.push(Note { topic: "simulation-steps", text });
        }
        let offset = self.options.utc_offset.or(self.mapping.utc_offset);
        let told = times.iter().any(|value| time::tells_zone(value.as_bytes()));
        if matches!(shape, TimeShape::Calendar(_)) && offset.is_none() && !told {
            let text = "times carry no zone; read as UTC".to_owned();
            notes.push(Note { topic: "time-zone-assumed", text });
        }

        let amount = column(&header, Role::Amount);
        let mut amounts = values(amount);
        amounts.extend(values(column(&header, Role::ReceivedAmount)));
        let fallback = if delimiter == b';' { DecimalMark::Comma } else { DecimalMark::Point };
        let decimal_mark = self.options.decimal_mark.or(self.mapping.decimal_mark).unwrap_or_else(|| {
            let (mark, note) = notation::decimal_mark(&amounts, fallback);
            notes.extend(note);
            mark
        });
        let with_currency = column(&header, Role::Currency).is_some();
        let given = self.options.currency.or(self.mapping.currency).or(header.currency);
        let currency = given.unwrap_or_else(|| {
            let (currency, note) = currency_of(&values(amount), decimal_mark);
            if !with_currency {
                notes.push(note);
            }
            if with_currency { Currency::NONE } else { currency }
        });
        if header.received_currency_alone {
            let text = "a currency received is named without its amount; only what was paid is kept".to_owned();
            notes.push(Note { topic: "received-currency-unused", text });
        }
        let columns = header.names.iter().zip(&header.roles).enumerate().map(|(at, (name, held))| Column {
            name: if name.is_empty() { format!("column {}", at + 1) } else { name.clone() },
            role: held.map(|(role, _)| role),
            why: held.map_or("", |(_, why)| why),
        });
        Ok(Plan {
            format: header.format,
            shape: Shape::NdJson,
            columns: columns.collect(),
            constants: self.mapping.constants.clone(),
            time: shape,
            utc_offset: offset.unwrap_or(0),
            decimal_mark,
            currency,
            received_currency: header.received_currency,
            notes,
        })
    }

    fn bad_times(&self, header: &Header, times: &[&str]) -> PlanError {
        let at = header.roles.iter().position(|held| held.is_some_and(|(held, _)| held == Role::Time)).unwrap_or(0);
        let found = times.iter().find(|value| !super::is_absent(value.as_bytes())).unwrap_or(&"");
        let found: String = found.chars().take(40).collect();
        let column = shown(&header.names[at], at);
        let what = format!("no value of {column} is a date or time, the first being {found:?}");
        let hint = "map another column with `time = \"...\"` under [columns] of a mapping file; for numbers say what they \
                    count with `time_unit = \"unix-seconds\"` (or unix-milliseconds, hours, days)";
        self.error(PlanErrorKind::BadTimes, &what, hint).at(0, at as u32 + 1)
    }
}

fn rows(head: &str, from: u32, delimiter: u8) -> Rows<'_> {
    let lines =
        layout::lines(head).skip(from as usize - 1).map(|(_, line)| line).filter(|line| !line.trim().is_empty());
    lines.take(SAMPLE).filter_map(|line| layout::split(line, delimiter)).collect()
}

fn nameless(known: Known) -> Header {
    Header {
        names: vec![String::new(); known.roles.len()],
        format: known.format,
        roles: known.roles.into_iter().map(|role| role.map(|role| (role, "format"))).collect(),
        unit: known.unit,
        currency: None,
        received_currency: None,
        received_currency_alone: false,
    }
}

// Names that say what their numbers count. They do not count when the values are dates.
fn unit_in_name(words: &str) -> Option<TimeUnit> {
    let last = words.rsplit(' ').next()?;
    match last {
        "ms" | "millis" | "milliseconds" => Some(TimeUnit::UnixMilliseconds),
        "s" | "sec" | "secs" | "seconds" => Some(TimeUnit::UnixSeconds),
        "step" | "steps" => Some(TimeUnit::Hours),
        _ => None,
    }
}

fn calendar(values: &[&str]) -> bool {
    let there = values.iter().filter(|value| !super::is_absent(value.as_bytes()));
    there.clone().count() > 0 && there.into_iter().all(|value| value.contains(['-', '/', ':']))
}

// A column called `time` beside one called `date` is a time of day, unless its values are whole times; and a time of day
// is not needed beside dates that have one.
fn settle_time_of_day<'v>(header: &mut Header, values: &dyn Fn(Option<usize>) -> Vec<&'v str>) {
    let place = |roles: &[Option<(Role, &'static str)>], role: Role| {
        roles
            .iter()
            .position(|held| held.is_some_and(|(held, why)| held == role && !matches!(why, "mapping" | "format")))
    };
    let (time, clock) = (place(&header.roles, Role::Time), place(&header.roles, Role::TimeOfDay));
    if let (Some(time), Some(clock)) = (time, clock) {
        let clocks = values(Some(clock));
        if notation::mostly_with_time_of_day(&clocks) {
            header.roles[clock] = header.roles[clock].map(|(_, why)| (Role::Time, why));
            header.roles[time] = None;
        } else if notation::mostly_with_time_of_day(&values(Some(time))) && !all_midnight(&values(Some(time)))
            || !clocks.is_empty() && !notation::mostly_times_of_day(&clocks)
        {
            header.roles[clock] = None;
        }
    }
}

fn all_midnight(values: &[&str]) -> bool {
    values.iter().all(|value| value.trim().ends_with("00:00") || value.trim().ends_with("00:00.000"))
}

// The currency that the amounts themselves name, and the note that says so, or that there is none.
fn currency_of(amounts: &[&str], mark: DecimalMark) -> (Currency, Note) {
    let mut named: Vec<Currency> =
        amounts.iter().filter_map(|text| amount::named_currency(text.as_bytes(), mark)).collect();
    named.sort_unstable();
    let most = named.chunk_by(|a, b| a == b).max_by_key(|alike| (alike.len(), std::cmp::Reverse(alike[0])));
    match most {
        Some(alike) => {
            let currency = alike[0];
            let text = format!("no column names a currency; the amounts say {currency}");
            (currency, Note { topic: "currency-from-amounts", text })
        }
        None => {
            let text = "no column names a currency; amounts are kept without one".to_owned();
            (Currency::NONE, Note { topic: "no-currency", text })
        }
    }
}

fn written(column: &ColumnName) -> String {
    match column {
        ColumnName::Number(number) => format!("column {number}"),
        ColumnName::Name(name) => format!("column {name:?}"),
    }
}

fn shown(name: &str, at: usize) -> String {
    if name.is_empty() { format!("column {}", at + 1) } else { format!("`{name}`") }
}

fn listed(names: &[String]) -> String {
    let mut list: Vec<String> = names.iter().take(40).cloned().collect();
    match names.len() {
        0 => list.push("none".to_owned()),
        more if more > 40 => list.push(format!("and {} more", more - 40)),
        _ => {}
    }
    list.join(", ")
}
