//! MT940 and MT942: one transaction for each line of a statement (61), with what the bank says of it (86).
//!
//! Time is the date of entry, else that of value. Credits and debits that take back others (RC, RD) go the other way;
//! expected ones (EC, ED) have not come about and are rejected. The other party is in field 86 in the ways that banks
//! have agreed on (see [`Details`]); where it is not, it is `(unnamed)`.

use super::Scope;
use super::fields::Field;
use super::transfer::day;
use crate::ledger::{LedgerFull, TextField};
use crate::read::messages::intake::{Columns, Intake, MessageColumn, Moment, Terms, Wrong};
use crate::read::messages::party::{MessageParties, Origin, Part, PartyRole};
use crate::read::messages::references::Reference;
use crate::read::messages::side::{Side, account_number, is_bic, push_words};
use crate::read::{Reason, Role};

mod details;

use details::Details;

pub(super) const COLUMNS: Columns = &[FIELDS];

const FIELDS: &[MessageColumn] = &[
    (":61:", Some(Role::Time)),
    (":61:", Some(Role::Amount)),
    (":61:", Some(Role::Text(TextField::Id))),
    (":60F:", Some(Role::Currency)),
    (":25:", Some(Role::From)),
    (":86:", Some(Role::To)),
    (":86:", Some(Role::Text(TextField::Purpose))),
];

/// What stands for all lines of a statement.
struct Own<'a> {
    account: Result<Side, Wrong>,
    currency: &'a [u8],
}

/// What a line of a statement says.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    moment: Moment,
    incoming: bool,
    is_reversal: bool,
    amount: &'a [u8],
    code: &'a [u8],
    reference: &'a [u8],
    servicer: &'a [u8],
}

/// Reads the statement.
pub(super) fn read(scope: &mut Scope<'_>) -> Result<(), LedgerFull> {
    let fields: Vec<Field<'_>> = scope.fields.iter().collect();
    let own = Own { account: account(scope), currency: currency(scope).unwrap_or_default() };
    let mut any = false;
    for (place, field) in fields.iter().enumerate().filter(|(_, field)| field.tag == *b"61 ") {
        any = true;
        let details = fields.get(place + 1).filter(|next| next.tag == *b"86 ");
        let origin = scope.intake.next(field.line);
        match state(scope, &own, *field, details.copied()) {
            Ok((terms, line, told)) => {
                if scope.accept(&terms, origin)? {
                    scope.intake.tally.reversals += u64::from(line.is_reversal);
                    let foreign = field.foreign || details.is_some_and(|details| details.foreign);
                    scope.intake.counts.windows_1252 += u64::from(foreign);
                    name_parties(scope, &told, line.incoming, origin)?;
                }
            }
            Err(wrong) => {
                // What is shown is the line and not the whole statement.
                let text = details.map_or(&[][..], |details| details.text);
                let raw = [b":61:", field.text, b"\n:86:", text].concat();
                scope.intake.reject(&wrong, Some(scope.counted), origin, &raw, scope.sink);
            }
        }
    }
    scope.intake.tally.empty += u64::from(!any);
    Ok(())
}

fn state<'a>(
    scope: &mut Scope<'a>,
    own: &Own<'a>,
    field: Field<'a>,
    text: Option<Field<'a>>,
) -> Result<(Terms<'a>, Line<'a>, Details), Wrong> {
    let line = line(scope.intake, field)?;
    let currency = own.currency;
    let stated = scope.intake.amount(line.amount, currency).map_err(|reason| {
        let of_currency = reason == Reason::UnknownCurrency || reason == Reason::MissingField && currency.is_empty();
        let column = if of_currency { ":60F:" } else { ":61:" };
        Wrong::new(column, reason, if of_currency { currency } else { line.amount }).at(field.line)
    })?;
    let details = text.map_or_else(Details::default, |text| Details::of(text.text));
    let own = own.account.clone()?;
    let mut other = Side::default();
    if !details.bic.is_empty() {
        other.set_bic(&details.bic);
    }
    other.set_account(&details.account);
    other.set_name(&details.name);
    other.settle_country(&details.bic);
    let payment = &mut *scope.payment;
    (payment.from, payment.to) = if line.incoming { (other, own) } else { (own, other) };
    payment.id.clear();
    let ids = [details.end_to_end.as_slice(), line.reference, line.servicer];
    let id = ids.into_iter().find(|id| !id.is_empty() && !matches!(*id, b"NONREF" | b"NOTPROVIDED"));
    payment.id.extend_from_slice(id.unwrap_or_default());
    payment.purpose.clone_from(&details.purpose);
    let terms = Terms {
        moment: line.moment,
        paid: stated,
        received: stated,
        channel: channel(line.code),
        references: [(Reference::Transaction, line.reference), (Reference::Uetr, b""), (Reference::EndToEnd, b"")],
    };
    Ok((terms, line, details))
}

// The currency of the account: that of its opening balance, or of the limit of an interim report.
fn currency<'a>(scope: &Scope<'a>) -> Option<&'a [u8]> {
    let of = |tag: &[u8; 3], at: usize| scope.fields.find(tag).and_then(|field| field.text.get(at..at + 3));
    of(b"60F", 7).or_else(|| of(b"60M", 7)).or_else(|| of(b"62F", 7)).or_else(|| of(b"34F", 0))
}

// The account of the statement, at the institution that sent it unless the field names one.
fn account(scope: &Scope<'_>) -> Result<Side, Wrong> {
    let mut side = Side::default();
    let Some(field) = scope.fields.any(b"25") else { return Err(Wrong::new(":25:", Reason::MissingField, b"")) };
    let mut lines = field.lines();
    let first = lines.next().unwrap_or_default().trim_ascii();
    let second = lines.next().unwrap_or_default().trim_ascii();
    let (institution, number) = match first.iter().position(|byte| *byte == b'/') {
        Some(place) if place > 0 => (&first[..place], &first[place + 1..]),
        _ => (&first[..0], first.strip_prefix(b"/").unwrap_or(first)),
    };
    let told = if is_bic(second) { second } else { institution };
    let bic = if told.is_empty() { scope.header.sender.as_slice() } else { told };
    if !bic.is_empty() {
        side.set_bic(bic);
    }
    side.set_account(number);
    side.settle_country(bic);
    if side.is_known() { Ok(side) } else { Err(Wrong::new(":25:", Reason::MissingField, b"").at(field.line)) }
}

fn line<'a>(intake: &mut Intake, field: Field<'a>) -> Result<Line<'a>, Wrong> {
    let wrong = |reason, found: &[u8]| Wrong::new(":61:", reason, found).at(field.line);
    let whole = field.text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut rest = whole.trim_ascii_end();
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (value, entry) = match digits(rest) {
        10 => (&rest[..6], Some(&rest[6..10])),
        6 => (&rest[..6], None),
        _ => return Err(wrong(Reason::BadTime, &rest[..rest.len().min(10)])),
    };
    rest = &rest[value.len() + entry.map_or(0, <[u8]>::len)..];
    let valued = day(intake, value).map_err(|reason| wrong(reason, value))?;
    let moment = match entry {
        Some(entry) => entered(intake, value, entry, valued).map_err(|reason| wrong(reason, entry))?,
        None => valued,
    };
    let (mark, after) = match rest {
        [b'R' | b'E', b'C' | b'D', after @ ..] => (&rest[..2], after),
        [b'C' | b'D', after @ ..] => (&rest[..1], after),
        _ => return Err(wrong(Reason::BadDirection, &rest[..rest.len().min(2)])),
    };
    if mark[0] == b'E' {
        return Err(wrong(Reason::NotBooked, mark));
    }
    let is_reversal = mark[0] == b'R';
    // A letter of the currency may stand before the amount.
    rest = match after {
        [letter, after @ ..] if letter.is_ascii_alphabetic() => after,
        _ => after,
    };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.')).count();
    let (amount, rest) = rest.split_at(length);
    let Some((code, rest)) = rest.split_at_checked(4) else {
        let reason = if amount.is_empty() { Reason::BadAmount } else { Reason::BadField };
        return Err(wrong(reason, whole));
    };
    let (reference, servicer) = match memchr::memmem::find(rest, b"//") {
        Some(place) => (&rest[..place], &rest[place + 2..]),
        None => (rest, &rest[..0]),
    };
    let credit = mark[mark.len() - 1] == b'C';
    Ok(Line {
        moment,
        incoming: credit != is_reversal,
        is_reversal,
        amount,
        code,
        reference: reference.trim_ascii(),
        servicer: servicer.trim_ascii(),
    })
}

// The date of entry, which has no year: that of the date of value, or the next or last one where that lies nearer.
fn entered(intake: &mut Intake, value: &[u8], entry: &[u8], valued: Moment) -> Result<Moment, Reason> {
    let year = i64::from(value[0] - b'0') * 10 + i64::from(value[1] - b'0');
    let mut nearest: Option<Moment> = None;
    let mut last = Reason::BadTime;
    for year in [year, year - 1, year + 1] {
        let year = year.rem_euclid(100) as u8;
        let date = [&[b'0' + year / 10, b'0' + year % 10], entry].concat();
        match day(intake, &date) {
            Ok(found) => {
                let away = |moment: Moment| (moment.time - valued.time).0.abs();
                if nearest.is_none_or(|known| away(found) < away(known)) {
                    nearest = Some(found);
                }
            }
            Err(reason) => last = reason,
        }
    }
    nearest.ok_or(last)
}

fn channel(code: &[u8]) -> &'static str {
    match code {
        [b'S', b'1', b'0', b'3'] => "wire",
        [b'S', b'2', ..] => "interbank",
        [_, rest @ ..] => match rest {
            b"TRF" | b"STO" | b"CMT" | b"CMS" | b"CMZ" | b"CMN" | b"SWP" => "transfer",
            b"CHK" | b"TCK" | b"ECK" | b"TCH" => "cheque",
            b"DDT" => "direct debit",
            _ => "entry",
        },
        [] => "entry",
    }
}

fn name_parties(scope: &mut Scope<'_>, details: &Details, incoming: bool, origin: Origin) -> Result<(), LedgerFull> {
    let payment = &*scope.payment;
    let (own, other) = if incoming { (&payment.to, &payment.from) } else { (&payment.from, &payment.to) };
    let parties: &mut MessageParties = &mut scope.worker.parties;
    parties.put(Part::Institution, &own.institution);
    parties.put(Part::Number, &own.number);
    parties.name(PartyRole::AccountOwner, false, origin)?;
    if !details.account.is_empty() {
        parties.put(Part::Institution, &other.institution);
        parties.put(Part::Number, &account_number(&details.account));
    }
    let mut name = Vec::new();
    push_words(&details.name, &mut name);
    parties.put(Part::Name, &name);
    parties.name(if incoming { PartyRole::Debtor } else { PartyRole::Creditor }, false, origin)?;
    if !details.bic.is_empty() {
        parties.put(Part::Scheme, b"BIC");
        parties.put(Part::Identifier, &details.bic);
    }
    parties.name(if incoming { PartyRole::DebtorAgent } else { PartyRole::CreditorAgent }, false, origin)
}
