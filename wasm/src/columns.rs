//! Transactions in columns: typed arrays for what is long, lists of texts for what few values have.

use crate::failure::Failure;
use js_sys::{Array, BigInt64Array, Float64Array, Object, Reflect, Uint8Array, Uint16Array, Uint32Array};
use quipu::export::views::{Of, Views};
use quipu::graph::Direction;
use quipu::ledger::{Ledger, TextField};
use quipu::model::{AccountId, Currency, Row};
use serde::Deserialize;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

/// Which transactions: `{"of": {"case": "..."}, "offset": 0, "limit": 1000}`; all without `of`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    of: Option<Of>,
    offset: Option<u32>,
    limit: Option<u32>,
}

pub(crate) fn offset(query: &Query) -> usize {
    query.offset.unwrap_or(0) as usize
}

pub(crate) fn limit(query: &Query) -> usize {
    query.limit.map_or(usize::MAX, |limit| limit as usize)
}

/// The rows of a query in order of time.
pub(crate) fn rows(views: &Views<'_>, query: &Query) -> Result<Vec<Row>, Failure> {
    Ok(match &query.of {
        None => views.graph.ledger().rows().collect(),
        Some(Of::Finding(id)) => views.detection.findings[views.finding(id)?].transactions.clone(),
        Some(Of::Case(id)) => views.case_evidence(&views.cases.cases[views.case(id)?]),
        Some(Of::Account(name)) => {
            let account = views.account(name)?;
            let both = [Direction::Out, Direction::In];
            let hops = both.into_iter().flat_map(|direction| views.graph.adjacency(direction).of(account));
            ordered(hops.map(|hop| hop.row).collect())
        }
    })
}

fn ordered(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The columns of some of these rows: `total` (of the query), `row`, `time` (milliseconds since 1970 in UTC), `from` and
/// `to` (positions in `accounts`), `units` (smallest units that were paid), `currency` (position in `currencies`), `file`
/// (position in `files`), `line`, `from_country` and `to_country` (positions in `countries`, whose first is for what the
/// source does not tell); and `decimals` of each currency.
pub(crate) fn columns(ledger: &Ledger, rows: &[Row], offset: usize, limit: usize) -> Object {
    let shown = rows.get(offset..).unwrap_or_default();
    let shown = &shown[..shown.len().min(limit)];
    let mut accounts: Vec<AccountId> = shown.iter().flat_map(|row| [ledger.from(*row), ledger.to(*row)]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let place = |account: AccountId| accounts.binary_search(&account).unwrap_or_default() as u32;
    let mut currencies: BTreeMap<Currency, u8> = shown.iter().map(|row| (ledger.paid(*row).currency, 0)).collect();
    for (number, place) in currencies.values_mut().enumerate() {
        *place = number as u8;
    }
    let country = |field: TextField, row: Row| ledger.text(field, row).unwrap_or_default();
    let mut countries: BTreeMap<&str, u16> = BTreeMap::from([("", 0)]);
    for field in [TextField::FromCountry, TextField::ToCountry] {
        if ledger.text_column(field).is_some() {
            countries.extend(shown.iter().map(|row| (country(field, *row), 0)));
        }
    }
    for (number, place) in countries.values_mut().enumerate() {
        *place = u16::try_from(number).unwrap_or_default();
    }
    let lands = |field: TextField| -> JsValue {
        let places: Vec<u16> = shown.iter().map(|row| countries[country(field, *row)]).collect();
        Uint16Array::from(&places[..]).into()
    };
    let number = |count: usize| JsValue::from(count as f64);
    let column = |of: &dyn Fn(Row) -> u32| {
        let values: Vec<u32> = shown.iter().map(|row| of(*row)).collect();
        JsValue::from(Uint32Array::from(&values[..]))
    };
    let times: Vec<f64> = shown.iter().map(|row| ledger.time(*row).0 as f64).collect();
    let units: Vec<i64> = shown.iter().map(|row| ledger.paid(*row).units).collect();
    let codes: Vec<u8> = shown.iter().map(|row| currencies[&ledger.paid(*row).currency]).collect();
    let files: Vec<u16> = shown.iter().map(|row| ledger.file(*row).0).collect();
    let texts = |texts: &mut dyn Iterator<Item = String>| JsValue::from(texts.map(JsValue::from).collect::<Array>());
    let answer = Object::new();
    for (name, value) in [
        ("total", number(rows.len())),
        ("row", column(&|row| row.0)),
        ("time", Float64Array::from(&times[..]).into()),
        ("from", column(&|row| place(ledger.from(row)))),
        ("to", column(&|row| place(ledger.to(row)))),
        ("units", BigInt64Array::from(&units[..]).into()),
        ("currency", Uint8Array::from(&codes[..]).into()),
        ("file", Uint16Array::from(&files[..]).into()),
        ("line", column(&|row| ledger.line(row))),
        ("from_country", lands(TextField::FromCountry)),
        ("to_country", lands(TextField::ToCountry)),
        ("countries", texts(&mut countries.keys().map(|name| (*name).to_owned()))),
        ("accounts", texts(&mut accounts.iter().map(|account| ledger.accounts().name(*account).to_string()))),
        ("currencies", texts(&mut currencies.keys().map(|currency| currency.code().to_owned()))),
        ("decimals", currencies.keys().map(|currency| JsValue::from(currency.decimals())).collect::<Array>().into()),
        ("files", texts(&mut ledger.inputs().iter().cloned())),
    ] {
        _ = Reflect::set(&answer, &name.into(), &value);
    }
    answer
}
