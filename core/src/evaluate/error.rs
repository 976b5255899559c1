//! Why an evaluation cannot go on.

/// What went wrong, in which input and where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{input}{}{message}", place(input, *line))]
pub struct EvaluateError {
    /// A short name: `bad-finding`, `bad-truth`, `too-large`, ...
    pub kind: &'static str,
    /// What went wrong.
    pub message: String,
    /// The input at fault; empty when it is none.
    pub input: String,
    /// The line in it, from 1; 0 when no line is at fault.
    pub line: u64,
    /// What to do about it; may be empty.
    pub hint: String,
}

fn place(input: &str, line: u64) -> String {
    match (input, line) {
        ("", _) => String::new(),
        (_, 0) => ": ".to_owned(),
        (_, line) => format!(":{line}: "),
    }
}

impl EvaluateError {
    pub(super) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), input: String::new(), line: 0, hint: String::new() }
    }

    pub(super) fn at(mut self, input: &str, line: u64) -> Self {
        (self.input, self.line) = (input.to_owned(), line);
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}
