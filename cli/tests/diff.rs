//! Two runs beside each other: what came, went and changed, and what did it.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use quipu::compare::COMPARISON_SCHEMA;
use running::{Desk, HEADER};
use serde_json::{Value, json};
use std::fs;

/// A fan-in of five, and one payment more of it in the second file; a cycle in both.
fn desk() -> Desk {
    let desk = Desk::new();
    let mut rows: Vec<String> =
        (0..6).map(|n| format!("f{n},2025-03-0{}T10:00:00Z,S{n},C,10{n}.00,USD", 1 + n)).collect();
    rows.push("c0,2025-03-10T10:00:00Z,A,B,500.00,USD".to_owned());
    rows.push("c1,2025-03-10T11:00:00Z,B,A,499.00,USD".to_owned());
    let more = rows.clone().join("\n");
    rows.remove(5);
    desk.put("less.csv", format!("{HEADER}\n{}\n", rows.join("\n")));
    desk.put("more.csv", format!("{HEADER}\n{more}\n"));
    desk
}

fn analyze(desk: &Desk, input: &str, out: &str, more: &[&str]) {
    desk.run(&[&["analyze", input, "--out", out, "--quiet", "--window", "7d"], more].concat()).fine();
}

fn compared(desk: &Desk, code: i32, more: &[&str]) -> Value {
    let ran = desk.run(&[&["diff", "a", "b", "--json"], more].concat());
    assert_eq!(ran.code, code, "{}{}", ran.err, ran.out);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let schema: Value = serde_json::from_str(COMPARISON_SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    document
}

fn findings(document: &Value) -> &Value {
    document["files"].as_array().unwrap().iter().find(|file| file["file"] == "findings.ndjson").unwrap()
}

#[test]
fn the_same_run_twice_differs_in_nothing() {
    let desk = desk();
    analyze(&desk, "less.csv", "a", &[]);
    analyze(&desk, "less.csv", "b", &[]);
    let document = compared(&desk, 0, &["--fail-on-change"]);
    assert_eq!(document["circumstances"]["causes"], json!([]));
    assert_eq!(document["unexplained"], false);
    for file in document["files"].as_array().unwrap() {
        assert_eq!((&file["same"], &file["before"]), (&file["after"], &file["after"]), "{file}");
    }
    assert!(desk.run(&["diff", "a", "b"]).fine().out.contains("nothing"));
}

#[test]
fn one_payment_more_changes_the_finding_that_it_belongs_to() {
    let desk = desk();
    analyze(&desk, "less.csv", "a", &["--pattern", "fan-in,temporal-cycle"]);
    analyze(&desk, "more.csv", "b", &["--pattern", "fan-in,temporal-cycle"]);
    let document = compared(&desk, 1, &["--fail-on-change"]);
    assert_eq!(document["circumstances"]["causes"], json!(["data"]));
    let findings = findings(&document);
    assert_eq!((&findings["came"], &findings["went"]), (&json!([]), &json!([])));
    let fan =
        findings["changed"].as_array().unwrap().iter().find(|changed| changed["after"]["sort"] == "fan-in").unwrap();
    assert_eq!(fan["parts_came"], json!(["f5"]));
    assert_eq!(fan["parts_went"], json!([]));
    assert_eq!(fan["after"]["causes"], json!(["data"]));
    assert_ne!(fan["before"]["id"], fan["after"]["id"]);
    assert!(desk.run(&["diff", "a", "b"]).out.contains("1 part more"));
}

#[test]
fn parameters_are_told_from_those_of_other_patterns() {
    let desk = desk();
    desk.put("six.toml", "[fan-in]\ncounterparties = 6\n");
    analyze(&desk, "less.csv", "a", &[]);
    analyze(&desk, "less.csv", "b", &["--params", "six.toml"]);
    let document = compared(&desk, 0, &[]);
    let parameters = &document["circumstances"]["parameters"];
    assert_eq!(parameters, &json!([{"name": "fan-in.counterparties", "before": 5, "after": 6}]));
    let findings = findings(&document);
    let went = findings["went"].as_array().unwrap();
    assert_eq!((went.len(), &went[0]["sort"], &went[0]["causes"]), (1, &json!("fan-in"), &json!(["parameters"])));
    for cause in findings["came"].as_array().unwrap() {
        assert_eq!(cause["causes"], json!(["parameters-of-others"]));
    }
}

#[test]
fn what_nothing_explains_was_altered() {
    let desk = desk();
    analyze(&desk, "less.csv", "a", &[]);
    analyze(&desk, "less.csv", "b", &[]);
    let path = desk.path("b/findings.ndjson");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let document = compared(&desk, 1, &[]);
    assert_eq!(document["unexplained"], true);
    assert_eq!(document["runs"][1]["altered"], json!(["findings.ndjson"]));
    assert_eq!(document["runs"][0]["altered"], json!([]));
    let shown = desk.run(&["diff", "a", "b"]).out;
    assert!(shown.contains("was altered"), "{shown}");
}

#[test]
fn the_name_of_a_file_is_no_change_of_data() {
    let desk = desk();
    fs::copy(desk.path("less.csv"), desk.path("same.csv")).unwrap();
    analyze(&desk, "less.csv", "a", &[]);
    analyze(&desk, "same.csv", "b", &[]);
    let document = compared(&desk, 0, &[]);
    assert_eq!((&document["circumstances"]["causes"], &document["unexplained"]), (&json!(["names"]), &json!(false)));
    let findings = findings(&document);
    assert_eq!((&findings["came"], &findings["went"]), (&json!([]), &json!([])));
    assert_ne!(findings["changed"], json!([]));
}

#[test]
fn what_is_no_run_is_said() {
    let desk = desk();
    analyze(&desk, "less.csv", "a", &[]);
    let ran = desk.run(&["diff", "a", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("manifest.json") && ran.err.contains("quipu analyze"), "{}", ran.err);
    analyze(&desk, "less.csv", "b", &[]);
    fs::write(desk.path("b/findings.ndjson"), "{\"id\":\n").unwrap();
    let ran = desk.run(&["diff", "a", "b"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("b/findings.ndjson:1"), "{}", ran.err);
}
