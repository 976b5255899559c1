//! Everything that a register says, as text.

// Each test file uses its own part of this.
#![allow(dead_code, unreachable_pub)]

use quipu::model::Source;
use quipu::parties::PartyRegister;
use std::fmt::Write;

/// All parties with what is told of them; with the records that tell it where `places` says so.
pub fn told(register: &PartyRegister, places: bool) -> String {
    let mut text = String::new();
    let at = |source: Source| if places { format!(" @{}:{}", source.file.0, source.record) } else { String::new() };
    let country = |code: Option<quipu::model::Country>| code.map(|code| format!(" [{code}]")).unwrap_or_default();
    for party in register.ids() {
        let called = register.called(party);
        writeln!(text, "party {}/{} {}", called.scope, called.id, register.kind(party).name()).unwrap();
        for record in register.records(party) {
            writeln!(text, "  record {}{}", record.kind.name(), at(record.source)).unwrap();
        }
        for name in register.names(party) {
            let key = name.key.map(|key| register.key(key)).unwrap_or_default();
            writeln!(text, "  name {} {:?} {} {key}{}", name.kind.name(), name.text, name.script(), at(name.source))
                .unwrap();
        }
        for id in register.identifiers(party) {
            let key = id.key.map(|key| register.key(key)).unwrap_or_default();
            writeln!(
                text,
                "  id {} {:?} {:?} {}{} {key}{}",
                id.kind.name(),
                id.number,
                id.scheme,
                id.country,
                country(id.code),
                at(id.source)
            )
            .unwrap();
        }
        for address in register.addresses(party) {
            let key = address.key.map(|key| register.key(key)).unwrap_or_default();
            let written = address.address;
            writeln!(
                text,
                "  address {:?} {:?} {:?} {:?} {:?} {:?}{} {key}{}",
                written.purpose,
                written.text,
                written.town,
                written.region,
                written.postcode,
                written.country,
                country(address.code),
                at(address.source)
            )
            .unwrap();
        }
        for contact in register.contacts(party) {
            let key = contact.key.map(|key| register.key(key)).unwrap_or_default();
            writeln!(text, "  {} {:?} {key}{}", contact.kind.name(), contact.text, at(contact.source)).unwrap();
        }
        for date in register.dates(party) {
            let when = date.date.map(|date| date.to_string()).unwrap_or_default();
            writeln!(text, "  date {} {when} {:?}{}", date.kind.name(), date.written, at(date.source)).unwrap();
        }
        for one in register.countries(party) {
            writeln!(text, "  country {} {}{}{}", one.kind.name(), one.text, country(one.code), at(one.source))
                .unwrap();
        }
        for fact in register.facts(party) {
            writeln!(text, "  {} {:?}{}", fact.kind.name(), fact.text, at(fact.source)).unwrap();
        }
        for fact in register.protected(party) {
            writeln!(text, "  protected {} {:?}{}", fact.kind.name(), fact.text, at(fact.source)).unwrap();
        }
        for income in register.incomes(party) {
            writeln!(text, "  income {} {}{}", income.amount, income.amount.currency, at(income.source)).unwrap();
        }
        for one in register.listings(party) {
            let when = one.listing.date.map(|date| date.to_string()).unwrap_or_default();
            writeln!(
                text,
                "  listing {:?} {:?} {:?} {when}{}",
                one.listing.list,
                one.listing.programme,
                one.listing.id,
                at(one.source)
            )
            .unwrap();
        }
        for one in register.exposures(party) {
            writeln!(text, "  exposure {} {} {:?}{}", one.kind.name(), one.exposed, one.written, at(one.source))
                .unwrap();
        }
        for holding in register.holdings(party) {
            let opened = holding.opened.map(|date| date.to_string()).unwrap_or_default();
            let closed = holding.closed.map(|date| date.to_string()).unwrap_or_default();
            writeln!(
                text,
                "  holds {} {:?} {:?} {opened} {closed}{}",
                register.account(holding.account),
                holding.role,
                holding.branch,
                at(holding.source)
            )
            .unwrap();
        }
    }
    for id in register.relation_ids() {
        let relation = register.relation(id);
        let name = |party| {
            let called = register.called(party);
            format!("{}/{}", called.scope, called.id)
        };
        let told = relation.told;
        let first = relation.first.map_or_else(|| format!("? {:?}", told.unspecified), name);
        let share = told.share.map(|share| format!(" {share}")).unwrap_or_default();
        let dates = [told.from, told.until].map(|date| date.map(|date| date.to_string()).unwrap_or_default());
        let by_name = if relation.first_by_name || relation.second_by_name { " by name" } else { "" };
        writeln!(
            text,
            "relation {first} {} {}: {}{share} {}{} {}..{} {:?} {:?}{by_name}{}",
            told.kind.name(),
            name(relation.second),
            told.interest.name(),
            told.directness.name(),
            if told.beneficial { " beneficial" } else { "" },
            dates[0],
            dates[1],
            told.role,
            told.statement,
            at(relation.source)
        )
        .unwrap();
    }
    text
}
