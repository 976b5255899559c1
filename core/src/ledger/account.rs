//! The accounts of a ledger: who they are in the source's own words.

use super::TextTable;
use crate::model::AccountId;
use std::fmt;

/// Every account that pays or receives, sorted by (institution, number), so that an [`AccountId`] means the same
/// whatever the order of the rows was.
///
/// An IBAN is one account wherever it is written: where some rows name its institution and others name none, it is the
/// account of that institution in all of them, unless several are named.
#[derive(Debug, Default)]
pub struct AccountTable {
    pub(super) institutions: TextTable,
    pub(super) institution: Vec<u32>,
    pub(super) numbers: TextTable,
}

/// An account's name for people and files: `institution:number`, or the number alone where the source names no
/// institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountName<'a> {
    /// The institution, empty where the source names none.
    pub institution: &'a str,
    /// The number at that institution.
    pub number: &'a str,
}

impl AccountTable {
    /// How many accounts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.institution.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.institution.is_empty()
    }

    /// All identifiers in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = AccountId> + ExactSizeIterator + use<> {
        (0..self.len() as u32).map(AccountId)
    }

    /// The institution, as a position in [`institutions`](Self::institutions).
    #[must_use]
    pub fn institution(&self, account: AccountId) -> u32 {
        self.institution[account.index()]
    }

    /// The distinct institutions, sorted; one empty text where the source names none.
    #[must_use]
    pub fn institutions(&self) -> &TextTable {
        &self.institutions
    }

    /// What the source calls the account.
    #[must_use]
    pub fn name(&self, account: AccountId) -> AccountName<'_> {
        AccountName {
            institution: self.institutions.get(self.institution(account)),
            number: self.numbers.get(account.0),
        }
    }

    /// The account of that name, by binary search.
    #[must_use]
    pub fn find(&self, institution: &str, number: &str) -> Option<AccountId> {
        let sought = AccountName { institution, number };
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.name(AccountId(middle)).cmp(&sought) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(AccountId(middle)),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

impl fmt::Display for AccountName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.institution.is_empty() {
            f.write_str(self.number)
        } else {
            write!(f, "{}:{}", self.institution, self.number)
        }
    }
}
