//! Parties that messages of payments name, as parties of a register.
//!
//! A message says who pays and who is paid, with names, addresses, identifiers and dates of birth. What it calls a party is
//! the party's LEI; else, of who holds an account, that account, so that all spellings of a holder's name are of one party;
//! else another identifier, or the name. They are in a namespace of their own: that one of them is a customer of a bank is
//! for a relation, or a person, to say.

use super::super::DateOrder;
use super::super::messages::{AddressPart, MessageParties, MessageParty, PartyRole};
use super::{MESSAGES, dates, schemes};
use crate::model::{
    Address, ContactKind, CountryKind, DateKind, FileId, IdentifierKind, NameKind, PartyKind, PartyRef, Property,
    ProtectedKind, Source,
};
use crate::parties::{Held, RegisterBuilder, RegisterFull};

/// Adds the parties of messages, each distinct one once. `inputs` are the names of the files of transactions, by the
/// numbers that the parties carry.
pub(super) fn add(
    builder: &mut RegisterBuilder,
    parties: &MessageParties,
    inputs: &[String],
) -> Result<(), RegisterFull> {
    let mut files: Vec<Option<FileId>> = vec![None; inputs.len()];
    for party in parties.each_once() {
        let place = usize::from(party.file.0);
        let Some(known) = files.get_mut(place) else { continue };
        let file = match known {
            Some(file) => *file,
            None => *known.insert(builder.input(inputs[place].clone())?),
        };
        one(builder, &party, Source { file, record: party.record })?;
    }
    Ok(())
}

fn holds(role: PartyRole) -> bool {
    matches!(role, PartyRole::Debtor | PartyRole::Creditor | PartyRole::AccountOwner)
}

fn is_institution(role: PartyRole) -> bool {
    !holds(role)
        && !matches!(role, PartyRole::UltimateDebtor | PartyRole::UltimateCreditor | PartyRole::InitiatingParty)
}

// What a message calls a party; `None` where it says nothing that tells it from another.
fn called(party: &MessageParty<'_>, kinds: &[IdentifierKind]) -> Option<String> {
    let of_kind = |kind: IdentifierKind| kinds.iter().position(|other| *other == kind).map(|at| party.identifiers[at]);
    if let Some(lei) = of_kind(IdentifierKind::Lei) {
        return Some(format!("LEI {}", lei.value));
    }
    if holds(party.role) && !party.account.number.is_empty() {
        let separator = if party.account.institution.is_empty() { "" } else { ":" };
        return Some(format!("{}{separator}{}", party.account.institution, party.account.number));
    }
    let other = party.identifiers.iter().zip(kinds).min_by_key(|(identifier, kind)| (**kind, **identifier));
    if let Some((identifier, _)) = other {
        let words = [identifier.scheme, identifier.issuer, identifier.value];
        return Some(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    }
    (!party.name.is_empty()).then(|| party.name.to_owned())
}

fn one(builder: &mut RegisterBuilder, party: &MessageParty<'_>, at: Source) -> Result<(), RegisterFull> {
    let kinds: Vec<IdentifierKind> =
        party.identifiers.iter().map(|identifier| schemes::kind(identifier.scheme)).collect();
    let Some(id) = called(party, &kinds) else { return Ok(()) };
    let kind = match party.is_person {
        Some(true) => PartyKind::Person,
        Some(false) => PartyKind::Organization,
        None if is_institution(party.role) => PartyKind::Organization,
        None => PartyKind::Unknown,
    };
    let who = builder.party(PartyRef { scope: MESSAGES, id: &id }, kind, at)?;
    let mut add = |property: Property<'_>| builder.add(who, &property, at);
    if !party.name.is_empty() {
        add(Property::Name(NameKind::Primary, party.name))?;
    }
    for (identifier, kind) in party.identifiers.iter().zip(&kinds) {
        // An issuer of two letters is a country.
        let country = if identifier.issuer.len() == 2 { identifier.issuer } else { "" };
        add(Property::Identifier { kind: *kind, number: identifier.value, scheme: identifier.scheme, country })?;
    }
    let of = |parts: &[AddressPart]| {
        let texts = party.address.iter().filter(|(part, _)| parts.contains(part)).map(|(_, text)| *text);
        texts.collect::<Vec<_>>().join(" ")
    };
    let (region, postcode) = (of(&[AddressPart::Region]), of(&[AddressPart::PostCode]));
    let street: Vec<&str> = (party.address.iter())
        .filter(|(part, _)| !matches!(part, AddressPart::Region | AddressPart::PostCode))
        .map(|(_, text)| *text)
        .collect();
    let street = street.join(" ");
    if !street.is_empty() || !party.town.is_empty() || !party.country.is_empty() {
        add(Property::Address(Address {
            purpose: "",
            text: &street,
            town: party.town,
            region: &region,
            postcode: &postcode,
            country: party.country,
        }))?;
    }
    if !party.country_of_residence.is_empty() {
        add(Property::Country(CountryKind::Residence, party.country_of_residence))?;
    }
    if !party.birth_date.is_empty() {
        let date = dates::read(party.birth_date, DateOrder::YearFirst);
        add(Property::Date { kind: DateKind::Birth, date, written: party.birth_date })?;
    }
    let birth_place: Vec<&str> = [party.birth_town, party.birth_region, party.birth_country]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    if !birth_place.is_empty() {
        add(Property::Protected(ProtectedKind::BirthPlace, &birth_place.join(", ")))?;
    }
    for phone in &party.phones {
        add(Property::Contact(ContactKind::Phone, phone))?;
    }
    for email in &party.emails {
        add(Property::Contact(ContactKind::Email, email))?;
    }
    if holds(party.role) && !party.account.number.is_empty() {
        let held = Held { account: party.account, branch: party.branch, ..Held::default() };
        builder.hold(who, &held, at)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::model::{PartyKind, PartyRef};
    use crate::read::parties::{MESSAGES, PartyOptions, PartyReading};
    use crate::read::{ReadOptions, Reading};

    #[test]
    fn who_is_named_in_a_message_holds_the_account_that_it_names() {
        let message = |reference: &str, name: &str| {
            format!(
                "{{1:F01BANKDOMMAXXX0000000000}}{{2:I103BANKGTGCXXXXN}}{{4:\n:20:{reference}\n:23B:CRED\n:32A:250301USD1500,\n\
                 :50F:/000123\n1/{name}\n3/DO/AZUA\n4/19800517\n:59:/000456\nJUAN SOL\n:71A:SHA\n-}}\n"
            )
        };
        let mut reading = Reading::new(ReadOptions::default());
        reading.begin("payments.fin").unwrap();
        reading.push((message("R-1", "ANA PAZ") + &message("R-2", "PAZ, ANA")).as_bytes()).unwrap();
        reading.end().unwrap();
        let (ledger, parties) = reading.finish_with_parties().unwrap();
        let mut register = PartyReading::new(PartyOptions::default());
        register.messages(&parties, ledger.inputs()).unwrap();
        let register = register.finish().unwrap();
        let ana = register.find(PartyRef { scope: MESSAGES, id: "BANKDOMM:000123" }).unwrap();
        let names: Vec<&str> = register.names(ana).map(|name| name.text).collect();
        assert_eq!(names, ["ANA PAZ", "PAZ, ANA"]);
        assert_eq!(register.dates(ana).next().unwrap().date.unwrap().to_string(), "1980-05-17");
        assert_eq!(register.holdings(ana).next().unwrap().account, register.account_ids().next().unwrap());
        assert_eq!(register.kind(ana), PartyKind::Unknown);
        assert_eq!(register.inputs(), ["payments.fin"]);
    }
}
