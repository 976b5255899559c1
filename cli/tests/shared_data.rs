//! Exports of other programs, where QUIPU_SHARED_DATA names the folder that has them: no row is unaccounted for, and every
//! cycle that was planted in the order of time is found.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests of the command line write files and read them"
)]

mod running;

use running::Desk;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn shared(file: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("QUIPU_SHARED_DATA");
    if folder.is_none() {
        println!("skipped: QUIPU_SHARED_DATA is not set");
    }
    folder.map(|folder| Path::new(&folder).join(file))
}

fn reads(file: &str, accepted: u64, rejections: &serde_json::Value) {
    let Some(path) = shared(file) else { return };
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

/// The transactions of a file of messages, counted from its elements alone: what each reader should come to, accepted or not.
fn transactions(text: &str) -> u64 {
    let document = roxmltree::Document::parse(text).unwrap();
    let named = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.children().filter(|child| child.tag_name().name() == name).count() as u64
    };
    let inside = |node: roxmltree::Node<'_, '_>, group: &[&str], name: &str| -> u64 {
        node.children().filter(|child| group.contains(&child.tag_name().name())).map(|child| named(child, name)).sum()
    };
    let mut count = 0;
    for root in document.descendants().filter(|node| node.tag_name().name() == "Document") {
        let message = root.first_element_child().unwrap();
        let statements = ["Stmt", "Rpt", "Ntfctn"];
        count += match message.tag_name().name() {
            "FIToFICstmrCdtTrf" | "FICdtTrf" => named(message, "CdtTrfTxInf"),
            "CstmrCdtTrfInitn" => inside(message, &["PmtInf"], "CdtTrfTxInf"),
            "PmtRtr" => named(message, "TxInf"),
            name if name.starts_with("BkToCstmr") && statements.iter().any(|name| named(message, name) > 0) => {
                let bookings = message.descendants().filter(|node| node.tag_name().name() == "Ntry");
                bookings.map(rows_of_booking).sum()
            }
            // A statement without any, and a message of another type, are one rejection.
            _ => 1,
        };
    }
    count
}

// A booking is a row for each detail, unless it is for several payments and not all of them tell an amount.
fn rows_of_booking(booking: roxmltree::Node<'_, '_>) -> u64 {
    let within = |name: &'static str| booking.descendants().filter(move |node| node.tag_name().name() == name);
    let details: Vec<_> = within("TxDtls").collect();
    let told: u64 = within("NbOfTxs").map(|node| node.text().unwrap().parse::<u64>().unwrap()).sum();
    let has_amount = |detail: &roxmltree::Node<'_, '_>| {
        let child = |name: &str| detail.children().find(|child| child.tag_name().name() == name);
        let names = ["TxAmt", "CntrValAmt", "InstdAmt"];
        child("Amt").is_some()
            || child("AmtDtls").is_some_and(|all| all.children().any(|node| names.contains(&node.tag_name().name())))
    };
    let one = details.is_empty() || told.max(details.len() as u64) > 1 && !details.iter().all(has_amount);
    if one { 1 } else { details.len() as u64 }
}

// What is not accepted of the examples, and why. They are filled with made-up codes, as EXCd for the status of a booking, and
// the smallest ones leave out who pays.
const NOT_ACCEPTED: [(&str, &str); 13] = [
    ("camt053/camt052.v4.xml", "not-booked"),
    ("camt053/camt052.v6.xml", "not-booked"),
    ("camt053/camt052.v6.Amt-zero.xml", "not-booked"),
    ("camt053/camt053.v2.wrong.xml", "incomplete-message"),
    ("cbpr/camt.052.max.xml", "not-booked"),
    ("cbpr/camt.054.max.xml", "not-booked"),
    ("cbpr/camt.054.min.xml", "not-booked"),
    ("cbpr/pacs.002.max.xml", "other-message"),
    ("cbpr/pacs.002.min.xml", "other-message"),
    ("cbpr/pacs.009.min.xml", "missing-field"),
    ("cbpr/pacs.009_adv.min.xml", "missing-field"),
    ("cbpr/pacs.009_cov.min.xml", "missing-field"),
    ("cbpr/pain.001.min.xml", "missing-field"),
];

#[test]
fn iso_20022_examples() {
    let Some(folder) = shared("iso20022") else { return };
    let (mut files, mut rows) = (0, 0);
    for kind in ["camt053", "cbpr"] {
        for entry in std::fs::read_dir(folder.join(kind)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{kind}/{}", path.file_name().unwrap().to_str().unwrap());
            let read = transactions(&std::fs::read_to_string(&path).unwrap());
            let reason = NOT_ACCEPTED.iter().find(|(file, _)| *file == name).map(|(_, reason)| *reason);
            let desk = Desk::new();
            let run = desk.run(&["inspect", "--json", "--quiet", path.to_str().unwrap()]);
            let (accepted, rejected) = if reason.is_some() { (0, read) } else { (read, 0) };
            if run.code == 0 {
                let shown: serde_json::Value = serde_json::from_str(&run.out).unwrap();
                let expected = json!({"read": read, "accepted": accepted, "rejected": rejected});
                assert_eq!(shown["rows"], expected, "{name}");
                let reasons = reason.map_or(json!({}), |reason| json!({reason: rejected}));
                assert_eq!(shown["inputs"][0]["rejections"], reasons, "{name}");
            } else {
                let said = format!("{read} of {read} rows: {}", reason.unwrap_or("none"));
                assert!(run.err.contains(&said), "{name}: {}", run.err);
            }
            files += 1;
            rows += read;
        }
    }
    assert_eq!((files, rows), (46, 49));
}

/// A transaction of a planted pattern.
#[derive(Clone, Debug)]
struct Planted {
    id: String,
    from: String,
    to: String,
    // As written: in these files the order of texts is that of times.
    time: String,
}

/// The planted patterns of a kind, from a table without quotes: columns are the kind, the pattern's name, and the four of
/// [`Planted`].
fn planted(path: &Path, kind: &str, columns: [&str; 6]) -> BTreeMap<String, Vec<Planted>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let places = columns.map(|column| header.iter().position(|name| *name == column).unwrap());
    let mut patterns: BTreeMap<String, Vec<Planted>> = BTreeMap::new();
    for fields in lines {
        let [of_kind, pattern, id, from, to, time] = places.map(|place| fields[place].to_owned());
        if of_kind == kind {
            patterns.entry(pattern).or_default().push(Planted { id, from, to, time });
        }
    }
    patterns
}

/// Whether the transactions go round once, through every account once, none before the last from some start on.
fn is_ordered_cycle(transactions: &[Planted]) -> bool {
    transactions.iter().any(|start| {
        let mut steps = vec![start];
        while let Some(next) = transactions.iter().find(|next| next.from == steps[steps.len() - 1].to) {
            if next.id == start.id {
                break;
            }
            if steps.len() == transactions.len() {
                return false;
            }
            steps.push(next);
        }
        let closed = steps[steps.len() - 1].to == start.from;
        closed && steps.len() == transactions.len() && steps.windows(2).all(|pair| pair[0].time <= pair[1].time)
    })
}

/// Runs `analyze` with its defaults and holds the temporal cycles that it finds against the planted ones.
fn finds_planted_cycles(file: &Path, planted: &BTreeMap<String, Vec<Planted>>, ordered: usize) {
    let desk = Desk::new();
    desk.run(&["analyze", file.to_str().unwrap(), "--out", "out", "--quiet"]).fine();
    let found: Vec<BTreeSet<String>> = (desk.lines("out/findings.ndjson").iter())
        .filter(|finding| finding["pattern"] == "temporal-cycle")
        .map(|finding| {
            let transactions = finding["transactions"].as_array().unwrap();
            transactions.iter().map(|transaction| transaction["id"].as_str().unwrap().to_owned()).collect()
        })
        .collect();
    let cycles: Vec<_> = planted.iter().filter(|(_, transactions)| is_ordered_cycle(transactions)).collect();
    assert_eq!(cycles.len(), ordered);
    for (name, transactions) in cycles {
        let ids: BTreeSet<String> = transactions.iter().map(|transaction| transaction.id.clone()).collect();
        let alike = |found: &BTreeSet<String>| {
            let both = found.intersection(&ids).count();
            both as f64 / (found.len() + ids.len() - both) as f64
        };
        let most = found.iter().map(alike).fold(0.0, f64::max);
        println!("cycle {name}: Jaccard {most:.2}");
        assert!(most >= 0.5, "the cycle {name} is not among {} findings: {most:.2}", found.len());
    }
}

#[test]
fn cycles_planted_by_amlsim_are_found() {
    let Some(alerts) = shared("amlsim_1k/alert_transactions.csv") else { return };
    let columns = ["alert_type", "alert_id", "tran_id", "orig_acct", "bene_acct", "tran_timestamp"];
    finds_planted_cycles(&alerts.with_file_name("transactions.csv"), &planted(&alerts, "cycle", columns), 3);
}

#[test]
fn cycles_planted_by_amlgentex_are_found() {
    let Some(transfers) = shared("amlgentex_3k/transfers.csv") else { return };
    let columns = ["typology", "patternID", "tx_id", "nameOrig", "nameDest", "date"];
    finds_planted_cycles(&transfers, &planted(&transfers, "cycle", columns), 8);
}

/// Every indicator is evaluated, or says why not.
#[test]
fn every_indicator_is_evaluated_or_named() {
    for (name, least) in [("amlsim_1k/transactions.csv", 6), ("amlgentex_3k/transfers.csv", 6)] {
        let Some(path) = shared(name) else { return };
        let desk = Desk::new();
        desk.run(&["analyze", path.to_str().unwrap(), "--out", "out", "--quiet"]).fine();
        let manifest = desk.json("out/manifest.json");
        let indicators = manifest["typologies"]["indicators"].as_array().unwrap();
        assert_eq!(indicators.len(), 48);
        let evaluated = indicators.iter().filter(|indicator| !indicator["alerts"].is_null()).count();
        println!("{name}: {evaluated} evaluated, {} alerts", manifest["typologies"]["alerts"]);
        assert!(evaluated >= least, "{name}: {evaluated}");
        for indicator in indicators {
            let why = indicator["not_evaluated"].as_array().unwrap();
            assert!(!indicator["alerts"].is_null() || !why.is_empty(), "{indicator}");
        }
    }
}

#[test]
fn what_goes_round_in_order_is_told_from_what_does_not() {
    let planted = |rows: &[(&str, &str, &str)]| -> Vec<Planted> {
        (rows.iter().enumerate())
            .map(|(id, (from, to, time))| Planted {
                id: id.to_string(),
                from: (*from).to_owned(),
                to: (*to).to_owned(),
                time: (*time).to_owned(),
            })
            .collect()
    };
    assert!(is_ordered_cycle(&planted(&[("C", "A", "3"), ("A", "B", "1"), ("B", "C", "1")])));
    assert!(!is_ordered_cycle(&planted(&[("C", "A", "2"), ("A", "B", "3"), ("B", "C", "1"), ("X", "Y", "1")])));
    assert!(!is_ordered_cycle(&planted(&[("A", "B", "1"), ("B", "C", "2")])));
    assert!(!is_ordered_cycle(&planted(&[("A", "B", "1"), ("B", "B", "2")])));
    assert!(!is_ordered_cycle(&planted(&[("A", "B", "4"), ("B", "C", "3"), ("C", "D", "2"), ("D", "A", "1")])));
}

/// How the records of a file of parties are counted without its reader.
enum Records {
    /// Records of CSV: lines, unless a quote is open; the first may be a header.
    Csv { header: bool },
    /// Lines that are not blank.
    Lines,
    /// Members of an array of JSON.
    Array,
    /// Elements of XML by their names.
    Elements(&'static [&'static str]),
}

fn records(text: &str, how: &Records) -> u64 {
    match how {
        Records::Csv { header } => {
            let (mut quoted, mut count, mut blank) = (false, 0, true);
            for letter in text.chars().chain(['\n']) {
                match letter {
                    '"' => (quoted, blank) = (!quoted, false),
                    '\n' if !quoted => {
                        count += u64::from(!blank);
                        blank = true;
                    }
                    // The file of OFAC ends with a mark of the end of files.
                    '\r' | ' ' | '\u{1a}' => {}
                    _ => blank = false,
                }
            }
            count - u64::from(*header)
        }
        Records::Lines => text.lines().filter(|line| !line.trim().is_empty()).count() as u64,
        Records::Array => {
            let array: serde_json::Value = serde_json::from_str(text).unwrap();
            array.as_array().unwrap().len() as u64
        }
        Records::Elements(names) => {
            let document = roxmltree::Document::parse(text).unwrap();
            document.descendants().filter(|node| names.contains(&node.tag_name().name())).count() as u64
        }
    }
}

#[test]
fn no_record_of_a_party_is_unaccounted_for() {
    use Records::{Array, Csv, Elements, Lines};
    let (with_header, without) = (Csv { header: true }, Csv { header: false });
    let files: [(&str, &Records, serde_json::Value); 18] = [
        ("sanctions/sdn.csv", &without, json!({})),
        ("sanctions/add.csv", &without, json!({})),
        ("sanctions/alt.csv", &without, json!({})),
        ("sanctions/sdn_comments.csv", &without, json!({})),
        ("sanctions/sdn_600.xml", &Elements(&["sdnEntry"]), json!({})),
        ("sanctions/UN_consolidated.xml", &Elements(&["INDIVIDUAL", "ENTITY"]), json!({})),
        ("sanctions/eu_fsf_300.xml", &Elements(&["sanctionEntity"]), json!({})),
        // Payments of a file of parties are for the readers of transactions.
        ("ftm/donations.ijson", &Lines, json!({"payment": 290})),
        ("kleptosyn/export.json", &Lines, json!({})),
        ("kleptosyn/open-ownership.json", &Lines, json!({})),
        ("kleptosyn/open-sanctions.json", &Lines, json!({})),
        ("senzing_truth/customers.csv", &with_header, json!({})),
        ("senzing_truth/reference.csv", &with_header, json!({})),
        ("senzing_truth/watchlist.csv", &with_header, json!({})),
        ("bods/core/01-direct-ownership.json", &Array, json!({})),
        ("bods/edge-cases/10-circular-ownership.json", &Array, json!({})),
        ("bods/edge-cases/11-anonymous-person.json", &Array, json!({})),
        ("amlsim_1k/accounts.csv", &with_header, json!({})),
    ];
    for (file, how, rejections) in files {
        let Some(path) = shared(file) else { return };
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let read = records(&text, how);
        let desk = Desk::new();
        let shown = desk.run(&["inspect", "--json", "--quiet", path.to_str().unwrap()]).fine().out;
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
        let (counts, refused) = match shown["parties"]["files"][0].as_object() {
            Some(file) => (&file["records"], &file["rejections"]),
            None => (&shown["accounts"]["files"][0]["rows"], &shown["accounts"]["files"][0]["rejections"]),
        };
        let rejected: u64 = rejections.as_object().unwrap().values().map(|number| number.as_u64().unwrap()).sum();
        assert_eq!(counts, &json!({"read": read, "accepted": read - rejected, "rejected": rejected}), "{file}");
        assert_eq!(refused, &rejections, "{file}");
        println!("{file}: {read} records");
    }
}
