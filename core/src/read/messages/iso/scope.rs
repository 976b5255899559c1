//! What a transaction is read from and where it goes, while it is read.

use super::kind::Kind;
use super::tag::Tag::{self, *};
use super::tag::TagSet;
use super::tree::{At, Tree};
use crate::ledger::LedgerFull;
use crate::read::Reason;
use crate::read::blocks::Sink;
use crate::read::messages::intake::{Intake, Payment, Stated, Terms, Wrong};
use crate::read::messages::party::Origin;
use crate::read::piece::Worker;

/// What stands around a transaction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The header of its message.
    pub(super) header: Option<At>,
    /// What stands around some of the transactions: an order of several payments, or a statement.
    pub(super) group: Option<At>,
    // How money is settled, which the header of the message says.
    settlement: Option<At>,
    // All tags right inside of these and of the transaction.
    tags: TagSet,
}

impl Around {
    /// What stands around a transaction.
    pub(super) fn of(tree: &Tree, header: Option<At>, group: Option<At>, transaction: At) -> Self {
        let settlement = header.and_then(|header| tree.child(header, SttlmInf));
        let mut tags = TagSet::default();
        for at in [Some(transaction), group, header, settlement].into_iter().flatten() {
            tree.children(at).for_each(|child| tags.add(tree.tag(child)));
        }
        Self { header, group, settlement, tags }
    }

    /// Finds an element of the transaction, else one that stands for all of its group, or of its message.
    pub(super) fn look(self, tree: &Tree, at: At, tag: Tag) -> Option<At> {
        if !self.tags.has(tag) {
            return None;
        }
        let places = [Some(at), self.group, self.header, self.settlement];
        places.into_iter().flatten().find_map(|at| tree.child(at, tag))
    }
}

/// A transaction with what stands around it.
pub(super) struct Scope<'a, 't> {
    pub(super) tree: &'t Tree,
    pub(super) kind: Kind,
    /// The place of its kind and version in the counts.
    pub(super) counted: usize,
    pub(super) around: Around,
    /// The text in the input.
    pub(super) raw: &'a [u8],
    pub(super) payment: &'a mut Payment,
    pub(super) intake: &'a mut Intake,
    pub(super) worker: &'a mut Worker,
    pub(super) sink: Sink<'a>,
}

impl Scope<'_, '_> {
    /// The next transaction begins with this element.
    pub(super) fn begin(&mut self, at: At) -> Origin {
        self.intake.next(self.tree.line(at))
    }

    /// The amount of an element that must be there.
    pub(super) fn amount_at(&mut self, at: At, path: &[Tag], column: &'static str) -> Result<Stated, Wrong> {
        let Some(found) = self.tree.find(at, path) else {
            return Err(Wrong::new(column, Reason::MissingField, b""));
        };
        let (text, currency) = (self.tree.text(found), self.tree.currency(found));
        self.intake.amount(text, currency).map_err(|reason| {
            let of_currency = matches!(reason, Reason::UnknownCurrency)
                || reason == Reason::MissingField && !crate::read::is_absent(text);
            Wrong::new(column, reason, if of_currency { currency } else { text }).at(self.tree.line(found))
        })
    }

    /// Puts the payment in the ledger; whether that went well.
    pub(super) fn accept(&mut self, terms: &Terms<'_>, origin: Origin) -> Result<bool, LedgerFull> {
        match self.intake.accept(self.payment, terms, self.counted, origin, self.worker)? {
            Ok(()) => Ok(true),
            Err(wrong) => {
                self.reject(&wrong, origin);
                Ok(false)
            }
        }
    }

    /// Says that the transaction is not accepted.
    pub(super) fn reject(&mut self, wrong: &Wrong, origin: Origin) {
        self.intake.reject(wrong, Some(self.counted), origin, self.raw, self.sink);
    }
}
