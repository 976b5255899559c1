//! Charts of the whole run: payments over time, findings by pattern, money by currency.

use super::{Report, text, time_axis};
use crate::detect::Pattern;
use crate::model::{Amount, Currency, Row, Span, Timestamp};
use fixedbitset::FixedBitSet;
use maud::{Markup, html};

const WIDTH: f64 = 1060.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 70.0;

/// Which transactions are evidence of any finding.
pub(super) fn evidence(report: &Report<'_>) -> FixedBitSet {
    let mut evidence = FixedBitSet::with_capacity(report.graph.ledger().len());
    for finding in &report.detection.findings {
        for row in &finding.transactions {
            evidence.insert(row.index());
        }
    }
    evidence
}

/// Payments over time, those that are evidence set apart.
pub(super) fn volume(report: &Report<'_>, evidence: &FixedBitSet) -> Markup {
    let ledger = report.graph.ledger();
    let Some((first, last)) = ledger.period() else { return Markup::default() };
    let step = time_axis::step(first, last, 62);
    let bars: Vec<(Timestamp, u64, u64)> = time_axis::marks(first, last, step)
        .map(|mark| {
            let rows = report.graph.rows_between(mark, Timestamp(mark.0 + step.0 - 1));
            let (start, end) = (rows.start as usize, rows.end as usize);
            (mark, (end - start) as u64, evidence.count_ones(start..end) as u64)
        })
        .collect();
    let most = bars.iter().map(|(_, all, _)| *all).max().unwrap_or(0).max(1);
    let ceiling = round_up(most);
    let wide = (WIDTH - LEFT) / bars.len() as f64;
    let up = |number: u64| HEIGHT * number as f64 / ceiling as f64;
    let peak = bars.iter().max_by_key(|(mark, all, _)| (*all, std::cmp::Reverse(*mark)));
    let summary = peak.map_or_else(String::new, |(mark, all, _)| {
        format!("Payments per {}; the most, {}, from {}", per(step), text::count(*all), time_axis::label(*mark, step))
    });
    let every = bars.len().div_ceil(8);
    html! {
        figure {
            figcaption { "Payments per " (per(step)) ", and how many of them are evidence of a finding" }
            svg.volume role="img" aria-label=(summary) viewBox=(format!("0 0 {WIDTH} {:.0}", HEIGHT + 34.0))
                width=(WIDTH) height=(format!("{:.0}", HEIGHT + 34.0)) {
                @for quarter in [0, 2, 4] {
                    @let number = ceiling * quarter / 4;
                    @let y = 10.0 + HEIGHT - up(number);
                    path.grid d=(format!("M{LEFT} {y:.1}H{WIDTH}")) {}
                    text.scale x=(LEFT - 8.0) y=(format!("{:.1}", y + 4.0)) { (text::count(number)) }
                }
                @for (place, (mark, all, part)) in bars.iter().enumerate() {
                    @let x = LEFT + wide * place as f64;
                    g {
                        title { (time_axis::label(*mark, step)) ": " (text::many(*all, "payment", "payments")) ", " (text::count(*part)) " of them evidence" }
                        rect.all x=(format!("{:.1}", x + 1.0)) y=(format!("{:.1}", 10.0 + HEIGHT - up(*all)))
                            width=(format!("{:.1}", (wide - 2.0).max(1.0))) height=(format!("{:.1}", up(*all))) {}
                        rect.part x=(format!("{:.1}", x + 1.0)) y=(format!("{:.1}", 10.0 + HEIGHT - up(*part)))
                            width=(format!("{:.1}", (wide - 2.0).max(1.0))) height=(format!("{:.1}", up(*part))) {}
                    }
                    @if place % every == 0 && x < WIDTH - 60.0 {
                        text.tick x=(format!("{x:.1}")) y=(format!("{:.1}", HEIGHT + 28.0)) { (time_axis::label(*mark, step)) }
                    }
                }
            }
            p.legend { span.swatch.all {} " all payments " span.swatch.part {} " evidence of a finding" }
        }
    }
}

fn per(step: Span) -> String {
    let length = text::duration(step);
    length.strip_prefix("1 ").map_or(length.clone(), str::to_owned)
}

/// The next number of one digit and zeros, or half such a one.
fn round_up(number: u64) -> u64 {
    let unit = 10_u64.pow(number.max(1).ilog10());
    let steps = [1, 2, 4, 6, 8, 10].map(|step| unit.saturating_mul(step));
    steps.into_iter().find(|step| *step >= number).unwrap_or(number).max(4)
}

/// Findings by pattern, with the cases that they are in.
pub(super) fn patterns(report: &Report<'_>) -> Markup {
    let cases = |pattern: Pattern| {
        let has = |place: &u32| report.detection.findings[*place as usize].pattern == pattern;
        report.cases.cases.iter().filter(|case| case.findings.iter().any(has)).count() as u64
    };
    let most = report.manifest.patterns.iter().map(|summary| summary.findings).max().unwrap_or(0);
    html! {
        table {
            caption { "Findings by pattern" }
            thead { tr { th scope="col" { "Pattern" } th.number scope="col" { "Findings" } th.number scope="col" { "In cases" } th.number scope="col" { "Told with others" } th.number scope="col" { "Too usual" } th scope="col" { span.unseen { "Share" } } } }
            tbody {
                @for summary in &report.manifest.patterns {
                    tr {
                        th scope="row" { (summary.pattern) }
                        td.number { (text::count(summary.findings)) }
                        td.number { (text::count(cases(summary.pattern))) }
                        td.number { (text::count(summary.part_of_others)) }
                        td.number { (text::count(summary.usual)) }
                        td.bar { (bar(summary.findings, most)) }
                    }
                }
            }
        }
    }
}

/// What was paid by currency, and what of it is evidence.
pub(super) fn currencies(report: &Report<'_>, evidence: &FixedBitSet) -> Markup {
    let ledger = report.graph.ledger();
    let rows: Vec<Row> = evidence.ones().map(|row| Row(row as u32)).collect();
    let mut counts: Vec<(Currency, u64)> = Vec::new();
    for row in &rows {
        let currency = ledger.paid(*row).currency;
        match counts.binary_search_by_key(&currency, |count: &(Currency, u64)| -> Currency { count.0 }) {
            Ok(place) => counts[place].1 += 1,
            Err(place) => counts.insert(place, (currency, 1)),
        }
    }
    let sums = ledger.paid_in(&rows);
    let of = |currency: Currency| sums.iter().find(|sum| sum.currency == currency).map(Amount::to_string);
    let count = |currency: Currency| counts.iter().find(|count| count.0 == currency).map_or(0, |count| count.1);
    let most = report.manifest.ledger.currencies.iter().map(|summary| summary.transactions).max().unwrap_or(0);
    html! {
        table {
            caption { "Money by currency" }
            thead { tr {
                th scope="col" { "Currency" } th.number scope="col" { "Payments" } th.number scope="col" { "Paid in all" }
                th.number scope="col" { "Evidence" } th.number scope="col" { "Paid in it" } th scope="col" { span.unseen { "Share" } }
            } }
            tbody {
                @for summary in &report.manifest.ledger.currencies {
                    tr {
                        th scope="row" { @if summary.currency == Currency::NONE { "none named" } @else { (summary.currency.code()) } }
                        td.number { (text::count(summary.transactions)) }
                        td.number { (text::grouped(&summary.sum)) }
                        td.number { (text::count(count(summary.currency))) }
                        td.number { (text::grouped(&of(summary.currency).unwrap_or_else(|| "0".to_owned()))) }
                        td.bar { (bar(summary.transactions, most)) }
                    }
                }
            }
        }
    }
}

/// A bar of a share, drawn beside the number that says the same.
fn bar(number: u64, most: u64) -> Markup {
    let share = if most == 0 { 0.0 } else { 100.0 * number as f64 / most as f64 };
    html! { @if number > 0 { span.bar style=(format!("width:{share:.1}%")) {} } }
}
