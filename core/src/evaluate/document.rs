//! What an evaluation says. Shares are from 0 to 1, to six decimals. The schema is
//! [`EVALUATION_SCHEMA`](super::EVALUATION_SCHEMA).

use super::{Figures, ParametersOrigin, TruthFormat};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How well findings meet labelled data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// The version of this library.
    pub quipu: &'static str,
    /// What was judged.
    pub findings: FindingsSummary,
    /// What it was judged by, in the order in which it was given.
    pub truth: Vec<TruthSummary>,
    /// Where the parameters are from that decide what the definitions admit.
    pub parameters: ParametersOrigin,
    /// Labelled transactions that neither the findings nor the transaction files hold.
    pub unmatched: u64,
    /// Labelled transactions that no identifier named, and that were matched by time, accounts and amount.
    pub matched_by_content: u64,
    /// By kind of what was planted, in the order of names.
    pub kinds: Vec<KindFigures>,
    /// By kind of honest behaviour, in the order of names.
    pub look_alikes: Vec<LookAlikeFigures>,
    /// What the first 100 and the first 1,000 findings are, of whatever pattern.
    pub first: Vec<FirstFindings>,
    /// Of transactions.
    pub transactions: Figures,
    /// Of accounts; those of labelled transactions are labelled.
    pub accounts: Figures,
    /// Ranking transactions by plain fan size; absent without the transactions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// Everything planted, by kind and identifier, look-alikes last.
    pub instances: Vec<InstanceFigures>,
}

/// The findings that were judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingsSummary {
    /// As the user named them.
    pub name: String,
    /// How many.
    pub findings: u64,
    /// How many by pattern.
    pub patterns: BTreeMap<String, u64>,
}

/// A file of truth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TruthSummary {
    /// As the user named it.
    pub name: String,
    /// What it is.
    pub format: TruthFormat,
    /// Planted instances in it, look-alikes not counted.
    pub instances: u64,
    /// Honest look-alikes in it.
    pub look_alikes: u64,
    /// Labelled transactions in it.
    pub labelled: u64,
    /// Whether it holds the transactions of the run, and not the labelled ones alone.
    pub whole: bool,
}

/// One kind of planted laundering.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindFigures {
    /// As the data calls it, in lower case with hyphens; `untold` where it does not say.
    pub kind: String,
    /// The pattern of that kind; absent when Quipu has no definition of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// How many instances were planted, N.
    pub planted: u64,
    /// How many of them meet the definition of the pattern under the parameters of the run.
    pub admitted: u64,
    /// Of how many it cannot be said whether they do.
    pub not_checked: u64,
    /// Why the others do not, the most frequent reason first.
    pub not_admitted: Vec<Refused>,
    /// Found as the same pattern.
    pub found: u64,
    /// Those of them that are not a finding of that pattern, but named within another one.
    pub found_within: u64,
    /// Found as the same pattern, of those admitted.
    pub found_of_admitted: u64,
    /// Found as another pattern only.
    pub found_as_other: u64,
    /// Not found.
    pub missed: u64,
    /// What the first N findings of the pattern are.
    pub top: TopFindings,
    /// Labelled transactions of this kind.
    pub labelled: u64,
    /// Those in a finding of any pattern.
    pub reported: u64,
}

/// Why instances are not admitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// A short name.
    pub reason: String,
    /// How many.
    pub instances: u64,
}

/// What the first findings are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FirstFindings {
    /// How many were asked for.
    pub at: u64,
    /// What they are.
    #[serde(flatten)]
    pub top: TopFindings,
}

/// What findings of the highest rank are: of a pattern the first N, N being how many of its kind were planted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TopFindings {
    /// How many were looked at: as many as were asked for, or all there are.
    pub findings: u64,
    /// Those that are a planted instance of whatever kind (Jaccard of at least 0.5).
    pub planted: u64,
    /// Those of whose transactions more than half are labelled.
    pub labelled: u64,
    /// Those of whose transactions more than half are of an honest look-alike, by its name.
    pub look_alikes: BTreeMap<String, u64>,
    /// `planted` by `findings`: precision at N by instances; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision_planted: Option<f64>,
    /// `labelled` by `findings`: precision at N by transactions; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision_labelled: Option<f64>,
}

/// One kind of honest behaviour that resembles laundering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LookAlikeFigures {
    /// Its name.
    pub name: String,
    /// The kind that it resembles.
    pub resembles: String,
    /// How many there are.
    pub instances: u64,
    /// How many have a finding, of whatever pattern, of whose transactions more than half are their own.
    pub reported: u64,
    /// How many of the first N findings of the pattern that they resemble they are, N being how many of it were planted.
    pub in_top: u64,
    /// The rank of their first finding among all findings, from 1; absent when they have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_rank: Option<u64>,
}

/// Ranking transactions by plain fan size.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Baseline {
    /// The interval in which counterparties are counted.
    pub window: String,
    /// Over all transactions.
    pub average_precision: f64,
    /// At 100 and at 1,000.
    pub precision_at: Vec<super::PrecisionAt>,
    /// The average precision of the findings by this one; absent when this is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<f64>,
}

/// Something planted and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InstanceFigures {
    /// As the data has it.
    pub id: String,
    /// As [`KindFigures::kind`]; of a look-alike what it resembles.
    pub kind: String,
    /// Of honest behaviour: its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look_alike: Option<String>,
    /// How many transactions it has.
    pub transactions: u64,
    /// Whether the definitions admit it; absent for look-alikes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admission: Option<Admission>,
    /// How it was found.
    pub outcome: Outcome,
    /// The finding that overlaps most, of its own pattern; absent when none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same: Option<BestFinding>,
    /// The finding that overlaps most, of another pattern; absent when none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<BestFinding>,
    /// The first finding in rank of whose transactions more than half are of this instance; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<BestFinding>,
}

/// Whether the definitions admit an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Admission {
    /// Absent when it cannot be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admitted: Option<bool>,
    /// Why it is not, or why it cannot be said: a short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The same in words, with the numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// How an instance was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// As its own pattern.
    Found,
    /// As another pattern only.
    FoundAsOther,
    /// Not at all.
    Missed,
}

/// A finding that shares transactions with an instance, or a shape that is named within one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BestFinding {
    /// The identifier of the finding.
    pub id: String,
    /// The pattern that shares the transactions.
    pub pattern: String,
    /// The pattern of the finding, where the shape is named within one and not the finding itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The rank of the finding among all, from 1.
    pub rank: u64,
    /// The rank of the finding among those of its pattern, from 1.
    pub rank_in_pattern: u64,
    /// The score of the finding in bits.
    pub score: f64,
    /// Transactions of both by transactions of either.
    pub jaccard: f64,
}

impl Evaluation {
    /// Writes it as JSON, indented, with a line break at the end.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self).map_err(io::Error::from)?;
        out.write_all(b"\n")
    }
}
