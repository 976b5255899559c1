//! Transactions beside files of parties: what is found, shown and accounted for.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use quipu::export::{CASES_SCHEMA, FINDING_SCHEMA, MANIFEST_SCHEMA, MATCH_SCHEMA};
use running::{Desk, Ran};
use serde_json::{Value, json};

const PAYMENTS: &str = include_str!("../../core/tests/joined/loan_back/payments.csv");
const CUSTOMERS: &str = "customer_id,customer type,name,birth_date,phone,passport,account_number
P1,person,Rosa Medina,1970-05-02,+52 55 1234 0001,,X1
O1,company,Blue Reef Ltd,,+52 55 1234 0001,,OFF
O1,company,Blue Reef Ltd,,,,OFF2
D1,company,Hotelera Medina SA,,,,D1
S5,person,Ana Ruiz,,,,S5
S6,person,José Pérez,1988-01-01,,G-77 1234,S6
S7,person,,,,,S7
";
const OWNERS: &str = include_str!("../../core/tests/joined/loan_back/owners.csv");
const LIST: &str = "id,type,name,birth_date,passport,programme
1,person,\"MEDINA, Rosa\",1970-05-02,,NARCOTICS
2,person,Ana Ruiz,,,NARCOTICS
3,person,Somebody Else,1999-01-01,G771234,FRAUD
";
const ALL: [&str; 10] = [
    "analyze",
    "payments.csv",
    "--parties",
    "customers.csv",
    "--relations",
    "owners.csv",
    "--lists",
    "list.csv",
    "--out",
    "out",
];

fn desk(backwards: bool) -> Desk {
    let desk = Desk::new();
    for (name, text) in
        [("payments.csv", PAYMENTS), ("customers.csv", CUSTOMERS), ("owners.csv", OWNERS), ("list.csv", LIST)]
    {
        let mut lines: Vec<&str> = text.lines().collect();
        if backwards {
            lines[1..].reverse();
        }
        desk.put(name, lines.join("\n") + "\n");
    }
    desk
}

fn analyze(desk: &Desk, more: &[&str]) -> Ran {
    desk.run(&[&ALL[..], more].concat()).fine()
}

fn valid(schema: &str, document: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{document:#}");
}

#[test]
fn findings_between_owners_name_the_accounts_and_whose_they_are() {
    let desk = desk(false);
    let shown = analyze(&desk, &[]).out;
    assert!(shown.contains("4 accounts are one with another"), "{shown}");
    let findings = desk.lines("out/findings.ndjson");
    findings.iter().for_each(|finding| valid(FINDING_SCHEMA, finding));
    let trip = findings.iter().find(|finding| finding["pattern"] == "round-trip").unwrap();
    let parties = json!([{"id": "P1", "name": "Rosa Medina"}]);
    assert_eq!(trip["level"], "group");
    assert_eq!(trip["owners"], json!([{"accounts": ["OFF", "X1"], "parties": parties}]));
    let alone = desk.run(&["analyze", "payments.csv", "--out", "alone", "--quiet"]).fine();
    assert_eq!(alone.out, "");
    assert_eq!(desk.lines("alone/findings.ndjson"), Vec::<Value>::new());
}

#[test]
fn cases_show_who_is_behind_them() {
    let desk = desk(false);
    analyze(&desk, &["--quiet"]);
    let cases = desk.json("out/cases.json");
    valid(CASES_SCHEMA, &cases);
    let behind = &cases["cases"][0]["detail"]["parties"];
    let holders = behind["holders"].as_array().unwrap();
    let of = |id: &str| holders.iter().find(|holder| holder["id"] == id).unwrap();
    assert_eq!(of("O1")["answers_to"], json!([{"id": "P1", "name": "Rosa Medina"}]));
    assert_eq!(of("P1")["listed"][0]["by"], "name-and-birth-date");
    assert_eq!(behind["accounts_without_holder"], 1);
    let phone = &behind["shared"][0];
    assert_eq!((&phone["kind"], &phone["in_register"]), (&json!("phone"), &json!(2)));
    assert_eq!(phone["parties"][0]["file"], "customers.csv");
    let told = behind["relations"].as_array().unwrap();
    assert!(told.iter().any(|relation| relation["file"] == "owners.csv" && relation["kind"] == "owns"), "{told:?}");
    let way = behind["distances"].as_array().unwrap().iter().find(|way| way["from"] == "LAW").unwrap();
    assert_eq!((&way["distance"], &way["target"]["id"]), (&json!(2), &json!("P1")));
    assert_eq!(way["steps"][0]["transaction"], "p1");
    let report = desk.text("out/report.html");
    for words in
        ["whom the holders answer to", "Rosa Medina", "Ways to someone on a list", "Parties: ", "Between groups, "]
    {
        assert!(report.contains(words), "{words}");
    }
}

#[test]
fn matches_say_what_agrees_and_that_a_name_alone_is_weak() {
    let desk = desk(false);
    analyze(&desk, &["--quiet"]);
    let matches = desk.lines("out/matches.ndjson");
    matches.iter().for_each(|line| valid(MATCH_SCHEMA, line));
    let told: Vec<Value> = matches
        .iter()
        .map(|line| json!([line["party"]["id"], line["listed"]["id"], line["strength"], line["weak"]]))
        .collect();
    let expected = [
        json!(["S6", "3", "identifier", false]),
        json!(["P1", "1", "name-and-birth-date", false]),
        json!(["S5", "2", "name", true]),
    ];
    assert_eq!(told, expected);
    let first = &matches[0];
    assert_eq!(first["agreements"][0]["party"][0]["text"], "G-77 1234");
    assert_eq!(first["agreements"][0]["listed"][0]["text"], "G771234");
    assert_eq!(first["birth_dates"], "different");
    let entry = &first["lists"][0];
    assert_eq!(
        (&entry["list"], &entry["programme"], &entry["entry"]),
        (&json!("list.csv"), &json!("FRAUD"), &json!("3"))
    );
    assert_eq!(first["accounts"], json!(["S6"]));
}

#[test]
fn files_of_parties_are_accounted_for_like_those_of_transactions() {
    let desk = desk(false);
    desk.put("customers.csv", format!("{CUSTOMERS}too,few\n"));
    desk.put("prose.txt", "This is no table.\n");
    let run = desk.run(&[&ALL[..], &["--quiet"]].concat()).fine();
    assert_eq!(run.out, "");
    let manifest = desk.json("out/manifest.json");
    valid(MANIFEST_SCHEMA, &manifest);
    let parties = &manifest["parties"];
    assert_eq!(parties["records"], json!({"read": 14, "accepted": 13, "rejected": 1}));
    assert_eq!(parties["files"][0]["name"], "customers.csv");
    assert!(desk.text("out/rejects.csv").contains("customers.csv,9,"), "{}", desk.text("out/rejects.csv"));
    assert_eq!(desk.run(&[&ALL[..], &["--quiet", "--fail-on", "rejects"]].concat()).code, 1);
    let arguments = ["analyze", "payments.csv", "--parties", "customers.csv", "prose.txt", "--out", "out", "--quiet"];
    let run = desk.run(&arguments);
    assert_eq!(run.code, 2, "{}", run.err);
    assert_eq!(desk.json("out/manifest.json")["unread_inputs"][0]["name"], "prose.txt");
}

#[test]
fn rows_and_records_in_any_order_and_any_number_of_threads_give_the_same() {
    let told = |backwards: bool, threads: &str| {
        let desk = desk(backwards);
        analyze(&desk, &["--quiet", "--threads", threads]);
        let lines = |name: &str| {
            // Evidence names lines, and these are others.
            let mut documents = desk.lines(name);
            documents.iter_mut().for_each(forget_places);
            documents
        };
        let mut cases = desk.json("out/cases.json");
        forget_places(&mut cases);
        let files = ["out/findings.ndjson", "out/matches.ndjson", "out/cases.json", "out/report.html"];
        (lines(files[0]), lines(files[1]), cases, files.map(|file| desk.text(file)))
    };
    let (one, two) = (told(false, "1"), told(false, "2"));
    assert_eq!(one.3, two.3);
    let backwards = told(true, "2");
    assert_eq!((one.0, one.1, one.2), (backwards.0, backwards.1, backwards.2));
}

fn forget_places(document: &mut Value) {
    match document {
        Value::Object(members) => {
            for name in ["line", "record"] {
                members.remove(name);
            }
            members.values_mut().for_each(forget_places);
        }
        Value::Array(all) => all.iter_mut().for_each(forget_places),
        _ => {}
    }
}

#[test]
fn distance_tells_the_way_with_the_record_of_each_step() {
    let desk = desk(false);
    let parties = ["--parties", "customers.csv", "--relations", "owners.csv", "--lists", "list.csv", "--quiet"];
    let run = |more: &[&str]| desk.run(&[&["distance", "payments.csv"], more, &parties[..]].concat());
    let shown = run(&["--account", "D1", "S9"]).fine().out;
    for words in
        ["D1  2 steps to Rosa Medina [P1]", "<- holds - Hotelera Medina SA [D1]  customers.csv:5", "owners.csv:"]
    {
        assert!(shown.contains(words), "{words:?} is not in:\n{shown}");
    }
    let document: Value = serde_json::from_str(&run(&["--account", "LAW", "--json"]).fine().out).unwrap();
    assert_eq!(document["accounts"][0]["way"]["distance"], 2);
    run(&["--account", "NOBODY"]).failed(&["no account is called 'NOBODY'"]);
    desk.run(&["distance", "payments.csv", "--account", "D1", "--quiet"]).failed(&["no file tells of parties"]);
}

#[test]
fn accounts_files_tell_holders_too() {
    let desk = desk(false);
    let accounts = "Bank Name,Bank ID,Account Number,Entity ID,Entity Name\nFirst,1,A1,E1,Doe\nFirst,1,A2,E1,Doe\n";
    desk.put("accounts.csv", accounts);
    let mut rows = String::from("date,from_bank,from_account,to_bank,to_account,amount,currency\n");
    for (time, from, to) in [("08", "A1", "B1"), ("09", "B1", "A2"), ("10", "B1", "C1"), ("11", "C1", "D1")] {
        rows += &format!("2025-03-01T{time}:00:00Z,1,{from},1,{to},900.00,USD\n");
    }
    desk.put("payments.csv", rows);
    desk.run(&["analyze", "payments.csv", "accounts.csv", "--out", "out", "--quiet"]).fine();
    let findings = desk.lines("out/findings.ndjson");
    let between: Vec<&Value> = findings.iter().filter(|finding| finding["level"] == "party").collect();
    assert!(!between.is_empty(), "{findings:#?}");
    assert_eq!(between[0]["owners"][0]["accounts"], json!(["1:A1", "1:A2"]));
}
