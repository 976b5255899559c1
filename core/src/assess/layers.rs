//! Layers: many companies one above the other, several of them where registers tell little.
//!
//! # Definition
//! A chain goes up from a company to one that owns or controls it, from there to one that owns or controls that, and so on;
//! persons are no part of it, nor are companies that own each other (they are another rule's). Its layers are the companies
//! above the first. An instance is a company with an account in the ledger and a chain of at least so many layers, of which
//! so many are registered in secrecy jurisdictions; of several chains it has the one with most of these, then the longest.
//! There is no transaction in evidence: the records of the stakes and of the jurisdictions are. Roles: subject.
//!
//! # Complexity
//! O(t l) in the relations of owners and in the layers that are asked for.

use super::alert::{Alert, Condition, Measure};
use super::data::Data;
use super::ties::Ties;
use crate::model::{PartyId, Source};
use crate::typology::Layers;
use std::collections::BTreeMap;

/// The best way up of so many layers, or of at least so many: secret layers, all layers, and the owner that it goes to with
/// the number of layers that is asked of what is above it.
type Way = (u32, u32, Option<(PartyId, usize)>);

pub(super) fn instances(data: &Data<'_>, (indicator, rule, layers): (usize, usize, &Layers)) -> Vec<Alert> {
    let Some(ties) = data.holders.map(super::Holders::ties) else { return Vec::new() };
    let least = layers.layers as usize;
    let ways = ways(ties, least);
    let mut alerts = Vec::new();
    for company in ties.companies().iter().filter(|party| !ties.is_in_circle(**party)) {
        let Some((secret, length, _)) = ways[company][least].filter(|way| way.0 >= layers.secret) else { continue };
        let subject = ties.accounts(&[*company]);
        if subject.is_empty() {
            continue;
        }
        let (mut chain, mut sources): (Vec<PartyId>, Vec<Source>) = (Vec::new(), Vec::new());
        let (mut at, mut asked) = (*company, least);
        while let Some((_, _, Some((owner, above)))) = ways[&at][asked] {
            sources.extend(stakes(ties, at).filter(|(party, _)| *party == owner).map(|(_, source)| source));
            sources.extend(ties.secrecy(owner));
            chain.push(owner);
            (at, asked) = (owner, above);
        }
        let condition = |name: &str, measured: u32, asked: u32| {
            Condition::least(name, Measure::Count(measured.into()), Measure::Count(asked.into()))
        };
        alerts.push(Alert {
            indicator,
            rule,
            roles: vec![("subject", subject)],
            transactions: Vec::new(),
            conditions: vec![condition("layers", length, layers.layers), condition("secret", secret, layers.secret)],
            finding: None,
            surprise: None,
            clearing: None,
            register: ties.evidence(&[("subject", &[*company]), ("layers", &chain)], sources),
            truncated: false,
        });
    }
    alerts
}

// The companies that own or control a company and are in no circle, with where it stands.
fn stakes(ties: &Ties, company: PartyId) -> impl Iterator<Item = (PartyId, Source)> {
    let above = ties.above(company).iter().filter(|tie| !tie.directs);
    let above = above.filter(|tie| !ties.is_person(tie.first) && !ties.is_in_circle(tie.first));
    above.map(|tie| (tie.first, tie.source))
}

// Of each company, for each number of layers up to the least that is asked, the best way up; for that least the best of at
// least so many.
fn ways(ties: &Ties, least: usize) -> BTreeMap<PartyId, Vec<Option<Way>>> {
    let mut ways: BTreeMap<PartyId, Vec<Option<Way>>> = BTreeMap::new();
    for company in ties.companies() {
        let mut own: Vec<Option<Way>> = vec![None; least + 1];
        own[0] = Some((0, 0, None));
        if !ties.is_in_circle(*company) {
            for (owner, _) in stakes(ties, *company) {
                // Owners come before what they own.
                for (asked, way) in ways[&owner].iter().enumerate() {
                    let Some((secret, length, _)) = way else { continue };
                    let secret = secret + u32::from(ties.secrecy(owner).is_some());
                    let better =
                        |other: &Option<Way>| other.is_none_or(|other| (secret, length + 1) > (other.0, other.1));
                    let place = (asked + 1).min(least);
                    if better(&own[place]) {
                        own[place] = Some((secret, length + 1, Some((owner, asked))));
                    }
                }
            }
        }
        ways.insert(*company, own);
    }
    ways
}
