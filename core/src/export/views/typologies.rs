//! The indicators of a pack, in one language, with what became of them.

use crate::assess::{Evaluated, Evaluation, Reason};
use crate::typology::{Indicator, Language, Needs, Offence, Pack, SourceDocument, Victims};
use serde::{Deserialize, Serialize};

/// In which language. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
pub struct TypologyQuery {
    /// The language of names and explanations; English when not given.
    #[cfg_attr(feature = "typescript", ts(optional, type = "Language"))]
    pub language: Option<Language>,
}

/// A pack of indicators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Typologies {
    /// Its id.
    pub pack: String,
    /// Its version.
    pub version: u32,
    /// The day as of which it is.
    pub as_of: String,
    /// Its indicators, in its order.
    pub indicators: Vec<Typology>,
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Typology {
    /// Its id.
    pub id: String,
    /// Its number in the catalogue; `null` for an agency's own.
    pub number: Option<u32>,
    /// What it is called.
    pub name: String,
    /// What it means, with the numbers of its rules.
    pub explanation: String,
    /// The kinds of its rules; none when this version has no rule of the kind that it needs.
    pub rules: Vec<String>,
    /// What data each rule needs: all of a rule's, each by any one in it.
    pub needs: Vec<Vec<Vec<String>>>,
    /// The offences that it may be a sign of.
    pub offences: Vec<TypologyOffence>,
    /// Who is likely a victim.
    #[cfg_attr(feature = "typescript", ts(type = "(\"subject\" | \"payers\" | \"payees\")[]"))]
    pub victims: Vec<Victims>,
    /// Its technique in AMLTRIX.
    pub amltrix: Option<String>,
    /// The document that it is from: title, publisher and year.
    pub source: Option<String>,
    /// Whether any of its rules was evaluated; `null` before an analysis.
    pub evaluated: Option<bool>,
    /// How many alerts it gave; `null` when it was not evaluated.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub alerts: Option<u64>,
    /// Why rules of it were not evaluated.
    pub not_evaluated: Vec<NotEvaluated>,
    /// Windows of shapes that were too long for the pace of the data: what was asked and what was searched with instead.
    pub cut_windows: Vec<CutWindowRow>,
}

/// An offence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TypologyOffence {
    /// Its id.
    pub id: String,
    /// Its three letters.
    pub short: String,
    /// What it is called.
    pub name: String,
    /// Its code in the ICCS.
    pub iccs: String,
}

/// Why a rule was not evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct NotEvaluated {
    /// `rule-not-in-this-version`, `data-lacks` or `other-not-evaluated`, as in the manifest.
    pub reason: String,
    /// Which rule, from 1; `null` where it is the indicator.
    pub rule: Option<u32>,
    /// The data that is lacking: each of these, any one of those in it.
    pub needs: Vec<Vec<String>>,
    /// The indicator that it leans on, where that was not evaluated.
    pub indicator: Option<String>,
}

/// A window that was cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CutWindowRow {
    /// The pattern that was searched for.
    #[cfg_attr(feature = "typescript", ts(type = "Pattern"))]
    pub pattern: crate::detect::Pattern,
    /// The window that was asked for.
    pub asked: String,
    /// The longest that was searched with instead.
    pub searched: String,
}

impl Typologies {
    /// Those of a pack, and what became of them in a run.
    #[must_use]
    pub fn of(pack: &Pack, evaluation: Option<&Evaluation>, query: &TypologyQuery) -> Self {
        let language = query.language.unwrap_or_default();
        let evaluated = |place: usize| evaluation.map(|evaluation| &evaluation.indicators[place]);
        let indicators = pack.indicators.iter().enumerate();
        Self {
            pack: pack.id.clone(),
            version: pack.version,
            as_of: pack.as_of.clone(),
            indicators: indicators.map(|(place, one)| Typology::of(pack, one, evaluated(place), language)).collect(),
        }
    }
}

impl Typology {
    fn of(pack: &Pack, indicator: &Indicator, evaluated: Option<&Evaluated>, language: Language) -> Self {
        let offence = |offence: &Offence| TypologyOffence {
            id: offence.id.get_ref().clone(),
            short: offence.short.clone(),
            name: offence.name.get(language).to_owned(),
            iccs: offence.iccs.clone(),
        };
        let cut = |cut: &crate::detect::CutWindow| CutWindowRow {
            pattern: cut.pattern,
            asked: cut.asked.to_string(),
            searched: cut.searched.to_string(),
        };
        Self {
            id: indicator.id().to_owned(),
            number: indicator.number,
            name: indicator.name.get(language).to_owned(),
            explanation: indicator.explain(language),
            rules: indicator.rule.iter().map(|rule| rule.kind().to_owned()).collect(),
            needs: indicator.needs().iter().map(named).collect(),
            offences: indicator.offences.iter().filter_map(|id| pack.offence(id.get_ref())).map(offence).collect(),
            victims: indicator.victims.clone(),
            amltrix: indicator.amltrix.clone(),
            source: pack.source(indicator.source.get_ref()).map(citation),
            evaluated: evaluated.map(|evaluated| evaluated.alerts.is_some()),
            alerts: evaluated.and_then(|evaluated| evaluated.alerts),
            not_evaluated: evaluated.iter().flat_map(|own| &own.not_evaluated).map(NotEvaluated::of).collect(),
            cut_windows: evaluated.iter().flat_map(|own| &own.cut_windows).map(cut).collect(),
        }
    }
}

impl NotEvaluated {
    fn of(reason: &Reason) -> Self {
        let (reason, rule, needs, indicator) = match reason {
            Reason::RuleNotInThisVersion { needs } => ("rule-not-in-this-version", None, named(needs), None),
            Reason::DataLacks { rule, needs } => ("data-lacks", Some(*rule), named(needs), None),
            Reason::OtherNotEvaluated { rule, indicator } => {
                ("other-not-evaluated", Some(*rule), Vec::new(), Some(indicator.clone()))
            }
        };
        Self { reason: reason.to_owned(), rule, needs, indicator }
    }
}

fn named(needs: &Needs) -> Vec<Vec<String>> {
    needs.iter().map(|any| any.iter().map(|need| need.name().to_owned()).collect()).collect()
}

fn citation(source: &SourceDocument) -> String {
    let year = source.year.map_or_else(String::new, |year| format!(", {year}"));
    format!("{} ({}{year})", source.title, source.publisher)
}
