//! Whose the accounts of a ledger are.

use crate::detect::Level;
use crate::graph::Contraction;
use crate::graph::entity::AccountLinks;
use crate::ledger::Ledger;
use crate::model::{AccountId, PartyId};
use crate::ownership::Ownership;
use crate::parallel::prelude::*;
use crate::parties::PartyRegister;
use crate::read::parties::MESSAGES;

/// Who holds each account of a ledger, whom the holders answer to, and which accounts are of one owner for either reason.
///
/// Accounts with the same holders are one at the level of parties: an account that two persons hold together is not one
/// with the account that either holds alone, else an accountant who signs for many firms would make one of them all. At the
/// level of groups the holders count as those whom they [answer to](Ownership::controllers_of).
///
/// Messages name holders by what was written in a payment. They count where no file tells who holds an account.
#[derive(Debug)]
pub struct AccountOwners {
    links: AccountLinks,
    // The holders of each account, and those whom they answer to; where those of each begin.
    holders: Lists,
    controllers: Lists,
    parties: Contraction,
    groups: Contraction,
}

/// A list of parties an account.
#[derive(Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    parties: Vec<PartyId>,
}

impl AccountOwners {
    /// Finds them.
    ///
    /// Time: O(n log n) in the accounts of ledger and register, and for each party that holds an account of the ledger what
    /// [`Ownership::controllers_of`] takes, spread over threads.
    #[must_use]
    pub fn of(register: &PartyRegister, ownership: &Ownership<'_>, ledger: &Ledger) -> Self {
        let links = AccountLinks::of(register, ledger);
        let accounts = ledger.accounts();
        let holders = Lists::gather(accounts.ids().map(|account| holders(register, ownership, &links, account)));
        let mut all: Vec<PartyId> = holders.parties.clone();
        all.par_sort_unstable();
        all.dedup();
        let answers: Vec<Vec<PartyId>> = all.par_iter().map(|party| ownership.controllers_of(*party)).collect();
        let answers_of = |party: &PartyId| all.binary_search(party).map_or(&[][..], |place| &answers[place]);
        let controllers = Lists::gather(accounts.ids().map(|account| {
            let mut above: Vec<PartyId> = holders.of(account).iter().flat_map(answers_of).copied().collect();
            above.sort_unstable();
            above.dedup();
            above
        }));
        let contraction = |lists: &Lists| {
            let keyed = accounts.ids().filter(|account| !lists.of(*account).is_empty());
            Contraction::of(accounts.len(), keyed.map(|account| (lists.of(account).to_vec(), account)).collect())
        };
        let (parties, groups) = crate::parallel::join(|| contraction(&holders), || contraction(&controllers));
        Self { links, holders, controllers, parties, groups }
    }

    /// Which account of the register each account of the ledger is.
    #[must_use]
    pub fn links(&self) -> &AccountLinks {
        &self.links
    }

    /// The parties that hold an account, in order; of parties that are the same, the one that stands for them.
    #[must_use]
    pub fn holders(&self, account: AccountId) -> &[PartyId] {
        self.holders.of(account)
    }

    /// Those whom the holders of an account answer to, in order.
    #[must_use]
    pub fn controllers(&self, account: AccountId) -> &[PartyId] {
        self.controllers.of(account)
    }

    /// Those who own an account at a level: nobody, its holders, or whom these answer to.
    #[must_use]
    pub fn at(&self, level: Level, account: AccountId) -> &[PartyId] {
        match level {
            Level::Account => &[],
            Level::Party => self.holders(account),
            Level::Group => self.controllers(account),
        }
    }

    /// Which accounts are of one party.
    #[must_use]
    pub fn parties(&self) -> &Contraction {
        &self.parties
    }

    /// Which accounts are of parties that answer to the same.
    #[must_use]
    pub fn groups(&self) -> &Contraction {
        &self.groups
    }
}

impl Lists {
    fn gather(lists: impl Iterator<Item = Vec<PartyId>>) -> Self {
        let mut all = Self { starts: vec![0], parties: Vec::new() };
        for list in lists {
            all.parties.extend(list);
            all.starts.push(all.parties.len() as u32);
        }
        all
    }

    fn of(&self, account: AccountId) -> &[PartyId] {
        &self.parties[self.starts[account.index()] as usize..self.starts[account.index() + 1] as usize]
    }
}

fn holders(
    register: &PartyRegister,
    ownership: &Ownership<'_>,
    links: &AccountLinks,
    account: AccountId,
) -> Vec<PartyId> {
    let Some(held) = links.held(account) else { return Vec::new() };
    let all = || register.holders(held).map(|holding| holding.party);
    let by_message = |party: &PartyId| register.called(*party).scope == MESSAGES;
    let told = all().any(|party| !by_message(&party));
    let mut holders: Vec<PartyId> =
        all().filter(|party| !told || !by_message(party)).map(|party| ownership.stands_for(party)).collect();
    holders.sort_unstable();
    holders.dedup();
    holders
}
