//! pacs.004: one transaction a `TxInf`, money that comes back.
//!
//! The chain of the return (`RtrChain`) names its own debtor and creditor, and that is the direction. Where there is no
//! such chain, the original transaction is told (`OrgnlTxRef`), and its creditor pays its debtor. The chain of most
//! versions has no accounts; they are those of the original, the other way round.

use super::agents::fill;
use super::scope::Scope;
use super::tag::Tag::{self, *};
use super::transfer::PARTIES;
use super::tree::At;
use super::{agents, purpose, times};
use crate::ledger::LedgerFull;
use crate::read::Reason;
use crate::read::messages::in_and_out;
use crate::read::messages::intake::{Stated, Terms, Wrong};
use crate::read::messages::party::{Origin, PartyRole};
use crate::read::messages::references::Reference;
use crate::read::messages::side::Side;

/// Reads the transaction at `at`.
pub(super) fn read(scope: &mut Scope<'_, '_>, at: At) -> Result<(), LedgerFull> {
    let origin = scope.begin(at);
    match state(scope, at) {
        Ok(terms) => {
            if scope.accept(&terms, origin)? {
                name_parties(scope, at, origin)?;
            }
        }
        Err(wrong) => scope.reject(&wrong, origin),
    }
    Ok(())
}

// An end of the return: the element of the chain with its account and institution, and those of the original transaction.
const ENDS: [[Tag; 6]; 2] =
    [[Dbtr, DbtrAcct, DbtrAgt, Cdtr, CdtrAcct, CdtrAgt], [Cdtr, CdtrAcct, CdtrAgt, Dbtr, DbtrAcct, DbtrAgt]];

fn state<'t>(scope: &mut Scope<'_, 't>, at: At) -> Result<Terms<'t>, Wrong> {
    let tree = scope.tree;
    let moment = times::of_transfer(scope, at)?;
    let (chain, original) = (tree.child(at, RtrChain), tree.child(at, OrgnlTxRef));
    let payment = &mut *scope.payment;
    for (side, end, column) in
        [(&mut payment.from, ENDS[0], "RtrChain/Dbtr"), (&mut payment.to, ENDS[1], "RtrChain/Cdtr")]
    {
        let child = |at: Option<At>, tag: Tag| at.and_then(|at| tree.child(at, tag));
        let [party, account, agent, original_party, original_account, original_agent] = end;
        side.clear();
        match child(chain, party) {
            Some(element) => {
                // A bank that returns money on its own account does not do it from its customer's.
                let of_customer = matches!(agents::who(tree, element), Some(agents::Who::Party(_)));
                let kept = child(original, original_account).filter(|_| of_customer);
                let account = child(chain, account).or(kept);
                let agent = child(chain, agent).or_else(|| child(original, original_agent).filter(|_| kept.is_some()));
                fill(side, tree, Some(element), account, agent);
            }
            None => {
                let [party, account, agent] =
                    [original_party, original_account, original_agent].map(|tag| child(original, tag));
                fill(side, tree, party, account, agent);
            }
        }
        if missing(side) {
            return Err(Wrong::new(column, Reason::MissingField, b""));
        }
    }
    let (paid, received) = amounts(scope, at)?;
    let payment = &mut *scope.payment;
    payment.id.clear();
    payment.id.extend_from_slice(tree.text_of(at, &[RtrId]));
    payment.purpose.clear();
    purpose::append(&mut payment.purpose, b"return");
    if let Some(reason) = tree.child(at, RtrRsnInf) {
        purpose::append(&mut payment.purpose, tree.first_text(reason, &[&[Rsn, Cd], &[Rsn, Prtry]]));
        for text in tree.all(reason, AddtlInf) {
            purpose::append(&mut payment.purpose, tree.text(text));
        }
    }
    purpose::append(&mut payment.purpose, tree.first_text(at, &[&[OrgnlUETR], &[OrgnlEndToEndId], &[OrgnlTxId]]));
    Ok(Terms {
        moment,
        paid,
        received,
        channel: "return",
        // The references of the original are not those of the return.
        references: [
            (Reference::Transaction, tree.text_of(at, &[RtrId])),
            (Reference::Uetr, b""),
            (Reference::EndToEnd, b""),
        ],
    })
}

fn missing(side: &Side) -> bool {
    !side.is_known() && side.institution.is_empty()
}

fn amounts(scope: &mut Scope<'_, '_>, at: At) -> Result<(Stated, Stated), Wrong> {
    let settled = scope.amount_at(at, &[RtrdIntrBkSttlmAmt], "RtrdIntrBkSttlmAmt")?;
    match scope.tree.child(at, RtrdInstdAmt) {
        Some(_) => Ok(in_and_out(scope.amount_at(at, &[RtrdInstdAmt], "RtrdInstdAmt")?, settled)),
        None => Ok((settled, settled)),
    }
}

fn name_parties(scope: &mut Scope<'_, '_>, at: At, origin: Origin) -> Result<(), LedgerFull> {
    let (chain, original) = (scope.tree.child(at, RtrChain), scope.tree.child(at, OrgnlTxRef));
    scope.name_parties(&PARTIES, false, origin, |scope, tag| match chain {
        Some(chain) => scope.tree.child(chain, tag).or_else(|| scope.tree.child(at, tag)),
        None => scope.tree.child(original?, turned(tag)).or_else(|| scope.tree.child(at, tag)),
    })?;
    let Some(original) = original.filter(|_| chain.is_some()) else { return Ok(()) };
    // Beside a chain the original names the accounts that it lacks.
    for (role, party, account, agent) in
        [(PartyRole::Debtor, Cdtr, CdtrAcct, CdtrAgt), (PartyRole::Creditor, Dbtr, DbtrAcct, DbtrAgt)]
    {
        let child = |tag: Tag| scope.tree.child(original, tag);
        let (party, account, agent) = (child(party), child(account), child(agent));
        if account.is_some() {
            let to = &mut scope.worker.parties;
            agents::name(to, scope.tree, (role, false), party, account, agent, origin)?;
        }
    }
    Ok(())
}

// The other end's element.
fn turned(tag: Tag) -> Tag {
    match tag {
        Dbtr => Cdtr,
        DbtrAcct => CdtrAcct,
        DbtrAgt => CdtrAgt,
        DbtrAgtAcct => CdtrAgtAcct,
        UltmtDbtr => UltmtCdtr,
        Cdtr => Dbtr,
        CdtrAcct => DbtrAcct,
        CdtrAgt => DbtrAgt,
        CdtrAgtAcct => DbtrAgtAcct,
        UltmtCdtr => UltmtDbtr,
        other => other,
    }
}
