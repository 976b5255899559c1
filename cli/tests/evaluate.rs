//! `quipu evaluate` from end to end: figures that are known, formats of truth, and what it says of rubbish.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests of the command line write files and read them"
)]

mod running;

use proptest::prelude::*;
use running::{Desk, file, payments};
use serde_json::{Value, json};
use std::path::Path;

/// A desk with the payments analysed: a ring of four (t0 to t3), a collector of seven (t4 to t10), and others.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("payments.csv", file(&payments()));
    desk.run(&["analyze", "payments.csv", "--out", "out", "--quiet", "--pattern", "fan-in,temporal-cycle"]).fine();
    desk
}

fn evaluate(desk: &Desk, more: &[&str]) -> Value {
    let ran = desk.run(&[&["evaluate", "--findings", "out/findings.ndjson", "--json"], more].concat()).fine();
    serde_json::from_str(&ran.out).unwrap()
}

fn kind<'a>(evaluation: &'a Value, name: &str) -> &'a Value {
    let kinds = evaluation["kinds"].as_array().unwrap();
    kinds.iter().find(|kind| kind["kind"] == name).unwrap_or_else(|| panic!("{name} in {kinds:#?}"))
}

/// Payments with columns of labels; `labels` gives a label, a group and a kind for some rows.
fn labelled(labels: impl Fn(usize) -> Option<(&'static str, &'static str)>) -> String {
    let mut text =
        "transaction_id,date,from_account,to_account,amount,currency,is_laundering,alert_id,alert_type\n".to_owned();
    for (place, row) in payments().iter().enumerate() {
        let (label, group, kind) = labels(place).map_or((0, "", ""), |(group, kind)| (1, group, kind));
        text += &format!("{row},{label},{group},{kind}\n");
    }
    text
}

#[test]
fn a_small_world_has_the_figures_that_one_counts_by_hand() {
    let desk = desk();
    // The ring is planted, and so is a ring that turned out to be none: a cycle whose last payment comes first.
    desk.put(
        "truth.csv",
        labelled(|place| match place {
            0..4 => Some(("1", "cycle")),
            11..14 => Some(("2", "cycle")),
            4 => Some(("3", "random")),
            _ => None,
        }),
    );
    let evaluation = evaluate(&desk, &["--truth", "truth.csv"]);
    let cycles = kind(&evaluation, "cycle");
    assert_eq!(cycles["pattern"], "temporal-cycle");
    assert_eq!((&cycles["planted"], &cycles["admitted"], &cycles["found"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(cycles["not_admitted"], json!([{"reason": "not-a-cycle", "instances": 1}]));
    assert_eq!(kind(&evaluation, "random")["not_admitted"][0]["reason"], "no-such-pattern");
    let ring = &evaluation["instances"][0];
    assert_eq!((&ring["id"], &ring["outcome"], &ring["same"]["jaccard"]), (&json!("1"), &json!("found"), &json!(1.0)));

    // In findings: the ring, and the collector's seven payments of which one is labelled.
    let transactions = &evaluation["transactions"];
    assert_eq!(transactions["total"], 30);
    assert_eq!(transactions["labelled"], 8);
    let (reported, both) =
        (transactions["reported"].as_u64().unwrap(), transactions["reported_labelled"].as_u64().unwrap());
    assert_eq!((reported, both), (11, 5), "{transactions:#}");
    assert_eq!(transactions["precision"], json!(0.454545));
    assert_eq!(transactions["recall"], json!(0.625));
    assert_eq!(transactions["f1"], json!(0.526316));
    // By hand: the ring and the collector in the order of their scores, then the other 19 with 3 labelled.
    let ring_first = evaluation["instances"][0]["same"]["rank"] == 1;
    let listed = if ring_first { 4.0 * 1.0 + 1.0 * 5.0 / 11.0 } else { 1.0 / 7.0 + 4.0 * 5.0 / 11.0 };
    let average = (listed + 3.0 * 8.0 / 30.0) / 8.0;
    assert!((transactions["average_precision"].as_f64().unwrap() - average).abs() < 1e-6, "{transactions:#} {average}");
    assert_eq!(transactions["precision_at"][0], json!({"at": 100, "precision": 0.08}));
    // A, B, C, D of the ring; S0 and K; P1 to P3 and Q1, Q2, Q0.
    assert_eq!(evaluation["accounts"]["labelled"], 12);
    assert!(evaluation["baseline"]["average_precision"].as_f64().unwrap() > 0.0);
}

#[test]
fn the_same_truth_in_other_words_gives_the_same_figures() {
    let desk = desk();
    let ring = |place| (place < 4).then_some(("1", "temporal cycle"));
    desk.put("column.csv", labelled(ring));
    // Rows without identifiers, matched by content.
    let bare: Vec<String> =
        labelled(ring).lines().map(|line| line.split_once(',').unwrap().1.to_owned() + "\n").collect();
    desk.put("bare.csv", bare[..1].concat() + &bare[1..5].concat());
    let places = [
        json!({"id": "t0", "line": 2}),
        json!({"id": "t1", "line": 3}),
        json!({"id": "t2", "line": 4}),
        json!({"id": "t3", "line": 5}),
    ];
    let line = json!({"id": "cycle-0001", "pattern": "temporal-cycle", "kind": "planted", "roles": {}, "transactions": places});
    desk.put("ids.ndjson", format!("{line}\n"));
    desk.put("lines.ndjson", format!("{line}\n").replace("{\"id\":\"t", "{\"no\":\"t"));
    let figures = |truth: &str| {
        let evaluation = evaluate(&desk, &["--truth", truth, "--transactions", "payments.csv"]);
        let cycle = kind(&evaluation, "temporal-cycle").clone();
        assert_eq!((&cycle["admitted"], &cycle["found"]), (&json!(1), &json!(1)), "{truth}");
        let content = evaluation["matched_by_content"].as_u64().unwrap();
        assert_eq!(content, if truth == "bare.csv" { 4 } else { 0 }, "{truth}");
        assert_eq!(evaluation["unmatched"], 0, "{truth}");
        [cycle, evaluation["transactions"].clone(), evaluation["accounts"].clone(), evaluation["baseline"].clone()]
    };
    let column = figures("column.csv");
    assert_eq!(column[0]["top"]["precision_planted"], 1.0);
    for truth in ["bare.csv", "ids.ndjson", "lines.ndjson"] {
        assert_eq!(figures(truth), column, "{truth}");
    }
    // Without the transactions the findings alone say what they can.
    let alone = evaluate(&desk, &["--truth", "ids.ndjson"]);
    assert_eq!(kind(&alone, "temporal-cycle"), &column[0]);
    assert_eq!(alone["transactions"], column[1]);
    assert_eq!(alone.get("baseline"), None);
}

#[test]
fn what_was_simulated_is_found_again_in_either_format() {
    let desk = Desk::new();
    for format in ["quipu", "amlworld"] {
        let simulate =
            ["simulate", "--accounts", "600", "--transactions", "9000", "--out", "rows.csv", "--format", format];
        desk.run(&[&simulate[..], &["--truth", "truth.ndjson", "--attempts", "attempts.txt", "--quiet"]].concat())
            .fine();
        desk.run(&["analyze", "rows.csv", "--out", "out", "--quiet"]).fine();
        let simulated = evaluate(&desk, &["--truth", "truth.ndjson", "--transactions", "rows.csv"]);
        assert_eq!(simulated["truth"][0]["format"], "simulated");
        assert_eq!(simulated["unmatched"], 0);
        let cycle = kind(&simulated, "temporal-cycle");
        assert_eq!(
            (&cycle["planted"], &cycle["admitted"], &cycle["found"]),
            (&json!(1), &json!(1), &json!(1)),
            "{format}"
        );
        assert_eq!(simulated["look_alikes"].as_array().unwrap().len(), 8);
        // The rows are labelled too, so that ranks of transactions are the same by either.
        let column = evaluate(&desk, &["--truth", "rows.csv"]);
        assert_eq!(column["transactions"], simulated["transactions"], "{format}");
        assert_eq!(column["accounts"], simulated["accounts"], "{format}");
        assert_eq!(column["baseline"], simulated["baseline"], "{format}");
        if format == "amlworld" {
            let attempts = evaluate(&desk, &["--truth", "attempts.txt", "rows.csv"]);
            assert_eq!(attempts["truth"][0]["format"], "amlworld");
            assert_eq!(attempts["unmatched"], 0);
            assert_eq!(attempts["transactions"], simulated["transactions"]);
            for planted in attempts["kinds"].as_array().unwrap() {
                let name = planted["kind"].as_str().unwrap();
                let same = kind(&simulated, if name == "cycle" { "temporal-cycle" } else { name });
                assert_eq!(planted["found"], same["found"], "{name}");
            }
        }
    }
}

#[test]
fn the_tables_say_what_the_document_says() {
    let desk = desk();
    desk.put("truth.csv", labelled(|place| (place < 4).then_some(("1", "\u{1b}[31mcycle"))));
    let run = ["evaluate", "--findings", "out/findings.ndjson", "--truth", "truth.csv", "--details"];
    let shown = desk.run(&run).fine().out;
    assert!(shown.contains("column: 1 planted, 4 labelled transactions"), "{shown}");
    assert!(shown.contains("no: Quipu has no pattern of this kind"), "{shown}");
    // The last number stands below its title.
    desk.put("cycles.csv", labelled(|place| (place < 4).then_some(("1", "cycle"))));
    let shown = desk.run(&["evaluate", "--findings", "out/findings.ndjson", "--truth", "cycles.csv"]).fine().out;
    let length = |start: &str| shown.lines().find(|line| line.trim_start().starts_with(start)).map(str::len);
    assert_eq!(length("kind "), length("cycle "), "{shown}");
    assert!(!shown.contains('\x1b'), "{shown}");
}

#[test]
fn what_cannot_be_evaluated_is_said_with_its_place() {
    let desk = desk();
    desk.put("truth.csv", labelled(|place| (place < 4).then_some(("1", "cycle"))));
    desk.put("maybe.csv", labelled(|_| None).replace("USD,0,", "USD,maybe,"));
    desk.put("broken.ndjson", "{\"id\": \"x\"}\n");
    desk.put("attempts.txt", "BEGIN LAUNDERING ATTEMPT - CYCLE\nnothing\n");
    desk.put("open.txt", "BEGIN LAUNDERING ATTEMPT - CYCLE\n2022/09/01 00:06,1,A,2,B,1.00,Euro,1.00,Euro,ACH,1\n");
    desk.put("truth.ndjson", "{\"id\":\"a\",\"pattern\":\"x\",\"kind\":\"odd\",\"transactions\":[{\"line\":2}]}\n");
    std::fs::create_dir(desk.path("other")).unwrap();
    desk.put("other/findings.ndjson", desk.text("out/findings.ndjson")).put("other/manifest.json", "[]");
    let run = |more: &[&str]| desk.run(&[&["evaluate"], more].concat());
    let out = ["--findings", "out/findings.ndjson", "--truth"];
    run(&[&out[..], &["missing.csv"]].concat()).failed(&["error[not-found]", "missing.csv", "hint: "]);
    run(&[&out[..], &["payments.csv"]].concat()).failed(&["error[no-labels]", "payments.csv", "hint: "]);
    run(&[&out[..], &["maybe.csv"]].concat()).failed(&["error[bad-label]", "maybe.csv:2", "\"maybe\"", "hint: "]);
    run(&[&out[..], &["attempts.txt"]].concat()).failed(&["error[bad-truth]", "attempts.txt", "no end"]);
    run(&[&out[..], &["open.txt"]].concat()).failed(&["error[bad-truth]", "open.txt", "no end"]);
    run(&[&out[..], &["truth.ndjson"]].concat()).failed(&["error[bad-truth]", "truth.ndjson:1", "odd"]);
    run(&["--findings", "broken.ndjson", "--truth", "truth.csv"]).failed(&[
        "error[bad-finding]",
        "broken.ndjson:1",
        "pattern",
    ]);
    run(&["--findings", "out", "--truth", "truth.csv"]).failed(&["error[is-a-folder]", "findings.ndjson"]);
    run(&["--findings", "other/findings.ndjson", "--truth", "truth.csv"])
        .failed(&["error[bad-manifest]", "other/manifest.json"]);
    assert_eq!(run(&["--findings", "out/findings.ndjson"]).code, 2);
}

/// That evaluating the data finds all admitted cycles, and prints what else it finds.
fn shared(truth: &[&str], transactions: &str) {
    let Some(folder) = std::env::var_os("QUIPU_SHARED_DATA") else {
        println!("skipped: QUIPU_SHARED_DATA is not set");
        return;
    };
    let path = |name: &str| Path::new(&folder).join(name).to_str().unwrap().to_owned();
    let desk = Desk::new();
    desk.run(&["analyze", &path(transactions), "--out", "out", "--quiet"]).fine();
    let truth: Vec<String> = truth.iter().map(|name| path(name)).collect();
    let truth: Vec<&str> = truth.iter().map(String::as_str).collect();
    let run = [&["evaluate", "--findings", "out/findings.ndjson", "--details", "--truth"][..], &truth].concat();
    println!("{}", desk.run(&run).fine().out);
    let evaluation = evaluate(&desk, &[&["--truth"][..], &truth].concat());
    assert_eq!(evaluation["unmatched"], 0);
    let cycles = kind(&evaluation, "cycle");
    assert!(cycles["admitted"].as_u64().unwrap() > 0);
    assert_eq!(cycles["found_of_admitted"], cycles["admitted"]);
}

#[test]
fn amlsim() {
    let alerts = ["amlsim_1k/alert_transactions.csv", "amlsim_1k/transactions.csv"];
    shared(&alerts, "amlsim_1k/transactions.csv");
}

#[test]
fn amlgentex() {
    shared(&["amlgentex_3k/transfers.csv"], "amlgentex_3k/transfers.csv");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn nothing_panics_on_rubbish(
        findings in prop::collection::vec(any::<u8>(), 0..300),
        truth in prop::collection::vec(any::<u8>(), 0..300),
        cut in any::<prop::sample::Index>(),
    ) {
        use quipu::evaluate::{Evaluator, Run};
        const FINDING: &[u8] = br#"{"id":"fan-in-0000000000000000","pattern":"fan-in","score":1.5,"transactions":[{"id":"t","file":"f","line":1,"from":"A","to":"B","time":"2025-03-01T00:00:00Z","amount":"1.00","currency":"USD"}]}"#;
        const TRUTH: &[u8] = br#"{"id":"fan-in-0001","pattern":"fan-in","kind":"planted","transactions":[{"id":"t","line":1}]}"#;
        const ATTEMPT: &[u8] = b"BEGIN LAUNDERING ATTEMPT - CYCLE\n2022/09/01 00:06,1,A,2,B,1.00,Euro,1.00,Euro,ACH,1\nEND LAUNDERING ATTEMPT\n";
        // A part of something good with rubbish behind it comes further than rubbish alone.
        let spoilt = |good: &[u8], bad: &[u8]| [&good[..cut.index(good.len() + 1)], bad].concat();
        for findings in [findings.clone(), spoilt(FINDING, &findings), FINDING.to_vec()] {
            for truth in [truth.clone(), spoilt(TRUTH, &truth), spoilt(ATTEMPT, &truth), TRUTH.to_vec()] {
                let mut evaluator = Evaluator::new("findings.ndjson", Run::default());
                let (head, tail) = findings.split_at(cut.index(findings.len() + 1));
                _ = evaluator.push_findings(head);
                _ = evaluator.push_findings(tail);
                _ = evaluator.add_simulated("truth", &truth);
                _ = evaluator.add_attempts("truth", &truth);
                _ = evaluator.finish();
                _ = Run::from_manifest("manifest.json", &truth);
            }
        }
    }
}
