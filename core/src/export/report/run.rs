//! What the run was: what was read and understood, what was not accepted, what was not looked at, the parameters.

use super::{Report, text};
use crate::detect::Level;
use crate::export::{AccountsSummary, InputSummary, JoinedSummary, RejectionExample};
use crate::model::Currency;
use crate::parties::screening::Strength;
use crate::read::{FileReport, Reason};
use maud::{Markup, html};

/// Rejections that are shown as examples, for each input.
const EXAMPLES: usize = 5;

pub(super) fn inputs(report: &Report<'_>) -> Markup {
    html! {
        section id="inputs" {
            h2 { "What was read" }
            @for input in &report.manifest.inputs {
                h3 { bdi { (text::shown(&input.name, text::LONGEST)) } }
                (facts(input))
                table {
                    caption { "Columns and what they were understood to be" }
                    thead { tr { th scope="col" { "Column" } th scope="col" { "Role" } th scope="col" { "Why" } } }
                    tbody {
                        @for column in &input.columns {
                            tr { th scope="row" { bdi { (text::shown(&column.name, text::LONGEST)) } } td { (column.role.unwrap_or("not used")) } td { (column.why) } }
                        }
                        @for constant in &input.constants {
                            tr { th scope="row" { "every row: " (text::shown(&constant.value, text::LONGEST)) } td { (constant.role) } td { "mapping" } }
                        }
                    }
                }
            }
            @for unread in &report.manifest.unread_inputs {
                p.caution { "Nothing could be read of " bdi { (text::shown(&unread.name, text::LONGEST)) } ": " (text::shown(&unread.message, 400)) }
            }
            @if let Some(accounts) = &report.manifest.accounts { (accounts_files(accounts)) }
            @if let Some(parties) = &report.manifest.parties { (party_files(parties)) }
            @for same in &report.manifest.same_inputs {
                p.caution { bdi { (text::shown(&same.input, text::LONGEST)) } " holds the same bytes as " bdi { (text::shown(&same.same_as, text::LONGEST)) } ": each of its rows counts twice." }
            }
        }
    }
}

fn facts(input: &InputSummary) -> Markup {
    html! {
        dl.facts {
            div { dt { "Rows" } dd { (text::count(input.rows.read)) " read = " (text::count(input.rows.accepted)) " accepted + " (text::count(input.rows.rejected)) " rejected" } }
            div { dt { "Bytes" } dd { (text::count(input.bytes)) } }
            div { dt { "BLAKE3" } dd { code { (input.blake3) } } }
            @for note in &input.notes { div { dt { "Assumed" } dd { (text::shown(&note.text, 400)) } } }
            @if input.rounded_amounts > 0 { div { dt { "Rounded" } dd { (text::many(input.rounded_amounts, "amount", "amounts")) " with more decimals than the currency keeps" } } }
            @if input.windows_1252_rows > 0 { div { dt { "Old spelling" } dd { (text::many(input.windows_1252_rows, "row", "rows")) " read as Windows-1252" } } }
        }
    }
}

fn accounts_files(accounts: &AccountsSummary) -> Markup {
    html! {
        @for file in &accounts.files {
            h3 { "Accounts: " bdi { (text::shown(&file.name, text::LONGEST)) } }
            dl.facts {
                div { dt { "Rows" } dd { (text::count(file.rows.read)) " read = " (text::count(file.rows.accepted)) " accepted + " (text::count(file.rows.rejected)) " rejected" } }
                div { dt { "Bytes" } dd { (text::count(file.bytes)) } }
                div { dt { "BLAKE3" } dd { code { (file.blake3) } } }
            }
        }
        p { (text::many(accounts.in_ledger, "account", "accounts")) " of the payments are in these files, " (text::count(accounts.not_in_files)) " are not." }
    }
}

fn party_files(parties: &JoinedSummary) -> Markup {
    html! {
        @for file in &parties.files {
            h3 { "Parties: " bdi { (text::shown(&file.name, text::LONGEST)) } }
            dl.facts {
                div { dt { "Format" } dd { (file.format.title()) } }
                div { dt { "Records" } dd { (text::count(file.records.read)) " read = " (text::count(file.records.accepted)) " accepted + " (text::count(file.records.rejected)) " rejected" } }
                div { dt { "Bytes" } dd { (text::count(file.bytes)) } }
                div { dt { "BLAKE3" } dd { code { (file.blake3) } } }
                @for note in &file.notes { div { dt { "Assumed" } dd { (text::shown(&note.text, 400)) } } }
                @for (reason, records) in &file.rejections { div { dt { "Rejected" } dd { (text::many(*records, "record", "records")) ": " (reason.name()) ", where was expected: " (reason.expected()) } } }
                @for (reason, values) in &file.unread { div { dt { "As written" } dd { (text::many(*values, "value", "values")) " that could not be read: " (reason.name()) } } }
            }
        }
        p { "The holder of " (text::many(parties.accounts_with_holder, "account", "accounts")) " is told, of " (text::count(parties.accounts_without_holder)) " it is not." }
    }
}

/// What was and was not looked at between owners, and near lists.
fn between_owners(parties: &JoinedSummary) -> Markup {
    let weak = parties.matches.get(&Strength::Name).copied().unwrap_or(0);
    html! {
        @for level in &parties.levels {
            @let between = if level.level == Level::Party { "parties" } else { "groups" };
            @if level.joined_accounts > 0 {
                li { "Between " (between) ", " (text::many(level.joined_accounts, "account is", "accounts are")) " one with another; "
                    (text::many(level.own_transfers, "payment", "payments")) " between accounts of one owner are no part of patterns there, and "
                    (text::many(level.told_before, "instance", "instances")) " that findings of another level tell stand with those." }
            } @else { li { "No two accounts are of one of the " (between) ": nothing was searched for between them." } }
            @if level.truncated_seeds > 0 { li { "Between " (between) ", searches stopped at their bound on work at " (text::many(level.truncated_seeds, "starting point", "starting points")) "." } }
        }
        @if weak > 0 { li { (text::many(weak, "party has", "parties have")) " the name of somebody on a list and nothing else in common. Names are shared by many: all are in " code { "matches.ndjson" } ", and ways to a list do not count them." } }
        @if parties.distances.targets > 0 {
            li { "Ways to a list were looked for in " (parties.distances.depth) " steps at most, and not beyond " (text::many(parties.distances.hubs_stopped_at, "hub", "hubs"))
                " with more than " (text::count(u64::from(parties.distances.hub_over))) " neighbours." }
        }
    }
}

pub(super) fn rejected(report: &Report<'_>) -> Markup {
    html! {
        section id="rejected" {
            h2 { "What was not accepted" }
            @if report.manifest.rows.rejected == 0 {
                p { "Every row was accepted." }
            } @else {
                p { (text::many(report.manifest.rows.rejected, "row", "rows")) " of " (text::count(report.manifest.rows.read)) " took no part in the search. All of them, with what was found there, are in " code { "rejects.csv" } "." }
                table {
                    caption { "Rows by reason" }
                    thead { tr { th scope="col" { "File" } th scope="col" { "Reason" } th.number scope="col" { "Rows" } th scope="col" { "What was expected" } } }
                    tbody {
                        @for input in &report.manifest.inputs {
                            @for (reason, rows) in by_frequency(input) {
                                tr { td { bdi { (text::shown(&input.name, text::LONGEST)) } } th scope="row" { (reason.name()) } td.number { (text::count(rows)) } td { (reason.expected()) } }
                            }
                        }
                    }
                }
                table {
                    caption { "The first of them" }
                    thead { tr { th scope="col" { "File:line" } th scope="col" { "Column" } th scope="col" { "Reason" } th scope="col" { "Found" } } }
                    tbody { @for input in report.inputs { (examples(input)) } }
                }
            }
        }
    }
}

fn by_frequency(input: &InputSummary) -> Vec<(Reason, u64)> {
    let mut reasons: Vec<(Reason, u64)> = input.rejections.iter().map(|(reason, rows)| (*reason, *rows)).collect();
    reasons.sort_by_key(|(reason, rows)| (std::cmp::Reverse(*rows), *reason));
    reasons
}

fn examples(input: &FileReport) -> Markup {
    let examples = input.first_rejections.iter().take(EXAMPLES);
    html! {
        @for example in examples.map(|rejection| RejectionExample::of(rejection, &input.plan.columns)) {
            tr {
                td { bdi { (text::shown(&input.name, text::LONGEST)) } ":" (example.line) }
                td { bdi { (text::shown(example.column_name.as_deref().unwrap_or(""), text::LONGEST)) } }
                td { (example.reason.name()) }
                td { code { (text::shown(&example.found, text::LONGEST)) } }
            }
        }
    }
}

/// What a reader could think was looked at and was not.
pub(super) fn limits(report: &Report<'_>, shown: usize) -> Markup {
    let manifest = report.manifest;
    let ledger = &manifest.ledger;
    let truncated = report.detection.findings.iter().filter(|finding| finding.truncated).count() as u64;
    let usual: u64 = manifest.patterns.iter().map(|summary| summary.usual).sum();
    let told: u64 = manifest.patterns.iter().map(|summary| summary.part_of_others).sum();
    let parted = report.cases.cases.iter().filter(|case| case.parted).count() as u64;
    let without_rate: Vec<Currency> = (manifest.rates.currencies.iter())
        .filter(|currency| currency.rate.is_none() && currency.currency != manifest.rates.reference)
        .map(|currency| currency.currency)
        .collect();
    html! {
        section id="limits" {
            h2 { "What was not looked at, and bounds" }
            ul {
                @if manifest.not_searched.is_empty() { li { "Every pattern that this version knows was searched for." } }
                @for pattern in &manifest.not_searched { li { strong { (pattern) } " was not searched for, as the parameters say." } }
                @for bound in &manifest.bounds_reached {
                    li { strong { (bound.pattern) } ": the search stopped at its bound on work at " (text::count(bound.truncated_seeds)) " of " (text::many(bound.seeds, "starting point", "starting points")) ". There may be more than was found." }
                }
                @if usual > 0 { li { (text::many(usual, "instance", "instances")) " of patterns, too usual for " code { "least-score" } " of the parameters, are counted in the overview and no findings." } }
                @if told > 0 { li { (text::many(told, "shape", "shapes")) " of money that another finding tells of stand with that finding, under " code { "also" } " in " code { "findings.ndjson" } "." } }
                @if truncated > 0 { li { (text::many(truncated, "finding", "findings")) " may be part of something larger, for that reason." } }
                @if manifest.rows.rejected > 0 { li { a href="#rejected" { (text::many(manifest.rows.rejected, "row", "rows")) " not accepted" } " took no part." } }
                @if ledger.self_transfers > 0 { li { (text::many(ledger.self_transfers, "payment", "payments")) " of an account to itself belong to no pattern." } }
                @if ledger.exact_duplicates > 0 { li { (text::many(ledger.exact_duplicates, "payment is", "payments are")) " alike in every field to another; each counts." } }
                @if ledger.repeated_ids > 0 { li { (text::many(ledger.repeated_ids, "payment has", "payments have")) " an identifier that an earlier one has too; each counts." } }
                @if !without_rate.is_empty() {
                    li { "No rate is known for " (without_rate.iter().map(|currency| currency.code()).collect::<Vec<_>>().join(", ")) ": searches that compare value left such payments out (" (text::count(manifest.rates.transactions_without_value)) ")." }
                }
                li { "Findings were not put into one case because of " (text::many(report.cases.hubs.count(), "hub", "hubs")) ": accounts with more than " (text::count(report.cases.hubs.over())) " payments, far beyond what is usual in this data." }
                @if let Some(parties) = &manifest.parties { (between_owners(parties)) }
                @if parted > 0 { li { (text::many(parted, "case was", "cases were")) " parted from groups of more than " (text::count(crate::case::LARGEST_GROUP as u64)) " findings." } }
                @if report.cases.cases.len() > shown { li { "This page shows " (text::count(shown as u64)) " of " (text::many(report.cases.cases.len() as u64, "case", "cases")) " in full. All are in " code { "cases.json" } ", all findings with their evidence in " code { "findings.ndjson" } "." } }
                li { "Labels of the source (of laundering, alerts, patterns), where there are any, were not used." }
            }
        }
    }
}

pub(super) fn parameters(report: &Report<'_>) -> Markup {
    // Parameters are plain tables of numbers and texts, which TOML can always write.
    let toml = toml::to_string(&report.manifest.parameters).unwrap_or_default();
    html! {
        section id="parameters" {
            h2 { "Parameters" }
            p { "As a file for " code { "--params" } ", every default filled in." }
            pre { (toml) }
        }
    }
}
