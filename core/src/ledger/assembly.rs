//! From the lanes of the readers to one ledger: accounts and texts get the numbers that do not depend on who read what,
//! rows get their order, and each column is gathered in it and let go of where it came from.

use super::ibans::join;
use super::intern::{AccountInterner, Key, ordered, spelled, unpadded};
use super::lane::{Lane, NO_OFFSET, SEGMENT, Segment};
use super::order::order;
use super::text::Interner;
use super::{AccountTable, Codes, Columns, Ledger, LedgerFull, TextColumn, TextField, TextTable};
use crate::model::{AccountId, Resolution, Timestamp};
use crate::parallel::prelude::*;
use std::cmp::Ordering;
use std::sync::Arc;

/// One ledger of the rows of all lanes.
///
/// Time: O(a log a) in the accounts, and in the rows what [`order`] says. Memory beside lanes and ledger: 4 bytes a row
/// for the order, and the column that is being gathered.
pub(crate) fn assemble(mut lanes: Vec<Lane>, inputs: Vec<String>) -> Result<Ledger, LedgerFull> {
    lanes.iter_mut().try_for_each(Lane::settle)?;
    let segments: usize = lanes.iter().map(|lane| lane.segments.len()).sum();
    if segments > u32::MAX as usize / SEGMENT {
        return Err(LedgerFull::Rows);
    }
    let mut interners = Vec::new();
    let mut texts = Vec::new();
    let mut segments = Vec::new();
    for lane in lanes {
        interners.push(lane.accounts);
        texts.push(lane.texts);
        segments.push(lane.segments);
    }
    let (accounts, mut account_ids) = merge_accounts(&interners)?;
    drop(interners);
    let accounts = join(accounts, &mut account_ids)?;
    let mut tables: [Option<TextTable>; TextField::ALL.len()] = Default::default();
    let mut text_codes = Vec::new();
    for field in TextField::ALL {
        let of_field: Vec<&Interner> = texts.iter().map(|texts| &texts[field as usize]).collect();
        let any = of_field.iter().any(|interner| interner.len() > 1);
        let (table, codes) = Interner::merge(&of_field)?;
        tables[field as usize] = any.then_some(table);
        text_codes.push(codes);
    }
    drop(texts);
    let mut segments: Vec<(usize, Segment)> = segments
        .into_iter()
        .enumerate()
        .flat_map(|(lane, segments)| segments.into_iter().map(move |segment| (lane, segment)))
        .collect();
    segments.par_iter_mut().for_each(|(lane, segment)| {
        let ids = &account_ids[*lane];
        let number = |accounts: &mut [AccountId]| {
            accounts.iter_mut().for_each(|account| *account = AccountId(ids[account.index()]));
        };
        segment.from.par_chunks_mut(GRAIN).chain(segment.to.par_chunks_mut(GRAIN)).for_each(number);
        for ((codes, numbers), table) in segment.codes.iter_mut().zip(&text_codes).zip(&tables) {
            let most = table.as_ref().map_or(0, |table| table.len() - 1);
            codes.renumber(&numbers[*lane], most);
        }
    });
    drop((account_ids, text_codes));
    let segments: Vec<Segment> = segments.into_iter().map(|(_, segment)| segment).collect();
    gather_columns(segments, tables, accounts, inputs)
}

fn gather_columns(
    mut segments: Vec<Segment>,
    tables: [Option<TextTable>; TextField::ALL.len()],
    accounts: AccountTable,
    inputs: Vec<String>,
) -> Result<Ledger, LedgerFull> {
    let mut columns = Columns { inputs, ..Columns::default() };
    columns.resolution =
        segments.par_iter().flat_map(|segment| segment.time.par_chunks(GRAIN)).filter_map(resolution).min();
    let order = order(&segments, columns.resolution.unwrap_or(Resolution::Day));
    if segments.iter().any(|segment| segment.received.is_some()) {
        let units =
            gather(&order, &segments, |segment| segment.received.as_ref().map_or(&segment.paid, |(units, _)| units));
        let currencies = gather(&order, &segments, |segment| {
            segment.received.as_ref().map_or(&segment.paid_currency, |(_, currencies)| currencies)
        });
        columns.received = Some(Box::new((units, currencies)));
        segments.iter_mut().for_each(|segment| segment.received = None);
    }
    macro_rules! gather_all {
        ($($column:ident),*) => {$(
            let $column = gather(&order, &segments, |segment| &segment.$column);
            segments.iter_mut().for_each(|segment| segment.$column = Vec::new());
        )*};
    }
    gather_all!(from, to, paid, paid_currency, line);
    (columns.paid, columns.paid_currency, columns.line) = (paid, paid_currency, line);
    columns.file =
        if columns.inputs.len() > 1 || segments.iter().any(|segment| segment.file.iter().any(|file| file.0 > 0)) {
            gather(&order, &segments, |segment| &segment.file)
        } else {
            vec![crate::model::FileId(0); order.len()]
        };
    segments.iter_mut().for_each(|segment| segment.file = Vec::new());
    if segments.iter().any(|segment| segment.utc_offset.is_some()) {
        let of = |at: u32| {
            let offsets = segments[at as usize / SEGMENT].utc_offset.as_ref();
            offsets.map_or(NO_OFFSET, |offsets| offsets[at as usize % SEGMENT])
        };
        columns.utc_offset = Some(order.par_iter().map(|at| of(*at)).collect());
        segments.iter_mut().for_each(|segment| segment.utc_offset = None);
    }
    if segments.iter().any(|segment| segment.record.is_some()) {
        let of = |at: u32| {
            let records = segments[at as usize / SEGMENT].record.as_ref();
            records.map_or(0, |records| records[at as usize % SEGMENT])
        };
        columns.record = Some(order.par_iter().map(|at| of(*at)).collect());
        segments.iter_mut().for_each(|segment| segment.record = None);
    }
    for (field, table) in tables.into_iter().enumerate() {
        if let Some(table) = table {
            let of = |place: usize| {
                let at = order[place] as usize;
                segments[at / SEGMENT].codes[field].at(at % SEGMENT)
            };
            let codes = Codes::gather(table.len() - 1, order.len(), of);
            columns.texts[field] = Some(TextColumn { table, codes: Some(codes) });
            segments.iter_mut().for_each(|segment| segment.codes[field] = Codes::default());
        }
    }
    if segments.iter().any(|segment| segment.ids.len() > 0) {
        let bytes = segments.iter().map(|segment| segment.ids.byte_len()).sum();
        if bytes > u32::MAX as usize {
            return Err(LedgerFull::Text);
        }
        let mut table = TextTable::with_capacity(order.len(), bytes);
        for at in &order {
            let (ids, place) = (&segments[*at as usize / SEGMENT].ids, *at as usize % SEGMENT);
            table.push(if place < ids.len() { ids.get(place) } else { b"" })?;
        }
        columns.texts[TextField::Id as usize] = Some(TextColumn { table, codes: None });
    }
    columns.time = gather(&order, &segments, |segment| &segment.time);
    Ok(Ledger { from, to, accounts, columns: Arc::new(columns), ..Ledger::default() })
}

// Rows that a worker takes at once.
const GRAIN: usize = 1 << 14;

fn gather<T: Copy + Send + Sync>(order: &[u32], segments: &[Segment], column: impl Fn(&Segment) -> &Vec<T>) -> Vec<T> {
    let columns: Vec<&[T]> = segments.iter().map(|segment| column(segment).as_slice()).collect();
    order.par_iter().with_min_len(GRAIN).map(|at| columns[*at as usize / SEGMENT][*at as usize % SEGMENT]).collect()
}

// Rows beside each other mostly share their instant.
fn resolution(times: &[Timestamp]) -> Option<Resolution> {
    let mut last = *times.first()?;
    let mut finest = Resolution::of(last);
    for time in times {
        if *time != last {
            last = *time;
            finest = finest.min(Resolution::of(last));
        }
    }
    Some(finest)
}

// The accounts of one lane in order, read from the front.
struct Sorted<'a> {
    short: Vec<(Key, u32)>,
    long: Vec<(&'a [u8], &'a [u8], u32)>,
    short_at: usize,
    long_at: usize,
}

#[derive(Clone, Copy)]
enum Name<'a> {
    Short(Key),
    Long(&'a [u8], &'a [u8]),
}

impl Name<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Short(one), Self::Short(two)) => one.cmp(two),
            (Self::Long(institution, number), Self::Long(other_institution, other_number)) => {
                (institution, number).cmp(&(other_institution, other_number))
            }
            (Self::Short(key), Self::Long(institution, number)) => {
                let bytes = spelled(key);
                (unpadded(&bytes[..8]), unpadded(&bytes[8..])).cmp(&(*institution, *number))
            }
            (Self::Long(..), Self::Short(_)) => other.cmp(self).reverse(),
        }
    }
}

impl<'a> Sorted<'a> {
    fn new(accounts: &'a AccountInterner) -> Self {
        let mut short = Vec::with_capacity(accounts.len());
        let mut long = Vec::new();
        for (number, key) in accounts.keys().iter().enumerate() {
            match accounts.long(key) {
                Some((institution, text)) => long.push((institution, text, number as u32)),
                None => short.push((ordered(key), number as u32)),
            }
        }
        short.sort_unstable();
        long.sort_unstable();
        Self { short, long, short_at: 0, long_at: 0 }
    }

    fn first(&self) -> Option<Name<'a>> {
        let short = self.short.get(self.short_at).map(|(key, _)| Name::Short(*key));
        let long = self.long.get(self.long_at).map(|(institution, number, _)| Name::Long(institution, number));
        match (short, long) {
            (Some(short), Some(long)) => Some(if short.cmp(&long).is_lt() { short } else { long }),
            (short, long) => short.or(long),
        }
    }

    // The number that the lane gave to this account, if it is the first one left.
    fn take(&mut self, name: &Name<'_>) -> Option<u32> {
        match name {
            Name::Short(key) => {
                let (_, number) = self.short.get(self.short_at).filter(|(first, _)| first == key)?;
                self.short_at += 1;
                Some(*number)
            }
            Name::Long(institution, text) => {
                let same = |first: &&(&[u8], &[u8], u32)| (first.0, first.1) == (*institution, *text);
                let (.., number) = self.long.get(self.long_at).filter(same)?;
                self.long_at += 1;
                Some(*number)
            }
        }
    }
}

// The table of all accounts in the order of (institution, number), and each lane's numbers in it.
fn merge_accounts(lanes: &[AccountInterner]) -> Result<(AccountTable, Vec<Vec<u32>>), LedgerFull> {
    let mut sorted: Vec<Sorted<'_>> = lanes.par_iter().map(Sorted::new).collect();
    let mut ids: Vec<Vec<u32>> = lanes.iter().map(|lane| vec![0; lane.len()]).collect();
    let most = lanes.iter().map(AccountInterner::len).max().unwrap_or(0);
    let mut table = AccountTable {
        institution: Vec::with_capacity(most),
        numbers: TextTable::with_capacity(most, most * 12),
        ..AccountTable::default()
    };
    let mut last: Option<Vec<u8>> = None;
    while let Some(name) = sorted.iter().filter_map(Sorted::first).reduce(|a, b| if b.cmp(&a).is_lt() { b } else { a })
    {
        let bytes;
        let (institution, number) = match &name {
            Name::Short(key) => {
                bytes = spelled(key);
                (unpadded(&bytes[..8]), unpadded(&bytes[8..]))
            }
            Name::Long(institution, number) => (*institution, *number),
        };
        if last.as_deref() != Some(institution) {
            table.institutions.push(institution)?;
            last = Some(institution.to_vec());
        }
        if table.institution.len() == u32::MAX as usize {
            return Err(LedgerFull::Accounts);
        }
        table.institution.push(table.institutions.len() as u32 - 1);
        let id = table.numbers.push(number)?;
        for (lane, ids) in sorted.iter_mut().zip(&mut ids) {
            if let Some(local) = lane.take(&name) {
                ids[local as usize] = id;
            }
        }
    }
    Ok((table, ids))
}
