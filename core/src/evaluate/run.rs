//! What the manifest tells of the run that gave the findings.

use super::EvaluateError;
use crate::detect::Parameters;
use crate::ledger::Ledger;
use serde::Serialize;
use serde_json::Value;

/// The run that gave the findings, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Run {
    // As a document and not as this version's parameters: a manifest may be of another version.
    pub(super) parameters: Option<Value>,
    pub(super) origin: ParametersOrigin,
    pub(super) transactions: Option<u64>,
    pub(super) accounts: Option<u64>,
}

/// Where the parameters are from that decide what the definitions admit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParametersOrigin {
    /// The manifest of the run.
    Manifest,
    /// The defaults for these transactions.
    Defaults,
    /// They are not known.
    #[default]
    Unknown,
}

impl Run {
    /// Reads a `manifest.json`.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_manifest(name: &str, text: &[u8]) -> Result<Self, EvaluateError> {
        let bad = |message: String, line: u64| {
            EvaluateError::new("bad-manifest", message)
                .at(name, line)
                .hint("this should be the manifest.json of the run")
        };
        let document: Value =
            serde_json::from_slice(text).map_err(|error| bad(error.to_string(), error.line() as u64))?;
        let parameters = document.get("parameters").filter(|parameters| parameters.is_object());
        let parameters = parameters.ok_or_else(|| bad("it has no parameters".to_owned(), 0))?;
        let number = |name: &str| document.get("ledger").and_then(|ledger| ledger.get(name)).and_then(Value::as_u64);
        Ok(Self {
            parameters: Some(parameters.clone()),
            origin: ParametersOrigin::Manifest,
            transactions: number("transactions"),
            accounts: number("accounts"),
        })
    }

    /// Fills in the defaults for these transactions, if nothing better is known.
    pub(super) fn assume(&mut self, ledger: &Ledger) {
        if self.origin == ParametersOrigin::Unknown
            && let Ok(parameters) = serde_json::to_value(Parameters::default().resolved(ledger))
        {
            self.parameters = Some(parameters);
            self.origin = ParametersOrigin::Defaults;
        }
    }

    /// The parameters of a pattern.
    pub(super) fn of(&self, pattern: &str) -> Option<&Value> {
        self.parameters.as_ref()?.get(pattern)
    }
}
