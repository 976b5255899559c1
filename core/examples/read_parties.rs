//! Reads files of parties into one register and says what came of each, and how long it took.
//!
//! `cargo run --profile fast --example read_parties -- FILE...`
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "an example is a program: it opens files, knows the clock and prints"
)]

use quipu::read::parties::{PartyOptions, PartyReading};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut reading = PartyReading::new(PartyOptions::default());
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let began = Instant::now();
        reading.begin(&path)?;
        for chunk in bytes.chunks(4 << 20) {
            reading.push(chunk)?;
        }
        let report = reading.end()?;
        println!(
            "{path}: {}, {} records = {} accepted + {} rejected in {:?}",
            report.format.title(),
            report.records(),
            report.accepted,
            report.rejections(),
            began.elapsed()
        );
        println!("  {:?}", report.counts);
        for (reason, count) in &report.rejected {
            println!("  rejected {count}: {}", reason.name());
        }
        for (reason, count) in &report.unread {
            println!("  unread {count}: {}", reason.name());
        }
        for unread in &report.first_unread {
            println!("    line {} {}: {}", unread.line, unread.place, unread.found);
        }
        for note in &report.notes {
            println!("  {}: {}", note.topic, note.text);
        }
    }
    let began = Instant::now();
    let register = reading.finish()?;
    println!(
        "{} parties, {} relations, {} accounts, {} keys; sorted in {:?}",
        register.len(),
        register.relation_count(),
        register.account_count(),
        register.key_count(),
        began.elapsed()
    );
    Ok(())
}
