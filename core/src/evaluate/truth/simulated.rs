//! The truth that the simulator writes: one JSON object a line, planted patterns and honest look-alikes. The schema is
//! `schemas/truth.schema.json`.

use super::{Planted, Reference, Truth};
use crate::evaluate::register::Register;
use crate::evaluate::{EvaluateError, kinds};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Line {
    id: String,
    pattern: String,
    kind: Kind,
    name: Option<String>,
    #[serde(default)]
    roles: BTreeMap<String, Vec<String>>,
    transactions: Vec<Place>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Planted,
    LookAlike,
}

#[derive(Deserialize)]
struct Place {
    id: Option<String>,
    line: u32,
}

impl Truth {
    /// Reads all lines of `text`; gives how many instances and transactions there are.
    pub(in crate::evaluate) fn read_simulated(
        &mut self,
        name: &str,
        text: &[u8],
        register: &mut Register,
    ) -> Result<(), EvaluateError> {
        for (line, number) in text.split(|byte| *byte == b'\n').zip(1..) {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let bad = |message: String| {
                EvaluateError::new("bad-truth", message)
                    .at(name, number)
                    .hint("this is read as the truth of quipu simulate; --truth-format says otherwise")
            };
            let read: Line = serde_json::from_slice(line)
                .map_err(|error| bad(error.to_string().split(" at line ").next().unwrap_or_default().to_owned()))?;
            if read.transactions.is_empty() {
                return Err(bad("an instance without transactions".to_owned()));
            }
            let look_alike = (read.kind == Kind::LookAlike).then(|| read.name.unwrap_or_else(|| read.pattern.clone()));
            let accounts = read.roles.values().flatten().map(|account| register.accounts.number(account));
            self.planted.push(Planted {
                id: read.id,
                kind: kinds::normal(&read.pattern),
                look_alike,
                accounts: accounts.collect::<Result<_, _>>()?,
                references: read.transactions.into_iter().map(Reference::of).collect(),
            });
        }
        Ok(())
    }
}

impl Reference {
    fn of(place: Place) -> Self {
        match place.id {
            Some(id) => Self::Id(id),
            None => Self::Line(place.line),
        }
    }
}
