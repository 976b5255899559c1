//! A transaction as it comes in, before it has a place in the ledger.

use crate::model::{Amount, FileId, Timestamp};

/// An account as the source names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountRef<'a> {
    /// The bank or other institution that keeps the account; empty where the source names none.
    pub institution: &'a str,
    /// Its number at that institution.
    pub number: &'a str,
}

/// What else a source may tell about a transaction. Kept as text, at most one of each a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum TextField {
    /// The source's own identifier of the transaction.
    Id,
    /// Channel or payment format: cash, wire, card, cheque ...
    Channel,
    /// Purpose, memo, concept.
    Purpose,
    /// Branch on the payer's side.
    FromBranch,
    /// Branch on the receiver's side.
    ToBranch,
    /// Town or region on the payer's side.
    FromPlace,
    /// Town or region on the receiver's side.
    ToPlace,
    /// Country on the payer's side.
    FromCountry,
    /// Country on the receiver's side.
    ToCountry,
    /// Whether the source labels the transaction as laundering, as it writes it.
    Label,
    /// The source's identifier of the alert or planted pattern that the transaction belongs to.
    LabelGroup,
    /// The kind of that pattern, as the source names it.
    LabelKind,
    /// Who came to the desk with the cash, or for it.
    Conductor,
    /// The category of the merchant: an ISO 18245 code, or words.
    MerchantCategory,
    /// Which notes were exchanged for which.
    Denomination,
    /// The payer's balance afterwards.
    FromBalance,
    /// The receiver's balance afterwards.
    ToBalance,
    /// The virtual asset that was moved, or the provider through which.
    VirtualAsset,
    /// The buyer whom the invoice names.
    InvoiceParty,
    /// The code of the goods in the Harmonized System.
    HsCode,
    /// The price of one unit of the goods, in the currency that was paid.
    UnitPrice,
    /// The contract on which it is paid.
    Contract,
    /// The total of that contract, in the currency that was paid.
    ContractTotal,
    /// Whose wages are paid.
    Employee,
    /// Where it took place: degrees of latitude and longitude, as `-12.05,-77.04`.
    Coordinates,
}

impl TextField {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 25] = [
        Self::Id,
        Self::Channel,
        Self::Purpose,
        Self::FromBranch,
        Self::ToBranch,
        Self::FromPlace,
        Self::ToPlace,
        Self::FromCountry,
        Self::ToCountry,
        Self::Label,
        Self::LabelGroup,
        Self::LabelKind,
        Self::Conductor,
        Self::MerchantCategory,
        Self::Denomination,
        Self::FromBalance,
        Self::ToBalance,
        Self::VirtualAsset,
        Self::InvoiceParty,
        Self::HsCode,
        Self::UnitPrice,
        Self::Contract,
        Self::ContractTotal,
        Self::Employee,
        Self::Coordinates,
    ];

    /// Whether this belongs to an answer key, which detection must never see.
    #[must_use]
    pub const fn is_label(self) -> bool {
        matches!(self, Self::Label | Self::LabelGroup | Self::LabelKind)
    }
}

/// One accepted transaction on its way into the ledger. Texts are borrowed; empty means absent.
#[derive(Clone, Copy, Debug)]
pub struct Transaction<'a> {
    /// When it took place, in UTC.
    pub time: Timestamp,
    /// Minutes east of UTC of the clock that the source used, where it tells.
    pub utc_offset: Option<i16>,
    /// Who pays.
    pub from: AccountRef<'a>,
    /// Who receives.
    pub to: AccountRef<'a>,
    /// What left the payer.
    pub paid: Amount,
    /// What reached the receiver.
    pub received: Amount,
    /// Where it was read.
    pub file: FileId,
    /// The line there, from 1.
    pub line: u32,
    /// One text for each [`TextField`], by its number.
    pub texts: [&'a str; TextField::ALL.len()],
}

impl<'a> Transaction<'a> {
    /// A transaction with nothing but the necessary: received as paid, no texts, file 0, line 0.
    #[must_use]
    pub const fn new(time: Timestamp, from: AccountRef<'a>, to: AccountRef<'a>, paid: Amount) -> Self {
        let texts = [""; TextField::ALL.len()];
        Self { time, utc_offset: None, from, to, paid, received: paid, file: FileId(0), line: 0, texts }
    }

    /// The same with a text.
    #[must_use]
    pub fn with(mut self, field: TextField, text: &'a str) -> Self {
        self.texts[field as usize] = text;
        self
    }
}

impl<'a> AccountRef<'a> {
    /// An account of an institution.
    #[must_use]
    pub const fn new(institution: &'a str, number: &'a str) -> Self {
        Self { institution, number }
    }
}

impl<'a> From<&'a str> for AccountRef<'a> {
    fn from(number: &'a str) -> Self {
        Self { institution: "", number }
    }
}
