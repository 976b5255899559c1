//! Hubs: accounts with so many payments that sharing them says nothing.
//!
//! Two customers of one shop, two users of one exchange or two accounts that draw cash at one bank have nothing to do
//! with each other. What is many depends on the data: a ledger of a day and one of a year differ. So an account is a hub
//! when its number of payments, made and received, is beyond Tukey's fence for the logarithms of these numbers: over
//! `Q3 (Q3 / Q1)^1.5`, where `Q1` and `Q3` are the lower and upper quartile over all accounts, and never at fewer than
//! [`Hubs::FEWEST`] payments. (Tukey, *Exploratory Data Analysis*, 1977, chapter 2; logarithms since numbers of payments
//! are spread over orders of magnitude.)

use crate::graph::{Direction, TransactionGraph};
use crate::model::AccountId;

/// Which accounts are hubs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hubs {
    over: u64,
    is_hub: Vec<bool>,
}

impl Hubs {
    /// No account with so few payments or fewer is a hub, however quiet the others are: collectors of a laundering
    /// network should not be taken for a shop in a small extract.
    pub const FEWEST: u64 = 50;

    /// Counts payments and sets the fence.
    ///
    /// Time and memory: O(accounts).
    #[must_use]
    pub fn of(graph: &TransactionGraph) -> Self {
        let payments: Vec<u64> =
            (0..graph.account_count() as u32).map(|account| Self::payments(graph, AccountId(account))).collect();
        let over = fence(payments.iter().copied().filter(|payments| *payments > 0).collect()).max(Self::FEWEST);
        Self { over, is_hub: payments.into_iter().map(|payments| payments > over).collect() }
    }

    /// The payments of an account, made and received, that are compared with the fence.
    #[must_use]
    pub fn payments(graph: &TransactionGraph, account: AccountId) -> u64 {
        (graph.adjacency(Direction::Out).degree(account) + graph.adjacency(Direction::In).degree(account)) as u64
    }

    /// Accounts with more payments than this are hubs.
    #[must_use]
    pub fn over(&self) -> u64 {
        self.over
    }

    /// Whether the account is one.
    #[inline]
    #[must_use]
    pub fn contains(&self, account: AccountId) -> bool {
        self.is_hub[account.index()]
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.is_hub.iter().filter(|is_hub| **is_hub).count() as u64
    }
}

/// The largest number that is not beyond the fence.
fn fence(mut payments: Vec<u64>) -> u64 {
    if payments.is_empty() {
        return 0;
    }
    let (quarter, three_quarters) = (payments.len() / 4, payments.len() * 3 / 4);
    let upper = *payments.select_nth_unstable(three_quarters).1;
    let lower = *payments.select_nth_unstable(quarter).1;
    // x <= Q3 (Q3 / Q1)^1.5 is x² <= Q3⁵ / Q1³, and the root of a floor is the floor of the root.
    let square = u128::from(upper).saturating_pow(5) / u128::from(lower).saturating_pow(3).max(1);
    u64::try_from(square.isqrt()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_fence_follows_the_spread() {
        assert_eq!(fence(vec![]), 0);
        assert_eq!(fence(vec![4, 4, 4, 4]), 4);
        assert_eq!(fence(vec![1, 2, 2, 5, 8, 9, 9, 100]), 85);
    }

    proptest! {
        #[test]
        fn the_fence_is_where_its_definition_puts_it(payments in prop::collection::vec(1_u64..1000, 1..60)) {
            let mut sorted = payments.clone();
            sorted.sort_unstable();
            let (lower, upper) = (sorted[sorted.len() / 4], sorted[sorted.len() * 3 / 4]);
            let within = |x: u64| u128::from(x).pow(2) * u128::from(lower).pow(3) <= u128::from(upper).pow(5);
            let found = fence(payments);
            prop_assert!(within(found) && !within(found + 1));
        }
    }
}
