//! What was found, and the files that tell it.

#[cfg(feature = "full")]
use crate::alerts::{Assessed, Typologies};
use crate::failure::Failure;
use crate::loading::Loaded;
use crate::output::{give, measure};
#[cfg(feature = "full")]
use crate::parties::Parties;
use crate::watcher::Watcher;
use js_sys::Function;
#[cfg(feature = "full")]
use quipu::assess::Holders;
use quipu::case::{self, Cases, Flag};
use quipu::detect::{self, Detection, Parameters, Watch};
#[cfg(feature = "full")]
use quipu::dossier::Dossiers;
use quipu::export::behind::Behind;
use quipu::export::manifest::Manifest;
use quipu::export::views::Views;
use quipu::export::{AccountsSummary, UnreadInput, findings};
#[cfg(feature = "full")]
use quipu::export::{JoinedSummary, alerts, behind, cases, report::Report};
use quipu::graph::TransactionGraph;
#[cfg(feature = "full")]
use quipu::joined::{self, Joined};
#[cfg(feature = "full")]
use quipu::model::AccountId;
use std::io::{self, Write};
use std::sync::Arc;

/// A ledger that is searched.
#[derive(Debug)]
pub(crate) struct Analysis {
    // What is joined to it refers to it, and is kept until the worker ends.
    pub(crate) graph: &'static TransactionGraph,
    pub(crate) loaded: Loaded,
    #[cfg(feature = "full")]
    joined: Option<Joined<'static>>,
    found: Option<Found>,
}

#[derive(Debug)]
struct Found {
    detection: Detection,
    cases: Cases,
    manifest: Manifest,
    #[cfg(feature = "full")]
    assessed: Option<Assessed>,
}

/// What to search for.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) parameters: Parameters,
    /// `None`: no indicator is evaluated.
    #[cfg(feature = "full")]
    pub(crate) typologies: Option<Typologies>,
}

/// Files of a run, in the manifest's order.
const FILES: [&str; 6] =
    ["findings.ndjson", "cases.json", "report.html", "alerts.ndjson", "matches.ndjson", "rejects.csv"];
const OF_FULL: [&str; 5] = ["cases.json", "report.html", "alerts.ndjson", "matches.ndjson", "manifest.json"];

impl Analysis {
    /// Links the transactions of a ledger, and joins parties to them where any are known.
    pub(crate) fn new(mut loaded: Loaded, #[cfg(feature = "full")] parties: &mut Parties) -> Result<Self, Failure> {
        let ledger = std::mem::take(&mut loaded.ledger);
        #[cfg(feature = "full")]
        let register = {
            let holders = std::mem::take(&mut loaded.holders);
            let named = std::mem::take(&mut loaded.named);
            let register = parties.with_transactions(holders, &named, ledger.inputs())?;
            loaded.rejects.extend(parties.rejects()?);
            register
        };
        let graph: &'static TransactionGraph = Box::leak(Box::new(TransactionGraph::new(Arc::new(ledger))));
        Ok(Self {
            graph,
            loaded,
            #[cfg(feature = "full")]
            joined: register.map(|register| crate::joining::join(register, graph)),
            found: None,
        })
    }

    /// Searches. When it was stopped the ledger is kept all the same.
    pub(crate) fn run(
        &mut self,
        asked: Asked,
        #[cfg(feature = "full")] parties: &Parties,
        watcher: &Watcher,
    ) -> Result<(), Failure> {
        self.found = None;
        let Self { graph, loaded, .. } = &*self;
        #[cfg_attr(not(feature = "full"), expect(unused_mut, reason = "it is searched between owners too"))]
        let mut detection = detect::run(graph, &asked.parameters, watcher)?;
        #[cfg(feature = "full")]
        let (assessed, levels) = {
            let joined = self.joined.as_ref();
            // Indicators speak of accounts, so they see what was found between accounts.
            let holders = joined.map(|of| Holders::of(of.register, of.ownership, of.owners, graph.ledger()));
            let of = |typologies| Assessed::of(typologies, graph, &detection, holders.as_ref(), watcher);
            let assessed = asked.typologies.map(of).transpose()?;
            let levels = match joined {
                Some(joined) => joined::search(joined.owners, graph, &mut detection, watcher)?,
                None => Vec::new(),
            };
            (assessed, levels)
        };
        watcher.progress("cases", 0, 1);
        #[cfg(feature = "full")]
        let cases = {
            let flags = assessed.as_ref().map_or_else(Vec::new, Assessed::flags);
            let owners = self.joined.as_ref().map(|joined| joined.owners.parties());
            case::group_with(graph, &detection.findings, &flags, owners)
        };
        #[cfg(not(feature = "full"))]
        let cases = case::group(graph, &detection.findings);
        let mut manifest = Manifest::of(&loaded.reports, graph.ledger(), &detection);
        #[cfg_attr(not(feature = "full"), expect(unused_mut, reason = "files of parties may be unread too"))]
        let mut unread = loaded.unread.clone();
        #[cfg(feature = "full")]
        unread.extend(parties.unread());
        manifest.unread_inputs = unread.into_iter().map(in_a_run).collect();
        manifest.accounts = AccountsSummary::of(&loaded.accounts, graph.ledger());
        #[cfg(feature = "full")]
        {
            manifest.typologies = assessed.as_ref().map(|assessed| alerts::TypologiesSummary::of(assessed.whole()));
            let joined = self.joined.as_ref();
            manifest.parties =
                joined.map(|joined| JoinedSummary::of(parties.reports(), joined, graph.ledger(), levels));
        }
        watcher.progress("cases", 1, 1);
        self.found = Some(Found {
            detection,
            cases,
            manifest,
            #[cfg(feature = "full")]
            assessed,
        });
        Ok(())
    }

    pub(crate) fn is_done(&self) -> bool {
        self.found.is_some()
    }

    /// The alerts as the cases were made of them, which views are given.
    #[cfg(feature = "full")]
    pub(crate) fn flags(&self) -> Vec<Flag<'_>> {
        self.found().assessed.as_ref().map_or_else(Vec::new, Assessed::flags)
    }

    #[cfg(not(feature = "full"))]
    #[expect(clippy::unused_self, reason = "the full module has some")]
    pub(crate) fn flags(&self) -> Vec<Flag<'_>> {
        Vec::new()
    }

    pub(crate) fn views<'a>(&'a self, flags: &'a [Flag<'a>]) -> Views<'a> {
        let Found { detection, cases, .. } = self.found();
        Views { graph: self.graph, detection, cases, flags, accounts: &self.loaded.accounts }
    }

    pub(crate) fn manifest_without_outputs(&self) -> Result<String, Failure> {
        crate::session::answer(&Manifest { outputs: Vec::new(), ..self.found().manifest.clone() })
    }

    /// The line of a finding, without its end.
    pub(crate) fn finding(&self, id: &str) -> Result<String, Failure> {
        let place = self.views(&[]).finding(id)?;
        let finding = &self.found().detection.findings[place..=place];
        text(|out| findings::write_with(out, self.graph, finding, self.behind()))
    }

    /// A case with its detail.
    #[cfg(feature = "full")]
    pub(crate) fn case(&self, id: &str) -> Result<String, Failure> {
        let place = self.views(&[]).case(id)?;
        let Found { detection, cases, .. } = self.found();
        let dossiers = self.dossiers();
        let told = dossiers.as_ref().map(|dossiers| dossiers as _);
        text(|out| cases::write_one(out, self.graph, &detection.findings, cases, place, self.behind(), told))
    }

    /// What the indicators gave.
    ///
    /// # Errors
    /// When none were evaluated.
    #[cfg(feature = "full")]
    pub(crate) fn assessed(&self) -> Result<&Assessed, Failure> {
        let found = self.found.as_ref();
        found.and_then(|found| found.assessed.as_ref()).ok_or_else(|| {
            let hint = "analyze again without `typologies: \"none\"`";
            Failure::new("no-indicators", "no indicators were evaluated", hint)
        })
    }

    /// What cases tell beyond findings.
    #[cfg(feature = "full")]
    fn dossiers(&self) -> Option<Dossiers<'_>> {
        let Found { detection, assessed, .. } = self.found();
        assessed.as_ref().map(|assessed| assessed.dossiers(self.graph, &detection.rates))
    }

    /// The line of an alert, without its end.
    #[cfg(feature = "full")]
    pub(crate) fn alert(&self, id: &str) -> Result<String, Failure> {
        let assessed = self.assessed()?;
        let place = assessed.views(self.views(&[])).alert(id)?;
        text(|out| alerts::write_one(out, self.graph, assessed.whole(), place))
    }

    /// What `quipu distance --json` prints for accounts.
    #[cfg(feature = "full")]
    pub(crate) fn distances(&self, accounts: &[String]) -> Result<Vec<u8>, Failure> {
        let parties = "load files of parties and lists before the analysis";
        let Some(joined) = &self.joined else {
            return Err(Failure::new("no-parties", "no file tells of parties", parties));
        };
        if joined.reach.target_count() == 0 {
            return Err(Failure::new("no-targets", "nobody in the files is on a list", parties));
        }
        let views = self.views(&[]);
        let accounts: Vec<AccountId> = accounts.iter().map(|name| views.account(name)).collect::<Result<_, _>>()?;
        let mut bytes = Vec::new();
        behind::DistancesDocument::of(joined, self.graph.ledger(), &accounts).write(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes a file. The manifest names the others with their sizes and hashes, which are written for that once.
    pub(crate) fn write(&mut self, name: &str, take: &Function) -> Result<(), Failure> {
        if cfg!(not(feature = "full")) && OF_FULL.contains(&name) {
            return Err(Failure::new("full-module", format!("{name} is written by the full module"), "open one"));
        }
        if name != "manifest.json" && !FILES.contains(&name) {
            let hint = format!("the files are {} and manifest.json", FILES.join(", "));
            return Err(Failure::new("no-such-output", format!("there is no file {name:?}"), &hint));
        }
        if name == "matches.ndjson" && self.behind().is_none() {
            let hint = "load files of parties and lists first";
            return Err(Failure::new("no-such-output", "there is no matches.ndjson without parties", hint));
        }
        #[cfg(feature = "full")]
        if name == "alerts.ndjson" {
            self.assessed()?;
        }
        if name == "manifest.json" && self.found().manifest.outputs.is_empty() {
            let files = FILES.into_iter().filter(|file| self.has(file));
            let outputs = files.map(|file| measure(file, |out| self.file(file, out)));
            let outputs = outputs.collect::<io::Result<_>>()?;
            if let Some(found) = &mut self.found {
                found.manifest.outputs = outputs;
            }
        }
        Ok(give(take, |out| self.file(name, out))?)
    }

    /// Whether a run of these inputs and options has a file.
    fn has(&self, file: &str) -> bool {
        match file {
            "matches.ndjson" => self.behind().is_some(),
            #[cfg(feature = "full")]
            "alerts.ndjson" => self.assessed().is_ok(),
            _ => true,
        }
    }

    fn file(&self, name: &str, out: &mut impl Write) -> io::Result<()> {
        let graph = self.graph;
        let found = self.found();
        let Found { detection, manifest, .. } = found;
        match name {
            "findings.ndjson" => findings::write_with(out, graph, &detection.findings, self.behind()),
            #[cfg(feature = "full")]
            "cases.json" => {
                let dossiers = self.dossiers();
                let told = dossiers.as_ref().map(|dossiers| dossiers as _);
                cases::write_told(out, graph, &detection.findings, &found.cases, self.behind(), told)
            }
            #[cfg(feature = "full")]
            "report.html" => {
                // The page is written before the files are known.
                let manifest = &Manifest { outputs: Vec::new(), ..manifest.clone() };
                let inputs = &self.loaded.reports;
                let dossiers = self.dossiers();
                let (behind, alerts) = (self.behind(), dossiers.as_ref().map(|dossiers| dossiers as _));
                Report { inputs, graph, detection, cases: &found.cases, manifest, behind, alerts }.write(out)
            }
            #[cfg(feature = "full")]
            "alerts.ndjson" => match &found.assessed {
                Some(assessed) => alerts::write(out, graph, assessed.whole()),
                None => Ok(()),
            },
            #[cfg(feature = "full")]
            "matches.ndjson" => match &self.joined {
                Some(joined) => behind::write_matches(out, joined, graph.ledger()),
                None => Ok(()),
            },
            "rejects.csv" => out.write_all(&self.loaded.rejects),
            _ => manifest.write(out),
        }
    }

    #[cfg(feature = "full")]
    fn behind(&self) -> Option<&dyn Behind> {
        self.joined.as_ref().map(|joined| joined as &dyn Behind)
    }

    #[cfg(not(feature = "full"))]
    fn behind(&self) -> Option<&dyn Behind> {
        None
    }

    // Whoever asks has seen that it is done.
    fn found(&self) -> &Found {
        self.found.as_ref().expect("is_done was asked before")
    }
}

/// A run has a file of the rows that were not accepted.
fn in_a_run(mut unread: UnreadInput) -> UnreadInput {
    if unread.kind == "nothing-readable" {
        unread.hint.push_str("\nevery row is in rejects.csv, with its reason");
    }
    unread
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    bytes.pop();
    String::from_utf8(bytes).map_err(|error| Failure::new("internal", error, ""))
}
