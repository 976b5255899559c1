//! How well findings meet labelled data: what was planted, what of it the definitions admit, what was found, and how high
//! it ranks.
//!
//! This stage reads findings as they were written and truth as data has it. It knows nothing of how things were found, so
//! that it can judge any run, and any other program's that writes the same lines.
//!
//! - An instance is found as its pattern when a finding of that pattern has a Jaccard of at least 0.5 with it: of all
//!   transactions that either has, both have half. Jaccard is over whole sets; a finding that takes in much else is none.
//! - What a finding names besides (`also`: other shapes of the same money) is matched too, at the rank of the finding.
//! - Transactions are the same by identifier, else by content (time, accounts, amount), else by line.
//! - A transaction has the best score of the findings and of the shapes named within them that it is in; an account that
//!   of its transactions.

mod baseline;
mod definitions;
mod document;
mod error;
mod evaluator;
mod findings;
mod kinds;
mod matching;
mod measure;
mod register;
mod run;
mod truth;

pub use document::{
    Admission, Baseline, BestFinding, Evaluation, FindingsSummary, FirstFindings, InstanceFigures, KindFigures,
    LookAlikeFigures, Outcome, Refused, TopFindings, TruthSummary,
};
pub use error::EvaluateError;
pub use evaluator::Evaluator;
pub use measure::{Figures, PrecisionAt};
pub use run::{ParametersOrigin, Run};
pub use truth::{TruthFormat, TruthShape};

/// The JSON schema of what `quipu evaluate --json` writes.
pub const EVALUATION_SCHEMA: &str = include_str!("../../schemas/evaluation.schema.json");
