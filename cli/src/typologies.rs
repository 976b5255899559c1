//! `quipu typologies`: the indicators that `analyze` evaluates, listed, explained and checked.

use crate::choice::named;
use crate::failure::Failure;
use crate::table::{self, Align};
use crate::{Outcome, terminal};
use clap::{Args, Subcommand};
use quipu::export::typologies::TypologiesDocument;
use quipu::typology::{Checked, Indicator, Language, NumberStatus, Pack, Victims};
use std::fs;
use std::path::{Path, PathBuf};

const LANGUAGES: [(&str, Language); 4] =
    [("en", Language::En), ("es", Language::Es), ("pt", Language::Pt), ("fr", Language::Fr)];

/// List, explain and check indicators of crimes
///
/// An indicator is a red flag that a published source names, written as a rule with its numbers, the data that it needs,
/// the offences that it may be a sign of and their codes. They are data, the typology pack: one comes with Quipu, and an
/// agency's own file extends or replaces it.
///
/// Exit codes: 0 ran; 2 error, or the file is no pack.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the indicators with their rules, offences and needed fields
    List(List),
    /// Explain an indicator: its rule, numbers, needs, offences, codes and source
    Show(Show),
    /// Check a pack: mistakes come with line and column, and with what was expected
    Check(Check),
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Show {
    /// The indicator: its id, or its number in the catalogue
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Check {
    /// The pack, a TOML file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Args)]
struct Common {
    /// The language of names and explanations
    #[arg(long, value_name = "LANGUAGE", value_parser = named(&LANGUAGES), default_value = "en")]
    language: Language,

    /// A pack (TOML) that extends or replaces the one that is built in
    #[arg(long, value_name = "FILE")]
    typologies: Option<PathBuf>,

    /// Print JSON, with all languages, instead of text
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    match &arguments.verb {
        Verb::List(List { common }) => {
            let pack = read(common.typologies.as_deref())?;
            let text = if common.json { json(&pack, &pack.indicators)? } else { list(&pack, common.language) };
            terminal::print(&text)?;
        }
        Verb::Show(Show { id, common }) => {
            let pack = read(common.typologies.as_deref())?;
            let indicator = find(&pack, id)?;
            let text = if common.json { json(&pack, [indicator])? } else { show(&pack, indicator, common.language) };
            terminal::print(&text)?;
        }
        Verb::Check(Check { file }) => {
            let pack = read(Some(file))?;
            let extends = pack
                .extends
                .as_ref()
                .map_or_else(String::new, |(pack, version)| format!(", on top of {pack} version {version}"));
            let indicators = table::many(pack.indicators.len() as u64, "indicator", "indicators");
            terminal::print(&format!("{}: version {}{extends}, {indicators}\n", pack.id, pack.version))?;
        }
    }
    Ok(Outcome::Done)
}

/// The built-in pack, or that of a file.
pub(crate) fn read(file: Option<&Path>) -> Result<Pack, Failure> {
    let Some(path) = file else { return Ok(Pack::built_in()) };
    let bytes = fs::read(path).map_err(|error| Failure::io(&error, "read the pack", path))?;
    let name = path.display().to_string();
    let text = String::from_utf8(bytes).map_err(|error| {
        let line =
            1 + error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        Failure::new("bad-pack", "the file is no UTF-8").in_file(&*name).at(line as u64, 0).hint("save it as UTF-8")
    })?;
    Pack::from_toml(text.strip_prefix('\u{FEFF}').unwrap_or(&text)).map_err(|error| {
        Failure::new("bad-pack", error.message)
            .in_file(name)
            .at(error.line as u64, error.column as u64)
            .hint(error.hint)
    })
}

fn find<'a>(pack: &'a Pack, asked: &str) -> Result<&'a Indicator, Failure> {
    let number: Option<u32> = asked.parse().ok();
    let by_number = || pack.indicators.iter().find(|indicator| number.is_some() && indicator.number == number);
    pack.indicator(asked).or_else(by_number).ok_or_else(|| {
        Failure::new("no-such-indicator", format!("there is no indicator '{}'", terminal::safe(asked)))
            .hint("quipu typologies list shows them all")
    })
}

fn json<'a>(pack: &'a Pack, indicators: impl IntoIterator<Item = &'a Indicator>) -> Result<String, Failure> {
    let mut text = Vec::new();
    let written = TypologiesDocument::of(pack, indicators).write(&mut text);
    written.map_err(|error| Failure::new("internal", error.to_string()))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn list(pack: &Pack, language: Language) -> String {
    let titles = ["no.", "id", "rule", "for", "needs", "name"].map(str::to_owned).to_vec();
    let mut rows = vec![titles];
    for indicator in &pack.indicators {
        let offences = indicator.offences.iter().filter_map(|offence| pack.offence(offence.get_ref()));
        rows.push(vec![
            indicator.number.map_or_else(String::new, |number| number.to_string()),
            indicator.id().to_owned(),
            rules(indicator),
            offences.map(|offence| terminal::safe(&offence.short)).collect::<Vec<_>>().join(" "),
            needs(indicator),
            terminal::safe(indicator.name.get(language)),
        ]);
    }
    use Align::{Left, Right};
    let title = format!(
        "{} of {} version {}",
        table::many(pack.indicators.len() as u64, "indicator", "indicators"),
        pack.id,
        pack.version
    );
    format!("{}\n{}", terminal::heading(&title), table::columns(&[Right, Left, Left, Left, Left, Left], &rows))
}

fn rules(indicator: &Indicator) -> String {
    let mut kinds: Vec<&str> = indicator.rule.iter().map(|rule| rule.kind()).collect();
    kinds.dedup();
    if kinds.is_empty() { "not in this version".to_owned() } else { kinds.join(" or ") }
}

/// Needs of each rule, all of which it needs; `a/b` where either will do.
fn needs(indicator: &Indicator) -> String {
    let any = |any: &Vec<_>| any.iter().map(|need: &quipu::typology::Need| need.name()).collect::<Vec<_>>().join("/");
    let rules: Vec<String> =
        (indicator.needs().iter()).map(|all| all.iter().map(any).collect::<Vec<_>>().join(", ")).collect();
    rules.join("; or ")
}

fn show(pack: &Pack, indicator: &Indicator, language: Language) -> String {
    let number = indicator.number.map_or_else(String::new, |number| format!("  no. {number}"));
    let mut text = format!(
        "{}\n  {}{number}\n\n",
        terminal::heading(&terminal::safe(indicator.name.get(language))),
        indicator.id()
    );
    for line in wrapped(&terminal::safe(&indicator.explain(language)), 96) {
        text += &format!("  {line}\n");
    }
    let mut facts = vec![vec!["rule".to_owned(), rules(indicator)], vec!["needs".to_owned(), needs(indicator)]];
    for victims in &indicator.victims {
        let who = match victims {
            Victims::Subject => "the subject",
            Victims::Payers => "who pays the subject",
            Victims::Payees => "whom the subject pays",
        };
        facts.push(vec!["likely victims".to_owned(), who.to_owned()]);
    }
    for offence in indicator.offences.iter().filter_map(|offence| pack.offence(offence.get_ref())) {
        let mut codes = vec![format!("ICCS {}", offence.iccs)];
        codes.extend(offence.fincen.iter().map(|code| format!("SAR {code}")));
        codes.extend(offence.amltrix.iter().map(|code| format!("AMLTRIX {code}")));
        let line = format!("{} ({})", offence.name.get(language), codes.join(", "));
        facts.push(vec!["for".to_owned(), terminal::safe(&line)]);
    }
    if let Some(code) = &indicator.amltrix {
        facts.push(vec!["technique".to_owned(), terminal::safe(&format!("AMLTRIX {code}"))]);
    }
    if let Some(source) = pack.source(indicator.source.get_ref()) {
        let year = source.year.map_or_else(String::new, |year| format!(", {year}"));
        let checked = match source.checked {
            Checked::Read => "read",
            Checked::Quoted => "quoted elsewhere, not read",
            Checked::Recalled => "from memory, to be looked up",
        };
        let line = format!("{}. {}{year} ({checked})", source.title, source.publisher);
        facts.push(vec!["source".to_owned(), terminal::safe(&line)]);
    }
    text += &format!("\n{}", table::columns(&[Align::Left, Align::Left], &facts));
    let numbers = indicator.numbers();
    if !numbers.is_empty() {
        let status = |status| if status == NumberStatus::Source { "stated by the source" } else { "proposed" };
        let rows: Vec<Vec<String>> = (numbers.into_iter())
            .map(|number| vec![number.name, number.value, status(number.status).to_owned()])
            .collect();
        text += &format!("\n{}\n{}", terminal::heading("Numbers"), table::columns(&[Align::Left; 3], &rows));
    }
    text
}

/// Lines of at most so many characters, broken between words.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > most {
                lines.push(word.to_owned());
            } else {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
        }
    }
    lines
}
