//! Indicators of crimes in `quipu analyze`: which pack, what it gave, and what is said of it.

use crate::failure::Failure;
use crate::output::{Draft, Folder};
use crate::table::{self, Align, count, many};
use crate::{terminal, typologies};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use quipu::assess::v1::{self, Assessment};
use quipu::assess::{self, Evaluation, Holders, Reason};
use quipu::case::{Cases, Contents};
use quipu::detect::{Detection, Watch};
use quipu::dossier::Dossiers;
use quipu::export::alerts::{self, TypologiesSummary};
use quipu::graph::TransactionGraph;
use quipu::typology::{Language, Need, Pack};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The pack of indicators.
#[derive(Debug, Args)]
pub(crate) struct TypologiesOption {
    /// A pack of indicators (TOML) that extends or replaces the one that is built in (see quipu typologies); none searches
    /// for patterns alone, without alerts
    #[arg(long, value_name = "FILE", help_heading = "Detection")]
    typologies: Option<PathBuf>,

    /// The language of cases in the report and on the terminal: en, es, pt or fr; cases.json has all four
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = language(), help_heading = "Output")]
    pub(crate) language: Language,

    /// How large a share of false alerts may be, of those that are told to remain when it is controlled
    #[arg(long, value_name = "SHARE", default_value = "0.05", value_parser = share, help_heading = "Detection")]
    false_alerts: u32,
}

/// Thousandths as a decimal without zeros behind.
fn decimal(thousandths: u32) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A share from 0 to 1, in thousandths.
fn share(text: &str) -> Result<u32, String> {
    let expected = || "a share from 0 to 1 with at most three decimals was expected, as 0.05".to_owned();
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if decimals.len() > 3 || !digits(whole) || !digits(decimals) || whole.is_empty() {
        return Err(expected());
    }
    let number = format!("{whole}{decimals:0<3}").parse::<u32>().map_err(|_| expected())?;
    if number <= 1000 { Ok(number) } else { Err(expected()) }
}

fn language() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code)).try_map(|code| code.parse::<Language>())
}

/// A pack and what it gave.
pub(crate) struct Assessed {
    pack: Pack,
    evaluation: Evaluation,
    assessments: Vec<Assessment>,
    false_alerts: u32,
}

impl TypologiesOption {
    /// The pack, and the share of false alerts that is allowed for; `None` where no indicator is asked for.
    pub(crate) fn pack(&self) -> Result<Option<(Pack, u32)>, Failure> {
        // A file of that name is ./none.
        if self.typologies.as_deref() == Some(Path::new("none")) {
            return Ok(None);
        }
        Ok(Some((typologies::read(self.typologies.as_deref())?, self.false_alerts)))
    }
}

impl Assessed {
    pub(crate) fn of(
        (pack, false_alerts): (Pack, u32),
        graph: &TransactionGraph,
        detection: &Detection,
        holders: Option<&Holders>,
        watch: &dyn Watch,
    ) -> Result<Self, Failure> {
        let evaluation = assess::evaluate(graph, &pack, detection, holders, watch)?;
        let assessments = v1::assess(graph, &pack, &evaluation, holders);
        Ok(Self { pack, evaluation, assessments, false_alerts })
    }

    /// The alerts as they are written.
    pub(crate) fn whole(&self) -> alerts::Assessed<'_> {
        let Self { pack, evaluation, assessments, false_alerts } = self;
        alerts::Assessed { pack, evaluation, assessments, false_alerts: *false_alerts }
    }

    pub(crate) fn summary(&self) -> TypologiesSummary {
        TypologiesSummary::of(self.whole())
    }

    /// `alerts.ndjson`, written.
    pub(crate) fn draft(&self, folder: &Folder, graph: &TransactionGraph) -> Result<Draft, Failure> {
        let mut draft = folder.draft("alerts.ndjson")?;
        alerts::write(&mut draft, graph, self.whole()).map_err(|error| draft.failure(&error))?;
        Ok(draft)
    }

    /// The first cases by their titles.
    pub(crate) fn cases(dossiers: &Dossiers<'_>, detection: &Detection, cases: &Cases, most: usize) -> String {
        let rows: Vec<Vec<String>> = (cases.cases.iter().take(most))
            .map(|case| {
                let graph = dossiers.graph();
                let contents = Contents::with(graph, &cases.hubs, &detection.findings, dossiers.flags(), case);
                let title = dossiers.title(case, &contents).map(|title| title.text.get(dossiers.language()).to_owned());
                let bits = (case.score_millibits + 50) / 100;
                let score = format!("{}.{}", count((bits / 10).max(0) as u64), (bits % 10).abs());
                vec![score, table::cut(&terminal::safe(&title.unwrap_or_default()), 110)]
            })
            .collect();
        table::columns(&[Align::Right, Align::Left], &rows)
    }

    /// How many alerts each indicator gave, and what the others lack.
    pub(crate) fn table(&self) -> String {
        let Evaluation { alerts, indicators, .. } = &self.evaluation;
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
        let summary = self.summary();
        if summary.within + summary.beyond > 0 {
            text += &format!(
                "  {} at a share of false alerts of {}; {} more likely luck, {} not estimated\n",
                many(summary.within, "remains", "remain"),
                decimal(self.false_alerts),
                count(summary.beyond),
                count(summary.not_estimated)
            );
        }
        text += &table::columns(&[Align::Left, Align::Right, Align::Left], &rows);
        for indicator in indicators {
            for cut in &indicator.cut_windows {
                text += &format!(
                    "  {}: {} searched for within {} and not {}, for the pace of this data\n",
                    indicator.indicator, cut.pattern, cut.searched, cut.asked
                );
            }
        }
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
