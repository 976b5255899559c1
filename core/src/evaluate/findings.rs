//! Findings as read back from `findings.ndjson`, a block of lines at a time, with no more kept of each than its pattern,
//! score and transactions, and those of the shapes that it names besides (`also`).

use super::EvaluateError;
use super::register::{Names, Payment, Register};
use crate::model::{Amount, Currency, Timestamp};
use crate::parallel::prelude::*;
use jiff::civil;
use memchr::{memchr, memrchr};
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;

/// The findings of a run, the best first.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) patterns: Names,
    ids: Names,
    findings: Vec<Found>,
    shapes: Vec<Shape>,
    transactions: Vec<u32>,
}

/// A finding without its transactions.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) shape: Shape,
    id: u32,
    also: Range<usize>,
}

/// An instance of a pattern: a finding's own, or another that the same money makes and that is named with it.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) pattern: u32,
    pub(super) score: f64,
    transactions: Range<usize>,
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
    #[serde(borrow, default)]
    also: Vec<Also<'a>>,
}

#[derive(Deserialize)]
struct Also<'a> {
    #[serde(borrow)]
    pattern: Cow<'a, str>,
    score: f64,
    #[serde(borrow)]
    transactions: Vec<Id<'a>>,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Id<'a>(#[serde(borrow)] Cow<'a, str>);

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
    pub(super) fn transactions(&self, shape: &Shape) -> &[u32] {
        &self.transactions[shape.transactions.clone()]
    }

    /// The other shapes that a finding names.
    pub(super) fn also(&self, found: &Found) -> &[Shape] {
        &self.shapes[found.also.clone()]
    }

    pub(super) fn id(&self, found: &Found) -> &str {
        self.ids.get(found.id)
    }

    pub(super) fn pattern(&self, found: &Found) -> &str {
        self.patterns.get(found.shape.pattern)
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
        self.findings.findings.sort_by(|one, other| other.shape.score.total_cmp(&one.shape.score));
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
        let shape = findings.shape(begin, &parsed.line.pattern, parsed.line.score)?;
        let also = findings.shapes.len();
        for other in &parsed.line.also {
            let begin = findings.transactions.len();
            for Id(id) in &other.transactions {
                findings.transactions.push(register.by_id(id, None)?);
            }
            let shape = findings.shape(begin, &other.pattern, other.score)?;
            findings.shapes.push(shape);
        }
        let id = findings.ids.number(&parsed.line.id)?;
        findings.findings.push(Found { shape, id, also: also..findings.shapes.len() });
        Ok(())
    }
}

impl Findings {
    /// A shape of the transactions from there on, each kept once.
    fn shape(&mut self, begin: usize, pattern: &str, score: f64) -> Result<Shape, EvaluateError> {
        let all = &mut self.transactions;
        all[begin..].sort_unstable();
        let mut kept = begin;
        for at in begin..all.len() {
            if at == begin || all[at] != all[kept - 1] {
                all[kept] = all[at];
                kept += 1;
            }
        }
        all.truncate(kept);
        Ok(Shape { pattern: self.patterns.number(pattern)?, score, transactions: begin..kept })
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
