//! Rows of a table of parties, or lines of JSON objects, into the register, by the plan of their file.

use super::super::amount::named_currency;
use super::super::fields::quoted_fields;
use super::super::{AmountParser, JsonFields, Reason, Shape, is_absent};
use super::columns::{End, Meaning, PartyRole, RelationRole};
use super::dates;
use super::lines::Lines;
use super::plan::PartyPlan;
use super::roles::{self, Role};
use super::schemes;
use super::shares;
use super::sink::{Record, Refusal, Sink};
use crate::ledger::AccountRef;
use crate::model::{
    Address, ContactKind, CountryKind, Currency, DateKind, Directness, ExposureKind, FactKind, IdentifierKind,
    Interest, Listing, NameKind, PartialDate, PartyKind, PartyRef, Property, ProtectedKind, Relation, RelationKind,
    Share,
};
use crate::parties::{DraftParty, Held, RegisterFull};
use std::borrow::Cow;

/// Reads rows of one file.
#[derive(Debug)]
pub(super) struct TableReader {
    plan: PartyPlan,
    lines: Lines,
    delimiter: Option<u8>,
    json: Option<JsonFields>,
    cells: Vec<Cell>,
    others: Vec<End>,
    groups: Vec<String>,
    text: Vec<u8>,
    spans: Vec<(usize, usize)>,
}

/// A column that means something, or a constant.
#[derive(Clone, Debug)]
struct Cell {
    meaning: Meaning,
    /// The column, from 0; past the last for a constant.
    at: usize,
    /// What it goes together with, as a place among the groups.
    group: usize,
    constant: String,
}

/// The values of a row.
struct Row<'r> {
    cells: &'r [Cell],
    fields: &'r [&'r str],
    record: Record<'r>,
}

impl<'r> Row<'r> {
    fn value(&self, cell: &'r Cell) -> &'r str {
        let text = self.fields.get(cell.at).copied().unwrap_or(cell.constant.as_str()).trim();
        if is_absent(text.as_bytes()) { "" } else { text }
    }

    /// The values of a role, none of them empty, with their cells.
    fn all(&self, meaning: Meaning) -> impl Iterator<Item = (&'r Cell, &'r str)> {
        let with = move |cell: &&Cell| cell.meaning == meaning;
        self.cells.iter().filter(with).map(|cell| (cell, self.value(cell))).filter(|(_, value)| !value.is_empty())
    }

    fn one(&self, end: End, role: PartyRole) -> &'r str {
        self.all(Meaning::Party(end, role)).next().map_or("", |(_, value)| value)
    }

    fn told(&self, role: RelationRole) -> &'r str {
        self.all(Meaning::Relation(role)).next().map_or("", |(_, value)| value)
    }

    /// The column of a role, from 1; 0 where none is.
    fn column(&self, meaning: Meaning) -> u16 {
        let cell = self.cells.iter().find(|cell| cell.meaning == meaning && cell.at < self.fields.len());
        cell.map_or(0, |cell| u16::try_from(cell.at + 1).unwrap_or(u16::MAX))
    }
}

impl TableReader {
    /// A reader of the rows behind the header; `newline` ends them.
    pub(super) fn new(plan: PartyPlan, newline: u8, lenient: bool) -> Self {
        let (delimiter, done) = match plan.shape {
            Shape::Delimited { delimiter, first_row } => (Some(delimiter), first_row.saturating_sub(1)),
            Shape::NdJson => (None, 0),
        };
        let mut groups: Vec<String> = Vec::new();
        let mut group = |name: &str| {
            groups.iter().position(|known| known == name).unwrap_or_else(|| {
                groups.push(name.to_owned());
                groups.len() - 1
            })
        };
        let mut cells: Vec<Cell> = Vec::new();
        for (at, column) in plan.columns.iter().enumerate() {
            if let Some(meaning) = column.meaning {
                cells.push(Cell { meaning, at, group: group(&column.group), constant: String::new() });
            }
        }
        for (meaning, value) in &plan.fixed {
            cells.push(Cell { meaning: *meaning, at: usize::MAX, group: group(""), constant: value.clone() });
        }
        let others = End::ALL.iter().copied().filter(|end| *end != End::Own && plan.has(*end)).collect();
        let json = matches!(plan.shape, Shape::NdJson).then(|| {
            let wanted = plan.columns.iter().enumerate().filter(|(_, column)| column.meaning.is_some());
            JsonFields::of(wanted.map(|(at, column)| (column.name.clone(), at)).collect(), plan.columns.len())
        });
        Self {
            lines: Lines::new(delimiter, newline, done, lenient),
            plan,
            delimiter,
            json,
            cells,
            others,
            groups,
            text: Vec::new(),
            spans: Vec::new(),
        }
    }

    pub(super) fn plan(&self) -> &PartyPlan {
        &self.plan
    }

    /// Reads whole rows; returns how many bytes are done.
    pub(super) fn read(&mut self, bytes: &[u8], last: bool, sink: &mut Sink<'_>) -> Result<usize, RegisterFull> {
        let Self { plan, lines, delimiter, json, cells, others, groups, text, spans } = self;
        let width = plan.columns.len();
        let rows = Rows { plan, cells, others, groups };
        lines.read(bytes, last, sink, &mut |line, record, sink| {
            let mut values: Vec<Option<Cow<'_, str>>> = Vec::new();
            let fields: Vec<&str> = match (&*delimiter, &*json) {
                (Some(delimiter), _) => {
                    quoted_fields(line.as_bytes(), *delimiter, text, spans)
                        .map_err(|(at, reason)| Refusal::Fault(at as u16 + 1, reason, String::new()))?;
                    // Whole fields of a text are text.
                    spans.iter().map(|(from, to)| std::str::from_utf8(&text[*from..*to]).unwrap_or_default()).collect()
                }
                (None, Some(json)) => {
                    json.read(line, &mut values).map_err(|reason| Refusal::whole(reason, ""))?;
                    values.iter().map(|value| value.as_deref().unwrap_or("")).collect()
                }
                (None, None) => Vec::new(),
            };
            match fields.len() {
                fewer if fewer < width => return Err(Refusal::whole(Reason::TooFewFields, "")),
                more if more > width => return Err(Refusal::whole(Reason::TooManyFields, "")),
                _ => {}
            }
            rows.read(&Row { cells: rows.cells, fields: &fields, record }, sink)
        })
    }
}

/// What all rows of a file are read by.
struct Rows<'p> {
    plan: &'p PartyPlan,
    cells: &'p [Cell],
    others: &'p [End],
    groups: &'p [String],
}

/// Who a row tells of, under one of its ends.
struct Who<'r> {
    party: DraftParty,
    name: Cow<'r, str>,
}

impl Rows<'_> {
    fn read(&self, row: &Row<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let Some(own) = self.who(End::Own, row, sink)? else {
            let column = [PartyRole::Id, PartyRole::Name, PartyRole::OrganizationName, PartyRole::Reference]
                .iter()
                .map(|role| row.column(Meaning::Party(End::Own, *role)))
                .find(|column| *column > 0);
            return Err(Refusal::Fault(column.unwrap_or(0), Reason::MissingField, String::new()));
        };
        // What an accounts file is about.
        let account = Meaning::Party(End::Own, PartyRole::Account);
        if self.plan.known.is_some() && row.all(account).next().is_none() {
            return Err(Refusal::Fault(row.column(account), Reason::MissingField, String::new()));
        }
        self.properties(End::Own, &own, row, sink)?;
        for end in self.others {
            self.relation(*end, &own, row, sink)?;
        }
        Ok(())
    }

    // The party under an end of the row, with a record in the register; `None` where the row names none.
    fn who<'r>(&self, end: End, row: &'r Row<'_>, sink: &mut Sink<'_>) -> Result<Option<Who<'r>>, Refusal> {
        use PartyRole::*;
        let scope = match row.one(end, Scope) {
            "" if end != End::Own => row.one(End::Own, Scope),
            scope => scope,
        };
        let scope = if scope.is_empty() { self.plan.scope.as_str() } else { scope };
        let anchor = row.one(end, Anchor);
        if end == End::Target {
            if anchor.is_empty() {
                return Ok(None);
            }
            let party = sink.builder.refer(PartyRef { scope: &anchors(scope), id: anchor })?;
            return Ok(Some(Who { party, name: Cow::Borrowed("") }));
        }
        let parts =
            [row.one(end, FirstName), row.one(end, MiddleName), row.one(end, LastName), row.one(end, SecondLastName)];
        let composed = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let (name, organization, reference) =
            (row.one(end, Name), row.one(end, OrganizationName), row.one(end, Reference));
        let kind = self.kind(end, row, &composed, organization);
        let name: Cow<'r, str> = match () {
            () if !name.is_empty() => Cow::Borrowed(name),
            () if !composed.is_empty() => Cow::Owned(composed),
            () => Cow::Borrowed(organization),
        };
        let id = row.one(end, Id);
        let party = if !id.is_empty() {
            sink.party(PartyRef { scope, id }, kind, row.record)?
        } else if let Some(strong) = self.strong_identifier(end, row) {
            sink.party(PartyRef { scope, id: &strong }, kind, row.record)?
        } else if end == End::Own && !name.is_empty() && self.distinguished(end, row) {
            let content = self.content(end, row);
            sink.party(PartyRef { scope, id: &content }, kind, row.record)?
        } else {
            // Known by the name alone.
            let known = if name.is_empty() { reference } else { &name };
            if known.is_empty() {
                return Ok(None);
            }
            let party = sink.builder.refer_by_name(scope, known)?;
            sink.builder.record(party, kind, sink.source(row.record));
            sink.tally.counts.parties += 1;
            party
        };
        if end == End::Own && !anchor.is_empty() {
            let called =
                if id.is_empty() { self.strong_identifier(end, row).unwrap_or_default() } else { id.to_owned() };
            if !called.is_empty() {
                sink.builder.alias(PartyRef { scope: &anchors(scope), id: anchor }, PartyRef { scope, id: &called })?;
            }
        }
        Ok(Some(Who { party, name }))
    }

    // What a party is: as a column says, else as the columns that are filled say.
    fn kind(&self, end: End, row: &Row<'_>, composed: &str, organization: &str) -> PartyKind {
        let told = kind_of(row.one(end, PartyRole::Kind));
        let owned = end == End::Own && self.others.contains(&End::Owner);
        match () {
            () if told != PartyKind::Unknown => told,
            () if !composed.is_empty() || !row.one(end, PartyRole::BirthDate).is_empty() => PartyKind::Person,
            () if owned => PartyKind::Company,
            () if !organization.is_empty() => PartyKind::Organization,
            () => PartyKind::Unknown,
        }
    }

    // The number that stands for an identifier where the source gives none: the first there is, with its kind and country.
    fn strong_identifier(&self, end: End, row: &Row<'_>) -> Option<String> {
        for (role, kind) in NUMBERS {
            if let Some((cell, number)) = row.all(Meaning::Party(end, *role)).next() {
                let (scheme, country) = self.beside(end, cell.group, row);
                let kind = kind.unwrap_or_else(|| schemes::kind(scheme));
                let plain: String =
                    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
                if !plain.is_empty() {
                    return Some(format!("{}:{country}:{plain}", kind.name()));
                }
            }
        }
        None
    }

    // Whether anything but the name tells the party apart from others of that name.
    fn distinguished(&self, end: End, row: &Row<'_>) -> bool {
        use PartyRole::{Account, Address, BirthDate, Email, Phone, RegistrationDate};
        [BirthDate, RegistrationDate, Address, Phone, Email, Account].iter().any(|role| !row.one(end, *role).is_empty())
    }

    // An identifier from all that a row tells of a party.
    fn content(&self, end: End, row: &Row<'_>) -> String {
        let mut told: Vec<(PartyRole, &str, &str)> = Vec::new();
        for cell in row.cells {
            if let Meaning::Party(of, role) = cell.meaning
                && of == end
            {
                told.push((role, self.groups[cell.group].as_str(), row.value(cell)));
            }
        }
        told.sort_unstable();
        let mut hasher = blake3::Hasher::new();
        for (role, group, value) in told.into_iter().filter(|(_, _, value)| !value.is_empty()) {
            for part in [role.name(), group, value] {
                hasher.update(part.as_bytes());
                hasher.update(&[0xFF]);
            }
        }
        format!("q{}", &hasher.finalize().to_hex()[..16])
    }

    // The kind and the country of a number that stand beside it.
    fn beside<'r>(&self, end: End, group: usize, row: &'r Row<'_>) -> (&'r str, &'r str) {
        let find = |role| {
            let mut cells = row.all(Meaning::Party(end, role));
            cells.find(|(cell, _)| cell.group == group).map_or("", |(_, value)| value)
        };
        (find(PartyRole::IdKind), find(PartyRole::IdCountry))
    }

    fn properties(&self, end: End, who: &Who<'_>, row: &Row<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
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
                Ok(crate::model::Amount::new(units, currency))
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

    fn relation(&self, end: End, own: &Who<'_>, row: &Row<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let role = match row.told(RelationRole::Kind) {
            "" => None,
            words => Some((roles::role(words), words)),
        };
        let mut told = Relation::new(match end {
            End::Owner => RelationKind::Owns,
            End::Director => RelationKind::Directs,
            End::Nominee => RelationKind::Represents,
            End::Relative => RelationKind::Family,
            End::Own | End::Other | End::Target => RelationKind::LinkedTo,
        });
        let mut reversed = end == End::Target;
        if end == End::Owner {
            told.interest = Interest::Shares;
        }
        if let Some((Role { kind, interest, share, reversed: of_other, known }, words)) = role {
            told.role = words;
            if known || matches!(end, End::Other | End::Target) {
                (told.kind, told.share) = (kind, share);
                if interest != Interest::Unknown {
                    told.interest = interest;
                }
                // `Owns` on the row of an owner; `shareholding` on the row of what is owned.
                reversed ^= of_other && end == End::Target;
            }
        }
        let share = self.share(row, sink);
        if share.is_some() {
            told.share = share;
            if told.kind == RelationKind::LinkedTo {
                (told.kind, told.interest) = (RelationKind::Owns, Interest::Shares);
            }
        }
        if let words @ [_, ..] = row.told(RelationRole::Interest).as_bytes() {
            let words = std::str::from_utf8(words).unwrap_or_default();
            let Role { kind, interest, known, .. } = roles::role(words);
            if known && matches!(kind, RelationKind::Owns | RelationKind::Controls) {
                told.interest = interest;
            }
            if told.role.is_empty() {
                told.role = words;
            }
        }
        told.directness = match row.told(RelationRole::Directness).to_lowercase().as_str() {
            "direct" | "directo" | "directa" | "direto" | "direta" | "d" => Directness::Direct,
            "indirect" | "indirecto" | "indirecta" | "indireto" | "indireta" | "i" => Directness::Indirect,
            _ => Directness::Unknown,
        };
        told.from = self.told_date(RelationRole::From, row, sink);
        told.until = self.told_date(RelationRole::Until, row, sink);
        told.statement = row.told(RelationRole::Statement);

        let named = [PartyRole::Name, PartyRole::Reference, PartyRole::Id].map(|role| row.one(end, role));
        let unknown = named.iter().find(|name| is_unknown(name));
        let other = if unknown.is_some() { None } else { self.who(end, row, sink)? };
        let Some(other) = other else {
            // A share that nobody holds by name is held by somebody all the same.
            let said = unknown.copied().unwrap_or_default();
            if end == End::Owner && (told.share.is_some() || !said.is_empty()) {
                told.unspecified = if said.is_empty() { "not told" } else { said };
                sink.relate(None, own.party, &told, row.record)?;
            }
            return Ok(());
        };
        if end != End::Target {
            self.properties(end, &other, row, sink)?;
        }
        let (first, second) = if reversed { (own.party, other.party) } else { (other.party, own.party) };
        Ok(sink.relate(Some(first), second, &told, row.record)?)
    }

    fn share(&self, row: &Row<'_>, sink: &mut Sink<'_>) -> Option<Share> {
        let mut read = |role| {
            let (cell, written) = row.all(Meaning::Relation(role)).next()?;
            let share = shares::share(written, self.plan.shares);
            if share.is_none() {
                self.unread(cell, written, Reason::BadShare, row, sink);
            }
            share
        };
        let (exact, least, most) =
            (read(RelationRole::Share), read(RelationRole::ShareMin), read(RelationRole::ShareMax));
        exact.or_else(|| match (least, most) {
            (None, None) => None,
            (least, most) => Share::range(least.map_or(0, Share::least), most.map_or(Share::WHOLE, Share::most)),
        })
    }

    fn told_date(&self, role: RelationRole, row: &Row<'_>, sink: &mut Sink<'_>) -> Option<PartialDate> {
        let (cell, written) = row.all(Meaning::Relation(role)).next()?;
        self.date(cell, written, row, sink)
    }

    fn date(&self, cell: &Cell, written: &str, row: &Row<'_>, sink: &mut Sink<'_>) -> Option<PartialDate> {
        let date = dates::read(written, self.plan.date_order);
        if date.is_none() {
            self.unread(cell, written, Reason::BadTime, row, sink);
        }
        date
    }

    fn unread(&self, cell: &Cell, written: &str, reason: Reason, row: &Row<'_>, sink: &mut Sink<'_>) {
        let name = self.plan.columns.get(cell.at).map_or("", |column| column.name.as_str());
        sink.unread(row.record, name, reason, written);
    }
}

const NUMBERS: &[(PartyRole, Option<IdentifierKind>)] = &[
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

/// The namespace of the identifiers that pointers refer to.
pub(super) fn anchors(scope: &str) -> String {
    format!("{scope} anchor")
}

/// What a word for the kind of a party means.
pub(super) fn kind_of(text: &str) -> PartyKind {
    let mut folded = String::new();
    crate::parties::keys::fold(text, &mut folded);
    let has = |words: &[&str]| words.iter().any(|word| folded.split(' ').any(|own| own == *word) || folded == *word);
    match () {
        () if folded.is_empty() => PartyKind::Unknown,
        () if has(&["vessel", "ship", "buque", "navio", "navire"]) => PartyKind::Vessel,
        () if has(&["aircraft", "airplane", "aeronave", "avion", "aeronef"]) => PartyKind::Aircraft,
        () if has(&["trust", "fideicomiso", "arrangement", "fiducie", "fundo", "fondo", "fund"]) => {
            PartyKind::Arrangement
        }
        () if has(&[
            "government",
            "gobierno",
            "governo",
            "state",
            "state body",
            "statebody",
            "public body",
            "publicbody",
        ]) =>
        {
            PartyKind::PublicBody
        }
        () if has(&[
            "moral",
            "juridica",
            "juridique",
            "pj",
            "j",
            "company",
            "empresa",
            "corporation",
            "legal",
            "business",
        ]) =>
        {
            PartyKind::Company
        }
        () if has(&[
            "individual",
            "person",
            "natural",
            "fisica",
            "physique",
            "pf",
            "pn",
            "f",
            "i",
            "p",
            "retail",
            "persona",
        ]) =>
        {
            PartyKind::Person
        }
        () if has(&["organization", "organisation", "organizacion", "org", "o", "entity", "entidad", "ngo"]) => {
            PartyKind::Organization
        }
        () => PartyKind::Unknown,
    }
}

// Whether a text says yes; `None` where it is a lone letter or number that means neither.
fn yes(text: &str) -> Option<bool> {
    let mut folded = String::new();
    crate::parties::keys::fold(text, &mut folded);
    match folded.as_str() {
        "1" | "true" | "yes" | "y" | "si" | "s" | "sim" | "oui" | "o" | "x" | "t" | "v" | "verdadero" => Some(true),
        "0" | "false" | "no" | "n" | "nao" | "non" | "f" | "falso" | "none" | "ninguno" | "isnotpep" => Some(false),
        "" | "unknown" | "desconocido" => None,
        other if other.chars().count() == 1 => None,
        // A function or the name of an office.
        _ => Some(true),
    }
}

// Whether a name says that nobody knows who it is.
fn is_unknown(name: &str) -> bool {
    let mut folded = String::new();
    crate::parties::keys::fold(name, &mut folded);
    const WORDS: [&str; 16] = [
        "unknown",
        "anonymous",
        "not disclosed",
        "undisclosed",
        "unidentified",
        "not identified",
        "desconocido",
        "desconocida",
        "no identificado",
        "no identificada",
        "anonimo",
        "desconhecido",
        "nao identificado",
        "inconnu",
        "non identifie",
        "bearer",
    ];
    WORDS.contains(&folded.as_str())
}
