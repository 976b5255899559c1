//! Files of parties: which they are among the inputs, reading them, and how what they tell is shown.

use crate::failure::Failure;
use crate::inspect::{encoding, fact, packing, read_line, rejections, section};
use crate::interrupt;
use crate::progress::Progress;
use crate::reading::{Loaded, TakeRejections};
use crate::table::{self, Align, count, many};
use crate::terminal;
use quipu::export::parties::{PartiesSummary, PartyInput, PartyTable};
use quipu::parties::PartyRegister;
use quipu::read::parties::{PartyFileReport, PartyFormat, PartyOptions, PartyPlan, PartyReading, ShareUnit};
use quipu::read::{AccountsFile, Column, ReadError, ReadErrorKind};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What reading gave.
pub(crate) struct Parties {
    pub(crate) register: PartyRegister,
    pub(crate) reports: Vec<PartyFileReport>,
    /// Files of which no record could be read, and why. The others count all the same.
    pub(crate) unread: Vec<Failure>,
}

// Enough to see what a file is.
const BEGINNING: u64 = 256 << 10;
const BLOCK: u64 = 4 << 20;

/// Parts files into those of parties, and all others. What cannot be opened, or read twice, is among the others.
pub(crate) fn part(files: Vec<PathBuf>, options: &PartyOptions) -> (Vec<PathBuf>, Vec<PathBuf>) {
    files.into_iter().partition(|path| {
        let mut beginning = Vec::new();
        let regular = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
        regular
            && File::open(path).is_ok_and(|file| file.take(BEGINNING).read_to_end(&mut beginning).is_ok())
            && !AccountsFile::begins(&beginning)
            && PartyFormat::find(&beginning, options).is_some()
    })
}

/// Reads files into one register. One that is cut off or damaged ends the run: the rest of it could tell anything.
pub(crate) fn read(
    files: &[PathBuf],
    options: PartyOptions,
    mapping: Option<&Path>,
    progress: &Progress,
) -> Result<Parties, Failure> {
    let mut taking = Taking::new(options, mapping, progress);
    // The first few stay in the report.
    taking.files(files, false, &mut |_, _, _| Ok(()))?;
    if taking.reports.is_empty() {
        // The last of them ends the run.
        if let Some(last) = taking.unread.pop() {
            taking.unread.iter().for_each(terminal::report);
            return Err(last);
        }
    }
    taking.finish()
}

/// Files of parties as they come in.
pub(crate) struct Taking<'a> {
    reading: PartyReading,
    mapping: Option<&'a Path>,
    progress: &'a Progress,
    reports: Vec<PartyFileReport>,
    unread: Vec<Failure>,
}

impl<'a> Taking<'a> {
    pub(crate) fn new(options: PartyOptions, mapping: Option<&'a Path>, progress: &'a Progress) -> Self {
        Self { reading: PartyReading::new(options), mapping, progress, reports: Vec::new(), unread: Vec::new() }
    }

    /// Reads files; as lists, whose parties are all on them, where that is said. Records that are not accepted go to
    /// `rejected` as they are met.
    pub(crate) fn files(
        &mut self,
        files: &[PathBuf],
        lists: bool,
        rejected: &mut TakeRejections<'_>,
    ) -> Result<(), Failure> {
        interrupt::listen();
        self.progress.reading(total(files)?);
        for path in files {
            let failed = |error: io::Error| Failure::io(&error, "read", path);
            let mut source: Box<dyn Read> = match path.as_os_str() == "-" {
                true => Box::new(io::stdin()),
                false => Box::new(File::open(path).map_err(failed)?),
            };
            let name = path.display().to_string();
            let begun = if lists { self.reading.begin_list(&name) } else { self.reading.begin(&name) };
            let read = match begun {
                Ok(_) => self.one(path, &mut source, rejected)?,
                Err(error) => Err(error),
            };
            match read {
                Ok(report) => self.reports.push(report),
                Err(error) => {
                    let set_aside = error.kind.sets_aside();
                    let failure = Failure::reading(error, self.mapping);
                    if !set_aside {
                        return Err(failure);
                    }
                    self.unread.push(failure);
                }
            }
        }
        Ok(())
    }

    fn one(
        &mut self,
        path: &Path,
        source: &mut dyn Read,
        rejected: &mut TakeRejections<'_>,
    ) -> Result<Result<PartyFileReport, ReadError>, Failure> {
        let name = path.display().to_string();
        let mut block = Vec::new();
        loop {
            if interrupt::asked() {
                return Err(Failure::interrupted());
            }
            block.clear();
            let read = source.take(BLOCK).read_to_end(&mut block).map_err(|error| Failure::io(&error, "read", path))?;
            // Known as far as the file has come; a short one is understood when it ends.
            let columns = |plan: Option<&PartyPlan>| plan.map(columns_of).unwrap_or_default();
            if read == 0 {
                let known = columns(self.reading.plan());
                let ended = self.reading.end();
                let plan = match &ended {
                    Ok(report) => report.plan.as_ref(),
                    Err(ReadError { kind: ReadErrorKind::NoPartyReadable { report }, .. }) => report.plan.as_ref(),
                    Err(_) => None,
                };
                let columns = if plan.is_some() { columns(plan) } else { known };
                rejected(&name, &columns, &self.reading.take_rejections())?;
                return Ok(ended);
            }
            let pushed = self.reading.push(&block);
            rejected(&name, &columns(self.reading.plan()), &self.reading.take_rejections())?;
            if let Err(error) = pushed {
                return Ok(Err(error));
            }
            self.progress.read(read as u64);
        }
    }

    /// Adds the holders that accounts files tell, whose rows are accounted for where they are read as accounts; and the
    /// parties of messages. Both come with the inputs of transactions.
    pub(crate) fn with_transactions(&mut self, loaded: &Loaded) -> Result<(), Failure> {
        let failure = |error| Failure::reading(error, None);
        for (name, bytes) in &loaded.holders {
            self.reading.begin(name).map_err(failure)?;
            self.reading.push(bytes).map_err(failure)?;
            match self.reading.end() {
                Err(error) if !matches!(error.kind, ReadErrorKind::NoPartyReadable { .. }) => {
                    return Err(failure(error));
                }
                _ => _ = self.reading.take_rejections(),
            }
        }
        self.reading.messages(&loaded.named, loaded.ledger.inputs()).map_err(failure)
    }

    pub(crate) fn finish(self) -> Result<Parties, Failure> {
        self.progress.working("sorting");
        let register = self.reading.finish().map_err(|error| Failure::reading(error, self.mapping))?;
        Ok(Parties { register, reports: self.reports, unread: self.unread })
    }
}

fn columns_of(plan: &PartyPlan) -> Vec<Column> {
    plan.columns.iter().map(|column| Column { name: column.name.clone(), role: None, why: column.why }).collect()
}

fn total(files: &[PathBuf]) -> Result<Option<u64>, Failure> {
    if files.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::new("usage", "standard input is named twice").hint("name - once"));
    }
    let mut total = Some(0_u64);
    for path in files {
        if path.as_os_str() == "-" {
            total = None;
            continue;
        }
        let metadata = fs::metadata(path).map_err(|error| Failure::io(&error, "read", path))?;
        if metadata.is_dir() {
            return Err(Failure::new("is-a-folder", "this is a folder")
                .in_file(path.display().to_string())
                .hint("name the files in it"));
        }
        total = total.filter(|_| metadata.is_file()).map(|total| total + metadata.len());
    }
    Ok(total)
}

/// Each file, and what they tell together.
pub(crate) fn text(summary: &PartiesSummary) -> String {
    let mut text = String::new();
    for file in &summary.files {
        text += &one_file(file);
        text.push('\n');
    }
    text + &together(summary)
}

fn one_file(input: &PartyInput) -> String {
    let mut text = format!("{}\n", terminal::heading(&terminal::safe(&input.name)));
    let packed = packing(input.compression);
    let mut facts = vec![
        fact("format", input.format.title().to_owned()),
        fact(
            "size",
            format!("{}{packed}, {}", table::size(input.bytes), encoding(input.encoding, input.byte_order_mark)),
        ),
        fact("blake3", input.blake3.clone()),
    ];
    if let Some(table) = &input.table {
        facts.push(fact("shares", if table.shares == ShareUnit::Percent { "percent" } else { "fractions" }.to_owned()));
    }
    facts.push(fact("records", read_line(input.records, "record", "records")));
    facts.push(fact("tells", tells(input)));
    if input.windows_1252_records > 0 {
        let records = many(input.windows_1252_records, "record", "records");
        facts.push(fact("not UTF-8", records + " read as Windows-1252"));
    }
    text += &table::columns(&[Align::Left, Align::Left], &facts);
    if let Some(table) = &input.table {
        text += &section("columns");
        text += &columns(table);
    }
    if !input.notes.is_empty() {
        text += &section("assumed");
        let notes: Vec<_> = input.notes.iter().map(|note| vec![note.topic.to_owned(), note.text.clone()]).collect();
        text += &table::inner_columns(&[Align::Left, Align::Left], &notes);
    }
    if !input.unread.is_empty() {
        text += &section("kept as written");
        text += &rejections(&input.unread);
        text += &section("the first of them");
        let unread = input.unread_examples.iter().map(|example| {
            let place = table::cut(&terminal::safe(&example.place), 32);
            let found = table::cut(&terminal::safe(&example.found), 40);
            vec![format!("line {}", example.line), place, example.reason.name().to_owned(), format!("found: {found}")]
        });
        text += &table::inner_columns(&[Align::Left; 4], &unread.collect::<Vec<_>>());
    }
    if !input.rejections.is_empty() {
        text += &section("not accepted");
        text += &rejections(&input.rejections);
        text += &section("the first of them");
        let first = input.examples.iter().map(|example| {
            let column = example.column.map(|column| format!("column {column}")).unwrap_or_default();
            let found = table::cut(&terminal::safe(&example.found), 40);
            let found = if found.is_empty() { found } else { format!("found: {found}") };
            vec![format!("line {}", example.line), column, example.reason.name().to_owned(), found]
        });
        text += &table::inner_columns(&[Align::Left; 4], &first.collect::<Vec<_>>());
    }
    text
}

fn columns(table: &PartyTable) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        rows.push(vec![
            count(place as u64 + 1),
            table::cut(&terminal::safe(&column.name), 32),
            column.role.clone().unwrap_or_else(|| "(read over)".to_owned()),
            column.why.to_owned(),
        ]);
    }
    for constant in &table.constants {
        let value = table::cut(&format!("every row: {}", terminal::safe(&constant.value)), 32);
        rows.push(vec![String::new(), value, constant.role.clone(), "mapping".to_owned()]);
    }
    table::inner_columns(&[Align::Right, Align::Left, Align::Left, Align::Left], &rows)
}

fn tells(input: &PartyInput) -> String {
    let tells = input.tells;
    let parts = [
        (tells.parties, "party", "parties"),
        (tells.properties, "property", "properties"),
        (tells.relations, "relation", "relations"),
        (tells.holdings, "account held", "accounts held"),
    ];
    let told = parts.into_iter().filter(|(number, ..)| *number > 0).map(|(number, one, more)| many(number, one, more));
    told.collect::<Vec<_>>().join(", ")
}

fn together(summary: &PartiesSummary) -> String {
    let PartiesSummary { files, records, register: summary } = summary;
    let by_kind = |counts: Vec<(&'static str, u64)>| -> String {
        let all: u64 = counts.iter().map(|(_, number)| number).sum();
        let kinds: Vec<String> = counts.iter().map(|(kind, number)| format!("{} {kind}", count(*number))).collect();
        if kinds.is_empty() { count(all) } else { format!("{} ({})", count(all), kinds.join(", ")) }
    };
    let parties = summary.parties.iter().map(|(kind, number)| (kind.name(), *number)).collect();
    let relations = summary.relations.iter().map(|(kind, number)| (kind.name(), *number)).collect();
    let mut facts = vec![fact("parties", by_kind(parties)), fact("relations", by_kind(relations))];
    for (name, number) in [
        ("accounts held", summary.accounts),
        ("on a list", summary.listed),
        ("replaced by later statements", summary.replaced_relations),
    ] {
        if number > 0 {
            facts.push(fact(name, count(number)));
        }
    }
    if files.len() > 1 {
        facts.push(fact("records", read_line(*records, "record", "records")));
    }
    format!("{}\n{}", terminal::heading("Parties"), table::columns(&[Align::Left, Align::Left], &facts))
}
