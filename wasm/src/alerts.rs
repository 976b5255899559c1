//! Indicators of crimes: which pack, and what it gave.

use crate::failure::Failure;
use crate::watcher::Watcher;
use quipu::assess::v1::{self, Assessment};
use quipu::assess::{self, AlertId, Evaluation, Holders};
use quipu::case::Flag;
use quipu::detect::Detection;
use quipu::dossier::{self, Dossiers};
use quipu::export::alerts;
use quipu::export::views::{self, AlertViews, TypologyQuery, Views};
use quipu::graph::TransactionGraph;
use quipu::ledger::Rates;
use quipu::typology::Pack;

/// A pack, and the share of false alerts that is allowed for, in thousandths.
#[derive(Clone, Debug)]
pub(crate) struct Typologies {
    pack: Pack,
    false_alerts: u32,
}

/// As the command line's.
const FALSE_ALERTS: f64 = 0.05;

impl Typologies {
    /// The built-in pack, or one that extends or replaces it, as TOML.
    pub(crate) fn of(pack: Option<&str>, false_alerts: Option<f64>) -> Result<Self, Failure> {
        let pack = match pack {
            Some(text) => Pack::from_toml(text.strip_prefix('\u{FEFF}').unwrap_or(text))?,
            None => Pack::built_in(),
        };
        let thousandths = false_alerts.unwrap_or(FALSE_ALERTS) * 1000.0;
        let whole = thousandths.round();
        if !(0.0..=1000.0).contains(&whole) || (thousandths - whole).abs() > 1e-6 {
            let hint = "give a share from 0 to 1 with at most three decimals, as 0.05";
            return Err(Failure::new("bad-parameters", "false_alerts is no such share", hint));
        }
        Ok(Self { pack, false_alerts: whole as u32 })
    }
}

/// What a pack gave.
#[derive(Debug)]
pub(crate) struct Assessed {
    typologies: Typologies,
    evaluation: Evaluation,
    assessments: Vec<Assessment>,
    ids: Vec<AlertId>,
}

/// Indicators of the pack of a run, or of the built-in one before there is any: `TypologyQuery` to `Typologies`.
pub(crate) fn typologies(assessed: Option<&Assessed>, query: &TypologyQuery) -> views::Typologies {
    match assessed {
        Some(of) => views::Typologies::of(&of.typologies.pack, Some(&of.evaluation), query),
        None => views::Typologies::of(&Pack::built_in(), None, query),
    }
}

impl Assessed {
    pub(crate) fn of(
        typologies: Typologies,
        graph: &TransactionGraph,
        detection: &Detection,
        holders: Option<&Holders>,
        watcher: &Watcher,
    ) -> Result<Self, Failure> {
        let pack = &typologies.pack;
        let evaluation = assess::evaluate(graph, pack, detection, holders, watcher)?;
        let assessments = v1::assess(graph, pack, &evaluation, holders);
        let mut assessed = Self { typologies, evaluation, assessments, ids: Vec::new() };
        assessed.ids = dossier::alert_ids(graph, assessed.whole());
        Ok(assessed)
    }

    /// The alerts as they are written.
    pub(crate) fn whole(&self) -> alerts::Assessed<'_> {
        let Self { typologies: Typologies { pack, false_alerts }, evaluation, assessments, .. } = self;
        alerts::Assessed { pack, evaluation, assessments, false_alerts: *false_alerts }
    }

    /// The alerts as cases are made of them.
    pub(crate) fn flags(&self) -> Vec<Flag<'_>> {
        dossier::flags(self.whole(), &self.ids)
    }

    /// What cases tell beyond findings.
    pub(crate) fn dossiers<'a>(&'a self, graph: &'a TransactionGraph, rates: &'a Rates) -> Dossiers<'a> {
        Dossiers::with(graph, rates, self.whole(), &self.ids)
    }

    pub(crate) fn views<'a>(&'a self, views: Views<'a>) -> AlertViews<'a> {
        let assessed = self.whole();
        AlertViews { views, assessed, ids: &self.ids }
    }
}
