//! AMLworld's `*_Patterns.txt`: the rows of each laundering attempt between two lines that name it.
//!
//! ```text
//! BEGIN LAUNDERING ATTEMPT - FAN-OUT:  Max 16-degree Fan-Out
//! 2022/09/01 00:06,021174,800737690,012,80011F990,2848.96,Euro,2848.96,Euro,ACH,1
//! END LAUNDERING ATTEMPT - FAN-OUT
//! ```

use super::{Planted, Truth};
use crate::evaluate::register::Register;
use crate::evaluate::{EvaluateError, kinds};
use crate::read::{Format, ReadOptions, Reading};

pub(super) const BEGIN: &str = "BEGIN LAUNDERING ATTEMPT";
const END: &str = "END LAUNDERING ATTEMPT";
const HEADER: &str = "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,\
                      Payment Currency,Payment Format,Is Laundering\n";

impl Truth {
    /// Reads all attempts of `text`.
    pub(in crate::evaluate) fn read_attempts(
        &mut self,
        name: &str,
        text: &[u8],
        register: &mut Register,
    ) -> Result<(), EvaluateError> {
        let bad = |line: u64, message: &str| {
            EvaluateError::new("bad-truth", message)
                .at(name, line)
                .hint("attempts are rows of AMLworld between BEGIN and END LAUNDERING ATTEMPT")
        };
        // The rows alone are a file of AMLworld's. Of each, its line in the truth and its attempt.
        let mut rows = HEADER.as_bytes().to_vec();
        let mut places: Vec<(u64, usize)> = Vec::new();
        let mut open = None;
        let first = self.planted.len();
        for (line, number) in text.split(|byte| *byte == b'\n').zip(1..) {
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            if let Some(kind) = line.strip_prefix(BEGIN.as_bytes()) {
                if open.is_some() {
                    return Err(bad(number, "an attempt begins before the last one ended"));
                }
                let kind = String::from_utf8_lossy(kind);
                let kind = kind.split(':').next().unwrap_or_default().trim().trim_start_matches('-');
                open = Some(self.planted.len());
                self.planted.push(Planted {
                    id: (self.planted.len() - first + 1).to_string(),
                    kind: kinds::normal(kind),
                    look_alike: None,
                    references: Vec::new(),
                    accounts: Vec::new(),
                });
            } else if line.starts_with(END.as_bytes()) {
                open.take().ok_or_else(|| bad(number, "an attempt ends that has not begun"))?;
            } else {
                let attempt = open.ok_or_else(|| bad(number, "a row outside of all attempts"))?;
                rows.extend_from_slice(line);
                rows.push(b'\n');
                places.push((number, attempt));
            }
        }
        if open.is_some() {
            return Err(bad(0, "the last attempt has no end"));
        }
        self.take_rows(name, &rows, &places, register)?;
        match self.planted[first..].iter().find(|planted| planted.references.is_empty()) {
            Some(empty) => Err(bad(0, &format!("attempt {} has no rows", empty.id))),
            None => Ok(()),
        }
    }

    fn take_rows(
        &mut self,
        name: &str,
        rows: &[u8],
        places: &[(u64, usize)],
        register: &mut Register,
    ) -> Result<(), EvaluateError> {
        if places.is_empty() {
            return Ok(());
        }
        // The header is line 1.
        let place = |line: u64| places.get((line as usize).wrapping_sub(2)).copied().unwrap_or_default();
        let failed = |error: crate::read::ReadError| {
            EvaluateError::new("bad-truth", error.kind.to_string()).at(name, place(error.line).0).hint(error.hint)
        };
        let mut reading = Reading::new(ReadOptions { format: Some(Format::AmlWorld), ..ReadOptions::default() });
        reading.begin(name).map_err(failed)?;
        reading.push(rows).map_err(failed)?;
        let report = reading.end().map_err(failed)?;
        if let Some(rejection) = report.first_rejections.first() {
            let message = format!("{}: {}", rejection.reason.name(), rejection.raw);
            let hint = format!("expected {}", rejection.reason.expected());
            return Err(EvaluateError::new("bad-truth", message).at(name, place(rejection.line.into()).0).hint(hint));
        }
        let ledger = reading.finish().map_err(failed)?;
        for row in ledger.rows() {
            let (_, attempt) = place(ledger.line(row).into());
            let reference = register.reference(&ledger, row)?;
            if let Some(planted) = self.planted.get_mut(attempt) {
                planted.references.push(reference);
            }
        }
        Ok(())
    }
}
