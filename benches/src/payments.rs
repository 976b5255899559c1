//! The payments of an invented export, one after another from a seed.

use quipu::ledger::{AccountRef, Ledger, LedgerBuilder, LedgerFull, Transaction};
use quipu::model::{Amount, Currency, Span, Timestamp};
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::io::Write;

/// Payments an account, on average.
const PAYMENTS_AN_ACCOUNT: u32 = 10;
/// Payees that an account pays again and again.
const PAYEES: u32 = 4;
/// 2022-09-01, when the ledger begins.
const FIRST: Timestamp = Timestamp(1_661_990_400_000);
/// How long it lasts.
const MINUTES: u32 = 18 * 24 * 60;

/// One payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// When, to the minute.
    pub time: Timestamp,
    /// The payer, from 0.
    pub from: u32,
    /// The receiver, from 0; now and then the payer itself.
    pub to: u32,
    /// Cents of a dollar.
    pub cents: i64,
}

/// An endless run of payments, the same for the same seed, number of rows and share of the hub.
#[derive(Clone, Debug)]
pub struct Payments {
    random: Pcg64Mcg,
    accounts: u32,
    hub_percent: u32,
}

impl Payments {
    /// Those of a ledger of so many rows, with an account that has `hub_percent` of all payments.
    #[must_use]
    pub fn new(rows: u32, hub_percent: u32) -> Self {
        let accounts = (rows / PAYMENTS_AN_ACCOUNT).max(PAYEES + 1);
        Self { random: Pcg64Mcg::seed_from_u64(20_220_901), accounts, hub_percent }
    }

    fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.random.next_u32()) * u64::from(bound)) >> 32) as u32
    }

    /// Low numbers often, high ones seldom.
    fn account(&mut self) -> u32 {
        let most = self.below(self.accounts) + 1;
        self.below(most)
    }

    /// The ledger of the first `rows` of them.
    ///
    /// # Errors
    /// Those of [`LedgerBuilder`], which hold more rows than any bench has.
    pub fn ledger(self, rows: u32) -> Result<Ledger, LedgerFull> {
        let dollar = Currency::parse("USD").unwrap_or(Currency::NONE);
        let mut builder = LedgerBuilder::new();
        let file = builder.input("payments")?;
        let (mut from, mut to) = (Name::default(), Name::default());
        for (payment, line) in self.zip(1..=rows) {
            let amount = Amount::new(payment.cents, dollar);
            let (from, to) = (from.of(payment.from), to.of(payment.to));
            builder.push(&Transaction { file, line, ..Transaction::new(payment.time, from, to, amount) })?;
        }
        builder.finish()
    }

    /// The first `rows` of them as a file in the format of IBM AMLworld.
    #[must_use]
    pub fn amlworld(self, rows: u32) -> Vec<u8> {
        let header = "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,\
                      Amount Paid,Payment Currency,Payment Format,Is Laundering\n";
        let mut file = header.as_bytes().to_vec();
        let (mut from, mut to) = (Name::default(), Name::default());
        for payment in self.take(rows as usize) {
            let at = payment.time.civil();
            let (from, to) = (from.of(payment.from), to.of(payment.to));
            let amount = format_args!("{}.{:02}", payment.cents / 100, payment.cents % 100).to_string();
            let written = writeln!(
                file,
                "{:04}/{:02}/{:02} {:02}:{:02},{},{},{},{},{amount},US Dollar,{amount},US Dollar,ACH,0",
                at.year(),
                at.month(),
                at.day(),
                at.hour(),
                at.minute(),
                from.institution,
                from.number,
                to.institution,
                to.number,
            );
            debug_assert!(written.is_ok(), "writing to memory fails on no input");
        }
        file
    }
}

impl Iterator for Payments {
    type Item = Payment;

    fn next(&mut self) -> Option<Payment> {
        let time = Timestamp(FIRST.0 + i64::from(self.below(MINUTES)) * Span::MINUTE.0);
        let cents = i64::from(self.below(1_000)) * i64::from(self.below(1_000)) + 100;
        let (mut from, mut to) = (self.account(), self.account());
        if self.below(10) < 7 {
            let payee = self.below(PAYEES);
            to = (from.wrapping_mul(2_654_435_761).wrapping_add(payee.wrapping_mul(40_503))) % self.accounts;
        }
        if self.below(100) < self.hub_percent {
            if self.below(2) == 0 {
                from = 0;
            } else {
                to = 0;
            }
        }
        Some(Payment { time, from, to, cents })
    }
}

/// Room for the text of an account.
#[derive(Debug, Default)]
struct Name {
    institution: String,
    number: String,
}

impl Name {
    fn of(&mut self, account: u32) -> AccountRef<'_> {
        self.institution = format!("{:03}", account % 97);
        self.number = format!("8{account:08X}");
        AccountRef::new(&self.institution, &self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hub_has_its_share_and_payees_repeat() {
        let payments: Vec<Payment> = Payments::new(20_000, 10).take(20_000).collect();
        let of_hub = payments.iter().filter(|payment| payment.from == 0 || payment.to == 0).count();
        assert!((2_000..3_000).contains(&of_hub), "{of_hub}");
        let mut pairs: Vec<(u32, u32)> = payments.iter().map(|payment| (payment.from, payment.to)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        assert!(pairs.len() < 16_000, "{}", pairs.len());
    }

    #[test]
    fn ledger_and_file_have_every_row() {
        let ledger = Payments::new(500, 0).ledger(500).unwrap();
        assert_eq!(ledger.len(), 500);
        let file = String::from_utf8(Payments::new(500, 0).amlworld(500)).unwrap();
        assert_eq!(file.lines().count(), 501);
        assert!(file.lines().all(|line| line.split(',').count() == 11));
    }
}
