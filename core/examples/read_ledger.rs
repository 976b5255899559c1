//! Reads files of transactions to a ledger and prints what came of it: `read_ledger [--threads N] FILE...`
//!
//! The next chunk is fetched while the last one is read, by the same threads.

use quipu::read::{ReadOptions, Reading};
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::time::Instant;

const CHUNK: usize = 4 << 20;

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let mut files = Vec::new();
    let mut threads = 0;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--threads" => threads = arguments.next().ok_or("--threads needs a number")?.parse()?,
            _ => files.push(argument),
        }
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    pool.install(|| read(&files))
}

#[allow(clippy::disallowed_methods, clippy::print_stdout, reason = "an example opens files, takes time and prints")]
fn read(files: &[String]) -> Result<(), Failure> {
    let start = Instant::now();
    let mut reading = Reading::new(ReadOptions::default());
    for name in files {
        let mut file = File::open(name)?;
        reading.begin(name)?;
        let (mut now, mut next) = (vec![0; CHUNK], vec![0; CHUNK]);
        let mut length = file.read(&mut now)?;
        while length > 0 {
            let (pushed, fetched) = rayon::join(|| reading.push(&now[..length]), || file.read(&mut next));
            pushed?;
            length = fetched?;
            std::mem::swap(&mut now, &mut next);
            for rejection in reading.take_rejections() {
                println!("{name}:{}:{}: {}", rejection.line, rejection.column, rejection.reason.name());
            }
        }
        let report = reading.end()?;
        println!("{name}: {} rows, {} accepted, BLAKE3 {}", report.rows(), report.accepted, report.blake3);
    }
    let read = start.elapsed();
    let ledger = reading.finish()?;
    println!("{} transactions, {} accounts", ledger.len(), ledger.accounts().len());
    println!(
        "{:.3} s: {:.3} s reading, {:.3} s sorting",
        start.elapsed().as_secs_f64(),
        read.as_secs_f64(),
        (start.elapsed() - read).as_secs_f64()
    );
    Ok(())
}
