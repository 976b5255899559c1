//! What a reader of messages did that its user should know, counted while it reads and told as notes.

use crate::read::Note;

/// Counts of one input.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Times without a zone, of transactions that were accepted.
    pub(super) without_zone: u64,
    /// Transactions with no date of their own.
    pub(super) timed_by_message: u64,
    /// Orders, which tell what was asked for.
    pub(super) orders: u64,
    /// Payments between banks that cover payments of customers.
    pub(super) covers: u64,
    /// Orders in another currency, of which the amount there is not told.
    pub(super) equivalents: u64,
    /// Ends of transactions that are known by name alone.
    pub(super) by_name: u64,
    /// Ends of which nothing is said.
    pub(super) unnamed: u64,
    /// Bookings of several payments whose amounts are not told.
    pub(super) batches: u64,
    /// Bookings whose details add up to something else.
    pub(super) sums: u64,
    /// Details that name the owner of the account where the other party should be.
    pub(super) turned: u64,
    /// Bookings that take back others.
    pub(super) reversals: u64,
    /// Statements without bookings.
    pub(super) empty: u64,
    /// Statements that say they are copies or duplicates.
    pub(super) copies: u64,
    /// Transactions with the UETR of one in an earlier input.
    pub(super) shared_uetr: u64,
    /// Transactions with another reference of one in an earlier input.
    pub(super) shared_reference: u64,
    /// Texts of purpose that were cut.
    pub(super) cut: u64,
    /// Lines between messages.
    pub(super) between: u64,
}

impl Tally {
    /// The notes for what was counted.
    pub(super) fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut note = |count: u64, topic: &'static str, one: &str, many: &str| {
            if count > 0 {
                let text = if count == 1 { one.to_owned() } else { many.replace("{}", &count.to_string()) };
                notes.push(Note { topic, text });
            }
        };
        note(
            self.orders,
            "payment-orders",
            "one transaction is an order (pain.001): it tells what was asked for, not that it was paid",
            "{} transactions are orders (pain.001): they tell what was asked for, not that it was paid",
        );
        note(
            self.covers,
            "covers",
            "one transaction between banks covers a payment of customers, which may be in the ledger by itself",
            "{} transactions between banks cover payments of customers, which may be in the ledger by themselves",
        );
        note(
            self.equivalents,
            "equivalent-amounts",
            "one order is for another currency without its amount there; it is received as paid",
            "{} orders are for another currency without their amount there; they are received as paid",
        );
        note(
            self.timed_by_message,
            "times-of-messages",
            "one transaction has no date of its own and is at the time when its message was made",
            "{} transactions have no date of their own and are at the time when their message was made",
        );
        note(
            self.by_name,
            "accounts-by-name",
            "one side of a transaction has no account number: the name in parentheses stands for it",
            "{} sides of transactions have no account number: the name in parentheses stands for it",
        );
        note(
            self.unnamed,
            "unnamed-counterparties",
            "one side of a transaction is not named at all and is the account (unnamed) at its institution",
            "{} sides of transactions are not named at all and are the account (unnamed) at their institution",
        );
        note(
            self.batches,
            "batches-without-amounts",
            "one booking is for several payments whose amounts are not told: it is one transaction, with (several) unless all \
             name the same party",
            "{} bookings are for several payments whose amounts are not told: each is one transaction, with (several) unless \
             all name the same party",
        );
        note(
            self.sums,
            "details-do-not-add-up",
            "the details of one booking do not add up to its amount",
            "the details of {} bookings do not add up to their amounts",
        );
        note(
            self.turned,
            "parties-turned",
            "one booking names the owner of the account where its counterparty should be; the other party was taken",
            "{} bookings name the owner of the account where their counterparty should be; the other party was taken",
        );
        note(
            self.reversals,
            "reversals",
            "one booking takes back an earlier one: its money goes the other way",
            "{} bookings take back earlier ones: their money goes the other way",
        );
        note(self.empty, "empty-statements", "one statement holds no booking", "{} statements hold no booking");
        note(
            self.copies,
            "copies",
            "one statement says that it is a copy or duplicate; it is read as any other",
            "{} statements say that they are copies or duplicates; they are read as any other",
        );
        note(
            self.shared_uetr,
            "shared-uetr",
            "one transaction has the UETR of one in an earlier input; both are kept, though they may be one payment",
            "{} transactions have the UETR of one in an earlier input; all are kept, though they may be one payment told twice",
        );
        note(
            self.shared_reference,
            "shared-reference",
            "one transaction has the end-to-end or transaction reference of one in an earlier input; both are kept, though \
             they may be one payment",
            "{} transactions have the end-to-end or transaction reference of one in an earlier input; all are kept, though \
             they may be one payment told twice",
        );
        note(
            self.cut,
            "purposes-cut",
            "one text of purpose was longer than 8 KiB and was cut",
            "{} texts of purpose were longer than 8 KiB and were cut",
        );
        note(
            self.between,
            "lines-between-messages",
            "one line stands outside of all messages and was read over",
            "{} lines stand outside of all messages and were read over",
        );
        notes
    }
}
