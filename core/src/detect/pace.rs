//! How fast money moves in a ledger, so that default windows are no longer than what can be told from chance.
//!
//! A window of days shows the orders of a launderer in an export of one bank's quarter, and shows nothing but chance where
//! everyone pays ten times a day. Windows for what strangers do are at most a fifth of the ledger's time, since who is a
//! stranger is only seen beside a longer time. Windows for what goes on from account to account (cycles, scatter-gather)
//! are such that a search two payments deep stays within some tens of millions of looks, at the number of payments that
//! follow on a receipt.

use crate::ledger::Ledger;
use crate::model::{AccountId, Resolution, Span, Timestamp};

/// What is known of a ledger's pace.
pub(super) struct Pace {
    resolution: Resolution,
    span: Span,
    rows: u64,
    // Receipts looked at: the receiver and when.
    receipts: Vec<(AccountId, Timestamp)>,
    // What these receivers pay, by account and time.
    payments: Vec<(AccountId, Timestamp)>,
}

const RECEIPTS_LOOKED_AT: usize = 4096;
// A busy account does not count for more.
const MOST_FOLLOWING: u64 = 64;
// So many looks two payments deep.
const LOOKS: f64 = (1_u64 << 25) as f64;

impl Pace {
    /// Looks at up to 4096 receipts, evenly spaced through the ledger.
    ///
    /// Time: O(rows).
    pub(super) fn of(ledger: &Ledger) -> Self {
        let step = ledger.len().div_ceil(RECEIPTS_LOOKED_AT).max(1);
        let rows = || ledger.rows().filter(|row| !ledger.is_self_transfer(*row));
        let mut receipts: Vec<(AccountId, Timestamp)> =
            rows().step_by(step).map(|row| (ledger.to(row), ledger.time(row))).collect();
        receipts.sort_unstable();
        let mut looked_at = fixedbitset::FixedBitSet::with_capacity(ledger.accounts().len());
        looked_at.extend(receipts.iter().map(|(account, _)| account.index()));
        let mut payments: Vec<(AccountId, Timestamp)> = rows()
            .filter(|row| looked_at.contains(ledger.from(*row).index()))
            .map(|row| (ledger.from(row), ledger.time(row)))
            .collect();
        payments.sort_unstable();
        let span = ledger.period().map_or(Span(0), |(first, last)| last - first);
        Self { resolution: ledger.resolution(), span, rows: ledger.len() as u64, receipts, payments }
    }

    /// How many payments the receiver makes within a window after a receipt, as a mean.
    fn following(&self, window: Span) -> f64 {
        let following = |(account, time): &(AccountId, Timestamp)| {
            let begin = self.payments.partition_point(|payment| *payment < (*account, *time));
            let end = self.payments.partition_point(|payment| *payment <= (*account, *time + window));
            ((end - begin) as u64).min(MOST_FOLLOWING)
        };
        self.receipts.iter().map(following).sum::<u64>() as f64 / self.receipts.len().max(1) as f64
    }

    /// Whether a search two payments deep stays within its looks.
    pub(super) fn affords(&self, window: Span) -> bool {
        self.rows as f64 * self.following(window).powi(2) <= LOOKS
    }

    /// The windows of fans and gather-scatter: a short one and a long one, or the long one alone where the two are nearly
    /// alike.
    pub(super) fn of_strangers(&self) -> Vec<Span> {
        let (short, long, alike) = match self.resolution {
            Resolution::Day => (7, 14, 2),
            Resolution::Hour => (3, 7, 2),
            _ => (1, 7, 3),
        };
        let most = (self.span.0 / 5 / Span::DAY.0).clamp(short, long);
        let long = [14, 7, 5, 3, 2, 1].into_iter().find(|days| *days <= most).unwrap_or(short);
        if long < short * alike { vec![Span::days(long)] } else { vec![Span::days(short), Span::days(long)] }
    }

    /// The window of what goes on from account to account.
    pub(super) fn of_flows(&self) -> Span {
        let ladder: &[Span] = match self.resolution {
            Resolution::Day => &[Span::days(30), Span::days(14), Span::days(7), Span::days(3), Span::days(1)],
            Resolution::Hour => &[Span::days(14), Span::days(7), Span::days(3), Span::days(1), Span::hours(12)],
            _ => &[Span::days(3), Span::days(1), Span::hours(12), Span::hours(6), Span::hours(3), Span::hours(1)],
        };
        *ladder.iter().find(|window| self.affords(**window)).unwrap_or(&ladder[ladder.len() - 1])
    }
}
