//! What a case tells beside its payments: the narrative with its evidence, the offences, the accounts on which it hangs, its
//! alerts.

use super::{case, left_out, text};
use crate::assess::v1::Assessment;
use crate::assess::{Alert, Assessed};
use crate::case::{Case, Cases, Contents, FlagLuck, KeyAccount, KeyAccounts};
use crate::dossier::{CaseOffence, Dossier, Dossiers, Evidence, Sentence};
use crate::export::told::CaseSection;
use crate::ledger::Ledger;
use crate::model::AccountId;
use crate::typology::Language;
use maud::{Markup, html};

/// How many alerts of a case are listed.
const ALERTS: usize = 12;

/// How many key accounts are listed.
const KEY: usize = 10;

/// How many pieces of evidence stand behind a sentence.
const REFERENCES: usize = 4;

/// The parts of a case's section. `number` is the case's on the page, from 1.
pub(in crate::export) fn section(
    dossiers: &Dossiers<'_>,
    cases: &Cases,
    number: usize,
    contents: &Contents<'_>,
) -> CaseSection {
    let case = &cases.cases[number - 1];
    let dossier = dossiers.of(case, contents);
    let page = Page { dossiers, cases, case, number, contents };
    let victims = dossier.standing.iter().filter(|own| own.standing.is_victim()).map(|own| own.account);
    let mut key: Vec<AccountId> =
        dossier.key_accounts.accounts.iter().filter(|own| own.gate || own.separates).map(|own| own.account).collect();
    key.sort_unstable();
    CaseSection {
        victims: victims.collect(),
        key,
        roles: contents.accounts.iter().map(|account| page.roles(account)).collect(),
        narrative: html! { (page.narrative(&dossier)) (page.offences(&dossier.offences)) },
        key_accounts: page.key_accounts(&dossier.key_accounts),
        alerts: page.alerts(),
    }
}

struct Page<'a> {
    dossiers: &'a Dossiers<'a>,
    cases: &'a Cases,
    case: &'a Case,
    number: usize,
    contents: &'a Contents<'a>,
}

impl Page<'_> {
    fn language(&self) -> Language {
        self.dossiers.language()
    }

    fn ledger(&self) -> &Ledger {
        self.dossiers.graph().ledger()
    }

    fn assessed(&self) -> Assessed<'_> {
        self.dossiers.assessed()
    }

    fn name(&self, indicator: usize) -> String {
        text::shown(self.assessed().pack.indicators[indicator].name.get(self.language()), text::LONGEST * 2)
    }

    /// Its roles in alerts: `subject of 2 alerts of cash-structuring`.
    fn roles(&self, account: &crate::case::CaseAccount) -> String {
        let one = |role: &crate::case::FlagRole| {
            let indicator = self.assessed().pack.indicators[role.indicator].id();
            let times = if role.alerts > 1 { format!(" ×{}", text::count(role.alerts)) } else { String::new() };
            format!("{} in {indicator}{times}", role.role)
        };
        account.flagged.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn narrative(&self, dossier: &Dossier) -> Markup {
        html! {
            ol.narrative lang=(self.language()) {
                @for sentence in &dossier.narrative { (self.sentence(sentence)) }
            }
        }
    }

    fn sentence(&self, sentence: &Sentence) -> Markup {
        let victim = sentence.key.starts_with("victim");
        html! {
            li class=[victim.then_some("victim")] {
                (text::shown(sentence.text.get(self.language()), 4000))
                " " span.refs { (self.references(&sentence.evidence)) }
            }
        }
    }

    /// Links to what a sentence rests on, where that is on the page; else its identifier.
    fn references(&self, evidence: &Evidence) -> Markup {
        let Evidence { findings, alerts, transactions, whole } = evidence;
        let number = self.number;
        let mut references: Vec<(Option<String>, String)> = Vec::new();
        if *whole {
            references.push((
                Some(format!("case-{number}-evidence")),
                text::many(self.contents.transactions.len() as u64, "payment", "payments"),
            ));
        }
        for place in findings {
            let own = self.case.findings.iter().position(|own| own == place);
            let shown = own.filter(|own| *own < case::FINDINGS);
            let id = self.cases.finding_ids[*place as usize].to_string();
            references.push((shown.map(|own| format!("case-{number}-finding-{}", own + 1)), id));
        }
        let listed = self.listed();
        for place in alerts {
            let shown = listed.iter().take(ALERTS).position(|own| own == place);
            let id = self.dossiers.flags()[*place as usize].id.clone();
            references.push((shown.map(|own| format!("case-{number}-alert-{}", own + 1)), id));
        }
        for row in transactions {
            let own = self.contents.transactions.binary_search(row).ok();
            let shown = own.filter(|own| *own < case::EVIDENCE);
            let id = text::shown(&self.ledger().transaction_id(*row).to_string(), text::LONGEST);
            references.push((shown.map(|own| format!("case-{number}-payment-{}", own + 1)), id));
        }
        let more = references.len().saturating_sub(REFERENCES) as u64;
        html! {
            @for (place, (target, id)) in references.iter().take(REFERENCES).enumerate() {
                @if place > 0 { ", " }
                @match target { Some(target) => a href=(format!("#{target}")) { (id) }, None => code { (id) } }
            }
            @if more > 0 { ", " (text::count(more)) " more" }
        }
    }

    fn offences(&self, offences: &[CaseOffence]) -> Markup {
        html! {
            @if !offences.is_empty() {
                table {
                    caption { "What it may be a sign of" }
                    thead { tr { th scope="col" { "Offence" } th scope="col" { "ICCS" } th scope="col" { "By these red flags" } th.number scope="col" { "Alerts" } } }
                    tbody {
                        @for offence in offences {
                            tr {
                                th scope="row" { (text::shown(offence.name.get(self.language()), text::LONGEST * 2)) }
                                td { (offence.iccs) }
                                td { ul { @for indicator in &offence.indicators { li { (self.name(*indicator)) } } } }
                                td.number { (text::count(offence.alerts.len() as u64)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn key_accounts(&self, key: &KeyAccounts) -> Markup {
        let account = |account: AccountId| text::account(self.ledger(), account);
        let what = |own: &KeyAccount| {
            let mut what: Vec<String> = Vec::new();
            if own.gate {
                what.push("every way from the main source to the main sink leads through it".to_owned());
            }
            if let Some(part) = own.of_flow.filter(|part| *part > 0 && !own.gate) {
                what.push(format!("{part} per cent of the largest flow is not possible without it"));
            }
            if own.separates {
                what.push("the network falls apart without it".to_owned());
            }
            what.join("; ")
        };
        html! {
            @if !key.accounts.is_empty() {
                table {
                    caption { "Key accounts" }
                    thead { tr { th scope="col" { "Account" } th scope="col" { "Why" } } }
                    tbody { @for own in key.accounts.iter().take(KEY) { tr { th scope="row" { bdi { (account(own.account)) } } td { (what(own)) } } } }
                }
                (left_out(key.accounts.len().saturating_sub(KEY), "key account", "key accounts", "cases.json"))
                @if let Some(way) = key.way {
                    p.note {
                        "Main source: " bdi { (account(way.source)) } "; main sink: " bdi { (account(way.sink)) } "."
                        @if let Some(flow) = way.flow { " At most " (text::money(flow)) " can have flowed between them, whatever the order in time." }
                    }
                }
            }
        }
    }

    /// The alerts of the case as they are listed: those for which it stands where it does, then the others by their score.
    fn listed(&self) -> Vec<u32> {
        let flags = self.dossiers.flags();
        let mut listed: Vec<u32> = self.case.alerts.clone();
        listed.sort_by_key(|place| {
            let flag = &flags[*place as usize];
            (flag.luck == FlagLuck::MoreLikelyLuck, std::cmp::Reverse(flag.score), *place)
        });
        listed
    }

    fn alerts(&self) -> Markup {
        let listed = self.listed();
        let Assessed { evaluation, assessments, .. } = self.assessed();
        let row = |own: usize, place: u32| {
            let (alert, assessment): (&Alert, &Assessment) =
                (&evaluation.alerts[place as usize], &assessments[place as usize]);
            let flag = &self.dossiers.flags()[place as usize];
            let indicator = &self.assessed().pack.indicators[alert.indicator];
            let luck = match flag.luck {
                FlagLuck::Remains => "remains",
                FlagLuck::NotEstimated => "not estimated",
                FlagLuck::MoreLikelyLuck => "more likely luck",
            };
            html! {
                tr id=(format!("case-{}-alert-{}", self.number, own + 1)) {
                    th scope="row" {
                        (self.name(alert.indicator)) @if indicator.subject_is_victim() { " " span.tag.victim { "likely victim" } }
                        br; code { (flag.id) }
                    }
                    td { (super::alerts::names(self.ledger(), alert.subject())) }
                    td.number { (text::count(alert.transactions.len() as u64)) }
                    td.number { (super::alerts::points(assessment.score.into())) }
                    td { (luck) }
                    td { @for (place, benign) in assessment.benign.iter().enumerate() { @if place > 0 { "; " } (benign.explanation.name()) ": " (benign.covers) " of " (benign.of) } }
                }
            }
        };
        html! {
            @if !listed.is_empty() {
                table {
                    caption { "Alerts of the case" }
                    thead { tr {
                        th scope="col" { "Red flag" } th scope="col" { "About" } th.number scope="col" { "Payments" } th.number scope="col" { "Score" }
                        th scope="col" { "Among false alerts" } th scope="col" { "Without any crime" }
                    } }
                    tbody { @for (own, place) in listed.iter().take(ALERTS).enumerate() { (row(own, *place)) } }
                }
                (left_out(listed.len().saturating_sub(ALERTS), "alert", "alerts", "alerts.ndjson"))
            }
        }
    }
}
