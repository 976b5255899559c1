//! Files in `understanding/` beside what they must be understood as, for each language, delimiter and known format.
//!
//! `x.csv` goes with `x.expected` and, where there is one, the mapping file `x.toml`. To see what a new file is understood
//! as, add it with an empty `.expected` and run this test.

#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use proptest::prelude::*;
use quipu::read::{Plan, PlanError, ReadOptions, Shape};
use std::fmt::Write;
use std::path::Path;

fn summary(plan: &Result<Plan, PlanError>) -> String {
    let mut text = String::new();
    match plan {
        Ok(plan) => {
            let format = serde_json::to_value(plan.format).unwrap();
            let layout = match plan.shape {
                Shape::Delimited { delimiter, first_row } => {
                    format!("apart by {:?}, rows from line {first_row}", char::from(delimiter))
                }
                Shape::NdJson => "an object a line".to_owned(),
                Shape::Messages => "messages".to_owned(),
            };
            writeln!(text, "{}: {layout}", format.as_str().unwrap()).unwrap();
            for column in &plan.columns {
                let role = column.role.map_or("", |role| role.name());
                writeln!(text, "column {}: {role} {}", column.name, column.why).unwrap();
            }
            for (role, value) in &plan.constants {
                writeln!(text, "constant {}: {value}", role.name()).unwrap();
            }
            writeln!(text, "times {:?}, minutes east {}", plan.time, plan.utc_offset).unwrap();
            let received = plan.received_currency.map(|currency| format!(", received {currency}")).unwrap_or_default();
            writeln!(text, "amounts {:?} {}{received}", plan.decimal_mark, plan.currency).unwrap();
            for note in &plan.notes {
                writeln!(text, "note {}: {}", note.topic, note.text).unwrap();
            }
        }
        Err(error) => {
            writeln!(text, "error {:?} at {}:{}: {error}", error.kind, error.line, error.column).unwrap();
            writeln!(text, "{}", error.hint).unwrap();
        }
    }
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[test]
fn files_are_understood_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/understanding");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| !path.extension().is_some_and(|ending| ending == "expected" || ending == "toml"));
    paths.sort();
    assert!(paths.len() >= 15, "the folder holds the cases");
    let mut failures = String::new();
    for path in paths {
        let head = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let mapping = std::fs::read_to_string(path.with_extension("toml")).ok();
        let found = summary(&Plan::of(&head, name, &ReadOptions { mapping, ..ReadOptions::default() }));
        let expected = std::fs::read_to_string(path.with_extension("expected")).unwrap_or_default();
        if found != expected {
            writeln!(failures, "=== {name}\n{found}").unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn shared_transaction_files_are_understood() {
    let Ok(folder) = std::env::var("QUIPU_SHARED_DATA") else {
        println!("skipped: QUIPU_SHARED_DATA is not set");
        return;
    };
    for (file, format, expected) in [
        ("amlsim_1k/transactions.csv", "amlsim", 8),
        ("amlsim_1k/alert_transactions.csv", "amlsim", 9),
        ("amlgentex_3k/transfers.csv", "amlgentex", 11),
    ] {
        let head = std::fs::read_to_string(Path::new(&folder).join(file)).unwrap();
        let plan = Plan::of(&head, file, &ReadOptions::default()).unwrap();
        assert_eq!(serde_json::to_value(plan.format).unwrap(), format);
        let with_role = plan.columns.iter().filter(|column| column.role.is_some()).count();
        assert_eq!(with_role, expected, "{file}: {:?}", plan.columns);
    }
    for file in [
        "amlsim_1k/accounts.csv",
        "amlsim_1k/alert_accounts.csv",
        "amlgentex_3k/accounts.csv",
        "amlgentex_3k/alert_models.csv",
    ] {
        let head = std::fs::read_to_string(Path::new(&folder).join(file)).unwrap();
        let error = Plan::of(&head, file, &ReadOptions::default()).unwrap_err();
        assert_eq!(error.kind, quipu::read::PlanErrorKind::NotTransactions, "{file}: {error}");
    }
}

proptest! {
    #[test]
    fn any_text_is_understood_or_refused(
        head in "(date|from|to|amount|[,;\t|\"\n{}\\[\\]:.0-9a-z/ -])*|.*",
        mapping in prop::option::of("(header = false\n)?\\[columns\\]\n(time = [0-9]\n)?(from = \"[a-z]\"\n)?"),
    ) {
        let options = ReadOptions { mapping, ..ReadOptions::default() };
        match Plan::of(&head, "file", &options) {
            Ok(plan) => prop_assert!(!plan.columns.is_empty() || plan.shape == Shape::Messages),
            Err(error) => prop_assert!(!error.hint.is_empty() && !error.message.is_empty()),
        }
    }
}
