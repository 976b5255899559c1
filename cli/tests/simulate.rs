//! `quipu simulate` from end to end.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use running::Desk;

const SMALL: [&str; 7] = ["simulate", "--seed", "5", "--accounts", "500", "--transactions", "9000"];

fn simulate(desk: &Desk, more: &[&str]) -> running::Ran {
    desk.run(&[&SMALL[..], more].concat())
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let desk = Desk::new();
    simulate(&desk, &["--out", "one.csv", "--truth", "one.ndjson"]).fine();
    simulate(&desk, &["--out", "two.csv", "--truth", "two.ndjson", "--quiet"]).fine();
    simulate(&desk, &["--seed", "6", "--out", "other.csv"]).failed(&["--seed"]);
    assert_eq!(desk.text("one.csv"), desk.text("two.csv"));
    assert_eq!(desk.text("one.ndjson"), desk.text("two.ndjson"));
    assert_eq!(desk.text("one.csv").lines().count(), 9001);
    assert!(simulate(&desk, &["--out", "-"]).fine().out == desk.text("one.csv"));
    let other =
        ["simulate", "--seed", "6", "--accounts", "500", "--transactions", "9000", "--out", "other.csv", "--quiet"];
    desk.run(&other).fine();
    assert!(desk.text("other.csv") != desk.text("one.csv"));
}

#[test]
fn every_row_reads_back_in_either_format() {
    let desk = Desk::new();
    for format in ["quipu", "amlworld"] {
        simulate(&desk, &["--format", format, "--out", "rows.csv", "--attempts", "attempts.txt", "--quiet"]).fine();
        let shown = desk.run(&["inspect", "rows.csv", "--json", "--fail-on", "rejects"]).fine().out;
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(shown["rows"]["accepted"], 9000, "{format}");
        assert!(desk.text("attempts.txt").starts_with("BEGIN LAUNDERING ATTEMPT - "));
    }
}

#[test]
fn so_many_instances_are_planted_as_were_asked_for() {
    let desk = Desk::new();
    let more = ["--out", "rows.csv", "--truth", "t.ndjson", "--planted", "0,temporal-cycle=3", "--look-alikes", "0"];
    let said = simulate(&desk, &more).fine().out;
    assert!(said.contains("3 patterns planted, 0 look-alikes"), "{said}");
    let planted = desk.lines("t.ndjson");
    assert_eq!(planted.len(), 3);
    assert!(planted.iter().all(|line| line["pattern"] == "temporal-cycle"));
}

#[test]
fn what_cannot_be_simulated_is_said_and_nothing_written() {
    let desk = Desk::new();
    desk.run(&["simulate", "--accounts", "5", "--out", "rows.csv"])
        .failed(&["error[cannot-simulate]", "hint: ask for"]);
    desk.run(&["simulate", "--out", "nowhere/rows.csv"]).failed(&["error[not-found]", "nowhere"]);
    simulate(&desk, &["--planted", "spiral=2", "--out", "rows.csv"]).failed(&["temporal-cycle"]);
    assert_eq!(desk.names(), Vec::<String>::new());
}

#[test]
fn an_organisation_comes_with_the_files_of_its_parties() {
    let desk = Desk::new();
    let simulate = ["simulate", "--accounts", "700", "--transactions", "9000", "--out", "rows.csv", "--quiet"];
    desk.run(&[&simulate[..], &["--organization", "parties", "--truth", "truth.ndjson"]].concat()).fine();
    assert_eq!(running::names(&desk.path("parties")), ["customers.csv", "list.csv", "owners.csv", "relations.csv"]);
    let files = ["customers.csv", "owners.csv", "relations.csv", "list.csv"].map(|name| format!("parties/{name}"));
    let arguments = [
        &["analyze", "rows.csv", "--out", "out", "--fail-on", "rejects", "--quiet", "--parties", &files[0]][..],
        &["--relations", &files[1], &files[2], "--lists", &files[3]],
    ]
    .concat();
    desk.run(&arguments).fine();
    let found: Vec<serde_json::Value> = desk.lines("out/matches.ndjson");
    let strengths: Vec<&str> = found.iter().map(|line| line["strength"].as_str().unwrap()).collect();
    assert_eq!(strengths, ["name-and-birth-date", "name"]);
    desk.run(&["simulate", "--accounts", "300", "--organization", "other", "--out", "other.csv"])
        .failed(&["error[cannot-simulate]", "600"]);
}
