//! What a case tells those who must act on it: a title, who is likely a victim, which offences it may be a sign of, and a
//! narrative in four languages.
//!
//! [`flags`] makes cases of alerts; [`Dossiers`] tells them. Everything told is a fact of the case, and each [`Sentence`] names the
//! findings, alerts or transactions that it rests on. Nothing here decides what belongs to a case or how far up it stands: that is
//! [`case`](crate::case).

mod flags;
mod narrative;
mod sentence;
mod standing;
mod texts;

pub use flags::flags;
pub use sentence::{Evidence, Fact, Sentence};
pub use standing::{AccountStanding, Standing};

use crate::assess::Assessed;
use crate::case::{Case, Contents, Flag, Flows, KeyAccounts, RankTerm, Timeline};
use crate::graph::TransactionGraph;
use crate::ledger::Rates;
use crate::typology::{Language, Texts};
use narrative::Material;
use texts::Templates;

/// What is told of the cases of a run.
#[derive(Clone, Debug)]
pub struct Dossiers<'a> {
    graph: &'a TransactionGraph,
    rates: &'a Rates,
    assessed: Assessed<'a>,
    flags: Vec<Flag<'a>>,
    templates: Templates,
    language: Language,
}

/// What is told of a case.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// Its accounts with what the case says of them, in their order.
    pub standing: Vec<AccountStanding>,
    /// What it may be a sign of: the offences with the weightiest indicators first.
    pub offences: Vec<CaseOffence>,
    /// How much came in, left and passed through.
    pub flows: Flows,
    /// Its days.
    pub timeline: Timeline,
    /// The accounts on which it hangs.
    pub key_accounts: KeyAccounts,
    /// The sentences.
    pub narrative: Vec<Sentence>,
}

/// An offence that a case may be a sign of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOffence {
    /// Its id in the pack.
    pub id: String,
    /// What it is called.
    pub name: Texts,
    /// Its code in the International Classification of Crime for Statistical Purposes.
    pub iccs: String,
    /// The indicators of the case that may be a sign of it, as places in the pack, the weightiest first.
    pub indicators: Vec<usize>,
    /// Their alerts in the case: places among all alerts, ascending.
    pub alerts: Vec<u32>,
}

impl<'a> Dossiers<'a> {
    /// Of a run. Cases are made of its [`flags`](Self::flags).
    ///
    /// Time: O(evidence).
    #[must_use]
    pub fn new(graph: &'a TransactionGraph, rates: &'a Rates, assessed: Assessed<'a>) -> Self {
        let templates = Templates::built_in();
        Self { graph, rates, assessed, flags: flags(graph, assessed), templates, language: Language::default() }
    }

    /// The same, shown in a language where one must be chosen.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The language that is chosen where one must be.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The transactions.
    #[must_use]
    pub fn graph(&self) -> &'a TransactionGraph {
        self.graph
    }

    /// The alerts as cases are made of them.
    #[must_use]
    pub fn flags(&self) -> &[Flag<'a>] {
        &self.flags
    }

    /// The pack, the alerts and what they weigh.
    #[must_use]
    pub fn assessed(&self) -> Assessed<'a> {
        self.assessed
    }

    /// The title of a case: its weightiest red flag, or without one its most unusual pattern, and how much there is.
    #[must_use]
    pub fn title(&self, case: &Case, contents: &Contents<'_>) -> Option<Sentence> {
        narrative::title(self.material(case, contents))
    }

    /// The offences that a case may be a sign of.
    ///
    /// Time: O(alerts of the case).
    #[must_use]
    pub fn offences(&self, case: &Case) -> Vec<CaseOffence> {
        let Assessed { pack, evaluation, .. } = self.assessed;
        let mut offences: Vec<CaseOffence> = Vec::new();
        for reason in &case.reasons {
            let RankTerm::Indicator(place) = reason.of else { continue };
            let indicator = evaluation.alerts[place as usize].indicator;
            for id in &pack.indicators[indicator].offences {
                let Some(offence) = pack.offence(id.get_ref()) else { continue };
                match offences.iter_mut().find(|own| own.id == *id.get_ref()) {
                    Some(own) => own.indicators.push(indicator),
                    None => offences.push(CaseOffence {
                        id: id.get_ref().clone(),
                        name: offence.name.clone(),
                        iccs: offence.iccs.clone(),
                        indicators: vec![indicator],
                        alerts: Vec::new(),
                    }),
                }
            }
        }
        for offence in &mut offences {
            let own = |place: &u32| offence.indicators.contains(&evaluation.alerts[*place as usize].indicator);
            offence.alerts = case.alerts.iter().copied().filter(own).collect();
        }
        offences
    }

    /// All that is told of a case.
    ///
    /// Time: O(n log n) in the evidence, and what [`KeyAccounts::of`] takes.
    #[must_use]
    pub fn of(&self, case: &Case, contents: &Contents<'_>) -> Dossier {
        let ledger = self.graph.ledger();
        let standing = standing::of(ledger, self.assessed, case, contents);
        let offences = self.offences(case);
        let flows = Flows::of(ledger, contents);
        let timeline = Timeline::of(ledger, contents);
        let key_accounts = KeyAccounts::of(ledger, self.rates, contents);
        let narrative =
            narrative::of(self.material(case, contents), (&standing, &offences), (&flows, &timeline, &key_accounts));
        Dossier { standing, offences, flows, timeline, key_accounts, narrative }
    }

    fn material<'b>(&'b self, case: &'b Case, contents: &'b Contents<'b>) -> Material<'b> {
        Material {
            ledger: self.graph.ledger(),
            rates: self.rates,
            assessed: self.assessed,
            templates: &self.templates,
            case,
            contents,
        }
    }
}
