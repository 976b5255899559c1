//! `quipu owners`: who owns and controls a company, through whatever stands between.

mod text;
mod tree;

use crate::choice::named;
use crate::failure::Failure;
use crate::parties::{self, Parties};
use crate::progress::Progress;
use crate::reading::{DATE_ORDERS, ENCODINGS};
use crate::{Outcome, terminal};
use clap::Args;
use quipu::export::owners::OwnersDocument;
use quipu::model::{Amount, Currency, PartialDate, PartyId, PartyKind, Share};
use quipu::ownership::{Jurisdictions, Ownership, Parameters};
use quipu::parties::PartyRegister;
use quipu::parties::matching::{Description, ExactMatcher, MatchedBy, Matcher};
use quipu::read::parties::PartyOptions;
use quipu::read::{AmountParser, DateOrder, DecimalMark, Encoding};
use std::fs;
use std::path::PathBuf;

/// Show who owns and controls a company
///
/// The owners of the company, theirs, and so on, as a tree with the file and record that tell each; then the part of the
/// company that is each person's, through all that stands between, and what each decides through majorities. Companies
/// that own each other are solved exactly. Ranges of shares stay ranges, what no source explains is stated, and so are
/// owners whom the source does not name, owners who may act together, and signs of nominees and shells.
///
/// Files are tables of owners or customers, FollowTheMoney, BODS, Senzing and OpenSanctions files, the lists of OFAC, the
/// UN and the EU: each is known by its beginning.
///
/// Exit codes: 0 ran; 2 error, or a file could not be read.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The company: what a source calls it, a number that identifies it, or its whole name
    ///
    /// Case, accents, punctuation and legal forms do not matter in names. Where several parties fit they are listed.
    #[arg(value_name = "COMPANY")]
    company: String,

    /// Files that tell who owns, controls or directs whom; `-` is standard input
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present = "parties")]
    relations: Vec<PathBuf>,

    /// Files that tell who the parties are: customers, registers, lists
    #[arg(long, value_name = "FILE", num_args = 1..)]
    parties: Vec<PathBuf>,

    /// The day for which it is asked, as 2024-06-30: relations that are over do not count
    #[arg(long, value_name = "DATE")]
    at: Option<PartialDate>,

    /// From so many percent on an owner is a beneficial owner
    #[arg(long, value_name = "PERCENT", value_parser = percent, default_value = "25")]
    threshold: u32,

    /// A stated income up to which an owner of many companies may be a straw man, as 6000PEN
    #[arg(long, value_name = "AMOUNT", value_parser = income)]
    low_income: Option<Amount>,

    /// A file (TOML) of jurisdictions whose registers tell little, in place of the lists that are built in
    #[arg(long, value_name = "FILE")]
    secrecy_list: Option<PathBuf>,

    /// A mapping file (TOML) that says which column of a table holds what
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    map: Option<PathBuf>,

    /// How the bytes spell text
    #[arg(long, value_name = "ENCODING", value_parser = named(&ENCODINGS), help_heading = "Reading")]
    encoding: Option<Encoding>,

    /// Day first, month first or year first, in dates that could be either
    #[arg(long, value_name = "ORDER", value_parser = named(&DATE_ORDERS), help_heading = "Reading")]
    date_order: Option<DateOrder>,

    /// Print JSON instead of text
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Draw no progress
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,
}

fn percent(text: &str) -> Result<u32, String> {
    match Share::percent(text.trim_end_matches('%').trim_end()) {
        Some((parts, _)) if parts > 0 => Ok(parts),
        _ => Err("give a number above 0 and at most 100".to_owned()),
    }
}

fn income(text: &str) -> Result<Amount, String> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let currency = Currency::parse(&text[digits.len()..]).map_err(|error| error.to_string())?;
    let parser = AmountParser::new(DecimalMark::Point, currency);
    let (units, _) = parser.parse(digits.trim_end().as_bytes()).map_err(|reason| reason.expected().to_owned())?;
    Ok(Amount::new(units, currency))
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let jurisdictions = arguments.jurisdictions()?;
    let progress = Progress::new(arguments.quiet);
    let mut files = arguments.relations.clone();
    files.extend(arguments.parties.iter().filter(|path| !arguments.relations.contains(path)).cloned());
    let Parties { register, reports, unread } =
        parties::read(&files, arguments.options()?, arguments.map.as_deref(), &progress)?;
    progress.working("owners");
    let ownership = Ownership::new(&register, arguments.parameters(), &jurisdictions);
    let company = find(&register, &ownership, &arguments.company)?;
    let owners = ownership.owners_of(company);
    progress.done();
    if arguments.json {
        let unread_inputs = unread.iter().map(Failure::unread_input).collect();
        let document = OwnersDocument::of(&owners, &register, &jurisdictions, &reports, unread_inputs);
        let mut text = Vec::new();
        document.write(&mut text).map_err(|error| Failure::new("internal", error.to_string()))?;
        terminal::print(&String::from_utf8_lossy(&text))?;
    } else {
        terminal::print(&text::text(&register, &owners, &jurisdictions))?;
    }
    Ok(Outcome::Done.or_incomplete(&unread))
}

impl Arguments {
    fn options(&self) -> Result<PartyOptions, Failure> {
        let read =
            |path: &PathBuf| fs::read_to_string(path).map_err(|error| Failure::io(&error, "read the mapping", path));
        let mapping = self.map.as_ref().map(read).transpose()?;
        Ok(PartyOptions { mapping, encoding: self.encoding, date_order: self.date_order })
    }

    fn parameters(&self) -> Parameters {
        Parameters { at: self.at, threshold: self.threshold, low_income: self.low_income, ..Parameters::default() }
    }

    fn jurisdictions(&self) -> Result<Jurisdictions, Failure> {
        let Some(path) = &self.secrecy_list else { return Ok(Jurisdictions::built_in()) };
        let text = fs::read_to_string(path).map_err(|error| Failure::io(&error, "read the list", path))?;
        Jurisdictions::from_toml(&text).map_err(|error| {
            Failure::new("bad-list", error.to_string().trim_end().to_owned())
                .in_file(path.display().to_string())
                .hint("write [[list]] with id, title, source, as_of, status (quoted or proposed) and countries")
        })
    }
}

// So many candidates are listed.
const CANDIDATES: usize = 20;

// The one party that is meant: by what its source calls it, else by a number of it, else by its name.
fn find(register: &PartyRegister, ownership: &Ownership<'_>, asked: &str) -> Result<PartyId, Failure> {
    let whole = |party: &PartyId| {
        let called = register.called(*party);
        asked.strip_prefix(called.scope).and_then(|rest| rest.strip_prefix(':')) == Some(called.id)
    };
    let identifier = Description { identifier: Some(asked), ..Description::default() };
    let mut found = ExactMatcher.matches(register, &identifier);
    // The matches come in this order.
    if found.iter().any(|one| one.by == MatchedBy::SourceIdentifier) {
        found.retain(|one| one.by == MatchedBy::SourceIdentifier);
    }
    let mut parties: Vec<PartyId> = found.iter().map(|one| one.party).collect();
    if parties.is_empty() {
        parties = register.ids().filter(whole).collect();
    }
    if parties.is_empty() {
        let name = Description { name: Some(asked), ..Description::default() };
        parties = ExactMatcher.matches(register, &name).iter().map(|one| one.party).collect();
    }
    let mut heads: Vec<PartyId> = parties.into_iter().map(|party| ownership.stands_for(party)).collect();
    heads.sort_unstable();
    heads.dedup();
    match heads.as_slice() {
        [] => {
            let parties = crate::table::many(register.len() as u64, "party is", "parties are");
            Err(Failure::new("no-such-party", format!("no party is called '{}'", terminal::safe(asked)))
                .hint(format!("names are compared whole; {parties} in the files: look with quipu inspect")))
        }
        [one] if register.kind(*one) == PartyKind::Person => {
            Err(Failure::new("not-a-company", format!("{} is a person", text::party(register, *one)))
                .hint("nobody owns a person; name a company"))
        }
        [one] => Ok(*one),
        several => {
            let mut hint = String::from("name one of them by what its source calls it:");
            for party in several.iter().take(CANDIDATES) {
                let called = register.called(*party);
                let scope = if called.scope.is_empty() { String::new() } else { format!("{}:", called.scope) };
                hint += &format!("\n'{scope}{}'  {}", called.id, text::described(register, *party));
            }
            if several.len() > CANDIDATES {
                hint += &format!("\nand {} more", several.len() - CANDIDATES);
            }
            let number = several.len();
            Err(Failure::new("ambiguous", format!("'{}' fits {number} parties", terminal::safe(asked))).hint(hint))
        }
    }
}
