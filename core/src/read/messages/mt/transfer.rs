//! MT103: one payment of a customer a message.
//!
//! The institution of the payer is that of field 52a, else the sender; that of the payee the one of field 57a, else the
//! receiver, as the standard has it. What was instructed (33B) left and what was settled (32A) arrived; in one currency
//! the larger left and the smaller arrived, since the difference is charges.

use super::Scope;
use super::fields::{Field, Tag};
use super::party::FieldParty;
use crate::ledger::{LedgerFull, TextField};
use crate::read::messages::in_and_out;
use crate::read::messages::intake::{Columns, Intake, MessageColumn, Moment, Stated, Terms, Wrong};
use crate::read::messages::party::{Origin, PartyRole};
use crate::read::messages::references::Reference;
use crate::read::messages::side::{Side, push_words};
use crate::read::{Reason, Role};

pub(super) const COLUMNS: Columns = &[FIELDS];

const FIELDS: &[MessageColumn] = &[
    ("{121:}", Some(Role::Text(TextField::Id))),
    (":20:", Some(Role::Text(TextField::Id))),
    (":32A:", Some(Role::Time)),
    (":33B:", Some(Role::Amount)),
    (":32A:", Some(Role::ReceivedAmount)),
    (":36:", None),
    (":50a:", Some(Role::From)),
    (":52a:", Some(Role::FromInstitution)),
    (":57a:", Some(Role::ToInstitution)),
    (":59a:", Some(Role::To)),
    (":70:", Some(Role::Text(TextField::Purpose))),
    (":71A:", None),
    (":71F:", None),
    (":71G:", None),
    (":72:", Some(Role::Text(TextField::Purpose))),
];

/// Reads the message.
pub(super) fn read(scope: &mut Scope<'_>) -> Result<(), LedgerFull> {
    let origin = scope.intake.next(scope.line);
    match state(scope) {
        Ok(terms) => {
            if scope.accept(&terms, origin)? {
                let foreign = scope.fields.iter().any(|field| field.foreign);
                scope.intake.counts.windows_1252 += u64::from(foreign);
                name_parties(scope, origin)?;
            }
        }
        Err(wrong) => scope.reject(&wrong, origin),
    }
    Ok(())
}

fn state<'a>(scope: &mut Scope<'a>) -> Result<Terms<'a>, Wrong> {
    let (header, fields) = (scope.header, scope.fields);
    let settled = necessary(scope, b"32A", ":32A:")?;
    let Some((date, rest)) = settled.text.split_at_checked(6) else {
        return Err(Wrong::new(":32A:", Reason::BadField, settled.text).at(settled.line));
    };
    let moment = day(scope.intake, date).map_err(|reason| Wrong::new(":32A:", reason, date).at(settled.line))?;
    let payment = &mut *scope.payment;
    for (side, customer, institution, otherwise, column) in [
        (&mut payment.from, b"50", b"52", &header.sender, ":50a:"),
        (&mut payment.to, b"59", b"57", &header.receiver, ":59a:"),
    ] {
        side.clear();
        let customer = fields.any(customer);
        put_institution(side, fields.any(institution), otherwise);
        let bic = side.institution.clone();
        if let Some(field) = customer {
            FieldParty::of(field).put_customer(side, &bic);
        }
        if !side.is_known() {
            return Err(Wrong::new(column, Reason::MissingField, b"").at(customer.map_or(0, |field| field.line)));
        }
    }
    let arrived = amount(scope.intake, rest, settled, ":32A:")?;
    let (paid, received) = match fields.find(b"33B") {
        Some(field) => in_and_out(amount(scope.intake, field.text, field, ":33B:")?, arrived),
        None => (arrived, arrived),
    };
    check(scope)?;
    let reference = fields.find(b"20 ").map_or(&[][..], |field| field.text.trim_ascii());
    let payment = &mut *scope.payment;
    payment.id.clear();
    payment.id.extend_from_slice(if header.uetr.is_empty() { reference } else { &header.uetr });
    payment.purpose.clear();
    for tag in [b"70 ", b"77T", b"72 "] {
        if let Some(field) = fields.find(tag) {
            if !payment.purpose.is_empty() {
                payment.purpose.extend_from_slice(b" / ");
            }
            push_words(field.text, &mut payment.purpose);
        }
    }
    Ok(Terms {
        moment,
        paid,
        received,
        channel: "wire",
        references: [(Reference::Uetr, &header.uetr), (Reference::Transaction, reference), (Reference::EndToEnd, b"")],
    })
}

// The institution of a field, else the one that is told in the header.
fn put_institution(side: &mut Side, field: Option<Field<'_>>, otherwise: &[u8]) {
    let told = field.is_some_and(|field| FieldParty::of(field).put_institution(side));
    if !told && !otherwise.is_empty() {
        side.set_bic(otherwise);
    }
}

// Fields that change nothing and must have their form all the same.
fn check(scope: &mut Scope<'_>) -> Result<(), Wrong> {
    let fields = scope.fields;
    for field in fields.iter() {
        let column = match &field.tag {
            b"71F" => ":71F:",
            b"71G" => ":71G:",
            b"71A" if !matches!(field.text.trim_ascii(), b"OUR" | b"SHA" | b"BEN") => {
                return Err(Wrong::new(":71A:", Reason::BadField, field.text).at(field.line));
            }
            b"36 " => {
                let digits = field.text.trim_ascii();
                let is_rate = digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b',')
                    && digits.iter().any(u8::is_ascii_digit)
                    && digits.iter().filter(|byte| **byte == b',').count() <= 1;
                if !is_rate {
                    return Err(Wrong::new(":36:", Reason::BadField, field.text).at(field.line));
                }
                continue;
            }
            _ => continue,
        };
        match amount(scope.intake, field.text, field, column) {
            Ok(_) | Err(Wrong { reason: Reason::ZeroAmount, .. }) => {}
            Err(wrong) => return Err(wrong),
        }
    }
    Ok(())
}

fn necessary<'a>(scope: &Scope<'a>, tag: &Tag, column: &'static str) -> Result<Field<'a>, Wrong> {
    let found = scope.fields.find(tag).filter(|field| !field.text.trim_ascii().is_empty());
    found.ok_or_else(|| Wrong::new(column, Reason::MissingField, b""))
}

/// A currency and an amount behind it.
pub(super) fn amount(
    intake: &mut Intake,
    text: &[u8],
    field: Field<'_>,
    column: &'static str,
) -> Result<Stated, Wrong> {
    let wrong = |reason, found: &[u8]| Wrong::new(column, reason, found).at(field.line);
    let Some((currency, units)) = text.split_at_checked(3) else { return Err(wrong(Reason::BadField, text)) };
    intake
        .amount(units.trim_ascii_end(), currency)
        .map_err(|reason| wrong(reason, if matches!(reason, Reason::UnknownCurrency) { currency } else { units }))
}

/// The day of a date of six digits, of which the first two are the year, from 1970 to 2069.
pub(super) fn day(intake: &mut Intake, date: &[u8]) -> Result<Moment, Reason> {
    if date.len() != 6 || !date.iter().all(u8::is_ascii_digit) {
        return Err(Reason::BadTime);
    }
    let century: &[u8] = if date < b"70".as_slice() { b"20" } else { b"19" };
    let text = [century, &date[..2], b"-", &date[2..4], b"-", &date[4..]].concat();
    intake.moment(&text)
}

fn name_parties(scope: &mut Scope<'_>, origin: Origin) -> Result<(), LedgerFull> {
    let (fields, header) = (scope.fields, scope.header);
    let parties = &mut scope.worker.parties;
    let (from, to) = (&scope.payment.from.institution, &scope.payment.to.institution);
    for (number, role, institution) in [
        (b"50", PartyRole::Debtor, from.as_slice()),
        (b"51", PartyRole::PreviousInstructingAgent1, &[]),
        (b"52", PartyRole::DebtorAgent, &[]),
        (b"53", PartyRole::SendersCorrespondent, &[]),
        (b"54", PartyRole::ReceiversCorrespondent, &[]),
        (b"55", PartyRole::ThirdReimbursementAgent, &[]),
        (b"56", PartyRole::IntermediaryAgent1, &[]),
        (b"57", PartyRole::CreditorAgent, &[]),
        (b"59", PartyRole::Creditor, to),
    ] {
        if let Some(field) = fields.any(number) {
            FieldParty::of(field).tell(parties, role, institution, origin)?;
        }
    }
    for (bic, role) in [(&header.sender, PartyRole::InstructingAgent), (&header.receiver, PartyRole::InstructedAgent)] {
        FieldParty::of_bic(bic).tell(parties, role, &[], origin)?;
    }
    Ok(())
}
