//! The conditions of all filters as bits of one word a transaction.
//!
//! Several rules ask the same of a transaction, and every rule asks it of every transaction of every account. So each
//! distinct condition gets a bit, set for all rows in one pass in the order of the ledger, and an account's transactions
//! are then tested with one look at memory for all rules together. What is absent from the data needs no bit: its rules
//! are not evaluated.

use super::columns::{Common, code, countries, fits, sides};
use super::data::Data;
use crate::graph::Direction;
use crate::ledger::TextField;
use crate::model::{AccountId, Amount, Row, Span};
use crate::parallel::prelude::*;
use crate::read::plain_words;
use crate::typology::{self, Filter, Level, ListId, Phrases, Way};

/// A condition on a transaction as one side sees it, with all that it depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Atom {
    Words(Column, Vec<String>),
    OtherCountry(Vec<String>),
    Abroad,
    From(Level),
    Below(Level),
    Hours(typology::Hours),
    Away,
    FirstTie,
    VirtualAsset,
    InvoiceOfAnother,
    Industry { own: bool, not: bool, lists: Vec<String> },
    Holders(typology::Holders),
    OtherAddress { least: u32, lists: Vec<String> },
}

/// A column of texts that lists of words are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Channel,
    Purpose,
    Merchant,
    Denomination,
    OwnPlace,
}

/// The conditions of one way, and for each row which of them hold.
#[derive(Debug)]
pub(super) struct Facts {
    way: Way,
    atoms: Vec<Atom>,
    words: Vec<u64>,
}

/// The conditions of a filter, as a set of bits that must all be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mask(u64);

/// More conditions than a word has bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany;

fn names(lists: &[ListId]) -> Vec<String> {
    let mut names: Vec<String> = lists.iter().map(|list| list.get_ref().clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Facts {
    pub(super) fn new(way: Way) -> Self {
        Self { way, atoms: Vec::new(), words: Vec::new() }
    }

    /// Takes the conditions of a filter in, or leaves all as it was when there is no room.
    pub(super) fn mask(&mut self, filter: &Filter) -> Result<Mask, TooMany> {
        let mut wanted = Vec::new();
        for (column, lists) in [
            (Column::Channel, &filter.channel),
            (Column::Purpose, &filter.purpose),
            (Column::Merchant, &filter.merchant),
            (Column::Denomination, &filter.denomination),
            (Column::OwnPlace, &filter.own_place),
        ] {
            if !lists.is_empty() {
                wanted.push(Atom::Words(column, names(lists)));
            }
        }
        if !filter.other_country.is_empty() {
            wanted.push(Atom::OtherCountry(names(&filter.other_country)));
        }
        for (own, not, lists) in [
            (true, false, &filter.own_industry),
            (true, true, &filter.own_industry_not),
            (false, false, &filter.other_industry),
        ] {
            if !lists.is_empty() {
                wanted.push(Atom::Industry { own, not, lists: names(lists) });
            }
        }
        wanted.extend(filter.from.map(Atom::From));
        wanted.extend(filter.below.map(Atom::Below));
        wanted.extend(filter.hours.map(Atom::Hours));
        wanted.extend(filter.holders.map(Atom::Holders));
        let address = |least| Atom::OtherAddress { least, lists: names(&filter.other_industry) };
        wanted.extend(filter.other_address_of.map(address));
        for (asked, atom) in [
            (filter.abroad, Atom::Abroad),
            (filter.away, Atom::Away),
            (filter.first_tie, Atom::FirstTie),
            (filter.virtual_asset, Atom::VirtualAsset),
            (filter.invoice_of_another, Atom::InvoiceOfAnother),
        ] {
            if asked {
                wanted.push(atom);
            }
        }
        let new = wanted.iter().filter(|atom| !self.atoms.contains(atom)).count();
        if self.atoms.len() + new > u64::BITS as usize {
            return Err(TooMany);
        }
        let mut mask = 0;
        for atom in wanted {
            let place = self.atoms.iter().position(|own| *own == atom).unwrap_or_else(|| {
                self.atoms.push(atom);
                self.atoms.len() - 1
            });
            mask |= 1 << place;
        }
        Ok(Mask(mask))
    }

    /// Sets the bits of all rows, once all filters are in.
    ///
    /// Time: O(rows) for each condition, and O(rows log rows) for first ties.
    pub(super) fn settle(&mut self, data: &Data<'_>) {
        self.words = vec![0; data.ledger.len()];
        for (place, atom) in self.atoms.iter().enumerate() {
            if *atom == Atom::FirstTie {
                for row in first_ties(data) {
                    self.words[row.index()] |= 1 << place;
                }
                continue;
            }
            let holds = test(atom, self.way, data);
            self.words.par_iter_mut().enumerate().with_min_len(GRAIN).for_each(|(row, word)| {
                *word |= u64::from(holds(Row(row as u32))) << place;
            });
        }
    }

    /// Whether all conditions of a filter hold.
    #[inline]
    pub(super) fn hold(&self, mask: Mask, row: Row) -> bool {
        self.word(row).holds(mask)
    }

    /// The conditions that hold.
    #[inline]
    pub(super) fn word(&self, row: Row) -> Word {
        Word(self.words[row.index()])
    }
}

/// The conditions that hold of a transaction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word(u64);

impl Word {
    /// Whether all of a filter's are among them.
    #[inline]
    pub(super) const fn holds(self, mask: Mask) -> bool {
        self.0 & mask.0 == mask.0
    }
}

// Rows that a worker takes at once.
const GRAIN: usize = 1 << 14;

type Test<'a> = Box<dyn Fn(Row) -> bool + Sync + 'a>;

fn test<'a>(atom: &Atom, way: Way, data: &'a Data<'a>) -> Test<'a> {
    let ledger = data.ledger;
    let at = |fits: &[bool], code: u32| fits.get(code as usize).copied().unwrap_or(false);
    match atom {
        Atom::Words(column, lists) => {
            let field = match column {
                Column::Channel => TextField::Channel,
                Column::Purpose => TextField::Purpose,
                Column::Merchant => TextField::MerchantCategory,
                Column::Denomination => TextField::Denomination,
                Column::OwnPlace => sides(way, TextField::FromPlace, TextField::ToPlace).0,
            };
            let fits = fits(ledger, field, &phrases(data, lists));
            Box::new(move |row| at(&fits, code(ledger, field, row)))
        }
        Atom::OtherCountry(lists) => {
            let field = sides(way, TextField::FromCountry, TextField::ToCountry).1;
            let listed = data.pack.countries.iter().filter(|list| lists.contains(list.id.get_ref()));
            let listed: Vec<_> = listed.collect();
            let on = |country: Option<_>| country.is_some_and(|country| listed.iter().any(|list| list.holds(country)));
            let fits: Vec<bool> = countries(ledger, field).into_iter().map(on).collect();
            Box::new(move |row| at(&fits, code(ledger, field, row)))
        }
        Atom::Abroad => {
            let (from, to) = (TextField::FromCountry, TextField::ToCountry);
            let common = Common::of_countries(ledger, from, to);
            Box::new(move |row| {
                let (own, other) =
                    (common.side(true, code(ledger, from, row)), common.side(false, code(ledger, to, row)));
                own != 0 && other != 0 && own != other
            })
        }
        Atom::From(level) => {
            let limit = data.limit_of(*level, way);
            Box::new(move |row| limit(row).is_some_and(|limit| data.amount(way, row).units >= limit))
        }
        Atom::Below(level) => {
            let limit = data.limit_of(*level, way);
            Box::new(move |row| limit(row).is_some_and(|limit| (1..limit).contains(&data.amount(way, row).units)))
        }
        Atom::Hours(hours) => {
            let hours = *hours;
            Box::new(move |row| {
                ledger.utc_offset(row).is_some_and(|east| {
                    let local = ledger.time(row).0 + i64::from(east) * Span::MINUTE.0;
                    hours.holds((local.rem_euclid(Span::DAY.0) / Span::MINUTE.0) as u16)
                })
            })
        }
        Atom::Away => Box::new(move |row| {
            let own = data.own(way, row);
            let (home, place) = (data.home(own), data.places().took_place(ledger, way, row));
            home != 0 && place != 0 && home != place
        }),
        Atom::VirtualAsset => Box::new(move |row| {
            data.amount(way, row).currency.is_virtual_asset() || ledger.text(TextField::VirtualAsset, row).is_some()
        }),
        Atom::InvoiceOfAnother => Box::new(move |row| {
            let Some(invoiced) = ledger.text(TextField::InvoiceParty, row) else { return false };
            let payer = ledger.from(row);
            let name = data.holders.map_or("", |holders| holders.name(payer));
            let invoiced = plain_words(invoiced);
            invoiced != plain_words(ledger.accounts().name(payer).number) && invoiced != name
        }),
        Atom::Industry { own, not, lists } => {
            let (own, not) = (*own, *not);
            let phrases = phrases(data, lists);
            let fit = |account: AccountId| {
                let mut industries = data.holders.iter().flat_map(|holders| holders.industries(account)).peekable();
                let known = industries.peek().is_some();
                let fits = industries.any(|industry| phrases.iter().any(|phrases| phrases.fit(industry)));
                known && fits != not
            };
            let fits: Vec<bool> = ledger.accounts().ids().map(fit).collect();
            Box::new(move |row| at(&fits, if own { data.own(way, row) } else { data.other(way, row) }.0))
        }
        Atom::Holders(kind) => {
            let kind = *kind;
            Box::new(move |row| data.holders.is_some_and(|holders| holders.are(ledger.from(row), ledger.to(row), kind)))
        }
        Atom::OtherAddress { least, lists } => {
            let phrases = phrases(data, lists);
            let counts = |industry: &str| phrases.iter().any(|phrases| phrases.fit(industry));
            let shared = |account: AccountId| {
                data.holders.map_or(0, |holders| holders.at_address(account, (!phrases.is_empty()).then_some(&counts)))
            };
            let fits: Vec<bool> = ledger.accounts().ids().map(|account| shared(account) >= *least).collect();
            Box::new(move |row| at(&fits, data.other(way, row).0))
        }
        // It is not a matter of one row.
        Atom::FirstTie => Box::new(|_| false),
    }
}

fn phrases(data: &Data<'_>, lists: &[String]) -> Vec<Phrases> {
    let listed = data.pack.words.iter().filter(|list| lists.contains(list.id.get_ref()));
    listed.map(typology::WordList::phrases).collect()
}

/// The first transaction between any two accounts, either way.
fn first_ties(data: &Data<'_>) -> Vec<Row> {
    let graph = data.graph;
    let accounts = graph.account_count() as u32;
    (0..accounts)
        .into_par_iter()
        .with_min_len(1024)
        .map_init(Vec::new, |hops: &mut Vec<(AccountId, Row)>, account| {
            let account = AccountId(account);
            hops.clear();
            // Each pair is looked at from its smaller account.
            for direction in [Direction::Out, Direction::In] {
                let of = graph.adjacency(direction).of(account).iter().filter(|hop| hop.other > account);
                hops.extend(of.map(|hop| (hop.other, hop.row)));
            }
            hops.sort_unstable();
            hops.dedup_by_key(|(other, _)| *other);
            hops.iter().map(|(_, row)| *row).collect::<Vec<Row>>()
        })
        .flatten()
        .collect()
}

/// What an amount is of a level, in billionths of it, rounded up, so that amounts that come to a level exactly reach it.
pub(super) fn billionths(amount: Amount, level: i64) -> i64 {
    let (units, level) = (i128::from(amount.units.max(0)), i128::from(level.max(1)));
    let share = (units * BILLION + level - 1) / level;
    share.min(i128::from(i64::MAX / 4)) as i64
}

const BILLION: i128 = 1_000_000_000;
