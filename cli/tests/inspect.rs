//! `quipu inspect` from end to end.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use running::{Desk, HEADER, file, payments};
use serde_json::json;

#[test]
fn a_file_is_shown_as_it_was_understood() {
    let desk = Desk::new();
    let mut rows = payments();
    rows.push(rows[0].clone());
    rows.push("t1,2025-03-20T00:00:00Z,A,A,1.00,USD".to_owned());
    rows.push("x,2025-03-20T00:00:00Z,A,B,zero,USD".to_owned());
    desk.put("payments.csv", file(&rows));
    let text = desk.run(&["inspect", "payments.csv"]).fine().out;
    for words in [
        "33 rows read = 32 accepted + 1 rejected",
        "from_account",
        "2025-03-01 00:15 to 2025-03-20 00:00",
        "line 34",
        "bad-amount",
        "found: zero",
        "MXN",
    ] {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
    let shown: serde_json::Value =
        serde_json::from_str(&desk.run(&["inspect", "payments.csv", "--json"]).fine().out).unwrap();
    assert_eq!(shown["ledger"]["exact_duplicates"], 1);
    assert_eq!(shown["ledger"]["repeated_ids"], 2);
    assert_eq!(shown["ledger"]["self_transfers"], 1);
    assert_eq!(shown["ledger"]["resolution"], "minute");
    assert_eq!(shown["inputs"][0]["rejections"], json!({"bad-amount": 1}));
    assert_eq!(shown["inputs"][0]["examples"][0]["found"], "zero");
    let mxn = json!({"currency": "MXN", "transactions": 7, "sum": "724.50"});
    assert_eq!(shown["ledger"]["currencies"][0], mxn);
    assert_eq!(desk.run(&["inspect", "payments.csv", "--fail-on", "rejects"]).code, 1);
    assert_eq!(desk.run(&["inspect", "payments.csv", "--fail-on", "duplicates"]).code, 1);
}

#[test]
fn a_header_alone_is_a_ledger_without_transactions() {
    let desk = Desk::new();
    desk.put("none.csv", format!("{HEADER}\n"));
    let ran = desk.run(&["inspect", "none.csv"]);
    assert!(ran.code == 0 || ran.err.contains("hint: "), "{} {}", ran.out, ran.err);
}

#[test]
fn options_are_taken() {
    let desk = Desk::new();
    desk.put("dates.csv", "date;from;to;amount\n03/04/2025;A;B;1.234,50\n05/04/2025;B;C;2.000,00\n");
    let shown = |more: &[&str]| -> serde_json::Value {
        let run = [&["inspect", "dates.csv", "--json"], more].concat();
        serde_json::from_str(&desk.run(&run).fine().out).unwrap()
    };
    let given =
        shown(&["--date-order", "mdy", "--decimal-mark", "comma", "--currency", "EUR", "--utc-offset", "-05:00"]);
    assert_eq!(given["ledger"]["first"], "2025-03-04T05:00:00Z");
    assert_eq!(given["ledger"]["currencies"][0]["sum"], "3234.50");
    assert_eq!(given["ledger"]["currencies"][0]["currency"], "EUR");
    assert_eq!(given["inputs"][0]["utc_offset_minutes"], -300);
    assert_eq!(shown(&["--date-order", "dmy"])["ledger"]["first"], "2025-04-03T00:00:00Z");
}
