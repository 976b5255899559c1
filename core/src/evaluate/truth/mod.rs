//! What data says of itself: planted instances, honest look-alikes, labelled transactions. One reader a file.

pub(super) mod attempts;
pub(super) mod simulated;
pub(super) mod table;

use super::EvaluateError;
use super::kinds;
use super::register::{Payment, Register};
use fixedbitset::FixedBitSet;
use serde::Serialize;

/// How truth is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TruthFormat {
    /// AMLSim's `alert_transactions.csv`, or its `transactions.csv`.
    #[serde(rename = "amlsim")]
    AmlSim,
    /// AMLGentex's transfers: `isSAR`, `patternID`, `typology`.
    #[serde(rename = "amlgentex")]
    AmlGentex,
    /// AMLworld's `*_Patterns.txt`, or its transactions with `Is Laundering`.
    #[serde(rename = "amlworld")]
    AmlWorld,
    /// What `quipu simulate --truth` writes.
    Simulated,
    /// Any file of transactions with a column of labels.
    Column,
}

impl TruthFormat {
    /// All of them, with their names.
    pub const ALL: [(&'static str, Self); 5] = [
        ("amlsim", Self::AmlSim),
        ("amlgentex", Self::AmlGentex),
        ("amlworld", Self::AmlWorld),
        ("simulated", Self::Simulated),
        ("column", Self::Column),
    ];
}

/// How a file of truth has to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TruthShape {
    /// As text: [`Evaluator::add_attempts`](super::Evaluator::add_attempts).
    Attempts,
    /// As text: [`Evaluator::add_simulated`](super::Evaluator::add_simulated).
    Simulated,
    /// As transactions: [`Evaluator::add_table`](super::Evaluator::add_table).
    Table,
}

impl TruthShape {
    /// What the beginning of a file shows, for a format that is known or not.
    #[must_use]
    pub fn of(beginning: &[u8], format: Option<TruthFormat>) -> Self {
        let text = beginning.trim_ascii_start();
        let holds = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
        match format {
            Some(TruthFormat::Simulated) => Self::Simulated,
            Some(TruthFormat::AmlSim | TruthFormat::AmlGentex | TruthFormat::Column) => Self::Table,
            _ if text.starts_with(attempts::BEGIN.as_bytes()) => Self::Attempts,
            None if text.starts_with(b"{") && holds("\"transactions\"") && holds("\"pattern\"") => Self::Simulated,
            _ => Self::Table,
        }
    }
}

/// A transaction as truth names it.
#[derive(Clone, Debug)]
pub(super) enum Reference {
    Id(String),
    Line(u32),
    Payment { id: String, payment: Payment },
}

/// Something planted, before its transactions are looked for.
#[derive(Clone, Debug)]
pub(super) struct Planted {
    pub(super) id: String,
    /// In the normal form of [`kinds`]; empty when the data does not tell.
    pub(super) kind: String,
    /// The name of honest behaviour; `None` for laundering.
    pub(super) look_alike: Option<String>,
    pub(super) references: Vec<Reference>,
    /// Accounts that the truth names besides, as numbers of the register.
    pub(super) accounts: Vec<u32>,
}

/// All that was read of truth.
#[derive(Debug, Default)]
pub(super) struct Truth {
    pub(super) planted: Vec<Planted>,
    /// Labelled transactions outside of what is planted, with their kind where it is told.
    pub(super) labelled: Vec<(String, Reference)>,
}

/// Something planted.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) look_alike: Option<String>,
    /// Ascending, each once.
    pub(super) transactions: Vec<u32>,
    pub(super) accounts: Vec<u32>,
}

/// Truth with its transactions found.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// Laundering first, then look-alikes, each by kind and identifier.
    pub(super) instances: Vec<Instance>,
    pub(super) labelled: Vec<(String, u32)>,
    /// References to transactions that neither findings nor transaction files hold.
    pub(super) unmatched: u64,
    /// References that were matched by content, since no identifier did.
    pub(super) by_content: u64,
}

impl Truth {
    pub(super) fn resolve(mut self, register: &mut Register) -> Result<Resolved, EvaluateError> {
        self.name_kinds();
        let mut resolved = Resolved::default();
        let mut finder = Finder::new(&self, register)?;
        for planted in self.planted {
            let mut transactions = finder.find_all(&planted.references, register, &mut resolved)?;
            transactions.sort_unstable();
            transactions.dedup();
            let Planted { id, kind, look_alike, accounts, .. } = planted;
            resolved.instances.push(Instance { id, kind, look_alike, transactions, accounts });
        }
        for (kind, reference) in self.labelled {
            let found = finder.find_all(&[reference], register, &mut resolved)?;
            resolved.labelled.extend(found.into_iter().map(|transaction| (kind.clone(), transaction)));
        }
        let order = |instance: &Instance| {
            let number = instance.id.parse::<u64>().unwrap_or(u64::MAX);
            (instance.look_alike.clone(), instance.kind.clone(), number, instance.id.clone())
        };
        resolved.instances.sort_by_cached_key(order);
        Ok(resolved)
    }

    /// AMLSim's transactions tell an alert's number alone, its alerts the kind too: with both, they are one.
    fn name_kinds(&mut self) {
        let (nameless, mut named): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.planted).into_iter().partition(|planted| planted.kind.is_empty());
        for planted in nameless {
            match named.iter_mut().find(|other| other.id == planted.id && other.look_alike == planted.look_alike) {
                Some(same) => same.references.extend(planted.references),
                None => named.push(Planted { kind: kinds::UNTOLD.to_owned(), ..planted }),
            }
        }
        self.planted = named;
    }
}

/// Finds what references name. A transaction is found by content once only, so that rows alike are not all the same one.
struct Finder {
    taken: FixedBitSet,
    contents: bool,
}

impl Finder {
    fn new(truth: &Truth, register: &mut Register) -> Result<Self, EvaluateError> {
        let references = truth.planted.iter().flat_map(|planted| &planted.references);
        let lines = references.chain(truth.labelled.iter().map(|(_, reference)| reference));
        if lines.into_iter().any(|reference| matches!(reference, Reference::Line(_))) {
            if register.files.len() > 1 {
                let message = "the truth names lines, and the transactions are of several files";
                return Err(EvaluateError::new("lines-of-several-files", message)
                    .hint("analyse that one file, or give truth with identifiers of transactions"));
            }
            register.index_lines();
        }
        Ok(Self { taken: FixedBitSet::new(), contents: false })
    }

    fn find_all(
        &mut self,
        references: &[Reference],
        register: &mut Register,
        resolved: &mut Resolved,
    ) -> Result<Vec<u32>, EvaluateError> {
        references.iter().map(|reference| self.find(reference, register, resolved)).collect()
    }

    fn find(
        &mut self,
        reference: &Reference,
        register: &mut Register,
        resolved: &mut Resolved,
    ) -> Result<u32, EvaluateError> {
        let known = match reference {
            Reference::Id(id) => register.find_id(id, None),
            Reference::Line(line) => register.find_line(*line),
            Reference::Payment { id, payment } => match register.find_id(id, Some(payment)) {
                Some(found) => Some(found),
                None => {
                    let found = self.by_content(payment, register);
                    resolved.by_content += u64::from(found.is_some());
                    found
                }
            },
        };
        if let Some(found) = known {
            return Ok(found);
        }
        resolved.unmatched += 1;
        match reference {
            Reference::Id(id) => register.by_id(id, None),
            Reference::Line(_) => register.push_unknown(),
            Reference::Payment { id, payment } => register.by_id(id, Some(*payment)),
        }
    }

    fn by_content(&mut self, payment: &Payment, register: &mut Register) -> Option<u32> {
        if !std::mem::replace(&mut self.contents, true) {
            register.index_contents();
        }
        let found = register.find_content(payment, |at| !self.taken.contains(at as usize))?;
        self.taken.grow_and_insert(found as usize);
        Some(found)
    }
}
