//! Rules about the register alone against their definitions, by going through every chain of small random registers.

mod registered;

use proptest::prelude::*;
use quipu::assess::Alert;
use registered::assess;
use std::collections::BTreeSet;

const COMPANIES: u8 = 6;

/// Stakes (owner, company) among companies; the even ones are in the British Virgin Islands. All but the last hold an account.
fn alerts(stakes: &BTreeSet<(u8, u8)>, rule: &str) -> Vec<Alert> {
    let payments: String = (1..COMPANIES).map(|to| format!("2025-03-03T10:00:00Z,A0,A{to},1.00,USD\n")).collect();
    let payments = payments.replace(&format!("A{}", COMPANIES - 1), "Z");
    let mut customers = "account,customer_id,name,customer_type,jurisdiction\n".to_owned();
    for company in 0..COMPANIES {
        let country = if company % 2 == 0 { "VG" } else { "PE" };
        customers += &format!("A{company},{company},Firm {company},company,{country}\n");
    }
    let mut owners = "company_id,company_name,owner_id,owner_name,share\n".to_owned();
    for (owner, company) in stakes {
        owners += &format!("{company},Firm {company},{owner},Firm {owner},60%\n");
    }
    let payments = format!("time,from_account,to_account,amount,currency\n{payments}");
    assess(&payments, &[("customers.csv", &customers), ("owners.csv", &owners)], rule).1
}

fn ids(alert: &Alert, place: usize) -> Vec<u8> {
    alert.register.parties[place].1.iter().map(|party| party.id.parse().unwrap()).collect()
}

/// All companies that one comes to by going up any number of times, at least once.
fn above(stakes: &BTreeSet<(u8, u8)>, company: u8) -> BTreeSet<u8> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![company];
    while let Some(at) = waiting.pop() {
        waiting.extend(
            stakes.iter().filter(|(_, owned)| *owned == at).map(|(owner, _)| *owner).filter(|o| found.insert(*o)),
        );
    }
    found
}

/// Every chain up from a company, itself left out.
fn chains(stakes: &BTreeSet<(u8, u8)>, company: u8) -> Vec<Vec<u8>> {
    let mut found = vec![Vec::new()];
    for (owner, _) in stakes.iter().filter(|(_, owned)| *owned == company) {
        found.extend(chains(stakes, *owner).into_iter().map(|chain| [vec![*owner], chain].concat()));
    }
    found
}

fn stakes() -> impl Strategy<Value = BTreeSet<(u8, u8)>> {
    prop::collection::btree_set((0..COMPANIES, 0..COMPANIES), 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn layers_are_those_of_the_definition(stakes in stakes(), layers in 1_usize..4, secret in 0_usize..3) {
        let rule = format!("layers = {{ layers = {layers}, secret = {secret} }}");
        let found: Vec<(u8, Vec<u8>)> =
            alerts(&stakes, &rule).iter().map(|alert| (ids(alert, 0)[0], ids(alert, 1))).collect();
        let circular = |company: u8| above(&stakes, company).iter().any(|o| *o != company && above(&stakes, *o).contains(&company));
        let plain: BTreeSet<(u8, u8)> = (stakes.iter().copied())
            .filter(|(owner, owned)| owner != owned && !circular(*owner) && !circular(*owned))
            .collect();
        let secrets = |chain: &[u8]| chain.iter().filter(|company| **company % 2 == 0).count();
        let best = |company: u8| {
            let all = chains(&plain, company).into_iter().filter(|chain| chain.len() >= layers);
            all.map(|chain| (secrets(&chain), chain.len())).max().filter(|(most, _)| *most >= secret)
        };
        let mut expected = Vec::new();
        for company in 0..COMPANIES - 1 {
            expected.extend(best(company).map(|best| (company, best)));
        }
        let mut told: Vec<(u8, (usize, usize))> =
            found.iter().map(|(company, chain)| (*company, (secrets(chain), chain.len()))).collect();
        told.sort_unstable();
        prop_assert_eq!(told, expected);
        for (company, chain) in &found {
            prop_assert!(chains(&plain, *company).contains(chain), "{:?} of {}", chain, company);
        }
    }

    #[test]
    fn circles_are_those_of_the_definition(stakes in stakes(), least in 2_usize..4) {
        let found: BTreeSet<Vec<u8>> =
            alerts(&stakes, &format!("circle = {{ companies = {least} }}")).iter().map(|alert| ids(alert, 0)).collect();
        let mut expected = BTreeSet::new();
        for company in 0..COMPANIES {
            let up = above(&stakes, company);
            let set: Vec<u8> =
                (0..COMPANIES).filter(|other| up.contains(other) && above(&stakes, *other).contains(&company)).collect();
            // The last company holds no account: it counts when it is above one that does.
            let holds = |other: u8| other < COMPANIES - 1 && (set.contains(&other) || above(&stakes, other).contains(&company));
            if set.len() >= least && (0..COMPANIES).any(holds) {
                expected.insert(set);
            }
        }
        prop_assert_eq!(found, expected);
    }
}
