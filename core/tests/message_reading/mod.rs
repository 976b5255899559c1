//! Reads a file of messages, and writes down what came of it.

#![allow(dead_code, reason = "each test uses a part")]

use quipu::ledger::{Ledger, TextField};
use quipu::read::{
    Encoding, FileReport, MessageParties, MessageParty, ReadError, ReadErrorKind, ReadOptions, Reading, Rejection,
};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What came of a reading.
pub(crate) struct Read {
    pub(crate) ended: Result<FileReport, ReadError>,
    pub(crate) rejections: Vec<Rejection>,
    pub(crate) ledger: Ledger,
    pub(crate) parties: MessageParties,
}

/// Reads one input in chunks.
pub(crate) fn read_in(name: &str, bytes: &[u8], chunk: usize) -> Read {
    let mut reading = Reading::new(ReadOptions::default());
    reading.begin(name).unwrap();
    let mut pushed = Ok(());
    for bytes in bytes.chunks(chunk.max(1)) {
        if pushed.is_ok() {
            pushed = reading.push(bytes);
        }
    }
    let ended = pushed.and_then(|()| reading.end());
    let rejections = reading.take_rejections();
    let (ledger, parties) = reading.finish_with_parties().unwrap();
    Read { ended, rejections, ledger, parties }
}

fn party(party: &MessageParty<'_>) -> String {
    let mut text = party.role.name().to_owned();
    if party.of_covered_payment {
        text.push_str(" (covered)");
    }
    let mut say = |what: &str, value: &str| {
        if !value.is_empty() {
            write!(text, " {what} {value:?}").unwrap();
        }
    };
    say("name", party.name);
    let account = party.account;
    if !account.number.is_empty() {
        say("account", &format!("{}:{}", account.institution, account.number));
    }
    say("called", party.account_name);
    for (part, value) in &party.address {
        let part = serde_json::to_value(part).unwrap();
        say(part.as_str().unwrap(), value);
    }
    say("town", party.town);
    say("country", party.country);
    say("lives in", party.country_of_residence);
    for identifier in &party.identifiers {
        let issuer = if identifier.issuer.is_empty() { String::new() } else { format!(" by {}", identifier.issuer) };
        say("id", &format!("{} {}{issuer}", identifier.scheme, identifier.value));
    }
    if let Some(person) = party.is_person {
        say("is", if person { "person" } else { "organisation" });
    }
    say("born", party.birth_date);
    say("born in", party.birth_town);
    say("in region", party.birth_region);
    say("in country", party.birth_country);
    party.phones.iter().for_each(|phone| say("phone", phone));
    party.emails.iter().for_each(|email| say("email", email));
    say("branch", party.branch);
    text
}

/// All that came of it, as text.
pub(crate) fn account_of(read: &Read) -> String {
    let mut text = String::new();
    let report = match &read.ended {
        Ok(report) => report,
        Err(error) => {
            writeln!(text, "error {error}\n{}", error.hint).unwrap();
            match &error.kind {
                ReadErrorKind::NothingReadable { report } => report,
                _ => return text + &rows(read),
            }
        }
    };
    let format = serde_json::to_value(report.plan.format).unwrap();
    writeln!(text, "{} accepted {}", format.as_str().unwrap(), report.accepted).unwrap();
    for kind in &report.messages {
        let (messages, accepted, rejected) = (kind.messages, kind.transactions, kind.rejected);
        writeln!(text, "kind {}: {messages} messages, {accepted} accepted, {rejected} rejected", kind.kind).unwrap();
    }
    if report.rounded > 0 {
        writeln!(text, "rounded {}", report.rounded).unwrap();
    }
    if report.windows_1252 > 0 {
        writeln!(text, "windows-1252 {}", report.windows_1252).unwrap();
    }
    if report.encoding != Encoding::default() {
        writeln!(text, "encoding {:?}", report.encoding).unwrap();
    }
    for note in &report.plan.notes {
        writeln!(text, "note {}: {}", note.topic, note.text).unwrap();
    }
    for rejection in &read.rejections {
        let column = usize::from(rejection.column).checked_sub(1);
        let column = column.map_or("", |place| report.plan.columns[place].name.as_str());
        let (line, reason) = (rejection.line, rejection.reason.name());
        writeln!(text, "rejected line {line} {column} {reason} {:?}", rejection.found).unwrap();
    }
    text + &rows(read)
}

fn rows(read: &Read) -> String {
    let ledger = &read.ledger;
    let name = |account| ledger.accounts().name(account).to_string();
    let mut text = String::new();
    for row in ledger.rows() {
        let (record, line) = (ledger.record(row).unwrap(), ledger.line(row));
        let (paid, received) = (ledger.paid(row), ledger.received(row));
        write!(text, "row {record} line {line} {}", ledger.time(row)).unwrap();
        if let Some(minutes) = ledger.utc_offset(row) {
            write!(text, " ({minutes:+})").unwrap();
        }
        write!(text, " {:?} to {:?}", name(ledger.from(row)), name(ledger.to(row))).unwrap();
        write!(text, " paid {paid} {}", paid.currency).unwrap();
        if received != paid {
            write!(text, " received {received} {}", received.currency).unwrap();
        }
        for field in TextField::ALL {
            if let Some(value) = ledger.text(field, row) {
                write!(text, " {field:?} {value:?}").unwrap();
            }
        }
        text.push('\n');
        for named in read.parties.of(ledger.file(row), record) {
            writeln!(text, "  {}", party(&named)).unwrap();
            assert_eq!(named.line, line);
        }
    }
    text
}

/// The files in `messages/`: name, path, bytes.
pub(crate) fn cases() -> Vec<(String, PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_none_or(|ending| ending != "expected"));
    paths.sort();
    assert!(paths.len() > 20, "the folder holds the cases");
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths.into_iter().map(|path| (name(&path), path.clone(), fs::read(path).unwrap())).collect()
}
