//! Shape: findings of a detector, with the parameters of the rule.
//!
//! # Definition
//! An instance is a finding of one of the rule's patterns, as a run of [`detect`](crate::detect) with the rule's parameters
//! gives it; what such a run leaves out as usual is no instance either. Where the run that is assessed used the same
//! parameters, its findings are taken as they are. With a bound on the balance, the subject's balance after its last payment
//! of the evidence is at most so much of what it received in the evidence. Roles: those of the finding.
//!
//! # Complexity
//! That of detection with these parameters, and nothing where its findings are there already.

use super::alert::{Alert, Condition, Measure, RegisterEvidence};
use super::columns::code;
use super::data::Data;
use crate::detect::{self, Cancelled, Detection, Finding, Parameters, Pattern, Role, Watch};
use crate::ledger::TextField;
use crate::model::{Amount, Span};
use crate::typology::{Shape, Way};

/// The findings of each rule's patterns, from the run that is assessed where it used the same parameters.
pub(super) fn instances(
    data: &Data<'_>,
    detection: &Detection,
    rules: &[(usize, usize, &Shape)],
    watch: &dyn Watch,
) -> Result<Vec<Alert>, Cancelled> {
    let mut alerts = Vec::new();
    let asked: Vec<Parameters> = rules.iter().map(|(.., shape)| resolved(data, detection, &shape.detect)).collect();
    let mut waiting: Vec<usize> = Vec::new();
    for (place, parameters) in asked.iter().enumerate() {
        if parameters.patterns.iter().all(|pattern| same(parameters, &detection.parameters, *pattern)) {
            take(data, rules[place], &parameters.patterns, &detection.findings, parameters, &mut alerts);
        } else {
            waiting.push(place);
        }
    }
    // Rules of different patterns whose other parameters agree are searched for at once.
    while !waiting.is_empty() {
        let mut together = asked[waiting[0]].clone();
        let (mut now, mut later) = (vec![waiting[0]], Vec::new());
        for place in &waiting[1..] {
            let other = &asked[*place];
            let apart = other.patterns.iter().all(|pattern| !together.patterns.contains(pattern));
            if apart && other.habitual == together.habitual && other.least_score == together.least_score {
                other.patterns.iter().for_each(|pattern| together.take_pattern(other, *pattern));
                now.push(*place);
            } else {
                later.push(*place);
            }
        }
        let found = detect::run(data.graph, &together, watch)?;
        for place in now {
            take(data, rules[place], &asked[place].patterns, &found.findings, &asked[place], &mut alerts);
        }
        waiting = later;
    }
    Ok(alerts)
}

fn resolved(data: &Data<'_>, detection: &Detection, own: &Parameters) -> Parameters {
    let mut parameters = own.resolved(data.ledger);
    parameters.rates = detection.parameters.rates.clone();
    parameters
}

/// Whether a run with either gives the same findings of a pattern before they are told with others.
fn same(one: &Parameters, two: &Parameters, pattern: Pattern) -> bool {
    let table = |parameters: &Parameters| serde_json::to_value(parameters).ok()?.get(pattern.name()).cloned();
    two.patterns.contains(&pattern)
        && (one.habitual, one.least_score, one.always) == (two.habitual, two.least_score, two.always)
        && table(one) == table(two)
}

fn take(
    data: &Data<'_>,
    (indicator, rule, shape): (usize, usize, &Shape),
    patterns: &[Pattern],
    findings: &[Finding],
    parameters: &Parameters,
    alerts: &mut Vec<Alert>,
) {
    for finding in findings.iter().filter(|finding| patterns.contains(&finding.pattern)) {
        let mut conditions = conditions(data, finding, parameters);
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
