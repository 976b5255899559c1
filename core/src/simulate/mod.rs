//! An invented world of payments with a known answer: ordinary life, planted patterns, and honest look-alikes.
//!
//! Detection must be measured against data whose truth is known and that may be shared; real data is neither. The
//! simulator makes such data from a seed: accounts at invented banks in real countries live an ordinary life (wages,
//! rent, shops, trade, cash, remittances, one hub with 3 % of all payments), among it are planted [patterns](Planted)
//! that meet their definitions, and [look-alikes](LookAlike) that a good ranking puts below them. What was planted is
//! written beside the rows as truth.
//!
//! ```
//! use quipu::simulate::{OutputFormat, Parameters, Simulation};
//!
//! let simulation = Simulation::new(Parameters::default())?;
//! let (mut rows, mut truth) = (Vec::new(), Vec::new());
//! simulation.write(&mut rows, OutputFormat::AmlWorld, &mut |_| {}).expect("memory takes every byte");
//! simulation.write_truth(&mut truth, OutputFormat::AmlWorld).expect("memory takes every byte");
//! assert!(rows.starts_with(b"Timestamp,From Bank,Account,"));
//! # Ok::<(), quipu::simulate::SimulateError>(())
//! ```
//!
//! Choices are drawn as integers from PCG streams (O'Neill 2014), one for each behaviour and each instance; the one
//! transcendental function, of amounts, is `libm`'s. So the bytes are the same on every machine. Time is
//! O(n log n) in rows, memory 40 bytes a row.
//!
//! What it leaves out: summer time, balances (nobody is refused for lack of money), public holidays.

mod background;
mod book;
mod calendar;
mod draw;
mod entry;
mod example;
mod geography;
mod kind;
mod look_alikes;
mod organization;
mod parameters;
mod patterns;
mod population;
mod rates;
mod stage;
mod write;

pub use kind::{LookAlike, Planted};
pub use parameters::{Parameters, SimulateError};
pub use write::OutputFormat;

use crate::parallel::prelude::*;
use book::{Book, World};
use calendar::Calendar;
use draw::Draw;
use entry::Entry;
use example::Cast;
use organization::Organization;
use population::{Population, Role};
use rates::Rates;
use stage::{Numbers, Roles, Stage};

/// A simulated world and all that was paid in it, in order of time.
pub struct Simulation {
    parameters: Parameters,
    world: World,
    entries: Vec<Entry>,
    instances: Vec<Instance>,
    organization: Option<Organization>,
}

/// A planted pattern or a look-alike.
struct Instance {
    pattern: Planted,
    look_alike: Option<LookAlike>,
    // Its number among those of its kind, from 1.
    number: u32,
    roles: Roles,
    numbers: Numbers,
    // Positions in `entries`.
    rows: Vec<u32>,
}

impl Simulation {
    /// Simulates.
    ///
    /// # Errors
    /// [`SimulateError`] when the parameters leave no room for what is to be planted.
    pub fn new(parameters: Parameters) -> Result<Self, SimulateError> {
        parameters.check()?;
        let mut world = Self::world(&parameters);
        let organization = parameters.organization.then(|| Organization::choose(&mut world.population));
        Self::live(parameters, world, None, organization)
    }

    fn world(parameters: &Parameters) -> World {
        let seed = parameters.seed;
        let population = Population::new(seed, parameters.accounts, parameters.reserved(), &mut Draw::new(seed, 1));
        let calendar = Calendar::new(parameters.start, parameters.days, parameters.resolution);
        let rates = Rates::new(parameters.days, &mut Draw::new(seed, 2));
        World { population, calendar, rates }
    }

    fn live(
        parameters: Parameters,
        world: World,
        story: Option<&Cast>,
        organization: Option<Organization>,
    ) -> Result<Self, SimulateError> {
        let mut book = Book::new(&world);
        let mut instances = Vec::new();
        if let Some(cast) = story {
            cast.perform(&mut book, parameters.seed, &mut instances);
        }
        let taken = organization.as_ref().map_or(Vec::new(), |organization| organization.accounts().to_vec());
        Self::plant(&parameters, &mut book, &taken, &mut instances)?;
        if let Some(organization) = &organization {
            organization.perform(&mut book, parameters.seed, &mut instances);
        }
        book.entries.reserve_exact(parameters.transactions as usize - book.entries.len());
        background::live(&mut book, parameters.seed, parameters.transactions);
        let mut entries = book.entries;
        entries.par_sort_unstable_by_key(|entry| (entry.second, entry.made));
        for (position, entry) in entries.iter().enumerate() {
            if entry.instance > 0 {
                instances[entry.instance as usize - 1].rows.push(position as u32);
            }
        }
        Ok(Self { parameters, world, entries, instances, organization })
    }

    // Leaves at least half of the rows to ordinary life.
    fn plant(
        parameters: &Parameters,
        book: &mut Book<'_>,
        taken: &[u32],
        instances: &mut Vec<Instance>,
    ) -> Result<(), SimulateError> {
        // The organisation has some 170 rows.
        let most = (parameters.transactions / 2).saturating_sub(if taken.is_empty() { 0 } else { 200 });
        let reserved = book.world.population.everyone(Role::Reserved);
        let mut reserve: Vec<u32> = reserved.filter(|account| !taken.contains(account)).collect();
        let planted = Planted::ALL.iter().map(|kind| (*kind, None, parameters.planted_of(*kind)));
        let honest =
            LookAlike::ALL.iter().map(|kind| (kind.resembles(), Some(*kind), parameters.look_alikes_of(*kind)));
        for (pattern, look_alike, count) in planted.chain(honest) {
            let kind = look_alike.map_or(pattern as u64, |look_alike| 100 + look_alike as u64);
            for number in 1..=count {
                book.instance = instances.len() as u32 + 1;
                let draw = Draw::new(parameters.seed, (1 + kind) << 32 | u64::from(number));
                let mut stage = Stage::new(book, draw, &mut reserve);
                let (roles, numbers) = match look_alike {
                    None => patterns::plant(pattern, &mut stage),
                    Some(look_alike) => look_alikes::live(look_alike, &mut stage),
                };
                instances.push(Instance { pattern, look_alike, number, roles, numbers, rows: Vec::new() });
                if book.entries.len() as u32 > most {
                    return Err(Self::too_few(parameters, book.entries.len() as u32, instances.len()));
                }
            }
        }
        book.instance = 0;
        Ok(())
    }

    // What the instances that were not reached would take is estimated, so that nobody waits for them.
    fn too_few(parameters: &Parameters, made: u32, instances: usize) -> SimulateError {
        let planted: u64 = Planted::ALL.iter().map(|kind| u64::from(parameters.planted_of(*kind))).sum();
        let honest: u64 = LookAlike::ALL.iter().map(|kind| u64::from(parameters.look_alikes_of(*kind))).sum();
        // A look-alike has more rows than a pattern: 150 at most.
        let missing = (planted + honest).saturating_sub(instances as u64) * 150;
        let planted = u32::try_from(u64::from(made) + missing).unwrap_or(u32::MAX);
        SimulateError::TooFewTransactions {
            given: parameters.transactions,
            planted,
            least: planted.saturating_mul(2).saturating_add(2),
        }
    }

    /// What was asked for.
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// How many rows there are.
    #[must_use]
    pub fn transactions(&self) -> u32 {
        self.entries.len() as u32
    }

    /// How many patterns were planted, and how many look-alikes.
    #[must_use]
    pub fn instances(&self) -> (u32, u32) {
        let honest = self.instances.iter().filter(|instance| instance.look_alike.is_some()).count() as u32;
        (self.instances.len() as u32 - honest, honest)
    }
}
