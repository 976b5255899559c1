//! `quipu analyze` from end to end: what is read, what is written, how it ends.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use flate2::Compression;
use flate2::write::GzEncoder;
use running::{Desk, HEADER, file, names, payments};
use serde_json::{Value, json};
use std::io::Write;

const OUTPUTS: [&str; 6] =
    ["alerts.ndjson", "cases.json", "findings.ndjson", "manifest.json", "rejects.csv", "report.html"];

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("payments.csv", file(&payments()));
    desk
}

fn rows(manifest: &Value) -> (u64, u64, u64) {
    let number = |name: &str| manifest["rows"][name].as_u64().unwrap();
    (number("read"), number("accepted"), number("rejected"))
}

/// Findings without the places of their rows.
fn placeless(mut findings: Vec<Value>) -> Vec<Value> {
    for finding in &mut findings {
        for transaction in finding["transactions"].as_array_mut().unwrap() {
            let transaction = transaction.as_object_mut().unwrap();
            transaction.remove("file");
            transaction.remove("line");
        }
    }
    findings
}

#[test]
fn a_good_file_gives_findings_with_their_evidence() {
    let desk = desk();
    let ran = desk.run(&["analyze", "payments.csv", "--out", "out", "--fail-on", "rejects"]).fine();
    assert!(ran.out.contains("30 rows read = 30 accepted + 0 rejected"), "{}", ran.out);
    assert!(!ran.out.contains('\x1b'), "no colour in a pipe: {}", ran.out);
    assert_eq!(names(&desk.path("out")), OUTPUTS);
    let findings = desk.lines("out/findings.ndjson");
    let ring = findings.iter().find(|finding| finding["pattern"] == "temporal-cycle").unwrap();
    assert_eq!(ring["roles"], json!({"members": ["A", "B", "C", "D"]}));
    assert_eq!(ring["amounts"], json!([{"currency": "USD", "amount": "3600.00"}]));
    let first = json!({
        "id": "t0", "file": "payments.csv", "line": 2, "from": "A", "to": "B",
        "time": "2025-03-01T00:15:00Z", "amount": "900.00", "currency": "USD",
    });
    assert_eq!(ring["transactions"][0], first);
    let fan = findings.iter().find(|finding| finding["pattern"] == "fan-in").unwrap();
    assert_eq!(fan["roles"]["collector"], json!(["K"]));
    assert_eq!(fan["transactions"].as_array().unwrap().len(), 7);

    let manifest = desk.json("out/manifest.json");
    assert_eq!(rows(&manifest), (30, 30, 0));
    assert_eq!(manifest["findings"], findings.len());
    assert_eq!(manifest["inputs"][0]["name"], "payments.csv");
    let hash = |name: &str| blake3::hash(desk.text(name).as_bytes()).to_hex().to_string();
    assert_eq!(manifest["inputs"][0]["blake3"], hash("payments.csv"));
    assert_eq!(manifest["outputs"][0]["blake3"], hash("out/findings.ndjson"));
    assert_eq!(manifest["outputs"][1]["blake3"], hash("out/cases.json"));
    let whole = desk.text("out/manifest.json");
    assert!(!whole.contains(desk.path("").to_str().unwrap()), "a path that nobody typed: {whole}");
}

#[test]
fn every_finding_is_in_one_case_and_its_evidence_with_it() {
    let desk = desk();
    desk.run(&["analyze", "payments.csv", "--out", "out", "--quiet"]).fine();
    let (findings, document) = (desk.lines("out/findings.ndjson"), desk.json("out/cases.json"));
    let mut listed: Vec<&Value> = Vec::new();
    for case in document["cases"].as_array().unwrap() {
        let members = case["findings"].as_array().unwrap();
        let evidence = case["detail"]["transactions"].as_array().unwrap();
        for finding in findings.iter().filter(|finding| members.contains(&finding["id"])) {
            assert!(finding["transactions"].as_array().unwrap().iter().all(|row| evidence.contains(row)));
        }
        assert_eq!(case["transactions"], evidence.len());
        listed.extend(members);
    }
    listed.sort_by_key(|id| id.as_str());
    let mut ids: Vec<&Value> = findings.iter().map(|finding| &finding["id"]).collect();
    ids.sort_by_key(|id| id.as_str());
    assert_eq!(listed, ids);
    let ring =
        document["cases"].as_array().unwrap().iter().find(|case| case["detail"]["accounts"][0]["account"] == "A");
    assert_eq!(ring.unwrap()["amounts"], json!([{"currency": "USD", "amount": "3600.00"}]));
}

#[test]
fn bad_rows_are_set_aside_with_place_and_reason() {
    let desk = Desk::new();
    let bad = [
        "x1,2025-03-01,A,B,-5.00,USD",
        "x2,2025-03-01,A,,5.00,USD",
        "x3,2025-03-01,A,B,=1+1,USD",
        "x4,2025-02-30,A,B,5.00,USD",
        "x5,2025-03-01,A,B,5.00,ZZZ",
        "x6,2025-03-01,A",
    ];
    let all: Vec<String> = payments().into_iter().chain(bad.map(str::to_owned)).collect();
    desk.put("mixed.csv", file(&all));
    let ran = desk.run(&["analyze", "mixed.csv", "--out", "out", "--fail-on", "rejects"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("36 rows read = 30 accepted + 6 rejected"), "{}", ran.out);
    let manifest = desk.json("out/manifest.json");
    assert_eq!(rows(&manifest), (36, 30, 6));
    let table = desk.text("out/rejects.csv");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 7, "{table}");
    assert!(lines[1].starts_with("mixed.csv,32,5,amount,negative-amount,'-5.00,"), "{table}");
    assert!(lines[2].starts_with("mixed.csv,33,4,to_account,missing-field,,"), "{table}");
    assert!(lines[3].starts_with("mixed.csv,34,5,amount,bad-amount,'=1+1,"), "{table}");
    assert!(lines[4].starts_with("mixed.csv,35,2,date,bad-time,2025-02-30,"), "{table}");
    assert!(lines[5].starts_with("mixed.csv,36,6,currency,unknown-currency,ZZZ,"), "{table}");
    assert!(lines[6].starts_with("mixed.csv,37,"), "{table}");
    assert!(lines[6].contains("too-few-fields"), "{table}");
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_with_a_hint_and_leaves_nothing() {
    let desk = desk();
    let rubbish: Vec<u8> = (0..100_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    desk.put("rubbish.bin", rubbish)
        .put("empty.csv", "")
        .put("blank.csv", "\n\n")
        .put("prose.txt", "To whom it may concern:\n");
    std::fs::create_dir(desk.path("folder")).unwrap();
    for (name, words) in [
        ("rubbish.bin", &["error[", "rubbish.bin", "hint: "][..]),
        ("empty.csv", &["error[empty]", "empty.csv"]),
        ("blank.csv", &["error[empty]", "blank.csv"]),
        ("prose.txt", &["error[", "prose.txt", "hint: "]),
        ("missing.csv", &["error[not-found]", "missing.csv", "hint: "]),
        ("folder", &["error[is-a-folder]", "folder", "folder/*.csv"]),
    ] {
        desk.run(&["analyze", name, "--out", "out/deep"]).failed(words);
        desk.run(&["inspect", name]).failed(words);
        assert!(!desk.path("out").exists(), "{name}: {:?}", desk.names());
    }
}

#[test]
fn a_file_whose_rows_are_all_bad_is_an_error_and_they_are_in_the_rejects() {
    let desk = Desk::new();
    desk.put("bad.csv", format!("{HEADER}\nx,2025-03-01,A,B,much,USD\ny,2025-03-01,A,B,0,USD\n"));
    let words = ["error[nothing-readable]", "bad.csv:2", "hint: 1 of 2 rows", "every row is in rejects.csv"];
    let ran = desk.run(&["analyze", "bad.csv", "--out", "out"]).unread(&words);
    assert!(ran.out.contains("2 rows read = 0 accepted + 2 rejected"), "{}", ran.out);
    let rejects = desk.text("out/rejects.csv");
    assert!(rejects.contains("bad.csv,2,5,amount,bad-amount,much,"), "{rejects}");
    assert!(rejects.contains("bad.csv,3,5,amount,zero-amount,0,"), "{rejects}");
    let manifest = desk.json("out/manifest.json");
    assert_eq!((rows(&manifest), &manifest["findings"]), ((2, 0, 2), &json!(0)));
    assert_eq!(manifest["unread_inputs"][0]["kind"], "nothing-readable");
    assert_eq!(manifest["inputs"][0]["bytes"], desk.text("bad.csv").len());
    assert_eq!(desk.text("out/findings.ndjson"), "");
    let shown = desk.run(&["inspect", "bad.csv"]).unread(&["error[nothing-readable]"]).out;
    assert!(shown.contains("found: much"), "{shown}");
}

#[test]
fn files_that_cannot_be_read_do_not_keep_the_others_from_being_analysed() {
    let desk = desk();
    desk.put("bad.csv", format!("{HEADER}\nx,2025-03-01,A,B,none,USD\n")).put("prose.txt", "To whom it may concern:\n");
    // More than waits between the two threads.
    desk.put("long.bin", vec![7; 20 << 20]).put("empty.csv", "");
    desk.run(&["analyze", "payments.csv", "--out", "alone", "--quiet"]).fine();
    let all = ["analyze", "bad.csv", "long.bin", "payments.csv", "prose.txt", "empty.csv", "--out", "out"];
    let ran = desk.run(&all).unread(&["bad.csv:2", "long.bin", "prose.txt", "error[empty]"]);
    assert!(ran.out.contains("31 rows read = 30 accepted + 1 rejected"), "{}", ran.out);
    assert_eq!(desk.lines("out/findings.ndjson"), desk.lines("alone/findings.ndjson"));
    let manifest = desk.json("out/manifest.json");
    let unread: Vec<_> = manifest["unread_inputs"].as_array().unwrap().iter().map(|input| &input["name"]).collect();
    assert_eq!(unread, ["bad.csv", "long.bin", "prose.txt", "empty.csv"]);
    assert_eq!(rows(&manifest), (31, 30, 1));
    let ran = desk.run(&[&all[..], &["--json", "--fail-on", "findings"]].concat()).unread(&["prose.txt"]);
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap(), desk.json("out/manifest.json"));
}

#[test]
fn a_run_that_fails_leaves_an_earlier_result_as_it_was() {
    let desk = desk();
    desk.run(&["analyze", "payments.csv", "--out", "out", "--quiet"]).fine();
    let before = desk.text("out/manifest.json");
    desk.put("prose.txt", "To whom it may concern:\n").put("cut.csv.gz", &gzip(&file(&payments()))[..200]);
    desk.run(&["analyze", "prose.txt", "--out", "out"]).failed(&["prose.txt"]);
    desk.run(&["analyze", "payments.csv", "cut.csv.gz", "--out", "out"]).failed(&["error[cut-off]", "hint: "]);
    desk.run(&["analyze", "payments.csv", "missing.csv", "--out", "out"]).failed(&["error[not-found]", "missing.csv"]);
    assert_eq!(desk.text("out/manifest.json"), before);
    assert_eq!(names(&desk.path("out")), OUTPUTS);
}

#[test]
fn accounts_files_are_known_among_the_inputs() {
    let desk = desk();
    let accounts = "Bank Name,Bank ID,Account Number,Entity ID,Entity Name\n\
        First,,A,E1,Doe\nFirst,,B,E1,Doe\nFirst,,Z,E2,Roe\n,,C,,\nFirst,,,E3,Moe\n";
    desk.put("accounts.csv", accounts).put("accounts.csv.gz", gzip(accounts));
    desk.run(&["analyze", "payments.csv", "--out", "alone", "--quiet"]).fine();
    for name in ["accounts.csv", "accounts.csv.gz"] {
        let ran = desk.run(&["analyze", name, "payments.csv", "--out", "out"]).fine();
        for words in ["5 rows read = 4 accepted + 1 rejected", "30 rows read = 30 accepted", "3 of 20 in the ledger"] {
            assert!(ran.out.contains(words), "{words:?} is not in:\n{}", ran.out);
        }
        assert_eq!(desk.lines("out/findings.ndjson"), desk.lines("alone/findings.ndjson"));
        let manifest = desk.json("out/manifest.json");
        assert_eq!((rows(&manifest), manifest["inputs"].as_array().unwrap().len()), ((30, 30, 0), 1));
        let held = &manifest["accounts"];
        let counts = ["in_ledger", "with_institution_name", "with_holder", "not_in_files", "without_transactions"];
        assert_eq!(counts.map(|name| held[name].as_u64().unwrap()), [3, 2, 2, 17, 1]);
        assert_eq!(held["files"][0]["rows"], json!({"read": 5, "accepted": 4, "rejected": 1}));
        let hash = blake3::hash(&std::fs::read(desk.path(name)).unwrap()).to_hex().to_string();
        assert_eq!(held["files"][0]["blake3"], hash);
        let rejects = desk.text("out/rejects.csv");
        assert!(rejects.contains(&format!("{name},6,3,Account Number,missing-field")), "{rejects}");
    }
    let fails = ["accounts.csv", "payments.csv", "--fail-on", "rejects"];
    assert_eq!(desk.run(&[&["inspect"], &fails[..]].concat()).code, 1);
    desk.run(&["analyze", "accounts.csv", "--out", "none"]).failed(&["error[not-transactions]", "hint: "]);
    assert!(!desk.path("none").exists());
}

#[test]
fn standard_input_and_packed_files_give_what_the_plain_file_gives() {
    let desk = desk();
    let text = file(&payments());
    desk.put("payments.csv.gz", gzip(&text));
    desk.run(&["analyze", "payments.csv", "--out", "plain", "--quiet"]).fine();
    desk.run(&["analyze", "payments.csv.gz", "--out", "packed", "--quiet"]).fine();
    desk.run_with(&["analyze", "-", "--out", "piped", "--quiet"], text.as_bytes()).fine();
    let findings = |name: &str| placeless(desk.lines(&format!("{name}/findings.ndjson")));
    assert!(!findings("plain").is_empty());
    assert_eq!(findings("plain"), findings("packed"));
    assert_eq!(findings("plain"), findings("piped"));
    assert_eq!(desk.json("packed/manifest.json")["inputs"][0]["compression"], "gzip");
    assert_eq!(desk.json("piped/manifest.json")["inputs"][0]["name"], "-");
    desk.run(&["analyze", "-", "-", "--out", "twice"]).failed(&["standard input is named twice"]);
}

#[test]
fn files_threads_and_order_change_nothing_but_places() {
    let desk = desk();
    let rows = payments();
    let shuffled: Vec<String> = (0..rows.len()).map(|place| rows[place * 7 % rows.len()].clone()).collect();
    desk.put("shuffled.csv", file(&shuffled)).put("one.csv", file(&rows[..11])).put("two.csv", file(&rows[11..]));
    for (out, inputs) in [
        ("threads-1", &["payments.csv", "--threads", "1"][..]),
        ("threads-2", &["payments.csv", "--threads", "2"]),
        ("shuffled", &["shuffled.csv"]),
        ("parts", &["two.csv", "one.csv"]),
    ] {
        desk.run(&[&["analyze", "--quiet", "--out", out], inputs].concat()).fine();
    }
    for name in OUTPUTS {
        assert_eq!(desk.text(&format!("threads-1/{name}")), desk.text(&format!("threads-2/{name}")), "{name}");
    }
    let findings = |name: &str| placeless(desk.lines(&format!("{name}/findings.ndjson")));
    assert!(!findings("threads-1").is_empty());
    assert_eq!(findings("threads-1"), findings("shuffled"));
    assert_eq!(findings("threads-1"), findings("parts"));
    assert_eq!(self::rows(&desk.json("parts/manifest.json")), (30, 30, 0));
    let cases = |name: &str| {
        let document = desk.json(&format!("{name}/cases.json"));
        document["cases"].as_array().unwrap().iter().map(|case| case["id"].clone()).collect::<Vec<_>>()
    };
    assert!(!cases("threads-1").is_empty());
    assert_eq!(cases("threads-1"), cases("shuffled"));
    assert_eq!(cases("threads-1"), cases("parts"));
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn the_same_file_twice_is_said() {
    let desk = desk();
    desk.put("copy.csv", file(&payments()));
    let ran = desk.run(&["analyze", "payments.csv", "copy.csv", "--out", "out"]).fine();
    assert!(ran.out.contains("copy.csv holds the same bytes as payments.csv"), "{}", ran.out);
    let manifest = desk.json("out/manifest.json");
    assert_eq!(manifest["same_inputs"], json!([{"input": "copy.csv", "same_as": "payments.csv"}]));
    assert_eq!(manifest["ledger"]["exact_duplicates"], 30);
    assert_eq!(manifest["ledger"]["repeated_ids"], 30);
}

#[test]
fn what_the_user_asked_to_fail_on_sets_the_exit_code() {
    let desk = desk();
    let analyze =
        |more: &[&str]| desk.run(&[&["analyze", "payments.csv", "--out", "out", "--quiet"], more].concat()).code;
    assert_eq!(analyze(&["--fail-on", "findings"]), 1);
    assert_eq!(analyze(&["--fail-on", "rejects,bounds"]), 0);
    assert_eq!(analyze(&["--fail-on", "findings", "--window", "1ms", "--pattern", "fan-in,temporal-cycle"]), 0);
    assert_eq!(analyze(&["--fail-on", "moonshine"]), 2);
    assert_eq!(desk.run(&["analyze"]).code, 2);
    assert_eq!(desk.run(&[]).code, 2);
}

#[test]
fn parameters_patterns_and_windows_are_taken_and_kept_in_the_manifest() {
    let desk = desk();
    desk.put("p.toml", "[fan-in]\ncounterparties = 8\n");
    let run = ["analyze", "payments.csv", "--out", "out", "--pattern", "fan-in,temporal-cycle", "--window", "72h,30d"];
    desk.run(&[&run[..], &["--params", "p.toml", "--quiet"]].concat()).fine();
    let manifest = desk.json("out/manifest.json");
    assert_eq!(manifest["parameters"]["patterns"], json!(["fan-in", "temporal-cycle"]));
    assert_eq!(manifest["parameters"]["fan-in"]["counterparties"], 8);
    assert_eq!(manifest["parameters"]["temporal-cycle"]["windows"], json!(["3d", "30d"]));
    assert!(manifest["not_searched"].as_array().unwrap().contains(&json!("fan-out")));
    assert!(desk.lines("out/findings.ndjson").iter().all(|finding| finding["pattern"] == "temporal-cycle"));

    desk.put("p.toml", "[fan-in]\nwindows = [\"7d\"]\ncounterparty = 6\n");
    let wrong = ["analyze", "payments.csv", "--out", "wrong", "--params", "p.toml"];
    desk.run(&wrong).failed(&["error[bad-parameters]", "p.toml:3:1", "counterparty"]);
    desk.run(&["analyze", "payments.csv", "--out", "wrong", "--window", "3 moons"]).failed(&["no span of time"]);
    desk.run(&["analyze", "payments.csv", "--out", "wrong", "--pattern", "spiral"]).failed(&["temporal-cycle"]);
    assert!(!desk.path("wrong").exists());
}

#[test]
fn json_prints_the_manifest_and_quiet_nothing() {
    let desk = desk();
    let printed = desk.run(&["analyze", "payments.csv", "--out", "out", "--json"]).fine().out;
    assert_eq!(printed, desk.text("out/manifest.json"));
    assert_eq!(desk.run(&["analyze", "payments.csv", "--out", "out", "--quiet"]).fine().out, "");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = desk();
    let mut child = desk.command(&["analyze", "payments.csv", "--out", "out", "--json"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    assert_eq!(names(&desk.path("out")), OUTPUTS);
}

#[test]
fn data_cannot_steer_the_terminal() {
    let desk = Desk::new();
    let mut rows = payments();
    rows.push("x,2025-03-01,A,B,\u{1b}[2J5,USD".to_owned());
    rows.extend((0..6).map(|sender| format!("y{sender},2025-03-05,S{sender},\u{1b}[31mRED\u{202e},7.00,USD")));
    desk.put("steer.csv", file(&rows));
    for run in [&["analyze", "steer.csv", "--out", "out"][..], &["inspect", "steer.csv"]] {
        let ran = desk.run(run).fine();
        assert!(!ran.out.contains(['\x1b', '\u{202e}']), "{}", ran.out);
    }
    assert!(!desk.text("out/rejects.csv").contains('\x1b'));
}

/// A table that tells channels and places, with deposits just below the threshold.
/// Patterns alone: the findings are the same, cases are made of them, and nothing of an earlier run's alerts is left beside them.
#[test]
fn typologies_none_searches_for_patterns_alone() {
    let desk = desk();
    desk.run(&["analyze", "payments.csv", "--out", "out", "--quiet"]).fine();
    let findings = desk.lines("out/findings.ndjson");
    assert!(desk.path("out/alerts.ndjson").exists());
    let ran = desk.run(&["analyze", "payments.csv", "--out", "out", "--typologies", "none"]).fine();
    assert!(!ran.out.contains("alert"), "{}", ran.out);
    assert_eq!(names(&desk.path("out")), OUTPUTS[1..]);
    assert_eq!(desk.lines("out/findings.ndjson"), findings);
    let cases = desk.json("out/cases.json");
    assert!(cases.get("alerts").is_none() && cases["cases"][0].get("title").is_none(), "{cases}");
    assert!(desk.json("out/manifest.json").get("typologies").is_none());
}

#[test]
fn alerts_are_written_with_their_conditions() {
    let desk = Desk::new();
    let mut table = "id,time,from,to,amount,currency,channel\n".to_owned();
    for day in 1..=4 {
        table += &format!("d{day},2025-03-0{day}T10:00:00-05:00,DESK,ANA,9500.00,USD,cash deposit\n");
    }
    desk.put("cash.csv", &table);
    let shown = desk.run(&["analyze", "cash.csv", "--out", "out"]).fine().out;
    assert!(shown.contains("1 alert of ") && shown.contains("cash-structuring"), "{shown}");
    assert!(shown.contains("rule not in this version"), "{shown}");
    let alerts = desk.lines("out/alerts.ndjson");
    let schema: Value = serde_json::from_str(quipu::export::ALERT_SCHEMA).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    alerts.iter().for_each(|alert| assert!(schema.is_valid(alert), "{alert}"));
    let [alert] = &alerts[..] else { panic!("{alerts:?}") };
    assert_eq!(alert["indicator"], "cash-structuring");
    assert_eq!(alert["roles"]["subject"], json!(["ANA"]));
    assert_eq!(alert["transactions"].as_array().unwrap().len(), 4);
    let conditions = alert["conditions"].as_array().unwrap();
    let sum = conditions.iter().find(|condition| condition["name"] == "sum").unwrap();
    let expected = json!({"name": "sum", "measured": "38000.00", "threshold": "25000.00", "unit": "USD", "bound": "at-least", "margin": 0.52});
    assert_eq!(sum, &expected);
    let manifest = desk.json("out/manifest.json");
    let schema: Value = serde_json::from_str(quipu::export::MANIFEST_SCHEMA).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = schema.iter_errors(&manifest).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(manifest["typologies"]["alerts"], 1);

    desk.put("own.toml", "[pack]\nid = \"bare\"\nversion = 2\nas-of = \"2026-01-01\"\n");
    desk.run(&["analyze", "cash.csv", "--out", "own", "--typologies", "own.toml", "--quiet"]).fine();
    assert_eq!(desk.text("own/alerts.ndjson"), "");
    assert_eq!(desk.json("own/manifest.json")["typologies"]["pack"], "bare");
    desk.put("own.toml", "[pack]\n");
    desk.run(&["analyze", "cash.csv", "--out", "bad", "--typologies", "own.toml"]).failed(&[
        "bad-pack",
        "own.toml:1:1",
        "missing field",
    ]);
}
