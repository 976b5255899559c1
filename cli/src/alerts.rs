//! Indicators of crimes in `quipu analyze`: which pack, what it gave, and what is said of it.

use crate::failure::Failure;
use crate::output::{Draft, Folder};
use crate::table::{self, Align, count, many};
use crate::{terminal, typologies};
use clap::Args;
use quipu::assess::{self, Evaluation, Holders, Reason};
use quipu::detect::{Detection, Watch};
use quipu::export::alerts::{self, TypologiesSummary};
use quipu::graph::TransactionGraph;
use quipu::typology::{Language, Need, Pack};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The pack of indicators.
#[derive(Debug, Args)]
pub(crate) struct TypologiesOption {
    /// A pack of indicators (TOML) that extends or replaces the one that is built in; see quipu typologies
    #[arg(long, value_name = "FILE", help_heading = "Detection")]
    typologies: Option<PathBuf>,
}

/// A pack and what it gave.
pub(crate) struct Assessed {
    pack: Pack,
    evaluation: Evaluation,
}

impl TypologiesOption {
    pub(crate) fn pack(&self) -> Result<Pack, Failure> {
        typologies::read(self.typologies.as_deref())
    }
}

impl Assessed {
    pub(crate) fn of(
        pack: Pack,
        graph: &TransactionGraph,
        detection: &Detection,
        holders: Option<&Holders>,
        watch: &dyn Watch,
    ) -> Result<Self, Failure> {
        let evaluation = assess::evaluate(graph, &pack, detection, holders, watch)?;
        Ok(Self { pack, evaluation })
    }

    pub(crate) fn summary(&self) -> TypologiesSummary {
        TypologiesSummary::of(&self.pack, &self.evaluation)
    }

    /// `alerts.ndjson`, written.
    pub(crate) fn draft(&self, folder: &Folder, graph: &TransactionGraph) -> Result<Draft, Failure> {
        let mut draft = folder.draft("alerts.ndjson")?;
        alerts::write(&mut draft, graph, &self.pack, &self.evaluation).map_err(|error| draft.failure(&error))?;
        Ok(draft)
    }

    /// How many alerts each indicator gave, and what the others lack.
    pub(crate) fn table(&self) -> String {
        let Evaluation { alerts, indicators } = &self.evaluation;
        if indicators.is_empty() {
            return String::new();
        }
        let evaluated = indicators.iter().filter(|indicator| indicator.alerts.is_some()).count() as u64;
        let title = format!(
            "{} of {} evaluated",
            many(alerts.len() as u64, "alert", "alerts"),
            many(evaluated, "indicator", "indicators")
        );
        let mut rows = Vec::new();
        for (indicator, own) in indicators.iter().zip(&self.pack.indicators) {
            if let Some(number) = indicator.alerts.filter(|number| *number > 0) {
                let name = table::cut(&terminal::safe(own.name.get(Language::En)), 70);
                rows.push(vec![indicator.indicator.clone(), count(number), name]);
            }
        }
        let mut text = format!("\n{}\n", terminal::heading(&title));
        text += &table::columns(&[Align::Left, Align::Right, Align::Left], &rows);
        let lacking = self.lacking();
        if !lacking.is_empty() {
            let number = indicators.len() as u64 - evaluated;
            text += &format!("  {} not evaluated; quipu typologies list shows them\n", count(number));
            text += &table::inner_columns(&[Align::Right, Align::Left], &lacking);
        }
        text
    }

    /// Why indicators were not evaluated, each reason with its number.
    fn lacking(&self) -> Vec<Vec<String>> {
        let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
        for indicator in self.evaluation.indicators.iter().filter(|indicator| indicator.alerts.is_none()) {
            let reason = match indicator.not_evaluated.first() {
                Some(Reason::DataLacks { needs, .. }) => {
                    let any = |any: &Vec<Need>| any.iter().map(|need| need.name()).collect::<Vec<_>>().join(" or ");
                    format!("needs {}", needs.iter().map(any).collect::<Vec<_>>().join(", "))
                }
                Some(Reason::OtherNotEvaluated { indicator, .. }) => format!("leans on {indicator}"),
                Some(Reason::RuleNotInThisVersion { .. }) | None => "rule not in this version".to_owned(),
            };
            *reasons.entry(reason).or_default() += 1;
        }
        let mut rows: Vec<(u64, String)> = reasons.into_iter().map(|(reason, number)| (number, reason)).collect();
        rows.sort_by(|one, two| two.0.cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
        rows.into_iter().map(|(number, reason)| vec![count(number), terminal::safe(&reason)]).collect()
    }
}
