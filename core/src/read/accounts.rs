//! Accounts files: who holds which account, where an export tells.
//!
//! Simulators and banks deliver accounts apart from transactions. A transaction names an account by institution and
//! number; here is what else is known of it: the institution's name, and the entity that owns the account, which is what
//! ties accounts of one owner together.

use super::columns::Name;
use super::compression::{Unpackable, Unpacker};
use super::fields::quoted_fields;
use super::piece::rejection;
use super::records::{LONGEST, Layout, Part};
use super::rows::Fault;
use super::{
    Column, Compression, Format, Plan, PlanError, PlanErrorKind, ReadError, ReadErrorKind, ReadOptions, Reason,
    Rejection, is_absent,
};
use crate::ledger::{AccountRef, LedgerFull, TextTable};
use std::cmp::Ordering;

/// One row of an accounts file. Texts are empty where the file tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holding<'a> {
    /// The account: the identifier of its institution, and its number.
    pub account: AccountRef<'a>,
    /// What the institution is called.
    pub institution_name: &'a str,
    /// The identifier of the person or company that owns it.
    pub entity: &'a str,
    /// What the owner is called.
    pub entity_name: &'a str,
}

/// What an accounts file was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountsReport {
    /// The name it was read with.
    pub name: String,
    /// Bytes as they came, packed or not.
    pub size: u64,
    /// BLAKE3 of these bytes, in hexadecimal.
    pub blake3: String,
    /// How it was packed.
    pub compression: Compression,
    /// The program whose accounts these are.
    pub format: Format,
    /// Its columns. None has a role among those of transactions.
    pub columns: Vec<Column>,
}

/// An accounts file, read. Every row is a [`Holding`] or a [`Rejection`].
#[derive(Debug)]
pub struct AccountsFile {
    report: AccountsReport,
    // Institution, number, institution's name, entity, entity's name.
    columns: [TextTable; 5],
    // Rows by number, institution without leading zeros, and then the rest.
    sorted: Vec<u32>,
    rejections: Vec<Rejection>,
}

// Normal names of the five columns in the known accounts files: AMLworld, AMLSim, AMLGentex.
const FORMATS: [(Format, [&str; 5]); 3] = [
    (Format::AmlWorld, ["bank id", "account number", "bank name", "entity id", "entity name"]),
    (Format::AmlSim, ["bank id", "acct id", "", "", "dsply nm"]),
    (Format::AmlGentex, ["bank id", "account id", "", "customer id", ""]),
];
const NUMBER: usize = 1;

/// What a header says: whose accounts, and where the five columns are.
struct Header {
    format: Format,
    names: Vec<String>,
    places: [Option<usize>; 5],
}

impl Header {
    fn of(line: &[u8]) -> Option<Self> {
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let line = String::from_utf8_lossy(line);
        let names: Vec<String> = line.trim_end().split(',').map(str::to_owned).collect();
        let words: Vec<String> = names.iter().map(|name| Name::of(name).words).collect();
        let (format, places) = FORMATS.iter().find_map(|(format, columns)| {
            let place = |column: &&str| words.iter().position(|name| name == column);
            let there = columns.iter().all(|column| column.is_empty() || place(column).is_some());
            there.then(|| (*format, columns.each_ref().map(place)))
        })?;
        Some(Self { format, names, places })
    }
}

/// Why unpacking stops.
enum Stop {
    Unpackable,
    Enough,
}

impl From<Unpackable> for Stop {
    fn from(_: Unpackable) -> Self {
        Self::Unpackable
    }
}

// A header is no longer than this.
const LONGEST_HEADER: usize = 64 * 1024;

impl AccountsFile {
    /// Whether an input that begins so is an accounts file, by its header. A beginning of 256 KiB is enough where the
    /// input is packed, its first line where it is not.
    #[must_use]
    pub fn begins(bytes: &[u8]) -> bool {
        let mut text = Vec::new();
        let mut take = |piece: &[u8]| {
            let known = text.len();
            text.extend_from_slice(&piece[..piece.len().min(LONGEST_HEADER - known)]);
            let enough = text.len() == LONGEST_HEADER || text[known..].contains(&b'\n');
            if enough { Err(Stop::Enough) } else { Ok(()) }
        };
        // A beginning breaks off somewhere; the header is there or it is not.
        let mut unpacker = Unpacker::new(Compression::find(bytes));
        _ = unpacker.push(bytes, &mut take).and_then(|()| unpacker.end(&mut take));
        Header::of(text.split(|byte| *byte == b'\n').next().unwrap_or_default()).is_some()
    }

    /// Reads a whole accounts file of AMLworld, AMLSim or AMLGentex: plain or packed with gzip or Zstandard, UTF-8, fields
    /// apart by commas, below a header.
    ///
    /// Time: O(n log n) in the number of accounts. Memory: about twice that of the text.
    ///
    /// # Errors
    /// [`ReadErrorKind::NotUnderstood`] when the header is of none of these ([`PlanErrorKind::OtherFormat`]) or a column
    /// has more than 4 GiB of text ([`PlanErrorKind::TooLarge`]); [`ReadErrorKind::Damaged`] and
    /// [`ReadErrorKind::CutOff`] for what cannot be unpacked.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ReadError> {
        let failed = |kind, line, hint: String| ReadError { kind, input: name.to_owned(), line, hint };
        let not_understood = |error: PlanError| {
            let (line, hint) = (u64::from(error.line), error.hint.clone());
            failed(ReadErrorKind::NotUnderstood(error), line, hint)
        };
        let compression = Compression::find(bytes);
        let unpacked = match compression {
            Compression::None => None,
            _ => Some(unpack(compression, bytes).map_err(|(cause, size)| {
                let kind = match cause {
                    Unpackable::CutOff => ReadErrorKind::CutOff { compression: compression.name(), size },
                    Unpackable::Damaged(cause) => {
                        ReadErrorKind::Damaged { compression: compression.name(), size, cause }
                    }
                };
                failed(kind, 0, "get the file anew".to_owned())
            })?),
        };
        let text = unpacked.as_deref().unwrap_or(bytes);
        let (line, rows) = match memchr::memchr(b'\n', text) {
            Some(newline) => (&text[..newline], &text[newline + 1..]),
            None => (text, &text[..0]),
        };
        let Some(Header { format, names, places }) = Header::of(line) else {
            let message = format!("{name} is no accounts file that is known");
            let hint = match Plan::of(&String::from_utf8_lossy(line), name, &ReadOptions::default()) {
                Ok(_) => "this is a file of transactions",
                Err(_) => "its header begins: Bank Name,Bank ID,Account Number,Entity ID,Entity Name",
            };
            return Err(not_understood(PlanError::new(PlanErrorKind::OtherFormat, message, hint).at(1, 0)));
        };
        let width = names.len();
        let columns = names.into_iter().map(|name| Column { name, role: None, why: "accounts" }).collect();
        let report = AccountsReport {
            name: name.to_owned(),
            size: bytes.len() as u64,
            blake3: blake3::hash(bytes).to_hex().to_string(),
            compression,
            format,
            columns,
        };
        let mut file = Self { report, columns: Default::default(), sorted: Vec::new(), rejections: Vec::new() };
        file.rows(rows, width, places).map_err(|full| {
            let message = format!("{name}: {full}");
            not_understood(PlanError::new(PlanErrorKind::TooLarge, message, "split the file and read the parts"))
        })?;
        let mut sorted: Vec<u32> = (0..file.columns[NUMBER].len() as u32).collect();
        sorted.sort_unstable_by_key(|row| {
            let holding = file.row(*row);
            (key(holding.account), holding, *row)
        });
        file.sorted = sorted;
        Ok(file)
    }

    /// What the file was.
    #[must_use]
    pub fn report(&self) -> &AccountsReport {
        &self.report
    }

    /// How many rows were accepted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether no row was accepted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// All rows, by number and institution.
    pub fn holdings(&self) -> impl ExactSizeIterator<Item = Holding<'_>> {
        self.sorted.iter().map(|row| self.row(*row))
    }

    /// Who holds an account: several where it is held together. Zeros before an institution's identifier do not matter,
    /// since AMLworld writes `010` in transactions and `10` in accounts. Where `account` names no institution, as in
    /// AMLSim's transactions, its number decides if it is a number at one institution only.
    ///
    /// Time: O(log n) in the number of accounts.
    pub fn holders(&self, account: AccountRef<'_>) -> impl ExactSizeIterator<Item = Holding<'_>> {
        let (number, institution) = key(account);
        let own = |row: &u32| key(self.row(*row).account);
        let mut same = between(&self.sorted, |row| own(row).0.cmp(number));
        if !account.institution.is_empty() {
            same = between(same, |row| own(row).1.cmp(institution));
        } else if same.first().map(own) != same.last().map(own) {
            same = &[];
        }
        same.iter().map(|row| self.row(*row))
    }

    /// The rows that were not accepted, in the order of the file. Rows that are blank are neither.
    #[must_use]
    pub fn rejections(&self) -> &[Rejection] {
        &self.rejections
    }

    fn rows(&mut self, bytes: &[u8], width: usize, places: [Option<usize>; 5]) -> Result<(), LedgerFull> {
        let layout = Layout { newline: b'\n', delimiter: Some(b',') };
        let mut line = 2;
        let (mut text, mut spans) = (Vec::new(), Vec::new());
        let (parts, _) = layout.split(bytes, bytes.len().max(1), true);
        for part in parts {
            match part {
                Part::Fault(raw, lines, reason) => {
                    let raw = raw.trim_ascii_end();
                    self.rejections.push(rejection(raw, line, Fault { column: 0, reason }, b""));
                    line += lines;
                }
                Part::Rows(rows) => {
                    for row in rows.split_inclusive(|byte| *byte == b'\n') {
                        let row = row.strip_suffix(b"\n").unwrap_or(row);
                        let row = row.strip_suffix(b"\r").unwrap_or(row);
                        if !row.trim_ascii().is_empty() {
                            match values(row, width, places, &mut text, &mut spans) {
                                Ok(values) => {
                                    for (column, value) in self.columns.iter_mut().zip(values) {
                                        column.push(value.as_bytes())?;
                                    }
                                }
                                Err((fault, found)) => self.rejections.push(rejection(row, line, fault, found)),
                            }
                        }
                        line += 1;
                    }
                }
            }
        }
        Ok(())
    }

    fn row(&self, row: u32) -> Holding<'_> {
        let [institution, number, institution_name, entity, entity_name] =
            self.columns.each_ref().map(|column| column.get(row));
        Holding { account: AccountRef { institution, number }, institution_name, entity, entity_name }
    }
}

fn key(account: AccountRef<'_>) -> (&str, &str) {
    (account.number, account.institution.trim_start_matches('0'))
}

// The sorted rows that compare equal.
fn between(rows: &[u32], order: impl Fn(&u32) -> Ordering) -> &[u32] {
    let start = rows.partition_point(|row| order(row) == Ordering::Less);
    let length = rows[start..].partition_point(|row| order(row) == Ordering::Equal);
    &rows[start..start + length]
}

/// The text of a packed file; else why there is none, and how many bytes of it came before.
fn unpack(compression: Compression, bytes: &[u8]) -> Result<Vec<u8>, (Unpackable, u64)> {
    let mut text = Vec::new();
    let mut unpacker = Unpacker::new(compression);
    let mut take = |piece: &[u8]| -> Result<(), Unpackable> {
        text.extend_from_slice(piece);
        Ok(())
    };
    match unpacker.push(bytes, &mut take).and_then(|()| unpacker.end(&mut take)) {
        Ok(()) => Ok(text),
        Err(cause) => Err((cause, text.len() as u64)),
    }
}

// The five texts of a row, or what is wrong with it and what was found there.
fn values<'t>(
    row: &'t [u8],
    width: usize,
    places: [Option<usize>; 5],
    text: &'t mut Vec<u8>,
    spans: &mut Vec<(usize, usize)>,
) -> Result<[&'t str; 5], (Fault, &'t [u8])> {
    let fault = |column: usize, reason| (Fault { column: column as u16, reason }, &row[..0]);
    if row.len() > LONGEST {
        return Err(fault(0, Reason::TooLong));
    }
    if row.contains(&0) {
        return Err(fault(0, Reason::NulByte));
    }
    if std::str::from_utf8(row).is_err() {
        return Err(fault(0, Reason::BadEncoding));
    }
    quoted_fields(row, b',', text, spans).map_err(|(at, reason)| fault(at + 1, reason))?;
    match spans.len() {
        fewer if fewer < width => return Err(fault(0, Reason::TooFewFields)),
        more if more > width => return Err(fault(0, Reason::TooManyFields)),
        _ => {}
    }
    let text: &'t [u8] = text;
    let field = |place: Option<usize>| place.map_or(&text[..0], |at| text[spans[at].0..spans[at].1].trim_ascii());
    if is_absent(field(places[NUMBER])) {
        return Err((
            Fault { column: places[NUMBER].map_or(0, |at| at as u16 + 1), reason: Reason::MissingField },
            field(places[NUMBER]),
        ));
    }
    Ok(places.map(|place| {
        let value = field(place);
        if is_absent(value) { "" } else { std::str::from_utf8(value).unwrap_or_default() }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORLD: &str = "Bank Name,Bank ID,Account Number,Entity ID,Entity Name\n";

    fn read(rows: &str) -> AccountsFile {
        AccountsFile::read("accounts.csv", format!("{WORLD}{rows}").as_bytes()).unwrap()
    }

    #[test]
    fn accounts_of_amlworld_are_found_whatever_the_zeros_of_their_bank() {
        let file = read(
            "Second Bank,3208,B1,E2,Ltd #2\r\nFirst Bank,10,A1,E1,\"Doe, \"\"J\"\"\"\r\nFirst Bank,10,A1,E3,(null)\r\n",
        );
        let holders: Vec<Holding<'_>> = file.holders(AccountRef::new("010", "A1")).collect();
        assert_eq!(holders.len(), 2);
        assert_eq!((holders[0].entity, holders[0].entity_name), ("E1", "Doe, \"J\""));
        assert_eq!((holders[1].entity, holders[1].entity_name, holders[1].institution_name), ("E3", "", "First Bank"));
        assert_eq!(file.holders(AccountRef::new("03208", "B1")).next().unwrap().entity, "E2");
        assert_eq!(file.holders(AccountRef::new("10", "B1")).len(), 0);
    }

    #[test]
    fn every_row_is_a_holding_or_a_rejection_with_its_place() {
        let file = read("F,1,A,E,N\nF,1\n\nF,1,,E,N\nF,1,\"A\nB\",E,N\nF,1,C,E,N,x\nF,1,D,E,N");
        let found: Vec<(u32, u16, Reason)> =
            file.rejections().iter().map(|rejection| (rejection.line, rejection.column, rejection.reason)).collect();
        assert_eq!(
            found,
            [
                (3, 0, Reason::TooFewFields),
                (5, 3, Reason::MissingField),
                (6, 0, Reason::EmbeddedNewline),
                (8, 0, Reason::TooManyFields),
            ]
        );
        let numbers: Vec<&str> = file.holdings().map(|holding| holding.account.number).collect();
        assert_eq!(numbers, ["A", "D"]);
    }

    #[test]
    fn accounts_of_the_simulators_are_known_and_other_files_are_not() {
        let file =
            AccountsFile::read("a", b"ACCOUNT_ID,CUSTOMER_ID,INIT_BALANCE,BANK_ID\n7,C_7,1.00,bank_a\n").unwrap();
        assert_eq!(file.holders(AccountRef::new("bank_a", "7")).next().unwrap().entity, "C_7");
        let file = AccountsFile::read("a", b"acct_id,dsply_nm,initial_deposit,bank_id\n7,C_7,1.00,bank_a\n").unwrap();
        assert_eq!(file.holdings().next().unwrap().entity_name, "C_7");
        let error = AccountsFile::read("a", b"date,from,to,amount\n").unwrap_err();
        let ReadErrorKind::NotUnderstood(plan) = &error.kind else { panic!("{error}") };
        assert_eq!((plan.kind, error.hint.as_str()), (PlanErrorKind::OtherFormat, "this is a file of transactions"));
        assert!(AccountsFile::read("a", b"").is_err());
    }

    #[test]
    fn an_account_without_institution_is_known_by_a_number_that_is_there_once() {
        let file = read("F,1,A,E1,N\nF,1,A,E2,N\nF,1,B,E3,N\nG,2,B,E4,N\n");
        assert_eq!(file.holders(AccountRef::new("", "A")).len(), 2, "held together");
        assert_eq!(file.holders(AccountRef::new("", "B")).len(), 0, "two accounts");
        assert_eq!(file.holders(AccountRef::new("2", "B")).next().unwrap().entity, "E4");
    }

    #[test]
    fn accounts_are_told_by_their_header_packed_or_not() {
        use flate2::{Compression as Level, write::GzEncoder};
        use std::io::Write;
        let text = format!("{WORLD}{}", "F,10,A,E,N\n".repeat(50_000));
        let mut packer = GzEncoder::new(Vec::new(), Level::fast());
        packer.write_all(text.as_bytes()).unwrap();
        let gzip = packer.finish().unwrap();
        let zstd = ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
        for (bytes, compression) in
            [(text.as_bytes(), Compression::None), (&gzip[..], Compression::Gzip), (&zstd[..], Compression::Zstd)]
        {
            assert!(AccountsFile::begins(bytes) && AccountsFile::begins(&bytes[..bytes.len() / 2]), "{compression:?}");
            let file = AccountsFile::read("a", bytes).unwrap();
            assert_eq!((file.len(), file.report().compression), (50_000, compression));
            assert_eq!((file.report().size, file.report().format), (bytes.len() as u64, Format::AmlWorld));
        }
        for bytes in [&b""[..], b"date,from,to,amount\n", &[0xFF; 100_000], b"\x1F\x8B\x08", b"\x28\xB5\x2F\xFD"] {
            assert!(!AccountsFile::begins(bytes));
        }
        let error = AccountsFile::read("a", &gzip[..gzip.len() / 2]).unwrap_err();
        assert!(matches!(error.kind, ReadErrorKind::CutOff { size: 1.., .. }), "{error}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_accounted_for(rows in "[A-C,\"\n\u{0}é]{0,60}") {
            let file = read(&rows);
            // Without quotes a line is a row.
            if !rows.contains('"') {
                let lines = rows.split('\n').filter(|line| !line.is_empty()).count();
                prop_assert_eq!(file.len() + file.rejections().len(), lines);
            }
        }

        #[test]
        fn order_of_rows_does_not_matter(numbers in prop::collection::vec(0..20_u8, 1..20)) {
            let rows = |numbers: &mut dyn Iterator<Item = &u8>| -> String {
                numbers.map(|number| format!("F,{},A{number},E{number},N\n", number % 3)).collect()
            };
            let (one, two) = (read(&rows(&mut numbers.iter())), read(&rows(&mut numbers.iter().rev())));
            prop_assert!(one.holdings().eq(two.holdings()));
            for number in &numbers {
                let bank = format!("00{}", number % 3);
                let expected = numbers.iter().filter(|other| *other == number).count();
                prop_assert_eq!(one.holders(AccountRef::new(&bank, &format!("A{number}"))).len(), expected);
            }
        }
    }
}
