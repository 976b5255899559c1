//! From the beginning of a file to its [`Plan`].
//!
//! Everything that has to be found out about a file is found out here, once: rows are then read without a guess. In order:
//! what kind of file it is, which line names the columns and what sets them apart, which column has which role, how times
//! and amounts are written. What was assumed becomes a [`Note`]; what cannot be settled is a [`PlanError`] that says which
//! line of a mapping file would settle it.

mod header;
mod values;

use super::columns::Name;
use super::mapping::Mapping;
#[cfg(feature = "messages")]
use super::messages;
use super::{Format, Note, Plan, PlanError, PlanErrorKind, ReadOptions, Shape, formats, json, layout};
use header::{Header, nameless};
use std::borrow::Cow;
use std::collections::BTreeSet;

// So many rows tell how times and amounts are written.
const SAMPLE: usize = 10_000;
// An object of more members is no transaction.
const MEMBERS: usize = 1000;

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
        #[cfg(feature = "messages")]
        let of_messages = match reading.format {
            Some(format) => Some(format).filter(|format| matches!(format, Format::Iso20022 | Format::SwiftMt)),
            None => messages::format(text),
        };
        #[cfg(feature = "messages")]
        if let Some(format) = of_messages {
            return messages::plan(format, text, name, options, &reading.mapping);
        }
        #[cfg(not(feature = "messages"))]
        if matches!(reading.format, Some(Format::Iso20022 | Format::SwiftMt)) || text.starts_with("{1:") {
            return Err(PlanError::left_out(name));
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

#[cfg(not(feature = "messages"))]
impl PlanError {
    /// Messages, where the library was built without them.
    pub(super) fn left_out(name: &str) -> Self {
        Self::new(PlanErrorKind::OtherFormat, format!("{name}: messages are not read here"), NO_MESSAGES)
    }
}

#[cfg(not(feature = "messages"))]
const NO_MESSAGES: &str =
    "this build leaves messages out; the command line reads them, as does the library with its feature `messages`";

// Files that are no rows at all, told by how they begin.
fn foreign(text: &str) -> Option<(&'static str, &'static str)> {
    let array = text.strip_prefix('[').map(str::trim_start);
    match () {
        () if text.starts_with("PK\u{3}\u{4}") => Some(("a spreadsheet or an archive", "export the sheet as CSV")),
        () if text.starts_with("\u{d0}\u{cf}\u{11}\u{e0}") => Some(("an old spreadsheet", "export the sheet as CSV")),
        () if text.starts_with("%PDF") => Some(("a PDF", "ask for the transactions as CSV")),
        () if text.starts_with("PAR1") => Some(("a Parquet file", "export it as CSV")),
        () if text.starts_with("<?xml") || text.starts_with("<Document") || text.starts_with("<!DOCTYPE") => {
            #[cfg(not(feature = "messages"))]
            let hint = NO_MESSAGES;
            #[cfg(feature = "messages")]
            let hint = "of XML, messages of ISO 20022 are read (pacs.008, pacs.009, pacs.004, pain.001, camt.052 to camt.054); \
                        export other transactions as CSV or NDJSON";
            Some(("an XML or HTML file", hint))
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
        let mut plan =
            self.plan(header, rows(head, next, delimiter), Shape::Delimited { delimiter, first_row: next })?;
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
            let shape = Shape::Delimited { delimiter: b',', first_row: start };
            let mut plan = self.plan(nameless(known), rows(head, start, b','), shape)?;
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
        self.plan(header, sample, Shape::Delimited { delimiter, first_row: start })
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
        let plan = self.plan(header, rows, Shape::NdJson)?;
        Ok(Plan { format: Format::NdJson, ..plan })
    }
}

fn rows(head: &str, from: u32, delimiter: u8) -> Rows<'_> {
    let lines =
        layout::lines(head).skip(from as usize - 1).map(|(_, line)| line).filter(|line| !line.trim().is_empty());
    lines.take(SAMPLE).filter_map(|line| layout::split(line, delimiter)).collect()
}
