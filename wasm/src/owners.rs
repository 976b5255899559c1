//! Who owns a company, by the files of parties.

use crate::failure::Failure;
use crate::parties::Parties;
use quipu::export::owners::OwnersDocument;
use quipu::model::{PartialDate, PartyId, PartyKind, Share};
use quipu::ownership::{Jurisdictions, Ownership, Parameters};
use quipu::parties::PartyRegister;
use quipu::parties::matching::{Description, ExactMatcher, MatchedBy, Matcher};
use serde::Deserialize;

/// As the options of `quipu owners`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    company: String,
    at: Option<String>,
    // Percent, as a decimal text.
    threshold: Option<String>,
}

/// The document of `quipu owners --json`.
pub(crate) fn document(parties: &mut Parties, query: &str) -> Result<Vec<u8>, Failure> {
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
    let register = parties.register()?;
    let register = &*register;
    let jurisdictions = Jurisdictions::built_in();
    let ownership = Ownership::new(register, parameters, &jurisdictions);
    let owners = ownership.owners_of(find(register, &ownership, &query.company)?);
    let document = OwnersDocument::of(&owners, register, &jurisdictions, parties.reports(), parties.unread());
    let mut bytes = Vec::new();
    document.write(&mut bytes)?;
    Ok(bytes)
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
