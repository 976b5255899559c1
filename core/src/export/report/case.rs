//! One case of the report: what it is, why it stands where it does, its network, its timeline, its evidence.

use super::network::Network;
use super::{Report, drawing, text, timeline};
use crate::case::{Case, CaseAccount, Contents, Flows, RankTerm};
use crate::detect::{Finding, Pattern};
use crate::export::cases;
use crate::export::told::CaseSection;
use crate::ledger::Ledger;
use crate::model::{AccountId, Row};
use maud::{Markup, html};

/// How many lines each table of a case has at most; what is beyond is counted and is in the other files.
const ACCOUNTS: usize = 25;
pub(super) const FINDINGS: usize = 10;
const CORRIDORS: usize = 8;
pub(super) const EVIDENCE: usize = 60;
const REASONS: usize = 5;
const SHAPES: usize = 3;

/// The section of the case at a place, from 0.
pub(super) fn section(report: &Report<'_>, place: usize) -> Markup {
    let ledger = report.graph.ledger();
    let case = &report.cases.cases[place];
    let contents = report.contents(case);
    let number = place + 1;
    let told = report.alerts.map(|told| told.case_section(report.cases, number, &contents));
    let network = Network::of(report, &contents, told.as_ref());
    let rest = if cases::has_detail(place, &contents) { "cases.json" } else { "findings.ndjson" };
    let drawing_label =
        format!("Network of case {number}: who paid whom. The same payments are in the table of evidence.");
    let timeline_label =
        format!("Timeline of case {number}: each payment as a line from its payer's lane to its receiver's.");
    html! {
        section.case id=(format!("case-{number}")) {
            h3 { "Case " (number) ": " (report.title(case, &contents)) }
            p.id { (case.id) " · score " strong { (text::bits(case.score_millibits)) } " bits" @if told.is_some() && !contents.patterns.is_empty() { " · " (patterns(&contents.patterns)) } }
            @match &told {
                Some(told) => { (told.narrative) }
                None => { p.lead { (summary(report, &contents)) } }
            }
            (cautions(report, case, &contents))
            h4 { "Why it stands out" }
            ul.reasons {
                @for reason in &case.reasons { @if let RankTerm::Indicator(place) = reason.of {
                    li { strong { (text::bits(reason.millibits)) " bits" } " · red flag: " (flag_id(case, &contents, place)) }
                } }
                @for key in contents.key_reasons(case, &report.cases.finding_ids, REASONS) {
                    li { strong { (text::bits(key.reason.millibits)) " bits" } " · " (key.reason.name) ": " (key.reason.text)
                        " " code { (key.finding) } }
                }
            }
            @if !contents.transactions.is_empty() { figure {
                figcaption {
                    "Network. Arrows go with the money; labels are payments and sums, cut to three digits."
                    @if network.grouped() > 0 { " " (text::count(network.grouped())) " of " (text::count(contents.accounts.len() as u64)) " accounts are drawn in groups." }
                }
                div.wide { (drawing::svg(&network, &drawing_label)) }
                p.legend {
                    span.swatch.pays {} " pays only " span.swatch.passes {} " passes on " span.swatch.receives {} " receives only "
                    span.swatch.hub {} " dashed: hub"
                    @if told.is_some() { span.swatch.key {} " thick: key account" span.swatch.victim {} " double: likely victim" }
                }
            } }
            @if !contents.transactions.is_empty() { figure {
                figcaption { "Timeline, in UTC. Each line is a payment, from its payer's lane to its receiver's." }
                div.wide { (timeline::svg(ledger, &contents, &network, &timeline_label)) }
            } }
            (accounts(report, &contents, told.as_ref(), rest))
            @if let Some(told) = &told { (told.key_accounts) }
            @if let Some(behind) = report.behind { (behind.section(report.graph, &contents, rest)) }
            (flows(ledger, &contents))
            (corridors(ledger, &contents, rest))
            @if let Some(told) = &told { (told.alerts) }
            (findings(report, case, &contents, number))
            (evidence(ledger, &contents.transactions, EVIDENCE, rest, Some(number)))
        }
    }
}

/// `2 fan-in, scatter-gather`.
pub(super) fn patterns(counts: &[(Pattern, u64)]) -> String {
    let one = |(pattern, count): &(Pattern, u64)| match count {
        1 => pattern.name().to_owned(),
        more => format!("{} {}", text::count(*more), pattern.name()),
    };
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn summary(report: &Report<'_>, contents: &Contents<'_>) -> String {
    let resolution = report.graph.ledger().resolution();
    let (first, last) = contents.period;
    let amounts = report.paid_in(&contents.transactions);
    let worth = report.worth(&amounts);
    let worth = worth
        .map_or_else(String::new, |worth| format!(", worth {} together at the rates of this run,", text::money(worth)));
    format!(
        "{} moved {}{worth} in {} between {} and {} UTC ({}).",
        text::many(contents.accounts.len() as u64, "account", "accounts"),
        text::sums(&amounts),
        text::many(contents.transactions.len() as u64, "payment", "payments"),
        text::instant(first, resolution),
        text::instant(last, resolution),
        text::duration(last - first),
    )
}

fn cautions(report: &Report<'_>, case: &Case, contents: &Contents<'_>) -> Markup {
    let hubs = contents.accounts.iter().filter(|account| account.hub).count() as u64;
    html! {
        @if contents.truncated || case.parted || hubs > 0 {
            ul.cautions {
                @if contents.truncated { li { "A search stopped at its bound on work: the shape may be larger than what is shown." } }
                @if case.parted { li { "Parted from a group too large for a case: other cases share accounts with it." } }
                @if hubs > 0 {
                    li { (text::many(hubs, "account has", "accounts have")) " more than " (text::count(report.cases.hubs.over()))
                        " payments in the whole data. Nothing was tied to this case through such hubs." }
                }
            }
        }
    }
}

/// The identifier of an alert of the case.
fn flag_id(case: &Case, contents: &Contents<'_>, place: u32) -> Markup {
    let own = case.alerts.binary_search(&place).ok().map(|own| contents.flags[own].id.as_str());
    html! { code { (own.unwrap_or_default()) } }
}

fn accounts(report: &Report<'_>, contents: &Contents<'_>, told: Option<&CaseSection>, rest: &str) -> Markup {
    let ledger = report.graph.ledger();
    let mut order: Vec<&CaseAccount> = contents.accounts.iter().collect();
    let is = |accounts: fn(&CaseSection) -> &[AccountId], account: &CaseAccount| {
        told.is_some_and(|told| accounts(told).binary_search(&account.account).is_ok())
    };
    let victim = |account: &CaseAccount| is(|told| &told.victims, account);
    let key = |account: &CaseAccount| is(|told| &told.key, account);
    order
        .sort_by_key(|account| (!victim(account), std::cmp::Reverse(account.paid + account.received), account.account));
    let left_out = order.len().saturating_sub(ACCOUNTS);
    order.truncate(ACCOUNTS);
    let mut places: Vec<(AccountId, usize)> =
        order.iter().enumerate().map(|(place, account)| (account.account, place)).collect();
    places.sort_unstable();
    let place =
        |account: AccountId| places.binary_search_by_key(&account, |(own, _)| *own).ok().map(|found| places[found].1);
    let (mut paid, mut received) = (vec![Vec::<Row>::new(); order.len()], vec![Vec::<Row>::new(); order.len()]);
    for row in &contents.transactions {
        if let Some(place) = place(ledger.from(*row)) {
            paid[place].push(*row);
        }
        if let Some(place) = place(ledger.to(*row)) {
            received[place].push(*row);
        }
    }
    let sums = |rows: &[Row]| text::sums(&report.paid_in(rows));
    let roles = |account: &CaseAccount| {
        let one = |(role, findings): &(crate::detect::Role, u64)| match findings {
            1 => role.name().to_owned(),
            more => format!("{} ×{}", role.name(), text::count(*more)),
        };
        let mut roles: Vec<String> = account.roles.iter().map(one).collect();
        let flagged = told.zip(contents.place(account.account)).map(|(told, place)| told.roles[place].clone());
        roles.extend(flagged.filter(|flagged| !flagged.is_empty()));
        roles.join(", ")
    };
    html! {
        table {
            caption { "Accounts: likely victims, then those with the most payments in the case" }
            thead { tr {
                th scope="col" { "Account" } th scope="col" { "Roles" } th.number scope="col" { "Paid" }
                th.number scope="col" { "Received" } th.number scope="col" { "All its payments" }
            } }
            tbody {
                @for ((account, paid), received) in order.into_iter().zip(&paid).zip(&received) {
                    tr {
                        th scope="row" { bdi { (text::account(ledger, account.account)) } @if account.hub { " " span.tag { "hub" } }
                            @if victim(account) { " " span.tag.victim { "likely victim" } } @if key(account) { " " span.tag { "key" } } }
                        td { (roles(account)) }
                        td.number { (sums(paid)) @if account.paid > 0 { br; small { (text::many(account.paid, "payment", "payments")) } } }
                        td.number { (sums(received)) @if account.received > 0 { br; small { (text::many(account.received, "payment", "payments")) } } }
                        td.number { (text::count(crate::case::Hubs::payments(report.graph, account.account))) }
                    }
                }
            }
        }
        (super::left_out(left_out, "account", "accounts", rest))
    }
}

/// How much came in, went through and stayed, by currency.
fn flows(ledger: &Ledger, contents: &Contents<'_>) -> Markup {
    let flows = Flows::of(ledger, contents);
    html! {
        @if !flows.currencies.is_empty() {
            table {
                caption { "Money by currency" }
                thead { tr {
                    th scope="col" { "Currency" } th.number scope="col" { "Payments" } th.number scope="col" { "Paid in all" } th.number scope="col" { "Brought in" }
                    th.number scope="col" { "Passed through" } th.number scope="col" { "Left with receivers" }
                } }
                tbody {
                    @for flow in &flows.currencies {
                        tr {
                            th scope="row" { (flow.paid.currency.code()) }
                            td.number { (text::count(flow.transactions)) }
                            td.number { (text::money(flow.paid)) }
                            td.number { (text::money(flow.brought_in)) }
                            td.number { (text::money(flow.passed_through)) }
                            td.number { (text::money(flow.left_with)) }
                        }
                    }
                }
            }
            p.note { "Brought in: what accounts paid beyond what they received in the case. Left: what they received beyond what they paid. Passed through: the lesser of the two, of each account." }
        }
    }
}

fn corridors(ledger: &Ledger, contents: &Contents<'_>, rest: &str) -> Markup {
    let corridors = contents.corridors(ledger);
    html! {
        @if !corridors.is_empty() {
            table {
                caption { "Where the money went" }
                thead { tr { th scope="col" { "From" } th scope="col" { "To" } th.number scope="col" { "Payments" } th.number scope="col" { "Paid" } } }
                tbody {
                    @for corridor in corridors.iter().take(CORRIDORS) {
                        tr {
                            td { bdi { (text::shown(corridor.from, text::LONGEST)) } }
                            td { bdi { (text::shown(corridor.to, text::LONGEST)) } }
                            td.number { (text::count(corridor.transactions)) }
                            td.number { (text::money(corridor.amount)) }
                        }
                    }
                }
            }
            (super::left_out(corridors.len().saturating_sub(CORRIDORS), "corridor", "corridors", rest))
        }
    }
}

fn findings(report: &Report<'_>, case: &Case, contents: &Contents<'_>, number: usize) -> Markup {
    let ledger = report.graph.ledger();
    let instant = |at| text::instant(at, ledger.resolution());
    html! {
        @if !contents.findings.is_empty() { table {
            caption { "Findings of the case, the most unusual first" }
            thead { tr {
                th scope="col" { "Finding" } th.number scope="col" { "Bits" } th.number scope="col" { "Payments" }
                th scope="col" { "Period" } th scope="col" { "Reasons" }
            } }
            tbody {
                @for (own, (finding, place)) in contents.findings.iter().zip(&case.findings).take(FINDINGS).enumerate() {
                    @let (first, last) = finding.period(ledger);
                    tr id=(format!("case-{number}-finding-{}", own + 1)) {
                        th scope="row" { code { (report.cases.finding_ids[*place as usize]) } @if finding.truncated { " " span.tag { "bound reached" } } }
                        td.number { (text::bits(finding.score_millibits())) }
                        td.number { (text::count(finding.transactions.len() as u64)) }
                        td { span.instant { (instant(first)) " to" } " " span.instant { (instant(last)) } }
                        td {
                            ul { @for reason in finding.reasons.iter().filter(|reason| reason.millibits != 0) { li { (text::bits(reason.millibits)) " " (reason.name) ": " (reason.text) } } }
                            @if !finding.also.is_empty() { p.also { "Told with it: " (also(ledger, finding)) "." } }
                        }
                    }
                }
            }
        } }
        (super::left_out(case.findings.len().saturating_sub(FINDINGS), "finding", "findings", "findings.ndjson"))
    }
}

/// `fan-in of Bank:123 (12 payments, 7.1 bits), 2 more`.
fn also(ledger: &Ledger, finding: &Finding) -> Markup {
    let more = finding.also.len().saturating_sub(SHAPES) as u64;
    html! {
        @for (place, shape) in finding.also.iter().take(SHAPES).enumerate() {
            @if place > 0 { ", " }
            (shape.pattern) " of " bdi { (text::account(ledger, shape.account)) } " ("
            (text::many(shape.transactions.len() as u64, "payment", "payments")) ", " (text::bits(shape.score_millibits)) " bits)"
        }
        @if more > 0 { ", " (text::count(more)) " more" }
    }
}

/// The first transactions in a table, and where the rest is.
///
/// Of a case, each has an id of its own to be linked to.
pub(super) fn evidence(ledger: &Ledger, transactions: &[Row], most: usize, rest: &str, case: Option<usize>) -> Markup {
    let row = |place: usize, row: &Row| {
        let (paid, received) = (ledger.paid(*row), ledger.received(*row));
        let file = ledger.inputs().get(ledger.file(*row).index()).map_or("", String::as_str);
        html! {
            tr id=[case.map(|case| format!("case-{case}-payment-{}", place + 1))] {
                td { span.instant { (text::instant(ledger.time(*row), ledger.resolution())) } }
                td { bdi { (text::account(ledger, ledger.from(*row))) } }
                td { bdi { (text::account(ledger, ledger.to(*row))) } }
                td.number { (text::money(paid)) @if received != paid { br; small { "arrived as " (text::money(received)) } } }
                td { code { (text::shown(&ledger.transaction_id(*row).to_string(), text::LONGEST)) } }
                td { bdi { (text::shown(file, text::LONGEST)) } ":" (ledger.line(*row)) }
            }
        }
    };
    html! {
        table.evidence id=[case.map(|case| format!("case-{case}-evidence"))] {
            caption { "Evidence, each transaction once, in order of time (UTC)" }
            thead { tr {
                th scope="col" { "Time" } th scope="col" { "From" } th scope="col" { "To" } th.number scope="col" { "Paid" }
                th scope="col" { "Transaction" } th scope="col" { "File:line" }
            } }
            tbody { @for (place, one) in transactions.iter().take(most).enumerate() { (row(place, one)) } }
        }
        (super::left_out(transactions.len().saturating_sub(most), "transaction", "transactions", rest))
    }
}
