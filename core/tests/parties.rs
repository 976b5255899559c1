//! Files in `parties/` beside what must come of them: what the file was understood to be, what was not accepted, and the
//! whole register.
//!
//! `x.csv` goes with `x.expected` and, where there is one, the mapping file `x.toml`; a folder is read as one register.
//! UPDATE=1 writes the expectations anew: read the difference before it is kept.

#![allow(clippy::disallowed_methods, reason = "cases are files beside the test")]

mod told;

use flate2::Compression as Level;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use quipu::parties::PartyRegister;
use quipu::read::parties::{PartyFileReport, PartyFormat, PartyOptions, PartyReading};
use quipu::read::{Compression, ReadError, ReadErrorKind, Reason, Rejection};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

struct Read {
    reports: Vec<(PartyFileReport, Vec<Rejection>)>,
    register: PartyRegister,
}

fn read(files: &[(&str, &[u8])], options: &PartyOptions, chunk: usize) -> Result<Read, ReadError> {
    let mut reading = PartyReading::new(options.clone());
    let mut reports = Vec::new();
    for (name, bytes) in files {
        reading.begin(*name)?;
        for bytes in bytes.chunks(chunk.max(1)) {
            reading.push(bytes)?;
        }
        let report = reading.end()?;
        reports.push((report, reading.take_rejections()));
    }
    Ok(Read { reports, register: reading.finish()? })
}

fn account_of(read: &Result<Read, ReadError>) -> String {
    let read = match read {
        Ok(read) => read,
        Err(error) => return format!("error {error}\n{}\n", error.hint),
    };
    let mut text = String::new();
    for (report, rejections) in &read.reports {
        assert_eq!(report.records(), report.accepted + rejections.len() as u64);
        writeln!(text, "{}: {}", report.name, report.format.name()).unwrap();
        if let Some(plan) = &report.plan {
            for column in &plan.columns {
                writeln!(text, "column {}: {} {}", column.name, column.role.as_deref().unwrap_or(""), column.why)
                    .unwrap();
            }
            writeln!(
                text,
                "dates {:?}, incomes {:?} {}, shares {:?}",
                plan.date_order, plan.decimal_mark, plan.currency, plan.shares
            )
            .unwrap();
        }
        for note in &report.notes {
            writeln!(text, "note {}: {}", note.topic, note.text).unwrap();
        }
        let counts = report.counts;
        writeln!(
            text,
            "accepted {}: {} parties, {} properties, {} relations, {} holdings",
            report.accepted, counts.parties, counts.properties, counts.relations, counts.holdings
        )
        .unwrap();
        if report.windows_1252 > 0 {
            writeln!(text, "windows-1252 {}", report.windows_1252).unwrap();
        }
        for Rejection { line, column, reason, found, .. } in rejections {
            writeln!(text, "rejected {line}:{column} {} {found}", reason.name()).unwrap();
        }
        for unread in &report.first_unread {
            writeln!(text, "unread {} {} {} {}", unread.line, unread.place, unread.reason.name(), unread.found)
                .unwrap();
        }
    }
    text += &told::told(&read.register, true);
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parties");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| !path.extension().is_some_and(|kind| kind == "expected" || kind == "toml"));
    cases.sort();
    cases
}

fn files_of(case: &Path) -> Vec<(String, Vec<u8>)> {
    let mut paths = vec![case.to_owned()];
    if case.is_dir() {
        paths = fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
    }
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

#[test]
fn every_file_is_understood_and_accounted_for() {
    let mut failures = String::new();
    let cases = cases();
    assert!(cases.len() >= 10);
    for case in cases {
        let files = files_of(&case);
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let mapping = fs::read_to_string(case.with_extension("toml")).ok();
        let options = PartyOptions { mapping, ..PartyOptions::default() };
        let found = account_of(&read(&files, &options, usize::MAX));
        for chunk in [1, 7, 100] {
            assert_eq!(account_of(&read(&files, &options, chunk)), found, "{} in chunks of {chunk}", case.display());
        }
        if let Ok(read) = read(&files, &options, usize::MAX) {
            for ((_, bytes), (report, _)) in files.iter().zip(&read.reports) {
                assert_eq!(PartyFormat::find(bytes, &options), Some(report.format), "{}", report.name);
                assert_eq!(report.blake3, blake3::hash(bytes).to_hex().to_string());
                assert_eq!(report.size, bytes.len() as u64);
            }
        }
        let kept = case.with_added_extension("expected");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&kept, &found).unwrap();
        }
        if fs::read_to_string(&kept).unwrap_or_default() != found {
            writeln!(failures, "=== {}\n{found}", case.display()).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn packed_files_are_read_and_broken_ones_are_not() {
    let text = "customer_id,name\n".to_owned() + &(0..40_000).map(|id| format!("{id},Name {id}\n")).collect::<String>();
    let mut packer = GzEncoder::new(Vec::new(), Level::fast());
    packer.write_all(text.as_bytes()).unwrap();
    let gzip = packer.finish().unwrap();
    let zstd = ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let options = PartyOptions::default();
    for (bytes, compression) in
        [(text.as_bytes(), Compression::None), (&gzip[..], Compression::Gzip), (&zstd[..], Compression::Zstd)]
    {
        assert_eq!(PartyFormat::find(bytes, &options), Some(PartyFormat::Customers), "{compression:?}");
        let read = read(&[("a", bytes)], &options, 10_000).unwrap();
        assert_eq!((read.register.len(), read.reports[0].0.compression), (40_000, compression));
    }
    let Err(error) = read(&[("a", &gzip[..gzip.len() / 2])], &options, usize::MAX) else { panic!("it is cut off") };
    assert!(matches!(error.kind, ReadErrorKind::CutOff { compression: "gzip", size: 1.. }), "{error}");
}

#[test]
fn files_of_something_else_are_refused_with_a_hint() {
    let options = PartyOptions::default();
    for text in [
        "",
        "date,payer,payee,amount\n2025-03-01,A,B,1\n",
        "cluster_id,data_source,record_id\n1,A,2\n",
        "a,b\n1,2\n",
        "<html>",
        "[1,2]",
        "{\"a\":1}",
        "\u{0}\u{1}",
    ] {
        assert_eq!(PartyFormat::find(text.as_bytes(), &options), None, "{text}");
        let Err(error) = read(&[("a", text.as_bytes())], &options, usize::MAX) else { panic!("{text} was read") };
        assert!(!error.hint.is_empty(), "{text}: {error}");
    }
}

#[test]
fn a_file_of_which_nothing_can_be_read_is_an_error_with_its_report() {
    let options = PartyOptions::default();
    let Err(error) = read(&[("a", b"customer_id,name,phone\n,,5551234\n,,5551235\n")], &options, 3) else { panic!() };
    let ReadErrorKind::NoPartyReadable { report } = &error.kind else { panic!("{error}") };
    assert_eq!((report.records(), report.rejected[&Reason::MissingField]), (2, 2));
    assert!(error.hint.contains("missing-field"), "{}", error.hint);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_rows_does_not_matter(
        (rows, shuffled) in prop::collection::vec(
            "[1-3]?,(Ana|Acme SA|)?,(555-1234|)?,[12]?,(x|y)?,(60|100)?", 0..12
        ).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let file = |rows: &[String]| format!("customer_id,name,phone,owner_id,owner_name,share\n{}\n", rows.join("\n"));
        let register = |text: String| {
            let read = read(&[("a", text.as_bytes())], &PartyOptions::default(), usize::MAX);
            read.map(|read| told::told(&read.register, false)).unwrap_or_default()
        };
        prop_assert_eq!(register(file(&rows)), register(file(&shuffled)));
    }
}
