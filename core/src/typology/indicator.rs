//! An indicator: a red flag that a published source names, as a rule, with what people need to judge it.

use super::{Language, Rule, Texts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// An indicator of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Indicator {
    /// A short name for files, which stays: `cash-structuring`.
    pub id: Spanned<String>,
    /// Its number in the catalogue that comes with this library; `None` for an agency's own.
    #[serde(default)]
    pub number: Option<u32>,
    /// The offences that it may be a sign of.
    pub offences: Vec<Spanned<String>>,
    /// The document that it is from.
    pub source: Spanned<String>,
    /// Who is likely a victim, and no suspect for this alone: exports to others leave the names out.
    #[serde(default)]
    pub victims: Vec<Victims>,
    /// Its technique in AMLTRIX, where there is one.
    #[serde(default)]
    pub amltrix: Option<String>,
    /// The numbers that the source states, by their names in [`numbers`](Self::numbers); all others are proposed.
    #[serde(default)]
    pub stated: Vec<Spanned<String>>,
    /// What it is called.
    pub name: Texts,
    /// What it means, with the numbers of the rule in braces.
    pub explanation: Texts,
    /// What data it needs beyond what its rules tell: for an indicator whose rule this version does not have.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Its rules; any one is enough. None: this version has no rule of that kind.
    #[serde(default)]
    pub rule: Vec<Rule>,
}

/// Whom an indicator takes for likely victims, by what they do in the evidence of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Victims {
    /// The account that the alert is about.
    Subject,
    /// Those who pay the subject and are not paid by it. Hubs are none: a bank's cash desk and a shop pay too.
    Payers,
    /// Those whom the subject pays and who do not pay it. Hubs are none.
    Payees,
}

/// An offence, with its codes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Offence {
    /// A short name for files.
    pub id: Spanned<String>,
    /// Three letters for tables.
    pub short: String,
    /// What it is called.
    pub name: Texts,
    /// Its code in the International Classification of Crime for Statistical Purposes.
    pub iccs: String,
    /// How well that was looked at.
    pub checked: Checked,
    /// Subtypes of suspicious activity reports of FinCEN.
    #[serde(default)]
    pub fincen: Vec<String>,
    /// Techniques of AMLTRIX.
    #[serde(default)]
    pub amltrix: Vec<String>,
}

/// How well a document or a code was looked at by those who made the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checked {
    /// The document was read.
    Read,
    /// Another page quotes it.
    Quoted,
    /// From memory: look it up before leaning on it.
    Recalled,
}

/// Data that a rule needs, by the names that mapping files use where it is a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The channel: cash, wire, card ...
    Channel,
    /// The purpose or memo.
    Purpose,
    /// Branches on either side.
    Branch,
    /// Towns or regions on either side.
    Place,
    /// Countries on either side.
    Country,
    /// Institutions of accounts.
    Institution,
    /// The hour of the day by the clock of the place.
    LocalTime,
    /// A cash-reporting threshold for a currency of the data.
    Threshold,
    /// Who came to the desk.
    Conductor,
    /// Category codes of merchants.
    MerchantCategory,
    /// Denominations of the notes that were exchanged.
    Denomination,
    /// Balances after transactions.
    Balance,
    /// Whether a virtual asset is moved, and through which provider.
    VirtualAsset,
    /// The party that the invoice names.
    InvoiceParty,
    /// Codes of goods in the Harmonized System.
    HsCode,
    /// Prices of one unit of the goods.
    UnitPrice,
    /// Identifiers of contracts.
    Contract,
    /// Totals of contracts.
    ContractTotal,
    /// Employees of payrolls.
    Employee,
    /// Coordinates of cash machines.
    Coordinates,
    /// Remittances that were expected: payer and amount.
    ExpectedRemittance,
    /// Who holds the accounts.
    Holders,
    /// Days on which accounts were opened.
    Opened,
    /// Occupations of holders.
    Occupation,
    /// Stated incomes of holders.
    Income,
    /// Lines of business of holders.
    Industry,
    /// Contact data of holders.
    Contact,
    /// Addresses of holders.
    Address,
    /// Relatives of holders.
    Family,
    /// Owners and directors of companies.
    Ownership,
    /// Politically exposed persons.
    Exposure,
    /// States and their bodies among the parties.
    PublicBody,
}

/// A number of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Number {
    /// Its name: `rows`, `window`, `step.within`; from the second rule on with the rule's number before it.
    pub name: String,
    /// Its value and unit, as rules write it.
    pub value: String,
    /// Whether the source states it; else it is proposed, to be calibrated.
    pub status: NumberStatus,
    #[serde(skip)]
    pub(super) span: Option<crate::model::Span>,
}

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberStatus {
    /// The source states it.
    Source,
    /// It is this pack's, to be calibrated.
    Proposed,
}

impl Indicator {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.get_ref()
    }

    /// Whether the subject of its alerts is likely a victim.
    #[must_use]
    pub fn subject_is_victim(&self) -> bool {
        self.victims.contains(&Victims::Subject)
    }

    /// The numbers of all its rules.
    #[must_use]
    pub fn numbers(&self) -> Vec<Number> {
        let mut numbers: Vec<Number> = Vec::new();
        for (place, rule) in self.rule.iter().enumerate() {
            let before = if place == 0 { String::new() } else { format!("{}.", place + 1) };
            numbers.extend(super::numbers::of(rule).into_iter().map(|(name, value)| {
                let name = format!("{before}{name}");
                let stated = self.stated.iter().any(|stated| *stated.get_ref() == name);
                let status = if stated { NumberStatus::Source } else { NumberStatus::Proposed };
                Number { name, value: value.text, status, span: value.span }
            }));
        }
        numbers
    }

    /// What it means in a language, with the numbers of its rules.
    #[must_use]
    pub fn explain(&self, language: Language) -> String {
        let mut text = self.explanation.get(language).to_owned();
        let numbers: BTreeMap<String, Number> =
            self.numbers().into_iter().rev().map(|number| (number.name.clone(), number)).collect();
        for (name, number) in numbers {
            let value = number.span.map_or_else(|| number.value.clone(), |span| language.span(span));
            text = text.replace(&format!("{{{name}}}"), &value);
        }
        text
    }
}

impl Need {
    /// The name that output uses.
    #[must_use]
    pub fn name(self) -> String {
        let text = serde_json::to_string(&self).unwrap_or_default();
        text.trim_matches('"').to_owned()
    }
}
