//! What is told of a case, sentence by sentence.
//!
//! A sentence is there when its facts are in the case, and says nothing that they do not. Order: how much there is, what was
//! found, which red flags, what speaks against them, likely victims, offences, flows, key accounts, reservations.

use super::sentence::{Evidence, Fact, Sentence};
use super::texts::Templates;
use super::{AccountStanding, CaseOffence, Standing};
use crate::assess::Assessed;
use crate::case::{Case, Contents, FlagLuck, Flows, KeyAccounts, RankTerm, Timeline};
use crate::detect::{Finding, Level, Pattern, Role};
use crate::ledger::{Ledger, Rates};
use crate::model::{AccountId, Amount, Row};
use crate::typology::Texts;

/// So many accounts are named in a sentence, and how many more there are.
const NAMED: usize = 5;

/// So many currencies have a sentence of their flow.
const FLOWS: usize = 3;

/// The part of the largest flow, in per cent, from which an account has a sentence.
const PART: u32 = 25;

/// Every template that a narrative can use but those of patterns, which are `found-` and the pattern's name.
#[cfg(test)]
pub(super) const KEYS: [&str; 31] = [
    "title",
    "title-more",
    "title-register",
    "title-register-more",
    "extent",
    "extent-register",
    "worth",
    "more-findings",
    "level-party",
    "level-group",
    "alert",
    "alert-register",
    "more-alerts",
    "luck",
    "benign",
    "victim",
    "victims",
    "victim-and-subject",
    "victims-and-subjects",
    "offence",
    "flow",
    "flow-through",
    "corridor",
    "busiest",
    "gates",
    "of-flow",
    "cut",
    "cuts",
    "hubs",
    "truncated",
    "parted",
];

/// What a narrative is made from.
#[derive(Clone, Copy)]
pub(super) struct Material<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) rates: &'a Rates,
    pub(super) assessed: Assessed<'a>,
    pub(super) templates: &'a Templates,
    pub(super) case: &'a Case,
    pub(super) contents: &'a Contents<'a>,
}

/// The title of a case: its weightiest red flag, or its most unusual pattern, and how much there is.
pub(super) fn title(of: Material<'_>) -> Option<Sentence> {
    let Material { case, contents, .. } = of;
    let flagged = case.reasons.iter().find_map(|reason| match reason.of {
        RankTerm::Indicator(place) => Some(place),
        RankTerm::Surprise(_) => None,
    });
    let (name, evidence) = match flagged {
        Some(place) => {
            (of.indicator(of.assessed.evaluation.alerts[place as usize].indicator), Evidence::alerts(vec![place]))
        }
        None => {
            let first = contents.findings.first()?;
            (of.pattern(first.pattern)?, Evidence::findings(vec![*case.findings.first()?]))
        }
    };
    let signs = if flagged.is_some() { contents.indicators().len() } else { contents.patterns.len() };
    let more = signs.saturating_sub(1) as u64;
    let mut facts = vec![
        ("name", Fact::Name(name.0, name.1)),
        ("accounts", Fact::Count(contents.accounts.len() as u64)),
        ("amounts", Fact::Money(of.amounts(&contents.transactions))),
    ];
    let key = match (contents.transactions.is_empty(), more) {
        (false, 0) => "title",
        (false, _) => "title-more",
        (true, 0) => "title-register",
        (true, _) => "title-register-more",
    };
    facts.retain(|(name, _)| *name != "amounts" || !contents.transactions.is_empty());
    if more > 0 {
        facts.push(("more", Fact::Count(more)));
    }
    of.sentence(key, facts, evidence)
}

/// All sentences of a case.
pub(super) fn of(
    of: Material<'_>,
    (standing, offences): (&[AccountStanding], &[CaseOffence]),
    (flows, timeline, key): (&Flows, &Timeline, &KeyAccounts),
) -> Vec<Sentence> {
    let mut told: Vec<Sentence> = Vec::new();
    extent(of, &mut told);
    found(of, &mut told);
    alerts(of, &mut told);
    victims(of, standing, &mut told);
    for offence in offences {
        let facts = vec![
            ("name", Fact::Name(offence.id.clone(), offence.name.clone())),
            ("code", Fact::Text(offence.iccs.clone())),
            ("names", Fact::Names(offence.indicators.iter().map(|indicator| of.indicator(*indicator)).collect())),
        ];
        told.extend(of.sentence("offence", facts, Evidence::alerts(offence.alerts.clone())));
    }
    flow(of, flows, timeline, &mut told);
    key_accounts(of, key, &mut told);
    reservations(of, &mut told);
    told
}

impl Material<'_> {
    fn sentence(&self, key: &'static str, facts: Vec<(&'static str, Fact)>, evidence: Evidence) -> Option<Sentence> {
        let text = self.templates.sentence(self.ledger, key, &facts)?;
        Some(Sentence { key, facts, evidence, text })
    }

    fn indicator(&self, place: usize) -> (String, Texts) {
        let indicator = &self.assessed.pack.indicators[place];
        (indicator.id().to_owned(), indicator.name.clone())
    }

    fn pattern(&self, pattern: Pattern) -> Option<(String, Texts)> {
        Some((pattern.name().to_owned(), self.templates.pattern.get(pattern.name())?.clone()))
    }

    /// What was paid in rows, what is worth most first.
    fn amounts(&self, rows: &[Row]) -> Vec<Amount> {
        let mut amounts = self.ledger.paid_in(rows);
        amounts.sort_by_key(|amount| std::cmp::Reverse(self.rates.value(*amount)));
        amounts
    }

    /// Payments, amounts and period of rows, which are not none.
    fn payments(&self, rows: &[Row]) -> Vec<(&'static str, Fact)> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Vec::new() };
        vec![
            ("payments", Fact::Count(rows.len() as u64)),
            ("amounts", Fact::Money(self.amounts(rows))),
            ("period", Fact::Period(self.ledger.time(*first), self.ledger.time(*last))),
        ]
    }
}

fn named(accounts: &[AccountId]) -> Fact {
    let few = accounts.len().min(NAMED);
    Fact::Accounts(accounts[..few].to_vec(), (accounts.len() - few) as u64)
}

fn extent(of: Material<'_>, told: &mut Vec<Sentence>) {
    let contents = of.contents;
    let accounts = ("accounts", Fact::Count(contents.accounts.len() as u64));
    if contents.transactions.is_empty() {
        told.extend(of.sentence("extent-register", vec![accounts], Evidence::alerts(of.case.alerts.clone())));
        return;
    }
    let mut facts = of.payments(&contents.transactions);
    facts.push(accounts);
    told.extend(of.sentence("extent", facts, Evidence::whole()));
    let mut worth = 0_i64;
    let valued = contents.amounts.iter().all(|amount| match of.rates.value(*amount) {
        Some(value) => {
            worth = worth.saturating_add(value);
            true
        }
        None => false,
    });
    if valued && contents.amounts.len() > 1 {
        let worth = Fact::Money(vec![Amount::new(worth, of.rates.reference())]);
        told.extend(of.sentence("worth", vec![("amounts", worth)], Evidence::whole()));
    }
}

/// Of each pattern the finding that ranks first, and how many more there are.
fn found(of: Material<'_>, told: &mut Vec<Sentence>) {
    let mut seen: Vec<Pattern> = Vec::new();
    for (finding, place) in of.contents.findings.iter().zip(&of.case.findings) {
        if seen.contains(&finding.pattern) {
            continue;
        }
        seen.push(finding.pattern);
        told.extend(of.sentence(found_key(finding.pattern), facts_of(of, finding), Evidence::findings(vec![*place])));
        let level = match finding.level {
            Level::Account => None,
            Level::Party => Some("level-party"),
            Level::Group => Some("level-group"),
        };
        told.extend(level.and_then(|key| of.sentence(key, Vec::new(), Evidence::findings(vec![*place]))));
        let alike = of.contents.findings.iter().zip(&of.case.findings);
        let others: Vec<u32> = alike
            .filter(|(other, own)| other.pattern == finding.pattern && *own != place)
            .map(|(_, own)| *own)
            .collect();
        if let (false, Some(name)) = (others.is_empty(), of.pattern(finding.pattern)) {
            let facts = vec![("more", Fact::Count(others.len() as u64)), ("name", Fact::Name(name.0, name.1))];
            told.extend(of.sentence("more-findings", facts, Evidence::findings(others)));
        }
    }
}

/// The template of a pattern.
pub(super) const fn found_key(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::FanIn => "found-fan-in",
        Pattern::FanOut => "found-fan-out",
        Pattern::GatherScatter => "found-gather-scatter",
        Pattern::ScatterGather => "found-scatter-gather",
        Pattern::TemporalCycle => "found-temporal-cycle",
        Pattern::RoundTrip => "found-round-trip",
        Pattern::Bipartite => "found-bipartite",
        Pattern::Stack => "found-stack",
        Pattern::DenseFlow => "found-dense-flow",
        Pattern::LayeringChain => "found-layering-chain",
        Pattern::PeelChain => "found-peel-chain",
        Pattern::PassThrough => "found-pass-through",
        Pattern::Structuring => "found-structuring",
        Pattern::DormantBurst => "found-dormant-burst",
    }
}

fn facts_of(of: Material<'_>, finding: &Finding) -> Vec<(&'static str, Fact)> {
    let mut facts = of.payments(&finding.transactions);
    let first = finding.roles.iter().flat_map(|(_, accounts)| accounts).next();
    facts.extend(first.map(|account| ("account", Fact::Account(*account))));
    facts.extend(finding.accounts_in(Role::Sink).first().map(|account| ("sink", Fact::Account(*account))));
    let all: u64 = finding.roles.iter().map(|(_, accounts)| accounts.len() as u64).sum();
    facts.push(("others", Fact::Count(all.saturating_sub(1))));
    for (role, accounts) in &finding.roles {
        facts.push((role.name(), Fact::Count(accounts.len() as u64)));
    }
    // A role may be called as one of the facts above is; the first of a name counts.
    facts
}

/// Of each indicator the alert that weighs most, how many more there are, and what could explain it without any crime.
fn alerts(of: Material<'_>, told: &mut Vec<Sentence>) {
    let Assessed { evaluation, assessments, false_alerts, .. } = of.assessed;
    for reason in &of.case.reasons {
        let RankTerm::Indicator(place) = reason.of else { continue };
        let (alert, assessment) = (&evaluation.alerts[place as usize], &assessments[place as usize]);
        let (id, name) = of.indicator(alert.indicator);
        let mut facts = vec![("name", Fact::Name(id.clone(), name.clone())), ("subjects", named(alert.subject()))];
        let key = if alert.transactions.is_empty() { "alert-register" } else { "alert" };
        facts.extend(of.payments(&alert.transactions));
        told.extend(of.sentence(key, facts, Evidence::alerts(vec![place])));
        let alike = of.case.alerts.iter().copied();
        let others: Vec<u32> = alike
            .filter(|other| *other != place && evaluation.alerts[*other as usize].indicator == alert.indicator)
            .collect();
        if !others.is_empty() {
            let facts = vec![("more", Fact::Count(others.len() as u64))];
            told.extend(of.sentence("more-alerts", facts, Evidence::alerts(others)));
        }
        let best = assessment.benign.first();
        if let Some((benign, text)) =
            best.and_then(|benign| Some((benign, of.templates.benign.get(benign.explanation.name())?)))
        {
            let facts = vec![
                ("name", Fact::Name(id, name)),
                ("covers", Fact::Count(benign.covers.into())),
                ("of", Fact::Count(benign.of.into())),
                ("benign", Fact::Name(benign.explanation.name().to_owned(), text.clone())),
            ];
            told.extend(of.sentence("benign", facts, Evidence::alerts(vec![place])));
        }
    }
    if !of.case.alerts.is_empty() {
        let with = |luck: FlagLuck| of.contents.flags.iter().filter(|flag| flag.luck == luck).count() as u64;
        let facts = vec![
            ("share", Fact::Share(false_alerts)),
            ("kept", Fact::Count(with(FlagLuck::Remains))),
            ("luck", Fact::Count(with(FlagLuck::MoreLikelyLuck))),
            ("unknown", Fact::Count(with(FlagLuck::NotEstimated))),
        ];
        told.extend(of.sentence("luck", facts, Evidence::alerts(of.case.alerts.clone())));
    }
}

fn victims(of: Material<'_>, standing: &[AccountStanding], told: &mut Vec<Sentence>) {
    for (wanted, [one, several]) in [
        (Standing::LikelyVictim, ["victim", "victims"]),
        (Standing::LikelyVictimAndSubject, ["victim-and-subject", "victims-and-subjects"]),
    ] {
        let own: Vec<&AccountStanding> = standing.iter().filter(|own| own.standing == wanted).collect();
        if own.is_empty() {
            continue;
        }
        let mut by: Vec<u32> = own.iter().flat_map(|own| own.victim_by.iter().copied()).collect();
        by.sort_unstable();
        by.dedup();
        let mut indicators: Vec<usize> =
            by.iter().map(|place| of.assessed.evaluation.alerts[*place as usize].indicator).collect();
        indicators.sort_unstable();
        indicators.dedup();
        let accounts: Vec<AccountId> = own.iter().map(|own| own.account).collect();
        let facts = vec![
            ("names", Fact::Names(indicators.into_iter().map(|indicator| of.indicator(indicator)).collect())),
            ("victims", named(&accounts)),
        ];
        let mut evidence = Evidence::alerts(by);
        for own in &own {
            evidence.alerts.extend(&own.subject_of);
            evidence.findings.extend(&own.first_in);
        }
        for places in [&mut evidence.alerts, &mut evidence.findings] {
            places.sort_unstable();
            places.dedup();
        }
        told.extend(of.sentence(if own.len() == 1 { one } else { several }, facts, evidence));
    }
}

fn flow(of: Material<'_>, flows: &Flows, timeline: &Timeline, told: &mut Vec<Sentence>) {
    let mut currencies: Vec<_> = flows.currencies.iter().collect();
    currencies.sort_by_key(|flow| std::cmp::Reverse(of.rates.value(flow.paid)));
    for flow in currencies.into_iter().filter(|flow| flow.passed_through.units > 0).take(FLOWS) {
        let mut facts = vec![("through", Fact::Money(vec![flow.passed_through]))];
        let key = if flow.brought_in.units > 0 { "flow" } else { "flow-through" };
        if flow.brought_in.units > 0 {
            facts.push(("brought", Fact::Money(vec![flow.brought_in])));
        }
        told.extend(of.sentence(key, facts, Evidence::whole()));
    }
    let corridors = of.contents.corridors(of.ledger);
    let crossing = |from: &str, to: &str| from != to && !from.is_empty() && !to.is_empty();
    if let Some(most) = corridors.iter().find(|corridor| crossing(corridor.from, corridor.to)) {
        let facts = vec![
            ("from", Fact::Text(most.from.to_owned())),
            ("to", Fact::Text(most.to.to_owned())),
            ("payments", Fact::Count(most.transactions)),
            ("amounts", Fact::Money(vec![most.amount])),
        ];
        told.extend(of.sentence("corridor", facts, Evidence::whole()));
    }
    if let Some(day) = timeline.busiest().filter(|day| timeline.days.len() > 1 && day.transactions.len() > 1) {
        let facts = vec![
            ("day", Fact::Day(day.midnight)),
            ("payments", Fact::Count(day.transactions.len() as u64)),
            ("amounts", Fact::Money(of.amounts(&day.transactions))),
        ];
        told.extend(of.sentence("busiest", facts, Evidence::transactions(day.transactions.clone())));
    }
}

fn key_accounts(of: Material<'_>, key: &KeyAccounts, told: &mut Vec<Sentence>) {
    if let Some(way) = key.way {
        let ends = || vec![("source", Fact::Account(way.source)), ("sink", Fact::Account(way.sink))];
        let gates: Vec<AccountId> = key.accounts.iter().filter(|own| own.gate).map(|own| own.account).collect();
        if !gates.is_empty() {
            let mut facts = ends();
            facts.push(("gates", named(&gates)));
            told.extend(of.sentence("gates", facts, Evidence::whole()));
        }
        let great = |part: Option<u32>| part.filter(|part| *part >= PART);
        let next = key.accounts.iter().find(|own| !own.gate && great(own.of_flow).is_some());
        if let Some((own, part)) = next.and_then(|own| Some((own, own.of_flow?))) {
            let mut facts = ends();
            facts.extend([("account", Fact::Account(own.account)), ("part", Fact::Share(10 * part))]);
            told.extend(of.sentence("of-flow", facts, Evidence::whole()));
        }
    }
    let cuts: Vec<AccountId> = key.accounts.iter().filter(|own| own.separates).map(|own| own.account).collect();
    if !cuts.is_empty() {
        let name = if cuts.len() == 1 { "cut" } else { "cuts" };
        told.extend(of.sentence(name, vec![("cuts", named(&cuts))], Evidence::whole()));
    }
}

fn reservations(of: Material<'_>, told: &mut Vec<Sentence>) {
    let contents = of.contents;
    let hubs: Vec<AccountId> = contents.accounts.iter().filter(|own| own.hub).map(|own| own.account).collect();
    if !hubs.is_empty() {
        told.extend(of.sentence("hubs", vec![("hubs", named(&hubs))], Evidence::whole()));
    }
    let members = |cut: bool| {
        let findings = contents.findings.iter().zip(&of.case.findings).filter(|(finding, _)| !cut || finding.truncated);
        let alerts = contents.flags.iter().zip(&of.case.alerts).filter(|(flag, _)| !cut || flag.truncated);
        Evidence {
            findings: findings.map(|(_, place)| *place).collect(),
            alerts: alerts.map(|(_, place)| *place).collect(),
            ..Evidence::default()
        }
    };
    if contents.truncated {
        told.extend(of.sentence("truncated", Vec::new(), members(true)));
    }
    if of.case.parted {
        told.extend(of.sentence("parted", Vec::new(), members(false)));
    }
}
