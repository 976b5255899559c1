//! What holds for any messages: nothing is lost, and neither chunks nor the order of inputs matter; and payments that are
//! written as messages, in whatever spelling, are read back.

#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

mod message_reading;

use message_reading::{Read, account_of, cases, read_in};
use proptest::prelude::*;
use quipu::ledger::{Ledger, TextField};
use quipu::read::{ReadErrorKind, ReadOptions, Reading};
use std::fmt::Write as _;

fn assert_same(one: &Read, other: &Read) {
    assert_eq!(account_of(one), account_of(other));
    assert_eq!(one.rejections, other.rejections);
    assert_eq!(one.ended.as_ref().err(), other.ended.as_ref().err());
}

fn assert_accounted_for(read: &Read) {
    let report = match &read.ended {
        Ok(report) => report,
        Err(error) => match &error.kind {
            ReadErrorKind::NothingReadable { report } => report.as_ref(),
            _ => return assert!(!error.hint.is_empty(), "{error}"),
        },
    };
    assert_eq!(report.accepted, read.ledger.len() as u64);
    assert_eq!(report.rejections(), read.rejections.len() as u64);
    let by_kind: u64 = report.messages.iter().map(|kind| kind.transactions + kind.rejected).sum();
    if !report.messages.is_empty() {
        assert_eq!(by_kind, report.rows());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn what_is_cut_or_damaged_is_accounted_for_in_any_chunks(
        case in 0..100_usize,
        cut in 0.0..1.0_f64,
        damage in prop::collection::vec((0.0..1.0_f64, prop_oneof![
            any::<u8>().prop_map(|byte| vec![byte]),
            "<|>|</|&|;|<!--|-->|<!\\[CDATA\\[|\\]\\]>|\n|-\\}|\\{1:|:61:|<Ntry>|</Ntry>|\"".prop_map(String::into_bytes),
        ]), 0..4),
        chunk in 1..500_usize,
    ) {
        let cases = cases();
        let count = cases.len();
        let (name, _, mut bytes) = cases.into_iter().nth(case % count).unwrap();
        for (place, with) in damage {
            let place = (place * bytes.len() as f64) as usize;
            bytes.splice(place..(place + with.len()).min(bytes.len()), with);
        }
        bytes.truncate((cut * 1.2 * bytes.len() as f64) as usize);
        let (whole, parts) = (read_in(&name, &bytes, usize::MAX), read_in(&name, &bytes, chunk));
        assert_same(&whole, &parts);
        assert_accounted_for(&whole);
    }

    #[test]
    fn any_text_that_begins_as_a_message_is_accounted_for(
        text in "(<(/|)(a:|)(Document|FIToFICstmrCdtTrf|CdtTrfTxInf|Ntry|Stmt|BkToCstmrStmt|Nm|Amt Ccy=\"USD\"|Sts|x)/?>|&amp;|&#1;|BOOK|1.5| |\n|<!--|-->|<\\?x\\?>){0,40}",
        fields in "(:20:R\n|:25:A\n|:60F:C250301USD1,\n|:61:250301C1,5NTRFX\n|:86:x\n|:32A:250301USD1,\n|:50K:/1\nA\n|:59:B\n|-\\}\n|\\{1:F01BANKUS33AXXX0000000000\\}|\\{2:I103BANKUS33XXXXN\\}|\\{4:\n|\\$|\n){0,20}",
        chunk in 1..60_usize,
    ) {
        for bytes in [
            format!("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\">{text}").into_bytes(),
            format!("{{1:F01BANKUS33AXXX0000000000}}{fields}").into_bytes(),
            format!(":20:R\n:25:A\n:60F:C250301USD1,\n{fields}").into_bytes(),
        ] {
            let whole = read_in("any", &bytes, usize::MAX);
            assert_same(&whole, &read_in("any", &bytes, chunk));
            assert_accounted_for(&whole);
        }
    }
}

fn rows(ledger: &Ledger) -> Vec<String> {
    let name = |account| ledger.accounts().name(account).to_string();
    (ledger.rows())
        .map(|row| {
            let mut text = format!("{} {:016x}", ledger.time(row), ledger.content_hash(row));
            write!(text, " {:?} {:?}", name(ledger.from(row)), name(ledger.to(row))).unwrap();
            write!(text, " {:?} {:?} {:?}", ledger.paid(row), ledger.received(row), ledger.from(row)).unwrap();
            for field in TextField::ALL {
                write!(text, " {:?}", ledger.text(field, row)).unwrap();
            }
            text
        })
        .collect()
}

#[test]
fn the_order_of_inputs_leaves_no_trace() {
    let table = b"date,payer,payee,amount,currency\n2025-03-01,A,B,12.50,USD\n2025-03-01,B,C,1.00,USD\n".to_vec();
    let mut inputs: Vec<(String, Vec<u8>)> = cases().into_iter().map(|(name, _, bytes)| (name, bytes)).collect();
    inputs.push(("table.csv".to_owned(), table));
    // One that stops halfway keeps what it gave before.
    let read = |inputs: &[(String, Vec<u8>)]| {
        let mut reading = Reading::new(ReadOptions::default());
        for (name, bytes) in inputs {
            reading.begin(name.clone()).unwrap();
            _ = reading.push(bytes).and_then(|()| reading.end());
        }
        rows(&reading.finish().unwrap())
    };
    let plain = read(&inputs);
    assert!(plain.len() > 30);
    for step in [1, 5, 11] {
        let turned: Vec<_> = (0..inputs.len()).map(|place| inputs[(place * step + 3) % inputs.len()].clone()).collect();
        if turned.len() == inputs.len() && inputs.iter().all(|input| turned.contains(input)) {
            assert_eq!(read(&turned), plain, "by steps of {step}");
        }
    }
    inputs.reverse();
    assert_eq!(read(&inputs), plain);
}

#[test]
fn payments_that_several_inputs_tell_are_kept_and_told() {
    let of = |names: &[&str]| {
        let mut reading = Reading::new(ReadOptions::default());
        let mut topics = Vec::new();
        for (name, _, bytes) in names.iter().map(|sought| cases().into_iter().find(|case| case.0 == *sought).unwrap()) {
            reading.begin(name).unwrap();
            reading.push(&bytes).unwrap();
            let notes = reading.end().unwrap().plan.notes;
            let shared = notes.into_iter().filter(|note| note.topic.starts_with("shared-"));
            topics.push(shared.map(|note| format!("{} {}", note.topic, &note.text[..15])).collect::<Vec<_>>());
        }
        (topics, reading.finish().unwrap().len())
    };
    let (topics, rows) = of(&["pacs008.xml", "pacs009.xml", "mt103.fin", "camt053.xml"]);
    assert_eq!(topics[0], Vec::<String>::new());
    assert_eq!(topics[1], ["shared-uetr one transaction"]);
    assert_eq!(topics[2], ["shared-uetr one transaction"]);
    assert_eq!(topics[3], ["shared-reference one transaction"]);
    assert_eq!(rows, 3 + 2 + 3 + 14);
}

/// A payment to be written down.
#[derive(Clone, Debug)]
struct Payment {
    from: String,
    to: String,
    banks: (String, String),
    cents: i64,
    day: u8,
    name: String,
}

fn payments() -> impl Strategy<Value = Vec<Payment>> {
    let bank = || "[A-C]{4}(US|MX|GT)[A-B]{2}";
    let one = (
        "[0-9]{4,9}",
        "[0-9]{4,9}",
        (bank(), bank()),
        1..9_999_999_i64,
        1..29_u8,
        "[A-Z][a-z&<>']{0,5}( [A-Z][a-z]{1,5})?",
    );
    let one = one.prop_map(|(from, to, banks, cents, day, name)| Payment { from, to, banks, cents, day, name });
    prop::collection::vec(one, 1..8)
}

fn expected(payments: &[Payment]) -> Vec<String> {
    let row = |payment: &Payment| {
        let Payment { from, to, banks, cents, day, .. } = payment;
        let amount = format!("{}.{:02}", cents / 100, cents % 100);
        format!("2025-03-{day:02}T00:00:00Z {}:{from} {}:{to} {amount} USD", banks.0, banks.1)
    };
    let mut rows: Vec<String> = payments.iter().map(row).collect();
    rows.sort();
    rows
}

fn found(read: &Read) -> Vec<String> {
    let ledger = &read.ledger;
    let name = |account| ledger.accounts().name(account).to_string();
    let row = |row| {
        let paid = ledger.paid(row);
        let (from, to) = (name(ledger.from(row)), name(ledger.to(row)));
        format!("{} {from} {to} {paid} {}", ledger.time(row), paid.currency)
    };
    let mut rows: Vec<String> = ledger.rows().map(row).collect();
    rows.sort();
    rows
}

// A text in one of the ways in which XML can have it.
fn spelled(text: &str, way: usize) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    match way % 4 {
        0 => escaped,
        1 => format!("\n  {escaped}\t"),
        2 => format!("<![CDATA[{}]]>", text.replace('<', "\u{3}")),
        _ => text.chars().map(|letter| format!("&#x{:X};<!-- - -->", u32::from(letter))).collect(),
    }
}

fn xml(payments: &[Payment], prefix: &str, way: usize, blank: &str) -> String {
    let (open, close) = (format!("<{prefix}"), format!("</{prefix}"));
    let declared =
        if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{}", &prefix[..prefix.len() - 1]) };
    let mut text = format!(
        "<Document {declared}='urn:iso:std:iso:20022:tech:xsd:pacs.008.001.09'><FIToFICstmrCdtTrf><GrpHdr><CreDtTm>\
         2025-02-01T00:00:00Z</CreDtTm><Unknown><Dbtr><Nm>no</Nm></Dbtr></Unknown></GrpHdr>"
    );
    for payment in payments {
        let Payment { from, to, banks, cents, day, name } = payment;
        let say = |text: &str| spelled(text, way);
        let (from, to, name, amount) =
            (say(from), say(to), say(name), say(&format!("{}.{:02}", cents / 100, cents % 100)));
        write!(
            text,
            "<CdtTrfTxInf>{blank}<Amt>no</Amt><IntrBkSttlmAmt Ccy=\"USD\">{amount}</IntrBkSttlmAmt>{blank}<IntrBkSttlmDt>\
             2025-03-{day:02}</IntrBkSttlmDt><Dbtr><Nm>{name}</Nm></Dbtr><DbtrAcct><Id><Othr><Id>{from}</Id></Othr></Id>\
             </DbtrAcct><DbtrAgt><FinInstnId><BICFI>{}XXX</BICFI></FinInstnId></DbtrAgt><CdtrAgt><FinInstnId><BICFI>{}</BICFI>\
             </FinInstnId></CdtrAgt><Cdtr/><CdtrAcct><Id><Othr><Id>{to}</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>",
            banks.0, banks.1
        )
        .unwrap();
    }
    text.push_str("</FIToFICstmrCdtTrf></Document>");
    // Comments and sections have no names in them that a prefix would change.
    let marks = text.replace("</", "\u{1}").replace("<!", "\u{2}").replace('<', &open);
    marks.replace('\u{1}', &close).replace('\u{2}', "<!").replace('\u{3}', "<")
}

fn fin(payments: &[Payment], newline: &str) -> String {
    let mut text = String::new();
    for payment in payments {
        let Payment { from, to, banks, cents, day, name } = payment;
        let (sender, receiver) = (&banks.0, &banks.1);
        let name = name.replace(['&', '<', '>'], " ");
        let lines = [
            format!("{{1:F01{sender}AXXX0000000000}}{{2:I103{receiver}XXXXN}}{{4:"),
            ":20:R".to_owned(),
            ":23B:CRED".to_owned(),
            format!(":32A:2503{day:02}USD{},{:02}", cents / 100, cents % 100),
            format!(":50K:/{from}"),
            format!("A {name}"),
            format!(":59:/{to}"),
            "B".to_owned(),
            ":71A:SHA".to_owned(),
            "-}".to_owned(),
        ];
        lines.iter().for_each(|line| write!(text, "{line}{newline}").unwrap());
    }
    text
}

proptest! {
    #[test]
    fn payments_written_as_messages_are_read_back(
        payments in payments(),
        prefix in prop_oneof![Just(""), Just("p:"), Just("pacs-8.x:")],
        way in 0..4_usize,
        blank in "[ \n\r\t]{0,3}",
        chunk in 1..200_usize,
    ) {
        let expected = expected(&payments);
        let texts = [xml(&payments, prefix, way, &blank), fin(&payments, "\r\n"), fin(&payments, "\n")];
        for text in texts {
            let read = read_in("payments", text.as_bytes(), chunk);
            prop_assert!(read.ended.is_ok(), "{:?}\n{text}", read.ended);
            prop_assert_eq!(found(&read), expected.clone());
        }
        let read = read_in("payments", xml(&payments, prefix, way, &blank).as_bytes(), chunk);
        for (place, payment) in payments.iter().enumerate() {
            let parties: Vec<_> = read.parties.of(quipu::model::FileId(0), place as u32 + 1).collect();
            prop_assert_eq!(parties[0].name, payment.name.as_str());
        }
    }
}
