//! camt.052, camt.053 and camt.054: one transaction for each detail (`TxDtls`) of a booking (`Ntry`), or for the booking
//! itself where it has none.
//!
//! - A booking counts when its status is `BOOK`, or when it has no status. All others (pending, for information, future) may
//!   never come about and are rejected.
//! - Direction: credit or debit of the account of the statement, as the detail says, else the booking. The other end is the
//!   debtor of a credit and the creditor of a debit. In a booking that takes back another (`RvslInd`) the parties are those
//!   of the other, so it is the creditor of a credit; and where the element names the account of the statement itself, the
//!   other one is taken.
//! - Amounts: what was booked on the account is on its side; what was instructed (`InstdAmt`) on the other.
//! - A booking of several payments without an amount for each is one transaction, whose other end is `(several)` unless all
//!   of them name the same.

use super::agents::{self, fill};
use super::scope::Scope;
use super::tag::Tag::{self, *};
use super::transfer::PARTIES;
use super::tree::At;
use super::{purpose, times};
use crate::ledger::LedgerFull;
use crate::read::Reason;
use crate::read::messages::intake::{Stated, Terms, Wrong};
use crate::read::messages::party::{Origin, PartyRole};
use crate::read::messages::references::Reference;
use crate::read::messages::side::{By, Side};

/// Where the money goes, seen from the account of the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    In,
    Out,
}

/// A row of a booking: a detail with its own amount, or the booking with all its details.
#[derive(Clone, Copy, Debug)]
struct Entry {
    at: At,
    detail: Option<At>,
    // How many payments the booking is for, as far as it says.
    told: u64,
    // Of several payments whose amounts are not told.
    is_batch: bool,
    // The detail is the only one, so that the booking's amount is its own.
    alone: bool,
}

/// Reads the booking at `at`.
pub(super) fn read(scope: &mut Scope<'_, '_>, at: At) -> Result<(), LedgerFull> {
    let details = details(scope, at);
    let told = told_number(scope, at);
    let number = told.max(details.len() as u64);
    let amounts_told = !details.is_empty() && details.iter().all(|detail| booked_amount(scope, at, *detail).is_some());
    let several = number > 1 && !amounts_told;
    if several || details.is_empty() {
        let entry = Entry { at, detail: None, told, is_batch: several, alone: false };
        return one(scope, entry, &details, at);
    }
    let alone = number == 1;
    check_sum(scope, at, &details);
    for detail in &details {
        one(scope, Entry { at, detail: Some(*detail), told, is_batch: false, alone }, &[*detail], *detail)?;
    }
    Ok(())
}

fn one(scope: &mut Scope<'_, '_>, entry: Entry, details: &[At], at: At) -> Result<(), LedgerFull> {
    let origin = scope.begin(at);
    match state(scope, entry, details) {
        Ok((terms, turned)) => {
            if scope.accept(&terms, origin)? {
                let is_reversal = is_reversal(scope, entry.at);
                let tally = &mut scope.intake.tally;
                tally.turned += u64::from(turned);
                tally.batches += u64::from(entry.is_batch);
                tally.reversals += u64::from(is_reversal);
                name_parties(scope, details, origin)?;
            }
        }
        Err(wrong) => scope.reject(&wrong, origin),
    }
    Ok(())
}

// The details of a booking; the first version has them right inside.
fn details(scope: &Scope<'_, '_>, at: At) -> Vec<At> {
    let tree = scope.tree;
    let grouped = tree.all(at, NtryDtls).flat_map(|group| tree.all(group, TxDtls));
    tree.all(at, TxDtls).chain(grouped).collect()
}

// How many payments the booking says that it is for.
fn told_number(scope: &Scope<'_, '_>, at: At) -> u64 {
    let tree = scope.tree;
    let batches = tree.all(at, NtryDtls).filter_map(|group| tree.child(group, Btch)).chain(tree.all(at, Btch));
    let number = |batch: At| std::str::from_utf8(tree.text_of(batch, &[NbOfTxs])).ok()?.parse::<u64>().ok();
    batches.filter_map(number).fold(0, u64::saturating_add)
}

// The amounts of a detail, those of the account's side first. What was instructed is one only in the booking's currency.
const AMOUNTS: [&[Tag]; 4] = [&[Amt], &[AmtDtls, TxAmt, Amt], &[AmtDtls, CntrValAmt, Amt], &[AmtDtls, InstdAmt, Amt]];

// The amount of a detail that was booked: one in the currency of the booking, else the first that is told.
fn booked_amount(scope: &Scope<'_, '_>, entry: At, detail: At) -> Option<&'static [Tag]> {
    let tree = scope.tree;
    let currency = tree.child(entry, Amt).map_or(b"".as_slice(), |at| tree.currency(at));
    let of_account = |path: &&&[Tag]| tree.find(detail, path).is_some_and(|at| tree.currency(at) == currency);
    let told = |path: &&&[Tag]| tree.find(detail, path).is_some();
    AMOUNTS.iter().find(of_account).or_else(|| AMOUNTS[..3].iter().find(told)).copied()
}

fn state<'t>(scope: &mut Scope<'_, 't>, entry: Entry, details: &[At]) -> Result<(Terms<'t>, bool), Wrong> {
    let tree = scope.tree;
    is_booked(scope, entry.at)?;
    let direction = direction(scope, entry)?;
    let moment = times::of_booking(scope, entry.at, entry.detail)?;
    let (booked, other) = amounts(scope, entry)?;
    let turned = ends(scope, entry, details, direction)?;
    let at = entry.detail.unwrap_or(entry.at);
    let reference = |path: &[Tag]| entry.detail.map_or(b"".as_slice(), |detail| tree.text_of(detail, path));
    let (uetr, end_to_end) = (reference(&[Refs, UETR]), reference(&[Refs, EndToEndId]));
    let transaction = reference(&[Refs, TxId]);
    let of_servicer = [reference(&[Refs, AcctSvcrRef]), tree.text_of(entry.at, &[AcctSvcrRef])];
    let payment = &mut *scope.payment;
    payment.id.clear();
    let ids = [uetr, end_to_end, transaction, of_servicer[0], of_servicer[1], tree.text_of(entry.at, &[NtryRef])];
    let id = ids.into_iter().find(|id| !id.is_empty() && *id != b"NOTPROVIDED");
    payment.id.extend_from_slice(id.unwrap_or_default());
    purpose::write(tree, at, &[], &mut payment.purpose);
    if payment.purpose.is_empty() {
        purpose::append(&mut payment.purpose, reference(&[AddtlTxInf]));
        purpose::append(&mut payment.purpose, tree.text_of(entry.at, &[AddtlNtryInf]));
    }
    let channel = entry.detail.and_then(|detail| purpose::channel(tree, detail));
    let (paid, received) = if direction == Direction::In { (other, booked) } else { (booked, other) };
    let terms = Terms {
        moment,
        paid,
        received,
        channel: channel.or_else(|| purpose::channel(tree, entry.at)).unwrap_or("entry"),
        references: [(Reference::Uetr, uetr), (Reference::EndToEnd, end_to_end), (Reference::Transaction, transaction)],
    };
    Ok((terms, turned))
}

fn is_booked(scope: &Scope<'_, '_>, at: At) -> Result<(), Wrong> {
    let tree = scope.tree;
    let Some(status) = tree.child(at, Sts) else { return Ok(()) };
    let code = [tree.text(status), tree.first_text(status, &[&[Cd], &[Prtry]])];
    match code.into_iter().find(|text| !text.is_empty()).unwrap_or_default() {
        b"BOOK" | b"" => Ok(()),
        other => Err(Wrong::new("Sts", Reason::NotBooked, other).at(tree.line(status))),
    }
}

fn is_reversal(scope: &Scope<'_, '_>, at: At) -> bool {
    matches!(scope.tree.text_of(at, &[RvslInd]), b"true" | b"1")
}

fn direction(scope: &Scope<'_, '_>, entry: Entry) -> Result<Direction, Wrong> {
    let tree = scope.tree;
    let own = entry.detail.and_then(|detail| tree.child(detail, CdtDbtInd));
    let Some(at) = own.or_else(|| tree.child(entry.at, CdtDbtInd)) else {
        return Err(Wrong::new("CdtDbtInd", Reason::MissingField, b""));
    };
    match tree.text(at) {
        b"CRDT" => Ok(Direction::In),
        b"DBIT" => Ok(Direction::Out),
        b"" => Err(Wrong::new("CdtDbtInd", Reason::MissingField, b"").at(tree.line(at))),
        other => Err(Wrong::new("CdtDbtInd", Reason::BadDirection, other).at(tree.line(at))),
    }
}

// What was booked on the account, and what was paid or received at the other end.
fn amounts(scope: &mut Scope<'_, '_>, entry: Entry) -> Result<(Stated, Stated), Wrong> {
    let tree = scope.tree;
    let whole = |scope: &mut Scope<'_, '_>| scope.amount_at(entry.at, &[Amt], "Amt");
    let at = entry.detail.unwrap_or(entry.at);
    let booked = match entry.detail {
        Some(detail) if !entry.alone => {
            let path = booked_amount(scope, entry.at, detail);
            let column = if path.is_some_and(|path| path.len() > 1) { "AmtDtls/TxAmt/Amt" } else { "Amt" };
            scope.amount_at(detail, path.unwrap_or(AMOUNTS[0]), column)?
        }
        _ => whole(scope)?,
    };
    let mut other = booked;
    for (path, column) in [(&[AmtDtls, InstdAmt, Amt][..], "AmtDtls/InstdAmt/Amt"), (&[Amt], "Amt")] {
        match scope.amount_at(at, path, column) {
            Ok(stated) => {
                other = stated;
                break;
            }
            // An amount of zero at the other end tells nothing.
            Err(Wrong { reason: Reason::MissingField | Reason::ZeroAmount, .. }) => {}
            Err(wrong) => return Err(wrong),
        }
    }
    // In one currency a detail's own amount is that of the account's side.
    if other.amount.currency == booked.amount.currency && tree.find(at, &[AmtDtls, InstdAmt]).is_none() {
        other = booked;
    }
    Ok((booked, other))
}

// Counts a booking whose details add up to something else.
fn check_sum(scope: &mut Scope<'_, '_>, at: At, details: &[At]) {
    let Ok(whole) = scope.amount_at(at, &[Amt], "Amt") else { return };
    let mut sum = 0_i64;
    for detail in details {
        let amounts = AMOUNTS.iter().find_map(|path| {
            let stated = scope.amount_at(*detail, path, "Amt").ok()?;
            (stated.amount.currency == whole.amount.currency).then_some(stated)
        });
        match amounts {
            Some(stated) => sum = sum.saturating_add(stated.amount.units),
            None => return,
        }
    }
    scope.intake.tally.sums += u64::from(sum != whole.amount.units);
}

// Fills both ends; whether the other one was found where the account of the statement should be.
fn ends(scope: &mut Scope<'_, '_>, entry: Entry, details: &[At], direction: Direction) -> Result<bool, Wrong> {
    let tree = scope.tree;
    let account = scope.around.group.and_then(|group| tree.child(group, Acct));
    let (mut own, mut other) = (Side::default(), Side::default());
    let owner = account.and_then(|at| tree.child(at, Ownr));
    fill(&mut own, tree, owner, account, account.and_then(|at| tree.child(at, Svcr)));
    if !own.is_known() {
        return Err(Wrong::new("Acct", Reason::MissingField, b"").at(account.map_or(0, |at| tree.line(at))));
    }
    let debtor = (direction == Direction::In) != is_reversal(scope, entry.at);
    let found: Vec<(Side, bool)> = details.iter().map(|detail| counterparty(scope, *detail, debtor, &own)).collect();
    let one = found.windows(2).all(|pair| {
        let [(one, _), (other, _)] = pair else { return true };
        (&one.institution, &one.number) == (&other.institution, &other.number)
    });
    let all_told = entry.told <= details.len() as u64;
    let mut turned = false;
    match found.into_iter().next() {
        Some((side, was_turned)) if !entry.is_batch || one && all_told && side.is_known() => {
            (other, turned) = (side, was_turned);
        }
        _ if entry.is_batch => other.set_several(),
        _ => {}
    }
    let payment = &mut *scope.payment;
    (payment.from, payment.to) = if direction == Direction::In { (other, own) } else { (own, other) };
    Ok(turned)
}

// The other end of a detail: its debtor or its creditor.
fn counterparty(scope: &Scope<'_, '_>, detail: At, debtor: bool, own: &Side) -> (Side, bool) {
    let side = |debtor: bool| {
        let tree = scope.tree;
        let [party, ultimate, account, agent] =
            if debtor { [Dbtr, UltmtDbtr, DbtrAcct, DbtrAgt] } else { [Cdtr, UltmtCdtr, CdtrAcct, CdtrAgt] };
        let mut side = Side::default();
        let child = |path: &[Tag]| tree.find(detail, path);
        fill(&mut side, tree, child(&[RltdPties, party]), child(&[RltdPties, account]), child(&[RltdAgts, agent]));
        if !side.is_known()
            && let Some(at) = child(&[RltdPties, ultimate])
        {
            let (institution, branch) = (std::mem::take(&mut side.institution), std::mem::take(&mut side.branch));
            side.clear();
            fill(&mut side, tree, Some(at), None, None);
            if side.institution.is_empty() {
                (side.institution, side.branch) = (institution, branch);
            }
        }
        side
    };
    let is_own = |side: &Side| side.by == By::Account && side.number == own.number;
    let first = side(debtor);
    if is_own(&first) {
        let second = side(!debtor);
        if second.is_known() && !is_own(&second) {
            return (second, true);
        }
    }
    (first, false)
}

fn name_parties(scope: &mut Scope<'_, '_>, details: &[At], origin: Origin) -> Result<(), LedgerFull> {
    let account = scope.around.group.and_then(|group| scope.tree.child(group, Acct));
    if let Some(account) = account {
        let (owner, servicer) = (scope.tree.child(account, Ownr), scope.tree.child(account, Svcr));
        let (tree, to) = (scope.tree, &mut scope.worker.parties);
        agents::name(to, tree, (PartyRole::AccountOwner, false), owner, Some(account), servicer, origin)?;
        agents::name(to, tree, (PartyRole::AccountServicer, false), servicer, None, None, origin)?;
    }
    for detail in details {
        scope.name_parties(&PARTIES, false, origin, |scope, tag| {
            let tree = scope.tree;
            tree.find(*detail, &[RltdPties, tag]).or_else(|| tree.find(*detail, &[RltdAgts, tag]))
        })?;
    }
    Ok(())
}
