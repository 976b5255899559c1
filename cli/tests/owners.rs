//! `quipu owners` from end to end, and files of parties in `quipu inspect`.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use running::{Desk, file, payments};
use serde_json::{Value, json};

const OWNERS: &str = "company_id,company_name,company_type,company_country,owner_id,owner_name,owner_type,share,from,to\n\
    T,Obras del Norte S.A.,company,PE,A,Anchor Ltd,company,60%,,\n\
    T,Obras del Norte S.A.,company,PE,P,Pedro Paz,person,15%,,\n\
    T,Obras del Norte S.A.,company,PE,O,Old Owner,person,25%,2001-01-01,2010-01-01\n\
    A,Anchor Ltd,company,VG,P,Pedro Paz,person,60%,,\n\
    A,Anchor Ltd,company,VG,,unknown,,40%,,\n";
const CUSTOMERS: &str = "customer_id,name,type,phone,birth_date,income\n\
    P,Pedro Paz,person,+51 1 555 0100,1970-02-31,\nX,Obras del Norte SA,company,,,\n,,,,,\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("owners.csv", OWNERS).put("customers.csv", CUSTOMERS);
    desk
}

const TREE: &str = "\
Owners and theirs
  Obras del Norte S.A. [T], company, PE
  ├─ 60 % shares  Anchor Ltd [A], company, VG  [owners.csv:2]
  │  ├─ 60 % shares  Pedro Paz [P], person  [owners.csv:5]
  │  └─ 40 % shares  somebody who is not named: unknown  [owners.csv:6]
  ├─ 15 % shares  Pedro Paz [P], person  [owners.csv:3]
  └─ 25 % of the shares not told

Persons
  beneficial owner  Pedro Paz [P]                       shares 51 %  decides 75 %, controls  by shares, control
  below             somebody who is not named: unknown  shares 24 %  decides 0 %
  beneficial owner: 25 % or more, or control
  1 relation was over, or had not begun: not counted
  unexplained: 25 % of the shares
    25 % of Obras del Norte S.A. [T] is not told: 25 %

Signs
  secrecy jurisdiction  Anchor Ltd [A]; VG (linked), offshore-registers
  not named             Anchor Ltd [A]; unknown                          [owners.csv:6]
  measures that are proposed and not quoted: numbers of companies, addresses and layers; list offshore-registers
";

#[test]
fn a_tree_tells_who_owns_what_and_where_it_stands() {
    let desk = desk();
    let told = desk.run(&["owners", "T", "--relations", "owners.csv"]).fine().out;
    assert_eq!(told, TREE, "{told}");
    // The order of files does not matter, nor which option names them.
    let both = desk.run(&["owners", "T", "--parties", "customers.csv", "owners.csv"]).fine().out;
    assert_eq!(both, desk.run(&["owners", "T", "--relations", "owners.csv", "--parties", "customers.csv"]).fine().out);
    let before = desk.run(&["owners", "T", "--relations", "owners.csv", "--at", "2005-06"]).fine().out;
    assert!(before.contains("25 % shares  Old Owner [O], person  [owners.csv:4]"), "{before}");
    let high = desk.run(&["owners", "T", "--relations", "owners.csv", "--threshold", "80%"]).fine().out;
    assert!(high.contains("beneficial owner  Pedro Paz [P]") && high.contains("by control\n"), "{high}");
}

#[test]
fn a_company_is_found_by_what_identifies_it_or_by_its_whole_name() {
    let desk = desk();
    let relations = ["--relations", "owners.csv"];
    let asked = |company: &str, more: &[&str]| desk.run(&[&["owners", company], &relations[..], more].concat());
    let by_id = asked("T", &[]).fine().out;
    assert_eq!(asked("OBRAS DEL NORTE, sa", &[]).fine().out, by_id);
    asked("Obras", &[]).failed(&["error[no-such-party]", "no party is called 'Obras'", "4 parties are in the files"]);
    asked("Obras del Norte", &["--parties", "customers.csv"]).failed(&[
        "error[ambiguous]: 'Obras del Norte' fits 2 parties",
        "'T'  company, PE",
        "'X'  company",
    ]);
    asked("Pedro Paz", &[]).failed(&["error[not-a-company]: Pedro Paz [P] is a person", "hint: nobody owns a person"]);
}

#[test]
fn what_cannot_be_used_is_said() {
    let desk = desk();
    desk.put("prose.txt", "Nothing here.\nNor here.\n").put("list.toml", "[[list]]\nid = 'x'\n");
    desk.put(
        "cut.json",
        "[{\"statementId\": \"s\", \"recordId\": \"r\", \"recordType\": \"entity\", \"recordDetails\": {}",
    );
    desk.run(&["owners", "T", "--relations", "owners.csv", "prose.txt"]).unread(&["error[no-header]", "prose.txt"]);
    desk.run(&["owners", "T", "--relations", "prose.txt"]).failed(&["error[no-header]", "hint: "]);
    desk.run(&["owners", "T", "--relations", "missing.csv"]).failed(&["error[not-found]", "missing.csv"]);
    desk.run(&["owners", "T", "--relations", "."]).failed(&["error[is-a-folder]"]);
    desk.run(&["owners", "r", "--relations", "cut.json"]).failed(&["error[malformed]", "cut.json"]);
    desk.run(&["owners", "T", "--relations", "owners.csv", "--secrecy-list", "list.toml"]).failed(&["error[bad-list]"]);
    desk.run(&["owners", "T"]).failed(&["--relations"]);
    for (option, value) in [("--threshold", "0"), ("--threshold", "120"), ("--at", "soon"), ("--low-income", "much")] {
        desk.run(&["owners", "T", "--relations", "owners.csv", option, value]).failed(&[option]);
    }
    let piped = desk.run_with(&["owners", "T", "--relations", "-"], OWNERS.as_bytes()).fine().out;
    assert_eq!(piped, TREE.replace("owners.csv", "-"));
}

#[test]
fn the_document_refers_to_what_it_lists() {
    let desk = desk();
    desk.put("list.toml", "list = []\n");
    let run = [
        "owners",
        "T",
        "--relations",
        "owners.csv",
        "--parties",
        "customers.csv",
        "--json",
        "--secrecy-list",
        "list.toml",
    ];
    let told: Value = serde_json::from_str(&desk.run(&run).fine().out).unwrap();
    let party = |place: &Value| told["parties"][place.as_u64().unwrap() as usize]["id"].clone();
    assert_eq!(party(&told["company"]), "T");
    let owner = &told["owners"][0];
    assert_eq!(party(&owner["holder"]["party"]), "P");
    assert_eq!(owner["shares"], json!({"least_ppm": 510_000, "most_ppm": 510_000, "exact": "51/100"}));
    assert_eq!((&owner["beneficial"], &owner["by_votes"]), (&json!("certain"), &Value::Null));
    let unnamed = told["owners"][1]["holder"]["unnamed_in"].as_u64().unwrap() as usize;
    let relation = &told["relations"][unnamed];
    assert_eq!(
        (&relation["unspecified"], &relation["file"], &relation["record"]),
        (&json!("unknown"), &json!(0), &json!(6))
    );
    assert_eq!(told["shares"]["unexplained"]["exact"], "1/4");
    assert_eq!(told["signs"].as_array().unwrap().len(), 1);
    assert_eq!(told["inputs"][1]["unread"], json!({"bad-time": 1}));
    assert_eq!(told["inputs"][1]["records"], json!({"read": 3, "accepted": 2, "rejected": 1}));
}

#[test]
fn files_of_parties_are_inspected_beside_transactions() {
    let desk = desk();
    desk.put("payments.csv", file(&payments()));
    let told = desk.run(&["inspect", "payments.csv", "customers.csv", "owners.csv"]).fine().out;
    for words in [
        "30 rows read = 30 accepted",
        "table of parties",
        "3 records read = 2 accepted + 1 rejected",
        "kept as written",
        "line 2  birth_date  bad-time  found: 1970-02-31",
        "table of relations",
        "owner_id",
        "8 records read = 7 accepted + 1 rejected",
        "Ledger",
    ] {
        assert!(told.contains(words), "{words:?} is not in:\n{told}");
    }
    let alone = desk.run(&["inspect", "customers.csv"]).fine().out;
    assert!(alone.contains("parties    2 (1 person, 1 company)") && !alone.contains("Ledger"), "{alone}");
    assert_eq!(desk.run(&["inspect", "customers.csv", "--fail-on", "rejects"]).code, 1);
    let json: Value =
        serde_json::from_str(&desk.run(&["inspect", "--json", "customers.csv", "payments.csv"]).fine().out).unwrap();
    assert_eq!(json["parties"]["files"][0]["format"], "customers");
    assert_eq!(json["parties"]["register"]["parties"], json!({"person": 1, "company": 1}));
    assert_eq!(json["inputs"].as_array().unwrap().len(), 1);
    assert_eq!(json["rows"]["read"], payments().len());
    // Told to be transactions, it is none.
    desk.run(&["inspect", "--format", "table", "customers.csv"]).failed(&["error["]);
}
