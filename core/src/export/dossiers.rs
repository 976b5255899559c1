//! Dossiers as parts of `cases.json` and of the report.

use super::findings::{Money, Text};
use super::told::{AlertsTold, Brief, CaseSection, Telling};
use crate::case::{Case, Cases, Contents, Flag, FlagLuck, KeyAccounts};
use crate::detect::FindingId;
use crate::dossier::{AccountStanding, CaseOffence, Dossiers, Evidence, Fact, Sentence, Standing};
use crate::graph::TransactionGraph;
use crate::ledger::{AccountName, Ledger, TransactionId};
use crate::model::{AccountId, Timestamp};
use crate::typology::Texts;
use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::RawValue;
use std::io;

/// So many of each kind of evidence are named beside a sentence, and how many more there are.
const NAMED: usize = 20;

impl AlertsTold for Dossiers<'_> {
    fn flags(&self) -> &[Flag<'_>] {
        self.flags()
    }

    fn brief(&self, _: &Cases, case: &Case, contents: &Contents<'_>) -> io::Result<Brief> {
        let pack = self.assessed().pack;
        let title = self.title(case, contents).map(|title| title.text);
        let indicators = contents.indicators().into_iter().map(|(indicator, alerts)| {
            let own = || contents.flags.iter().filter(move |flag| flag.indicator == indicator);
            IndicatorTold {
                indicator: pack.indicators[indicator].id(),
                alerts,
                remain: own().filter(|flag| flag.luck == FlagLuck::Remains).count() as u64,
                score: f64::from(own().map(|flag| flag.score).max().unwrap_or(0)) / 1_000_000.0,
            }
        });
        let offences: Vec<CaseOffence> = self.offences(case);
        let offences = offences.iter().map(|offence| OffenceTold {
            offence: &offence.id,
            indicators: offence.indicators.iter().map(|indicator| pack.indicators[*indicator].id()).collect(),
        });
        Ok(Brief {
            title: raw(&title)?,
            alerts: contents.flags.iter().map(|flag| flag.id.clone()).collect(),
            indicators: raw(&indicators.collect::<Vec<_>>())?,
            offences: raw(&offences.collect::<Vec<_>>())?,
        })
    }

    fn detail(&self, cases: &Cases, case: &Case, contents: &Contents<'_>) -> io::Result<Telling> {
        let dossier = self.of(case, contents);
        let ids = Ids { cases, flags: self.flags(), ledger: self.graph().ledger() };
        let pack = self.assessed().pack;
        let with_alerts = dossier.standing.iter().zip(&contents.accounts);
        let standing = with_alerts
            .filter(|(own, account)| own.standing != Standing::Other || !account.flagged.is_empty())
            .map(|(own, account)| StandingTold {
                account: ids.account(own.account),
                standing: own.standing,
                roles: (account.flagged.iter())
                    .map(|role| RoleTold {
                        indicator: pack.indicators[role.indicator].id(),
                        role: role.role,
                        alerts: role.alerts,
                    })
                    .collect(),
                because: ids.because(own),
            });
        let narrative = dossier.narrative.iter().map(|sentence| SentenceTold::of(sentence, ids));
        Ok(Telling {
            standing: raw(&standing.collect::<Vec<_>>())?,
            key_accounts: raw(&KeyTold::of(&dossier.key_accounts, ids))?,
            narrative: raw(&narrative.collect::<Vec<_>>())?,
        })
    }

    fn title(&self, case: &Case, contents: &Contents<'_>) -> Option<String> {
        Some(self.title(case, contents)?.text.get(self.language()).to_owned())
    }

    fn case_section(&self, cases: &Cases, number: usize, contents: &Contents<'_>) -> CaseSection {
        super::report::dossier_section(self, cases, number, contents)
    }

    fn section(&self, graph: &TransactionGraph) -> String {
        super::report::alerts_section(self.assessed(), graph)
    }
}

fn raw(value: &impl Serialize) -> io::Result<Box<RawValue>> {
    serde_json::value::to_raw_value(value).map_err(io::Error::from)
}

/// How things of the run are called in documents.
#[derive(Clone, Copy)]
struct Ids<'a> {
    cases: &'a Cases,
    flags: &'a [Flag<'a>],
    ledger: &'a Ledger,
}

impl<'a> Ids<'a> {
    fn account(self, account: AccountId) -> Text<AccountName<'a>> {
        Text(self.ledger.accounts().name(account))
    }

    fn alerts(self, places: &[u32]) -> Vec<&'a str> {
        places.iter().take(NAMED).map(|place| self.flags[*place as usize].id.as_str()).collect()
    }

    fn findings(self, places: &[u32]) -> Vec<FindingId> {
        places.iter().take(NAMED).map(|place| self.cases.finding_ids[*place as usize]).collect()
    }

    fn because(self, own: &AccountStanding) -> Because<'a> {
        let beyond = |places: &[u32]| places.len().saturating_sub(NAMED) as u64;
        Because {
            victim_by: self.alerts(&own.victim_by),
            subject_of: self.alerts(&own.subject_of),
            first_in: self.findings(&own.first_in),
            left_out: beyond(&own.victim_by) + beyond(&own.subject_of) + beyond(&own.first_in),
        }
    }
}

#[derive(Serialize)]
struct IndicatorTold<'a> {
    indicator: &'a str,
    alerts: u64,
    remain: u64,
    score: f64,
}

#[derive(Serialize)]
struct OffenceTold<'a> {
    offence: &'a str,
    indicators: Vec<&'a str>,
}

#[derive(Serialize)]
struct StandingTold<'a> {
    account: Text<AccountName<'a>>,
    standing: Standing,
    roles: Vec<RoleTold<'a>>,
    #[serde(flatten)]
    because: Because<'a>,
}

#[derive(Serialize)]
struct RoleTold<'a> {
    indicator: &'a str,
    role: &'static str,
    alerts: u64,
}

/// What says what an account is.
#[derive(Serialize)]
struct Because<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    victim_by: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subject_of: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    first_in: Vec<FindingId>,
    left_out: u64,
}

#[derive(Serialize)]
struct KeyTold<'a> {
    source: Option<Text<AccountName<'a>>>,
    sink: Option<Text<AccountName<'a>>>,
    largest_flow: Option<Money>,
    without_value: u64,
    accounts: Vec<KeyAccountTold<'a>>,
    left_out: u64,
}

#[derive(Serialize)]
struct KeyAccountTold<'a> {
    account: Text<AccountName<'a>>,
    separates: bool,
    gate: bool,
    of_flow_percent: Option<u32>,
}

impl<'a> KeyTold<'a> {
    fn of(key: &KeyAccounts, ids: Ids<'a>) -> Self {
        let told = key.accounts.iter().take(NAMED).map(|own| KeyAccountTold {
            account: ids.account(own.account),
            separates: own.separates,
            gate: own.gate,
            of_flow_percent: own.of_flow,
        });
        Self {
            source: key.way.map(|way| ids.account(way.source)),
            sink: key.way.map(|way| ids.account(way.sink)),
            largest_flow: key.way.and_then(|way| way.flow).map(Money::of),
            without_value: key.without_value,
            accounts: told.collect(),
            left_out: key.accounts.len().saturating_sub(NAMED) as u64,
        }
    }
}

#[derive(Serialize)]
struct SentenceTold<'a> {
    key: &'static str,
    text: &'a Texts,
    #[serde(serialize_with = "facts")]
    facts: Vec<(&'static str, FactTold<'a>)>,
    evidence: EvidenceTold<'a>,
}

#[derive(Serialize)]
struct EvidenceTold<'a> {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    whole_case: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<FindingId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alerts: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    transactions: Vec<Text<TransactionId<'a>>>,
    #[serde(skip_serializing_if = "is_nought")]
    left_out: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
fn is_nought(number: &u64) -> bool {
    *number == 0
}

#[derive(Serialize)]
#[serde(untagged)]
enum FactTold<'a> {
    Count(u64),
    Percent { percent: f64 },
    Money(Vec<Money>),
    Day { day: Text<Date> },
    Period { from: Text<Date>, to: Text<Date> },
    Account(Text<AccountName<'a>>),
    Accounts { accounts: Vec<Text<AccountName<'a>>>, more: u64 },
    Text(&'a str),
    Names(Vec<&'a str>),
}

fn facts<S: Serializer>(facts: &[(&'static str, FactTold<'_>)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(facts.len()))?;
    for (name, fact) in facts {
        map.serialize_entry(name, fact)?;
    }
    map.end()
}

impl<'a> SentenceTold<'a> {
    fn of(sentence: &'a Sentence, ids: Ids<'a>) -> Self {
        let mut facts: Vec<(&'static str, FactTold<'a>)> = Vec::new();
        for (name, fact) in &sentence.facts {
            // The first of a name is what the text tells.
            if facts.iter().all(|(own, _)| own != name) {
                facts.push((name, FactTold::of(fact, ids)));
            }
        }
        Self { key: sentence.key, text: &sentence.text, facts, evidence: EvidenceTold::of(&sentence.evidence, ids) }
    }
}

impl<'a> EvidenceTold<'a> {
    fn of(evidence: &Evidence, ids: Ids<'a>) -> Self {
        let Evidence { findings, alerts, transactions, whole } = evidence;
        let beyond = |length: usize| length.saturating_sub(NAMED) as u64;
        Self {
            whole_case: *whole,
            findings: ids.findings(findings),
            alerts: ids.alerts(alerts),
            transactions: (transactions.iter().take(NAMED)).map(|row| Text(ids.ledger.transaction_id(*row))).collect(),
            left_out: beyond(findings.len()) + beyond(alerts.len()) + beyond(transactions.len()),
        }
    }
}

impl<'a> FactTold<'a> {
    fn of(fact: &'a Fact, ids: Ids<'a>) -> Self {
        let date = |at: Timestamp| Text(at.civil().date());
        match fact {
            Fact::Count(number) => Self::Count(*number),
            Fact::Share(thousandths) => Self::Percent { percent: f64::from(*thousandths) / 10.0 },
            Fact::Money(amounts) => Self::Money(amounts.iter().map(|amount| Money::of(*amount)).collect()),
            Fact::Day(at) => Self::Day { day: date(*at) },
            Fact::Period(from, to) => Self::Period { from: date(*from), to: date(*to) },
            Fact::Account(account) => Self::Account(ids.account(*account)),
            Fact::Accounts(accounts, more) => {
                Self::Accounts { accounts: accounts.iter().map(|account| ids.account(*account)).collect(), more: *more }
            }
            Fact::Text(text) => Self::Text(text),
            Fact::Name(id, _) => Self::Text(id),
            Fact::Names(names) => Self::Names(names.iter().map(|(id, _)| id.as_str()).collect()),
        }
    }
}
