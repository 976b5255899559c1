//! Columns of tables of parties, understood by their names in English, Spanish, Portuguese and French.
//!
//! A row tells of one party, and perhaps of others that own it, direct it, act for it or are its relatives: then a column
//! says with a word of its name whose it is (`owner_id`, `nombre del representante legal`). Whole names are looked for
//! first, then all words of the name must be known and fit together. Columns of one kind are told apart by what else is
//! in their names: `home_city` and `work_city` are parts of two addresses, `phone 1` and `phone 2` two phones.

mod meaning;
mod words;

use super::super::columns::Name;
use words::{Concept, QUALIFIERS, STOP, WORDS};

macro_rules! roles {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $($(#[$doc])* $variant,)*
        }

        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name that mapping files and summaries use.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

roles! {
    /// What a column tells of a party.
    PartyRole {
        /// What the source calls it.
        Id = "id",
        /// The namespace of its identifier.
        Scope = "scope",
        /// Its identifier or its name, whichever it is.
        Reference = "party",
        /// What it is: person, company ...
        Kind = "kind",
        /// Its name.
        Name = "name",
        /// Given name of a person.
        FirstName = "first_name",
        /// Another given name.
        MiddleName = "middle_name",
        /// Family name.
        LastName = "last_name",
        /// The second family name of Spanish and Portuguese names.
        SecondLastName = "second_last_name",
        /// The name of a company or organisation.
        OrganizationName = "organization_name",
        /// Another name.
        Alias = "alias",
        /// A name that it had.
        FormerName = "former_name",
        /// To the tax authority.
        TaxId = "tax_id",
        /// To the state.
        NationalId = "national_id",
        /// Passport.
        Passport = "passport",
        /// In a register of companies.
        Registration = "registration",
        /// Driving licence.
        Licence = "licence",
        /// Legal entity identifier.
        Lei = "lei",
        /// Bank identifier code.
        Bic = "bic",
        /// Number of the International Maritime Organization.
        Imo = "imo",
        /// The number of some document, whose kind another column may tell.
        Document = "document",
        /// The kind of the identifier beside it.
        IdKind = "id_kind",
        /// The country of the identifier beside it.
        IdCountry = "id_country",
        /// When a person was born.
        BirthDate = "birth_date",
        /// When a company was registered.
        RegistrationDate = "registration_date",
        /// When a person died or a company was dissolved.
        EndDate = "end_date",
        /// When the account was opened, or the party became a customer.
        Opened = "opened",
        /// When the account was closed.
        Closed = "closed",
        /// A whole address, or its street.
        Address = "address",
        /// The town of an address.
        Town = "town",
        /// The state or province of an address.
        Region = "region",
        /// The postcode of an address.
        Postcode = "postcode",
        /// The country of an address.
        Country = "country",
        /// What an address is for.
        AddressPurpose = "address_purpose",
        /// Telephone.
        Phone = "phone",
        /// Electronic mail.
        Email = "email",
        /// A site.
        Website = "website",
        /// A device.
        Device = "device",
        /// What a person does.
        Occupation = "occupation",
        /// A company's line of business.
        Industry = "industry",
        /// For whom a person works.
        Employer = "employer",
        /// A function or title.
        Position = "position",
        /// The branch.
        Branch = "branch",
        /// Legal form.
        Form = "form",
        /// Status.
        Status = "status",
        /// Anything else.
        Remark = "remark",
        /// A topic of risk.
        Topic = "topic",
        /// Stated income.
        Income = "income",
        /// Its currency.
        IncomeCurrency = "income_currency",
        /// Nationality; no rule sees it.
        Nationality = "nationality",
        /// Citizenship; no rule sees it.
        Citizenship = "citizenship",
        /// Sex; no rule sees it.
        Sex = "sex",
        /// Place of birth; no rule sees it.
        BirthPlace = "birth_place",
        /// Where a person lives.
        Residence = "residence",
        /// Under whose law a company is.
        Jurisdiction = "jurisdiction",
        /// Whether it is politically exposed.
        Pep = "pep",
        /// Whether it is a relative or associate of one who is.
        PepRelative = "pep_relative",
        /// The number of an account that it holds.
        Account = "account",
        /// The institution of that account.
        Institution = "institution",
        /// The list that it is on.
        List = "list",
        /// The programme of that list.
        Programme = "programme",
        /// The list's own identifier.
        ListId = "list_id",
        /// Since when.
        ListDate = "list_date",
        /// Another identifier of the party, to which pointers of other records refer.
        Anchor = "anchor",
    }
}

roles! {
    /// What a column tells of a relation.
    RelationRole {
        /// How large the interest is.
        Share = "share",
        /// How large it is at the least.
        ShareMin = "share_min",
        /// How large it is at the most.
        ShareMax = "share_max",
        /// What the one is to the other, in words.
        Kind = "relation",
        /// What kind of interest it is.
        Interest = "interest",
        /// Whether others stand between.
        Directness = "directness",
        /// Since when.
        From = "from",
        /// Until when.
        Until = "until",
        /// The statement that tells it.
        Statement = "statement",
    }
}

roles! {
    /// Whose a column is.
    End {
        /// Of the party that the row is about.
        Own = "own",
        /// Of one who owns it.
        Owner = "owner",
        /// Of one who directs it.
        Director = "director",
        /// Of one who acts for it.
        Nominee = "nominee",
        /// Of a relative.
        Relative = "relative",
        /// Of one that another column relates it to, as the first of the two.
        Other = "other",
        /// Of one that it is related to, as the second of the two.
        Target = "target",
    }
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// Something of a party.
    Party(End, PartyRole),
    /// Something of the relation between the row's party and another.
    Relation(RelationRole),
}

/// A column understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Understood {
    pub(super) meaning: Meaning,
    /// What tells it apart from others of its kind.
    pub(super) group: String,
    /// Whether its name says that it is a company's, or a person's.
    pub(super) of_company: bool,
    pub(super) of_person: bool,
    /// Whether a list has the whole name.
    pub(super) whole: bool,
}

/// Names that are known as a whole, in normal form.
const WHOLE: &[(&str, Meaning)] = &[
    ("data source", Meaning::Party(End::Own, PartyRole::Scope)),
    ("id", Meaning::Party(End::Own, PartyRole::Id)),
    ("record id", Meaning::Party(End::Own, PartyRole::Id)),
    ("razon social", Meaning::Party(End::Own, PartyRole::OrganizationName)),
    ("razao social", Meaning::Party(End::Own, PartyRole::OrganizationName)),
    ("raison sociale", Meaning::Party(End::Own, PartyRole::OrganizationName)),
    ("nombre o razon social", Meaning::Party(End::Own, PartyRole::Name)),
    ("nombre razon social", Meaning::Party(End::Own, PartyRole::Name)),
    ("nome ou razao social", Meaning::Party(End::Own, PartyRole::Name)),
    ("nome razao social", Meaning::Party(End::Own, PartyRole::Name)),
    ("legal name", Meaning::Party(End::Own, PartyRole::OrganizationName)),
    ("rel anchor key", Meaning::Party(End::Own, PartyRole::Anchor)),
    ("rel pointer key", Meaning::Party(End::Target, PartyRole::Anchor)),
    ("rel pointer role", Meaning::Relation(RelationRole::Kind)),
    ("from", Meaning::Relation(RelationRole::From)),
    ("to", Meaning::Relation(RelationRole::Until)),
    ("until", Meaning::Relation(RelationRole::Until)),
    ("iban", Meaning::Party(End::Own, PartyRole::Account)),
    ("cpf cnpj", Meaning::Party(End::Own, PartyRole::TaxId)),
    ("pais de constitucion", Meaning::Party(End::Own, PartyRole::Jurisdiction)),
    ("c p", Meaning::Party(End::Own, PartyRole::Postcode)),
    ("e mail", Meaning::Party(End::Own, PartyRole::Email)),
];

/// What a column's name says.
pub(super) fn understand(written: &str) -> Option<Understood> {
    let normal = Name::of(written).words;
    if let Some((_, meaning)) = WHOLE.iter().find(|(name, _)| *name == normal) {
        let group = if let Meaning::Party(_, role) = meaning { meaning::number_group(*role) } else { "" };
        let group = group.to_owned();
        return Some(Understood { meaning: *meaning, group, of_company: false, of_person: false, whole: true });
    }
    let mut set: Concept = 0;
    let mut qualifiers: Vec<&str> = Vec::new();
    for word in normal.split(' ').flat_map(apart).filter(|word| !word.is_empty()) {
        let concepts =
            WORDS.iter().filter(|(_, words)| words.contains(&word)).fold(0, |set, (concept, _)| set | concept);
        let number = word.bytes().all(|byte| byte.is_ascii_digit());
        let qualifier = QUALIFIERS.contains(&word);
        if concepts == 0 && !number && !qualifier && !STOP.contains(&word) {
            return None;
        }
        if number || qualifier {
            qualifiers.push(word);
        }
        set |= concepts;
    }
    let (meaning, group) = meaning::of(set)?;
    let mut group = group.to_owned();
    for word in qualifiers {
        group.push_str(if group.is_empty() { "" } else { " " });
        group.push_str(word);
    }
    let (of_company, of_person) = (set & words::ORG != 0, set & words::PARTY != 0);
    Some(Understood { meaning, group, of_company, of_person, whole: false })
}

// `phone2` is `phone 2`.
fn apart(word: &str) -> [&str; 2] {
    let letters = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if letters.is_empty() { [word, ""] } else { [letters, &word[letters.len()..]] }
}

#[cfg(test)]
mod tests;
