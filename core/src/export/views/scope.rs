//! What a view is of: a case, a finding or an account, by the names that the files use.

use super::Views;
use crate::model::AccountId;
use serde::Deserialize;

/// What a network or a list of transactions is of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Of {
    /// A case, by its identifier.
    Case(String),
    /// A finding, by its identifier.
    Finding(String),
    /// An account, by its name as the files write it.
    Account(String),
}

/// What is asked for is not there, or the question is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ViewError {
    /// A short name: `no-such-finding`, `no-such-case`, `no-such-account`, `bad-query`.
    pub kind: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl ViewError {
    /// A question that is none.
    #[must_use]
    pub fn bad_query(message: String) -> Self {
        Self { kind: "bad-query", message, hint: "the members of a query are in the types of the package".to_owned() }
    }

    pub(super) fn none(kind: &'static str, what: &str, name: &str, hint: &str) -> Self {
        Self { kind, message: format!("there is no {what} {name:?}"), hint: hint.to_owned() }
    }
}

impl Views<'_> {
    /// The place of a finding in the order of rank.
    ///
    /// # Errors
    /// `no-such-finding`.
    pub fn finding(&self, id: &str) -> Result<usize, ViewError> {
        let place = self.cases.finding_ids.iter().position(|own| own.to_string() == id);
        let hint = "identifiers change with parameters and data: take one of this run";
        place.ok_or_else(|| ViewError::none("no-such-finding", "finding", id, hint))
    }

    /// The place of a case in the order of rank.
    ///
    /// # Errors
    /// `no-such-case`.
    pub fn case(&self, id: &str) -> Result<usize, ViewError> {
        let place = self.cases.cases.iter().position(|case| case.id.to_string() == id);
        let hint = "identifiers change with parameters and data: take one of this run";
        place.ok_or_else(|| ViewError::none("no-such-case", "case", id, hint))
    }

    /// The account of a name as the files write it: `institution:number`, or the number alone.
    ///
    /// # Errors
    /// `no-such-account`.
    pub fn account(&self, name: &str) -> Result<AccountId, ViewError> {
        let accounts = self.ledger().accounts();
        // Either part may have a colon.
        let splits = name.match_indices(':').map(|(colon, _)| (&name[..colon], &name[colon + 1..]));
        let account = accounts.find("", name).or_else(|| {
            let mut found = splits.filter(|(institution, _)| !institution.is_empty());
            found.find_map(|(institution, number)| accounts.find(institution, number))
        });
        let hint = "write it as the files do: the institution, a colon and the number, or the number alone";
        account.ok_or_else(|| ViewError::none("no-such-account", "account", name, hint))
    }
}
