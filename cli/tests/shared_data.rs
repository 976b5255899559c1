//! Exports of other programs, where QUIPU_SHARED_DATA names the folder that has them: no row is unaccounted for.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests of the command line write files and read them"
)]

mod running;

use running::Desk;
use serde_json::json;
use std::path::Path;

fn reads(file: &str, accepted: u64, rejections: &serde_json::Value) {
    let Some(folder) = std::env::var_os("QUIPU_SHARED_DATA") else {
        println!("skipped: QUIPU_SHARED_DATA is not set");
        return;
    };
    let path = Path::new(&folder).join(file);
    let desk = Desk::new();
    let shown = desk.run(&["inspect", "--json", path.to_str().unwrap()]).fine().out;
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let lines = std::fs::read_to_string(path).unwrap().lines().count() as u64;
    assert_eq!(shown["rows"], json!({"read": lines - 1, "accepted": accepted, "rejected": lines - 1 - accepted}));
    assert_eq!(&shown["inputs"][0]["rejections"], rejections);
}

#[test]
fn amlsim() {
    reads("amlsim_1k/transactions.csv", 41_952, &json!({}));
}

#[test]
fn amlgentex() {
    // It has 22 payments of 0.0.
    reads("amlgentex_3k/transfers.csv", 23_753, &json!({"zero-amount": 22}));
}
