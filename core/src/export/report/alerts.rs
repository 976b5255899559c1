//! The alerts on the page: which indicators gave any, the weightiest alerts in full, and every indicator that was not
//! evaluated, by name, with what it lacks.

use super::{case, left_out, text};
use crate::assess::v1::Assessment;
use crate::assess::{Alert, Clearing, Evaluated, Luck, Reason};
use crate::export::alerts::{Assessed, TypologiesSummary};
use crate::graph::TransactionGraph;
use crate::ledger::Ledger;
use crate::model::AccountId;
use crate::typology::{Indicator, Language, Need};
use maud::{Markup, html};

/// How many alerts the page shows in full.
const ALERTS: usize = 20;
const ACCOUNTS: usize = 12;
const EVIDENCE: usize = 20;
const CLEARING: usize = 20;

/// The section of all alerts.
pub(in crate::export) fn section(assessed: Assessed<'_>, graph: &TransactionGraph) -> String {
    let summary = TypologiesSummary::of(assessed);
    let ranking = crate::assess::v1::ranking(assessed.assessments);
    let shown = &ranking[..ranking.len().min(ALERTS)];
    let markup = html! {
        section id="alerts" {
            h2 { "Alerts" }
            p { "An alert is an instance of a red flag that a published source names. It is no proof: honest business can look the same, and what could explain it stands beside it." }
            @if summary.within + summary.beyond > 0 {
                p {
                    (text::many(summary.within, "alert remains", "alerts remain")) " when a share of " (thousandths(summary.false_alerts)) " of false ones is allowed for (Benjamini and Hochberg); "
                    (text::count(summary.beyond)) " are more likely luck, and of " (text::count(summary.not_estimated)) " that is not estimated. All are in " code { "alerts.ndjson" } "."
                }
            }
            (indicators(&assessed))
            @for place in shown { (alert(&assessed, graph, *place as usize)) }
            (left_out(ranking.len() - shown.len(), "alert", "alerts", "alerts.ndjson"))
            (not_evaluated(&assessed))
        }
    };
    markup.into_string()
}

fn thousandths(number: u32) -> String {
    let text = format!("{}.{:03}", number / 1000, number % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub(super) fn points(millionths: i64) -> String {
    let (sign, number) = (if millionths < 0 { "−" } else { "" }, millionths.unsigned_abs());
    format!("{sign}{}.{:03}", number / 1_000_000, number % 1_000_000 / 1000)
}

fn name(indicator: &Indicator) -> String {
    text::shown(indicator.name.get(Language::En), text::LONGEST * 2)
}

fn offences(assessed: &Assessed<'_>, indicator: &Indicator) -> String {
    let named = |id: &str| assessed.pack.offences.iter().find(|offence| offence.id.get_ref() == id);
    let name = |id: &str| named(id).map_or(id.to_owned(), |offence| offence.name.get(Language::En).to_owned());
    indicator.offences.iter().map(|id| name(id.get_ref())).collect::<Vec<_>>().join(", ")
}

fn indicators(assessed: &Assessed<'_>) -> Markup {
    let own = |evaluated: &Evaluated| assessed.pack.indicator(&evaluated.indicator);
    let with_alerts =
        || assessed.evaluation.indicators.iter().filter(|one| one.alerts.is_some_and(|number| number > 0));
    let silent = assessed.evaluation.indicators.iter().filter(|one| one.alerts == Some(0)).count() as u64;
    html! {
        @if with_alerts().next().is_some() {
            table {
                caption { "Indicators with alerts" }
                thead { tr { th scope="col" { "Indicator" } th.number scope="col" { "Alerts" } th scope="col" { "May be a sign of" } } }
                tbody {
                    @for evaluated in with_alerts() {
                        @if let Some(indicator) = own(evaluated) {
                            tr {
                                th scope="row" { (name(indicator)) br; code { (indicator.id()) } }
                                td.number { (text::count(evaluated.alerts.unwrap_or(0))) }
                                td { (text::shown(&offences(assessed, indicator), text::LONGEST * 2)) }
                            }
                        }
                    }
                }
            }
        }
        @let cut: Vec<_> = assessed.evaluation.indicators.iter().filter(|one| !one.cut_windows.is_empty()).collect();
        @if !cut.is_empty() {
            p { "Shapes of these were searched for with shorter windows than their rules ask for, since longer ones take too long in data in which so much is paid so often:" }
            ul { @for evaluated in cut { @for window in &evaluated.cut_windows {
                li { code { (evaluated.indicator) } ": " (window.pattern) " within " (window.searched) " and not " (window.asked) }
            } } }
        }
        @if silent > 0 { p { (text::many(silent, "indicator was", "indicators were")) " evaluated and gave no alert." } }
    }
}

fn alert(assessed: &Assessed<'_>, graph: &TransactionGraph, place: usize) -> Markup {
    let ledger = graph.ledger();
    let alert: &Alert = &assessed.evaluation.alerts[place];
    let assessment: &Assessment = &assessed.assessments[place];
    let indicator = &assessed.pack.indicators[alert.indicator];
    let (first, last) = alert.period(ledger);
    let instant = |at| text::instant(at, ledger.resolution());
    html! {
        article.alert {
            h3 { (name(indicator)) }
            p.note { code { (alert.id(indicator.id(), graph)) } " · score " strong { (points(assessment.score.into())) } " of 1 · " (text::shown(&offences(assessed, indicator), text::LONGEST * 2)) }
            @if indicator.subject_is_victim() { p { strong { "The subject is likely a victim, and no suspect." } } }
            dl.method {
                @for (role, accounts) in &alert.roles { dt { (role) } dd { (names(ledger, accounts)) } }
                @if !alert.transactions.is_empty() { dt { "period" } dd { span.instant { (instant(first)) } " to " span.instant { (instant(last)) } } }
                @if !alert.transactions.is_empty() { dt { "paid in all" } dd { (text::sums(&ledger.paid_in(&alert.transactions))) } }
            }
            table {
                caption { "What the score is made of" }
                thead { tr { th.number scope="col" { "Points" } th scope="col" { "For" } th scope="col" { "What was measured" } } }
                tbody {
                    @for reason in &assessment.reasons {
                        tr { td.number { (points(reason.millionths.into())) } th scope="row" { (reason.term) } td { (text::shown(&reason.text, text::LONGEST * 4)) } }
                    }
                }
            }
            @if let Some(luck) = &assessment.luck { (lucky(luck, assessed.false_alerts)) }
            @if !assessment.benign.is_empty() {
                p { strong { "What could explain it without any crime: " } }
                ul { @for benign in &assessment.benign { li { (benign.explanation.name()) ": " (benign.covers) " of " (text::many(benign.of.into(), "transaction", "transactions")) ", " (benign.explanation.text()) } } }
            }
            @if let Some(clearing) = &alert.clearing { (cleared(ledger, clearing)) }
            (case::evidence(ledger, &alert.transactions, EVIDENCE, "alerts.ndjson", None))
        }
    }
}

pub(super) fn names(ledger: &Ledger, accounts: &[AccountId]) -> Markup {
    let more = accounts.len().saturating_sub(ACCOUNTS) as u64;
    html! {
        @for (place, account) in accounts.iter().take(ACCOUNTS).enumerate() {
            @if place > 0 { ", " }
            bdi { (text::account(ledger, *account)) }
        }
        @if more > 0 { ", " (text::count(more)) " more" }
    }
}

fn lucky(luck: &Luck, false_alerts: u32) -> Markup {
    html! {
        p {
            "By luck, " (crate::assess::v1::decimal(luck.expected)) " such alerts would be expected in this data at most. "
            @if luck.within(false_alerts) { "It remains when the share of false alerts is controlled." }
            @else { "It does not remain when the share of false alerts is controlled." }
        }
    }
}

fn cleared(ledger: &Ledger, clearing: &Clearing) -> Markup {
    let more = clearing.transactions.len().saturating_sub(CLEARING) as u64;
    html! {
        p {
            strong { "It hangs on " (text::many(clearing.transactions.len() as u64, "transaction", "transactions")) ": " }
            "without "
            @for (place, row) in clearing.transactions.iter().take(CLEARING).enumerate() {
                @if place > 0 { ", " }
                code { (text::shown(&ledger.transaction_id(*row).to_string(), text::LONGEST)) }
            }
            @if more > 0 { ", " (text::count(more)) " more" }
            " it is not there, and with any one of them back it is"
            @if clearing.exact { "; no smaller set does that." }
            @else { "; a smaller set, of " (clearing.at_least) " or more, may do that." }
        }
    }
}

fn not_evaluated(assessed: &Assessed<'_>) -> Markup {
    let lacking = || assessed.evaluation.indicators.iter().filter(|one| one.alerts.is_none());
    html! {
        @if lacking().next().is_some() {
            table {
                caption { "Indicators that were not evaluated" }
                thead { tr { th scope="col" { "Indicator" } th scope="col" { "Why" } } }
                tbody {
                    @for evaluated in lacking() {
                        @if let Some(indicator) = assessed.pack.indicator(&evaluated.indicator) {
                            tr {
                                th scope="row" { (name(indicator)) }
                                td { @for (place, reason) in evaluated.not_evaluated.iter().enumerate() { @if place > 0 { "; " } (why(reason)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn why(reason: &Reason) -> String {
    let any = |any: &Vec<Need>| any.iter().map(|need| need.name()).collect::<Vec<_>>().join(" or ");
    match reason {
        Reason::RuleNotInThisVersion { .. } => "this version has no rule for it".to_owned(),
        Reason::DataLacks { needs, .. } => format!("needs {}", needs.iter().map(any).collect::<Vec<_>>().join(", ")),
        Reason::OtherNotEvaluated { indicator, .. } => format!("leans on {indicator}, which was not evaluated"),
    }
}
