//! Reading whole inputs: nasty files beside what must come of them, and whatever must not matter.

use flate2::Compression as Level;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use quipu::ledger::{Ledger, TextField};
use quipu::model::FileId;
use quipu::read::{
    Compression, Encoding, FileReport, ReadError, ReadErrorKind, ReadOptions, Reading, Reason, Rejection,
};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

struct Read {
    report: FileReport,
    rejections: Vec<Rejection>,
    ledger: Ledger,
}

fn read_in(name: &str, bytes: &[u8], chunk: usize, threads: usize) -> Result<Read, ReadError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let mut reading = Reading::new(ReadOptions::default());
        let mut rejections = Vec::new();
        reading.begin(name)?;
        for bytes in bytes.chunks(chunk.max(1)) {
            reading.push(bytes)?;
            rejections.extend(reading.take_rejections());
        }
        let report = reading.end()?;
        rejections.extend(reading.take_rejections());
        Ok(Read { report, rejections, ledger: reading.finish()? })
    })
}

fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    read_in("test", bytes, usize::MAX, 1)
}

fn rows(ledger: &Ledger, with_line: bool) -> Vec<String> {
    let name = |account| ledger.accounts().name(account).to_string();
    ledger
        .rows()
        .map(|row| {
            let mut text = String::new();
            if with_line {
                write!(text, "{} ", ledger.line(row)).unwrap();
            }
            let paid = ledger.paid(row);
            let (from, to) = (name(ledger.from(row)), name(ledger.to(row)));
            write!(text, "{} {from} {to} {paid} {}", ledger.time(row), paid.currency).unwrap();
            for field in TextField::ALL {
                if let Some(value) = ledger.text(field, row) {
                    write!(text, " {value:?}").unwrap();
                }
            }
            text
        })
        .collect()
}

fn account_of(read: &Read) -> String {
    let report = &read.report;
    let mut text = format!("accepted {}\n", report.accepted);
    if report.rounded > 0 {
        writeln!(text, "rounded {}", report.rounded).unwrap();
    }
    if report.windows_1252 > 0 {
        writeln!(text, "windows-1252 {}", report.windows_1252).unwrap();
    }
    if report.encoding != Encoding::default() || report.byte_order_mark {
        let encoding = serde_json::to_value(report.encoding).unwrap();
        writeln!(text, "encoding {}\nmark {}", encoding.as_str().unwrap(), report.byte_order_mark).unwrap();
    }
    for Rejection { line, column, reason, .. } in &read.rejections {
        writeln!(text, "{line}:{column} {}", reason.name()).unwrap();
    }
    for row in rows(&read.ledger, true) {
        writeln!(text, "row {row}").unwrap();
    }
    text
}

#[test]
#[allow(clippy::disallowed_methods, reason = "cases are files beside the test")]
fn nasty_files_are_accounted_for_to_the_last_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut seen = 0;
    for file in files.iter().filter(|file| file.extension().is_some_and(|kind| kind != "expected")) {
        let bytes = fs::read(file).unwrap();
        let expected = fs::read_to_string(file.with_extension("expected")).unwrap();
        let name = file.file_name().unwrap().to_string_lossy();
        for (chunk, threads) in [(usize::MAX, 1), (1, 1), (7, 2)] {
            let read = read_in(&name, &bytes, chunk, threads).unwrap();
            assert_eq!(account_of(&read), expected, "{name} in chunks of {chunk}");
            assert_eq!(read.report.rows(), read.report.accepted + read.rejections.len() as u64);
            assert_eq!(read.report.blake3, blake3::hash(&bytes).to_hex().to_string());
            assert_eq!(read.report.size, bytes.len() as u64);
        }
        seen += 1;
    }
    assert!(seen > 10);
}

const HEADER: &str = "date,payer,payee,amount,currency,purpose\n";

fn table(rows: usize) -> String {
    let mut text = HEADER.to_owned();
    for row in 0..rows {
        let (day, payer, payee) = (row * 7 % 28 + 1, row % 97, row % 89);
        writeln!(text, "2025-03-{day:02},A{payer},B{payee},{}.50,USD,note {}", row % 1000 + 1, row % 50).unwrap();
    }
    text
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Level::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn packed_inputs_read_as_if_they_were_not() {
    let text = table(20_000);
    let plain = rows(&read(text.as_bytes()).unwrap().ledger, true);
    assert_eq!(plain.len(), 20_000);
    let (first, second) = text.as_bytes().split_at(text.len() / 3);
    // A frame that decoders skip, and one without content.
    let skipped = [&[0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0][..], b"abc", &zstd(b"")].concat();
    for (compression, bytes) in [
        (Compression::Gzip, gzip(text.as_bytes())),
        (Compression::Gzip, [gzip(first), gzip(b""), gzip(second)].concat()),
        (Compression::Zstd, zstd(text.as_bytes())),
        (Compression::Zstd, [zstd(first), skipped, zstd(second)].concat()),
    ] {
        for chunk in [1, 4096, usize::MAX] {
            let read = read_in("packed", &bytes, chunk, 2).unwrap();
            assert_eq!(read.report.compression, compression);
            assert_eq!(rows(&read.ledger, true), plain);
            assert_eq!(read.report.blake3, blake3::hash(&bytes).to_hex().to_string());
        }
    }
}

#[test]
fn a_stream_that_is_cut_off_or_damaged_is_an_error() {
    let text = table(20_000);
    for bytes in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        for cut in [bytes.len() - 1, bytes.len() / 2] {
            let error = read(&bytes[..cut]).err().unwrap();
            // Found by fuzzing: how much had been unpacked used to depend on the chunks.
            for chunk in [5, 5000] {
                assert_eq!(read_in("test", &bytes[..cut], chunk, 1).err().as_ref(), Some(&error));
            }
            let kind = error.kind;
            assert!(matches!(kind, ReadErrorKind::CutOff { size, .. } if size > 0), "{kind}");
        }
        for place in [bytes.len() / 2, bytes.len() - 2] {
            let mut damaged = bytes.clone();
            damaged[place] ^= 0x55;
            let error = read(&damaged).err();
            // What is damaged in the middle may come out as a wrong length or as wrong text; never in silence.
            assert!(error.is_some_and(|error| !error.hint.is_empty()));
        }
    }
    let trailing = [gzip(text.as_bytes()), b"rubbish at the end".to_vec()].concat();
    assert!(matches!(read(&trailing).err().unwrap().kind, ReadErrorKind::Damaged { .. }));
}

#[test]
fn the_order_of_rows_leaves_no_trace() {
    let text = table(30_000);
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    let plain = read(text.as_bytes()).unwrap();
    let mut state = 7_u64;
    for place in (1..lines.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        lines.swap(place, (state >> 33) as usize % (place + 1));
    }
    let shuffled = format!("{HEADER}{}\n", lines.join("\n"));
    for (chunk, threads) in [(usize::MAX, 1), (100_000, 3)] {
        let other = read_in("test", shuffled.as_bytes(), chunk, threads).unwrap();
        assert_eq!(rows(&other.ledger, false), rows(&plain.ledger, false));
        assert_eq!(other.ledger.from_accounts(), plain.ledger.from_accounts());
        for row in plain.ledger.rows().step_by(997) {
            assert_eq!(other.ledger.content_hash(row), plain.ledger.content_hash(row));
        }
    }
}

#[test]
fn several_inputs_become_one_ledger_that_knows_each_row_by_file_and_line() {
    let mut reading = Reading::new(ReadOptions::default());
    for (file, day) in [(0, 2), (1, 1)] {
        assert_eq!(reading.begin(format!("day {day}")).unwrap(), FileId(file));
        reading.push(format!("{HEADER}2025-03-0{day},A,B,1.00,USD,\nx\n").as_bytes()).unwrap();
        let report = reading.end().unwrap();
        assert_eq!(
            (report.name, report.accepted, report.rejected[&Reason::TooFewFields]),
            (format!("day {day}"), 1, 1)
        );
        assert_eq!(reading.take_rejections()[0].line, 3);
    }
    let ledger = reading.finish().unwrap();
    assert_eq!(ledger.inputs(), ["day 2", "day 1"]);
    let places: Vec<_> = ledger.rows().map(|row| (ledger.file(row).0, ledger.line(row))).collect();
    assert_eq!(places, [(1, 2), (0, 2)]);
}

#[test]
fn a_row_too_long_is_rejected_whatever_its_length() {
    for length in [65_537, 3_000_000] {
        let long = "x".repeat(length);
        let text = format!("{HEADER}{long}\n2025-03-01,A,B,1.00,USD,{}\n2025-03-01,A,B,1.00,USD,y\n", &long[..9000]);
        for chunk in [1000, usize::MAX] {
            let read = read_in("test", text.as_bytes(), chunk, 2).unwrap();
            let faults: Vec<_> = read.rejections.iter().map(|rejection| (rejection.line, rejection.column)).collect();
            assert_eq!(faults, [(2, 0), (3, 6)]);
            assert!(read.rejections.iter().all(|rejection| rejection.reason == Reason::TooLong));
            assert!(read.rejections.iter().all(|rejection| rejection.raw.len() == 4096));
            assert_eq!(rows(&read.ledger, true), ["4 2025-03-01T00:00:00Z A B 1.00 USD \"y\""]);
        }
    }
}

#[test]
fn an_input_without_one_good_row_is_an_error_with_a_hint() {
    let error = read(format!("{HEADER}2025-03-01,A,B,x1,USD,\n2025-03-01,A,B,x2,USD,\n").as_bytes()).err().unwrap();
    let ReadErrorKind::NothingReadable { report } = &error.kind else { panic!("{error}") };
    assert_eq!((report.rows(), report.accepted, report.first_rejections.len()), (2, 0, 2));
    assert_eq!(error.line, 2);
    assert!(error.hint.contains("bad-amount") && error.hint.contains("x1"), "{}", error.hint);
    let error = read(b"").err().unwrap();
    assert!(matches!(error.kind, ReadErrorKind::NotUnderstood(_)), "{error}");
    assert!(!error.hint.is_empty());
    let header_alone = read(HEADER.as_bytes()).unwrap();
    assert_eq!((header_alone.report.rows(), header_alone.ledger.len()), (0, 0));
    let mut reading = Reading::new(ReadOptions::default());
    assert_eq!(reading.push(b"x").err().unwrap().kind, ReadErrorKind::NoInput);
}

#[test]
fn inputs_without_one_good_row_leave_no_trace_among_others() {
    let mut reading = Reading::new(ReadOptions::default());
    for (name, text, good) in [
        ("rows", format!("{HEADER}2025-03-01,A,B,none,USD,\n"), false),
        ("prose", "To whom it may concern:\n".to_owned(), false),
        ("good", format!("{HEADER}2025-03-01,A,B,1.00,USD,\n"), true),
    ] {
        reading.begin(name).unwrap();
        let read = reading.push(text.as_bytes()).and_then(|()| reading.end());
        assert_eq!(read.is_ok(), good, "{name}");
        assert_eq!(reading.take_rejections().len(), usize::from(name == "rows"), "{name}");
    }
    let ledger = reading.finish().unwrap();
    let file = ledger.file(ledger.rows().next().unwrap());
    assert_eq!((ledger.len(), ledger.inputs()[file.index()].as_str()), (1, "good"));
}

#[test]
fn an_encoding_that_is_given_counts() {
    let with = |encoding| {
        let mut reading = Reading::new(ReadOptions { encoding: Some(encoding), ..ReadOptions::default() });
        reading.begin("test").unwrap();
        let text = [HEADER.as_bytes(), b"2025-03-01,A,B,1.00,USD,\xC3\xA9\n2025-03-01,A,C,1.00,USD,\xE9\n"].concat();
        reading.push(&text).unwrap();
        let report = reading.end().unwrap();
        (report.accepted, report.rejections(), report.windows_1252, rows(&reading.finish().unwrap(), false).concat())
    };
    let (accepted, rejected, _, text) = with(Encoding::Utf8);
    assert!((accepted, rejected) == (1, 1) && text.contains("\"é\""));
    let (accepted, _, counted, text) = with(Encoding::Windows1252);
    assert!((accepted, counted) == (2, 0) && text.contains("\"Ã©\"") && text.contains("\"é\""));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_bytes_are_accounted_for_and_come_out_alike_in_any_chunks(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..400),
            "(2025-03-01|A|B|1.00|USD|x|,|;|\"|\n|\r\n|\\x00|é| ){0,120}".prop_map(String::into_bytes),
        ],
        header: bool,
        chunk in 1..300_usize,
    ) {
        let text = if header { [HEADER.as_bytes(), &bytes].concat() } else { bytes };
        let (one, other) = (read(&text), read_in("test", &text, chunk, 2));
        match (one, other) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(account_of(&one), account_of(&other));
                prop_assert_eq!(&one.rejections, &other.rejections);
                prop_assert_eq!(one.report.rows(), one.ledger.len() as u64 + one.rejections.len() as u64);
            }
            (Err(one), Err(other)) => prop_assert_eq!(one, other),
            (one, other) => prop_assert!(false, "{:?} {:?}", one.err(), other.err()),
        }
    }
}
