//! Bytes a transaction, and bytes a party. Of a transaction: of the ledger, of the graph, and at the peak of reading an export and linking it.
//!
//! Ledger and graph are what the program asked its allocator for and still holds. The peak is what the system gave the
//! process at most (`VmHWM`, so on Linux alone), beyond what it had before it began: every export is read from its file in
//! a process of its own, so that neither the export nor an earlier measurement counts.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "this bench prints a table, writes files to read and starts a process for each"
)]

use peak_alloc::PeakAlloc;
use quipu::graph::TransactionGraph;
use quipu::read::{ReadOptions, Reading};
use quipu::simulate::OutputFormat;
use quipu_benches::{World, export_in, register, sanctions_list, sizes};
use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::process::Command;
use std::sync::Arc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

// What the command line reads at once.
const CHUNK: usize = 4 << 20;
const MEASURE: &str = "--measure";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(flag) = arguments.iter().position(|argument| argument == MEASURE) {
        return measure(&arguments[flag + 1]);
    }
    println!("bytes a transaction");
    println!("{:>9}  {:8}  {:>6}  {:>6}  {:>6}  {:>6}", "rows", "format", "export", "ledger", "graph", "peak");
    let folder = tempfile::tempdir()?;
    for rows in sizes() {
        for (name, format) in [("amlworld", OutputFormat::AmlWorld), ("quipu", OutputFormat::Quipu)] {
            let path = folder.path().join("export.csv");
            let export = export_in(rows, format)?;
            fs::write(&path, &export)?;
            let child = Command::new(std::env::current_exe()?).arg(MEASURE).arg(&path).output()?;
            if !child.status.success() {
                return Err(String::from_utf8_lossy(&child.stderr).into_owned().into());
            }
            let mut line = format!("{rows:>9}  {name:8}  {:>6.1}", export.len() as f64 / f64::from(rows));
            for bytes in String::from_utf8(child.stdout)?.split_whitespace() {
                let each = bytes.parse::<f64>().map(|bytes| format!("{:.1}", bytes / f64::from(rows)));
                line += &format!("  {:>6}", each.unwrap_or_else(|_| bytes.to_owned()));
            }
            println!("{line}");
        }
    }
    parties()
}

/// Bytes a party of a register, for a list and for the customers and owners of a world.
fn parties() -> Result<(), Box<dyn Error>> {
    println!("bytes a party");
    println!("{:>9}  {:8}  {:>6}  {:>8}", "parties", "files", "text", "register");
    let world = World::of(sizes().last().copied().unwrap_or(10_000))?;
    let files: Vec<(&str, &[u8])> = world.parties.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let list = sanctions_list(20 << 20);
    for (name, files) in [("list", &[("sdn.csv", list.as_slice())][..]), ("world", &files)] {
        let held = ALLOCATOR.current_usage();
        let register = register(files)?;
        let (each, bytes) = (register.len() as f64, ALLOCATOR.current_usage() - held);
        let text: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        println!("{:>9}  {name:8}  {:>6.1}  {:>8.1}", register.len(), text as f64 / each, bytes as f64 / each);
    }
    Ok(())
}

/// Reads and links one export; prints the bytes of the ledger, of the graph and at the peak.
fn measure(path: &str) -> Result<(), Box<dyn Error>> {
    let mut chunk = vec![0; CHUNK];
    let (held, resident) = (ALLOCATOR.current_usage(), most_resident());
    let mut file = File::open(path)?;
    let mut reading = Reading::new(ReadOptions::default());
    reading.begin("export.csv")?;
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        reading.push(&chunk[..length])?;
    }
    reading.end()?;
    let ledger = Arc::new(reading.finish()?);
    let with_ledger = ALLOCATOR.current_usage();
    let graph = TransactionGraph::new(ledger);
    let with_graph = ALLOCATOR.current_usage();
    let peak = most_resident().zip(resident).map(|(peak, before)| peak - before);
    println!("{} {}", with_ledger - held, with_graph - with_ledger);
    println!("{}", peak.map_or("unknown".to_owned(), |peak| peak.to_string()));
    drop(graph);
    Ok(())
}

/// The most bytes that the system has given this process so far; `None` where it does not say.
fn most_resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
