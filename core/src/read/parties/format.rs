//! What a file of parties is, found from its beginning.

use super::super::compression::Unpackable;
use super::super::encoding::{self, Spelling};
use super::super::{Format, Plan, ReadOptions};
use super::columns::End;
use super::ofac::{self, OfacTable};
use super::text::Unpacking;
use super::{PartyOptions, PartyPlan, bods, ftm, opensanctions, senzing, values};
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
    /// FollowTheMoney entities, as JSON lines or an array.
    #[serde(rename = "followthemoney")]
    FollowTheMoney,
    /// Statements of the Beneficial Ownership Data Standard, as JSON lines or an array.
    Bods,
    /// Records as Senzing takes them, as JSON lines or an array.
    Senzing,
    /// Entities that Senzing resolved, as JSON lines or an array.
    SenzingResolved,
    /// `targets.simple.csv` of OpenSanctions.
    #[serde(rename = "opensanctions")]
    OpenSanctions,
    /// Entries of OFAC's lists, as a table.
    OfacEntries,
    /// Addresses of OFAC's lists, as a table.
    OfacAddresses,
    /// Aliases of OFAC's lists, as a table.
    OfacAliases,
    /// Remarks of OFAC's lists that go on, as a table.
    OfacComments,
    /// OFAC's list as XML.
    OfacXml,
    /// The list of the United Nations Security Council, as XML.
    UnXml,
    /// The list of the European Union, as XML.
    EuXml,
}

/// What is needed to read a file that was found to be of a format.
#[derive(Debug)]
pub(super) enum Way {
    /// A table, by its plan.
    Table(Box<PartyPlan>),
    /// JSON: an array, or lines where each line is an object.
    Json(Layout),
    /// The columns of OpenSanctions.
    OpenSanctions(Vec<String>),
    Ofac(OfacTable),
    Xml,
}

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// One object a line.
    Lines,
    /// An array, or objects over several lines.
    Elements,
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
            Self::FollowTheMoney => "followthemoney",
            Self::Bods => "bods",
            Self::Senzing => "senzing",
            Self::SenzingResolved => "senzing-resolved",
            Self::OpenSanctions => "opensanctions",
            Self::OfacEntries => "ofac-entries",
            Self::OfacAddresses => "ofac-addresses",
            Self::OfacAliases => "ofac-aliases",
            Self::OfacComments => "ofac-comments",
            Self::OfacXml => "ofac-xml",
            Self::UnXml => "un-xml",
            Self::EuXml => "eu-xml",
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
            Self::FollowTheMoney => "FollowTheMoney",
            Self::Bods => "beneficial ownership statements (BODS)",
            Self::Senzing => "Senzing records",
            Self::SenzingResolved => "Senzing resolved entities",
            Self::OpenSanctions => "OpenSanctions targets",
            Self::OfacEntries => "OFAC list",
            Self::OfacAddresses => "OFAC addresses",
            Self::OfacAliases => "OFAC aliases",
            Self::OfacComments => "OFAC remarks",
            Self::OfacXml => "OFAC list (XML)",
            Self::UnXml => "UN Security Council list (XML)",
            Self::EuXml => "EU sanctions list (XML)",
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

    /// What a text is that begins so, and what it takes to read it.
    pub(super) fn of(head: &str, options: &PartyOptions) -> Option<(Self, Way)> {
        let text = head.trim_start_matches('\u{feff}').trim_start();
        match text.chars().next()? {
            '<' => return xml(text).map(|format| (format, Way::Xml)),
            '[' => return json(text).map(|format| (format, Way::Json(Layout::Elements))),
            '{' => {
                if let Some(format) = json(text) {
                    let first = text.lines().next().unwrap_or_default();
                    let whole = serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok();
                    // A line that breaks off with the beginning is a line all the same.
                    let layout = if whole || !text.contains('\n') { Layout::Lines } else { Layout::Elements };
                    return Some((format, Way::Json(layout)));
                }
            }
            _ => {}
        }
        let first = text.lines().next().unwrap_or_default();
        if let Some(columns) = opensanctions::header(first) {
            return Some((Self::OpenSanctions, Way::OpenSanctions(columns)));
        }
        if options.mapping.is_none()
            && let Some(table) = ofac::table(text)
        {
            let format = match table {
                OfacTable::Entries => Self::OfacEntries,
                OfacTable::Addresses => Self::OfacAddresses,
                OfacTable::Aliases => Self::OfacAliases,
                OfacTable::Comments => Self::OfacComments,
            };
            return Some((format, Way::Ofac(table)));
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
        Some((format, Way::Table(Box::new(plan))))
    }
}

fn json(text: &str) -> Option<PartyFormat> {
    let members = values::first_members(text);
    match () {
        () if bods::is_statement(&members) => Some(PartyFormat::Bods),
        () if ftm::is_entity(&members) => Some(PartyFormat::FollowTheMoney),
        () if senzing::is_resolved(&members) => Some(PartyFormat::SenzingResolved),
        () if senzing::is_record(&members) => Some(PartyFormat::Senzing),
        () => None,
    }
}

// By the name of the first element, and for names that others have too by its namespace.
fn xml(text: &str) -> Option<PartyFormat> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')? + 1..];
        let end = |mark: &str| rest.find(mark).map(|at| at + mark.len());
        match rest.chars().next()? {
            '?' => rest = &rest[end("?>")?..],
            '!' if rest.starts_with("!--") => rest = &rest[end("-->")?..],
            '!' => rest = &rest[end(">")?..],
            _ => break,
        }
    }
    let start = &rest[..rest.find('>').unwrap_or(rest.len())];
    let name = start.split([' ', '\n', '\r', '\t', '/']).next()?;
    match name.rsplit(':').next()? {
        "sdnList" => Some(PartyFormat::OfacXml),
        "CONSOLIDATED_LIST" => Some(PartyFormat::UnXml),
        "export" if start.contains("eu.europa.ec/fpi/fsd/export") => Some(PartyFormat::EuXml),
        _ => None,
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
