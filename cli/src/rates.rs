//! The rates at which amounts in several currencies are compared: their option, and how they are shown.

use crate::failure::Failure;
use crate::table::{self, Align, many};
use clap::Args;
use quipu::export::{Origin, RateSummary, RatesSummary};
use quipu::ledger::GivenRates;
use quipu::model::Currency;
use std::fs;
use std::path::PathBuf;

/// Where rates come from.
#[derive(Debug, Args)]
pub(crate) struct RatesOption {
    /// A file of exchange rates (TOML) to compare amounts of several currencies at
    ///
    /// It names the reference and what one of each is worth in it: reference = "USD", then below [rates] MXN = 0.0571.
    /// Other rates are those seen in the exchanges of the files. The manifest says which is which.
    #[arg(long, value_name = "FILE", help_heading = "Currencies")]
    rates: Option<PathBuf>,
}

impl RatesOption {
    /// Reads the file, where there is one.
    pub(crate) fn given(&self) -> Result<GivenRates, Failure> {
        let Some(path) = &self.rates else { return Ok(GivenRates::default()) };
        let text = fs::read_to_string(path).map_err(|error| Failure::io(&error, "read the rates", path))?;
        GivenRates::from_toml(&text).map_err(|error| {
            Failure::new("bad-rates", error.message)
                .in_file(path.display().to_string())
                .at(error.line as u64, error.column as u64)
                .hint("write reference = \"USD\", then [rates] and below it what one of each is worth, as MXN = 0.0571")
        })
    }
}

/// The reference and how many rates are from where, in a line; `None` when there is but one currency.
pub(crate) fn line(rates: &RatesSummary) -> Option<String> {
    if rates.currencies.len() < 2 {
        return None;
    }
    let with = |origin| rates.currencies.iter().filter(move |rate| rate.origin == origin);
    let mut parts = Vec::new();
    for (origin, what) in [(Origin::Given, "given"), (Origin::Seen, "seen in exchanges")] {
        match with(origin).count() as u64 {
            0 => {}
            number => parts.push(format!("{} {what}", many(number, "rate", "rates"))),
        }
    }
    let without: Vec<&str> = with(Origin::None).map(|rate| name(rate.currency)).collect();
    if !without.is_empty() {
        let transactions = many(rates.transactions_without_value, "transaction", "transactions");
        parts.push(format!("none for {} ({transactions} without value)", without.join(", ")));
    }
    Some(format!("{}: {}", name(rates.reference), parts.join(", ")))
}

/// A line for each currency but the reference.
pub(crate) fn table(rates: &RatesSummary) -> String {
    let row = |rate: &RateSummary| {
        let worth = rate.rate.as_ref().map(|worth| format!("{worth} {}", name(rates.reference))).unwrap_or_default();
        let origin = match (&rate.origin, &rate.seen) {
            (Origin::Given, _) => "given".to_owned(),
            (_, Some(seen)) => {
                let exchanges = many(seen.exchanges, "exchange", "exchanges");
                format!("median of {exchanges} with {}", name(seen.via))
            }
            _ => "no rate: nothing exchanges it, and --rates gives none".to_owned(),
        };
        vec![name(rate.currency).to_owned(), worth, origin]
    };
    let others = rates.currencies.iter().filter(|rate| rate.origin != Origin::Reference);
    table::inner_columns(&[Align::Left, Align::Right, Align::Left], &others.map(row).collect::<Vec<_>>())
}

fn name(currency: Currency) -> &'static str {
    if currency == Currency::NONE { "no currency" } else { currency.code() }
}
