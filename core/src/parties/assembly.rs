//! From the rows of a builder to a register: who is who, what still holds, and everything in its order.

use super::PartyRegister;
use super::builder::{DraftSource, RegisterBuilder, RegisterFull, Rows};
use super::keys::Keys;
use super::names::{Who, who_is_who};
use super::register::{Columns, Parties, Postings, RelationColumns};
use super::rows::{Content, HoldingRow, NO_KEY, NameRow, RecordRow, RelationRow};
use super::table::{DraftRow, Table};
use crate::ledger::{Interner, TextTable};
use crate::model::{NameKind, PartyId, PartyKind, RelationId};
use crate::parallel::prelude::*;
use std::cmp::Ordering;

/// Sorts, interns and closes.
pub(super) fn assemble(mut builder: RegisterBuilder) -> Result<PartyRegister, RegisterFull> {
    let holding = builder.statements.holding();
    let keep = |source: DraftSource| holding[source.statement as usize];
    let who = who_is_who(&builder, &keep)?;
    name_the_nameless(&mut builder, &who);

    let RegisterBuilder { inputs, mut keys, texts, accounts, account_names, rows, .. } = builder;
    let Who { party_of, parties, by_name, .. } = who;
    let order = |a: u32, b: u32| -> Ordering { if a == b { Ordering::Equal } else { texts.get(a).cmp(texts.get(b)) } };
    let replaced = count_replaced(&rows, &keep);

    let account_place = account_places(&account_names, &order);
    let mut held: Vec<DraftRow<HoldingRow>> = rows.holdings;
    held.par_iter_mut().for_each(|holding| holding.row.account = account_place[holding.row.account as usize]);
    let mut account_names: Vec<(u32, u32)> = account_names;
    account_names.sort_unstable_by(|a, b| order(a.0, b.0).then_with(|| order(a.1, b.1)));
    drop(accounts);

    let settle = Settle { party_of: &party_of, keep: &keep, texts: &order };
    let records: Table<RecordRow> = settle.table(rows.records);
    let kinds = kinds(&records, parties.len());
    let mut names: Table<NameRow> = settle.table(rows.names);
    key_names(&mut names, &kinds, &texts, &mut keys)?;
    let mut columns = Columns {
        records,
        names,
        identifiers: settle.table(rows.identifiers),
        addresses: settle.table(rows.addresses),
        contacts: settle.table(rows.contacts),
        dates: settle.table(rows.dates),
        countries: settle.table(rows.countries),
        facts: settle.table(rows.facts),
        protected: settle.table(rows.protected),
        incomes: settle.table(rows.incomes),
        listings: settle.table(rows.listings),
        exposures: settle.table(rows.exposures),
        holdings: settle.table(held),
    };
    let relations = settle.relations(rows.relations, &by_name);

    let (key_texts, key_place) = sorted(&keys)?;
    drop(keys);
    columns.renumber_keys(&key_place);
    let postings = Postings::of(&columns, key_texts.len());
    let texts = texts.into_table();
    let parties = Parties { kinds, names: parties };
    Ok(PartyRegister::new(inputs, texts, key_texts, parties, account_names, columns, relations, postings, replaced))
}

/// What every table is settled by.
struct Settle<'a> {
    party_of: &'a [PartyId],
    keep: &'a (dyn Fn(DraftSource) -> bool + Sync),
    texts: &'a (dyn Fn(u32, u32) -> Ordering + Sync),
}

impl Settle<'_> {
    fn table<T: Content + Send + Sync>(&self, drafts: Vec<DraftRow<T>>) -> Table<T> {
        Table::settle(drafts, self.party_of, self.keep, |a, b| a.order(b, self.texts))
    }

    fn relations(&self, drafts: Vec<(Option<u32>, DraftRow<RelationRow>)>, by_name: &[bool]) -> RelationColumns {
        let mut all: Vec<(Option<PartyId>, PartyId, DraftRow<RelationRow>)> = drafts
            .into_iter()
            .filter(|(_, draft)| (self.keep)(draft.source))
            .map(|(first, mut draft)| {
                let party = |draft: u32| self.party_of[draft as usize];
                let (mut one, mut two) = (first.map(party), party(draft.party));
                draft.row.by_name = (first.is_some_and(|first| by_name[first as usize]), by_name[draft.party as usize]);
                if let Some(first) = one.as_mut()
                    && draft.row.kind.is_mutual()
                    && *first > two
                {
                    std::mem::swap(first, &mut two);
                    draft.row.by_name = (draft.row.by_name.1, draft.row.by_name.0);
                }
                (one, two, draft)
            })
            .collect();
        let parties = |one: Option<PartyId>, two: PartyId| (one.map_or(u32::MAX, |one| one.0), two);
        all.par_sort_unstable_by(|(a_one, a_two, a), (b_one, b_two, b)| {
            parties(*a_one, *a_two)
                .cmp(&parties(*b_one, *b_two))
                .then_with(|| a.row.order(&b.row, self.texts))
                .then_with(|| (a.source.file, a.source.record).cmp(&(b.source.file, b.source.record)))
        });
        all.dedup_by(|(a_one, a_two, a), (b_one, b_two, b)| {
            parties(*a_one, *a_two) == parties(*b_one, *b_two) && a.row.order(&b.row, self.texts).is_eq()
        });
        let mut columns = RelationColumns::default();
        for (one, two, draft) in &all {
            columns.first.push(one.map_or(u32::MAX, |one| one.0));
            columns.second.push(*two);
            columns.rows.push(draft.row);
            columns.file.push(draft.source.file);
            columns.record.push(draft.source.record);
        }
        let mut by_second: Vec<RelationId> = (0..all.len() as u32).map(RelationId).collect();
        by_second.par_sort_unstable_by_key(|relation| (columns.second[relation.index()], *relation));
        columns.by_second = by_second;
        columns
    }
}

// A party that is known by its name alone has that name, as the records tell that refer to it.
fn name_the_nameless(builder: &mut RegisterBuilder, who: &Who) {
    let mut names = Vec::new();
    for (first, draft) in &builder.rows.relations {
        for party in first.iter().chain([&draft.party]) {
            if let Some(text) = who.nameless(*party) {
                let row = NameRow { kind: NameKind::Primary, text, key: NO_KEY };
                names.push(DraftRow { party: *party, row, source: draft.source });
            }
        }
    }
    builder.rows.names.append(&mut names);
}

// What a party is: what its records agree on. Where they name several kinds, the first in the order of kinds.
fn kinds(records: &Table<RecordRow>, parties: usize) -> Vec<PartyKind> {
    let mut kinds = vec![PartyKind::Unknown; parties];
    for place in 0..records.len() {
        let kind = &mut kinds[records.party(place).index()];
        // Specific kinds come before the others.
        *kind = (*kind).min(records.row(place).kind);
    }
    kinds
}

fn key_names(
    names: &mut Table<NameRow>,
    kinds: &[PartyKind],
    texts: &Interner,
    keys: &mut Interner,
) -> Result<(), RegisterFull> {
    let mut maker = Keys::default();
    for place in 0..names.len() {
        let kind = kinds[names.party(place).index()];
        // What was interned is text.
        let text = std::str::from_utf8(texts.get(names.row(place).text)).unwrap_or_default();
        if let Some(key) = maker.name(text, kind) {
            names.rows_mut()[place].key = keys.intern(key.as_bytes())?;
        }
    }
    Ok(())
}

// For each account of the builder its place in the order of (institution, number).
fn account_places(names: &[(u32, u32)], order: &(dyn Fn(u32, u32) -> Ordering + Sync)) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..names.len() as u32).collect();
    sorted.par_sort_unstable_by(|a, b| {
        let (a, b) = (names[*a as usize], names[*b as usize]);
        order(a.0, b.0).then_with(|| order(a.1, b.1))
    });
    let mut place = vec![0; names.len()];
    for (at, account) in (0..).zip(sorted) {
        place[account as usize] = at;
    }
    place
}

// Keys in the order of their texts, and for each number of the interner its place in that order. The interner's empty
// text is no key.
fn sorted(keys: &Interner) -> Result<(TextTable, Vec<u32>), RegisterFull> {
    let prefix = |text: &[u8]| {
        let mut bytes = [0; 8];
        let length = text.len().min(8);
        bytes[..length].copy_from_slice(&text[..length]);
        u64::from_be_bytes(bytes)
    };
    let mut order: Vec<(u64, u32)> = (1..keys.len() as u32).map(|key| (prefix(keys.get(key)), key)).collect();
    order.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| keys.get(a.1).cmp(keys.get(b.1))));
    let (mut table, mut place) = (TextTable::default(), vec![NO_KEY; keys.len()]);
    for (_, key) in order {
        place[key as usize] = table.push(keys.get(key))?;
    }
    Ok((table, place))
}

fn count_replaced(rows: &Rows, keep: &dyn Fn(DraftSource) -> bool) -> u64 {
    rows.relations.iter().filter(|(_, draft)| !keep(draft.source)).count() as u64
}
