//! The messages that are read, and where in each what stands.

use super::tag::Tag::{self, *};
use crate::ledger::TextField;
use crate::read::Role;
use crate::read::messages::intake::{Columns, MessageColumn};

/// A kind of message, whatever its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// pacs.008: a payment of customers between banks.
    CustomerTransfer,
    /// pacs.009: a payment of banks.
    BankTransfer,
    /// pacs.004: a payment that comes back.
    Return,
    /// pain.001: an order of a customer.
    Order,
    /// camt.052: a report of the bookings of a day.
    Report,
    /// camt.053: a statement.
    Statement,
    /// camt.054: single bookings, as they come.
    Notification,
}

impl Kind {
    /// The kind of message that begins with an element of this name.
    pub(super) fn of(root: &str) -> Option<Self> {
        Some(match root {
            "FIToFICstmrCdtTrf" | "pacs.008.001.01" => Self::CustomerTransfer,
            "FICdtTrf" | "FinInstnCdtTrf" | "pacs.009.001.01" => Self::BankTransfer,
            "PmtRtr" | "pacs.004.001.01" => Self::Return,
            "CstmrCdtTrfInitn" | "pain.001.001.02" | "pain.001.001.01" => Self::Order,
            "BkToCstmrAcctRpt" | "BkToCstmrAcctRptV01" => Self::Report,
            "BkToCstmrStmt" | "BkToCstmrStmtV01" => Self::Statement,
            "BkToCstmrDbtCdtNtfctn" | "BkToCstmrDbtCdtNtfctnV01" => Self::Notification,
            _ => return None,
        })
    }

    /// What it is called where no namespace tells the version.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::CustomerTransfer => "pacs.008",
            Self::BankTransfer => "pacs.009",
            Self::Return => "pacs.004",
            Self::Order => "pain.001",
            Self::Report => "camt.052",
            Self::Statement => "camt.053",
            Self::Notification => "camt.054",
        }
    }

    /// The element around some of its transactions, if there is one.
    pub(super) const fn group(self) -> Option<Tag> {
        match self {
            Self::CustomerTransfer | Self::BankTransfer | Self::Return => None,
            Self::Order => Some(PmtInf),
            Self::Report => Some(Rpt),
            Self::Statement => Some(Stmt),
            Self::Notification => Some(Ntfctn),
        }
    }

    /// The element of a transaction, or of the booking that holds some.
    pub(super) const fn transaction(self) -> Tag {
        match self {
            Self::CustomerTransfer | Self::BankTransfer | Self::Order => CdtTrfTxInf,
            Self::Return => TxInf,
            Self::Report | Self::Statement | Self::Notification => Ntry,
        }
    }

    /// Whether a group without transactions is whole, as a statement of a quiet day.
    pub(super) const fn may_be_empty(self) -> bool {
        matches!(self, Self::Report | Self::Statement | Self::Notification)
    }

    /// The elements that its rows get something from.
    pub(super) const fn columns(self) -> Columns {
        match self {
            Self::CustomerTransfer | Self::BankTransfer => &[TRANSFER, ENDS],
            Self::Return => &[RETURN],
            Self::Order => &[ORDER, ENDS],
            Self::Report | Self::Statement | Self::Notification => &[BOOKING],
        }
    }
}

const fn text(field: TextField) -> Option<Role> {
    Some(Role::Text(field))
}

const TRANSFER: &[MessageColumn] = &[
    ("PmtId", text(TextField::Id)),
    ("AccptncDtTm", Some(Role::Time)),
    ("SttlmTmIndctn", Some(Role::Time)),
    ("IntrBkSttlmDt", Some(Role::Time)),
    ("GrpHdr/CreDtTm", Some(Role::Time)),
    ("InstdAmt", Some(Role::Amount)),
    ("IntrBkSttlmAmt", Some(Role::ReceivedAmount)),
    ("PmtTpInf/LclInstrm", text(TextField::Channel)),
];

const ENDS: &[MessageColumn] = &[
    ("DbtrAgt", Some(Role::FromInstitution)),
    ("DbtrAcct", Some(Role::From)),
    ("Dbtr", Some(Role::From)),
    ("CdtrAgt", Some(Role::ToInstitution)),
    ("CdtrAcct", Some(Role::To)),
    ("Cdtr", Some(Role::To)),
    ("Dbtr/PstlAdr/Ctry", text(TextField::FromCountry)),
    ("Dbtr/PstlAdr/TwnNm", text(TextField::FromPlace)),
    ("DbtrAgt/BrnchId", text(TextField::FromBranch)),
    ("Cdtr/PstlAdr/Ctry", text(TextField::ToCountry)),
    ("Cdtr/PstlAdr/TwnNm", text(TextField::ToPlace)),
    ("CdtrAgt/BrnchId", text(TextField::ToBranch)),
    ("Purp", text(TextField::Purpose)),
    ("RmtInf", text(TextField::Purpose)),
];

const ORDER: &[MessageColumn] = &[
    ("PmtId", text(TextField::Id)),
    ("PmtInf/ReqdExctnDt", Some(Role::Time)),
    ("GrpHdr/CreDtTm", Some(Role::Time)),
    ("Amt/InstdAmt", Some(Role::Amount)),
    ("Amt/EqvtAmt/Amt", Some(Role::Amount)),
    ("PmtInf/PmtMtd", text(TextField::Channel)),
];

const RETURN: &[MessageColumn] = &[
    ("RtrId", text(TextField::Id)),
    ("SttlmTmIndctn", Some(Role::Time)),
    ("IntrBkSttlmDt", Some(Role::Time)),
    ("GrpHdr/CreDtTm", Some(Role::Time)),
    ("RtrdInstdAmt", Some(Role::Amount)),
    ("RtrdIntrBkSttlmAmt", Some(Role::ReceivedAmount)),
    ("RtrChain/DbtrAgt", Some(Role::FromInstitution)),
    ("RtrChain/Dbtr", Some(Role::From)),
    ("RtrChain/CdtrAgt", Some(Role::ToInstitution)),
    ("RtrChain/Cdtr", Some(Role::To)),
    ("OrgnlTxRef/CdtrAcct", Some(Role::From)),
    ("OrgnlTxRef/DbtrAcct", Some(Role::To)),
    ("RtrChain/Dbtr/PstlAdr/Ctry", text(TextField::FromCountry)),
    ("RtrChain/Dbtr/PstlAdr/TwnNm", text(TextField::FromPlace)),
    ("RtrChain/Cdtr/PstlAdr/Ctry", text(TextField::ToCountry)),
    ("RtrChain/Cdtr/PstlAdr/TwnNm", text(TextField::ToPlace)),
    ("RtrRsnInf", text(TextField::Purpose)),
    ("OrgnlUETR", text(TextField::Purpose)),
];

const BOOKING: &[MessageColumn] = &[
    ("Refs", text(TextField::Id)),
    ("Sts", None),
    ("CdtDbtInd", None),
    ("RltdDts", Some(Role::Time)),
    ("BookgDt", Some(Role::Time)),
    ("ValDt", Some(Role::Time)),
    ("GrpHdr/CreDtTm", Some(Role::Time)),
    ("Amt", Some(Role::Amount)),
    ("AmtDtls/TxAmt/Amt", Some(Role::Amount)),
    ("AmtDtls/InstdAmt/Amt", Some(Role::ReceivedAmount)),
    ("Acct/Svcr", Some(Role::FromInstitution)),
    ("Acct", Some(Role::From)),
    ("RltdPties", Some(Role::To)),
    ("RltdAgts", Some(Role::ToInstitution)),
    ("RltdPties/PstlAdr/Ctry", text(TextField::ToCountry)),
    ("RltdPties/PstlAdr/TwnNm", text(TextField::ToPlace)),
    ("Purp", text(TextField::Purpose)),
    ("RmtInf", text(TextField::Purpose)),
    ("AddtlNtryInf", text(TextField::Purpose)),
    ("BkTxCd", text(TextField::Channel)),
];
