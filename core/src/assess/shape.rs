//! Shape: findings of a detector, with the parameters of the rule.
//!
//! # Definition
//! An instance is a finding of one of the rule's patterns, as a run of [`detect`](crate::detect) with the rule's parameters
//! gives it; what such a run leaves out as usual is no instance either. Windows that the ledger's pace makes too dear are cut
//! to the defaults, and it is said which. Where the run that is assessed has such findings, they are taken as they are. With a bound on the balance, the subject's balance after its last payment
//! of the evidence is at most so much of what it received in the evidence. Roles: those of the finding.
//!
//! # Complexity
//! That of detection with these parameters, and nothing where its findings are there already.

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::columns::code;
use super::data::Data;
use crate::detect::{self, Cancelled, CutWindow, Detection, Finding, Parameters, Pattern, Role, Watch};
use crate::ledger::TextField;
use crate::model::{Amount, Span};
use crate::typology::{Shape, Way};

/// What the rules of shapes gave.
#[derive(Default)]
pub(super) struct Found {
    pub(super) alerts: Vec<Alert>,
    /// Windows that were too long for the ledger, each with its indicator.
    pub(super) cut: Vec<(usize, CutWindow)>,
}

/// The findings of each rule's patterns, from the run that is assessed where it has them.
pub(super) fn instances(
    data: &Data<'_>,
    detection: &Detection,
    rules: &[(usize, usize, &Shape)],
    watch: &dyn Watch,
) -> Result<Found, Cancelled> {
    let mut found = Found::default();
    let own: Vec<&Parameters> = rules.iter().map(|(.., shape)| &shape.detect).collect();
    let mut asked: Vec<Parameters> = Vec::new();
    for ((indicator, ..), (mut parameters, cut)) in rules.iter().zip(Parameters::resolved_to_pace(&own, data.ledger)) {
        parameters.rates.clone_from(&detection.parameters.rates);
        found.cut.extend(cut.into_iter().map(|cut| (*indicator, cut)));
        asked.push(parameters);
    }
    let mut waiting: Vec<(usize, Pattern)> = Vec::new();
    for (place, parameters) in asked.iter().enumerate() {
        for pattern in parameters.patterns.iter().copied() {
            if covers(&detection.parameters, parameters, pattern) {
                take(data, rules[place], pattern, &detection.findings, parameters, &mut found.alerts);
            } else {
                waiting.push((place, pattern));
            }
        }
    }
    // Different patterns of rules whose other parameters agree are searched for at once.
    while let Some((first, _)) = waiting.first() {
        let first = &asked[*first];
        let mut together = Parameters { patterns: Vec::new(), ..first.clone() };
        let (mut now, mut later) = (Vec::new(), Vec::new());
        for (place, pattern) in waiting {
            if general(&asked[place]) == general(first) && !together.patterns.contains(&pattern) {
                together.take_pattern(&asked[place], pattern);
                now.push((place, pattern));
            } else {
                later.push((place, pattern));
            }
        }
        let searched = detect::run_again(data.graph, detection, &together, watch)?;
        for (place, pattern) in now {
            take(data, rules[place], pattern, &searched.findings, &asked[place], &mut found.alerts);
        }
        waiting = later;
    }
    Ok(found)
}

/// The parameters that are of no pattern alone.
fn general(parameters: &Parameters) -> (bool, u32, u32) {
    (parameters.habitual, parameters.least_score, parameters.always)
}

/// Whether a run has among its findings of a pattern those that the rule asks for: with the same parameters, or with a bound on
/// the number of payments that is wider, since the findings within the rule's bound are then the same.
fn covers(run: &Parameters, rule: &Parameters, pattern: Pattern) -> bool {
    let mut run = run.clone();
    match pattern {
        Pattern::RoundTrip if run.round_trip.hops > rule.round_trip.hops => run.round_trip.hops = rule.round_trip.hops,
        Pattern::PeelChain if run.peel_chain.hops < rule.peel_chain.hops => run.peel_chain.hops = rule.peel_chain.hops,
        _ => {}
    }
    let table = |parameters: &Parameters| serde_json::to_value(parameters).ok()?.get(pattern.name()).cloned();
    run.patterns.contains(&pattern) && general(&run) == general(rule) && table(&run) == table(rule)
}

fn take(
    data: &Data<'_>,
    (indicator, rule, shape): (usize, usize, &Shape),
    pattern: Pattern,
    findings: &[Finding],
    parameters: &Parameters,
    alerts: &mut Vec<Alert>,
) {
    for finding in findings.iter().filter(|finding| finding.pattern == pattern) {
        let mut conditions = conditions(data, finding, parameters);
        if conditions.iter().any(|condition| condition.margin() < 0) {
            continue;
        }
        if let Some(most) = shape.balance_at_most {
            let Some(kept) = kept(data, finding) else { continue };
            if kept > u64::from(most.0) {
                continue;
            }
            conditions.push(Condition::most("balance", Measure::Percent(kept), Measure::Percent(most.0.into())));
        }
        alerts.push(Alert {
            indicator,
            rule,
            roles: finding.roles.iter().map(|(role, accounts)| (role.name(), accounts.clone())).collect(),
            transactions: finding.transactions.clone(),
            conditions,
            finding: Some(finding.id(data.graph)),
            surprise: Some(finding.score_millibits()),
            clearing: None,
            register: RegisterEvidence::default(),
            truncated: finding.truncated,
        });
    }
}

/// The balance after the conduit's last payment of the evidence, in per cent of what it received there, rounded up; `None`
/// where it is not told.
fn kept(data: &Data<'_>, finding: &Finding) -> Option<u64> {
    let ledger = data.ledger;
    let conduit = finding.roles.first()?.1.first()?;
    let last = finding.transactions.iter().rfind(|row| ledger.from(**row) == *conduit)?;
    let (table, _) = ledger.text_column(TextField::FromBalance)?.coded()?;
    let text = table.get(code(ledger, TextField::FromBalance, *last));
    let (balance, _) = Amount::parse(text.trim(), ledger.paid(*last).currency).ok()?;
    let balance = i128::from(data.limits.value(balance)?.max(0));
    let received = finding.transactions.iter().filter(|row| ledger.to(**row) == *conduit);
    let received: i128 = received.map(|row| i128::from(data.value(Way::In, *row))).sum();
    (received > 0).then(|| ((balance * 100 + received - 1) / received) as u64)
}

/// The numbers of the pattern beside what the finding has.
fn conditions(data: &Data<'_>, finding: &Finding, parameters: &Parameters) -> Vec<Condition> {
    let count = |role: Role| finding.accounts_in(role).len() as u64;
    let least = |name: &str, measured: u64, threshold: u32| {
        Condition::least(name, Measure::Count(measured), Measure::Count(threshold.into()))
    };
    let payments = finding.transactions.len() as u64;
    let mut conditions = match finding.pattern {
        Pattern::FanIn => vec![least("counterparties", count(Role::Senders), parameters.fan_in.counterparties)],
        Pattern::FanOut => vec![least("counterparties", count(Role::Receivers), parameters.fan_out.counterparties)],
        Pattern::GatherScatter => {
            let fewest = count(Role::Senders).min(count(Role::Receivers));
            vec![least("counterparties", fewest, parameters.gather_scatter.counterparties)]
        }
        Pattern::ScatterGather => vec![least("middles", count(Role::Middles), parameters.scatter_gather.middles)],
        Pattern::Bipartite => vec![
            least("senders", count(Role::Senders), parameters.bipartite.senders),
            least("receivers", count(Role::Receivers), parameters.bipartite.receivers),
        ],
        Pattern::Stack => vec![
            least("senders", count(Role::Senders), parameters.stack.senders),
            least("receivers", count(Role::Receivers), parameters.stack.receivers),
        ],
        Pattern::LayeringChain => vec![least("hops", payments, parameters.layering_chain.hops)],
        Pattern::PeelChain => vec![least("hops", count(Role::Layers) + 1, parameters.peel_chain.hops)],
        Pattern::Structuring => vec![least("payments", payments, parameters.structuring.payments)],
        Pattern::DormantBurst => vec![least("payments", payments, parameters.dormant_burst.payments)],
        Pattern::RoundTrip => {
            let accounts = Measure::Count(count(Role::Members) + count(Role::Originator));
            vec![Condition::most("hops", accounts, Measure::Count(parameters.round_trip.hops.into()))]
        }
        Pattern::PassThrough => {
            let conduit = finding.accounts_in(Role::Conduit).first();
            let receipts = finding.transactions.iter().filter(|row| Some(&data.ledger.to(**row)) == conduit).count();
            vec![least("times", receipts as u64, parameters.pass_through.times)]
        }
        Pattern::TemporalCycle | Pattern::DenseFlow => Vec::new(),
    };
    // Of these the window bounds the whole, but for runs that several windows make.
    let whole = matches!(finding.pattern, Pattern::ScatterGather | Pattern::Bipartite | Pattern::RoundTrip);
    if let (true, Some(window)) = (whole, finding.windows.last()) {
        let (first, last) = finding.period(data.ledger);
        let span: Span = last - first;
        if span <= *window {
            conditions.push(Condition::most("windows", Measure::Time(span), Measure::Time(*window)));
        }
    }
    conditions
}
