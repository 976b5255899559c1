//! What the words of a name mean together.
//!
//! Every word must fit, as in tables of transactions: `passport issue date` is no passport, since `issue` is unknown, and
//! `number of shares` is no share. What is understood wrongly would be evidence that nobody questions.

use super::words::*;
use super::{End, Meaning, PartyRole, RelationRole};

/// The meaning of a set of words; and for identifiers, and what is told of them, which identifier.
pub(super) fn of(set: Concept) -> Option<(Meaning, &'static str)> {
    if set == 0 {
        return None;
    }
    if let Some(role) = relation(set) {
        return Some((Meaning::Relation(role), ""));
    }
    let (end, rest) = end(set);
    let role = party(rest)?;
    let of = if matches!(role, PartyRole::IdKind | PartyRole::IdCountry) { number(rest & numbers()).1 } else { role };
    Some((Meaning::Party(end, role), number_group(of)))
}

/// What ties a number to the column that tells its kind or its country.
pub(super) fn number_group(role: PartyRole) -> &'static str {
    use PartyRole::*;
    let is_number = matches!(role, TaxId | NationalId | Passport | Registration | Licence | Lei | Bic | Imo | Document);
    if is_number { role.name() } else { "" }
}

// Whose it is, and what is left of the words.
fn end(set: Concept) -> (End, Concept) {
    let has = |some: Concept| set & some != 0;
    // `beneficial owner`, `legal representative`, `company director`: the company is only the one that has them.
    match () {
        () if has(DIRECTOR) => (End::Director, set & !(DIRECTOR | ORG | PARTY)),
        () if has(NOMINEE) => (End::Nominee, set & !(NOMINEE | ORG | PARTY)),
        () if has(OWNER) => (End::Owner, set & !(OWNER | ORG | PARTY)),
        () if has(RELATIVE) && !has(PEP | FLAG) => (End::Relative, set & !(RELATIVE | PARTY)),
        () if has(RELATED) => (End::Target, set & !(RELATED | PARTY | ORG)),
        () if has(ONE) => (End::Other, set & !(ONE | PARTY | ORG)),
        () if has(TWO) => (End::Own, set & !(TWO | PARTY | ORG)),
        () => (End::Own, set & !PARTY),
    }
}

fn relation(set: Concept) -> Option<RelationRole> {
    let has = |some: Concept| set & some != 0;
    let only = |allowed: Concept| set & !allowed == 0;
    let sides = OWNER | DIRECTOR | NOMINEE | RELATIVE | ORG | PARTY;
    let (allowed, role) = match () {
        () if has(SHARE) => {
            let role = match () {
                () if has(MINIMUM) => RelationRole::ShareMin,
                () if has(MAXIMUM) => RelationRole::ShareMax,
                () => RelationRole::Share,
            };
            (SHARE | MINIMUM | MAXIMUM | sides | INTEREST, role)
        }
        () if has(RELATION) => (RELATION | TYPE | sides, RelationRole::Kind),
        () if has(INTEREST) => (INTEREST | TYPE | sides, RelationRole::Interest),
        () if has(INDIRECT) => (INDIRECT | sides, RelationRole::Directness),
        () if has(FROM) && !has(OPEN) => (FROM | DATE | RELATION | sides, RelationRole::From),
        () if has(UNTIL) => (UNTIL | DATE | RELATION | sides, RelationRole::Until),
        () if has(STATEMENT) => (STATEMENT | ID | NUMBER, RelationRole::Statement),
        () => return None,
    };
    only(allowed).then_some(role)
}

fn party(set: Concept) -> Option<PartyRole> {
    use PartyRole::*;
    let has = |some: Concept| set & some != 0;
    let any = NAME | FULL | ORG;
    let (allowed, role) = match () {
        () if has(EMAIL) => (EMAIL | ADDRESS | ORG, Email),
        () if has(PHONE) => (PHONE | NUMBER | ORG, Phone),
        () if has(WEB) => (WEB | ADDRESS | ORG, Website),
        () if has(DEVICE) => (DEVICE | ID | ADDRESS | NUMBER, Device),
        () if has(PEP) && has(RELATIVE) => (PEP | RELATIVE | FLAG | STATUS, PepRelative),
        () if has(PEP) => (PEP | FLAG | STATUS, Pep),
        () if has(RELATIVE) => (RELATIVE | FLAG, PepRelative),
        () if has(BIRTH) && has(PLACE | COUNTRY | TOWN) => (BIRTH | PLACE | COUNTRY | TOWN, BirthPlace),
        () if has(BIRTH) => (BIRTH | DATE, BirthDate),
        () if has(END) => (END | DATE, EndDate),
        () if has(LIST) && has(DATE) => (LIST | DATE, ListDate),
        () if has(REGISTRATION) && has(DATE) => (REGISTRATION | DATE | ORG, RegistrationDate),
        () if has(OPEN) => (OPEN | DATE | ACCOUNT, Opened),
        () if has(CLOSE) => (CLOSE | DATE | ACCOUNT, Closed),
        () if has(DATE) => return None,
        () if has(ADDRESS | STREET) => return address(set),
        () if has(POSTAL) => (POSTAL | NUMBER, Postcode),
        () if has(SEX) => (SEX, Sex),
        () if has(NATIONALITY) => (NATIONALITY | COUNTRY, Nationality),
        () if has(CITIZEN) => (CITIZEN | COUNTRY, Citizenship),
        () if has(RESIDENCE) => (RESIDENCE | COUNTRY | TAX, Residence),
        () if has(JURISDICTION) || has(REGISTRATION) && has(COUNTRY) => {
            (JURISDICTION | REGISTRATION | COUNTRY | ORG, Jurisdiction)
        }
        () if has(numbers()) => return identifier(set),
        () if has(TOWN) => (TOWN | NAME, Town),
        () if has(REGION) => (REGION | NUMBER | NAME, Region),
        () if has(COUNTRY) => (COUNTRY | NUMBER | NAME | ORG, Country),
        () if has(CURRENCY) => (INCOME | CURRENCY | PERIOD, IncomeCurrency),
        () if has(INCOME) => (INCOME | AMOUNT | PERIOD | NAME, Income),
        () if has(EMPLOYER) => (EMPLOYER | NAME, Employer),
        () if has(OCCUPATION) => (OCCUPATION | NAME | NUMBER | POSITION, Occupation),
        () if has(INDUSTRY) => (INDUSTRY | NAME | NUMBER | ORG, Industry),
        () if has(POSITION) => (POSITION | NAME, Position),
        () if has(BRANCH) => (BRANCH | ID | NAME | NUMBER | BANK | ACCOUNT, Branch),
        () if has(ACCOUNT) && has(NAME) => (ACCOUNT | any, Name),
        () if has(ACCOUNT) => (ACCOUNT | NUMBER | ID | BANK, Account),
        () if has(BANK) => (BANK | NUMBER | ID | NAME, Institution),
        () if has(FORM) => (FORM | ORG, Form),
        () if has(PROGRAM) => (PROGRAM | LIST | ID | NAME, Programme),
        () if has(LIST) && has(ID | NUMBER) => (LIST | ID | NUMBER, ListId),
        () if has(LIST) => (LIST | NAME, List),
        () if has(TOPIC) => (TOPIC | TYPE, Topic),
        () if has(STATUS) => (STATUS | ORG, Status),
        () if has(REMARK) => (REMARK, Remark),
        () if has(NAME | GIVEN | MIDDLE | FAMILY | MATERNAL | ALIAS | FORMER) => return name(set),
        () if has(TYPE) => (TYPE | ORG, Kind),
        () if has(ID | NUMBER) => (ID | NUMBER | ORG, Id),
        () if has(ORG) => (ORG, Reference),
        // The word that says whose it is stands alone: owner, director, customer.
        () if set == 0 => (0, Reference),
        () => return None,
    };
    (set & !allowed == 0).then_some(role)
}

fn address(set: Concept) -> Option<PartyRole> {
    let has = |some: Concept| set & some != 0;
    let whole = ADDRESS | STREET | ORG | REGISTRATION | TAX | ALIAS | RESIDENCE;
    let (allowed, role) = match () {
        () if has(COUNTRY) => (whole | COUNTRY | NUMBER, PartyRole::Country),
        () if has(POSTAL) && has(NUMBER) => (whole | POSTAL | NUMBER, PartyRole::Postcode),
        () if has(TOWN) => (whole | TOWN | NAME, PartyRole::Town),
        () if has(REGION) => (whole | REGION | NUMBER, PartyRole::Region),
        () if has(TYPE) => (whole | TYPE, PartyRole::AddressPurpose),
        () => (whole | FULL | POSTAL | NUMBER | NAME, PartyRole::Address),
    };
    (set & !allowed == 0).then_some(role)
}

const fn numbers() -> Concept {
    TAX | NATIONAL | PASSPORT | REGISTRATION | LICENCE | LEI | BIC | IMO | DOCUMENT
}

fn identifier(set: Concept) -> Option<PartyRole> {
    let has = |some: Concept| set & some != 0;
    let beside = ID | NUMBER | ORG | DOCUMENT;
    if has(TYPE) {
        return (set & !(numbers() | beside | TYPE) == 0).then_some(PartyRole::IdKind);
    }
    if has(COUNTRY | REGION) {
        return (set & !(numbers() | beside | COUNTRY | REGION) == 0).then_some(PartyRole::IdCountry);
    }
    let (allowed, role) = number(set);
    (set & !(allowed | beside) == 0).then_some(role)
}

// Which identifier the words name, and the words that may stand beside each other for it.
fn number(set: Concept) -> (Concept, PartyRole) {
    let has = |some: Concept| set & some != 0;
    match () {
        () if has(PASSPORT) => (PASSPORT, PartyRole::Passport),
        () if has(LICENCE) => (LICENCE, PartyRole::Licence),
        () if has(LEI) => (LEI, PartyRole::Lei),
        () if has(BIC) => (BIC, PartyRole::Bic),
        () if has(IMO) => (IMO, PartyRole::Imo),
        () if has(TAX) => (TAX | REGISTRATION | NATIONAL, PartyRole::TaxId),
        () if has(NATIONAL) => (NATIONAL, PartyRole::NationalId),
        () if has(REGISTRATION) => (REGISTRATION, PartyRole::Registration),
        () => (DOCUMENT, PartyRole::Document),
    }
}

fn name(set: Concept) -> Option<PartyRole> {
    let has = |some: Concept| set & some != 0;
    let (allowed, role) = match () {
        () if has(FORMER) => (FORMER | NAME | FAMILY | FULL | ORG, PartyRole::FormerName),
        () if has(MATERNAL) => (MATERNAL | FAMILY | NAME, PartyRole::SecondLastName),
        () if has(FAMILY) && has(MIDDLE) => (FAMILY | MIDDLE, PartyRole::SecondLastName),
        () if has(FAMILY) && has(GIVEN) && !has(NAME) => (FAMILY | GIVEN, PartyRole::LastName),
        // Names and surnames in one column.
        () if has(FAMILY) && has(NAME) && has(GIVEN | FULL) => (FAMILY | NAME | GIVEN | FULL, PartyRole::Name),
        () if has(FAMILY) => (FAMILY | NAME, PartyRole::LastName),
        () if has(MIDDLE) => (MIDDLE | NAME, PartyRole::MiddleName),
        () if has(GIVEN) => (GIVEN | NAME, PartyRole::FirstName),
        () if has(ALIAS) => (ALIAS | NAME | FULL | ORG, PartyRole::Alias),
        () if has(ORG) => (ORG | NAME | FULL, PartyRole::OrganizationName),
        () => (NAME | FULL, PartyRole::Name),
    };
    (set & !allowed == 0).then_some(role)
}
