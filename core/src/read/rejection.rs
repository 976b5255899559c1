//! Rows that were not accepted, each with its place and the reason.

use serde::Serialize;

/// A row that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The line in the file, from 1, headers counted.
    pub line: u32,
    /// The column at fault, from 1; 0 when the row as a whole is.
    pub column: u16,
    /// Why.
    pub reason: Reason,
    /// What was found there, cut to 200 bytes, what is no UTF-8 escaped as `\xNN`.
    pub found: String,
    /// The row as it stands in the file, cut to 4 KiB, what is no UTF-8 escaped as `\xNN`.
    pub raw: String,
}

/// Why a row was not accepted. [`Reason::expected`] says what would have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// A necessary field is empty, or is `(null)`, `null`, `nan`, `n/a`, `-`.
    MissingField,
    /// The row has fewer fields than the header.
    TooFewFields,
    /// The row has more fields than the header.
    TooManyFields,
    /// No amount in the decimal notation of the file.
    BadAmount,
    /// An amount below zero.
    NegativeAmount,
    /// An amount of zero.
    ZeroAmount,
    /// An amount larger than 64 bits of its smallest unit.
    AmountTooLarge,
    /// No date or time in the notation of the file, or one that no calendar has.
    BadTime,
    /// A currency that is neither ISO 4217 nor a known asset.
    UnknownCurrency,
    /// An amount that names another currency than its row or its file has.
    OtherCurrency,
    /// A row longer than 64 KiB or a field longer than 8 KiB.
    TooLong,
    /// A quote that is opened and never closed, or text after a closing quote.
    BrokenQuoting,
    /// A line break inside a quoted field.
    EmbeddedNewline,
    /// A NUL byte.
    NulByte,
    /// Bytes that are not of the encoding of the file.
    BadEncoding,
    /// A line that is no JSON object.
    BadJson,
    /// A booking that is pending, for information or in the future: no money has moved.
    NotBooked,
    /// Neither credit nor debit.
    BadDirection,
    /// A field of a message that has not the form that its standard gives it.
    BadField,
    /// A message without the transactions or statements that its type must have, or one that breaks off.
    IncompleteMessage,
    /// A message of a type that is not read.
    OtherMessage,
    /// No share of a whole.
    BadShare,
    /// A value that is none of those that may stand there.
    BadValue,
    /// A record of a kind that says nothing of parties.
    NotAParty,
    /// A payment among parties: it is for the readers of transactions.
    Payment,
}

impl Reason {
    /// The name that files and summaries use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MissingField => "missing-field",
            Self::TooFewFields => "too-few-fields",
            Self::TooManyFields => "too-many-fields",
            Self::BadAmount => "bad-amount",
            Self::NegativeAmount => "negative-amount",
            Self::ZeroAmount => "zero-amount",
            Self::AmountTooLarge => "amount-too-large",
            Self::BadTime => "bad-time",
            Self::UnknownCurrency => "unknown-currency",
            Self::OtherCurrency => "other-currency",
            Self::TooLong => "too-long",
            Self::BrokenQuoting => "broken-quoting",
            Self::EmbeddedNewline => "embedded-newline",
            Self::NulByte => "nul-byte",
            Self::BadEncoding => "bad-encoding",
            Self::BadJson => "bad-json",
            Self::NotBooked => "not-booked",
            Self::BadDirection => "bad-direction",
            Self::BadField => "bad-field",
            Self::IncompleteMessage => "incomplete-message",
            Self::OtherMessage => "other-message",
            Self::BadShare => "bad-share",
            Self::BadValue => "bad-value",
            Self::NotAParty => "not-a-party",
            Self::Payment => "payment",
        }
    }

    /// What was expected and what to do, in a sentence.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::MissingField => {
                "a value is necessary here; fill it in at the source or map another column to this role"
            }
            Self::TooFewFields => "as many fields as the header has; look for a line cut short",
            Self::TooManyFields => "as many fields as the header has; quote fields that hold the delimiter",
            Self::BadAmount => {
                "digits with at most one decimal mark; set the decimal mark if the file uses the other one"
            }
            Self::NegativeAmount => "an amount above zero; a reversal is a transaction in the other direction",
            Self::ZeroAmount => "an amount above zero",
            Self::AmountTooLarge => "an amount below 9.2 quintillion smallest units; check the decimal mark",
            Self::BadTime => {
                "a date or time in the notation that was recognised for this file; set it in a mapping file if that is wrong"
            }
            Self::UnknownCurrency => "an ISO 4217 code, a crypto asset or a known currency name",
            Self::OtherCurrency => {
                "the currency of the row's currency column, or of the file; give mixed currencies a column of their own"
            }
            Self::TooLong => "a row under 64 KiB with fields under 8 KiB; look for a missing line break",
            Self::BrokenQuoting => {
                "a field in quotes ends with a quote before the next delimiter; double quotes inside it"
            }
            Self::EmbeddedNewline => "one row a line; remove line breaks inside quoted fields at the export",
            Self::NulByte => "text; a NUL byte is a sign of a damaged or binary file",
            Self::BadEncoding => "text in the encoding of the file; set the encoding if another was meant",
            Self::BadJson => "one JSON object a line",
            Self::NotBooked => {
                "a booking with the status BOOK; the others tell what may come, and come again when they are booked"
            }
            Self::BadDirection => "credit or debit (CRDT or DBIT; C, D, RC or RD)",
            Self::BadField => "a field in the form that the standard of its message gives it",
            Self::IncompleteMessage => "a whole message with the transactions or statements that its type must have",
            Self::OtherMessage => {
                "a message of the types pacs.008, pacs.009, pacs.004, pain.001, camt.052, camt.053, camt.054, MT103, MT940 or \
                 MT942; others carry no payments, or payments that are read from these"
            }
            Self::BadShare => {
                "a percentage or a range of them, at most 100; set `shares` in a mapping file if it is a fraction"
            }
            Self::BadValue => "one of the values that this field may have",
            Self::NotAParty => "a party, or something that is told of one",
            Self::Payment => "a party; payments are read with the transactions",
        }
    }
}
