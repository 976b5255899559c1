//! Findings as read back from `findings.ndjson`, a block of lines at a time, with no more kept of each than its pattern,
//! score and transactions.

use super::EvaluateError;
use super::register::{Names, Payment, Register};
use crate::model::{Amount, Currency, Timestamp};
use jiff::civil;
use memchr::{memchr, memrchr};
use rayon::prelude::*;
use serde::Deserialize;
use std::borrow::Cow;

/// The findings of a run, the best first.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) patterns: Names,
    ids: Names,
    findings: Vec<Found>,
    transactions: Vec<u32>,
}

/// A finding without its transactions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) pattern: u32,
    pub(super) score: f64,
    id: u32,
    end: usize,
    begin: usize,
}

/// Reads lines into [`Findings`].
#[derive(Debug, Default)]
pub(super) struct FindingsReader {
    pub(super) name: String,
    pub(super) findings: Findings,
    rest: Vec<u8>,
    lines: u64,
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    pattern: Cow<'a, str>,
    score: f64,
    #[serde(borrow)]
    transactions: Vec<Evidence<'a>>,
}

#[derive(Deserialize)]
struct Evidence<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    file: Cow<'a, str>,
    line: u32,
    #[serde(borrow)]
    from: Cow<'a, str>,
    #[serde(borrow)]
    to: Cow<'a, str>,
    #[serde(borrow)]
    time: Cow<'a, str>,
    #[serde(borrow)]
    amount: Cow<'a, str>,
    #[serde(borrow)]
    currency: Cow<'a, str>,
}

/// A line with its times and amounts understood.
struct Parsed<'a> {
    line: Line<'a>,
    payments: Vec<(Timestamp, Amount)>,
}

impl Findings {
    pub(super) fn len(&self) -> usize {
        self.findings.len()
    }

    /// The finding at a rank, from 0.
    pub(super) fn get(&self, rank: usize) -> &Found {
        &self.findings[rank]
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &Found> {
        self.findings.iter()
    }

    /// Its transactions, ascending, each once.
    pub(super) fn transactions(&self, found: &Found) -> &[u32] {
        &self.transactions[found.begin..found.end]
    }

    pub(super) fn id(&self, found: &Found) -> &str {
        self.ids.get(found.id)
    }

    pub(super) fn pattern(&self, found: &Found) -> &str {
        self.patterns.get(found.pattern)
    }
}

impl FindingsReader {
    pub(super) fn new(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    /// Reads the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8], register: &mut Register) -> Result<(), EvaluateError> {
        let Some(last) = memrchr(b'\n', bytes) else {
            self.rest.extend_from_slice(bytes);
            return Ok(());
        };
        let (whole, rest) = bytes.split_at(last + 1);
        if self.rest.is_empty() {
            self.block(whole, register)?;
        } else {
            let mut block = std::mem::take(&mut self.rest);
            block.extend_from_slice(whole);
            self.block(&block, register)?;
        }
        self.rest.extend_from_slice(rest);
        Ok(())
    }

    /// Reads what is left and ranks: the best score first, among equals as in the file.
    pub(super) fn end(&mut self, register: &mut Register) -> Result<(), EvaluateError> {
        let rest = std::mem::take(&mut self.rest);
        self.block(&rest, register)?;
        self.findings.findings.sort_by(|one, other| other.score.total_cmp(&one.score));
        Ok(())
    }

    fn block(&mut self, mut block: &[u8], register: &mut Register) -> Result<(), EvaluateError> {
        let mut lines = Vec::new();
        while !block.is_empty() {
            let end = memchr(b'\n', block).map_or(block.len(), |newline| newline + 1);
            self.lines += 1;
            let (line, rest) = block.split_at(end);
            block = rest;
            if !line.trim_ascii().is_empty() {
                lines.push((self.lines, line));
            }
        }
        // So many together that threads have work, and few enough that their texts take little memory.
        for lines in lines.chunks(LINES_TOGETHER) {
            let parsed: Vec<Result<Parsed<'_>, EvaluateError>> =
                lines.par_iter().map(|(_, line)| parse(line)).collect();
            for (finding, (number, _)) in parsed.into_iter().zip(lines) {
                let finding = finding.map_err(|error| error.at(&self.name, *number))?;
                self.take(&finding, register)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, parsed: &Parsed<'_>, register: &mut Register) -> Result<(), EvaluateError> {
        let findings = &mut self.findings;
        let begin = findings.transactions.len();
        for (evidence, (time, amount)) in parsed.line.transactions.iter().zip(&parsed.payments) {
            let payment = Payment {
                time: *time,
                from: register.accounts.number(&evidence.from)?,
                to: register.accounts.number(&evidence.to)?,
                units: amount.units,
                line: evidence.line,
                file: register.file(&evidence.file)?,
                currency: amount.currency,
            };
            findings.transactions.push(register.by_id(&evidence.id, Some(payment))?);
        }
        findings.transactions[begin..].sort_unstable();
        let mut kept = begin;
        for at in begin..findings.transactions.len() {
            if at == begin || findings.transactions[at] != findings.transactions[kept - 1] {
                findings.transactions[kept] = findings.transactions[at];
                kept += 1;
            }
        }
        findings.transactions.truncate(kept);
        findings.findings.push(Found {
            pattern: findings.patterns.number(&parsed.line.pattern)?,
            score: parsed.line.score,
            id: findings.ids.number(&parsed.line.id)?,
            begin,
            end: kept,
        });
        Ok(())
    }
}

const LINES_TOGETHER: usize = 4096;

fn parse(line: &[u8]) -> Result<Parsed<'_>, EvaluateError> {
    let bad = |message: String| {
        EvaluateError::new("bad-finding", message)
            .hint("findings are the lines of findings.ndjson that quipu analyze writes")
    };
    let line: Line<'_> = serde_json::from_slice(line).map_err(|error| {
        // Its place is within the line, which is told apart.
        let text = error.to_string();
        bad(text.split(" at line ").next().unwrap_or_default().to_owned())
    })?;
    let payment = |evidence: &Evidence<'_>| {
        let time = instant(&evidence.time).ok_or_else(|| bad(format!("{:?} is no instant in UTC", evidence.time)))?;
        let currency = Currency::parse(&evidence.currency).map_err(|error| bad(error.to_string()))?;
        let amount = Amount::parse(&evidence.amount, currency);
        Ok((time, amount.map_err(|error| bad(format!("amount {:?}: {error}", evidence.amount)))?.0))
    };
    let payments = line.transactions.iter().map(payment).collect::<Result<_, EvaluateError>>()?;
    Ok(Parsed { line, payments })
}

/// An instant as findings have it: RFC 3339 in UTC.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    let civil: civil::DateTime = text.strip_suffix('Z')?.parse().ok()?;
    Some(Timestamp::from_civil(civil))
}
