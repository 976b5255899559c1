//! What goes wrong, as a JavaScript `Error` with `kind`, `input`, `line`, `column`, `hint` and `fatal`.

use js_sys::{Error, Reflect};
use quipu::detect::Cancelled;
use quipu::export::UnreadInput;
use quipu::export::views::ViewError;
use quipu::read::{ReadError, ReadErrorKind};
use std::fmt::Display;
use wasm_bindgen::JsValue;

/// Why a call gave nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failure {
    pub(crate) kind: &'static str,
    pub(crate) message: String,
    pub(crate) input: String,
    pub(crate) line: u64,
    pub(crate) column: u64,
    pub(crate) hint: String,
    /// Whether the session is of no use any more.
    pub(crate) fatal: bool,
}

impl Failure {
    pub(crate) fn new(kind: &'static str, message: impl Display, hint: &str) -> Self {
        Self { kind, message: message.to_string(), hint: hint.to_owned(), ..Self::default() }
    }

    #[cfg(target_family = "wasm")]
    pub(crate) fn panic(panic: &std::panic::PanicHookInfo<'_>) -> Self {
        let hint = "this is a mistake in Quipu: please report it; the session must be opened again";
        Self { fatal: true, ..Self::new("panic", panic, hint) }
    }

    /// What the manifest keeps of an input that could not be read.
    pub(crate) fn unread_input(&self) -> UnreadInput {
        UnreadInput {
            name: self.input.clone(),
            kind: self.kind.to_owned(),
            message: self.message.clone(),
            line: (self.line > 0).then_some(self.line),
            hint: self.hint.clone(),
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let ReadError { kind, input, line, hint } = error;
        // Of an input that was not understood nothing was read; of one that breaks off a part is in the ledger.
        let whole = kind.sets_aside() || matches!(kind, ReadErrorKind::NotUnderstood(_) | ReadErrorKind::NoInput);
        let fatal = !whole;
        let mut failure =
            Self { kind: kind.name(), message: kind.to_string(), line, hint, fatal, input, ..Self::default() };
        match kind {
            ReadErrorKind::NotUnderstood(plan) => {
                let prefix = format!("{}: ", failure.input);
                let message = plan.message.strip_prefix(&prefix).unwrap_or(&plan.message);
                failure.message = message.to_owned();
                (failure.line, failure.column) = (u64::from(plan.line), u64::from(plan.column));
                if !plan.hint.is_empty() {
                    failure.hint = plan.hint;
                }
            }
            ReadErrorKind::Malformed { column, .. } => failure.column = column,
            _ => {}
        }
        failure
    }
}

impl From<ViewError> for Failure {
    fn from(error: ViewError) -> Self {
        Self::new(error.kind, error.message, &error.hint)
    }
}

#[cfg(feature = "full")]
impl From<quipu::typology::PackError> for Failure {
    fn from(error: quipu::typology::PackError) -> Self {
        let (line, column) = (error.line as u64, error.column as u64);
        let input = "typologies".to_owned();
        Self { input, line, column, ..Self::new("bad-pack", error.message, &error.hint) }
    }
}

impl From<Cancelled> for Failure {
    fn from(cancelled: Cancelled) -> Self {
        Self::new("cancelled", cancelled, "")
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new("output", error, "the function that takes the bytes failed")
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        let error = Error::new(&failure.message);
        error.set_name("QuipuError");
        let set = |name: &str, value: JsValue| _ = Reflect::set(&error, &name.into(), &value);
        set("kind", failure.kind.into());
        set("input", failure.input.into());
        set("line", (failure.line as f64).into());
        set("column", (failure.column as f64).into());
        set("hint", failure.hint.into());
        set("fatal", failure.fatal.into());
        error.into()
    }
}
