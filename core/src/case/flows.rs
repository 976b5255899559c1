//! How much money came into a case, left it and went through it, by currency.

use super::Contents;
use crate::ledger::Ledger;
use crate::model::{AccountId, Amount, Currency};

/// The money of a case: of each account, and of all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flows {
    /// By currency, in the order of currencies.
    pub currencies: Vec<CurrencyFlow>,
    /// What each account paid and received, in the order of accounts, then of currencies.
    pub accounts: Vec<AccountFlow>,
}

/// What a currency did in a case. Sums beyond 64 bits stay at the bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyFlow {
    /// What was paid in it, each payment once.
    pub paid: Amount,
    /// In how many payments.
    pub transactions: u64,
    /// What accounts paid beyond what they received, added up: that much came from outside of what the case shows.
    pub brought_in: Amount,
    /// What accounts received beyond what they paid, added up: that much stayed with them or left by ways that the case does not show.
    pub left_with: Amount,
    /// What accounts both received and paid, the lesser of the two of each, added up.
    pub passed_through: Amount,
}

/// What an account paid and received in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountFlow {
    /// The account.
    pub account: AccountId,
    /// What it paid in payments of the case.
    pub paid: Amount,
    /// What it received in them, as it arrived.
    pub received: Amount,
}

impl Flows {
    /// Those of a case. Transfers of an account to itself count for nothing.
    ///
    /// Time: O(n log n) in the evidence.
    #[must_use]
    pub fn of(ledger: &Ledger, contents: &Contents<'_>) -> Self {
        let mut legs: Vec<(AccountId, Currency, i64, i64)> = Vec::with_capacity(2 * contents.transactions.len());
        let mut payments: Vec<(Currency, i64)> = Vec::with_capacity(contents.transactions.len());
        for row in contents.transactions.iter().filter(|row| !ledger.is_self_transfer(**row)) {
            let (paid, received) = (ledger.paid(*row), ledger.received(*row));
            legs.push((ledger.from(*row), paid.currency, paid.units, 0));
            legs.push((ledger.to(*row), received.currency, 0, received.units));
            payments.push((paid.currency, paid.units));
        }
        legs.sort_unstable_by_key(|(account, currency, ..)| (*account, *currency));
        let accounts: Vec<AccountFlow> = (legs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)))
            .map(|own| {
                let sum = |leg: fn(&(AccountId, Currency, i64, i64)) -> i64| {
                    Amount::new(own.iter().fold(0_i64, |sum, one| sum.saturating_add(leg(one))), own[0].1)
                };
                AccountFlow { account: own[0].0, paid: sum(|leg| leg.2), received: sum(|leg| leg.3) }
            })
            .collect();
        payments.sort_unstable_by_key(|(currency, _)| *currency);
        let mut currencies: Vec<Currency> = accounts.iter().map(|flow| flow.paid.currency).collect();
        currencies.sort_unstable();
        currencies.dedup();
        let currencies = currencies.into_iter().map(|currency| {
            let begin = payments.partition_point(|(own, _)| *own < currency);
            let own: Vec<i64> =
                payments[begin..].iter().take_while(|(own, _)| *own == currency).map(|(_, units)| *units).collect();
            CurrencyFlow::of(currency, &own, &accounts)
        });
        Self { currencies: currencies.collect(), accounts }
    }

    /// What an account paid and received, by currency.
    #[must_use]
    pub fn of_account(&self, account: AccountId) -> &[AccountFlow] {
        let begin = self.accounts.partition_point(|flow| flow.account < account);
        let own = self.accounts[begin..].partition_point(|flow| flow.account == account);
        &self.accounts[begin..begin + own]
    }
}

impl CurrencyFlow {
    fn of(currency: Currency, payments: &[i64], accounts: &[AccountFlow]) -> Self {
        let own = || accounts.iter().filter(move |flow| flow.paid.currency == currency);
        let sum = |of: &dyn Fn(&AccountFlow) -> i64| {
            Amount::new(own().fold(0_i64, |sum, flow| sum.saturating_add(of(flow))), currency)
        };
        Self {
            paid: Amount::new(payments.iter().fold(0, |sum, units| sum.saturating_add(*units)), currency),
            transactions: payments.len() as u64,
            brought_in: sum(&|flow| flow.paid.units.saturating_sub(flow.received.units).max(0)),
            left_with: sum(&|flow| flow.received.units.saturating_sub(flow.paid.units).max(0)),
            passed_through: sum(&|flow| flow.paid.units.min(flow.received.units)),
        }
    }
}
