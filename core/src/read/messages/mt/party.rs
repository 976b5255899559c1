//! Parties in fields: an account or another identifier on the first line, then a BIC, or a name with an address, as it
//! comes or line by line with numbers before them.

use super::fields::Field;
use crate::ledger::LedgerFull;
use crate::read::messages::party::{AddressPart, MessageParties, Origin, Part, PartyRole};
use crate::read::messages::side::{Side, account_number, is_bic};

// Clearing systems by their codes in these fields, and as ISO 20022 names them: an institution is one in both.
const SYSTEMS: [(&str, &str); 20] = [
    ("AT", "ATBLZ"),
    ("AU", "AUBSB"),
    ("BL", "DEBLZ"),
    ("CC", "CACPA"),
    ("CN", "CNAPS"),
    ("CP", "USPID"),
    ("ES", "ESNCC"),
    ("FW", "USABA"),
    ("GR", "GRBIC"),
    ("HK", "HKNCC"),
    ("IE", "IENCC"),
    ("IN", "INFSC"),
    ("IT", "ITNCC"),
    ("NZ", "NZNCC"),
    ("PL", "PLKNR"),
    ("PT", "PTNCC"),
    ("RU", "RUCBC"),
    ("SC", "GBDSC"),
    ("SW", "CHBCC"),
    ("ZA", "ZANCC"),
];

/// A party as a field tells it.
#[derive(Clone, Debug, Default)]
pub(super) struct FieldParty<'a> {
    pub(super) account: &'a [u8],
    pub(super) bic: &'a [u8],
    pub(super) name: Vec<u8>,
    // Scheme, issuer and value.
    identifiers: Vec<(&'a [u8], Vec<u8>, &'a [u8])>,
    address: Vec<&'a [u8]>,
    country: &'a [u8],
    town: &'a [u8],
    birth_date: &'a [u8],
    birth_country: &'a [u8],
    birth_town: &'a [u8],
}

impl<'a> FieldParty<'a> {
    /// Reads a field of a customer (50a, 59a) or of an institution (51a to 57a).
    pub(super) fn of(field: Field<'a>) -> Self {
        let mut party = Self::default();
        let mut lines = field.lines().peekable();
        if let Some(first) = lines.peek().copied() {
            let is_customer = field.tag[0] == b'5' && matches!(field.tag[1], b'0' | b'9');
            if let Some(rest) = first.strip_prefix(b"/") {
                lines.next();
                party.identify(rest, is_customer);
            } else if field.tag == *b"50F" && !matches!(first, [b'1'..=b'8', b'/', ..]) {
                // A code, a country, an issuer, and then the identifier.
                lines.next();
                party.identify_by_code(first);
            }
        }
        match field.option() {
            b'A' => {
                let bic = lines.next().unwrap_or_default();
                if is_bic(bic) {
                    party.bic = bic;
                } else {
                    party.name.extend_from_slice(bic);
                }
            }
            b'F' => lines.for_each(|line| party.numbered(line)),
            b'B' => party.town = lines.next().unwrap_or_default(),
            b'C' => {}
            _ => {
                party.name.extend_from_slice(lines.next().unwrap_or_default());
                party.address.extend(lines.filter(|line| !line.is_empty()));
            }
        }
        party
    }

    /// An institution of which no more is told.
    pub(super) fn of_bic(bic: &'a [u8]) -> Self {
        Self { bic, ..Self::default() }
    }

    // The first line behind its stroke: an account; of an institution also a clearing code behind a second stroke.
    fn identify(&mut self, text: &'a [u8], is_customer: bool) {
        if is_customer {
            self.account = text.trim_ascii();
            return;
        }
        if let Some(code) = text.strip_prefix(b"/") {
            let (system, member) = code.split_at(code.len().min(2));
            let known = SYSTEMS.iter().find(|(short, _)| short.as_bytes() == system);
            let system = known.map_or(system, |(_, name)| name.as_bytes());
            return self.identifiers.push((system, Vec::new(), member));
        }
        // Debit or credit may be told before the account.
        self.account = match text {
            [b'C' | b'D', b'/', rest @ ..] => rest,
            _ => text,
        };
    }

    fn identify_by_code(&mut self, text: &'a [u8]) {
        let mut parts = text.splitn(4, |byte| *byte == b'/');
        let (code, country, issuer) =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        match parts.next() {
            Some(value) => self.identifiers.push((code, [country, b" ", issuer].concat(), value)),
            // Without an issuer the third part is the identifier.
            None => self.identifiers.push((code, country.to_vec(), issuer)),
        }
    }

    // A line with its number.
    fn numbered(&mut self, line: &'a [u8]) {
        let [number, b'/', text @ ..] = line else {
            if !line.is_empty() {
                self.address.push(line);
            }
            return;
        };
        let split = |text: &'a [u8]| match text.iter().position(|byte| *byte == b'/') {
            Some(place) => (&text[..place], &text[place + 1..]),
            None => (text, &text[..0]),
        };
        match number {
            b'1' => {
                if !self.name.is_empty() {
                    self.name.push(b' ');
                }
                self.name.extend_from_slice(text);
            }
            b'3' if self.country.is_empty() => (self.country, self.town) = split(text),
            b'4' => self.birth_date = text,
            b'5' => (self.birth_country, self.birth_town) = split(text),
            b'6' | b'7' => {
                let scheme: &[u8] = if *number == b'6' { b"CUST" } else { b"NIDN" };
                let (issuer, value) = match text.iter().rposition(|byte| *byte == b'/') {
                    Some(place) => (&text[..place], &text[place + 1..]),
                    None => (&text[..0], text),
                };
                let issuer = issuer.iter().map(|byte| if *byte == b'/' { b' ' } else { *byte }).collect();
                self.identifiers.push((scheme, issuer, value));
            }
            _ => self.address.push(text),
        }
    }

    /// Whether it says anything by which an institution is known.
    pub(super) fn put_institution(&self, side: &mut Side) -> bool {
        if !self.bic.is_empty() {
            side.branch.clear();
            side.set_bic(self.bic);
        } else if let Some((system, _, member)) = self.identifiers.first() {
            side.institution = [*system, b" ", *member].concat();
        } else if !self.name.is_empty() {
            side.institution.clone_from(&self.name);
        } else {
            return false;
        }
        true
    }

    /// Puts account and name on a side that has its institution.
    pub(super) fn put_customer(&self, side: &mut Side, bic: &[u8]) {
        side.set_account(self.account);
        side.set_name(&self.name);
        side.set_name(self.bic);
        if let Some((.., value)) = self.identifiers.first() {
            side.set_name(value);
        }
        side.country.extend_from_slice(self.country);
        side.place.extend_from_slice(self.town);
        side.settle_country(bic);
    }

    /// Names it among the parties.
    pub(super) fn tell(
        &self,
        parties: &mut MessageParties,
        role: PartyRole,
        institution: &[u8],
        origin: Origin,
    ) -> Result<(), LedgerFull> {
        if !self.account.is_empty() {
            parties.put(Part::Institution, institution);
            parties.put(Part::Number, &account_number(self.account));
        }
        parties.put(Part::Name, &self.name);
        for line in &self.address {
            parties.put(Part::Address(AddressPart::Line), line);
        }
        parties.put(Part::Town, self.town);
        parties.put(Part::Country, self.country);
        for (scheme, issuer, value) in [(&b"BIC"[..], &[][..], self.bic)]
            .into_iter()
            .chain(self.identifiers.iter().map(|(scheme, issuer, value)| (*scheme, issuer.as_slice(), *value)))
        {
            if !value.is_empty() {
                parties.put(Part::Scheme, scheme);
                parties.put(Part::Issuer, issuer);
                parties.put(Part::Identifier, value);
            }
        }
        parties.put(Part::BirthDate, self.birth_date);
        parties.put(Part::BirthCountry, self.birth_country);
        parties.put(Part::BirthTown, self.birth_town);
        parties.name(role, false, origin)
    }
}
