//! What labels of remarks and of identifiers mean.

use super::super::dates;
use super::super::schemes;
use super::super::sink::{Record, Refusal, Sink};
use super::{LIST, SCOPE};
use crate::ledger::AccountRef;
use crate::model::{
    ContactKind, CountryKind, DateKind, FactKind, IdentifierKind, NameKind, Property, ProtectedKind, Relation,
    RelationKind,
};
use crate::parties::{DraftParty, Held};
use crate::read::{DateOrder, Reason};

/// What a label says that its value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Birth,
    Founded,
    Protected(ProtectedKind),
    Contact(ContactKind),
    Flag,
    Number,
    Wallet,
    LinkedTo,
}

use Label::{Birth, Contact, Flag, Founded, LinkedTo, Number, Protected, Wallet};

// Labels as they begin a remark or stand as the type of an identifier; the longer ones first where one begins another.
const LABELS: &[(&str, Label)] = &[
    ("DOB", Birth),
    ("POB", Protected(ProtectedKind::BirthPlace)),
    ("nationality", Protected(ProtectedKind::Nationality)),
    ("citizen", Protected(ProtectedKind::Citizenship)),
    ("Gender", Protected(ProtectedKind::Sex)),
    ("Organization Established Date", Founded),
    ("Email Address", Contact(ContactKind::Email)),
    ("Website", Contact(ContactKind::Website)),
    ("Phone Number", Contact(ContactKind::Phone)),
    ("Telephone", Contact(ContactKind::Phone)),
    ("Vessel Flag", Flag),
    ("Former Vessel Flag", Flag),
    ("Digital Currency Address -", Wallet),
    ("Linked To:", LinkedTo),
    ("Passport", Number),
    ("Tax ID No.", Number),
    ("Tax Identification", Number),
    ("VAT", Number),
    ("National ID No.", Number),
    ("National Foreign ID Number", Number),
    ("National Identification", Number),
    ("Cedula No.", Number),
    ("Cedula de", Number),
    ("NIT #", Number),
    ("NIE", Number),
    ("RUC #", Number),
    ("RUN", Number),
    ("RTN", Number),
    ("RIF #", Number),
    ("R.F.C.", Number),
    ("RFC", Number),
    ("C.U.R.P.", Number),
    ("CURP", Number),
    ("C.U.I.T.", Number),
    ("C.U.I.P.", Number),
    ("C.I.F.", Number),
    ("D.N.I.", Number),
    ("I.F.E.", Number),
    ("N.I.E.", Number),
    ("SSN", Number),
    ("D-U-N-S Number", Number),
    ("Registration Number", Number),
    ("Registration ID", Number),
    ("Registration Certificate", Number),
    ("Business Registration", Number),
    ("Business Number", Number),
    ("Company Number", Number),
    ("Commercial Registry", Number),
    ("Enterprise Number", Number),
    ("Economic Register", Number),
    ("Legal Entity Number", Number),
    ("Unified Social Credit Code", Number),
    ("Organization Code", Number),
    ("Chamber of Commerce", Number),
    ("C.R. No.", Number),
    ("Trade License No.", Number),
    ("License", Number),
    ("Identification Number", Number),
    ("Personal ID Card", Number),
    ("Stateless Person ID Card", Number),
    ("Refugee ID Card", Number),
    ("Residency Number", Number),
    ("Travel Document Number", Number),
    ("Electoral Registry No.", Number),
    ("Credencial electoral", Number),
    ("Birth Certificate Number", Number),
    ("Driver's License No.", Number),
    ("Matricula Mercantil No", Number),
    ("Folio Mercantil No.", Number),
    ("Public Registration Number", Number),
    ("Central Registration", Number),
    ("SWIFT/BIC", Number),
    ("BIK", Number),
    ("Vessel Registration Identification", Number),
    ("Vessel Registration Number", Number),
    ("Maritime Mobile Service Identity", Number),
    ("MMSI", Number),
    ("Aircraft Construction Number", Number),
    ("Aircraft Manufacturer's Serial Number", Number),
    ("Aircraft Tail Number", Number),
    ("Aircraft Serial Identification", Number),
    ("Serial No.", Number),
    ("LE Number", Number),
    ("Numero de Identidad", Number),
    ("Kenyan ID No.", Number),
    ("Italian Fiscal Code", Number),
    ("UAE Identification", Number),
    ("Turkish Identification Number", Number),
    ("Bosnian Personal ID No.", Number),
    ("Tarjeta", Number),
    ("Tazkira", Number),
    ("Interpol", Number),
    ("Global Intermediary Identification Number", Number),
    ("Moroccan Personal ID No.", Number),
    ("Moroccan Tax ID No.", Number),
    ("Tunisian Personal ID", Number),
];

/// The label that a text begins with, or is, and what comes behind it.
pub(super) fn label(text: &str) -> Option<(&'static str, Label, &str)> {
    let (written, label) =
        LABELS.iter().filter(|(label, _)| begins(text, label)).max_by_key(|(label, _)| label.len())?;
    Some((written, *label, text[written.len()..].trim_start()))
}

fn begins(text: &str, label: &str) -> bool {
    text.strip_prefix(label)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']) || !label.ends_with(char::is_alphanumeric))
}

/// Tells what a label and its value say of a party.
pub(super) fn tell(
    party: DraftParty,
    scheme: &str,
    label: Label,
    value: &str,
    country: &str,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let told = match label {
        Birth | Founded => {
            let kind = if label == Birth { DateKind::Birth } else { DateKind::Registration };
            let date = dates::read(value, DateOrder::DayFirst);
            if date.is_none() {
                sink.unread(record, scheme, Reason::BadTime, value);
            }
            Property::Date { kind, date, written: value }
        }
        Protected(kind) => Property::Protected(kind, value),
        Contact(kind) => Property::Contact(kind, value),
        Flag => Property::Country(CountryKind::Flag, value),
        Number => {
            let kind = if value.starts_with("IMO") { IdentifierKind::Imo } else { schemes::kind(scheme) };
            Property::Identifier { kind, number: value, scheme, country }
        }
        Wallet => {
            let (institution, number) = value.split_once(' ').unwrap_or((scheme, value));
            let account = AccountRef { institution, number: number.trim() };
            return Ok(sink.hold(party, &Held { account, ..Held::default() }, record)?);
        }
        LinkedTo => {
            let other = sink.builder.refer_by_name(SCOPE, value)?;
            let role = Relation { role: "Linked To", ..Relation::new(RelationKind::LinkedTo) };
            return Ok(sink.relate(Some(party), other, &role, record)?);
        }
    };
    Ok(sink.add(party, &told, record)?)
}

/// The programmes of an entry: `SDGT] [IFSR`.
pub(super) fn programmes(
    party: DraftParty,
    written: &str,
    id: &str,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    for programme in written.split("] [").map(|programme| programme.trim_matches(['[', ']', ' '])) {
        let listing = crate::model::Listing { list: LIST, programme, id, date: None };
        sink.add(party, &Property::Listing(listing), record)?;
    }
    Ok(())
}

/// Another name, in quotes where the list is not sure of it.
pub(super) fn alias(
    party: DraftParty,
    kind: NameKind,
    name: &str,
    record: Record<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    Ok(sink.add(party, &Property::Name(kind, name.trim_matches(['\'', '"', ' '])), record)?)
}

/// A remark without a label.
pub(super) fn remark(party: DraftParty, text: &str, record: Record<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    Ok(sink.add(party, &Property::Fact(FactKind::Remark, text), record)?)
}
