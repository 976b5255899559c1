//! What a column is depends on the others: whose it is, which name it holds, what it goes together with.

use super::columns::{End, Meaning, PartyRole, RelationRole, Understood};
use super::mapping::Mapping;
use std::collections::BTreeSet;

/// A column as its name alone is understood, and why.
pub(super) type Found = Option<(Understood, &'static str)>;

/// Settles what each column is; `mapped` are those whose role the mapping file gives.
pub(super) fn settle(understood: &mut [Found], mapped: &[bool], mapping: &Mapping) {
    let fixed = |meaning: Meaning| mapping.constants.iter().any(|(constant, _)| *constant == meaning);
    split_persons_from_companies(understood, mapped);
    drop_currencies_of_nothing(understood);
    // Nombres beside apellidos are given names.
    for end in End::ALL {
        let has =
            |all: &[Found], role| all.iter().flatten().any(|(found, _)| found.meaning == Meaning::Party(*end, role));
        if has(understood, PartyRole::LastName) && !has(understood, PartyRole::FirstName) {
            for (found, _) in understood.iter_mut().flatten() {
                if found.meaning == Meaning::Party(*end, PartyRole::Name) && !found.whole {
                    found.meaning = Meaning::Party(*end, PartyRole::FirstName);
                }
            }
        }
    }
    // Lines of one address: numbers tell addresses apart only where towns have them too.
    let numbered: BTreeSet<String> = (understood.iter().flatten())
        .filter(|(found, _)| {
            matches!(
                found.meaning,
                Meaning::Party(_, PartyRole::Town | PartyRole::Region | PartyRole::Postcode | PartyRole::Country)
            )
        })
        .map(|(found, _)| found.group.clone())
        .collect();
    for (found, _) in understood.iter_mut().flatten() {
        let digits = found.group.bytes().all(|byte| byte.is_ascii_digit());
        if matches!(found.meaning, Meaning::Party(_, PartyRole::Address)) && digits && !numbered.contains(&found.group)
        {
            found.group.clear();
        }
    }
    gather_addresses(understood);
    let all = |understood: &[Found]| -> Vec<Meaning> {
        let columns = understood.iter().flatten().map(|(found, _)| found.meaning);
        columns.chain(mapping.constants.iter().map(|(meaning, _)| *meaning)).collect()
    };
    let meanings = all(understood);
    let other = meanings.iter().any(|meaning| matches!(meaning, Meaning::Party(end, _) if *end != End::Own));
    let of_person =
        |meaning: &Meaning| matches!(meaning, Meaning::Party(End::Own, PartyRole::LastName | PartyRole::BirthDate));
    let directed = meanings.iter().any(|meaning| matches!(meaning, Meaning::Party(End::Director, _)));
    for (found, why) in understood.iter_mut().flatten() {
        // Beside directors of companies a function is theirs.
        if directed
            && !meanings.iter().any(of_person)
            && found.meaning == Meaning::Party(End::Own, PartyRole::Position)
            && *why != "mapping"
        {
            found.meaning = Meaning::Relation(RelationRole::Kind);
        }
    }
    let mut seen: Vec<(Meaning, usize)> = Vec::new();
    for at in 0..understood.len() {
        let Some((found, why)) = &understood[at] else { continue };
        let (meaning, whole, mapping) = (found.meaning, found.whole, *why == "mapping");
        let unused = match meaning {
            // Of a relation that is to nobody nothing is told; a customer's `start date` says since when it is one.
            Meaning::Relation(RelationRole::From) if !other => {
                if let Some((found, _)) = &mut understood[at] {
                    found.meaning = Meaning::Party(End::Own, PartyRole::Opened);
                }
                continue;
            }
            Meaning::Relation(_) => !other && !mapping,
            Meaning::Party(..) => false,
        };
        let single = match meaning {
            Meaning::Party(_, role) => once(role),
            Meaning::Relation(_) => true,
        };
        let before = seen.iter().position(|(other, _)| *other == meaning);
        match before {
            _ if unused || fixed(meaning) && !mapping => understood[at] = None,
            Some(place) if single && !mapping => {
                let (_, first) = seen[place];
                let first_whole =
                    understood[first].as_ref().is_some_and(|(found, why)| found.whole || *why == "mapping");
                let loser = if whole && !first_whole { std::mem::replace(&mut seen[place].1, at) } else { at };
                let alias = matches!(meaning, Meaning::Party(_, PartyRole::Name | PartyRole::OrganizationName));
                match (&mut understood[loser], meaning) {
                    (Some((found, _)), Meaning::Party(end, _)) if alias => {
                        found.meaning = Meaning::Party(end, PartyRole::Alias);
                    }
                    (slot, _) => *slot = None,
                }
            }
            _ => seen.push((meaning, at)),
        }
    }
}

// Roles that a party has once; the better named column keeps it.
fn once(role: PartyRole) -> bool {
    use PartyRole::*;
    !matches!(
        role,
        Alias
            | FormerName
            | TaxId
            | NationalId
            | Passport
            | Registration
            | Licence
            | Document
            | IdKind
            | IdCountry
            | Address
            | Town
            | Region
            | Postcode
            | Country
            | AddressPurpose
            | Phone
            | Email
            | Website
            | Device
            | Remark
            | Topic
            | Nationality
            | Citizenship
            | Residence
            | Industry
            | Occupation
            | Position
    )
}

// A street whose name tells it apart (`domicilio fiscal`), and towns that stand beside it with no word of their own.
fn gather_addresses(understood: &mut [Found]) {
    use PartyRole::{Address, Country, Postcode, Region, Town};
    for end in End::ALL {
        let groups = |wanted: &dyn Fn(PartyRole) -> bool, all: &[Found]| -> BTreeSet<String> {
            let of =
                |found: &Understood| matches!(found.meaning, Meaning::Party(of, role) if of == *end && wanted(role));
            all.iter().flatten().filter(|(found, _)| of(found)).map(|(found, _)| found.group.clone()).collect()
        };
        let streets = groups(&|role| role == Address, understood);
        let parts = groups(&|role| matches!(role, Town | Region | Postcode | Country), understood);
        let (Some(street), 1, true) = (streets.first(), streets.len(), parts.iter().all(String::is_empty)) else {
            continue;
        };
        for (found, _) in understood.iter_mut().flatten() {
            if matches!(found.meaning, Meaning::Party(of, Town | Region | Postcode | Country) if of == *end) {
                found.group.clone_from(street);
            }
        }
    }
}

// A table of people and the companies that are theirs, with words for neither side: person_id, company_id, role.
fn split_persons_from_companies(understood: &mut [Found], mapped: &[bool]) {
    let own = |found: &Understood, naming: &[PartyRole]| matches!(found.meaning, Meaning::Party(End::Own, role) if naming.contains(&role));
    let referring = [PartyRole::Id, PartyRole::Reference];
    let all = |of: &dyn Fn(&Understood) -> bool| understood.iter().flatten().any(|(found, _)| of(found));
    let relation = all(&|found| {
        matches!(found.meaning, Meaning::Relation(RelationRole::Share | RelationRole::Kind | RelationRole::Interest))
    });
    let naming: &[PartyRole] = if relation {
        &[PartyRole::Id, PartyRole::Reference, PartyRole::Name, PartyRole::OrganizationName]
    } else {
        &referring
    };
    let person = all(&|found| found.of_person && !found.of_company && own(found, naming));
    let company = all(&|found| found.of_company && !found.of_person && own(found, naming));
    let others = all(&|found| matches!(found.meaning, Meaning::Party(end, _) if end != End::Own));
    if !(person && company) || others {
        return;
    }
    for (slot, mapped) in understood.iter_mut().zip(mapped) {
        let Some((found, _)) = slot else { continue };
        if let Meaning::Party(End::Own, role) = found.meaning
            && !mapped
            && found.of_person
            && !found.of_company
        {
            found.meaning = Meaning::Party(End::Other, role);
        }
    }
}

// A currency is that of the income beside it; where there is none it is of something else.
fn drop_currencies_of_nothing(understood: &mut [Found]) {
    for end in End::ALL {
        let is = |slot: &Found, role| matches!(slot, Some((found, _)) if found.meaning == Meaning::Party(*end, role));
        if !understood.iter().any(|slot| is(slot, PartyRole::Income)) {
            for slot in understood.iter_mut().filter(|slot| is(slot, PartyRole::IncomeCurrency)) {
                *slot = None;
            }
        }
    }
}
