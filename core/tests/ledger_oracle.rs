//! The ledger against the plainest one: sort whole transactions, compare every column.

use proptest::prelude::*;
use quipu::ledger::{AccountRef, Ledger, LedgerBuilder, TextField, Transaction};
use quipu::model::{Amount, Currency, FileId, Resolution, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Plain {
    time: Timestamp,
    from: (String, String),
    to: (String, String),
    paid: (i64, Currency),
    received: (i64, Currency),
    texts: Vec<String>,
    utc_offset: Option<i16>,
    file: FileId,
    line: u32,
}

impl Plain {
    fn transaction(&self) -> Transaction<'_> {
        Transaction {
            time: self.time,
            utc_offset: self.utc_offset,
            from: AccountRef::new(&self.from.0, &self.from.1),
            to: AccountRef::new(&self.to.0, &self.to.1),
            paid: Amount::new(self.paid.0, self.paid.1),
            received: Amount::new(self.received.0, self.received.1),
            file: self.file,
            line: self.line,
            texts: std::array::from_fn(|field| self.texts[field].as_str()),
        }
    }

    fn of(ledger: &Ledger) -> Vec<Self> {
        let name = |account| {
            let name = ledger.accounts().name(account);
            (name.institution.to_owned(), name.number.to_owned())
        };
        let row = |row| Self {
            time: ledger.time(row),
            from: name(ledger.from(row)),
            to: name(ledger.to(row)),
            paid: (ledger.paid(row).units, ledger.paid(row).currency),
            received: (ledger.received(row).units, ledger.received(row).currency),
            texts: TextField::ALL.map(|field| ledger.text(field, row).unwrap_or("").to_owned()).to_vec(),
            utc_offset: ledger.utc_offset(row),
            file: ledger.file(row),
            line: ledger.line(row),
        };
        ledger.rows().map(row).collect()
    }
}

fn account() -> impl Strategy<Value = (String, String)> {
    let institution = prop_oneof!["", "[0-9]{1,3}", "BANCO[0-9]", "a very long institution", "ñ"];
    let number = prop_oneof![4 => "[A-C]", 2 => "8000[0-9A-F]{2,5}", 1 => "MX[0-9]{16,20}", 1 => "[a-z\\x00]{0,3}"];
    (institution, number)
}

fn transaction() -> impl Strategy<Value = Plain> {
    let time = prop_oneof![
        4 => 0..5_i64,
        2 => (0..2_000_000_i64).prop_map(|minutes| minutes * 60_000),
        1 => any::<i64>(),
    ];
    let currency = || prop::sample::select(vec!["USD", "EUR", "BTC"]).prop_map(|code| Currency::parse(code).unwrap());
    let amount = || (1..4_i64, currency());
    let text = || prop_oneof![3 => Just(String::new()), 2 => "[a-c]", 1 => "[a-zé]{1,30}"];
    let texts = prop::collection::vec(text(), TextField::ALL.len());
    let received = prop::option::of(amount());
    let place = (0..2_u16, 0..3_u32);
    let offset = prop::option::of(prop::sample::select(vec![-300_i16, 0, 330]));
    (time, account(), account(), amount(), received, texts, offset, place).prop_map(
        |(time, from, to, paid, received, texts, utc_offset, (file, line))| Plain {
            time: Timestamp(time),
            from,
            to,
            paid,
            received: received.unwrap_or(paid),
            texts,
            utc_offset,
            file: FileId(file),
            line,
        },
    )
}

fn build(rows: &[Plain]) -> Ledger {
    let mut builder = LedgerBuilder::new();
    builder.input("one").unwrap();
    builder.input("two").unwrap();
    for row in rows {
        builder.push(&row.transaction()).unwrap();
    }
    builder.finish().unwrap()
}

proptest! {
    #[test]
    fn rows_come_out_sorted_and_whole(rows in prop::collection::vec(transaction(), 0..200)) {
        let ledger = build(&rows);
        let mut sorted = rows.clone();
        sorted.sort();
        prop_assert_eq!(Plain::of(&ledger), sorted);
        let finest = rows.iter().map(|row| Resolution::of(row.time)).min().unwrap_or(Resolution::Day);
        prop_assert_eq!(ledger.resolution(), finest);
    }

    #[test]
    fn accounts_are_those_of_the_rows_in_order(rows in prop::collection::vec(transaction(), 0..200)) {
        let ledger = build(&rows);
        let mut names: Vec<(String, String)> = rows.iter().flat_map(|row| [row.from.clone(), row.to.clone()]).collect();
        names.sort();
        names.dedup();
        let found: Vec<(String, String)> = ledger.accounts().ids()
            .map(|id| (ledger.accounts().name(id).institution.to_owned(), ledger.accounts().name(id).number.to_owned()))
            .collect();
        prop_assert_eq!(&found, &names);
        for (id, (institution, number)) in ledger.accounts().ids().zip(&names) {
            prop_assert_eq!(ledger.accounts().find(institution, number), Some(id));
        }
        let institutions: Vec<&str> = ledger.accounts().institutions().iter().collect();
        let mut expected: Vec<&str> = names.iter().map(|(institution, _)| institution.as_str()).collect();
        expected.dedup();
        prop_assert_eq!(institutions, expected);
    }
}

// More rows than a segment holds, in no order, with many at one instant.
#[test]
fn many_rows_come_out_sorted() {
    let usd = Currency::parse("USD").unwrap();
    let mut state = 1_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let rows: Vec<Plain> = (0..200_000)
        .map(|line| Plain {
            time: Timestamp(next(40) as i64 * 86_400_000),
            from: (String::new(), next(300).to_string()),
            to: (next(3).to_string(), next(300).to_string()),
            paid: (next(5) as i64 + 1, usd),
            received: (if line > 150_000 { next(5) as i64 + 1 } else { 1 }, usd),
            texts: (0..TextField::ALL.len())
                .map(|field| if field == 1 && line % 70_000 > 65_000 { "x".to_owned() } else { String::new() })
                .collect(),
            utc_offset: (line > 100_000).then_some(60),
            file: FileId(0),
            line,
        })
        .collect();
    let ledger = build(&rows);
    let mut sorted = rows;
    sorted.sort();
    assert!(Plain::of(&ledger) == sorted);
}
