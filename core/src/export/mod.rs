//! What leaves: findings, cases, rejections, the manifest and the report of a run, as files that stand on their own.
//!
//! Each exporter is one file and writes to whatever [`Write`] it is given, a record at a time. The same
//! ledger and findings give the same bytes, whatever the number of threads. The JSON documents have schemas, which
//! are part of the library ([`FINDING_SCHEMA`], [`CASES_SCHEMA`], [`MANIFEST_SCHEMA`], [`INSPECTION_SCHEMA`],
//! [`OWNERS_SCHEMA`]); the tests hold what is written against them.

mod accounts;
#[cfg(feature = "typologies")]
pub mod alerts;
pub mod behind;
pub mod cases;
#[cfg(feature = "typologies")]
mod dossiers;
pub mod findings;
mod input;
pub mod inspection;
mod joined;
pub mod manifest;
pub mod owners;
pub mod parties;
mod rates;
pub mod rejects;
pub mod report;
mod summary;
pub mod told;
#[cfg(feature = "typologies")]
pub mod typologies;
pub mod views;

pub use accounts::{AccountsInput, AccountsSummary};
pub use input::{ColumnSummary, Constant, InputSummary, RejectionExample, RowCounts, UnreadInput};
pub use joined::{DistanceSummary, JoinedSummary};
pub use rates::{Origin, RateSummary, RatesSummary, Seen};
pub use summary::{CurrencySummary, InstitutionSummary, LedgerSummary};

use serde::Serialize;
use std::io::{self, Write};

/// The JSON schema of a line of `findings.ndjson`.
pub const FINDING_SCHEMA: &str = include_str!("../../schemas/finding.schema.json");
/// The JSON schema of `cases.json`.
pub const CASES_SCHEMA: &str = include_str!("../../schemas/cases.schema.json");
/// The JSON schema of `manifest.json`.
pub const MANIFEST_SCHEMA: &str = include_str!("../../schemas/manifest.schema.json");
/// The JSON schema of a line of `matches.ndjson`.
pub const MATCH_SCHEMA: &str = include_str!("../../schemas/match.schema.json");
/// The JSON schema of what `quipu owners --json` writes.
pub const OWNERS_SCHEMA: &str = include_str!("../../schemas/owners.schema.json");
/// The JSON schema of what `quipu inspect --json` writes.
pub const INSPECTION_SCHEMA: &str = include_str!("../../schemas/inspection.schema.json");

/// The JSON schema of a line of `alerts.ndjson`.
#[cfg(feature = "typologies")]
pub const ALERT_SCHEMA: &str = include_str!("../../schemas/alert.schema.json");
/// The JSON schema of what `quipu typologies --json` writes.
#[cfg(feature = "typologies")]
pub const TYPOLOGIES_SCHEMA: &str = include_str!("../../schemas/typologies.schema.json");
/// The JSON schema of a typology pack, for editors that check TOML against one.
#[cfg(feature = "typologies")]
pub const PACK_SCHEMA: &str = include_str!("../../schemas/pack.schema.json");

/// One JSON document, indented for people, with a line break at the end.
fn document(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")
}
