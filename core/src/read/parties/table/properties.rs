//! What a row of a table tells of a party: names, numbers, dates, addresses and the rest.

use super::super::super::amount::named_currency;
use super::super::super::{AmountParser, Reason};
use super::super::columns::{End, Meaning, PartyRole};
use super::super::schemes;
use super::super::sink::{Refusal, Sink};
use super::vocabulary::yes;
use super::who::Who;
use super::{Row, Rows};
use crate::ledger::AccountRef;
use crate::model::{
    Address, Amount, ContactKind, CountryKind, Currency, DateKind, ExposureKind, FactKind, IdentifierKind, Listing,
    NameKind, Property, ProtectedKind,
};
use crate::parties::{DraftParty, Held};

pub(super) const NUMBERS: &[(PartyRole, Option<IdentifierKind>)] = &[
    (PartyRole::Lei, Some(IdentifierKind::Lei)),
    (PartyRole::Registration, Some(IdentifierKind::Registration)),
    (PartyRole::TaxId, Some(IdentifierKind::Tax)),
    (PartyRole::NationalId, Some(IdentifierKind::National)),
    (PartyRole::Passport, Some(IdentifierKind::Passport)),
    (PartyRole::Document, None),
    (PartyRole::Imo, Some(IdentifierKind::Imo)),
    (PartyRole::Bic, Some(IdentifierKind::Bic)),
    (PartyRole::Licence, Some(IdentifierKind::Licence)),
];

const DATES: &[(PartyRole, DateKind)] = &[
    (PartyRole::BirthDate, DateKind::Birth),
    (PartyRole::RegistrationDate, DateKind::Registration),
    (PartyRole::EndDate, DateKind::End),
    (PartyRole::Opened, DateKind::Opened),
];

const CONTACTS: &[(PartyRole, ContactKind)] = &[
    (PartyRole::Phone, ContactKind::Phone),
    (PartyRole::Email, ContactKind::Email),
    (PartyRole::Website, ContactKind::Website),
    (PartyRole::Device, ContactKind::Device),
];

const FACTS: &[(PartyRole, FactKind)] = &[
    (PartyRole::Occupation, FactKind::Occupation),
    (PartyRole::Industry, FactKind::Industry),
    (PartyRole::Employer, FactKind::Employer),
    (PartyRole::Position, FactKind::Position),
    (PartyRole::Branch, FactKind::Branch),
    (PartyRole::Form, FactKind::Form),
    (PartyRole::Status, FactKind::Status),
    (PartyRole::Topic, FactKind::Topic),
    (PartyRole::Remark, FactKind::Remark),
];

const PROTECTED: &[(PartyRole, ProtectedKind)] = &[
    (PartyRole::Nationality, ProtectedKind::Nationality),
    (PartyRole::Citizenship, ProtectedKind::Citizenship),
    (PartyRole::Sex, ProtectedKind::Sex),
    (PartyRole::BirthPlace, ProtectedKind::BirthPlace),
];

impl Rows<'_> {
    /// Adds all that a row tells of the party under one of its ends.
    pub(super) fn properties(
        &self,
        end: End,
        who: &Who<'_>,
        row: &Row<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Refusal> {
        use PartyRole::*;
        let (party, record) = (who.party, row.record);
        let organization = row.one(end, OrganizationName);
        sink.add(party, &Property::Name(NameKind::Primary, &who.name), record)?;
        if !organization.is_empty() && organization != who.name {
            sink.add(party, &Property::Name(NameKind::Alias, organization), record)?;
        }
        for (role, kind) in [(Alias, NameKind::Alias), (FormerName, NameKind::Former)] {
            for (_, names) in row.all(Meaning::Party(end, role)) {
                for name in names.split(';').map(str::trim) {
                    // Where there is no other name, this is the one it is known by.
                    let kind = if who.name.is_empty() && kind == NameKind::Alias { NameKind::Primary } else { kind };
                    sink.add(party, &Property::Name(kind, name), record)?;
                }
            }
        }
        for (role, kind) in NUMBERS {
            for (cell, number) in row.all(Meaning::Party(end, *role)) {
                let (scheme, country) = self.beside(end, cell.group, row);
                let kind = kind.unwrap_or_else(|| schemes::kind(scheme));
                let name = self.plan.columns.get(cell.at).map_or("", |column| column.name.as_str());
                let scheme = if scheme.is_empty() { name } else { scheme };
                sink.add(party, &Property::Identifier { kind, number, scheme, country }, record)?;
            }
        }
        for (role, kind) in DATES {
            for (cell, written) in row.all(Meaning::Party(end, *role)) {
                if *role == Opened && !row.one(end, Account).is_empty() {
                    continue;
                }
                let date = self.date(cell, written, row, sink);
                sink.add(party, &Property::Date { kind: *kind, date, written }, record)?;
            }
        }
        self.addresses(end, party, row, sink)?;
        for (role, kind) in CONTACTS {
            for (_, texts) in row.all(Meaning::Party(end, *role)) {
                for text in texts.split(';') {
                    sink.add(party, &Property::Contact(*kind, text.trim()), record)?;
                }
            }
        }
        for (role, kind) in FACTS {
            if *role == Branch && !row.one(end, Account).is_empty() {
                continue;
            }
            for (_, text) in row.all(Meaning::Party(end, *role)) {
                sink.add(party, &Property::Fact(*kind, text), record)?;
            }
        }
        for (role, kind) in PROTECTED {
            for (_, texts) in row.all(Meaning::Party(end, *role)) {
                for text in texts.split(';') {
                    sink.add(party, &Property::Protected(*kind, text.trim()), record)?;
                }
            }
        }
        for (role, kind) in [(Residence, CountryKind::Residence), (Jurisdiction, CountryKind::Jurisdiction)] {
            for (_, text) in row.all(Meaning::Party(end, role)) {
                sink.add(party, &Property::Country(kind, text), record)?;
            }
        }
        for (role, kind) in [(Pep, ExposureKind::Holder), (PepRelative, ExposureKind::Relative)] {
            for (cell, written) in row.all(Meaning::Party(end, role)) {
                match yes(written) {
                    Some(exposed) => sink.add(party, &Property::Exposure { kind, exposed, written }, record)?,
                    None => self.unread(cell, written, Reason::BadValue, row, sink),
                }
            }
        }
        self.income(end, party, row, sink)?;
        self.listing(end, party, row, sink)?;
        self.account(end, party, row, sink)
    }

    fn addresses(&self, end: End, party: DraftParty, row: &Row<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        use PartyRole::{Address as Text, AddressPurpose, Country, Postcode, Region, Town};
        let parts = [Text, Town, Region, Postcode, Country, AddressPurpose];
        let mut groups: Vec<usize> = Vec::new();
        for cell in row.cells {
            if matches!(cell.meaning, Meaning::Party(of, role) if of == end && parts.contains(&role))
                && !groups.contains(&cell.group)
            {
                groups.push(cell.group);
            }
        }
        for group in groups {
            let of = |role| {
                let values = row.all(Meaning::Party(end, role)).filter(|(cell, _)| cell.group == group);
                values.map(|(_, value)| value).collect::<Vec<_>>()
            };
            let text = of(Text).join(", ");
            let one = |role| of(role).first().copied().unwrap_or("");
            let [town, region, postcode, country] = [Town, Region, Postcode, Country].map(one);
            if [text.as_str(), town, region, postcode].iter().all(|part| part.is_empty()) {
                sink.add(party, &Property::Country(CountryKind::Linked, country), row.record)?;
                continue;
            }
            let purpose = match one(AddressPurpose) {
                "" => self.groups[group].as_str(),
                purpose => purpose,
            };
            let address = Address { purpose, text: &text, town, region, postcode, country };
            sink.add(party, &Property::Address(address), row.record)?;
        }
        Ok(())
    }

    fn income(&self, end: End, party: DraftParty, row: &Row<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        for (cell, written) in row.all(Meaning::Party(end, PartyRole::Income)) {
            let named = row.one(end, PartyRole::IncomeCurrency);
            let own = || named_currency(written.as_bytes(), self.plan.decimal_mark).unwrap_or(self.plan.currency);
            let currency = if named.is_empty() { Ok(own()) } else { Currency::parse(named) };
            let currency = currency.map_err(|_| Reason::UnknownCurrency);
            let amount = currency.and_then(|currency| {
                let parser = AmountParser::new(self.plan.decimal_mark, currency);
                let (units, _) = parser.parse(written.as_bytes())?;
                Ok(Amount::new(units, currency))
            });
            match amount {
                Ok(amount) => sink.add(party, &Property::Income(amount), row.record)?,
                Err(Reason::ZeroAmount) => {}
                Err(reason) => {
                    self.unread(cell, written, reason, row, sink);
                    sink.add(party, &Property::Fact(FactKind::Remark, &format!("income: {written}")), row.record)?;
                }
            }
        }
        Ok(())
    }

    fn listing(&self, end: End, party: DraftParty, row: &Row<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        use PartyRole::{List, ListDate, ListId, Programme};
        let (list, programme, id) = (row.one(end, List), row.one(end, Programme), row.one(end, ListId));
        if [list, programme, id].iter().all(|text| text.is_empty()) {
            return Ok(());
        }
        let dated = row.all(Meaning::Party(end, ListDate)).next();
        let date = dated.and_then(|(cell, written)| self.date(cell, written, row, sink));
        Ok(sink.add(party, &Property::Listing(Listing { list, programme, id, date }), row.record)?)
    }

    fn account(&self, end: End, party: DraftParty, row: &Row<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        use PartyRole::{Account, Branch, Closed, Institution, Opened};
        let number = row.one(end, Account);
        if number.is_empty() {
            return Ok(());
        }
        let mut dated = |role| {
            let found = row.all(Meaning::Party(end, role)).next();
            found.and_then(|(cell, written)| self.date(cell, written, row, sink))
        };
        let (opened, closed) = (dated(Opened), dated(Closed));
        let account = AccountRef { institution: row.one(end, Institution), number };
        let held = Held { account, role: "", branch: row.one(end, Branch), opened, closed };
        Ok(sink.hold(party, &held, row.record)?)
    }
}
