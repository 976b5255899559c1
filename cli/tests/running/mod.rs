//! Running the binary on small files that a test writes.

// Each test file uses its own part of this.
#![allow(dead_code, unreachable_pub)]

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder of its own, and the binary run in it.
pub struct Desk {
    folder: TempDir,
}

/// What a run left.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), bytes).unwrap();
        self
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    /// The lines of an NDJSON file.
    pub fn lines(&self, name: &str) -> Vec<Value> {
        self.text(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Everything in the folder, by name.
    pub fn names(&self) -> Vec<String> {
        names(self.folder.path())
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quipu"));
        command.args(arguments).current_dir(self.folder.path()).env("COLUMNS", "100").env_remove("CLICOLOR_FORCE");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// The same with something to read from standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ended by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// That it ran, printed no failure and drew nothing.
    pub fn fine(self) -> Self {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self
    }

    /// That it ran to its end without some of its inputs, with these words in what it says of them.
    pub fn unread(self, words: &[&str]) -> Self {
        assert_eq!(self.code, 2, "{} {}", self.out, self.err);
        assert!(!self.out.is_empty(), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in:\n{}", self.err);
        }
        self
    }

    /// That it failed, with these words in what it says.
    pub fn failed(self, words: &[&str]) -> Self {
        assert_eq!(self.code, 2, "{} {}", self.out, self.err);
        assert_eq!(self.out, "");
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in:\n{}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Payments in which a ring of four passes 900 around, a collector receives from seven, and others pay now and then.
pub fn payments() -> Vec<String> {
    let mut rows = Vec::new();
    for (hour, (from, to)) in [("A", "B"), ("B", "C"), ("C", "D"), ("D", "A")].into_iter().enumerate() {
        rows.push(format!("t{},2025-03-01T{:02}:15:00Z,{from},{to},900.00,USD", rows.len(), hour * 2));
    }
    for sender in 0..7 {
        rows.push(format!("t{},2025-03-02T{:02}:00:00Z,S{sender},K,{}.50,MXN", rows.len(), sender + 8, 100 + sender));
    }
    for day in 1..20 {
        rows.push(format!("t{},2025-03-{day:02}T12:30:00Z,P{},Q{},42.00,USD", rows.len(), day % 5, day % 3));
    }
    rows
}

pub const HEADER: &str = "transaction_id,date,from_account,to_account,amount,currency";

pub fn file(rows: &[String]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}
