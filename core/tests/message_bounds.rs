//! What is large, deep or many in messages, in one way or another: it is refused or bounded, and what stands beside it counts.

#![allow(clippy::disallowed_methods, reason = "what it shares with other tests reads files")]

mod message_reading;

use message_reading::{Read, read_in};
use quipu::read::{PlanErrorKind, ReadErrorKind, Reason};
use std::fmt::Write as _;

const HEAD: &str = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\"><FIToFICstmrCdtTrf><GrpHdr><CreDtTm>\
    2025-03-01T00:00:00Z</CreDtTm></GrpHdr>";
const END: &str = "</FIToFICstmrCdtTrf></Document>";

fn payment(inside: &str) -> String {
    format!(
        "<CdtTrfTxInf><IntrBkSttlmAmt Ccy=\"USD\">1</IntrBkSttlmAmt><Dbtr><Nm>A</Nm></Dbtr><Cdtr><Nm>B</Nm></Cdtr>{inside}\
         </CdtTrfTxInf>"
    )
}

fn counts(read: &Read) -> (u64, Vec<(u32, Reason)>) {
    let report = read.ended.as_ref().unwrap();
    (report.accepted, read.rejections.iter().map(|rejection| (rejection.line, rejection.reason)).collect())
}

#[test]
fn a_long_text_costs_its_own_transaction() {
    let long = |letters: usize| payment(&format!("<RmtInf><Ustrd>{}</Ustrd></RmtInf>", "ñ".repeat(letters)));
    let many = payment(&"<RmtInf><Ustrd>x</Ustrd></RmtInf>".repeat(1_200_000));
    let text = format!("{HEAD}\n{}\n{}\n{many}\n{}{END}", long(5000), long(40 << 20), payment(""));
    let read = read_in("long", text.as_bytes(), 1 << 20);
    assert_eq!(counts(&read), (2, vec![(3, Reason::TooLong), (4, Reason::TooLong)]));
    assert!(read.rejections.iter().all(|rejection| rejection.raw.len() == 4096));
    let notes = &read.ended.as_ref().unwrap().plan.notes;
    assert!(notes.iter().any(|note| note.topic == "purposes-cut"), "{notes:?}");
    let purpose = read.ledger.text(quipu::ledger::TextField::Purpose, quipu::model::Row(1)).unwrap();
    assert_eq!((purpose.len(), purpose.chars().all(|letter| letter == 'ñ')), (8192, true));
}

#[test]
fn what_is_too_deep_or_too_long_for_markup_is_an_error() {
    let deep = format!("{HEAD}{}", "<a>".repeat(200));
    let tag = format!("{HEAD}<x y=\"{}\"/>{END}", "z".repeat(2 << 20));
    let comment = format!("{HEAD}<!--{}-->{END}", "z".repeat(2 << 20));
    for (text, cause) in [(deep, "more than 100 elements"), (tag, "longer than 1 MiB"), (comment, "longer than 1 MiB")]
    {
        for chunk in [usize::MAX, 10_000] {
            let error = read_in("test", text.as_bytes(), chunk).ended.unwrap_err();
            let ReadErrorKind::Malformed { cause: found, .. } = &error.kind else { panic!("{error}") };
            assert!(found.contains(cause), "{found}");
        }
    }
}

#[test]
fn messages_of_very_many_types_are_counted_together() {
    let mut text = format!("<all>{HEAD}{}{END}", payment(""));
    for kind in 0..500 {
        write!(text, "<Document xmlns=\"urn:x:abcd.{kind:03}\"><Other/></Document>").unwrap();
    }
    let read = read_in("test", format!("{text}</all>").as_bytes(), 5000);
    let report = read.ended.unwrap();
    assert_eq!((report.accepted, report.rejected[&Reason::OtherMessage]), (1, 500));
    assert_eq!(report.messages.len(), 65);
    assert_eq!(report.messages.iter().map(|kind| kind.messages).sum::<u64>(), 501);
}

#[test]
fn a_file_without_a_message_is_not_of_messages() {
    let empty = "<e xmlns=\"urn:iso:std:iso:20022:tech:xsd:head.001.001.02\"><AppHdr/></e>";
    let error = read_in("test", empty.as_bytes(), 7).ended.unwrap_err();
    let ReadErrorKind::NotUnderstood(plan) = &error.kind else { panic!("{error}") };
    assert_eq!(plan.kind, PlanErrorKind::NotTransactions);
    assert!(!error.hint.is_empty());
}

#[test]
fn a_large_batch_is_one_booking_with_each_of_its_payments() {
    let mut details = String::new();
    for number in 0..20_000 {
        writeln!(
            details,
            "<NtryDtls><TxDtls><Refs><EndToEndId>E{number}</EndToEndId></Refs><Amt Ccy=\"USD\">2.50</Amt><RltdPties><Cdtr><Nm>C{number}\
             </Nm></Cdtr></RltdPties></TxDtls></NtryDtls>"
        )
        .unwrap();
    }
    let text = format!(
        "<Document><BkToCstmrStmt><Stmt><CreDtTm>2025-03-01T00:00:00Z</CreDtTm><Acct><Id><Othr><Id>1</Id></Othr></Id></Acct>\n\
         <Ntry><Amt Ccy=\"USD\">50000.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>{details}</Ntry>\n\
         <Ntry><Amt Ccy=\"USD\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry></Stmt></BkToCstmrStmt></Document>"
    );
    let read = read_in("batch", text.as_bytes(), 1 << 16);
    assert_eq!(counts(&read), (20_001, Vec::new()));
    let notes = read.ended.unwrap().plan.notes;
    assert!(!notes.iter().any(|note| note.topic == "details-do-not-add-up"), "{notes:?}");
    assert_eq!(read.parties.of(quipu::model::FileId(0), 20_000).count(), 2);
}

#[test]
fn a_long_line_costs_its_own_message_of_swift() {
    let message = |lines: &str| format!("{{1:F01BANKUS33AXXX0000000000}}{{2:I103BANKMXMMXXXXN}}{{4:\n{lines}-}}\n");
    let good = ":20:R\n:32A:250301USD1,\n:50K:A\n:59:B\n";
    let text = [message(good), message(&format!("{good}:70:{}\n", "x".repeat(70_000))), message(good)].concat();
    for chunk in [usize::MAX, 1000] {
        assert_eq!(counts(&read_in("long", text.as_bytes(), chunk)), (2, vec![(7, Reason::TooLong)]));
    }
    let on_the_line = text.replace("{4:\n:20:R", "{4::20:R");
    assert_eq!(counts(&read_in("same", on_the_line.as_bytes(), 1000)).0, 2);
}
