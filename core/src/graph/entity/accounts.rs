//! Which account of a ledger is which account of a register.

use crate::ledger::{AccountTable, Ledger};
use crate::model::{AccountId, HeldAccountId};
use crate::parties::PartyRegister;

/// Accounts of a ledger and accounts that parties hold, tied by (institution, number).
///
/// Zeros before an institution's identifier do not matter, since AMLworld writes `010` in transactions and `10` in
/// accounts. Where one side names no institution, the number decides if it is a number at one institution only on the
/// other side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountLinks {
    held: Vec<Option<HeldAccountId>>,
    // Accounts of the ledger in the order of the held account that they are, and where those of each begin.
    starts: Vec<u32>,
    accounts: Vec<AccountId>,
}

type Key<'a> = (&'a str, &'a str);

impl AccountLinks {
    /// Ties them.
    ///
    /// Time: O(n log n) in the number of accounts of both.
    #[must_use]
    pub fn of(register: &PartyRegister, ledger: &Ledger) -> Self {
        let table = ledger.accounts();
        let mut known: Vec<(Key<'_>, HeldAccountId)> = register
            .account_ids()
            .map(|account| {
                let name = register.account(account);
                ((name.number, bare(name.institution)), account)
            })
            .collect();
        known.sort_unstable();
        let mut numbers: Vec<Key<'_>> = table.ids().map(|account| key(table, account)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let held: Vec<Option<HeldAccountId>> =
            table.ids().map(|account| find(&known, &numbers, key(table, account))).collect();
        let mut pairs: Vec<(HeldAccountId, AccountId)> =
            held.iter().zip(table.ids()).filter_map(|(held, account)| held.map(|held| (held, account))).collect();
        pairs.sort_unstable();
        let mut starts = vec![0; register.account_count() + 1];
        for (held, _) in &pairs {
            starts[held.index() + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        Self { held, starts, accounts: pairs.into_iter().map(|(_, account)| account).collect() }
    }

    /// The held account that an account of the ledger is.
    #[must_use]
    pub fn held(&self, account: AccountId) -> Option<HeldAccountId> {
        self.held.get(account.index()).copied().flatten()
    }

    /// The accounts of the ledger that a held account is: several where the ledger writes its institution in several ways.
    #[must_use]
    pub fn in_ledger(&self, held: HeldAccountId) -> &[AccountId] {
        &self.accounts[self.starts[held.index()] as usize..self.starts[held.index() + 1] as usize]
    }

    /// How many accounts of the ledger are held by a party of the register.
    #[must_use]
    pub fn linked(&self) -> usize {
        self.accounts.len()
    }
}

fn bare(institution: &str) -> &str {
    institution.trim_start_matches('0')
}

fn key(table: &AccountTable, account: AccountId) -> Key<'_> {
    let name = table.name(account);
    (name.number, bare(name.institution))
}

fn find(known: &[(Key<'_>, HeldAccountId)], numbers: &[Key<'_>], sought: Key<'_>) -> Option<HeldAccountId> {
    let (number, institution) = sought;
    let start = known.partition_point(|((other, _), _)| *other < number);
    let length = known[start..].partition_point(|((other, _), _)| *other == number);
    let same = &known[start..start + length];
    let only = |held: &[(Key<'_>, HeldAccountId)]| match held {
        [(_, held)] => Some(*held),
        _ => None,
    };
    if institution.is_empty() {
        return only(same);
    }
    if let Ok(place) = same.binary_search_by(|((_, other), _)| other.cmp(&institution)) {
        return Some(same[place].1);
    }
    // Held at an institution that nobody names, and a number that the ledger has at one only.
    let nameless = same.first().filter(|((_, other), _)| other.is_empty())?;
    let start = numbers.partition_point(|(other, _)| *other < number);
    let once = numbers[start..].iter().take_while(|(other, _)| *other == number).count() == 1;
    once.then_some(nameless.1)
}
