//! Parties of a register as those who are behind findings and cases.

use super::case::CaseDocument;
use super::names::PartyName;
use super::{Behind, raw, section};
use crate::case::Contents;
use crate::detect::Finding;
use crate::graph::TransactionGraph;
use crate::joined::Joined;
use maud::Markup;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io;

/// Accounts that a finding takes as one, and whose they are.
#[derive(Serialize)]
struct Owned<'a> {
    accounts: Vec<String>,
    parties: Vec<PartyName<'a>>,
}

impl Behind for Joined<'_> {
    fn owners(&self, graph: &TransactionGraph, finding: &Finding) -> io::Result<Box<RawValue>> {
        let name = |account: &crate::model::AccountId| graph.ledger().accounts().name(*account).to_string();
        let owned = finding.joined.iter().map(|accounts| Owned {
            accounts: accounts.iter().map(name).collect(),
            parties: match accounts.first() {
                Some(first) => PartyName::all(self.register, self.owners.at(finding.level, *first)),
                None => Vec::new(),
            },
        });
        raw(&owned.collect::<Vec<_>>())
    }

    fn case(&self, graph: &TransactionGraph, contents: &Contents<'_>) -> io::Result<Box<RawValue>> {
        raw(&CaseDocument::of(self, self.entities, graph, contents))
    }

    fn section(&self, graph: &TransactionGraph, contents: &Contents<'_>, rest: &str) -> Markup {
        section::section(&CaseDocument::of(self, self.entities, graph, contents), rest)
    }
}
