//! Accounts files of AMLworld, AMLSim and AMLGentex: tables whose columns are known, so that nothing about them is guessed.
//!
//! [`AccountsFile`](crate::read::AccountsFile) reads them for what transactions need; here their holders become parties
//! that hold accounts. Labels (`IS_SAR`, `prior_sar_count`) are read over: they are for evaluation alone.

use super::super::Format;
use super::super::columns::Name;
use super::columns::{End, Meaning, PartyRole};

use PartyRole as R;

type Known = (Format, &'static [(&'static str, Option<PartyRole>)]);

// Normal names of columns; those before the first without a role are necessary.
const FORMATS: [Known; 3] = [
    (
        Format::AmlWorld,
        &[
            ("bank id", Some(R::Institution)),
            ("account number", Some(R::Account)),
            ("entity id", Some(R::Id)),
            ("entity name", Some(R::Name)),
            ("bank name", None),
        ],
    ),
    (
        Format::AmlSim,
        &[
            ("bank id", Some(R::Institution)),
            ("acct id", Some(R::Account)),
            ("dsply nm", Some(R::Id)),
            ("type", None),
            ("first name", Some(R::FirstName)),
            ("last name", Some(R::LastName)),
            ("street addr", Some(R::Address)),
            ("city", Some(R::Town)),
            ("state", Some(R::Region)),
            ("country", Some(R::Country)),
            ("zip", Some(R::Postcode)),
            ("gender", Some(R::Sex)),
            ("birth date", Some(R::BirthDate)),
            ("ssn", Some(R::NationalId)),
            ("branch id", Some(R::Branch)),
        ],
    ),
    (
        Format::AmlGentex,
        &[
            ("bank id", Some(R::Institution)),
            ("account id", Some(R::Account)),
            ("customer id", Some(R::Id)),
            ("age", None),
            ("salary", Some(R::Income)),
            ("city", Some(R::Town)),
        ],
    ),
];

/// What the columns of a known accounts file mean; `None` for other headers.
pub(super) fn recognise(names: &[String]) -> Option<(Format, Vec<Option<Meaning>>)> {
    let words: Vec<String> = names.iter().map(|name| Name::of(name).words).collect();
    let (format, columns) = FORMATS.iter().find(|(_, columns)| {
        let necessary = columns.iter().take_while(|(_, role)| role.is_some());
        necessary.into_iter().all(|(name, _)| words.iter().any(|word| word == name))
    })?;
    let meanings = words.iter().map(|word| {
        let (_, role) = columns.iter().find(|(name, _)| name == word)?;
        role.map(|role| Meaning::Party(End::Own, role))
    });
    Some((*format, meanings.collect()))
}
