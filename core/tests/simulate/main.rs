//! What the simulator plants meets its definition, and what surrounds it looks like life. The checks are as naive as the
//! definitions read, and see only what was written.

mod definitions;
mod example;
mod written;

use definitions::check;
use proptest::prelude::*;
use quipu::model::{Resolution, Timestamp};
use quipu::simulate::{LookAlike, OutputFormat, Parameters, Planted, SimulateError, Simulation};
use std::collections::{BTreeMap, BTreeSet};
use written::{Written, write};

fn parameters(seed: u64, accounts: u32, transactions: u32) -> Parameters {
    Parameters { seed, accounts, transactions, ..Parameters::default() }
}

fn resolutions() -> impl Strategy<Value = Resolution> {
    prop::sample::select(vec![Resolution::Second, Resolution::Minute, Resolution::Hour, Resolution::Day])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_planted_instance_meets_its_definition(
        seed: u64,
        accounts in 100_u32..800,
        days in 60_u32..400,
        resolution in resolutions(),
        planted in 1_u32..4,
    ) {
        let parameters = Parameters { days, resolution, planted: Some(planted), ..parameters(seed, accounts, 6000) };
        let simulation = Simulation::new(parameters).unwrap();
        let written = write(&simulation);
        prop_assert_eq!(written.truth.iter().filter(|instance| instance.kind == "planted").count(), 16 * planted as usize);
        for instance in &written.truth {
            if let Err(fault) = check(instance, &written, resolution) {
                prop_assert!(false, "{}: {}\n{:#?}", instance.id, fault, written.rows_of(instance));
            }
        }
    }

    #[test]
    fn rows_are_as_many_as_asked_in_order_and_labelled_as_the_truth_says(
        seed: u64,
        accounts in 100_u32..3000,
        transactions in 4000_u32..9000,
        resolution in resolutions(),
    ) {
        let parameters = Parameters { resolution, ..parameters(seed, accounts, transactions) };
        let written = write(&Simulation::new(parameters).unwrap());
        prop_assert_eq!(written.rows.len(), transactions as usize);
        prop_assert!(written.rows.is_sorted_by_key(|row| row.time));
        let mut planted = BTreeSet::new();
        let mut all = BTreeSet::new();
        for instance in &written.truth {
            for place in &instance.transactions {
                prop_assert!(all.insert(place.line), "one row belongs to one instance");
                prop_assert_eq!(Some(&written.rows[place.line as usize - 2].id), place.id.as_ref());
                if instance.kind == "planted" {
                    planted.insert(place.line);
                }
            }
        }
        for (position, row) in written.rows.iter().enumerate() {
            prop_assert_eq!(row.label, planted.contains(&(position as u32 + 2)));
            prop_assert!(row.paid > 0 && row.received > 0);
        }
        let accounts_seen: BTreeSet<&String> = written.rows.iter().flat_map(|row| [&row.from, &row.to]).collect();
        prop_assert!(accounts_seen.len() <= accounts as usize);
    }
}

fn ordinary() -> Written {
    write(&Simulation::new(parameters(11, 2000, 40_000)).unwrap())
}

#[test]
fn one_hub_takes_part_in_three_percent_and_degrees_have_a_heavy_tail() {
    let written = ordinary();
    let mut degrees = BTreeMap::<&str, u32>::new();
    for row in &written.rows {
        *degrees.entry(&row.from).or_default() += 1;
        *degrees.entry(&row.to).or_default() += 1;
    }
    let mut sorted: Vec<u32> = degrees.values().copied().collect();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let per_mille = sorted[0] * 1000 / written.rows.len() as u32;
    assert!((28..=32).contains(&per_mille), "the hub has {per_mille} thousandths of all rows");
    assert!(sorted[1] < sorted[0] * 3 / 4, "the next has {} of the hub's {}", sorted[1], sorted[0]);
    let median = sorted[sorted.len() / 2];
    assert!(sorted[sorted.len() / 100] > 10 * median, "one in a hundred has over ten times the median of {median}");
}

#[test]
fn most_payments_go_to_someone_paid_before() {
    let written = ordinary();
    let mut seen = BTreeSet::new();
    let again = written.rows.iter().filter(|row| !seen.insert((&row.from, &row.to))).count();
    assert!(again * 10 > written.rows.len() * 5, "{again} of {}", written.rows.len());
}

#[test]
fn money_is_in_many_currencies_and_some_is_exchanged() {
    let written = ordinary();
    let currencies: BTreeSet<&str> = written.rows.iter().map(|row| row.paid_currency.as_str()).collect();
    assert!(currencies.len() >= 15, "{currencies:?}");
    let exchanged = written.rows.iter().filter(|row| row.paid_currency != row.received_currency).count();
    assert!((written.rows.len() / 50..written.rows.len() / 5).contains(&exchanged), "{exchanged}");
    let own = written.rows.iter().filter(|row| row.from == row.to).count();
    assert!((1..written.rows.len() / 200).contains(&own), "{own} transfers to oneself");
}

#[test]
fn wages_come_on_paydays_and_shops_sleep() {
    let written = ordinary();
    let hours = |channel: &str| -> Vec<i64> {
        written.rows.iter().filter(|row| row.channel == channel).map(|row| row.local_hour).collect()
    };
    let cards = hours("card");
    let nightly = cards.iter().filter(|hour| **hour < 6).count();
    assert!(nightly * 20 < cards.len(), "{nightly} of {} card payments at night", cards.len());
}

#[test]
fn amlworld_has_the_same_rows_in_its_eleven_columns() {
    let simulation = Simulation::new(parameters(5, 500, 5000)).unwrap();
    let mut csv = Vec::new();
    simulation.write(&mut csv, OutputFormat::AmlWorld, &mut |_| {}).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some(
            "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,\
             Payment Currency,Payment Format,Is Laundering"
        )
    );
    let mut previous = "";
    let mut laundering = 0;
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields.len(), 11, "{line}");
        assert!(fields[0] >= previous, "{line}");
        assert_eq!(fields[0].len(), "2022/09/01 00:20".len());
        previous = fields[0];
        laundering += usize::from(fields[10] == "1");
    }
    let written = write(&simulation);
    assert_eq!(laundering, written.rows.iter().filter(|row| row.label).count());
    let mut attempts = Vec::new();
    simulation.write_attempts(&mut attempts).unwrap();
    let attempts = String::from_utf8(attempts).unwrap();
    assert_eq!(attempts.matches("BEGIN LAUNDERING ATTEMPT - ").count(), 16);
    assert_eq!(attempts.matches("END LAUNDERING ATTEMPT - ").count(), 16);
    assert!(attempts.contains("BEGIN LAUNDERING ATTEMPT - FAN-OUT:  Max "));
    let rows: Vec<&str> = attempts.lines().filter(|line| line.ends_with(",1")).collect();
    assert_eq!(rows.len(), laundering);
    assert!(rows.iter().all(|row| csv.contains(row)));
}

#[test]
fn progress_ends_with_all_rows() {
    let simulation = Simulation::new(parameters(5, 500, 100_000)).unwrap();
    let mut told = Vec::new();
    simulation.write(&mut std::io::sink(), OutputFormat::Quipu, &mut |rows| told.push(rows)).unwrap();
    assert_eq!(told, [65_536, 100_000]);
}

#[test]
fn counts_of_single_kinds_are_kept() {
    let parameters = Parameters {
        planted: Some(0),
        planted_by_pattern: BTreeMap::from([(Planted::Funnel, 3)]),
        look_alikes: Some(0),
        look_alikes_by_name: BTreeMap::from([(LookAlike::SavingsClub, 2)]),
        ..parameters(1, 300, 3000)
    };
    let written = write(&Simulation::new(parameters).unwrap());
    let ids: Vec<&str> = written.truth.iter().map(|instance| instance.id.as_str()).collect();
    assert_eq!(ids, ["funnel-0001", "funnel-0002", "funnel-0003", "savings-club-0001", "savings-club-0002"]);
}

#[test]
fn what_cannot_be_simulated_says_what_would_do() {
    let fails = |parameters: Parameters| Simulation::new(parameters).err().expect("must fail");
    assert_eq!(fails(parameters(1, 0, 5000)), SimulateError::TooFewAccounts { given: 0, least: 100 });
    let days = Parameters { days: 9, ..Parameters::default() };
    assert_eq!(fails(days), SimulateError::TooFewDays { given: 9, least: 10 });
    let coarse = Parameters { days: 59, resolution: Resolution::Day, ..Parameters::default() };
    assert_eq!(fails(coarse), SimulateError::TooFewDays { given: 59, least: 60 });
    let late = Parameters { start: Timestamp::MAX, ..Parameters::default() };
    assert!(matches!(fails(late), SimulateError::TooManyDays { most: 0, .. }));
    let fine = Parameters { resolution: Resolution::Millisecond, ..Parameters::default() };
    assert_eq!(fails(fine), SimulateError::TooFine);
    match fails(Parameters { planted: Some(20), ..parameters(1, 500, 1000) }) {
        SimulateError::TooFewTransactions { given: 1000, least, .. } => {
            let enough = Parameters { planted: Some(20), ..parameters(1, 500, least) };
            assert!(Simulation::new(enough).is_ok(), "what the hint says must do");
        }
        other => panic!("{other}"),
    }
}

#[test]
fn the_reader_understands_every_column() {
    use quipu::ledger::TextField;
    use quipu::read::{Plan, ReadOptions, Role};
    let simulation = Simulation::new(parameters(5, 500, 5000)).unwrap();
    let roles = |format: OutputFormat| -> Vec<Option<Role>> {
        let mut csv = Vec::new();
        simulation.write(&mut csv, format, &mut |_| {}).unwrap();
        let head: String = String::from_utf8(csv).unwrap().lines().take(200).map(|line| format!("{line}\n")).collect();
        let plan = Plan::of(&head, "simulated.csv", &ReadOptions::default()).unwrap();
        plan.columns.iter().map(|column| column.role).collect()
    };
    let necessary = [
        Role::Text(TextField::Id),
        Role::Time,
        Role::FromInstitution,
        Role::From,
        Role::ToInstitution,
        Role::To,
        Role::Amount,
        Role::Currency,
        Role::ReceivedAmount,
        Role::ReceivedCurrency,
    ];
    let texts = [
        TextField::Channel,
        TextField::Purpose,
        TextField::FromBranch,
        TextField::ToBranch,
        TextField::FromPlace,
        TextField::ToPlace,
        TextField::FromCountry,
        TextField::ToCountry,
        TextField::Label,
    ];
    let expected: Vec<Option<Role>> = necessary.into_iter().chain(texts.map(Role::Text)).map(Some).collect();
    assert_eq!(roles(OutputFormat::Quipu), expected);
    assert!(roles(OutputFormat::AmlWorld).iter().all(Option::is_some));
}

#[test]
fn the_schema_names_every_pattern_look_alike_and_member() {
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../schemas/truth.schema.json")).unwrap();
    let names = |member: &str| -> Vec<&str> {
        schema["properties"][member]["enum"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
    };
    assert_eq!(names("pattern"), Planted::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>());
    assert_eq!(names("name"), LookAlike::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>());
    let mut truth = Vec::new();
    let simulation = Simulation::new(parameters(5, 500, 5000)).unwrap();
    simulation.write_truth(&mut truth, OutputFormat::Quipu).unwrap();
    for line in String::from_utf8(truth).unwrap().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let members = line.as_object().unwrap();
        assert!(members.keys().all(|member| schema["properties"].get(member).is_some()), "{line}");
        let required = schema["required"].as_array().unwrap();
        assert!(required.iter().all(|member| members.contains_key(member.as_str().unwrap())), "{line}");
    }
}

// Changed on purpose alone: these rows are what others have measured against.
#[test]
fn a_seed_means_the_same_bytes_on_every_machine() {
    let hash = |resolution: Resolution, format: OutputFormat| {
        let parameters = Parameters { resolution, ..parameters(42, 700, 6000) };
        let simulation = Simulation::new(parameters).unwrap();
        let mut bytes = Vec::new();
        simulation.write(&mut bytes, format, &mut |_| {}).unwrap();
        simulation.write_truth(&mut bytes, format).unwrap();
        simulation.write_attempts(&mut bytes).unwrap();
        blake3::hash(&bytes).to_hex()[..16].to_owned()
    };
    let hashes = [
        hash(Resolution::Second, OutputFormat::Quipu),
        hash(Resolution::Day, OutputFormat::Quipu),
        hash(Resolution::Minute, OutputFormat::AmlWorld),
    ];
    assert_eq!(hashes, ["f55cd239053da585", "ebc97e5ea6781db8", "b60a055ea9befdc6"]);
}
