//! What rules are held against: ledger, graph, holders, limits, and what is worked out of them once.

use super::Holders;
use super::columns::{Sites, countries, sides};
use super::limits::Limits;
use crate::graph::{Direction, TransactionGraph};
use crate::ledger::{Ledger, TextField};
use crate::model::{AccountId, Amount, Country, Currency, Row};
use crate::typology::{Level, Need, Pack, Way};
use std::sync::OnceLock;

/// All that the rules of a pack look at.
pub(super) struct Data<'a> {
    pub(super) graph: &'a TransactionGraph,
    pub(super) ledger: &'a Ledger,
    pub(super) pack: &'a Pack,
    pub(super) holders: Option<&'a Holders>,
    pub(super) limits: Limits<'a>,
    countries: [Vec<Option<Country>>; 2],
    currencies: OnceLock<Vec<Currency>>,
    places: OnceLock<Sites>,
    branches: OnceLock<Sites>,
    homes: OnceLock<Vec<u32>>,
}

pub(super) const fn direction(way: Way) -> Direction {
    match way {
        Way::In => Direction::In,
        Way::Out => Direction::Out,
    }
}

impl<'a> Data<'a> {
    pub(super) fn new(
        graph: &'a TransactionGraph,
        pack: &'a Pack,
        holders: Option<&'a Holders>,
        limits: Limits<'a>,
    ) -> Self {
        let ledger = graph.ledger();
        let countries = [TextField::FromCountry, TextField::ToCountry].map(|field| countries(ledger, field));
        let (places, branches, homes) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let currencies = OnceLock::new();
        Self { graph, ledger, pack, holders, limits, countries, currencies, places, branches, homes }
    }

    /// Whether any row, account or party tells such a thing.
    pub(super) fn has(&self, need: Need) -> bool {
        use TextField::*;
        let told = |fields: &[TextField]| fields.iter().any(|field| self.ledger.text_column(*field).is_some());
        match need {
            Need::Channel => told(&[Channel]),
            Need::Purpose => told(&[Purpose]),
            Need::Branch => told(&[FromBranch, ToBranch]),
            Need::Place => told(&[FromPlace, ToPlace]),
            // Abroad is a matter of both.
            Need::Country => told(&[FromCountry]) && told(&[ToCountry]),
            Need::Institution => self.ledger.accounts().institutions().iter().any(|name| !name.is_empty()),
            Need::LocalTime => self.ledger.rows().any(|row| self.ledger.utc_offset(row).is_some()),
            Need::Threshold => self.limits.any(self.currencies()),
            Need::Conductor => told(&[Conductor]),
            Need::MerchantCategory => told(&[MerchantCategory]),
            Need::Denomination => told(&[Denomination]),
            Need::Balance => told(&[FromBalance]),
            Need::VirtualAsset => {
                told(&[VirtualAsset]) || self.currencies().iter().any(|currency| currency.is_virtual_asset())
            }
            Need::InvoiceParty => told(&[InvoiceParty]),
            Need::HsCode => told(&[HsCode]),
            Need::UnitPrice => told(&[UnitPrice]),
            Need::Contract => told(&[Contract]),
            Need::ContractTotal => told(&[ContractTotal]),
            Need::Employee => told(&[Employee]),
            Need::Coordinates => told(&[Coordinates]),
            // No column of transactions tells what was expected.
            Need::ExpectedRemittance => false,
            Need::Holders
            | Need::Opened
            | Need::Occupation
            | Need::Income
            | Need::Industry
            | Need::Contact
            | Need::Address
            | Need::Family
            | Need::Ownership
            | Need::Exposure
            | Need::PublicBody => self.holders.is_some_and(|holders| holders.has(need)),
        }
    }

    // The currencies of the ledger, in order.
    fn currencies(&self) -> &[Currency] {
        self.currencies.get_or_init(|| {
            let mut found: Vec<Currency> = Vec::new();
            for row in self.ledger.rows() {
                for currency in [self.ledger.paid(row).currency, self.ledger.received(row).currency] {
                    if let Err(place) = found.binary_search(&currency) {
                        found.insert(place, currency);
                    }
                }
            }
            found
        })
    }

    /// The account on the side that looks.
    #[inline]
    pub(super) fn own(&self, way: Way, row: Row) -> AccountId {
        if way == Way::In { self.ledger.to(row) } else { self.ledger.from(row) }
    }

    /// The account on the other side.
    #[inline]
    pub(super) fn other(&self, way: Way, row: Row) -> AccountId {
        if way == Way::In { self.ledger.from(row) } else { self.ledger.to(row) }
    }

    /// The amount on the side that looks.
    #[inline]
    pub(super) fn amount(&self, way: Way, row: Row) -> Amount {
        if way == Way::In { self.ledger.received(row) } else { self.ledger.paid(row) }
    }

    /// The value of the amount on the side that looks, at the ledger's rates; 0 without a rate and for reversals.
    #[inline]
    pub(super) fn value(&self, way: Way, row: Row) -> i64 {
        self.limits.value(self.amount(way, row)).unwrap_or(0).max(0)
    }

    /// The country on the side that looks, where it is told.
    #[inline]
    pub(super) fn country(&self, way: Way, row: Row) -> Option<Country> {
        let side = usize::from(way == Way::In);
        let field = sides(way, TextField::FromCountry, TextField::ToCountry).0;
        if self.countries[side].is_empty() {
            return None;
        }
        self.countries[side].get(super::columns::code(self.ledger, field, row) as usize).copied().flatten()
    }

    /// A level in smallest units of the currency on the side that looks.
    #[inline]
    pub(super) fn limit(&self, level: Level, way: Way, row: Row) -> Option<i64> {
        let currency = self.amount(way, row).currency;
        self.limits.level(level, currency, self.country(way, row), self.ledger.time(row))
    }

    /// The same for many rows: what the level is in each currency and country is worked out once, where it is the same for the
    /// whole time of the ledger.
    pub(super) fn limit_of(&self, level: Level, way: Way) -> Box<dyn Fn(Row) -> Option<i64> + Sync + '_> {
        let Some((first, last)) = self.ledger.period() else { return Box::new(|_| None) };
        if !self.limits.is_steady(level, first, last) {
            return Box::new(move |row| self.limit(level, way, row));
        }
        let countries = &self.countries[usize::from(way == Way::In)];
        let field = sides(way, TextField::FromCountry, TextField::ToCountry).0;
        let of = |currency: &Currency| {
            let levels = std::iter::once(None).chain(countries.iter().copied());
            let levels = levels.map(|country| self.limits.level(level, *currency, country, first)).collect();
            (*currency, levels)
        };
        let known: Vec<(Currency, Vec<Option<i64>>)> = self.currencies().iter().map(of).collect();
        Box::new(move |row| {
            let currency = self.amount(way, row).currency;
            let place = known.binary_search_by_key(&currency, |(own, _)| *own).ok()?;
            let levels = &known[place].1;
            let country = if levels.len() > 1 { super::columns::code(self.ledger, field, row) as usize + 1 } else { 0 };
            levels.get(country).or_else(|| levels.first()).copied().flatten()
        })
    }

    pub(super) fn places(&self) -> &Sites {
        self.places.get_or_init(|| Sites::places(self.ledger))
    }

    pub(super) fn branches(&self) -> &Sites {
        self.branches.get_or_init(|| Sites::branches(self.ledger))
    }

    /// Where an account is at home: the place most often told for its own side, of equals the first by name; 0 where none
    /// is told.
    pub(super) fn home(&self, account: AccountId) -> u32 {
        self.homes.get_or_init(|| self.all_homes()).get(account.index()).copied().unwrap_or(0)
    }

    fn all_homes(&self) -> Vec<u32> {
        let places = self.places();
        let mut own = Vec::new();
        let home = |account| {
            own.clear();
            for way in [Way::In, Way::Out] {
                let hops = self.graph.adjacency(direction(way)).of(account);
                own.extend(hops.iter().map(|hop| places.own(self.ledger, way, hop.row)).filter(|place| *place != 0));
            }
            own.sort_unstable();
            let counted = own.chunk_by(|one, two| one == two).map(|same| (same.len(), std::cmp::Reverse(same[0])));
            counted.max().map_or(0, |(_, place)| place.0)
        };
        self.ledger.accounts().ids().map(home).collect()
    }
}
