//! Seeded ledgers that every bench measures on, so that figures compare.
//!
//! They are the simulator's: ordinary life with few busy accounts and many quiet ones, a hub with 3 % of all payments,
//! payees that are paid again and again, planted patterns and look-alikes. Even random graphs have none of that, and
//! detectors look faster on them than they are. Every size has ten payments an account over 30 days, so that what
//! grows is the size alone.

mod messages;
mod parties;
mod sizes;

pub use messages::pacs_008;
pub use parties::{World, register, sanctions_list};
pub use sizes::sizes;

use quipu::ledger::{AccountRef, Ledger, LedgerBuilder, LedgerFull, Transaction};
use quipu::read::{ReadError, ReadOptions, Reading};
use quipu::simulate::{OutputFormat, Parameters, Simulation};
use std::error::Error;

/// A simulated export of so many rows, in the format of IBM AMLworld.
///
/// # Errors
/// Those of the simulator when `rows` are too few for what it plants.
pub fn export(rows: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    export_in(rows, OutputFormat::AmlWorld)
}

/// The same in another format.
///
/// # Errors
/// As [`export`].
pub fn export_in(rows: u32, format: OutputFormat) -> Result<Vec<u8>, Box<dyn Error>> {
    let simulation =
        Simulation::new(Parameters { accounts: rows / 10, transactions: rows, days: 30, ..Parameters::default() })?;
    let mut bytes = Vec::new();
    simulation.write(&mut bytes, format, &mut |_| {})?;
    Ok(bytes)
}

/// The ledger of an export.
///
/// # Errors
/// Those of the reader.
pub fn ledger(export: &[u8]) -> Result<Ledger, ReadError> {
    let mut reading = Reading::new(ReadOptions::default());
    reading.begin("export.csv")?;
    reading.push(export)?;
    reading.end()?;
    reading.finish()
}

/// The same payments, but that of every tenth one account is in turn the payer and the receiver.
///
/// # Errors
/// Those of the builder.
pub fn with_large_hub(ledger: &Ledger) -> Result<Ledger, LedgerFull> {
    let account = |account| {
        let name = ledger.accounts().name(account);
        AccountRef::new(name.institution, name.number)
    };
    let hub = AccountRef::from("hub");
    let mut builder = LedgerBuilder::new();
    let file = builder.input("export.csv")?;
    for row in ledger.rows() {
        let (mut from, mut to) = (account(ledger.from(row)), account(ledger.to(row)));
        match row.0 % 20 {
            0 => from = hub,
            10 => to = hub,
            _ => {}
        }
        let line = ledger.line(row);
        builder.push(&Transaction { file, line, ..Transaction::new(ledger.time(row), from, to, ledger.paid(row)) })?;
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_a_tenth_is_of_the_hub() {
        let ledger = ledger(&export(10_000).unwrap()).unwrap();
        assert_eq!(ledger.len(), 10_000);
        let with_hub = with_large_hub(&ledger).unwrap();
        let hub = with_hub.accounts().find("", "hub").unwrap();
        let of_hub = with_hub.rows().filter(|row| [with_hub.from(*row), with_hub.to(*row)].contains(&hub)).count();
        assert_eq!((with_hub.len(), of_hub), (10_000, 1_000));
    }
}
