//! What is told of cases: in four languages, from facts of the case alone, with likely victims as such.
//!
//! Cases are made of the files that indicators must fire on, with the whole pack and every pattern.

#![allow(clippy::disallowed_methods, reason = "a test reads its cases")]

mod indicator_files;

use indicator_files::{entries, folder};
use quipu::assess::{Assessed, v1};
use quipu::case::{Case, Cases, Contents, group_with};
use quipu::detect::{Detection, Parameters};
use quipu::dossier::{Dossier, Dossiers, Fact, Standing};
use quipu::export::cases;
use quipu::graph::TransactionGraph;
use quipu::typology::{Language, Pack, Victims};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A run as far as its cases.
struct Run<'a> {
    graph: &'a TransactionGraph,
    detection: &'a Detection,
    dossiers: &'a Dossiers<'a>,
    cases: &'a Cases,
}

fn run<T>(bytes: &[u8], parties: &Path, then: impl FnOnce(Run<'_>) -> T) -> T {
    let pack = Pack::built_in();
    let (graph, detection, evaluation) = indicator_files::assess(&pack, bytes, parties, &Parameters::default());
    let assessments = v1::assess(&graph, &pack, &evaluation, None);
    let assessed = Assessed { pack: &pack, evaluation: &evaluation, assessments: &assessments, false_alerts: 50 };
    let dossiers = Dossiers::new(&graph, &detection.rates, assessed);
    let cases = group_with(&graph, &detection.findings, dossiers.flags(), None);
    then(Run { graph: &graph, detection: &detection, dossiers: &dossiers, cases: &cases })
}

impl Run<'_> {
    fn each(&self, mut then: impl FnMut(&Case, &Contents<'_>, &Dossier)) {
        for case in &self.cases.cases {
            let (hubs, findings) = (&self.cases.hubs, &self.detection.findings);
            let contents = Contents::with(self.graph, hubs, findings, self.dossiers.flags(), case);
            then(case, &contents, &self.dossiers.of(case, &contents));
        }
    }

    /// Each account with its standing, in any case.
    fn standings(&self) -> BTreeSet<(String, Standing)> {
        let mut standings = BTreeSet::new();
        self.each(|_, _, dossier| {
            let name = |own: &quipu::dossier::AccountStanding| {
                (self.graph.ledger().accounts().name(own.account).to_string(), own.standing)
            };
            standings.extend(dossier.standing.iter().map(name));
        });
        standings
    }
}

/// Files that fire, with the folders of their parties.
fn files() -> Vec<(PathBuf, PathBuf)> {
    let fires = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("fires") && name.ends_with(".csv")
    };
    entries(&folder())
        .into_iter()
        .flat_map(|folder| {
            let parties = folder.join("parties");
            entries(&folder).into_iter().filter(fires).map(move |path| (path, parties.clone()))
        })
        .collect()
}

#[test]
fn every_sentence_is_of_facts_of_the_case_in_four_languages() {
    let mut keys: BTreeSet<&'static str> = BTreeSet::new();
    for (path, parties) in files() {
        run(&fs::read(&path).unwrap(), &parties, |run| {
            run.each(|case, contents, dossier| {
                let title = run.dossiers.title(case, contents).unwrap();
                for sentence in dossier.narrative.iter().chain([&title]) {
                    keys.insert(sentence.key);
                    for language in Language::ALL {
                        let text = sentence.text.get(language);
                        assert!(!text.contains(['{', '}', '|', '#']) && !text.is_empty(), "{language} {text}");
                        assert!(!text.starts_with(char::is_lowercase), "{language} {text}");
                        assert_eq!(text.ends_with('.'), !sentence.key.starts_with("title"), "{language} {text}");
                    }
                    let evidence = &sentence.evidence;
                    assert!(!evidence.is_empty(), "{}", sentence.text.en);
                    assert!(evidence.findings.iter().all(|place| case.findings.contains(place)));
                    assert!(evidence.alerts.iter().all(|place| case.alerts.contains(place)));
                    assert!(evidence.transactions.iter().all(|row| contents.transactions.contains(row)));
                    for (_, fact) in &sentence.facts {
                        match fact {
                            Fact::Account(account) => assert!(contents.place(*account).is_some()),
                            Fact::Accounts(accounts, _) => {
                                assert!(accounts.iter().all(|account| contents.place(*account).is_some()));
                            }
                            _ => {}
                        }
                    }
                }
                let told = dossier.narrative.iter().map(|sentence| sentence.key);
                assert!(["extent", "extent-register"].contains(&told.clone().next().unwrap()));
                assert_eq!(told.filter(|key| *key == "offence").count(), dossier.offences.len());
            });
        });
    }
    for key in [
        "title",
        "title-more",
        "alert",
        "alert-register",
        "victim",
        "victims",
        "victim-and-subject",
        "offence",
        "flow",
        "gates",
    ] {
        assert!(keys.contains(key), "no file has a case with {key}: {keys:?}");
    }
}

#[test]
fn a_likely_victim_is_told_as_one_and_never_as_a_subject_alone() {
    let mut victims = 0;
    for (path, parties) in files() {
        run(&fs::read(&path).unwrap(), &parties, |run| {
            run.each(|case, contents, dossier| {
                for place in &case.alerts {
                    let alert = &run.dossiers.assessed().evaluation.alerts[*place as usize];
                    let indicator = &run.dossiers.assessed().pack.indicators[alert.indicator];
                    if indicator.victims.contains(&Victims::Subject) {
                        for account in alert.subject() {
                            let own = &dossier.standing[contents.place(*account).unwrap()];
                            assert!(own.standing.is_victim() && own.victim_by.contains(place), "{}", path.display());
                            victims += 1;
                        }
                    }
                }
                for own in &dossier.standing {
                    assert_eq!(own.standing.is_victim(), !own.victim_by.is_empty());
                    let told = dossier.narrative.iter().filter(|sentence| sentence.key.starts_with("victim"));
                    assert!(own.standing.is_victim() || own.victim_by.is_empty());
                    assert!(!own.standing.is_victim() || told.count() > 0);
                }
            });
        });
    }
    assert!(victims > 3);
}

#[test]
fn who_is_a_victim_in_one_alert_and_a_subject_in_another_is_told_as_both() {
    let folder = folder();
    let mut rows = fs::read_to_string(folder.join("mule-account/fires.csv")).unwrap();
    rows = rows.replace("currency\n", "currency,channel,from_country,to_country\n").replace("USD\n", "USD,,,\n");
    for day in ["03T11", "10T11", "12T11"] {
        rows += &format!("2025-03-{day}:00:00-05:00,ANA,NG1,1.00,USD,p2p,US,NG\n");
    }
    run(rows.as_bytes(), &folder.join("mule-account/parties"), |run| {
        let standings = run.standings();
        let is = |name: &str, standing| standings.contains(&(name.to_owned(), standing));
        assert!(is("ANA", Standing::LikelyVictimAndSubject) && !is("ANA", Standing::Subject), "{standings:?}");
        // Those who paid the mule were likely defrauded; where the money went on to, nobody was.
        assert!(is("S1", Standing::LikelyVictim) && is("OUT", Standing::Other), "{standings:?}");
        run.each(|_, _, dossier| {
            let both = dossier.narrative.iter().find(|sentence| sentence.key == "victim-and-subject").unwrap();
            assert!(both.text.es.contains("la cuenta ANA") && both.evidence.alerts.len() > 1, "{both:?}");
        });
    });
}

#[test]
fn cases_are_the_same_bytes_whatever_the_order_of_rows_and_the_number_of_threads() {
    for (path, parties) in files() {
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        let written = |lines: &[&str], threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let bytes = lines.join("\n") + "\n";
            pool.install(|| {
                run(bytes.as_bytes(), &parties, |run| {
                    let mut out = Vec::new();
                    let told = Some(run.dossiers as &dyn quipu::export::told::AlertsTold);
                    cases::write_told(&mut out, run.graph, &run.detection.findings, run.cases, None, told).unwrap();
                    let text = String::from_utf8(out).unwrap();
                    // Lines are where they are.
                    let parts = text.split("\"line\":");
                    parts.map(|part| part.trim_start_matches(|digit: char| digit.is_ascii_digit())).collect::<String>()
                })
            })
        };
        let one = written(&lines, 1);
        lines[1..].reverse();
        assert_eq!(one, written(&lines, 3), "{}", path.display());
    }
}

#[test]
fn cases_keep_their_identifiers_when_unrelated_payments_come_in() {
    for (path, parties) in files() {
        let text = fs::read_to_string(&path).unwrap();
        let ids = |text: &str| -> BTreeSet<String> {
            run(text.as_bytes(), &parties, |run| run.cases.cases.iter().map(|case| case.id.to_string()).collect())
        };
        let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        let first: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
        let mut more = text.trim_end().to_owned() + "\n";
        for (from, to) in [("U1", "U2"), ("U3", "U4"), ("U5", "U2")] {
            let value = |(place, name): (usize, &&str)| match *name {
                "from_account" | "from" => from,
                "to_account" | "to" => to,
                "time" | "date" | "currency" => first[place],
                name if name.contains("amount") => "1.00",
                _ => "",
            };
            more += &(header.iter().enumerate().map(value).collect::<Vec<_>>().join(",") + "\n");
        }
        let (before, after) = (ids(&text), ids(&more));
        assert!(!before.is_empty() && before.is_subset(&after), "{}: {before:?} {after:?}", path.display());
    }
}
