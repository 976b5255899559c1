//! The transactions that an evaluation speaks of, each once: what findings, truth and transaction files name, brought
//! together by identifier, else by content, else by line.

use super::EvaluateError;
use super::truth::Reference;
use crate::ledger::{GivenRates, Ledger, Rates, TextTable};
use crate::model::{Amount, Currency, Row, Timestamp};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::collections::BTreeMap;
use std::hash::BuildHasher;

/// Distinct texts by number.
#[derive(Debug, Default)]
pub(super) struct Names {
    texts: TextTable,
    places: HashTable<u32>,
}

/// What a transaction is, with accounts and file as numbers of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Payment {
    pub(super) time: Timestamp,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) units: i64,
    pub(super) line: u32,
    pub(super) file: u16,
    pub(super) currency: Currency,
}

// The payer of a transaction of which only the identifier or the line is known.
const UNKNOWN: u32 = u32::MAX;

/// All transactions by number. Rows with one identifier are one transaction, unless time and accounts all say otherwise.
#[derive(Debug, Default)]
pub(super) struct Register {
    pub(super) accounts: Names,
    pub(super) files: Names,
    ids: Names,
    // The first transaction of each identifier, and for repeated identifiers the next one.
    first: Vec<u32>,
    next: BTreeMap<u32, u32>,
    payments: Vec<Payment>,
    contents: HashTable<u32>,
    lines: BTreeMap<u32, u32>,
    /// Whether every transaction of the run is here.
    pub(super) whole: bool,
    rates: Option<Rates>,
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn get(&self, number: u32) -> &str {
        self.texts.get(number)
    }

    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let hash = FixedState::default().hash_one(text);
        self.places.find(hash, |place| self.texts.get(*place) == text).copied()
    }

    pub(super) fn number(&mut self, text: &str) -> Result<u32, EvaluateError> {
        let state = FixedState::default();
        let hash = state.hash_one(text);
        if let Some(place) = self.places.find(hash, |place| self.texts.get(*place) == text) {
            return Ok(*place);
        }
        let place =
            self.texts.push(text.as_bytes()).map_err(|full| EvaluateError::new("too-large", full.to_string()))?;
        let texts = &self.texts;
        self.places.insert_unique(hash, place, |place| state.hash_one(texts.get(*place)));
        Ok(place)
    }
}

impl Payment {
    /// One of which nothing is known.
    const NOTHING: Self =
        Self { time: Timestamp(0), from: UNKNOWN, to: UNKNOWN, units: 0, line: 0, file: 0, currency: Currency::NONE };

    /// Whether two rows of one identifier can be the same transaction.
    fn may_be(&self, other: &Self) -> bool {
        self.from == UNKNOWN
            || other.from == UNKNOWN
            || self.time == other.time
            || (self.from, self.to) == (other.from, other.to)
    }

    fn content(&self) -> (Timestamp, u32, u32, i64, Currency) {
        (self.time, self.from, self.to, self.units, self.currency)
    }
}

impl Register {
    /// How many transactions.
    pub(super) fn len(&self) -> usize {
        self.payments.len()
    }

    /// What is known of a transaction besides its identifier or line.
    pub(super) fn payment(&self, transaction: u32) -> Option<&Payment> {
        self.payments.get(transaction as usize).filter(|payment| payment.from != UNKNOWN)
    }

    pub(super) fn payments(&self) -> impl Iterator<Item = (u32, &Payment)> {
        (0..).zip(&self.payments).filter(|(_, payment)| payment.from != UNKNOWN)
    }

    /// The transaction of an identifier, a new one if there is none yet.
    pub(super) fn by_id(&mut self, id: &str, payment: Option<Payment>) -> Result<u32, EvaluateError> {
        let number = self.ids.number(id)? as usize;
        let payment = payment.unwrap_or(Payment::NOTHING);
        if number == self.first.len() {
            let transaction = self.push(payment)?;
            self.first.push(transaction);
            return Ok(transaction);
        }
        let mut at = self.first[number];
        loop {
            let known = &mut self.payments[at as usize];
            if known.may_be(&payment) {
                if known.from == UNKNOWN {
                    *known = payment;
                }
                return Ok(at);
            }
            match self.next.get(&at) {
                Some(next) => at = *next,
                None => {
                    let transaction = self.push(payment)?;
                    self.next.insert(at, transaction);
                    return Ok(transaction);
                }
            }
        }
    }

    /// The transaction of an identifier, if there is one.
    pub(super) fn find_id(&self, id: &str, payment: Option<&Payment>) -> Option<u32> {
        let mut at = self.first[self.ids.find(id)? as usize];
        loop {
            if payment.is_none_or(|payment| self.payments[at as usize].may_be(payment)) {
                return Some(at);
            }
            at = *self.next.get(&at)?;
        }
    }

    /// A transaction with this content that is `free`. Call [`index_contents`](Self::index_contents) before.
    pub(super) fn find_content(&self, payment: &Payment, free: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = FixedState::default().hash_one((payment.time.0, payment.from, payment.to, payment.units));
        let same = |at: &u32| self.payments[*at as usize].content() == payment.content() && free(*at);
        self.contents.find(hash, same).copied()
    }

    /// The transaction of a line, where all transactions are of one file. Call [`index_lines`](Self::index_lines) before.
    pub(super) fn find_line(&self, line: u32) -> Option<u32> {
        self.lines.get(&line).copied()
    }

    /// A transaction that nothing else names.
    pub(super) fn push(&mut self, payment: Payment) -> Result<u32, EvaluateError> {
        let transaction = u32::try_from(self.payments.len())
            .ok()
            .filter(|transaction| *transaction < u32::MAX)
            .ok_or_else(|| EvaluateError::new("too-large", "more than 4,294,967,294 transactions"))?;
        self.payments.push(payment);
        Ok(transaction)
    }

    /// A transaction of which nothing is known.
    pub(super) fn push_unknown(&mut self) -> Result<u32, EvaluateError> {
        self.push(Payment::NOTHING)
    }

    /// Makes what is here findable by content.
    pub(super) fn index_contents(&mut self) {
        let state = FixedState::default();
        let payments = &self.payments;
        let hash = |at: u32| {
            let payment = &payments[at as usize];
            state.hash_one((payment.time.0, payment.from, payment.to, payment.units))
        };
        self.contents.clear();
        for (at, _) in (0..).zip(payments).filter(|(_, payment)| payment.from != UNKNOWN) {
            self.contents.insert_unique(hash(at), at, |at| hash(*at));
        }
    }

    /// Makes what is here findable by line.
    pub(super) fn index_lines(&mut self) {
        self.lines = self.payments().map(|(at, payment)| (payment.line, at)).collect();
    }

    /// All transactions of a ledger, and the rates between its currencies.
    pub(super) fn take_in(&mut self, ledger: &Ledger) -> Result<(), EvaluateError> {
        let names: Vec<u32> = ledger
            .accounts()
            .ids()
            .map(|account| self.accounts.number(&ledger.accounts().name(account).to_string()))
            .collect::<Result<_, _>>()?;
        let files: Vec<u16> = ledger.inputs().iter().map(|name| self.file(name)).collect::<Result<_, _>>()?;
        let mut id = String::new();
        for row in ledger.rows() {
            let paid = ledger.paid(row);
            let payment = Payment {
                time: ledger.time(row),
                from: names[ledger.from(row).index()],
                to: names[ledger.to(row).index()],
                units: paid.units,
                line: ledger.line(row),
                file: files.get(ledger.file(row).index()).copied().unwrap_or(0),
                currency: paid.currency,
            };
            id.clear();
            _ = std::fmt::Write::write_fmt(&mut id, format_args!("{}", ledger.transaction_id(row)));
            self.by_id(&id, Some(payment))?;
        }
        self.whole = true;
        self.rates = Some(ledger.rates(&GivenRates::default()));
        Ok(())
    }

    /// How truth names a row of a ledger of its own.
    pub(super) fn reference(&mut self, ledger: &Ledger, row: Row) -> Result<Reference, EvaluateError> {
        let paid = ledger.paid(row);
        let mut account = |account| self.accounts.number(&ledger.accounts().name(account).to_string());
        let payment = Payment {
            time: ledger.time(row),
            from: account(ledger.from(row))?,
            to: account(ledger.to(row))?,
            units: paid.units,
            line: ledger.line(row),
            file: 0,
            currency: paid.currency,
        };
        Ok(Reference::Payment { id: ledger.transaction_id(row).to_string(), payment })
    }

    /// The number of a file.
    pub(super) fn file(&mut self, name: &str) -> Result<u16, EvaluateError> {
        u16::try_from(self.files.number(name)?)
            .map_err(|_| EvaluateError::new("too-large", "more than 65,535 files of transactions"))
    }

    /// What an amount is worth in the currency that others compare in, when there is a rate. Where there is none, amounts
    /// of the `only` currency compare by themselves.
    pub(super) fn value(&self, amount: Amount, only: Option<Currency>) -> Option<i64> {
        let value = self.rates.as_ref().and_then(|rates| rates.value(amount));
        value.or((only == Some(amount.currency)).then_some(amount.units))
    }
}
