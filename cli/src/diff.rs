//! `quipu diff`: what came, went and changed between two runs, and what can have done it.

use crate::failure::Failure;
use crate::table::{self, Align, count, many};
use crate::{Outcome, terminal};
use clap::Args;
use quipu::compare::{
    Cause, ChangedRecord, Circumstances, CompareError, Comparison, ParameterChange, RecordTold, RunFiles,
    SectionComparison, compare,
};
use std::fs;
use std::path::{Path, PathBuf};

/// Show what came, went and changed between two runs, and what did it
///
/// Compares the alerts, findings and cases of two folders that quipu analyze has written. What has the same identifier is the
/// same; of the rest, what is of one sort and shares half of its transactions has changed.
///
/// The manifests tell what can have done it: another version, other data, data read otherwise, other parameters, other
/// typologies. When only one of them differs, it did it.
///
/// Exit codes: 0 ran; 1 something differs and --fail-on-change was given, or the results differ although nothing else does;
/// 2 error.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder of the earlier run
    #[arg(value_name = "RUN_A")]
    before: PathBuf,

    /// The folder of the later run
    #[arg(value_name = "RUN_B")]
    after: PathBuf,

    /// End with exit code 1 when an alert, finding or case came, went or changed
    #[arg(long)]
    fail_on_change: bool,

    /// List all and not the first 20 of each
    #[arg(long, help_heading = "Output")]
    all: bool,

    /// Print JSON instead of the tables
    #[arg(long, help_heading = "Output")]
    json: bool,
}

const LISTED: usize = 20;

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let (before, after) = (Folder::read(&arguments.before)?, Folder::read(&arguments.after)?);
    let comparison =
        compare(before.run(&before.files()), after.run(&after.files())).map_err(|error| failure(&error))?;
    if arguments.json {
        let mut text = Vec::new();
        comparison.write(&mut text).map_err(|error| Failure::new("internal", error.to_string()))?;
        terminal::print(&String::from_utf8_lossy(&text))?;
    } else {
        terminal::print(&text(&comparison, if arguments.all { usize::MAX } else { LISTED }))?;
    }
    let differs = comparison.files.iter().any(SectionComparison::differs);
    let met = comparison.unexplained || arguments.fail_on_change && differs;
    Ok(if met { Outcome::ConditionMet } else { Outcome::Done })
}

/// What is compared of a folder.
struct Folder {
    name: String,
    manifest: Vec<u8>,
    files: Vec<(&'static str, Vec<u8>)>,
}

impl Folder {
    fn read(path: &Path) -> Result<Self, Failure> {
        let manifest = path.join("manifest.json");
        let manifest = fs::read(&manifest).map_err(|error| {
            Failure::io(&error, "read the manifest", &manifest).hint("give a folder that quipu analyze has written")
        })?;
        let mut files = Vec::new();
        for name in ["alerts.ndjson", "findings.ndjson", "cases.json"] {
            let path = path.join(name);
            if path.is_file() {
                files.push((name, fs::read(&path).map_err(|error| Failure::io(&error, "read", &path))?));
            }
        }
        Ok(Self { name: path.display().to_string(), manifest, files })
    }

    fn files(&self) -> Vec<(&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect()
    }

    fn run<'a>(&'a self, files: &'a [(&'a str, &'a [u8])]) -> RunFiles<'a> {
        RunFiles { name: &self.name, manifest: &self.manifest, files }
    }
}

fn failure(error: &CompareError) -> Failure {
    let failure = Failure::new(error.kind, error.message.clone()).at(error.line, 0).hint(error.hint);
    if error.run.is_empty() {
        return failure;
    }
    failure.in_file(Path::new(&error.run).join(&error.file).display().to_string())
}

fn text(comparison: &Comparison, listed: usize) -> String {
    let mut text = String::from("Runs\n");
    let runs = comparison.runs.iter().zip(["before", "after"]);
    let rows: Vec<Vec<String>> =
        runs.map(|(run, when)| vec![when.to_owned(), run.name.clone(), format!("quipu {}", run.quipu)]).collect();
    text += &table::columns(&[Align::Left; 3], &rows);
    for run in &comparison.runs {
        for file in &run.altered {
            text += &format!("  {file} of {} is not what its manifest tells: it was altered\n", run.name);
        }
    }
    for only in &comparison.only_in {
        text += &format!("  only {} has {}\n", only.run, only.file);
    }
    text += "\nWhat differs beside the results\n";
    text += &circumstances(&comparison.circumstances, listed);
    if comparison.unexplained {
        text +=
            "\nThe results differ although nothing else does: something was altered, or this is an error of Quipu.\n";
    }
    for section in &comparison.files {
        text += &section_text(section, listed);
    }
    text
}

fn circumstances(circumstances: &Circumstances, listed: usize) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    if let Some([before, after]) = &circumstances.versions {
        rows.push(vec!["version".to_owned(), format!("{before} -> {after}")]);
    }
    for input in &circumstances.inputs {
        let when = if input.came { "came" } else { "went" };
        rows.push(vec![
            "data".to_owned(),
            format!("{when}: {} ({}…)", input.name, &input.blake3[..input.blake3.len().min(12)]),
        ]);
    }
    let changes = |kind: &str, changes: &[ParameterChange], rows: &mut Vec<Vec<String>>| {
        for change in changes.iter().take(listed) {
            rows.push(vec![kind.to_owned(), format!("{}: {} -> {}", change.name, change.before, change.after)]);
        }
        if changes.len() > listed {
            rows.push(vec![kind.to_owned(), format!("{} more", count((changes.len() - listed) as u64))]);
        }
    };
    for change in &circumstances.names {
        rows.push(vec!["names".to_owned(), format!("{} -> {}", change.before, change.after)]);
    }
    changes("reading", &circumstances.read_otherwise, &mut rows);
    changes("parameters", &circumstances.parameters, &mut rows);
    changes("typologies", &circumstances.typologies, &mut rows);
    if rows.is_empty() {
        return "  nothing\n".to_owned();
    }
    table::columns(&[Align::Left; 2], &rows)
}

fn section_text(section: &SectionComparison, listed: usize) -> String {
    let mut text = format!(
        "\n{}: {} -> {}; {} the same, {} changed, {} went, {} came\n",
        section.file,
        count(section.before),
        count(section.after),
        count(section.same),
        count(section.changed.len() as u64),
        count(section.went.len() as u64),
        count(section.came.len() as u64),
    );
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (what, records) in [("came", &section.came), ("went", &section.went)] {
        rows.extend(records.iter().take(listed).map(|record| row(what, record, String::new())));
        rows.extend(more(what, records.len(), listed));
    }
    rows.extend(section.changed.iter().take(listed).map(|record| row("changed", &record.after, change(record))));
    rows.extend(more("changed", section.changed.len(), listed));
    if !rows.is_empty() {
        let heading = ["", "score", "rank", "sort", "id", "what", "by"].map(str::to_owned).to_vec();
        rows.insert(0, heading);
        use Align::{Left, Right};
        text += &table::columns(&[Left, Right, Right, Left, Left, Left, Left], &rows);
    }
    text
}

fn row(what: &str, record: &RecordTold, change: String) -> Vec<String> {
    let by: Vec<&str> = record.causes.iter().map(|cause| named(*cause)).collect();
    vec![
        what.to_owned(),
        record.score.as_ref().map(ToString::to_string).unwrap_or_default(),
        count(record.rank),
        record.sort.clone(),
        record.id.clone(),
        if change.is_empty() { record.account.clone().unwrap_or_default() } else { change },
        if by.is_empty() { "nothing that differs".to_owned() } else { by.join(" or ") },
    ]
}

fn more(what: &str, number: usize, listed: usize) -> Option<Vec<String>> {
    let more = number.saturating_sub(listed);
    (more > 0)
        .then(|| vec![what.to_owned(), String::new(), String::new(), format!("{} more: --all", count(more as u64))])
}

fn change(record: &ChangedRecord) -> String {
    let mut told: Vec<String> = Vec::new();
    if record.before.id != record.after.id {
        told.push(format!("was {}", record.before.id));
    }
    for (parts, what) in [(&record.parts_came, "more"), (&record.parts_went, "less")] {
        if !parts.is_empty() {
            told.push(format!("{} {what}", many(parts.len() as u64, "part", "parts")));
        }
    }
    for member in &record.members {
        told.push(match (&member.before, &member.after) {
            (Some(before), Some(after)) => format!("{} {before} -> {after}", member.member),
            _ => member.member.clone(),
        });
    }
    told.join(", ")
}

fn named(cause: Cause) -> &'static str {
    match cause {
        Cause::Version => "version",
        Cause::Data => "data",
        Cause::Reading => "reading",
        Cause::Names => "names",
        Cause::Parameters => "parameters",
        Cause::ParametersOfOthers => "parameters of other patterns",
        Cause::Typologies => "typologies",
    }
}
