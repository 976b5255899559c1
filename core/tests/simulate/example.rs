//! The example that the project ships is what the simulator makes, and its network is what it says.

use super::definitions::check;
use super::written::write;
use quipu::model::Resolution;
use quipu::simulate::{OutputFormat, Simulation};

use std::collections::BTreeSet;

fn made() -> (Vec<u8>, Vec<u8>) {
    let example = Simulation::example();
    let (mut rows, mut truth) = (Vec::new(), Vec::new());
    example.write(&mut rows, OutputFormat::Quipu, &mut |_| {}).unwrap();
    example.write_truth(&mut truth, OutputFormat::Quipu).unwrap();
    (rows, truth)
}

#[test]
fn the_shipped_files_are_what_the_simulator_makes() {
    let (rows, truth) = made();
    let hint = "run the test write_the_shipped_files_anew if the simulator was changed on purpose";
    assert!(rows == include_bytes!("../../../cli/example/transactions.csv"), "{hint}");
    assert!(truth == include_bytes!("../../../cli/example/truth.ndjson"), "{hint}");
}

#[test]
#[ignore = "writes into the source tree; run by name when the simulator was changed on purpose"]
#[allow(clippy::disallowed_methods, reason = "the files are what this is for")]
fn write_the_shipped_files_anew() {
    let (rows, truth) = made();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../cli/example");
    std::fs::write(format!("{folder}/transactions.csv"), rows).unwrap();
    std::fs::write(format!("{folder}/truth.ndjson"), truth).unwrap();
}

#[test]
fn the_story_names_the_accounts_that_play_in_it() {
    let story = include_str!("../../../cli/example/README.md");
    let written = write(&Simulation::example());
    for instance in written.truth.iter().filter(|instance| instance.kind == "planted") {
        for (role, accounts) in &instance.roles {
            // Families and helpers are many and nameless; the cash account is the bank's.
            if accounts.len() < 6 && role != "counterparties" {
                for account in accounts {
                    let number = account.rsplit(':').next().unwrap();
                    assert!(story.contains(number), "{role} {account}");
                }
            }
        }
    }
    let laundering = written.rows.iter().filter(|row| row.label).count();
    assert!(story.contains(&format!("the {laundering} rows of the network")));
}

#[test]
fn its_network_is_joined_and_meets_the_definitions() {
    let written = write(&Simulation::example());
    assert_eq!(written.rows.len(), 3000);
    let planted: Vec<_> = written.truth.iter().filter(|instance| instance.kind == "planted").collect();
    let patterns: Vec<&str> = planted.iter().map(|instance| instance.pattern.as_str()).collect();
    let once = [
        "fan-in",
        "funnel",
        "funnel",
        "structuring",
        "layering-chain",
        "layering-chain",
        "scatter-gather",
        "round-trip",
    ];
    assert_eq!(patterns, [once, once].concat());
    for instance in &written.truth {
        check(instance, &written, Resolution::Second).unwrap_or_else(|fault| panic!("{}: {fault}", instance.id));
    }
    // The cash goes from hand to hand unseen; everything else is one network through shared accounts.
    let mut reached: BTreeSet<&String> = planted[0].roles.values().flatten().collect();
    for _ in &planted {
        for instance in &planted {
            let accounts: BTreeSet<&String> = instance.roles.values().flatten().collect();
            if !accounts.is_disjoint(&reached) {
                reached.extend(accounts);
            }
        }
    }
    for instance in &planted {
        let joined = instance.roles.values().flatten().any(|account| reached.contains(account));
        assert_eq!(joined, instance.pattern != "funnel", "{}", instance.id);
    }
    // Nobody plays two parts but those whom the story has in two scenes.
    let parts: usize = planted[..8].iter().map(|instance| instance.roles.values().flatten().count()).sum();
    let people: BTreeSet<&String> =
        planted[..8].iter().flat_map(|instance| instance.roles.values().flatten()).collect();
    assert_eq!((parts, people.len()), (34, 27));
    let laundering = written.rows.iter().filter(|row| row.label);
    let countries: BTreeSet<&str> = laundering.map(|row| row.from_country.as_str()).collect();
    assert_eq!(countries, BTreeSet::from(["CO", "EC", "GT", "PA", "PE", "US"]));
}
