//! From a payment as a message tells it to a row of the ledger, or to a rejection: the same for all kinds of messages.

use super::party::Origin;
use super::references::Reference;
use super::side::{By, Side};
use super::tally::Tally;
use crate::ledger::{Draft, Lane, LedgerFull, TextField};
use crate::model::{Amount, Currency, FileId, Timestamp};
use crate::read::blocks::{Counts, Sink};
use crate::read::memo::Memo;
use crate::read::piece::{Worker, rejection};
use crate::read::rows::{Fault, LONGEST_FIELD};
use crate::read::{
    AmountParser, Column, DateOrder, MessageCount, Note, Plan, Reason, Role, TimeParser, TimeShape, is_absent,
};
use memchr::memchr;

/// Takes the payments of one input.
#[derive(Debug)]
pub(super) struct Intake {
    pub(super) file: FileId,
    /// The transactions so far, accepted or not.
    pub(super) record: u32,
    pub(super) counts: Counts,
    pub(super) tally: Tally,
    pub(super) kinds: Vec<MessageCount>,
    /// The elements or fields that the messages so far have values in.
    pub(super) columns: Vec<Column>,
    times: TimeParser,
    parser: AmountParser,
    plan: Plan,
    currencies: Memo<(Currency, AmountParser)>,
}

/// A payment before it is a row.
#[derive(Debug, Default)]
pub(super) struct Payment {
    pub(super) from: Side,
    pub(super) to: Side,
    pub(super) id: Vec<u8>,
    pub(super) purpose: Vec<u8>,
}

/// When, how much and by what means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    pub(super) moment: Moment,
    pub(super) paid: Stated,
    pub(super) received: Stated,
    pub(super) channel: &'static str,
    pub(super) references: [(Reference, &'a [u8]); 3],
}

/// An instant as it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) time: Timestamp,
    pub(super) utc_offset: Option<i16>,
    pub(super) has_zone: bool,
    /// Whether it is of the message and not of the payment.
    pub(super) of_message: bool,
}

/// An amount as it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) amount: Amount,
    pub(super) rounded: bool,
}

/// What is wrong with a transaction, and where.
#[derive(Clone, Debug)]
pub(super) struct Wrong {
    /// The element or field at fault, by the name of its column; empty when the transaction as a whole is.
    pub(super) column: &'static str,
    pub(super) reason: Reason,
    pub(super) found: Vec<u8>,
    /// The line at fault; 0 for that on which the transaction begins.
    pub(super) line: u32,
}

impl Wrong {
    pub(super) fn new(column: &'static str, reason: Reason, found: &[u8]) -> Self {
        Self { column, reason, found: found.to_vec(), line: 0 }
    }

    pub(super) fn at(mut self, line: u32) -> Self {
        self.line = line;
        self
    }
}

const MOST_KINDS: usize = 64;

/// An element or field that the rows get something from.
pub(super) type MessageColumn = (&'static str, Option<Role>);

/// All of a kind of message, in parts.
pub(super) type Columns = &'static [&'static [MessageColumn]];

impl Intake {
    pub(super) fn new(plan: &Plan, file: FileId) -> Self {
        Self {
            file,
            record: 0,
            counts: Counts::default(),
            tally: Tally::default(),
            kinds: Vec::new(),
            columns: Vec::new(),
            times: TimeParser::of(TimeShape::Calendar(DateOrder::YearFirst), plan.utc_offset),
            parser: AmountParser::new(plan.decimal_mark, plan.currency),
            plan: plan.clone(),
            currencies: Memo::default(),
        }
    }

    /// A message of a kind begins, whose values stand in these columns. Past a number of kinds that no bank has, the others
    /// are counted together.
    pub(super) fn begin(&mut self, kind: &str, columns: Columns) -> usize {
        let known = |kinds: &[MessageCount], kind: &str| kinds.iter().position(|known| known.kind == kind);
        let place = known(&self.kinds, kind).unwrap_or_else(|| {
            for (name, role) in columns.iter().copied().flatten() {
                if !self.columns.iter().any(|column| column.name == *name && column.role == *role) {
                    self.columns.push(super::understand::column(&(*name, *role)));
                }
            }
            let kind = if self.kinds.len() < MOST_KINDS { kind } else { "other" };
            known(&self.kinds, kind).unwrap_or_else(|| {
                self.kinds.push(MessageCount { kind: kind.to_owned(), ..MessageCount::default() });
                self.kinds.len() - 1
            })
        });
        self.kinds[place].messages += 1;
        place
    }

    /// The instant that a text tells.
    pub(super) fn moment(&mut self, text: &[u8]) -> Result<Moment, Reason> {
        let (time, utc_offset) = self.times.parse(text)?;
        let has_zone = crate::read::time::tells_zone(text);
        Ok(Moment { time, utc_offset, has_zone, of_message: false })
    }

    /// The amount that a text tells, in the currency that another names.
    pub(super) fn amount(&mut self, text: &[u8], currency: &[u8]) -> Result<Stated, Reason> {
        let (currency, parser) = self.currency(currency)?;
        let (units, rounded) = parser.parse(text)?;
        Ok(Stated { amount: Amount::new(units, currency), rounded })
    }

    fn currency(&mut self, text: &[u8]) -> Result<(Currency, AmountParser), Reason> {
        if let Some(known) = self.currencies.get(text) {
            return Ok(*known);
        }
        if is_absent(text) {
            // Without one that the user gave, an amount of no currency is no amount.
            let given = self.plan.currency != Currency::NONE;
            return if given { Ok((self.plan.currency, self.parser)) } else { Err(Reason::MissingField) };
        }
        let name = std::str::from_utf8(text).map_err(|_| Reason::UnknownCurrency)?;
        let currency = Currency::parse(name).map_err(|_| Reason::UnknownCurrency)?;
        let found = (currency, AmountParser::new(self.plan.decimal_mark, currency));
        self.currencies.set(text, found);
        Ok(found)
    }

    /// The next transaction begins on this line.
    pub(super) fn next(&mut self, line: u32) -> Origin {
        self.record = self.record.saturating_add(1);
        Origin { file: self.file, record: self.record, line }
    }

    /// Puts a payment in the ledger; its parties are the caller's to name.
    ///
    /// # Errors
    /// When the ledger is full. What is wrong with the payment itself is given back inside.
    pub(super) fn accept(
        &mut self,
        payment: &mut Payment,
        terms: &Terms<'_>,
        kind: usize,
        origin: Origin,
        worker: &mut Worker,
    ) -> Result<Result<(), Wrong>, LedgerFull> {
        payment.from.fill();
        payment.to.fill();
        if payment.purpose.len() > LONGEST_FIELD {
            cut(&mut payment.purpose);
            self.tally.cut += 1;
        }
        let Payment { from, to, id, purpose } = &*payment;
        for text in [&from.institution, &from.number, &to.institution, &to.number, id] {
            if text.len() > LONGEST_FIELD {
                return Ok(Err(Wrong::new("", Reason::TooLong, text)));
            }
        }
        for side in [from, to] {
            for text in [&side.institution, &side.number, &side.country, &side.place, &side.branch, id, purpose] {
                if memchr(0, text).is_some() {
                    return Ok(Err(Wrong::new("", Reason::NulByte, text)));
                }
            }
        }
        for side in [from, to] {
            match side.by {
                By::Name => self.tally.by_name += 1,
                By::Nothing => self.tally.unnamed += 1,
                By::Account | By::Own | By::Several => {}
            }
        }
        let lane = &mut worker.lane;
        if !id.is_empty() {
            lane.put_id(id)?;
        }
        for (field, text) in [
            (TextField::Channel, terms.channel.as_bytes()),
            (TextField::Purpose, purpose),
            (TextField::FromBranch, &from.branch),
            (TextField::ToBranch, &to.branch),
            (TextField::FromPlace, &from.place),
            (TextField::ToPlace, &to.place),
            (TextField::FromCountry, &from.country),
            (TextField::ToCountry, &to.country),
        ] {
            put(lane, field, text)?;
        }
        let row = Draft {
            time: terms.moment.time,
            utc_offset: terms.moment.utc_offset,
            from: (&from.institution, &from.number),
            to: (&to.institution, &to.number),
            paid: terms.paid.amount,
            received: terms.received.amount,
            file: origin.file,
            line: origin.line,
            record: origin.record,
        };
        lane.push(&row)?;
        self.counts.accepted += 1;
        self.kinds[kind].transactions += 1;
        self.counts.rounded += u64::from(terms.paid.rounded);
        if terms.received != terms.paid {
            self.counts.rounded += u64::from(terms.received.rounded);
        }
        self.tally.without_zone += u64::from(!terms.moment.has_zone);
        self.tally.timed_by_message += u64::from(terms.moment.of_message);
        let [uetr, others @ ..] = terms.references.map(|(kind, text)| worker.references.note(kind, text, origin.file));
        if uetr {
            self.tally.shared_uetr += 1;
        } else if others.contains(&true) {
            self.tally.shared_reference += 1;
        }
        Ok(Ok(()))
    }

    /// Says that a transaction is not accepted; `raw` is what stands in the input.
    pub(super) fn reject(&mut self, wrong: &Wrong, kind: Option<usize>, origin: Origin, raw: &[u8], sink: Sink<'_>) {
        let column = match wrong.column {
            "" => 0,
            name => self.columns.iter().position(|column| column.name == name).map_or(0, |place| place + 1),
        };
        let fault = Fault { column: u16::try_from(column).unwrap_or(u16::MAX), reason: wrong.reason };
        let line = if wrong.line > 0 { wrong.line } else { origin.line };
        self.counts.reject(rejection(raw, line, fault, &wrong.found), sink);
        if let Some(kind) = kind {
            self.kinds[kind].rejected += 1;
        }
    }

    /// What was assumed, for the end of the input.
    pub(super) fn notes(&self) -> Vec<Note> {
        let mut notes = self.plan.notes.clone();
        // A plan may be that of another input, with what was counted there.
        notes.retain(|note| match note.topic {
            ZONE_ASSUMED => self.tally.without_zone > 0,
            topic => topic == MAPPING_UNUSED,
        });
        notes.extend(self.tally.notes());
        notes
    }
}

/// The topic of the note that says which zone dates have that tell none.
pub(super) const ZONE_ASSUMED: &str = "time-zone-assumed";
/// The topic of the note that says what of a mapping file is not for messages.
pub(super) const MAPPING_UNUSED: &str = "mapping-unused";

fn put(lane: &mut Lane, field: TextField, text: &[u8]) -> Result<(), LedgerFull> {
    if text.is_empty() {
        return Ok(());
    }
    let code = lane.code(field, text)?;
    lane.put(field, code)
}

// Cuts a text to the longest field, between letters.
fn cut(text: &mut Vec<u8>) {
    let end = (0..=LONGEST_FIELD).rev().find(|end| text[*end] & 0xC0 != 0x80).unwrap_or(0);
    text.truncate(end);
}
