//! pacs.008, pacs.009 and pain.001: one transaction a `CdtTrfTxInf`.
//!
//! - Time: when the payment was accepted (`AccptncDtTm`), debited or credited (`SttlmTmIndctn`), settled
//!   (`IntrBkSttlmDt`) or is to be executed (`ReqdExctnDt`); else when the message was made (`CreDtTm`), which also gives
//!   the time of day where it was made on the very date of settlement.
//! - Amounts: what was instructed and what was settled. In one currency the larger left and the smaller arrived, since
//!   the difference is charges, whoever bears them; in two, the instructed one left and the settled one arrived.
//! - A payment between banks that covers one of customers keeps the customers as parties; its accounts are the banks'.

use super::agents::{self, fill};
use super::kind::Kind;
use super::scope::Scope;
use super::tag::Tag::{self, *};
use super::tree::At;
use super::{purpose, times};
use crate::ledger::LedgerFull;
use crate::read::Reason;
use crate::read::messages::in_and_out;
use crate::read::messages::intake::{Stated, Terms, Wrong};
use crate::read::messages::party::{Origin, PartyRole};
use crate::read::messages::references::Reference;

/// Reads the transaction at `at`.
pub(super) fn read(scope: &mut Scope<'_, '_>, at: At) -> Result<(), LedgerFull> {
    let origin = scope.begin(at);
    match state(scope, at) {
        Ok(terms) => {
            if scope.accept(&terms, origin)? {
                count(scope, at);
                name_parties(scope, at, origin)?;
            }
        }
        Err(wrong) => scope.reject(&wrong, origin),
    }
    Ok(())
}

fn state<'t>(scope: &mut Scope<'_, 't>, at: At) -> Result<Terms<'t>, Wrong> {
    let tree = scope.tree;
    let moment = times::of_transfer(scope, at)?;
    let around = scope.around;
    let look = |tag: Tag| around.look(tree, at, tag);
    let payment = &mut *scope.payment;
    for (side, party, account, agent) in
        [(&mut payment.from, Dbtr, DbtrAcct, DbtrAgt), (&mut payment.to, Cdtr, CdtrAcct, CdtrAgt)]
    {
        side.clear();
        fill(side, tree, look(party), look(account), look(agent));
        if !side.is_known() && side.institution.is_empty() {
            return Err(
                Wrong::new(party.name(), Reason::MissingField, b"").at(look(party).map_or(0, |at| tree.line(at)))
            );
        }
    }
    let (paid, received) = if scope.kind == Kind::Order { ordered(scope, at)? } else { settled(scope, at)? };
    let ids = |tag: Tag| tree.text_of(at, &[PmtId, tag]);
    let payment = &mut *scope.payment;
    payment.id.clear();
    let id = [ids(UETR), ids(EndToEndId), ids(TxId), ids(InstrId)];
    payment.id.extend_from_slice(id.into_iter().find(|id| !id.is_empty() && *id != b"NOTPROVIDED").unwrap_or_default());
    purpose::write(tree, at, &[scope.around.group], &mut payment.purpose);
    Ok(Terms {
        moment,
        paid,
        received,
        channel: channel(scope, at),
        references: [
            (Reference::Uetr, ids(UETR)),
            (Reference::EndToEnd, ids(EndToEndId)),
            (Reference::Transaction, ids(TxId)),
        ],
    })
}

// What was settled between banks, and what was instructed where that is told.
fn settled(scope: &mut Scope<'_, '_>, at: At) -> Result<(Stated, Stated), Wrong> {
    let settled = scope.amount_at(at, &[IntrBkSttlmAmt], "IntrBkSttlmAmt")?;
    match scope.tree.child(at, InstdAmt) {
        Some(_) => Ok(in_and_out(scope.amount_at(at, &[InstdAmt], "InstdAmt")?, settled)),
        None => Ok((settled, settled)),
    }
}

fn ordered(scope: &mut Scope<'_, '_>, at: At) -> Result<(Stated, Stated), Wrong> {
    let equivalent = scope.tree.find(at, &[Amt, EqvtAmt]).is_some();
    let paid = if equivalent {
        scope.amount_at(at, &[Amt, EqvtAmt, Amt], "Amt/EqvtAmt/Amt")?
    } else {
        scope.amount_at(at, &[Amt, InstdAmt], "Amt/InstdAmt")?
    };
    Ok((paid, paid))
}

fn channel(scope: &Scope<'_, '_>, at: At) -> &'static str {
    let tree = scope.tree;
    let instant = [Some(at), scope.around.group, scope.around.header].into_iter().flatten().any(|at| {
        let instrument = tree.first_text(at, &[&[PmtTpInf, LclInstrm, Cd], &[PmtTpInf, LclInstrm, Prtry]]);
        instrument == b"INST" || instrument == b"IN01"
    });
    match scope.kind {
        Kind::BankTransfer => "interbank",
        _ if instant => "instant",
        Kind::Order if scope.around.group.is_some_and(|group| tree.text_of(group, &[PmtMtd]) == b"CHK") => "cheque",
        Kind::Order => "transfer",
        _ => "wire",
    }
}

fn count(scope: &mut Scope<'_, '_>, at: At) {
    let tally = &mut scope.intake.tally;
    tally.orders += u64::from(scope.kind == Kind::Order);
    tally.covers += u64::from(scope.tree.child(at, UndrlygCstmrCdtTrf).is_some());
    tally.equivalents += u64::from(scope.kind == Kind::Order && scope.tree.find(at, &[Amt, EqvtAmt]).is_some());
}

fn name_parties(scope: &mut Scope<'_, '_>, at: At, origin: Origin) -> Result<(), LedgerFull> {
    scope.name_parties(&PARTIES, false, origin, |scope, tag| scope.around.look(scope.tree, at, tag))?;
    if let Some(covered) = scope.tree.child(at, UndrlygCstmrCdtTrf) {
        scope.name_parties(&PARTIES, true, origin, |scope, tag| scope.tree.child(covered, tag))?;
    }
    Ok(())
}

/// A party, its account, and the institution that keeps that.
pub(super) type PartyElements = (PartyRole, Tag, Option<Tag>, Option<Tag>);

/// The parties of a transfer, in the order of its way.
pub(super) const PARTIES: [PartyElements; 22] = [
    (PartyRole::InitiatingParty, InitgPty, None, None),
    (PartyRole::UltimateDebtor, UltmtDbtr, None, None),
    (PartyRole::Debtor, Dbtr, Some(DbtrAcct), Some(DbtrAgt)),
    (PartyRole::DebtorAgent, DbtrAgt, Some(DbtrAgtAcct), None),
    (PartyRole::ForwardingAgent, FwdgAgt, None, None),
    (PartyRole::PreviousInstructingAgent1, PrvsInstgAgt, Some(PrvsInstgAgtAcct), None),
    (PartyRole::PreviousInstructingAgent1, PrvsInstgAgt1, Some(PrvsInstgAgt1Acct), None),
    (PartyRole::PreviousInstructingAgent2, PrvsInstgAgt2, Some(PrvsInstgAgt2Acct), None),
    (PartyRole::PreviousInstructingAgent3, PrvsInstgAgt3, Some(PrvsInstgAgt3Acct), None),
    (PartyRole::InstructingAgent, InstgAgt, None, None),
    (PartyRole::InstructedAgent, InstdAgt, None, None),
    (PartyRole::SendersCorrespondent, InstgRmbrsmntAgt, Some(InstgRmbrsmntAgtAcct), None),
    (PartyRole::ReceiversCorrespondent, InstdRmbrsmntAgt, Some(InstdRmbrsmntAgtAcct), None),
    (PartyRole::ThirdReimbursementAgent, ThrdRmbrsmntAgt, Some(ThrdRmbrsmntAgtAcct), None),
    (PartyRole::IntermediaryAgent1, IntrmyAgt1, Some(IntrmyAgt1Acct), None),
    (PartyRole::IntermediaryAgent2, IntrmyAgt2, Some(IntrmyAgt2Acct), None),
    (PartyRole::IntermediaryAgent3, IntrmyAgt3, Some(IntrmyAgt3Acct), None),
    (PartyRole::CreditorAgent, CdtrAgt, Some(CdtrAgtAcct), None),
    (PartyRole::Creditor, Cdtr, Some(CdtrAcct), Some(CdtrAgt)),
    (PartyRole::UltimateCreditor, UltmtCdtr, None, None),
    (PartyRole::AccountOwner, Ownr, None, None),
    (PartyRole::AccountServicer, Svcr, None, None),
];

impl Scope<'_, '_> {
    /// Names the parties that are there, by where `look` finds their elements.
    pub(super) fn name_parties(
        &mut self,
        parties: &[PartyElements],
        covered: bool,
        origin: Origin,
        look: impl Fn(&Self, Tag) -> Option<At>,
    ) -> Result<(), LedgerFull> {
        for (role, party, account, agent) in parties {
            let party = look(self, *party);
            let account = account.and_then(|tag| look(self, tag));
            if party.is_none() && account.is_none() {
                continue;
            }
            let agent = agent.and_then(|tag| look(self, tag));
            let to = &mut self.worker.parties;
            agents::name(to, self.tree, (*role, covered), party, account, agent, origin)?;
        }
        Ok(())
    }
}
