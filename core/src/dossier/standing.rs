//! Who in a case is likely a victim, and whom it is about.
//!
//! The pack says of an indicator who is likely a victim ([`Victims`]); everyone else who is the subject of an alert, or of the
//! first role of a finding, is a *subject* of the case: the one it is about, which is no verdict. Somebody may be both, and is then told
//! as both, with the alerts that say either: never as a subject alone. Hubs are no victims for paying or being paid.

use crate::assess::Assessed;
use crate::case::{Case, Contents};
use crate::ledger::Ledger;
use crate::model::AccountId;
use crate::typology::Victims;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a case says of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Likely a victim, and the subject of nothing else.
    LikelyVictim,
    /// Likely a victim by some alerts, and the subject of others or of findings.
    LikelyVictimAndSubject,
    /// Somebody whom alerts or findings are about.
    Subject,
    /// It takes part in payments of the case.
    Other,
}

/// The standing of an account, with what says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountStanding {
    /// The account.
    pub account: AccountId,
    /// What the case says of it.
    pub standing: Standing,
    /// The alerts by which it is likely a victim: places among all alerts.
    pub victim_by: Vec<u32>,
    /// The alerts of which it is a subject and not likely a victim: places among all alerts.
    pub subject_of: Vec<u32>,
    /// The findings in which it has the first role: places among all findings.
    pub first_in: Vec<u32>,
}

impl Standing {
    /// Whether likely a victim.
    #[must_use]
    pub fn is_victim(self) -> bool {
        matches!(self, Self::LikelyVictim | Self::LikelyVictimAndSubject)
    }
}

/// The standing of each account of a case, in their order.
///
/// Time: O(n log n) in the accounts and the evidence of alerts that name payers or payees as victims.
pub(super) fn of(
    ledger: &Ledger,
    assessed: Assessed<'_>,
    case: &Case,
    contents: &Contents<'_>,
) -> Vec<AccountStanding> {
    let mut of: Vec<AccountStanding> = (contents.accounts.iter())
        .map(|account| AccountStanding {
            account: account.account,
            standing: Standing::Other,
            victim_by: Vec::new(),
            subject_of: Vec::new(),
            first_in: Vec::new(),
        })
        .collect();
    for place in &case.alerts {
        let alert = &assessed.evaluation.alerts[*place as usize];
        let indicator = &assessed.pack.indicators[alert.indicator];
        for victims in &indicator.victims {
            let accounts = match victims {
                Victims::Subject => alert.subject().to_vec(),
                Victims::Payers | Victims::Payees => counterparts(ledger, contents, alert, *victims),
            };
            for account in accounts {
                if let Some(own) = contents.place(account) {
                    of[own].victim_by.push(*place);
                }
            }
        }
        if !indicator.subject_is_victim() {
            for account in alert.subject() {
                if let Some(own) = contents.place(*account) {
                    of[own].subject_of.push(*place);
                }
            }
        }
    }
    for (finding, place) in contents.findings.iter().zip(&case.findings) {
        for account in finding.roles.first().map_or(&[][..], |(_, accounts)| accounts) {
            if let Some(own) = contents.place(*account) {
                of[own].first_in.push(*place);
            }
        }
    }
    for own in &mut of {
        let about = !own.subject_of.is_empty() || !own.first_in.is_empty();
        own.standing = match (own.victim_by.is_empty(), about) {
            (true, true) => Standing::Subject,
            (true, false) => Standing::Other,
            (false, true) => Standing::LikelyVictimAndSubject,
            (false, false) => Standing::LikelyVictim,
        };
    }
    of
}

/// Those at the other end of the subject's payments in one direction alone, no hubs.
fn counterparts(
    ledger: &Ledger,
    contents: &Contents<'_>,
    alert: &crate::assess::Alert,
    victims: Victims,
) -> Vec<AccountId> {
    let subject = alert.subject();
    // Whether the account pays the subject, and whether it is paid by it.
    let mut ways: BTreeMap<AccountId, (bool, bool)> = BTreeMap::new();
    for row in &alert.transactions {
        let (from, to) = (ledger.from(*row), ledger.to(*row));
        match (subject.contains(&from), subject.contains(&to)) {
            (false, true) => ways.entry(from).or_default().0 = true,
            (true, false) => ways.entry(to).or_default().1 = true,
            _ => {}
        }
    }
    let wanted = (victims == Victims::Payers, victims == Victims::Payees);
    let no_hub = |account: &AccountId| contents.place(*account).is_some_and(|place| !contents.accounts[place].hub);
    ways.into_iter().filter(|(account, ways)| *ways == wanted && no_hub(account)).map(|(account, _)| account).collect()
}
