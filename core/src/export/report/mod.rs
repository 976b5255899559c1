//! `report.html`: the run as one page that an analyst can send to a colleague.
//!
//! The page stands alone: no script, no outside resource, and a content security policy that allows none. It holds
//! totals, charts, the first [`CASES`] cases in full (network, timeline, accounts, reasons, evidence by file and line), a
//! list of the next [`LISTED`], what was read and what was not accepted, what was not looked at, and the parameters. What
//! is left out is counted, with the file that has it. It is written for print too, and for light and dark screens.
//!
//! Everything from the data is escaped, and characters that steer writing are written out, so that no name of an account
//! can change the page. There is no clock in it: the same run gives the same bytes.

#[cfg(feature = "typologies")]
mod alerts;
mod case;
mod charts;
#[cfg(feature = "typologies")]
mod dossier;
mod drawing;
mod network;
mod run;
mod stretches;
mod text;
mod time_axis;
mod timeline;

#[cfg(feature = "typologies")]
pub(super) use alerts::section as alerts_section;
#[cfg(feature = "typologies")]
pub(super) use dossier::section as dossier_section;
pub(super) use text::{LONGEST, shown};

pub use super::told::AlertsTold;

use super::behind::Behind;
use super::manifest::Manifest;
use crate::case::{Case, Cases, Contents};
use crate::detect::Detection;
use crate::graph::TransactionGraph;
use crate::model::{Amount, Row};
use crate::parallel::prelude::*;
use crate::read::FileReport;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::cmp::Reverse;
use std::io::{self, Write};

/// How many cases the page shows in full.
pub const CASES: usize = 20;

/// How many cases after these it lists.
pub const LISTED: usize = 80;

const STYLE: &str = include_str!("style.css");

/// All that the page tells of a run.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The inputs as they were read.
    pub inputs: &'a [FileReport],
    /// The transactions.
    pub graph: &'a TransactionGraph,
    /// What was found.
    pub detection: &'a Detection,
    /// The findings in cases; with the alerts, where `alerts` are told.
    pub cases: &'a Cases,
    /// What the run was.
    pub manifest: &'a Manifest,
    /// Who is behind the cases, where parties are known.
    pub behind: Option<&'a dyn Behind>,
    /// The alerts, where indicators were evaluated and cases made with them.
    pub alerts: Option<&'a dyn AlertsTold>,
}

impl std::fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Report").field("manifest", &self.manifest).finish_non_exhaustive()
    }
}

impl Report<'_> {
    /// Writes the page. Cases are drawn by all threads.
    ///
    /// Time: O(evidence) and O(n log n) in that of the cases shown. Memory: the page, and a bit a transaction.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let shown = self.cases.cases.len().min(CASES);
        let sections: Vec<Markup> = (0..shown).into_par_iter().map(|place| case::section(self, place)).collect();
        out.write_all(self.page(&sections).into_string().as_bytes())
    }

    fn page(&self, sections: &[Markup]) -> Markup {
        let title = format!("Report on {}", self.names());
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header {
                        p.maker { "Quipu " (self.manifest.quipu) }
                        h1 { (title) }
                        p.lead { (self.summary()) }
                        p.note { "A finding is a shape, not a crime: honest payrolls, rents and suppliers have such shapes too. The score says how unusual a shape is for its accounts in this data, in bits: one bit more is half as likely by chance. A person decides." }
                        nav aria-label="Contents" {
                            a href="#overview" { "Overview" } a href="#cases" { "Cases" }
                            @if self.alerts.is_some() { a href="#alerts" { "Alerts" } }
                            a href="#inputs" { "What was read" }
                            a href="#rejected" { "Not accepted" } a href="#limits" { "Not looked at" } a href="#parameters" { "Parameters" }
                            a href="#method" { "How to read it" }
                        }
                    }
                    main {
                        (self.overview())
                        (self.list(sections.len()))
                        @for section in sections { (section) }
                        @if let Some(alerts) = self.alerts { (PreEscaped(alerts.section(self.graph))) }
                        (run::inputs(self))
                        (run::rejected(self))
                        (run::limits(self, sections.len()))
                        (run::parameters(self))
                        (method())
                    }
                    footer { p { "Written by Quipu " (self.manifest.quipu) " from the inputs whose BLAKE3 stand above; the same inputs and parameters give this page again, to the byte." } }
                }
            }
        }
    }

    /// What a case holds.
    fn contents(&self, case: &Case) -> Contents<'_> {
        let flags = self.alerts.map_or(&[][..], |told| told.flags());
        Contents::with(self.graph, &self.cases.hubs, &self.detection.findings, flags, case)
    }

    /// The title of a case: what the dossier calls it, else its patterns.
    fn title(&self, case: &Case, contents: &Contents<'_>) -> String {
        let told = self.alerts.and_then(|told| told.title(case, contents));
        told.map_or_else(|| case::patterns(&contents.patterns), |title| text::shown(&title, 400))
    }

    /// What was paid in rows, by currency, what is worth most first.
    fn paid_in(&self, rows: &[Row]) -> Vec<Amount> {
        let mut amounts = self.graph.ledger().paid_in(rows);
        amounts.sort_by_key(|amount| Reverse(self.detection.rates.value(*amount)));
        amounts
    }

    /// What amounts of several currencies are worth together, where each has a rate.
    fn worth(&self, amounts: &[Amount]) -> Option<Amount> {
        let rates = &self.detection.rates;
        let mut units = 0_i64;
        for amount in amounts {
            units = units.checked_add(rates.value(*amount)?)?;
        }
        (amounts.len() > 1).then(|| Amount::new(units, rates.reference()))
    }

    fn names(&self) -> String {
        match self.manifest.inputs.as_slice() {
            [] => "no input".to_owned(),
            [one] => text::shown(&one.name, text::LONGEST),
            [one, rest @ ..] => {
                format!(
                    "{} and {}",
                    text::shown(&one.name, text::LONGEST),
                    text::many(rest.len() as u64, "more", "more")
                )
            }
        }
    }

    fn summary(&self) -> String {
        let ledger = &self.manifest.ledger;
        let period = match (ledger.first, ledger.last) {
            (Some(first), Some(last)) => {
                let instant = |at| text::instant(at, ledger.resolution);
                format!(", from {} to {} UTC", instant(first), instant(last))
            }
            _ => String::new(),
        };
        format!(
            "{} between {}{period}: {} in {}.",
            text::many(ledger.transactions, "payment", "payments"),
            text::many(ledger.accounts, "account", "accounts"),
            text::many(self.manifest.findings, "finding", "findings"),
            text::many(self.cases.cases.len() as u64, "case", "cases"),
        )
    }

    fn overview(&self) -> Markup {
        let (rows, ledger) = (self.manifest.rows, &self.manifest.ledger);
        let evidence = charts::evidence(self);
        let fact = |name: &str, value: String| html! { div { dt { (name) } dd { (value) } } };
        html! {
            section id="overview" {
                h2 { "Overview" }
                dl.tiles {
                    (fact("Rows read", text::count(rows.read)))
                    (fact("Accepted", text::count(rows.accepted)))
                    (fact("Rejected", text::count(rows.rejected)))
                    (fact("Accounts", text::count(ledger.accounts)))
                    (fact("Institutions", text::count(ledger.institutions)))
                    (fact("Currencies", text::count(ledger.currencies.len() as u64)))
                    (fact("Findings", text::count(self.manifest.findings)))
                    (fact("Evidence", text::count(evidence.count_ones(..) as u64)))
                    (fact("Cases", text::count(self.cases.cases.len() as u64)))
                }
                (charts::volume(self, &evidence))
                div.beside { (charts::patterns(self)) (charts::currencies(self, &evidence)) }
            }
        }
    }

    /// The cases in a table: those shown in full, and those that follow.
    fn list(&self, shown: usize) -> Markup {
        let ledger = self.graph.ledger();
        let listed = self.cases.cases.len().min(CASES + LISTED);
        let line = |place: usize| {
            let case = &self.cases.cases[place];
            let contents = self.contents(case);
            let (first, last) = contents.period;
            let title = self.title(case, &contents);
            html! {
                tr {
                    td.number { (place + 1) }
                    th scope="row" {
                        @if place < shown { a href=(format!("#case-{}", place + 1)) { (title) } }
                        @else { (title) br; code { (case.id) } }
                        @if self.alerts.is_some() && !contents.patterns.is_empty() { br; small { (case::patterns(&contents.patterns)) } }
                    }
                    td.number { (text::bits(case.score_millibits)) }
                    td.number { (text::count(contents.accounts.len() as u64)) }
                    td.number { (text::count(contents.transactions.len() as u64)) }
                    td.number { (text::brief(&self.paid_in(&contents.transactions))) }
                    td { @if !contents.transactions.is_empty() { span.instant { (text::instant(first, ledger.resolution())) " to" } " " span.instant { (text::instant(last, ledger.resolution())) } } }
                }
            }
        };
        let lines: Vec<Markup> = (0..listed).into_par_iter().map(line).collect();
        html! {
            section id="cases" {
                h2 { "Cases" }
                @if lines.is_empty() {
                    p { "No pattern was found with these parameters." }
                } @else {
                    p { "Findings and alerts that share money or accounts make a case; nothing is tied together through hubs. The first " (shown) " are shown in full below." }
                    table {
                        caption { "Cases, those that stand out most first" }
                        thead { tr {
                            th.number scope="col" { "Nr" } th scope="col" { "Case" } th.number scope="col" { "Bits" } th.number scope="col" { "Accounts" }
                            th.number scope="col" { "Payments" } th.number scope="col" { "Paid" } th scope="col" { "Period" }
                        } }
                        tbody { @for line in lines { (line) } }
                    }
                    (left_out(self.cases.cases.len() - listed, "case", "cases", "cases.json"))
                }
            }
        }
    }
}

/// What a table does not show, and where it is.
pub(super) fn left_out(number: usize, one: &str, more: &str, file: &str) -> Markup {
    html! {
        @if number > 0 { p.left-out { (text::many(number as u64, one, more)) " more in " code { (file) } "." } }
    }
}

fn method() -> Markup {
    html! {
        section id="method" {
            h2 { "How to read it" }
            dl.method {
                dt { "Finding" }
                dd { "A maximal instance of a pattern: its accounts by role, and every transaction that is its evidence. The same finding has the same identifier in every run." }
                dt { "Score" }
                dd { "The sum of the reasons, each the negative binary logarithm of a probability under a model that keeps how much each account pays and receives and when the data as a whole is busy, and leaves the rest to chance. Nothing in it is trained." }
                dt { "Case" }
                dd { "Findings and alerts that share most of the money of one of them, or have the same accounts, or are about the same account with money in common, or turn on the same account soon after each other. Its score takes the best finding of each pattern, each times the share of its evidence that no better one of these has, and for each red flag up to " (crate::case::INDICATOR_BITS) " bits by the score of its best alert: half of that where luck is not estimated, a quarter where luck is more likely." }
                dt { "Likely victim" }
                dd { "The typology pack says of some red flags that those whom they are about, or those who pay them, are likely victims. They are marked as such. An account that is also the subject of something else is told as both." }
                dt { "Key account" }
                dd { "Without it the network of the case falls apart, or every way from the account that paid most beyond what it received to the one that received most beyond what it paid leads through it. The order of time is left aside in this." }
                dt { "Hub" }
                dd { "An account with far more payments than is usual in this data: over Q3 (Q3 / Q1)^1.5, by the quartiles of the accounts' numbers of payments, and over " (crate::case::Hubs::FEWEST) ". It stays in findings and ties none together." }
                dt { "Evidence" }
                dd { "A transaction is named by the source's identifier, or by one derived from its content, with the file and the line it was read from. Times are UTC." }
            }
        }
    }
}
