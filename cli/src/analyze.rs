//! `quipu analyze`: exported transactions in, findings with their evidence out.

use crate::alerts::{Assessed, TypologiesOption};
use crate::failure::Failure;
use crate::joining::{self, PartyFiles};
use crate::output::{Draft, Folder};
use crate::parties::Parties;
use crate::progress::Progress;
use crate::rates::{self, RatesOption};
use crate::reading::{Inputs, Loaded};
use crate::table::{self, Align, count, many};
use crate::{Outcome, terminal};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use quipu::assess::Holders;
use quipu::case::{self, Cases};
use quipu::detect::{self, Detection, Finding, Parameters, Pattern};
use quipu::dossier::Dossiers;
use quipu::export::behind::{Behind, write_matches};
use quipu::export::manifest::{Manifest, Output};
use quipu::export::rejects::RejectsWriter;
use quipu::export::report::Report;
use quipu::export::{AccountsSummary, JoinedSummary, cases, findings};
use quipu::graph::TransactionGraph;
use quipu::graph::distance::DistanceOptions;
use quipu::joined::{self, Joined};
use quipu::ledger::Ledger;
use quipu::model::{Amount, Currency, Resolution, Span, Timestamp};
use quipu::read::parties::PartyFileReport;
use quipu::read::{Column, Rejection};
use quipu::typology::Pack;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// Find patterns of laundering in files of transactions
///
/// Writes six files into the output folder: findings.ndjson (one finding a line, the most unusual first, each with its
/// accounts, amounts and every transaction that is its evidence), cases.json (findings and alerts that belong together,
/// ranked and told in English, Spanish, Portuguese and French), report.html (one page for people: totals, charts, the
/// first cases with their narratives, networks and evidence),
/// alerts.ndjson (instances of indicators of crimes, each with its conditions and
/// evidence), rejects.csv (every row that was not accepted, and why) and manifest.json (what was read and how it was understood,
/// parameters, counts, bounds reached). A row is either accepted or in rejects.csv.
///
/// With files of parties (--parties, --relations, --lists) patterns are searched for between owners too: accounts of one
/// holder are one, and so are those of companies under one controller. Cases then show who is behind them and how near
/// that is to someone on a list, and matches.ndjson has every party that may be on one.
///
/// A file of which no row can be read is an error; the others are analysed all the same, and the manifest names it.
///
/// Exit codes: 0 ran; 1 a condition of --fail-on was met; 2 error, or a file could not be read.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,

    /// The folder for the results; made if it is not there, the files of an earlier run in it are replaced
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Search for these patterns only; all when not given
    #[arg(long, value_name = "PATTERN", value_delimiter = ',', value_parser = pattern(), help_heading = "Detection")]
    pattern: Vec<Pattern>,

    /// Window lengths for all patterns, as 72h,30d; units ms, s, m, h, d, w. By default they follow the data's resolution
    #[arg(long, value_name = "SPAN", value_delimiter = ',', help_heading = "Detection")]
    window: Vec<Span>,

    /// A file of parameters (TOML), a table for each pattern
    #[arg(long, value_name = "FILE", help_heading = "Detection")]
    params: Option<PathBuf>,

    #[command(flatten)]
    party_files: PartyFiles,

    #[command(flatten)]
    rates: RatesOption,

    #[command(flatten)]
    typologies: TypologiesOption,

    /// Exit with 1 when there are any of these
    #[arg(long, value_name = "WHAT", value_delimiter = ',', help_heading = "Output")]
    fail_on: Vec<Condition>,

    /// Print the manifest as JSON instead of the tables
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Print nothing but failures
    #[arg(long, short, help_heading = "Output", conflicts_with = "json")]
    quiet: bool,
}

/// What a user may want to fail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Condition {
    /// A pattern was found
    Findings,
    /// A row was not accepted
    Rejects,
    /// A search stopped at its bound on work
    Bounds,
}

fn pattern() -> impl TypedValueParser<Value = Pattern> {
    PossibleValuesParser::new(Pattern::ALL.map(Pattern::name)).try_map(|name| name.parse::<Pattern>())
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let parameters = arguments.parameters()?;
    let pack = arguments.typologies.pack()?;
    let progress = Progress::new(arguments.quiet);
    let mut folder = Folder::open(&arguments.out)?;

    let rejects = folder.draft("rejects.csv")?;
    let (mut loaded, parties, rejects) = read(arguments, &progress, rejects)?;
    if loaded.reports.is_empty() {
        return Err(Failure::new("not-transactions", "no file of transactions is among the inputs")
            .hint("name the transactions of these accounts too"));
    }
    let rejects = folder.finish(rejects)?;
    let graph = {
        progress.working("linking");
        TransactionGraph::new(Arc::new(std::mem::take(&mut loaded.ledger)))
    };
    let (register, reports, unread) = match parties {
        Some(Parties { register, reports, unread }) => (Some(register), reports, unread),
        None => (None, Vec::new(), Vec::new()),
    };
    loaded.unread.extend(unread);
    for failure in loaded.unread.iter_mut().filter(|failure| failure.kind == "nothing-readable") {
        failure.hint.push_str("\nevery row is in rejects.csv, with its reason");
    }
    let run = Run { arguments, parameters: &parameters, progress: &progress, graph: &graph, loaded: &loaded, pack };
    let options = DistanceOptions::default();
    joining::join(register, &graph, &options, &progress, |joined| run.write(folder, rejects, &reports, joined))
}

/// A run whose inputs are read.
struct Run<'a> {
    arguments: &'a Arguments,
    parameters: &'a Parameters,
    progress: &'a Progress,
    graph: &'a TransactionGraph,
    loaded: &'a Loaded,
    // And the share of false alerts that is allowed for.
    pack: Option<(Pack, u32)>,
}

impl Run<'_> {
    fn write(
        self,
        mut folder: Folder,
        rejects: Output,
        party_files: &[PartyFileReport],
        joined: Option<&Joined<'_>>,
    ) -> Result<Outcome, Failure> {
        let Self { arguments, parameters, progress, graph, loaded, pack } = self;
        let Loaded { reports, accounts, unread, .. } = loaded;
        let mut detection = detect::run(graph, parameters, progress)?;
        // Indicators speak of accounts, so they see what was found between accounts.
        let holders = joined.map(|joined| holders(joined, graph.ledger()));
        let assessed =
            pack.map(|pack| Assessed::of(pack, graph, &detection, holders.as_ref(), progress)).transpose()?;
        let levels = match joined {
            Some(joined) => joined::search(joined.owners, graph, &mut detection, progress)?,
            None => Vec::new(),
        };

        progress.working("writing");
        let mut manifest = Manifest::of(reports, graph.ledger(), &detection);
        manifest.unread_inputs = unread.iter().map(Failure::unread_input).collect();
        manifest.accounts = AccountsSummary::of(accounts, graph.ledger());
        manifest.typologies = assessed.as_ref().map(Assessed::summary);
        manifest.parties = joined.map(|joined| JoinedSummary::of(party_files, joined, graph.ledger(), levels));
        let behind = joined.map(|joined| joined as &dyn Behind);
        let dossiers = assessed.as_ref().map(|assessed| {
            Dossiers::new(graph, &detection.rates, assessed.whole()).in_language(arguments.typologies.language)
        });
        let findings = || -> Result<Draft, Failure> {
            let mut draft = folder.draft("findings.ndjson")?;
            findings::write_with(&mut draft, graph, &detection.findings, behind)
                .map_err(|error| draft.failure(&error))?;
            Ok(draft)
        };
        let others = || -> Result<(Cases, Draft, Draft, Option<Draft>), Failure> {
            let owners = joined.map(|joined| joined.owners.parties());
            let flags = dossiers.as_ref().map_or(&[][..], Dossiers::flags);
            let grouped = case::group_with(graph, &detection.findings, flags, owners);
            let mut cases = folder.draft("cases.json")?;
            cases::write_told(
                &mut cases,
                graph,
                &detection.findings,
                &grouped,
                behind,
                dossiers.as_ref().map(|told| told as _),
            )
            .map_err(|error| cases.failure(&error))?;
            let report = Report {
                inputs: reports,
                graph,
                detection: &detection,
                cases: &grouped,
                manifest: &manifest,
                behind,
                alerts: dossiers.as_ref().map(|dossiers| dossiers as _),
            };
            let mut draft = folder.draft("report.html")?;
            report.write(&mut draft).map_err(|error| draft.failure(&error))?;
            let matches = joined.map(|joined| -> Result<Draft, Failure> {
                let mut matches = folder.draft("matches.ndjson")?;
                write_matches(&mut matches, joined, graph.ledger()).map_err(|error| matches.failure(&error))?;
                Ok(matches)
            });
            Ok((grouped, cases, draft, matches.transpose()?))
        };
        // Findings are most of what is written; the rest does not need them written.
        let (findings, others) = rayon::join(findings, others);
        let (grouped, cases, report, matches) = others?;
        let findings = folder.finish(findings?)?;
        let (cases, report) = (folder.finish(cases)?, folder.finish(report)?);
        manifest.outputs = vec![findings, cases, report];
        if let Some(assessed) = &assessed {
            manifest.outputs.push(folder.finish(assessed.draft(&folder, graph)?)?);
        } else {
            folder.has_no("alerts.ndjson");
        }
        if let Some(matches) = matches {
            manifest.outputs.push(folder.finish(matches)?);
        } else {
            folder.has_no("matches.ndjson");
        }
        manifest.outputs.push(rejects);
        let mut draft = folder.draft("manifest.json")?;
        manifest.write(&mut draft).map_err(|error| draft.failure(&error))?;
        let document = folder.finish(draft)?;
        folder.publish()?;
        progress.done();
        if !arguments.quiet {
            rates::warn_of_contradictions(&manifest.rates);
        }

        if arguments.json {
            let mut text = Vec::new();
            manifest.write(&mut text).map_err(|error| Failure::new("internal", error.to_string()))?;
            terminal::print(&String::from_utf8_lossy(&text))?;
        } else if !arguments.quiet {
            manifest.outputs.push(document);
            terminal::print(&tables(
                arguments,
                &manifest,
                &detection,
                &grouped,
                graph,
                assessed.as_ref().zip(dossiers.as_ref()),
            ))?;
        }
        Ok(arguments.outcome(&manifest).or_incomplete(unread))
    }
}

fn holders(joined: &Joined<'_>, ledger: &Ledger) -> Holders {
    Holders::of(joined.register, joined.ownership, joined.owners, ledger)
}

fn read(arguments: &Arguments, progress: &Progress, draft: Draft) -> Result<(Loaded, Option<Parties>, Draft), Failure> {
    let failure = |error: std::io::Error| Failure::io(&error, "write", std::path::Path::new("rejects.csv"));
    let mut writer = RejectsWriter::new(draft).map_err(failure)?;
    let mut rejected = |name: &str, columns: &[Column], rejections: &[Rejection]| {
        rejections.iter().try_for_each(|rejection| writer.write(name, columns, rejection)).map_err(failure)
    };
    let inputs = &arguments.inputs;
    let loaded = inputs.read(progress, &mut rejected)?;
    let parties = arguments.party_files.read(&inputs.known, &loaded, progress, &mut rejected)?;
    Ok((loaded, parties, writer.finish().map_err(failure)?))
}

impl Arguments {
    fn parameters(&self) -> Result<Parameters, Failure> {
        let mut parameters = match &self.params {
            Some(path) => {
                let text =
                    fs::read_to_string(path).map_err(|error| Failure::io(&error, "read the parameters", path))?;
                Parameters::from_toml(&text).map_err(|error| Failure::parameters(error, path))?
            }
            None => Parameters::default(),
        };
        parameters.rates = self.rates.given()?;
        if !self.pattern.is_empty() {
            parameters.patterns.clone_from(&self.pattern);
        }
        if !self.window.is_empty() {
            parameters.set_windows(&self.window);
        }
        Ok(parameters)
    }

    fn outcome(&self, manifest: &Manifest) -> Outcome {
        let mut outcome = Outcome::Done;
        for condition in &self.fail_on {
            let (number, what) = match condition {
                Condition::Findings => (manifest.findings, "findings"),
                Condition::Rejects => {
                    let records = manifest.parties.as_ref().map_or(0, |parties| parties.records.rejected);
                    let rows = crate::accounts::rejected(manifest.rows, manifest.accounts.as_ref());
                    (rows + records, "rows not accepted")
                }
                Condition::Bounds => (manifest.bounds_reached.len() as u64, "patterns with a bound reached"),
            };
            outcome = outcome.or_met(number, what, self.quiet);
        }
        outcome
    }
}

/// How many findings are shown; the file has them all.
const SHOWN: usize = 5;

fn tables(
    arguments: &Arguments,
    manifest: &Manifest,
    detection: &Detection,
    cases: &Cases,
    graph: &TransactionGraph,
    told: Option<(&Assessed, &Dossiers<'_>)>,
) -> String {
    let mut text = crate::inspect::overview(
        &manifest.inputs,
        manifest.rows,
        manifest.accounts.as_ref(),
        &manifest.ledger,
        &manifest.rates,
        &manifest.same_inputs,
    );
    text.push('\n');
    if let Some(parties) = &manifest.parties {
        text += &joining::text(parties);
        text.push('\n');
    }
    text += &patterns(manifest, cases);
    if !detection.findings.is_empty() {
        let title = if detection.findings.len() > SHOWN { "The most unusual" } else { "Findings" };
        text += &format!("\n{}\n", terminal::heading(title));
        text += &most_unusual(&detection.findings, graph.ledger());
    }
    if let Some((assessed, dossiers)) = told {
        text += &assessed.table();
        if !cases.cases.is_empty() {
            let title = if cases.cases.len() > SHOWN { "The first cases" } else { "Cases" };
            text += &format!("\n{}\n", terminal::heading(title));
            text += &Assessed::cases(dossiers, detection, cases, SHOWN);
        }
    }
    text += &format!("\n{}\n", terminal::heading("Written"));
    let row = |output: &Output| {
        vec![table::cut(&arguments.out.join(&output.name).display().to_string(), 80), table::size(output.bytes)]
    };
    text += &table::columns(&[Align::Left, Align::Right], &manifest.outputs.iter().map(row).collect::<Vec<_>>());
    text
}

fn patterns(manifest: &Manifest, cases: &Cases) -> String {
    let mut rows = Vec::new();
    for summary in &manifest.patterns {
        let mut notes = Vec::new();
        if summary.part_of_others > 0 {
            notes.push(format!("{} told with others", count(summary.part_of_others)));
        }
        if summary.usual > 0 {
            notes.push(format!("{} no more than usual", count(summary.usual)));
        }
        if summary.truncated_seeds > 0 {
            let starts = many(summary.seeds, "start", "starts");
            notes.push(format!("bound reached at {} of {starts}", count(summary.truncated_seeds)));
        }
        rows.push(vec![summary.pattern.to_string(), count(summary.findings), notes.join(", ")]);
    }
    let title = format!(
        "{} of {} in {}",
        many(manifest.findings, "finding", "findings"),
        many(rows.len() as u64, "pattern", "patterns"),
        many(cases.cases.len() as u64, "case", "cases")
    );
    format!("{}\n{}", terminal::heading(&title), table::columns(&[Align::Left, Align::Right, Align::Left], &rows))
}

fn most_unusual(findings: &[Finding], ledger: &Ledger) -> String {
    let titles = ["score", "pattern", "accounts", "payments", "paid in all", "from", "to", "first account"];
    let mut rows = vec![titles.map(str::to_owned).to_vec()];
    for finding in findings.iter().take(SHOWN) {
        let mut accounts: Vec<_> = finding.roles.iter().flat_map(|(_, accounts)| accounts).collect();
        let first = accounts.first().map(|account| ledger.accounts().name(**account).to_string());
        accounts.sort_unstable();
        accounts.dedup();
        let amounts = finding.amounts(ledger);
        let paid = match amounts.as_slice() {
            [] => String::new(),
            [one] => money(one),
            [one, rest @ ..] => format!("{} + {}", money(one), many(rest.len() as u64, "currency", "currencies")),
        };
        let (from, to) = finding.period(ledger);
        rows.push(vec![
            decimal(finding.score_millibits()),
            finding.pattern.to_string(),
            count(accounts.len() as u64),
            count(finding.transactions.len() as u64),
            paid,
            instant(from, ledger.resolution()),
            instant(to, ledger.resolution()),
            table::cut(&terminal::safe(&first.unwrap_or_default()), 28),
        ]);
    }
    use Align::{Left, Right};
    table::columns(&[Right, Left, Right, Right, Right, Left, Left, Left], &rows)
}

fn money(amount: &Amount) -> String {
    let units = table::grouped(&amount.to_string());
    if amount.currency == Currency::NONE { units } else { format!("{units} {}", amount.currency) }
}

/// Thousandths as a decimal with one place.
fn decimal(thousandths: i64) -> String {
    let tenths = (thousandths.unsigned_abs() + 50) / 100;
    format!("{}{}.{}", if thousandths < 0 && tenths > 0 { "-" } else { "" }, tenths / 10, tenths % 10)
}

/// An instant as finely as the data tells time.
pub(crate) fn instant(at: Timestamp, resolution: Resolution) -> String {
    let text = at.to_string();
    let length = match resolution {
        Resolution::Day => 10,
        Resolution::Hour | Resolution::Minute => 16,
        Resolution::Second | Resolution::Millisecond => 19,
    };
    text.get(..length).unwrap_or(&text).replace('T', " ")
}
