//! What a file of parties is, found from its beginning.

use super::super::compression::Unpackable;
use super::super::encoding::{self, Spelling};
use super::super::{Format, Plan, ReadOptions};
use super::columns::End;
use super::text::Unpacking;
use super::{PartyOptions, PartyPlan};
use serde::Serialize;

/// The kinds of files of parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PartyFormat {
    /// A table of customers or other parties, whose columns were recognised by name or given by a mapping.
    Customers,
    /// A table of relations: owners, directors, nominees, relatives.
    Relations,
    /// An accounts file of AMLworld.
    #[serde(rename = "amlworld-accounts")]
    AmlWorldAccounts,
    /// An accounts file of AMLSim.
    #[serde(rename = "amlsim-accounts")]
    AmlSimAccounts,
    /// An accounts file of AMLGentex.
    #[serde(rename = "amlgentex-accounts")]
    AmlGentexAccounts,
}

impl PartyFormat {
    /// The name that files and summaries use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Relations => "relations",
            Self::AmlWorldAccounts => "amlworld-accounts",
            Self::AmlSimAccounts => "amlsim-accounts",
            Self::AmlGentexAccounts => "amlgentex-accounts",
        }
    }

    /// What it is, in a few words for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Customers => "table of parties",
            Self::Relations => "table of relations",
            Self::AmlWorldAccounts => "accounts of AMLworld",
            Self::AmlSimAccounts => "accounts of AMLSim",
            Self::AmlGentexAccounts => "accounts of AMLGentex",
        }
    }

    /// What an input is that begins so; `None` when it is no file of parties, as one of transactions. A beginning of
    /// 256 KiB is enough, packed or not.
    #[must_use]
    pub fn find(beginning: &[u8], options: &PartyOptions) -> Option<Self> {
        let head = head(beginning, options);
        // What is whole as a file of transactions is one, whatever else its columns could be.
        if Plan::of(&head, "", &ReadOptions::default()).is_ok() {
            return None;
        }
        Self::of(&head, options).map(|(format, _)| format)
    }

    /// What a text is that begins so, and its plan where it is a table.
    pub(super) fn of(head: &str, options: &PartyOptions) -> Option<(Self, Option<PartyPlan>)> {
        let text = head.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with(['<', '[']) {
            return None;
        }
        let plan = PartyPlan::of(head, "", options).ok()?;
        let mapped = options.mapping.is_some();
        let format = match plan.known {
            Some(Format::AmlWorld) => Self::AmlWorldAccounts,
            Some(Format::AmlSim) => Self::AmlSimAccounts,
            Some(Format::AmlGentex) => Self::AmlGentexAccounts,
            _ if End::ALL.iter().any(|end| *end != End::Own && plan.has(*end)) => Self::Relations,
            _ if mapped || plan.score() * 3 >= plan.columns.len() => Self::Customers,
            // A table of something else in which a few columns could be of parties.
            _ => return None,
        };
        Some((format, Some(plan)))
    }
}

// So much of a text is looked at.
const HEAD: usize = 1 << 20;

/// The text that bytes begin with, in whole lines unless there is but one.
fn head(beginning: &[u8], options: &PartyOptions) -> String {
    let mut unpacking = Unpacking::new(options.encoding);
    let mut text = Vec::new();
    let mut take = |piece: &mut Vec<u8>| {
        text.append(piece);
        if text.len() > HEAD { Err(Enough) } else { Ok(()) }
    };
    // A beginning breaks off somewhere, packed or not.
    _ = unpacking.push(beginning, &mut take).and_then(|()| unpacking.end(&mut take));
    text.truncate(HEAD);
    whole_lines(&text)
}

/// Stops unpacking.
struct Enough;

impl From<Unpackable> for Enough {
    fn from(_: Unpackable) -> Self {
        Self
    }
}

/// A beginning as text, without what its last line lacks.
pub(super) fn whole_lines(text: &[u8]) -> String {
    let end = memchr::memrchr(b'\n', text).map_or(text.len(), |end| end + 1);
    encoding::readable(&text[..end], Spelling::Utf8OrWindows1252, b'\n')
}
