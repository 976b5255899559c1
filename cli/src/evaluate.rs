//! `quipu evaluate`: how well findings meet labelled data.

use crate::choice::named;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::reading::{Inputs, Known, Loaded};
use crate::table::{self, Align, count, many};
use crate::{Outcome, interrupt, terminal};
use clap::Args;
use quipu::evaluate::{
    BestFinding, Evaluation, Evaluator, Figures, FirstFindings, InstanceFigures, KindFigures, ParametersOrigin,
    PrecisionAt, Run, TruthFormat, TruthShape,
};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Measure findings against labelled data
///
/// By pattern: how many were planted, how many of them the definitions admit and why not the others, how many were found
/// as that pattern, and what the first findings of it are. For transactions and accounts: precision, recall, F1, average
/// precision, precision at 100 and 1,000, and the average precision of ranking transactions by plain fan size.
///
/// Truth is AMLSim's alert_transactions.csv, AMLGentex's transfers, AMLworld's *_Patterns.txt or transactions, what
/// quipu simulate --truth writes, or any file of transactions with a column of labels.
///
/// Exit codes: 0 ran; 2 error.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The findings: findings.ndjson of quipu analyze. The manifest.json beside it tells the parameters of the run
    #[arg(long, value_name = "FILE")]
    findings: PathBuf,

    /// What is known to be laundering; several files are put together
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    truth: Vec<PathBuf>,

    /// How the truth is written, when it should not be found out
    #[arg(long, value_name = "FORMAT", value_parser = named(&TruthFormat::ALL))]
    truth_format: Option<TruthFormat>,

    /// The files that were analysed. Not needed where the truth holds all transactions
    #[arg(long, value_name = "FILE", num_args = 1..)]
    transactions: Vec<PathBuf>,

    /// The manifest of the run, when it is not beside the findings
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,

    /// List what was planted and not found as its pattern, with the findings that come closest
    #[arg(long, help_heading = "Output")]
    details: bool,

    /// Print JSON instead of the tables
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Draw no progress
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,

    #[command(flatten)]
    known: Known,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let progress = Progress::new(arguments.quiet);
    let mut source = Source { known: arguments.known.clone(), progress: &progress };
    let mut evaluator = Evaluator::new(arguments.findings.display().to_string(), arguments.run()?);
    let findings = open(&arguments.findings)?;

    for path in &arguments.truth {
        source.truth(path, arguments.truth_format, &mut evaluator)?;
    }
    // A file of truth that holds all transactions is taken in already.
    let transactions: Vec<PathBuf> =
        arguments.transactions.iter().filter(|path| !arguments.truth.contains(path)).cloned().collect();
    if !transactions.is_empty() {
        let Loaded { ledger, .. } = source.read(transactions)?;
        evaluator.add_transactions(&ledger).map_err(Failure::evaluating)?;
    }
    source.findings(findings, &arguments.findings, &mut evaluator)?;
    progress.working("matching");
    let evaluation = evaluator.finish().map_err(Failure::evaluating)?;
    progress.done();

    if arguments.json {
        let mut text = Vec::new();
        evaluation.write(&mut text).map_err(|error| Failure::new("internal", error.to_string()))?;
        terminal::print(&String::from_utf8_lossy(&text))?;
    } else {
        terminal::print(&text(&evaluation, arguments.details))?;
    }
    Ok(Outcome::Done)
}

impl Arguments {
    fn run(&self) -> Result<Run, Failure> {
        let beside = self.findings.with_file_name("manifest.json");
        let path = match &self.manifest {
            Some(path) => path,
            None if beside.is_file() => &beside,
            None => return Ok(Run::default()),
        };
        let text = fs::read(path).map_err(|error| Failure::io(&error, "read the manifest", path))?;
        Run::from_manifest(&path.display().to_string(), &text).map_err(Failure::evaluating)
    }
}

/// Reads what an evaluation takes in.
struct Source<'a> {
    known: Known,
    progress: &'a Progress,
}

// Enough to see what a file of truth is.
const BEGINNING: u64 = 64 << 10;
const BLOCK: u64 = 8 << 20;

impl Source<'_> {
    fn truth(&mut self, path: &Path, format: Option<TruthFormat>, evaluator: &mut Evaluator) -> Result<(), Failure> {
        let failed = |error: io::Error| Failure::io(&error, "read", path);
        let mut beginning = Vec::new();
        open(path)?.take(BEGINNING).read_to_end(&mut beginning).map_err(failed)?;
        let name = path.display().to_string();
        let text = || fs::read(path).map_err(failed);
        match TruthShape::of(&beginning, format) {
            TruthShape::Simulated => evaluator.add_simulated(&name, &text()?),
            TruthShape::Attempts => evaluator.add_attempts(&name, &text()?),
            TruthShape::Table => {
                let Loaded { ledger, reports, .. } = self.read(vec![path.to_owned()])?;
                reports.iter().try_for_each(|report| evaluator.add_table(report, &ledger))
            }
        }
        .map_err(Failure::evaluating)
    }

    fn read(&mut self, files: Vec<PathBuf>) -> Result<Loaded, Failure> {
        let name = files.first().map(|path| path.display().to_string()).unwrap_or_default();
        let inputs = Inputs { files, known: self.known.clone() };
        let mut loaded = inputs.read(self.progress, &mut |_, _, _| Ok(()))?;
        // Threads are set once.
        self.known.threads = None;
        match loaded.unread.pop() {
            Some(failure) => Err(failure),
            None if loaded.reports.is_empty() => Err(Failure::new("not-transactions", "this is a file of accounts")
                .in_file(name)
                .hint("name transactions")),
            None => Ok(loaded),
        }
    }

    fn findings(&self, mut file: File, path: &Path, evaluator: &mut Evaluator) -> Result<(), Failure> {
        let failed = |error: io::Error| Failure::io(&error, "read the findings", path);
        self.progress.reading(Some(file.metadata().map_err(failed)?.len()));
        let mut block = Vec::new();
        loop {
            if interrupt::asked() {
                return Err(Failure::interrupted());
            }
            block.clear();
            let read = file.by_ref().take(BLOCK).read_to_end(&mut block).map_err(failed)?;
            if read == 0 {
                return Ok(());
            }
            evaluator.push_findings(&block).map_err(Failure::evaluating)?;
            self.progress.read(read as u64);
        }
    }
}

fn open(path: &Path) -> Result<File, Failure> {
    let failed = |error: io::Error| Failure::io(&error, "read", path);
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(Failure::new("is-a-folder", "this is a folder")
            .in_file(path.display().to_string())
            .hint(format!("name a file in it, as {}", path.join("findings.ndjson").display())));
    }
    Ok(file)
}

fn text(evaluation: &Evaluation, details: bool) -> String {
    let mut text = judged(evaluation);
    text += &format!("\n{}\n", terminal::heading("By kind"));
    text += &kinds(&evaluation.kinds);
    text += &refused(&evaluation.kinds);
    text += &look_alikes(evaluation);
    text += &format!("\n{}\n", terminal::heading("First findings of all patterns"));
    text += &first(evaluation);
    text += &format!("\n{}\n", terminal::heading("Ranking"));
    text += &ranking(evaluation);
    if details {
        text += &not_found(&evaluation.instances);
    }
    text
}

fn judged(evaluation: &Evaluation) -> String {
    let mut text = format!("{}\n", terminal::heading("Judged"));
    let name = |name: &str| table::cut(&terminal::safe(name), 60);
    let mut rows = vec![vec![
        "findings".to_owned(),
        name(&evaluation.findings.name),
        many(evaluation.findings.findings, "finding", "findings"),
    ]];
    for truth in &evaluation.truth {
        let format = TruthFormat::ALL.iter().find(|(_, format)| *format == truth.format).map_or("", |(name, _)| name);
        let mut what = format!("{format}: {} planted", count(truth.instances));
        if truth.look_alikes > 0 {
            what += &format!(", {}", many(truth.look_alikes, "look-alike", "look-alikes"));
        }
        what += &format!(", {}", many(truth.labelled, "labelled transaction", "labelled transactions"));
        rows.push(vec!["truth".to_owned(), name(&truth.name), what]);
    }
    text += &table::columns(&[Align::Left; 3], &rows);
    match evaluation.parameters {
        ParametersOrigin::Manifest => {}
        ParametersOrigin::Defaults => text += "  no manifest: the definitions are held against default parameters\n",
        ParametersOrigin::Unknown => {
            text += "  no manifest and no transactions: nothing is held against the definitions (--manifest, --transactions)\n";
        }
    }
    if evaluation.matched_by_content > 0 {
        let matched = many(evaluation.matched_by_content, "transaction", "transactions");
        text += &format!("  {matched} of the truth matched by time, accounts and amount, not by identifier\n");
    }
    if evaluation.unmatched > 0 {
        let unmatched = many(evaluation.unmatched, "transaction", "transactions");
        text += &format!("  {unmatched} of the truth in no finding and no file of transactions that was given\n");
    }
    text
}

fn kinds(kinds: &[KindFigures]) -> String {
    // Of the first N findings of the pattern, N being how many were planted: how many there are, and the shares of them.
    let titles = [
        "kind",
        "planted",
        "admitted",
        "found",
        "within",
        "of admitted",
        "as other",
        "missed",
        "first N",
        "planted",
        "labelled",
    ];
    // Arrays, so that no row is shorter than its titles.
    let mut rows = vec![titles.map(str::to_owned)];
    for kind in kinds {
        let of = |number: u64| if kind.planted == 0 { String::new() } else { count(number) };
        let admitted = if kind.not_checked > 0 {
            format!("{} of {}", count(kind.admitted), count(kind.planted - kind.not_checked))
        } else {
            of(kind.admitted)
        };
        rows.push([
            terminal::safe(&kind.kind),
            of(kind.planted),
            admitted,
            of(kind.found),
            if kind.found_within == 0 { String::new() } else { count(kind.found_within) },
            share((kind.admitted > 0).then(|| kind.found_of_admitted as f64 / kind.admitted as f64)),
            of(kind.found_as_other),
            of(kind.missed),
            of(kind.top.findings),
            share(kind.top.precision_planted),
            share(kind.top.precision_labelled),
        ]);
    }
    let mut aligns = [Align::Right; 11];
    aligns[0] = Align::Left;
    let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
    table::columns(&aligns, &rows)
}

fn refused(kinds: &[KindFigures]) -> String {
    let mut rows = Vec::new();
    for kind in kinds {
        for refused in &kind.not_admitted {
            rows.push(vec![terminal::safe(&kind.kind), count(refused.instances), refused.reason.clone()]);
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let heading = terminal::heading("Not admitted by the definitions");
    format!("\n{heading}\n{}", table::columns(&[Align::Left, Align::Right, Align::Left], &rows))
}

fn look_alikes(evaluation: &Evaluation) -> String {
    if evaluation.look_alikes.is_empty() {
        return String::new();
    }
    let titles = ["name", "resembles", "there are", "reported", "first rank", "in first N"];
    let mut rows = vec![titles.map(str::to_owned).to_vec()];
    for one in &evaluation.look_alikes {
        rows.push(vec![
            terminal::safe(&one.name),
            terminal::safe(&one.resembles),
            count(one.instances),
            count(one.reported),
            one.first_rank.map_or_else(String::new, count),
            count(one.in_top),
        ]);
    }
    use Align::{Left, Right};
    let heading = terminal::heading("Honest look-alikes");
    format!("\n{heading}\n{}", table::columns(&[Left, Left, Right, Right, Right, Right], &rows))
}

fn first(evaluation: &Evaluation) -> String {
    let titles = ["findings", "planted", "labelled", "look-alikes"];
    let mut rows = vec![titles.map(str::to_owned).to_vec()];
    for FirstFindings { top, .. } in &evaluation.first {
        let mut names: Vec<_> = top.look_alikes.iter().collect();
        names.sort_by_key(|(_, findings)| std::cmp::Reverse(**findings));
        let names: Vec<String> = names
            .into_iter()
            .map(|(name, findings)| format!("{} {}", terminal::safe(name), count(*findings)))
            .collect();
        rows.push(vec![count(top.findings), count(top.planted), count(top.labelled), names.join(", ")]);
    }
    rows.dedup();
    table::columns(&[Align::Right, Align::Right, Align::Right, Align::Left], &rows)
}

fn ranking(evaluation: &Evaluation) -> String {
    let titles = [
        "",
        "in all",
        "labelled",
        "reported",
        "both",
        "precision",
        "recall",
        "F1",
        "average precision",
        "at 100",
        "at 1,000",
    ];
    let mut rows = vec![titles.map(str::to_owned).to_vec()];
    let at = |precisions: &[PrecisionAt]| -> Vec<String> {
        precisions.iter().map(|precision| share(Some(precision.precision))).collect()
    };
    let row = |name: &str, figures: &Figures| {
        let mut row = vec![
            name.to_owned(),
            figures.total.map_or_else(|| "unknown".to_owned(), count),
            count(figures.labelled),
            count(figures.reported),
            count(figures.reported_labelled),
            share(figures.precision),
            share(figures.recall),
            share(figures.f1),
            share(figures.average_precision),
        ];
        row.extend(at(&figures.precision_at));
        row
    };
    rows.push(row("transactions", &evaluation.transactions));
    rows.push(row("accounts", &evaluation.accounts));
    if let Some(baseline) = &evaluation.baseline {
        let mut row = vec![format!("by fan size in {}", baseline.window)];
        row.resize(8, String::new());
        row.push(share(Some(baseline.average_precision)));
        row.extend(at(&baseline.precision_at));
        rows.push(row);
    }
    let mut aligns = [Align::Right; 11];
    aligns[0] = Align::Left;
    let mut text = table::columns(&aligns, &rows);
    match evaluation.baseline.as_ref().and_then(|baseline| baseline.ratio) {
        Some(ratio) => text += &format!("  average precision of transactions is {ratio:.2} times that by fan size\n"),
        None if evaluation.baseline.is_none() => {
            text += "  ranking by fan size needs the transactions (--transactions)\n";
        }
        None => {}
    }
    text
}

fn not_found(instances: &[InstanceFigures]) -> String {
    let titles = ["kind", "id", "payments", "admitted", "closest of its pattern", "closest of another"];
    let mut rows = vec![titles.map(str::to_owned).to_vec()];
    let closest = |best: &Option<BestFinding>| match best {
        Some(best) => {
            let within = best.within.as_ref().map(|host| format!(" within {host}")).unwrap_or_default();
            format!("{}{within} rank {} jaccard {:.2}", best.pattern, count(best.rank), best.jaccard)
        }
        None => "none".to_owned(),
    };
    for one in instances {
        let Some(admission) = &one.admission else { continue };
        if one.outcome == quipu::evaluate::Outcome::Found {
            continue;
        }
        let admitted = match (admission.admitted, &admission.text) {
            (Some(true), _) => "yes".to_owned(),
            (Some(false), Some(text)) => format!("no: {text}"),
            (_, text) => format!("unknown: {}", text.as_deref().unwrap_or_default()),
        };
        rows.push(vec![
            terminal::safe(&one.kind),
            table::cut(&terminal::safe(&one.id), 24),
            count(one.transactions),
            admitted,
            terminal::safe(&closest(&one.same)),
            terminal::safe(&closest(&one.other)),
        ]);
    }
    let heading = terminal::heading("Planted and not found as its pattern");
    if rows.len() == 1 {
        return format!("\n{heading}\n  nothing\n");
    }
    use Align::{Left, Right};
    format!("\n{heading}\n{}", table::columns(&[Left, Left, Right, Left, Left, Left], &rows))
}

/// A share with three decimals; nothing where there is none.
fn share(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| format!("{share:.3}"))
}
