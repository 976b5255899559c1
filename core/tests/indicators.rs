//! Each indicator on data that shows it, and on data that just misses it.
//!
//! `indicators/<id>/fires*.csv` must give what `fires*.expected` says, and `near-*.csv` no alert, though the indicator is
//! evaluated: each misses one number of the rule by as little as can be. Files in `indicators/<id>/parties` are read
//! as parties. To see what a new case gives, add it with an empty `.expected` and run this test.

#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

mod indicator_files;

use indicator_files::{entries, folder};
use quipu::assess::Evaluation;
use quipu::assess::v1;
use quipu::detect::{Parameters, Pattern};
use quipu::export::alerts::{self, Assessed};
use quipu::graph::TransactionGraph;
use quipu::typology::{Pack, Rule};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The indicator and those that it leans on.
fn pack_of(id: &str) -> Pack {
    let mut pack = Pack::built_in();
    let leans: Vec<String> = pack
        .indicator(id)
        .iter()
        .flat_map(|indicator| &indicator.rule)
        .filter_map(|rule| match rule {
            Rule::Linked(linked) => Some(linked.of.get_ref().clone()),
            _ => None,
        })
        .collect();
    pack.indicators.retain(|indicator| indicator.id() == id || leans.iter().any(|other| other == indicator.id()));
    pack
}

fn assess(pack: &Pack, bytes: &[u8], parties: &Path) -> (TransactionGraph, Evaluation) {
    let parameters = Parameters { patterns: vec![Pattern::FanIn], ..Parameters::default() };
    let (graph, _, evaluation) = indicator_files::assess(pack, bytes, parties, &parameters);
    (graph, evaluation)
}

/// The alerts of one indicator, for people.
fn told(id: &str, pack: &Pack, graph: &TransactionGraph, evaluation: &Evaluation) -> String {
    let ledger = graph.ledger();
    let mut text = String::new();
    for alert in evaluation.alerts.iter().filter(|alert| pack.indicators[alert.indicator].id() == id) {
        writeln!(text, "rule {}", alert.rule + 1).unwrap();
        for (role, accounts) in &alert.roles {
            let names: Vec<String> =
                accounts.iter().map(|account| ledger.accounts().name(*account).to_string()).collect();
            writeln!(text, "  {role}: {}", names.join(" ")).unwrap();
        }
        for (role, parties) in &alert.register.parties {
            let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
            writeln!(text, "  {role}: {}", names.join(", ")).unwrap();
        }
        let records: Vec<String> =
            alert.register.records.iter().map(|at| format!(" {}:{}", at.file, at.record)).collect();
        if !records.is_empty() {
            writeln!(text, "  records{}", records.concat()).unwrap();
        }
        let lines: Vec<String> = alert.transactions.iter().map(|row| ledger.line(*row).to_string()).collect();
        if !lines.is_empty() || records.is_empty() {
            writeln!(text, "  lines {}", lines.join(" ")).unwrap();
        }
        for condition in &alert.conditions {
            let bound = if condition.at_most { "at most" } else { "at least" };
            let (measured, threshold) = (condition.measured, condition.threshold);
            writeln!(
                text,
                "  {}: {measured}, {bound} {threshold} {}, margin {}",
                condition.name,
                threshold.unit(),
                condition.margin()
            )
            .unwrap();
            assert!(condition.margin() >= 0, "{id}: {condition:?}");
        }
    }
    text
}

#[test]
fn every_indicator_with_a_rule_fires_on_its_positives_and_is_silent_on_near_misses() {
    let pack = Pack::built_in();
    let mut failures = String::new();
    for indicator in &pack.indicators {
        let folder = folder().join(indicator.id());
        let cases: Vec<PathBuf> =
            entries(&folder).into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "csv")).collect();
        if indicator.rule.is_empty() {
            assert!(cases.is_empty(), "{}: cases without a rule", indicator.id());
            continue;
        }
        let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
        for kind in ["fires", "near-"] {
            if !cases.iter().any(|path| name(path).starts_with(kind)) {
                writeln!(failures, "{}: no case {kind}", indicator.id()).unwrap();
            }
        }
        let pack = pack_of(indicator.id());
        for path in cases {
            let (graph, evaluation) = assess(&pack, &fs::read(&path).unwrap(), &folder.join("parties"));
            let own = evaluation.indicators.iter().find(|own| own.indicator == indicator.id()).unwrap();
            let found = told(indicator.id(), &pack, &graph, &evaluation);
            if own.alerts.is_none() {
                writeln!(failures, "{}: {:?}", path.display(), own.not_evaluated).unwrap();
            }
            if name(&path).starts_with("near-") {
                if !found.is_empty() {
                    writeln!(failures, "{} fires:\n{found}", path.display()).unwrap();
                }
                continue;
            }
            let beside = path.with_extension("expected");
            let expected = fs::read_to_string(&beside).unwrap_or_default();
            if found.is_empty() || found != expected {
                if std::env::var_os("UPDATE").is_some() && !found.is_empty() {
                    fs::write(&beside, &found).unwrap();
                } else {
                    writeln!(failures, "{} gives:\n{found}", path.display()).unwrap();
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// What leaves is the same whatever the order of rows and the number of threads, with every indicator of the pack at once.
#[test]
fn neither_order_nor_threads_matter() {
    let pack = Pack::built_in();
    for folder in entries(&folder()) {
        for path in entries(&folder).iter().filter(|path| path.extension().is_some_and(|kind| kind == "csv")).take(1) {
            let text = fs::read_to_string(path).unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            let written = |lines: &[&str], threads: usize| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                pool.install(|| {
                    let bytes = lines.join("\n") + "\n";
                    let (graph, evaluation) = assess(&pack, bytes.as_bytes(), &folder.join("parties"));
                    let mut out = Vec::new();
                    let assessments = v1::assess(&graph, &pack, &evaluation, None);
                    let (evaluation, assessments) = (&evaluation, assessments.as_slice());
                    let assessed = Assessed { pack: &pack, evaluation, assessments, false_alerts: 50 };
                    alerts::write(&mut out, &graph, assessed).unwrap();
                    let text = String::from_utf8(out).unwrap();
                    // Lines are where they are.
                    let bare: String = text
                        .split("\"line\":")
                        .map(|part| part.trim_start_matches(|digit: char| digit.is_ascii_digit()))
                        .collect();
                    bare
                })
            };
            let one = written(&lines, 1);
            lines[1..].reverse();
            assert_eq!(one, written(&lines, 3), "{}", path.display());
        }
    }
}

/// Alerts of an indicator, each as its subject and the texts of its evidence, with what would clear it.
struct Fired {
    subject: Vec<String>,
    evidence: Vec<u32>,
    clearing: Option<(Vec<u32>, bool)>,
}

fn fired(id: &str, pack: &Pack, graph: &TransactionGraph, evaluation: &Evaluation) -> Vec<Fired> {
    let ledger = graph.ledger();
    let own = evaluation.alerts.iter().filter(|alert| pack.indicators[alert.indicator].id() == id);
    own.map(|alert| Fired {
        subject: alert.subject().iter().map(|account| ledger.accounts().name(*account).to_string()).collect(),
        evidence: alert.transactions.iter().map(|row| ledger.line(*row)).collect(),
        clearing: alert
            .clearing
            .as_ref()
            .map(|clearing| (clearing.transactions.iter().map(|row| ledger.line(*row)).collect(), clearing.exact)),
    })
    .collect()
}

/// The file with lines made to weigh nothing: they stay lines, so that the others keep their numbers, between accounts
/// that nobody else has.
fn without(text: &str, lines: &[u32]) -> Vec<u8> {
    let kept = text.lines().zip(1..).map(|(line, number)| if lines.contains(&number) { "" } else { line });
    (kept.collect::<Vec<_>>().join("\n") + "\n").into_bytes()
}

#[test]
fn what_is_told_to_clear_an_alert_clears_it_and_each_of_it_is_needed() {
    let (mut cleared, mut exact) = (0, 0);
    for indicator in Pack::built_in().indicators {
        let id = indicator.id();
        let folder = folder().join(id);
        let pack = pack_of(id);
        for path in entries(&folder) {
            let name = path.file_name().unwrap().to_str().unwrap();
            if !name.starts_with("fires") || !name.ends_with(".csv") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let again = |lines: &[u32]| {
                let (graph, evaluation) = assess(&pack, &without(&text, lines), &folder.join("parties"));
                fired(id, &pack, &graph, &evaluation)
            };
            for alert in again(&[]) {
                let Some((lines, smallest)) = &alert.clearing else { continue };
                let there = |found: Vec<Fired>| {
                    found.iter().any(|other| {
                        other.subject == alert.subject
                            && other.evidence.iter().any(|line| alert.evidence.contains(line))
                    })
                };
                assert!(!there(again(lines)), "{id} {name}: {lines:?} does not clear {:?}", alert.evidence);
                for back in lines {
                    let others: Vec<u32> = lines.iter().copied().filter(|line| line != back).collect();
                    assert!(there(again(&others)), "{id} {name}: of {lines:?}, {back} is not needed");
                }
                cleared += 1;
                exact += u32::from(*smallest);
            }
        }
    }
    assert!(cleared > 25 && exact > 20, "{cleared} {exact}");
}

#[test]
fn a_score_is_the_sum_of_its_reasons() {
    let pack = Pack::built_in();
    for folder in entries(&folder()) {
        for path in entries(&folder).iter().filter(|path| path.extension().is_some_and(|kind| kind == "csv")) {
            let (graph, evaluation) = assess(&pack, &fs::read(path).unwrap(), &folder.join("parties"));
            let assessments = v1::assess(&graph, &pack, &evaluation, None);
            assert_eq!(assessments.len(), evaluation.alerts.len());
            for assessment in assessments {
                let sum: i32 = assessment.reasons.iter().map(|reason| reason.millionths).sum();
                assert_eq!(i64::from(assessment.score), i64::from(sum), "{assessment:?}");
                assert!(assessment.score <= 1_000_000, "{assessment:?}");
            }
        }
    }
}
