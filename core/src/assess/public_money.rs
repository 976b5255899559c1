//! Public money: paid to a contractor by a public body, and from there in a few payments to an exposed person.
//!
//! # Definition
//! A contractor is an account of which a party is told to be the holder, and none that is a person or a public body. It is
//! paid by a public body where that holds the account that pays. Of the payments by one public body those count that are
//! among so many within the window. A way begins with one of them, goes on with a payment by the contractor and ends with a
//! payment to an account that an exposed person, or a relative or close associate of one, holds; each payment takes place at
//! the time of the one before or so long after it at most, there are at most so many of them after the first, and each has at
//! least so many per cent of the first's value, at the ledger's rates. Who is exposed is what the register says: politically
//! exposed, a relative or associate of such a person, or in a relation of family or association with one.
//!
//! An instance is a contractor, a public body and an account that ways lead to, with all payments that count and one way: of
//! those with the fewest payments the first. Roles: subject (the contractor), payers (accounts of the public body), through,
//! exposed.
//!
//! # Complexity
//! O(r log r) in the payments reached from each payment that counts, of which at most [`MOST_REACHED`] are gone through.

use super::alert::{Alert, Condition, Measure};
use super::data::Data;
use super::series::until;
use super::ties::Ties;
use crate::graph::Direction;
use crate::model::{AccountId, PartyId, Row};
use crate::parallel::prelude::*;
use crate::typology::{PublicMoney, Way};
use std::collections::BTreeMap;

// Payments reached from one payment that are gone through; an alert found where there were more is marked as truncated.
const MOST_REACHED: usize = 50_000;

/// Payments by one public body to one contractor.
type Paid = (AccountId, PartyId, Vec<Row>);

/// A way from a payment of a public body: its payments, the first one included.
type Ways = BTreeMap<AccountId, Vec<Row>>;

pub(super) fn instances(data: &Data<'_>, (indicator, rule, public): (usize, usize, &PublicMoney)) -> Vec<Alert> {
    let Some(ties) = data.holders.map(super::Holders::ties) else { return Vec::new() };
    let found: Vec<Vec<Alert>> = (paid(data, ties, public).into_par_iter())
        .map(|(contractor, body, rows)| {
            let mut ways = Ways::new();
            let mut truncated = false;
            for row in &rows {
                truncated |= reach(data, ties, public, *row, &mut ways);
            }
            let alert = |way: &Vec<Row>| alert(data, ties, (indicator, rule, public), (contractor, body, &rows), way);
            ways.values().map(|way| Alert { truncated, ..alert(way) }).collect()
        })
        .collect();
    found.into_iter().flatten().collect()
}

// What counts of the payments by public bodies to contractors, by contractor and body.
fn paid(data: &Data<'_>, ties: &Ties, public: &PublicMoney) -> Vec<Paid> {
    let ledger = data.ledger;
    let mut told: Vec<(AccountId, PartyId, Row)> = Vec::new();
    for row in ledger.rows() {
        let contractor = ledger.to(row);
        let mut holders = ties.holdings(contractor).map(|(party, _)| party).peekable();
        if holders.peek().is_none() || holders.any(|party| ties.is_person(party) || ties.is_public(party)) {
            continue;
        }
        let bodies = ties.holdings(ledger.from(row)).map(|(party, _)| party).filter(|party| ties.is_public(*party));
        told.extend(bodies.map(|body| (contractor, body, row)));
    }
    told.sort_unstable();
    told.dedup();
    let mut paid = Vec::new();
    for of_two in told.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)) {
        let mut rows: Vec<Row> = Vec::new();
        for window in of_two.windows(public.payments as usize) {
            let (first, last) = (window[0].2, window[window.len() - 1].2);
            if ledger.time(last) <= until(ledger.time(first), public.window) {
                rows.extend(window.iter().map(|(.., row)| *row));
            }
        }
        rows.sort_unstable();
        rows.dedup();
        if !rows.is_empty() {
            paid.push((of_two[0].0, of_two[0].1, rows));
        }
    }
    paid
}

/// Goes on from a payment; whether there was more than is gone through.
fn reach(data: &Data<'_>, ties: &Ties, public: &PublicMoney, first: Row, ways: &mut Ways) -> bool {
    let ledger = data.ledger;
    let least = i128::from(data.value(Way::In, first)) * i128::from(public.share.0);
    if least == 0 {
        return false;
    }
    let mut before: BTreeMap<Row, Row> = BTreeMap::from([(first, first)]);
    let mut edge = vec![first];
    for _ in 0..public.hops {
        let mut next = Vec::new();
        for row in &edge {
            let (from, last) = (ledger.time(*row), until(ledger.time(*row), public.within));
            let hops = data.graph.adjacency(Direction::Out).of(ledger.to(*row));
            let begin = hops.partition_point(|hop| data.graph.time(hop) < from);
            for hop in hops[begin..].iter().take_while(|hop| data.graph.time(hop) <= last) {
                if i128::from(data.value(Way::Out, hop.row)) * 100 < least || before.contains_key(&hop.row) {
                    continue;
                }
                if before.len() >= MOST_REACHED {
                    return true;
                }
                before.insert(hop.row, *row);
                next.push(hop.row);
                if ties.exposure(hop.other).next().is_some() {
                    let mut way = vec![hop.row];
                    while let Some(row) =
                        way.last().and_then(|row| before.get(row)).filter(|row| way.last() != Some(row))
                    {
                        way.push(*row);
                    }
                    way.reverse();
                    let known = ways.get(&hop.other).is_some_and(|known| known.len() <= way.len());
                    if !known {
                        ways.insert(hop.other, way);
                    }
                }
            }
        }
        next.sort_unstable();
        edge = next;
    }
    false
}

fn alert(
    data: &Data<'_>,
    ties: &Ties,
    (indicator, rule, public): (usize, usize, &PublicMoney),
    (contractor, body, rows): (AccountId, PartyId, &[Row]),
    way: &[Row],
) -> Alert {
    let ledger = data.ledger;
    let end = way.last().map_or(contractor, |row| ledger.to(*row));
    let mut payers: Vec<AccountId> = rows.iter().map(|row| ledger.from(*row)).collect();
    let mut through: Vec<AccountId> = way[1..].iter().map(|row| ledger.from(*row)).collect();
    through.retain(|account| *account != contractor);
    let mut transactions: Vec<Row> = rows.iter().chain(way).copied().collect();
    for accounts in [&mut payers, &mut through] {
        accounts.sort_unstable();
        accounts.dedup();
    }
    transactions.sort_unstable();
    transactions.dedup();
    let paid = i128::from(data.value(Way::In, way[0])).max(1);
    let narrowest = way[1..].iter().map(|row| data.value(Way::Out, *row)).min().unwrap_or(0);
    let share = (i128::from(narrowest) * 100 / paid) as u64;
    let longest = way.windows(2).map(|pair| ledger.time(pair[1]) - ledger.time(pair[0])).max();
    let (exposed, mut sources): (Vec<PartyId>, Vec<crate::model::Source>) = ties.exposure(end).unzip();
    let mut exposed: Vec<PartyId> = exposed;
    exposed.dedup();
    [contractor, end].iter().chain(&payers).for_each(|account| {
        sources.extend(ties.holdings(*account).map(|(_, source)| source));
    });
    let mut holders: Vec<PartyId> = ties.holdings(contractor).map(|(party, _)| party).collect();
    holders.dedup();
    let count = |number: usize| Measure::Count(number as u64);
    Alert {
        indicator,
        rule,
        roles: vec![("subject", vec![contractor]), ("payers", payers), ("through", through), ("exposed", vec![end])],
        transactions,
        conditions: vec![
            Condition::least("payments", count(rows.len()), Measure::Count(public.payments.into())),
            Condition::most("hops", count(way.len() - 1), Measure::Count(public.hops.into())),
            Condition::most("within", Measure::Time(longest.unwrap_or_default()), Measure::Time(public.within)),
            Condition::least("share", Measure::Percent(share), Measure::Percent(public.share.0.into())),
        ],
        finding: None,
        surprise: None,
        clearing: None,
        register: ties.evidence(&[("subject", &holders), ("public-body", &[body]), ("exposed", &exposed)], sources),
        truncated: false,
    }
}
