//! What to simulate, and why it cannot be.

use super::kind::{LookAlike, Planted};
use super::organization;
use crate::model::{Resolution, Timestamp};
use std::collections::BTreeMap;

/// What to simulate.
///
/// ```
/// use quipu::simulate::{OutputFormat, Parameters, Simulation};
///
/// let parameters = Parameters { seed: 7, accounts: 300, transactions: 4000, ..Parameters::default() };
/// let simulation = Simulation::new(parameters)?;
/// let mut csv = Vec::new();
/// simulation.write(&mut csv, OutputFormat::Quipu, &mut |_| {}).expect("memory takes every byte");
/// assert_eq!(csv.iter().filter(|byte| **byte == b'\n').count(), 1 + 4000);
/// # Ok::<(), quipu::simulate::SimulateError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// The same seed and the same parameters give the same bytes, on every machine. Default 1.
    pub seed: u64,
    /// How many accounts there are, at least 100. A few may never pay. Default 1,000.
    pub accounts: u32,
    /// How many rows there are, exactly. Default 20,000.
    pub transactions: u32,
    /// Over how many days: at least 10, or 60 where time is told in days. Default 215, so that an account can be silent
    /// for 180 of them. Payers far west of UTC may pay some hours past the last midnight.
    pub days: u32,
    /// From the midnight (UTC) at or before this instant. Default 2025-01-01.
    pub start: Timestamp,
    /// How finely time is told: seconds, minutes, hours or days. Default seconds.
    pub resolution: Resolution,
    /// Instances of each pattern. `None`: one for every 25,000 transactions, at least one.
    pub planted: Option<u32>,
    /// Instances of single patterns, instead of `planted`.
    pub planted_by_pattern: BTreeMap<Planted, u32>,
    /// Instances of each look-alike. `None`: one for every 25,000 transactions, at least one from 4,000 transactions on.
    pub look_alikes: Option<u32>,
    /// Instances of single look-alikes, instead of `look_alikes`.
    pub look_alikes_by_name: BTreeMap<LookAlike, u32>,
    /// Whether an organisation across three countries is at work that transactions alone do not show: see
    /// [`Simulation::write_customers`](super::Simulation::write_customers) and the files beside it. It needs 600 accounts
    /// and 75 days. Default false.
    pub organization: bool,
}

/// Why nothing was simulated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SimulateError {
    /// Fewer accounts than a world needs.
    #[error("{given} accounts are too few; ask for at least {least}, or for fewer planted patterns")]
    TooFewAccounts {
        /// How many were asked for.
        given: u32,
        /// How many would do.
        least: u32,
    },
    /// Fewer rows than what is planted, with some ordinary life around it, takes.
    #[error(
        "{given} transactions are too few: what is planted takes {planted} and would be over half of the file; \
         ask for at least {least}, or for fewer planted patterns and look-alikes"
    )]
    TooFewTransactions {
        /// How many were asked for.
        given: u32,
        /// How many rows the planted instances and look-alikes have.
        planted: u32,
        /// How many would do.
        least: u32,
    },
    /// A span in which the patterns have no room.
    #[error("{given} days are too few: at this resolution patterns need at least {least}")]
    TooFewDays {
        /// How many were asked for.
        given: u32,
        /// How many would do.
        least: u32,
    },
    /// More days than a calendar of seconds in 32 bits holds, or than the calendar has left.
    #[error("{given} days from this start are too many; ask for at most {most}")]
    TooManyDays {
        /// How many were asked for.
        given: u32,
        /// How many would do.
        most: u32,
    },
    /// Milliseconds.
    #[error("time cannot be simulated to the millisecond; ask for seconds, minutes, hours or days")]
    TooFine,
}

// 60 years of seconds fit in 32 bits, with room for what runs over.
const MOST_DAYS: u32 = 60 * 365;

impl Default for Parameters {
    fn default() -> Self {
        Self {
            seed: 1,
            accounts: 1000,
            transactions: 20_000,
            days: 215,
            start: Timestamp(1_735_689_600_000),
            resolution: Resolution::Second,
            planted: None,
            planted_by_pattern: BTreeMap::new(),
            look_alikes: None,
            look_alikes_by_name: BTreeMap::new(),
            organization: false,
        }
    }
}

impl Parameters {
    /// How many instances of a pattern.
    #[must_use]
    pub fn planted_of(&self, kind: Planted) -> u32 {
        let scaled = || (self.transactions / 25_000).max(1);
        self.planted_by_pattern.get(&kind).copied().or(self.planted).unwrap_or_else(scaled)
    }

    /// How many instances of a look-alike.
    #[must_use]
    pub fn look_alikes_of(&self, kind: LookAlike) -> u32 {
        let scaled = || (self.transactions / 25_000).max(u32::from(self.transactions >= 4000));
        self.look_alikes_by_name.get(&kind).copied().or(self.look_alikes).unwrap_or_else(scaled)
    }

    // Accounts that take part in one instance and in nothing else.
    pub(super) fn reserved(&self) -> u32 {
        let alone = self.planted_of(Planted::DormantBurst).saturating_add(self.look_alikes_of(LookAlike::HolidayBurst));
        alone.saturating_add(if self.organization { organization::ACCOUNTS } else { 0 })
    }

    pub(super) fn check(&self) -> Result<(), SimulateError> {
        if self.resolution == Resolution::Millisecond {
            return Err(SimulateError::TooFine);
        }
        let least = if self.resolution == Resolution::Day { 60 } else { 10 };
        let least = if self.organization { organization::LEAST_DAYS.max(least) } else { least };
        if self.days < least {
            return Err(SimulateError::TooFewDays { given: self.days, least });
        }
        let left = ((Timestamp::MAX.0 - self.start.0) / crate::model::Span::DAY.0 - 2).clamp(0, MOST_DAYS.into());
        if self.start < Timestamp::MIN || i64::from(self.days) > left {
            return Err(SimulateError::TooManyDays { given: self.days, most: left as u32 });
        }
        let least =
            self.reserved().saturating_mul(4).max(if self.organization { organization::LEAST_ACCOUNTS } else { 100 });
        if self.accounts < least {
            return Err(SimulateError::TooFewAccounts { given: self.accounts, least });
        }
        Ok(())
    }
}
