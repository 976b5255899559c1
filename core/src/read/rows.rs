//! From the fields of a row to a transaction in a lane, by the plan of its file.

use super::memo::Memo;
use super::{AmountParser, DecimalMark, Plan, Reason, Role, TimeParser, is_absent};
use crate::ledger::{Draft, Lane, LedgerFull, TextField};
use crate::model::{Amount, Currency, FileId};

/// The longest field, in bytes.
pub(super) const LONGEST_FIELD: usize = 8 * 1024;

/// Reads rows of one file. Each worker has its own, for it remembers what rows beside each other share.
#[derive(Clone, Debug)]
pub(super) struct RowReader {
    file: FileId,
    columns: usize,
    time: Source,
    time_of_day: Source,
    from: Source,
    from_institution: Source,
    to: Source,
    to_institution: Source,
    amount: Source,
    currency: Source,
    received: Source,
    received_currency: Source,
    texts: Vec<(Source, Text)>,
    times: TimeParser,
    amounts: Amounts,
    received_amounts: Amounts,
}

/// Where a value is found.
#[derive(Clone, Debug)]
enum Source {
    Nowhere,
    Column(usize),
    Constant(Vec<u8>),
}

/// A column of texts, with what its short ones were numbered.
#[derive(Clone, Debug)]
struct Text {
    field: TextField,
    known: Memo<u32>,
}

/// Why a row is not accepted: the column at fault, from 1, or 0 for the row as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) column: u16,
    pub(super) reason: Reason,
}

/// Why a row did not get into the lane.
pub(super) enum Refusal {
    Fault(Fault),
    Full(LedgerFull),
}

/// Currencies by the texts that name them, with the parsers of their amounts.
#[derive(Clone, Debug)]
struct Amounts {
    mark: DecimalMark,
    // The file's own; where it has none, a received amount is in the currency that was paid.
    default: Option<(Currency, AmountParser)>,
    known: Memo<(Currency, AmountParser)>,
}

impl Source {
    fn of(plan: &Plan, role: Role) -> Self {
        match (plan.position(role), plan.constant(role)) {
            (Some(column), _) => Self::Column(column),
            (None, Some(value)) => Self::Constant(value.as_bytes().to_vec()),
            (None, None) => Self::Nowhere,
        }
    }

    #[inline]
    fn get<'a>(&'a self, fields: &[&'a [u8]]) -> &'a [u8] {
        match self {
            Self::Column(column) => trimmed(fields[*column]),
            Self::Nowhere => b"",
            Self::Constant(value) => value,
        }
    }

    // Empty where the field says that it has no value.
    #[inline]
    fn present<'a>(&'a self, fields: &[&'a [u8]]) -> &'a [u8] {
        let text = self.get(fields);
        if is_absent(text) { b"" } else { text }
    }

    fn fault(&self, reason: Reason) -> Refusal {
        let column = match self {
            Self::Column(column) => u16::try_from(column + 1).unwrap_or(u16::MAX),
            Self::Nowhere | Self::Constant(_) => 0,
        };
        Refusal::Fault(Fault { column, reason })
    }

    fn is_somewhere(&self) -> bool {
        !matches!(self, Self::Nowhere)
    }
}

#[inline]
fn trimmed(text: &[u8]) -> &[u8] {
    match text {
        [first, .., last] if *first > b' ' && *last > b' ' => text,
        _ => text.trim_ascii(),
    }
}

impl Amounts {
    fn new(mark: DecimalMark, currency: Option<Currency>) -> Self {
        let default = currency.map(|currency| (currency, AmountParser::new(mark, currency)));
        Self { mark, default, known: Memo::default() }
    }

    // Whether the same texts mean the same amounts: unless the file has another currency for these.
    #[inline]
    fn alike(&self, paid: &Self) -> bool {
        self.default.is_none_or(|(currency, _)| paid.default.is_some_and(|(paid, _)| paid == currency))
    }

    // The currency that a field names, and the parser of its amounts; `otherwise` where neither the field nor the file
    // names one.
    #[inline]
    fn of(&mut self, text: &[u8], otherwise: Currency) -> Result<(Currency, AmountParser), Reason> {
        if let Some(known) = self.known.get(text) {
            return Ok(*known);
        }
        if is_absent(text) {
            return Ok(self.default.unwrap_or_else(|| (otherwise, AmountParser::new(self.mark, otherwise))));
        }
        let found = self.parse(text)?;
        self.known.set(text, found);
        Ok(found)
    }

    #[cold]
    fn parse(&self, text: &[u8]) -> Result<(Currency, AmountParser), Reason> {
        let name = std::str::from_utf8(text).map_err(|_| Reason::UnknownCurrency)?;
        let currency = Currency::parse(name).map_err(|_| Reason::UnknownCurrency)?;
        Ok((currency, AmountParser::new(self.mark, currency)))
    }
}

impl Text {
    #[inline]
    fn read(&mut self, text: &[u8], lane: &mut Lane) -> Result<(), LedgerFull> {
        if let Some(code) = self.known.get(text) {
            return lane.put(self.field, *code);
        }
        self.read_new(text, lane)
    }

    fn read_new(&mut self, text: &[u8], lane: &mut Lane) -> Result<(), LedgerFull> {
        if is_absent(text) {
            self.known.set(text, 0);
            return Ok(());
        }
        if self.field == TextField::Id {
            return lane.put_id(text);
        }
        let code = lane.code(self.field, text)?;
        self.known.set(text, code);
        lane.put(self.field, code)
    }
}

impl RowReader {
    pub(super) fn new(plan: &Plan, file: FileId) -> Self {
        let source = |role| Source::of(plan, role);
        let text = |field| (source(Role::Text(field)), Text { field, known: Memo::default() });
        Self {
            file,
            columns: plan.columns.len(),
            time: source(Role::Time),
            time_of_day: source(Role::TimeOfDay),
            from: source(Role::From),
            from_institution: source(Role::FromInstitution),
            to: source(Role::To),
            to_institution: source(Role::ToInstitution),
            amount: source(Role::Amount),
            currency: source(Role::Currency),
            received: source(Role::ReceivedAmount),
            received_currency: source(Role::ReceivedCurrency),
            texts: TextField::ALL.into_iter().map(text).filter(|(source, _)| source.is_somewhere()).collect(),
            times: TimeParser::new(plan),
            amounts: Amounts::new(plan.decimal_mark, Some(plan.currency)),
            received_amounts: Amounts::new(plan.decimal_mark, plan.received_currency),
        }
    }

    /// How many fields a row has.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// Reads the fields of a row into the lane; returns how many of its amounts were rounded. The lane is as it was when
    /// the row is refused.
    ///
    /// # Errors
    /// [`Refusal`] with the first fault, or when the ledger is full.
    #[inline]
    pub(super) fn read(&mut self, fields: &[&[u8]], line: u32, lane: &mut Lane) -> Result<u64, Refusal> {
        if fields.len() != self.columns {
            let reason = if fields.len() < self.columns { Reason::TooFewFields } else { Reason::TooManyFields };
            return Err(Refusal::Fault(Fault { column: 0, reason }));
        }
        let time = self.time.get(fields);
        let instant = match &self.time_of_day {
            Source::Nowhere => self.times.parse(time),
            clock => self.times.parse_with_time_of_day(time, clock.get(fields)),
        };
        let (time, utc_offset) = instant.map_err(|reason| self.time.fault(reason))?;
        let from = account(&self.from, &self.from_institution, fields)?;
        let to = account(&self.to, &self.to_institution, fields)?;
        let (paid, rounded) = amount(&self.amount, &self.currency, &mut self.amounts, Currency::NONE, fields)?;
        let (received, received_rounded) = match &self.received {
            Source::Nowhere => (paid, false),
            // Nearly always the same texts, which need not be read twice.
            column
                if column.get(fields) == self.amount.get(fields)
                    && self.received_currency.get(fields) == self.currency.get(fields)
                    && self.received_amounts.alike(&self.amounts) =>
            {
                (paid, rounded)
            }
            column if is_absent(column.get(fields)) => (paid, false),
            column => amount(column, &self.received_currency, &mut self.received_amounts, paid.currency, fields)?,
        };
        for (source, text) in &mut self.texts {
            text.read(source.get(fields), lane).map_err(Refusal::Full)?;
        }
        let row = Draft { time, utc_offset, from, to, paid, received, file: self.file, line, record: 0 };
        lane.push(&row).map_err(Refusal::Full)?;
        Ok(u64::from(rounded) + u64::from(received_rounded))
    }

    /// The first field longer than a field may be.
    pub(super) fn too_long(fields: &[&[u8]]) -> Option<Fault> {
        let place = fields.iter().position(|field| field.len() > LONGEST_FIELD)?;
        Some(Fault { column: u16::try_from(place + 1).unwrap_or(u16::MAX), reason: Reason::TooLong })
    }
}

#[inline]
fn account<'a>(
    number: &'a Source,
    institution: &'a Source,
    fields: &[&'a [u8]],
) -> Result<(&'a [u8], &'a [u8]), Refusal> {
    let text = number.get(fields);
    if is_absent(text) {
        return Err(number.fault(Reason::MissingField));
    }
    Ok((institution.present(fields), text))
}

#[inline]
fn amount(
    units: &Source,
    currency: &Source,
    amounts: &mut Amounts,
    otherwise: Currency,
    fields: &[&[u8]],
) -> Result<(Amount, bool), Refusal> {
    let (named, parser) = amounts.of(currency.get(fields), otherwise).map_err(|reason| currency.fault(reason))?;
    let (units, rounded) = parser.parse(units.get(fields)).map_err(|reason| units.fault(reason))?;
    Ok((Amount::new(units, named), rounded))
}
