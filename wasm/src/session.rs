//! A session: files in, then questions about them.

#[cfg(feature = "full")]
use crate::alerts::Typologies;
use crate::analysis::{Analysis, Asked};
use crate::failure::Failure;
use crate::loading::{Loaded, Loading};
#[cfg(feature = "full")]
use crate::parties::Parties;
use crate::watcher::Watcher;
use crate::{columns, output};
use js_sys::{Function, Object};
use quipu::case::Flag;
use quipu::detect::Parameters;
use quipu::export::AccountsSummary;
use quipu::export::inspection::Inspection;
use quipu::export::rejects::RejectsWriter;
use quipu::export::views::ViewError;
use quipu::ledger::{GivenRates, Ledger};
use quipu::model::Span;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Files and what was found in them.
///
/// Files are loaded one after the other; the first question ends that, since the ledger is sorted then.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Session {
    loading: Option<Loading>,
    loaded: Option<Loaded>,
    analysis: Option<Analysis>,
    #[cfg(feature = "full")]
    parties: Parties,
}

/// What `analyze` takes: as the options of the command line.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct AnalyzeOptions {
    parameters: Option<Parameters>,
    patterns: Vec<quipu::detect::Pattern>,
    windows: Vec<Span>,
    rates: Option<Box<RawValue>>,
    typologies: Option<String>,
    #[cfg(feature = "full")]
    false_alerts: Option<f64>,
}

/// In place of a pack: no indicator is evaluated, and cases are made of findings alone.
const NONE: &str = "none";

#[wasm_bindgen]
impl Session {
    /// A session without files.
    ///
    /// # Errors
    /// None that is known.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsValue> {
        Ok(Self {
            loading: Some(Loading::new()?),
            loaded: None,
            analysis: None,
            #[cfg(feature = "full")]
            parties: Parties::default(),
        })
    }

    /// Begins a file of transactions or of accounts. `name` stands in the evidence; `mapping` says what is known of it, as
    /// a mapping file does, as JSON.
    ///
    /// # Errors
    /// When a question was asked before, or another file is open.
    pub fn begin(&mut self, name: String, mapping: Option<String>) -> Result<(), JsValue> {
        Ok(self.loading()?.begin(name, mapping)?)
    }

    /// The next bytes of the open file.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        Ok(self.loading()?.push(bytes)?)
    }

    /// Whether it is known what the open file means.
    #[wasm_bindgen(js_name = isUnderstood)]
    pub fn is_understood(&self) -> bool {
        self.loading.as_ref().is_some_and(Loading::is_understood)
    }

    /// Ends the open file: `{"transactions": ...}` or `{"accounts": ...}` with what the manifest has of it.
    ///
    /// # Errors
    /// When the file was not understood, is cut off or damaged, or none of its rows was accepted.
    pub fn end(&mut self) -> Result<String, JsValue> {
        Ok(self.loading()?.end()?)
    }

    /// Writes what `quipu inspect --json` prints. `rates` are an object of given rates, as JSON.
    ///
    /// # Errors
    /// When nothing is loaded or the rates are wrong.
    pub fn inspect(&mut self, rates: Option<String>, take: &Function) -> Result<(), JsValue> {
        let rates = rates.as_deref().map_or_else(|| Ok(GivenRates::default()), given_rates)?;
        #[cfg(feature = "full")]
        if self.loading.as_ref().is_some_and(Loading::is_empty) && !self.parties.is_empty() {
            // Files of parties alone are worth a look too.
            let mut inspection = Inspection::of(&[], &Ledger::default(), &rates);
            inspection.unread_inputs = self.parties.unread();
            inspection.parties = self.parties.summary()?;
            return Ok(output::give(take, |out| inspection.write(out)).map_err(Failure::from)?);
        }
        self.load()?;
        #[cfg(feature = "full")]
        let (parties, unread_parties) = (self.parties.summary()?, self.parties.unread());
        let (ledger, loaded) = self.ledger()?;
        let mut inspection = Inspection::of(&loaded.reports, ledger, &rates);
        inspection.unread_inputs.clone_from(&loaded.unread);
        inspection.accounts = AccountsSummary::of(&loaded.accounts, ledger);
        #[cfg(feature = "full")]
        {
            inspection.unread_inputs.extend(unread_parties);
            inspection.parties = parties;
        }
        Ok(output::give(take, |out| inspection.write(out)).map_err(Failure::from)?)
    }

    /// Searches for patterns. `options` are `parameters` (as the tables of a parameter file), `patterns`, `windows` and
    /// `rates`, `typologies` (`none`, which the default module must be told, or a pack as TOML) and in the full module
    /// `false_alerts`, as JSON; `told` hears of the progress; `stop` is asked whether to stop. Gives the manifest, as JSON,
    /// without the files that it would name.
    ///
    /// # Errors
    /// When nothing is loaded, an option is wrong, or it was stopped: the files stay loaded then.
    pub fn analyze(
        &mut self,
        options: Option<String>,
        told: Option<Function>,
        stop: Option<Function>,
    ) -> Result<String, JsValue> {
        let asked = asked(options.as_deref())?;
        self.load()?;
        let watcher = Watcher::new(told, stop);
        let analysis = match self.analysis.take() {
            Some(analysis) => analysis,
            None => {
                let loaded = self.loaded.take().ok_or_else(closed)?;
                Analysis::new(
                    loaded,
                    #[cfg(feature = "full")]
                    &mut self.parties,
                )?
            }
        };
        let analysis = self.analysis.insert(analysis);
        analysis.run(
            asked,
            #[cfg(feature = "full")]
            &self.parties,
            &watcher,
        )?;
        Ok(analysis.manifest_without_outputs()?)
    }

    /// Writes a file of the command line: `findings.ndjson`, `rejects.csv`, and in the full module
    /// `cases.json`, `report.html`, `alerts.ndjson`, `matches.ndjson` (where parties are known) and `manifest.json`. `take` gets it in
    /// pieces.
    ///
    /// # Errors
    /// When there is no such file, or it needs an analysis and there is none.
    pub fn output(&mut self, name: &str, take: &Function) -> Result<(), JsValue> {
        if name == "rejects.csv" && self.analysis.is_none() {
            let rejects = match (&self.loaded, &self.loading) {
                (Some(loaded), _) => loaded.rejects.clone(),
                _ => RejectsWriter::new(Vec::new()).and_then(RejectsWriter::finish).map_err(Failure::from)?,
            };
            return Ok(output::give(take, |out| io::Write::write_all(out, &rejects)).map_err(Failure::from)?);
        }
        Ok(self.analysis_mut()?.write(name, take)?)
    }

    /// A page of findings: `FindingQuery` to `FindingsPage`.
    ///
    /// # Errors
    /// When there is no analysis or the query is wrong.
    pub fn findings(&self, query: &str) -> Result<String, JsValue> {
        let query = question(query)?;
        let (analysis, flags) = self.flagged()?;
        Ok(answer(&analysis.views(&flags).findings(&query).map_err(Failure::from)?)?)
    }

    /// One finding, as its line of `findings.ndjson`.
    ///
    /// # Errors
    /// When there is no such finding.
    pub fn finding(&self, id: &str) -> Result<String, JsValue> {
        Ok(self.analysis()?.finding(id)?)
    }

    /// A page of cases: `CaseQuery` to `CasesPage`.
    ///
    /// # Errors
    /// When there is no analysis or the query is wrong.
    pub fn cases(&self, query: &str) -> Result<String, JsValue> {
        let query = question(query)?;
        let (analysis, flags) = self.flagged()?;
        Ok(answer(&analysis.views(&flags).cases(&query).map_err(Failure::from)?)?)
    }

    /// An account: `AccountQuery` to `AccountProfile`.
    ///
    /// # Errors
    /// When there is no such account.
    pub fn account(&self, query: &str) -> Result<String, JsValue> {
        let query = question(query)?;
        let (analysis, flags) = self.flagged()?;
        Ok(answer(&analysis.views(&flags).profile(&query).map_err(Failure::from)?)?)
    }

    /// A network to draw: `NetworkQuery` to `Network`.
    ///
    /// # Errors
    /// When what it is of is not there.
    pub fn network(&self, query: &str) -> Result<String, JsValue> {
        let query = question(query)?;
        let (analysis, flags) = self.flagged()?;
        Ok(answer(&analysis.views(&flags).network(&query).map_err(Failure::from)?)?)
    }

    /// Transactions in columns, as typed arrays, of a case, a finding, an account, or all: see `columns`.
    ///
    /// # Errors
    /// When what they are of is not there.
    pub fn transactions(&self, query: &str) -> Result<Object, JsValue> {
        let query = question(query)?;
        let analysis = self.analysis()?;
        let flags = analysis.flags();
        let views = analysis.views(&flags);
        let rows = columns::rows(&views, &query)?;
        Ok(columns::columns(analysis.graph.ledger(), &rows, columns::offset(&query), columns::limit(&query)))
    }
}

impl Session {
    fn loading(&mut self) -> Result<&mut Loading, Failure> {
        let hint = "load every file before the first question, or open another session";
        self.loading.as_mut().ok_or_else(|| Failure::new("already-loaded", "the ledger is already sorted", hint))
    }

    /// Sorts the ledger before the first question.
    fn load(&mut self) -> Result<(), Failure> {
        if self.loading.as_ref().is_some_and(Loading::is_empty) {
            let hint = "load a file of transactions first";
            return Err(Failure::new("not-transactions", "no file of transactions is loaded", hint));
        }
        if let Some(loading) = self.loading.take() {
            self.loaded = Some(loading.finish()?);
        }
        Ok(())
    }

    fn ledger(&self) -> Result<(&Ledger, &Loaded), Failure> {
        match (&self.analysis, &self.loaded) {
            (Some(analysis), _) => Ok((analysis.graph.ledger(), &analysis.loaded)),
            (None, Some(loaded)) => Ok((&loaded.ledger, loaded)),
            (None, None) => Err(closed()),
        }
    }

    fn analysis(&self) -> Result<&Analysis, Failure> {
        self.analysis.as_ref().filter(|analysis| analysis.is_done()).ok_or_else(no_analysis)
    }

    fn flagged(&self) -> Result<(&Analysis, Vec<Flag<'_>>), Failure> {
        let analysis = self.analysis()?;
        Ok((analysis, analysis.flags()))
    }

    fn analysis_mut(&mut self) -> Result<&mut Analysis, Failure> {
        self.analysis.as_mut().filter(|analysis| analysis.is_done()).ok_or_else(no_analysis)
    }
}

#[cfg(feature = "full")]
#[wasm_bindgen]
impl Session {
    /// Begins a file of parties: customers, owners, lists. `mapping` as for transactions; all parties of a table are on a
    /// list where that is said.
    ///
    /// # Errors
    /// When the mapping is wrong.
    #[wasm_bindgen(js_name = beginParties)]
    pub fn begin_parties(&mut self, name: String, mapping: Option<String>, list: bool) -> Result<(), JsValue> {
        Ok(self.parties.begin(name, mapping, list)?)
    }

    /// The next bytes of the open file of parties.
    ///
    /// # Errors
    /// When the file cannot be read on.
    #[wasm_bindgen(js_name = pushParties)]
    pub fn push_parties(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        Ok(self.parties.push(bytes)?)
    }

    /// Ends the open file of parties: what the inspection has of it.
    ///
    /// # Errors
    /// When the file was not understood, is cut off or damaged, or none of its records was accepted.
    #[wasm_bindgen(js_name = endParties)]
    pub fn end_parties(&mut self) -> Result<String, JsValue> {
        Ok(self.parties.end()?)
    }

    /// One case with its detail, as `cases.json` has those at its head.
    ///
    /// # Errors
    /// When there is no such case.
    pub fn case(&self, id: &str) -> Result<String, JsValue> {
        Ok(self.analysis()?.case(id)?)
    }

    /// A page of alerts: `AlertQuery` to `AlertsPage`.
    ///
    /// # Errors
    /// When there is no analysis or the query is wrong.
    pub fn alerts(&self, query: &str) -> Result<String, JsValue> {
        let query = question(query)?;
        let analysis = self.analysis()?;
        let flags = analysis.flags();
        let views = analysis.assessed()?.views(analysis.views(&flags));
        Ok(answer(&views.alerts(&query).map_err(Failure::from)?)?)
    }

    /// One alert, as its line of `alerts.ndjson`.
    ///
    /// # Errors
    /// When there is no such alert.
    pub fn alert(&self, id: &str) -> Result<String, JsValue> {
        Ok(self.analysis()?.alert(id)?)
    }

    /// The indicators of the run's pack and what became of them, or those of the built-in pack before there is a run:
    /// `TypologyQuery` to `Typologies`.
    ///
    /// # Errors
    /// When the query is wrong.
    pub fn typologies(&self, query: &str) -> Result<String, JsValue> {
        let query = question(query)?;
        let assessed = self.analysis().and_then(Analysis::assessed).ok();
        Ok(answer(&crate::alerts::typologies(assessed, &query))?)
    }

    /// Writes what `quipu distance --json` prints for accounts, a list of names as JSON.
    ///
    /// # Errors
    /// When there is no analysis, nobody is on a list, or an account is not there.
    pub fn distances(&self, accounts: &str, take: &Function) -> Result<(), JsValue> {
        let accounts: Vec<String> = question(accounts)?;
        let document = self.analysis()?.distances(&accounts)?;
        Ok(output::give(take, |out| io::Write::write_all(out, &document)).map_err(Failure::from)?)
    }

    /// Writes what `quipu owners --json` prints for a company.
    ///
    /// # Errors
    /// When no file of parties is loaded, or the company is none of theirs, or several.
    pub fn owners(&mut self, query: &str, take: &Function) -> Result<(), JsValue> {
        let document = crate::owners::document(&mut self.parties, query)?;
        Ok(output::give(take, |out| io::Write::write_all(out, &document)).map_err(Failure::from)?)
    }
}

fn closed() -> Failure {
    Failure { fatal: true, ..Failure::new("closed", "the session holds no files any more", "open another session") }
}

fn no_analysis() -> Failure {
    Failure::new("not-analyzed", "nothing was searched for yet", "call analyze first")
}

fn given_rates(text: &str) -> Result<GivenRates, Failure> {
    let hint = "write reference and rates, as in {\"reference\": \"USD\", \"rates\": {\"MXN\": \"0.0571\"}}";
    GivenRates::from_json(text).map_err(|error| Failure::new("bad-rates", error, hint))
}

fn asked(options: Option<&str>) -> Result<Asked, Failure> {
    let bad = |error: &dyn std::fmt::Display| {
        Failure::new("bad-parameters", error, "parameters have the names of the manifest's `parameters`")
    };
    let options: AnalyzeOptions = serde_json::from_str(options.unwrap_or("{}")).map_err(|error| bad(&error))?;
    let mut parameters = options.parameters.unwrap_or_default();
    if let Some(rates) = &options.rates {
        parameters.rates = given_rates(rates.get())?;
    }
    if !options.patterns.is_empty() {
        parameters.patterns = options.patterns;
    }
    if !options.windows.is_empty() {
        parameters.set_windows(&options.windows);
    }
    parameters.check().map_err(|error| bad(&error))?;
    let pack = options.typologies.as_deref();
    #[cfg(not(feature = "full"))]
    if pack != Some(NONE) {
        let hint = "open one, or ask for patterns alone with `typologies: \"none\"`";
        return Err(Failure::new("full-module", "indicators are evaluated by the full module", hint));
    }
    Ok(Asked {
        parameters,
        #[cfg(feature = "full")]
        typologies: (pack != Some(NONE)).then(|| Typologies::of(pack, options.false_alerts)).transpose()?,
    })
}

fn question<'a, T: Deserialize<'a>>(query: &'a str) -> Result<T, Failure> {
    serde_json::from_str(query).map_err(|error| ViewError::bad_query(error.to_string()).into())
}

pub(crate) fn answer(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::new("internal", error, ""))
}
