//! What went wrong, where, and what to do about it: the one error type of the command line.

use quipu::detect::{Cancelled, ParametersError};
use quipu::evaluate::EvaluateError;
use quipu::export::UnreadInput;
use quipu::read::{PlanErrorKind, ReadError, ReadErrorKind};
use std::backtrace::Backtrace;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Mutex;

/// Why a run could not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// A short name, for searching: `not-found`, `missing-role`, ...
    pub(crate) kind: &'static str,
    /// What happened.
    pub(crate) message: String,
    /// The file at fault.
    pub(crate) file: Option<String>,
    /// The line in it, from 1; 0 when none is at fault.
    pub(crate) line: u64,
    /// The column of the line, from 1; 0 when none is at fault.
    pub(crate) column: u64,
    /// What to do about it; may be several lines, empty when there is nothing to say.
    pub(crate) hint: String,
}

impl Failure {
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), file: None, line: 0, column: 0, hint: String::new() }
    }

    pub(crate) fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    pub(crate) fn at(mut self, line: u64, column: u64) -> Self {
        (self.line, self.column) = (line, column);
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// What the manifest keeps of an input that could not be read.
    pub(crate) fn unread_input(&self) -> UnreadInput {
        UnreadInput {
            name: self.file.clone().unwrap_or_default(),
            kind: self.kind.to_owned(),
            message: self.message.clone(),
            line: (self.line > 0).then_some(self.line),
            hint: self.hint.clone(),
        }
    }

    /// What the system says about a file.
    pub(crate) fn io(error: &io::Error, doing: &str, path: &Path) -> Self {
        let (kind, hint) = match error.kind() {
            io::ErrorKind::NotFound => ("not-found", "check the spelling; names are relative to the current folder"),
            io::ErrorKind::PermissionDenied => ("permission-denied", "check who may read and write it"),
            io::ErrorKind::StorageFull => ("disk-full", "free some space, or write to another disk with --out"),
            io::ErrorKind::IsADirectory => ("is-a-folder", "name a file"),
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => ("not-a-folder", "name a folder"),
            _ => ("input-output", ""),
        };
        Self::new(kind, format!("cannot {doing}: {}", plain(error))).in_file(path.display().to_string()).hint(hint)
    }

    /// What is wrong with an input; `mapping` is the mapping file, which may be at fault instead.
    pub(crate) fn reading(error: ReadError, mapping: Option<&Path>) -> Self {
        let ReadError { kind, input, line, hint } = error;
        let name = kind.name();
        if let ReadErrorKind::NotUnderstood(plan) = &kind {
            // The place is shown below the message.
            let message = plan.message.strip_prefix(&format!("{input}: ")).unwrap_or(&plan.message);
            let mut failure = Self::new(name, message)
                .at(u64::from(plan.line), u64::from(plan.column))
                .hint(if plan.hint.is_empty() { hint } else { plan.hint.clone() });
            failure.file = match (plan.kind, mapping) {
                (PlanErrorKind::BadMapping, Some(mapping)) => Some(mapping.display().to_string()),
                _ => Some(input),
            };
            return failure;
        }
        let column = if let ReadErrorKind::Malformed { column, .. } = kind { column } else { 0 };
        let failure = Self::new(name, kind.to_string()).at(line, column).hint(hint);
        if input.is_empty() { failure } else { failure.in_file(input) }
    }

    /// What is wrong with a parameter file.
    pub(crate) fn parameters(error: ParametersError, path: &Path) -> Self {
        let ParametersError { line, column, message } = error;
        Self::new("bad-parameters", message).in_file(path.display().to_string()).at(line as u64, column as u64)
    }

    /// What is wrong with findings, or with what they are held against.
    pub(crate) fn evaluating(error: EvaluateError) -> Self {
        let EvaluateError { kind, message, input, line, hint } = error;
        let failure = Self::new(kind, message).at(line, 0).hint(hint);
        if input.is_empty() { failure } else { failure.in_file(input) }
    }

    pub(crate) fn interrupted() -> Self {
        Self::new("interrupted", "stopped as asked; nothing was written")
    }
}

impl From<Cancelled> for Failure {
    fn from(_: Cancelled) -> Self {
        Self::interrupted()
    }
}

/// Without the number that the system has for it.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// Runs a verb so that a panic, which is a mistake of this program, ends as a failure that says so.
pub(crate) fn catch<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    static SEEN: Mutex<Option<String>> = Mutex::new(None);
    panic::set_hook(Box::new(|panic| {
        let mut text = panic.to_string();
        let trace = Backtrace::capture();
        if trace.status() == std::backtrace::BacktraceStatus::Captured {
            text = format!("{text}\n{trace}");
        }
        if let Ok(mut seen) = SEEN.lock() {
            seen.get_or_insert(text);
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let seen = SEEN.lock().ok().and_then(|mut seen| seen.take());
        Err(Failure::new("internal", seen.unwrap_or_else(|| "panicked".to_owned())).hint(
            "this is a mistake in quipu: please report it with the input, or with RUST_BACKTRACE=1 if that is secret",
        ))
    })
}
