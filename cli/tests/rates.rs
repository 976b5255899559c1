//! Amounts of several currencies, compared at rates that the user gives or that the files show.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use running::{Desk, HEADER};
use serde_json::{Value, json};

/// Money that comes back nearly whole, through pesos: without a rate for them nobody can tell that it is nearly whole.
fn desk() -> Desk {
    let desk = Desk::new();
    let rows = [
        "t0,2025-03-01T10:00:00Z,A,B,1000.00,USD",
        "t1,2025-03-01T11:00:00Z,B,C,980.00,USD",
        "t2,2025-03-01T12:00:00Z,C,A,19200.00,MXN",
        "t3,2025-03-02T10:00:00Z,P,Q,5.00,PEN",
    ];
    desk.put("payments.csv", format!("{HEADER}\n{}\n", rows.join("\n")));
    desk.put("rates.toml", "reference = \"USD\"\n[rates]\nMXN = 0.05\n");
    desk
}

fn rate<'a>(document: &'a Value, currency: &str) -> &'a Value {
    let rates = document["rates"]["currencies"].as_array().unwrap();
    rates.iter().find(|rate| rate["currency"] == currency).unwrap()
}

#[test]
fn given_rates_tell_that_money_came_back_whole() {
    let desk = desk();
    let run = |more: &[&str]| {
        let run = [&["analyze", "payments.csv", "--out", "out", "--quiet", "--pattern", "round-trip"], more].concat();
        desk.run(&run).fine();
        (desk.lines("out/findings.ndjson").len(), desk.json("out/manifest.json"))
    };
    let (findings, manifest) = run(&[]);
    assert_eq!((findings, &rate(&manifest, "MXN")["origin"]), (0, &json!("none")));
    assert_eq!(manifest["rates"]["transactions_without_value"], 2);
    let (findings, manifest) = run(&["--rates", "rates.toml"]);
    assert_eq!(findings, 1);
    let given = json!({"currency": "MXN", "transactions": 1, "origin": "given", "rate": "0.05", "fraction": "1/20"});
    assert_eq!(rate(&manifest, "MXN"), &given);
    assert_eq!(rate(&manifest, "PEN"), &json!({"currency": "PEN", "transactions": 1, "origin": "none"}));
    assert_eq!(manifest["rates"]["reference"], "USD");
    assert_eq!(manifest["rates"]["transactions_without_value"], 1);
}

#[test]
fn inspect_shows_rates_and_where_they_are_from() {
    let desk = desk();
    let shown = desk.run(&["inspect", "payments.csv", "--rates", "rates.toml"]).fine().out;
    for words in ["USD: 1 rate given, none for PEN (1 transaction without value)", "MXN", "0.05 USD", "no rate"] {
        assert!(shown.contains(words), "{words:?} is not in:\n{shown}");
    }
    desk.put(
        "exchanges.csv",
        "date,from,to,amount,currency,received amount,received currency\n\
         2025-03-01,A,B,10.00,USD,9.00,EUR\n2025-03-01,A,B,10.00,USD,8.00,EUR\n2025-03-01,A,B,10.00,USD,1.00,EUR\n",
    );
    let shown = desk.run(&["inspect", "exchanges.csv", "--json"]).fine().out;
    let rates: Value = serde_json::from_str(&shown).unwrap();
    let seen = &rate(&rates, "EUR")["seen"];
    assert_eq!((&seen["via"], &seen["exchanges"], &seen["line"]), (&json!("USD"), &json!(3), &json!(3)));
    assert_eq!(rate(&rates, "EUR")["rate"], "1.25");
    let shown = desk.run(&["inspect", "exchanges.csv"]).fine().out;
    assert!(shown.contains("median of 3 exchanges with USD"), "{shown}");
}

#[test]
fn a_rate_that_is_upside_down_is_warned_of() {
    let desk = Desk::new();
    let header = "date,from,to,amount,currency,received amount,received currency";
    desk.put("exchanges.csv", format!("{header}\n2025-03-01,A,B,10.00,USD,200.00,MXN\n2025-03-02,A,B,1,USD,1,USD\n"));
    desk.put("near.toml", "reference = \"USD\"\n[rates]\nMXN = 0.06\n");
    desk.put("far.toml", "reference = \"USD\"\n[rates]\nMXN = 20\n");
    for run in [&["analyze", "exchanges.csv", "--out", "out"][..], &["inspect", "exchanges.csv"]] {
        desk.run(&[run, &["--rates", "near.toml"]].concat()).fine();
        let far = [run, &["--rates", "far.toml"]].concat();
        let ran = desk.run(&far);
        let words = "the rate given for MXN is 20 USD, but 0.05 by the median of 1 exchange with USD in the files";
        assert!(ran.code == 0 && ran.err.contains(words), "{} {}", ran.code, ran.err);
        desk.run(&[&far[..], &["--quiet"]].concat()).fine();
    }
    let rates = &desk.json("out/manifest.json");
    assert_eq!((&rate(rates, "MXN")["rate"], &rate(rates, "MXN")["seen"]["rate"]), (&json!("20"), &json!("0.05")));
}

#[test]
fn a_mistake_in_the_rates_is_shown_where_it_is_and_nothing_is_written() {
    let desk = desk();
    for (text, place, words) in [
        ("reference = \"USD\"\n[rates]\nMXN = \"much\"\n", "rates.toml:3:7", "much"),
        ("reference = \"USD\"\n[rates]\nGALLEON = 5\n", "rates.toml:3:1", "GALLEON"),
        ("[rates]\nMXN = 0.05\n", "rates.toml:2:1", "reference"),
    ] {
        desk.put("rates.toml", text);
        for run in [&["analyze", "payments.csv", "--out", "out"][..], &["inspect", "payments.csv"]] {
            desk.run(&[run, &["--rates", "rates.toml"]].concat()).failed(&["error[bad-rates]", place, words, "hint: "]);
        }
    }
    desk.run(&["inspect", "payments.csv", "--rates", "none.toml"]).failed(&["error[not-found]", "none.toml"]);
    assert!(!desk.path("out").exists());
}
