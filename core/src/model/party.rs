//! Parties: people, companies and what else may own, control or be named, in the words of their source.
//!
//! A party comes as a record with an identifier and any number of [properties](Property). Texts are borrowed and empty
//! where the source tells nothing. What rules must be blind to (nationality, citizenship, sex, birth place) is apart, in
//! [`ProtectedKind`], so that code which reads countries or facts cannot come upon it by accident.

use super::{Amount, FileId, PartialDate};

/// Where something stands: the input file, and the record in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// The input file.
    pub file: FileId,
    /// The line of the record where a file has one a line, else the number of the element, both from 1.
    pub record: u32,
}

/// What a source calls a party: an identifier within a namespace, such as a list of sanctions or a bank's customers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyRef<'a> {
    /// The namespace; empty for the tables of one institution, which share their identifiers.
    pub scope: &'a str,
    /// The identifier within it.
    pub id: &'a str,
}

macro_rules! names {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $($(#[$doc])* $variant,)*
        }

        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name that files and summaries use.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}
pub(super) use names;

names! {
    /// What a party is.
    PartyKind {
        /// A natural person.
        Person = "person",
        /// A company: a legal person with owners.
        Company = "company",
        /// A state, or a body of one.
        PublicBody = "public-body",
        /// A trust, a fund or another arrangement without legal personality.
        Arrangement = "arrangement",
        /// A ship.
        Vessel = "vessel",
        /// An aircraft.
        Aircraft = "aircraft",
        /// Some organisation; the source tells no more.
        Organization = "organization",
        /// The source does not tell.
        Unknown = "unknown",
    }
}

names! {
    /// What a name is to its party.
    NameKind {
        /// The name under which the source keeps it.
        Primary = "primary",
        /// Another name.
        Alias = "alias",
        /// Another name that the source itself calls weak: nicknames, abbreviations, common names.
        WeakAlias = "weak-alias",
        /// A name that it had.
        Former = "former",
    }
}

names! {
    /// What a number identifies a party as.
    IdentifierKind {
        /// To the tax authority: RFC, RUC, CUIT, NIT, CNPJ, TIN, VAT ...
        Tax = "tax",
        /// To the state: DNI, cédula, CURP, CPF, SSN ...
        National = "national",
        /// A passport.
        Passport = "passport",
        /// In a register of companies or of trade.
        Registration = "registration",
        /// A driving licence.
        Licence = "licence",
        /// Legal entity identifier, ISO 17442.
        Lei = "lei",
        /// Bank identifier code, ISO 9362.
        Bic = "bic",
        /// The number of the International Maritime Organization.
        Imo = "imo",
        /// Another number, named by its scheme.
        Other = "other",
    }
}

names! {
    /// How a party is reached.
    ContactKind {
        /// Telephone, mobile or fax.
        Phone = "phone",
        /// Electronic mail.
        Email = "email",
        /// A site.
        Website = "website",
        /// The device or address from which the party deals: fingerprint, IMEI, IP.
        Device = "device",
    }
}

names! {
    /// What happened on a date.
    DateKind {
        /// A person was born.
        Birth = "birth",
        /// A company was founded or registered, a ship built.
        Registration = "registration",
        /// A person died, a company was dissolved.
        End = "end",
        /// The party became a customer.
        Opened = "opened",
    }
}

names! {
    /// What a country is to a party. Nationality is none of these: see [`ProtectedKind`].
    CountryKind {
        /// Where a person lives.
        Residence = "residence",
        /// Under whose law a company is.
        Jurisdiction = "jurisdiction",
        /// Whose flag a ship flies.
        Flag = "flag",
        /// The source names the country and not why.
        Linked = "linked",
    }
}

names! {
    /// What else a source tells, as text.
    FactKind {
        /// What a person does for a living.
        Occupation = "occupation",
        /// A company's line of business.
        Industry = "industry",
        /// For whom a person works.
        Employer = "employer",
        /// A function or a title.
        Position = "position",
        /// The branch that keeps the customer.
        Branch = "branch",
        /// The legal form of a company, or the type of a ship.
        Form = "form",
        /// Active, dissolved, deceased ...
        Status = "status",
        /// A topic that a data set gives its entry: `sanction`, `role.pep`, `crime` ...
        Topic = "topic",
        /// The source says that the party exists and that nobody is told who it is: anonymous or unknown, and why.
        Undisclosed = "undisclosed",
        /// Anything else that the source writes of the party.
        Remark = "remark",
    }
}

names! {
    /// What identifies a person and no rule may see.
    ProtectedKind {
        /// Nationality.
        Nationality = "nationality",
        /// Citizenship.
        Citizenship = "citizenship",
        /// Sex or gender.
        Sex = "sex",
        /// Place or country of birth.
        BirthPlace = "birth-place",
    }
}

names! {
    /// Why a person is politically exposed.
    ExposureKind {
        /// Holds or held a prominent public function.
        Holder = "holder",
        /// A relative or close associate of one who does.
        Relative = "relative",
    }
}

/// A postal address; parts that the source does not tell apart are in `text`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Address<'a> {
    /// What the source calls it: home, business, registered ...
    pub purpose: &'a str,
    /// The street with its number, or the whole address.
    pub text: &'a str,
    /// The town.
    pub town: &'a str,
    /// State, province, department.
    pub region: &'a str,
    /// The postcode.
    pub postcode: &'a str,
    /// The country, as written.
    pub country: &'a str,
}

/// An entry of a list: sanctions, persons of interest, a bank's own list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listing<'a> {
    /// The list.
    pub list: &'a str,
    /// The programme or regime.
    pub programme: &'a str,
    /// The list's own identifier of the entry.
    pub id: &'a str,
    /// Since when it is listed.
    pub date: Option<PartialDate>,
}

/// Something that a source tells of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property<'a> {
    /// A name.
    Name(NameKind, &'a str),
    /// A number that identifies it.
    Identifier {
        /// What it is a number of.
        kind: IdentifierKind,
        /// The number as written.
        number: &'a str,
        /// Its kind as written, or the scheme: `Cedula No.`, `GB-COH`.
        scheme: &'a str,
        /// The country that gives it, as written.
        country: &'a str,
    },
    /// An address.
    Address(Address<'a>),
    /// A way to reach it.
    Contact(ContactKind, &'a str),
    /// A date. It is as written alone where it could not be read.
    Date {
        /// What happened.
        kind: DateKind,
        /// When.
        date: Option<PartialDate>,
        /// As written; may be empty where the date says it all.
        written: &'a str,
    },
    /// A country, as written.
    Country(CountryKind, &'a str),
    /// A fact, as text.
    Fact(FactKind, &'a str),
    /// What no rule may see, as text.
    Protected(ProtectedKind, &'a str),
    /// Stated income, as the source counts it (a month, a year: it rarely says).
    Income(Amount),
    /// An entry of a list.
    Listing(Listing<'a>),
    /// Whether it is politically exposed, as the source writes it.
    Exposure {
        /// In which way.
        kind: ExposureKind,
        /// Whether the source says so (`true`) or denies it.
        exposed: bool,
        /// As written.
        written: &'a str,
    },
}
