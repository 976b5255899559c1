//! Files of parties, and who owns a company by them.

use crate::failure::Failure;
use crate::session::answer;
use quipu::export::UnreadInput;
use quipu::export::owners::OwnersDocument;
use quipu::export::parties::{PartiesSummary, PartyInput};
use quipu::model::{PartialDate, PartyId, PartyKind, Share};
use quipu::ownership::{Jurisdictions, Ownership, Parameters};
use quipu::parties::PartyRegister;
use quipu::parties::matching::{Description, ExactMatcher, MatchedBy, Matcher};
use quipu::read::ReadError;
use quipu::read::parties::{PartyFileReport, PartyOptions, PartyReading};
use serde::Deserialize;

/// Files of parties, until the first question; then the register that they make.
#[derive(Default)]
pub(crate) struct Parties {
    reading: Option<PartyReading>,
    mapping: Option<String>,
    register: Option<PartyRegister>,
    reports: Vec<PartyFileReport>,
    unread: Vec<UnreadInput>,
}

impl std::fmt::Debug for Parties {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parties").field("files", &self.reports.len()).finish_non_exhaustive()
    }
}

/// As the options of `quipu owners`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    company: String,
    at: Option<String>,
    // Percent, as a decimal text.
    threshold: Option<String>,
}

impl Parties {
    pub(crate) fn begin(&mut self, name: String, mapping: Option<String>) -> Result<(), Failure> {
        if self.register.is_some() {
            let hint = "load every file before the first question, or open another session";
            return Err(Failure::new("already-loaded", "the register is already sorted", hint));
        }
        if self.reading.is_some() && mapping.is_some() && mapping != self.mapping {
            let hint = "files of parties share one mapping: give it with the first";
            return Err(Failure::new("bad-mapping", "another mapping is in use", hint));
        }
        let reading = self.reading.get_or_insert_with(|| {
            self.mapping.clone_from(&mapping);
            PartyReading::new(PartyOptions { mapping, ..PartyOptions::default() })
        });
        reading.begin(name).map_err(|error| unread(&mut self.unread, error))?;
        Ok(())
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let Some(reading) = &mut self.reading else { return Err(none()) };
        reading.push(bytes).map_err(|error| unread(&mut self.unread, error))?;
        // The first few stay in the report.
        _ = reading.take_rejections();
        Ok(())
    }

    pub(crate) fn end(&mut self) -> Result<String, Failure> {
        let Some(reading) = &mut self.reading else { return Err(none()) };
        let report = reading.end().map_err(|error| unread(&mut self.unread, error))?;
        let told = answer(&PartyInput::of(&report))?;
        self.reports.push(report);
        Ok(told)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    pub(crate) fn unread(&self) -> Vec<UnreadInput> {
        self.unread.clone()
    }

    pub(crate) fn summary(&mut self) -> Result<Option<PartiesSummary>, Failure> {
        if self.is_empty() {
            return Ok(None);
        }
        self.sort()?;
        Ok(self.register.as_ref().and_then(|register| PartiesSummary::of(&self.reports, register)))
    }

    /// The document of `quipu owners --json`.
    pub(crate) fn owners(&mut self, query: &str) -> Result<Vec<u8>, Failure> {
        let query: Query = serde_json::from_str(query)
            .map_err(|error| Failure::new("bad-query", error, "name a company, and at and threshold if wanted"))?;
        let mut parameters = Parameters::default();
        if let Some(at) = &query.at {
            let parsed: Result<PartialDate, _> = at.parse();
            parameters.at = Some(parsed.map_err(|error| Failure::new("bad-query", error, "write it as 2024-06-30"))?);
        }
        if let Some(threshold) = &query.threshold {
            let parts = Share::percent(threshold).map(|(parts, _)| parts).filter(|parts| *parts > 0);
            let wrong = || Failure::new("bad-query", "no such threshold", "give a number above 0 and at most 100");
            parameters.threshold = parts.ok_or_else(wrong)?;
        }
        self.sort()?;
        let register = self.register.as_ref().ok_or_else(none)?;
        let jurisdictions = Jurisdictions::built_in();
        let ownership = Ownership::new(register, parameters, &jurisdictions);
        let owners = ownership.owners_of(find(register, &ownership, &query.company)?);
        let document = OwnersDocument::of(&owners, register, &jurisdictions, &self.reports, self.unread.clone());
        let mut bytes = Vec::new();
        document.write(&mut bytes)?;
        Ok(bytes)
    }

    fn sort(&mut self) -> Result<(), Failure> {
        if self.register.is_none() {
            let reading = self.reading.take().ok_or_else(none)?;
            self.register = Some(reading.finish()?);
        }
        Ok(())
    }
}

fn unread(all: &mut Vec<UnreadInput>, error: ReadError) -> Failure {
    let aside = error.kind.sets_aside();
    let failure = Failure::from(error);
    if aside {
        all.push(failure.unread_input());
    }
    failure
}

fn none() -> Failure {
    Failure::new("not-parties", "no file of parties is loaded", "load customers, owners or lists first")
}

/// The one party that is meant: by what its source calls it, else by a number of it, else by its name.
fn find(register: &PartyRegister, ownership: &Ownership<'_>, asked: &str) -> Result<PartyId, Failure> {
    let identifier = Description { identifier: Some(asked), ..Description::default() };
    let mut found = ExactMatcher.matches(register, &identifier);
    if found.iter().any(|one| one.by == MatchedBy::SourceIdentifier) {
        found.retain(|one| one.by == MatchedBy::SourceIdentifier);
    }
    let mut parties: Vec<PartyId> = found.iter().map(|one| one.party).collect();
    if parties.is_empty() {
        let name = Description { name: Some(asked), ..Description::default() };
        parties = ExactMatcher.matches(register, &name).iter().map(|one| one.party).collect();
    }
    let mut heads: Vec<PartyId> = parties.into_iter().map(|party| ownership.stands_for(party)).collect();
    heads.sort_unstable();
    heads.dedup();
    match heads.as_slice() {
        [] => Err(Failure::new("no-such-party", format!("no party is called {asked:?}"), "names are compared whole")),
        [one] if register.kind(*one) == PartyKind::Person => {
            Err(Failure::new("not-a-company", format!("{} is a person", register.title(*one)), "name a company"))
        }
        [one] => Ok(*one),
        several => {
            let named = several.iter().take(20).map(|party| {
                let called = register.called(*party);
                format!("{}  {}", called.id, register.title(*party))
            });
            let hint = format!("name one of them:\n{}", named.collect::<Vec<_>>().join("\n"));
            Err(Failure::new("ambiguous", format!("{asked:?} fits {} parties", several.len()), &hint))
        }
    }
}
