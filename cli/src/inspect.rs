//! `quipu inspect`: what files are, how they were understood and why, before anything is searched for in them.

use crate::accounts;
use crate::analyze::instant;
use crate::failure::Failure;
use crate::parties;
use crate::progress::Progress;
use crate::rates::{self, RatesOption};
use crate::reading::{Inputs, Loaded};
use crate::table::{self, Align, count, many};
use crate::{Outcome, terminal};
use clap::{Args, ValueEnum};
use quipu::export::inspection::{InspectedInput, Inspection};
use quipu::export::manifest::SameInput;
use quipu::export::parties::PartiesSummary;
use quipu::export::{AccountsSummary, CurrencySummary, InputSummary, LedgerSummary, RatesSummary, RowCounts};
use quipu::model::Currency;
use quipu::read::{
    Compression, DateOrder, DecimalMark, Encoding, Format, MessageCount, Reason, Shape, TimeShape, TimeUnit,
};
use std::collections::BTreeMap;

/// Show what files are and how they were understood
///
/// Format, columns and why each was understood so, encoding, what was assumed, period and resolution, accounts,
/// currencies, transfers of an account to itself, duplicates, and what was not accepted, by reason and with examples.
///
/// Files of parties among them are known by their beginning and shown too: tables of customers and of owners,
/// FollowTheMoney, BODS, Senzing and OpenSanctions files, the lists of OFAC, the UN and the EU.
///
/// Exit codes: 0 ran; 1 a condition of --fail-on was met; 2 error, or a file could not be read.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,

    #[command(flatten)]
    rates: RatesOption,

    /// Exit with 1 when there are any of these
    #[arg(long, value_name = "WHAT", value_delimiter = ',', help_heading = "Output")]
    fail_on: Vec<Condition>,

    /// Print JSON instead of text
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Draw no progress
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,
}

/// What a user may want to fail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Condition {
    /// A row was not accepted
    Rejects,
    /// A transaction is there twice, or its identifier
    Duplicates,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let given = arguments.rates.given()?;
    let progress = Progress::new(arguments.quiet);
    let known = &arguments.inputs.known;
    let (of_parties, files) = known.part(arguments.inputs.files.clone())?;
    let parties = parties::read(&of_parties, known.party_options()?, known.map.as_deref(), &progress)?;
    let inputs = Inputs { files, known: known.clone() };
    let Loaded { ledger, reports, accounts, mut unread, .. } = inputs.read(&progress, &mut |_, _, _| Ok(()))?;
    unread.extend(parties.unread);
    progress.working("counting");
    let mut inspection = Inspection::of(&reports, &ledger, &given);
    inspection.unread_inputs = unread.iter().map(Failure::unread_input).collect();
    inspection.accounts = AccountsSummary::of(&accounts, &ledger);
    inspection.parties = PartiesSummary::of(&parties.reports, &parties.register);
    progress.done();
    if !arguments.quiet {
        rates::warn_of_contradictions(&inspection.rates);
    }
    if arguments.json {
        let mut text = Vec::new();
        inspection.write(&mut text).map_err(|error| Failure::new("internal", error.to_string()))?;
        terminal::print(&String::from_utf8_lossy(&text))?;
    } else {
        terminal::print(&text(&inspection))?;
    }
    let mut outcome = Outcome::Done;
    for condition in &arguments.fail_on {
        let (number, what) = match condition {
            Condition::Rejects => {
                let records = inspection.parties.as_ref().map_or(0, |parties| parties.records.rejected);
                let rows = accounts::rejected(inspection.rows, inspection.accounts.as_ref());
                (rows + records, "rows not accepted")
            }
            Condition::Duplicates => (
                inspection.ledger.exact_duplicates + inspection.ledger.repeated_ids,
                "duplicates or repeated identifiers",
            ),
        };
        outcome = outcome.or_met(number, what, arguments.quiet);
    }
    Ok(outcome.or_incomplete(&unread))
}

fn text(inspection: &Inspection) -> String {
    let mut text = String::new();
    for input in &inspection.inputs {
        text += &one_input(input);
        text.push('\n');
    }
    if let Some(summary) = &inspection.accounts {
        text += &accounts::text(summary);
        text.push('\n');
    }
    if let Some(summary) = &inspection.parties {
        text += &parties::text(summary);
        if inspection.inputs.is_empty() && inspection.accounts.is_none() {
            return text;
        }
        text.push('\n');
    }
    text += &ledger(&inspection.ledger, &inspection.rates);
    if inspection.rates.currencies.len() > 1 {
        text += &section("one of each is worth");
        text += &rates::table(&inspection.rates);
    }
    if inspection.inputs.len() > 1 {
        text += &format!("  rows  {}\n", row_line(inspection.rows));
    }
    text += &same(&inspection.same_inputs);
    text
}

fn one_input(inspected: &InspectedInput) -> String {
    let input = &inspected.input;
    let mut text = format!("{}\n", terminal::heading(&terminal::safe(&input.name)));
    let mut facts = vec![
        fact("format", format_name(input)),
        fact(
            "size",
            format!(
                "{}{}, {}",
                table::size(input.bytes),
                packing(input.compression),
                encoding(input.encoding, input.byte_order_mark)
            ),
        ),
        fact("blake3", input.blake3.clone()),
        fact("times", times(input)),
        fact("decimal mark", if input.decimal_mark == DecimalMark::Point { "point" } else { "comma" }.to_owned()),
        fact("rows", row_line(input.rows)),
    ];
    if input.rounded_amounts > 0 {
        facts.push(fact(
            "rounded",
            many(input.rounded_amounts, "amount has", "amounts have") + " more decimals than kept",
        ));
    }
    if input.windows_1252_rows > 0 {
        facts.push(fact("not UTF-8", many(input.windows_1252_rows, "row", "rows") + " read as Windows-1252"));
    }
    text += &table::columns(&[Align::Left, Align::Left], &facts);

    if !input.messages.is_empty() {
        text += &section("messages");
        let row = |kind: &MessageCount| {
            let rejected = format!("{} rejected", count(kind.rejected));
            let transactions = many(kind.transactions, "transaction", "transactions");
            vec![terminal::safe(&kind.kind), many(kind.messages, "message", "messages"), transactions, rejected]
        };
        let rows: Vec<_> = input.messages.iter().map(row).collect();
        text += &table::inner_columns(&[Align::Left, Align::Right, Align::Right, Align::Right], &rows);
    }
    let of_messages = input.shape == Shape::Messages;
    text += &section(if of_messages { "elements and fields" } else { "columns" });
    let otherwise = if of_messages { "(checked)" } else { "(read over)" };
    let mut rows = Vec::new();
    for (place, column) in input.columns.iter().enumerate() {
        rows.push(vec![
            count(place as u64 + 1),
            table::cut(&terminal::safe(&column.name), 32),
            column.role.unwrap_or(otherwise).to_owned(),
            column.why.to_owned(),
        ]);
    }
    for constant in &input.constants {
        let value = format!("every row: {}", terminal::safe(&constant.value));
        rows.push(vec![String::new(), table::cut(&value, 32), constant.role.to_owned(), "mapping".to_owned()]);
    }
    text += &table::inner_columns(&[Align::Right, Align::Left, Align::Left, Align::Left], &rows);

    if !input.notes.is_empty() {
        text += &section(if of_messages { "assumed and counted" } else { "assumed" });
        let notes: Vec<_> = input.notes.iter().map(|note| vec![note.topic.to_owned(), note.text.clone()]).collect();
        text += &table::inner_columns(&[Align::Left, Align::Left], &notes);
    }
    if !input.rejections.is_empty() {
        text += &section("not accepted");
        text += &rejections(&input.rejections);
        text += &section("the first of them");
        text += &examples(inspected);
    }
    text
}

pub(crate) fn section(title: &str) -> String {
    format!("  {}\n", terminal::heading(title))
}

pub(crate) fn fact(name: &str, value: String) -> Vec<String> {
    vec![name.to_owned(), value]
}

/// Rows that were not accepted, the most frequent reason first.
pub(crate) fn rejections(reasons: &BTreeMap<Reason, u64>) -> String {
    let mut reasons: Vec<_> = reasons.iter().collect();
    reasons.sort_by_key(|(reason, rows)| (std::cmp::Reverse(**rows), **reason));
    let row = |(reason, rows): (&Reason, &u64)| {
        vec![count(*rows), reason.name().to_owned(), format!("expected: {}", reason.expected())]
    };
    let rows: Vec<_> = reasons.into_iter().map(row).collect();
    table::inner_columns(&[Align::Right, Align::Left, Align::Left], &rows)
}

fn examples(inspected: &InspectedInput) -> String {
    let rows: Vec<_> = (inspected.examples.iter())
        .map(|example| {
            let name = example.column_name.as_deref().map(terminal::safe).unwrap_or_default();
            let column = example.column.map(|column| format!("column {column} {name}")).unwrap_or_default();
            let found = match example.found.as_str() {
                "" => String::new(),
                found => format!("found: {}", table::cut(&terminal::safe(found), 40)),
            };
            vec![format!("line {}", example.line), column, example.reason.name().to_owned(), found]
        })
        .collect();
    table::inner_columns(&[Align::Left; 4], &rows)
}

/// What was read and what it holds, in a few lines; the same for every verb that reads.
pub(crate) fn overview(
    inputs: &[InputSummary],
    rows: RowCounts,
    accounts: Option<&AccountsSummary>,
    summary: &LedgerSummary,
    rates: &RatesSummary,
    same_inputs: &[SameInput],
) -> String {
    let mut text = format!("{}\n", terminal::heading("Read"));
    let row = |input: &InputSummary| {
        vec![
            table::cut(&terminal::safe(&input.name), 48),
            format_name(input),
            table::size(input.bytes),
            row_line(input.rows),
        ]
    };
    let mut files: Vec<_> = inputs.iter().map(row).collect();
    if inputs.len() > 1 {
        let bytes = inputs.iter().map(|input| input.bytes).sum();
        files.push(vec!["all".to_owned(), String::new(), table::size(bytes), row_line(rows)]);
    }
    text += &table::columns(&[Align::Left, Align::Left, Align::Right, Align::Left], &files);
    for input in inputs {
        for note in &input.notes {
            let name = if inputs.len() > 1 { format!("{}: ", terminal::safe(&input.name)) } else { String::new() };
            text += &format!("  assumed: {name}{}\n", note.text);
        }
        if !input.rejections.is_empty() {
            text += &format!("  not accepted in {}:\n", terminal::safe(&input.name));
            text += &rejections(&input.rejections);
        }
    }
    text += &same(same_inputs);
    text.push('\n');
    if let Some(accounts) = accounts {
        text += &accounts::text(accounts);
        text.push('\n');
    }
    text + &ledger(summary, rates)
}

fn same(inputs: &[SameInput]) -> String {
    let line = |same: &SameInput| {
        let (input, same_as) = (terminal::safe(&same.input), terminal::safe(&same.same_as));
        format!("  {input} holds the same bytes as {same_as}: each of its rows counts twice\n")
    };
    inputs.iter().map(line).collect()
}

fn ledger(summary: &LedgerSummary, rates: &RatesSummary) -> String {
    let mut text = format!("{}\n", terminal::heading("Ledger"));
    let mut facts = vec![fact("transactions", count(summary.transactions)), fact("accounts", account_counts(summary))];
    if let (Some(first), Some(last)) = (summary.first, summary.last) {
        let (first, last) = (instant(first, summary.resolution), instant(last, summary.resolution));
        facts.push(fact("period", format!("{first} to {last} UTC, told by the {}", summary.resolution)));
    }
    for (name, number) in [
        ("to themselves", summary.self_transfers),
        ("exact duplicates", summary.exact_duplicates),
        ("repeated ids", summary.repeated_ids),
        ("exchanges", summary.exchanges),
    ] {
        if number > 0 {
            facts.push(fact(name, count(number)));
        }
    }
    facts.extend(rates::line(rates).map(|line| fact("compared in", line)));
    text += &table::columns(&[Align::Left, Align::Left], &facts);
    if !summary.currencies.is_empty() {
        text += &section("paid");
        let row = |sum: &CurrencySummary| {
            let currency = if sum.currency == Currency::NONE { "no currency" } else { sum.currency.code() };
            let transactions = many(sum.transactions, "transaction", "transactions");
            vec![currency.to_owned(), table::grouped(&sum.sum), transactions]
        };
        let rows: Vec<_> = summary.currencies.iter().map(row).collect();
        text += &table::inner_columns(&[Align::Left, Align::Right, Align::Right], &rows);
    }
    text
}

fn account_counts(summary: &LedgerSummary) -> String {
    let accounts = count(summary.accounts);
    if summary.institutions == 0 {
        return accounts;
    }
    let largest: Vec<String> = (summary.largest_institutions.iter())
        .map(|institution| {
            format!("{} {}", table::cut(&terminal::safe(&institution.name), 20), count(institution.accounts))
        })
        .collect();
    let more = if summary.institutions > largest.len() as u64 { ", ..." } else { "" };
    let institutions = many(summary.institutions, "institution", "institutions");
    format!("{accounts} at {institutions} ({}{more})", largest.join(", "))
}

pub(crate) fn row_line(rows: RowCounts) -> String {
    read_line(rows, "row", "rows")
}

/// What became of what was read, in a line.
pub(crate) fn read_line(rows: RowCounts, one: &str, more: &str) -> String {
    let RowCounts { read, accepted, rejected } = rows;
    format!("{} read = {} accepted + {} rejected", many(read, one, more), count(accepted), count(rejected))
}

fn format_name(input: &InputSummary) -> String {
    match (input.format, input.shape) {
        (Format::AmlWorld | Format::AmlSim | Format::PaySim | Format::AmlGentex | Format::SamlD, _) => {
            program(input.format).to_owned()
        }
        (Format::NdJson, _) | (_, Shape::NdJson) => "JSON lines".to_owned(),
        (Format::Iso20022 | Format::SwiftMt, _) | (_, Shape::Messages) => message_format(input),
        (Format::Table, Shape::Delimited { delimiter, .. }) => match delimiter {
            b',' => "table with commas".to_owned(),
            b';' => "table with semicolons".to_owned(),
            b'\t' => "table with tabs".to_owned(),
            other => format!("table with {}", terminal::safe(&char::from(other).to_string())),
        },
    }
}

/// The type of the messages where they are all of one, with the standard.
fn message_format(input: &InputSummary) -> String {
    let standard = if input.format == Format::SwiftMt { "SWIFT" } else { "ISO 20022" };
    match input.messages.as_slice() {
        [one] => format!("{standard} {}", terminal::safe(&one.kind)),
        _ => format!("{standard} messages"),
    }
}

/// The program that writes a format.
pub(crate) fn program(format: Format) -> &'static str {
    match format {
        Format::AmlWorld => "AMLworld",
        Format::AmlSim => "AMLSim",
        Format::PaySim => "PaySim",
        Format::AmlGentex => "AMLGentex",
        Format::SamlD => "SAML-D",
        Format::Table | Format::NdJson | Format::Iso20022 | Format::SwiftMt => "",
    }
}

pub(crate) fn packing(compression: Compression) -> &'static str {
    match compression {
        Compression::None => "",
        Compression::Gzip => " of gzip",
        Compression::Zstd => " of Zstandard",
    }
}

pub(crate) fn encoding(encoding: Encoding, byte_order_mark: bool) -> String {
    let name = match encoding {
        Encoding::Utf8OrWindows1252 | Encoding::Utf8 => "UTF-8",
        Encoding::Windows1252 => "Windows-1252",
        Encoding::Utf16Le => "UTF-16 little-endian",
        Encoding::Utf16Be => "UTF-16 big-endian",
    };
    if byte_order_mark { format!("{name} with a byte order mark") } else { name.to_owned() }
}

fn times(input: &InputSummary) -> String {
    let shape = match input.time {
        TimeShape::Calendar(DateOrder::DayFirst) => "dates, day first",
        TimeShape::Calendar(DateOrder::MonthFirst) => "dates, month first",
        TimeShape::Calendar(DateOrder::YearFirst) => "dates, year first",
        TimeShape::Number(TimeUnit::UnixSeconds) => "seconds since 1970",
        TimeShape::Number(TimeUnit::UnixMilliseconds) => "milliseconds since 1970",
        TimeShape::Number(TimeUnit::Hours) => "steps of an hour from 1970",
        TimeShape::Number(TimeUnit::Days) => "steps of a day from 1970",
    };
    let offset = input.utc_offset_minutes;
    let zone = match offset {
        0 => "UTC".to_owned(),
        _ => {
            let minutes = offset.unsigned_abs();
            format!("UTC{}{:02}:{:02}", if offset < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
        }
    };
    format!("{shape}; {zone} where they name no zone")
}
