//! Files of messages in `messages/` beside what must come of them: rows, parties, rejections, notes.
//!
//! `x.xml` goes with `x.expected`. To see what comes of a new file, add it with an empty `.expected` and run this test.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a test reads its cases")]

mod message_reading;

use message_reading::{account_of, cases, read_in};
use quipu::model::Currency;
use quipu::read::{Encoding, FileReport, ReadErrorKind, ReadOptions, Reading, Reason};
use std::fmt::Write as _;
use std::fs;

#[test]
fn files_are_read_as_expected() {
    let mut failures = String::new();
    for (name, path, bytes) in cases() {
        let found = account_of(&read_in(&name, &bytes, usize::MAX));
        let found: String = found.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        let expected = fs::read_to_string(path.with_extension("expected")).unwrap_or_default();
        if found != expected {
            writeln!(failures, "=== {name}\n{found}").unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn chunks_do_not_matter() {
    for (name, _, bytes) in cases() {
        let whole = read_in(&name, &bytes, usize::MAX);
        for chunk in [1, 3, 100] {
            let parts = read_in(&name, &bytes, chunk);
            assert_eq!(account_of(&parts), account_of(&whole), "{name} in chunks of {chunk}");
            assert_eq!(parts.rejections, whole.rejections, "{name} in chunks of {chunk}");
        }
    }
}

const PAYMENTS: &str = "<Document><FIToFICstmrCdtTrf><CdtTrfTxInf><IntrBkSttlmAmt>10,5</IntrBkSttlmAmt><IntrBkSttlmDt>2025-03-01\
    </IntrBkSttlmDt><Dbtr><Nm>A</Nm></Dbtr><Cdtr><Nm>B</Nm></Cdtr></CdtTrfTxInf><CdtTrfTxInf><IntrBkSttlmAmt Ccy=\"EUR\">1\
    </IntrBkSttlmAmt><IntrBkSttlmDt>2025-03-01</IntrBkSttlmDt><Dbtr><Nm>A</Nm></Dbtr><Cdtr><Nm>B</Nm></Cdtr></CdtTrfTxInf>\
    </FIToFICstmrCdtTrf></Document>";

fn read_with(options: ReadOptions) -> (FileReport, Vec<String>) {
    let mut reading = Reading::new(options);
    reading.begin("payments.xml").unwrap();
    reading.push(PAYMENTS.as_bytes()).unwrap();
    let report = reading.end().unwrap();
    let ledger = reading.finish().unwrap();
    let row = |row| format!("{} {} {}", ledger.time(row), ledger.paid(row), ledger.paid(row).currency);
    let rows = ledger.rows().map(row).collect();
    (report, rows)
}

fn topics(report: &FileReport) -> Vec<&str> {
    report.plan.notes.iter().map(|note| note.topic).collect()
}

#[test]
fn what_the_user_knows_counts() {
    let (report, rows) = read_with(ReadOptions::default());
    assert_eq!(report.rejected.keys().collect::<Vec<_>>(), [&Reason::MissingField]);
    assert_eq!(rows, ["2025-03-01T00:00:00Z 1.00 EUR"]);
    assert_eq!(topics(&report), ["time-zone-assumed", "accounts-by-name"]);
    let mapping = Some("decimal_mark = \"comma\"\n[columns]\ntime = \"Fecha\"\n".to_owned());
    let currency = Some(Currency::parse("USD").unwrap());
    let given = ReadOptions { mapping, currency, utc_offset: Some(-360), ..ReadOptions::default() };
    let (report, rows) = read_with(given);
    assert_eq!(rows, ["2025-03-01T06:00:00Z 1.00 EUR", "2025-03-01T06:00:00Z 10.50 USD"]);
    assert_eq!(topics(&report), ["mapping-unused", "accounts-by-name"]);

    // A plan is good for the next file of its kind.
    let mut reading = Reading::new(ReadOptions::default());
    reading.begin_planned("payments.xml", report.plan, None).unwrap();
    reading.push(PAYMENTS.as_bytes()).unwrap();
    let again = reading.end().unwrap();
    assert_eq!((again.accepted, topics(&again)), (2, vec!["mapping-unused", "accounts-by-name"]));
}

#[test]
fn where_only_utf_8_is_meant_another_letter_ends_the_input() {
    let (_, path, bytes) = cases().into_iter().find(|case| case.0 == "letters_of_windows.xml").unwrap();
    for chunk in [1, 7, usize::MAX] {
        let mut reading = Reading::new(ReadOptions { encoding: Some(Encoding::Utf8), ..ReadOptions::default() });
        reading.begin(path.display().to_string()).unwrap();
        let mut pushed = Ok(());
        for bytes in bytes.chunks(chunk) {
            if pushed.is_ok() {
                pushed = reading.push(bytes);
            }
        }
        let error = pushed.and_then(|()| reading.end()).unwrap_err();
        assert!(matches!(error.kind, ReadErrorKind::Malformed { column: 116, .. }), "{error}");
        assert_eq!((error.line, reading.finish().unwrap().len()), (5, 1));
    }
}
