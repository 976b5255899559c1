//! The rates at which amounts in several currencies are compared: their option, and how they are shown.

use crate::failure::Failure;
use crate::table::{self, Align, many};
use crate::terminal;
use clap::Args;
use quipu::export::{Origin, RateSummary, RatesSummary, Seen};
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
            (Origin::Given, None) => "given".to_owned(),
            (Origin::Given, Some(seen)) => format!("given; {} by the {}", seen.rate, median(seen)),
            (_, Some(seen)) => median(seen),
            _ => "no rate: nothing exchanges it, and --rates gives none".to_owned(),
        };
        vec![name(rate.currency).to_owned(), worth, origin]
    };
    let others = rates.currencies.iter().filter(|rate| rate.origin != Origin::Reference);
    table::inner_columns(&[Align::Left, Align::Right, Align::Left], &others.map(row).collect::<Vec<_>>())
}

fn median(seen: &Seen) -> String {
    format!("median of {} with {}", many(seen.exchanges, "exchange", "exchanges"), name(seen.via))
}

/// Warns of rates that were given and are far from what the inputs show, as one that is upside down.
pub(crate) fn warn_of_contradictions(rates: &RatesSummary) {
    for rate in rates.currencies.iter().filter(|rate| rate.origin == Origin::Given) {
        let (Some(given), Some(seen)) = (&rate.rate, &rate.seen) else { continue };
        let (Ok(one), Ok(other)) = (given.parse::<f64>(), seen.rate.parse::<f64>()) else { continue };
        if one > other * FAR || other > one * FAR {
            terminal::warn(&format!(
                "the rate given for {} is {given} {}, but {} by the {} in the files; it was used as given",
                name(rate.currency),
                name(rates.reference),
                seen.rate,
                median(seen),
            ));
        }
    }
}

// Rates of a currency that is falling fast move by less within the period of most exports.
const FAR: f64 = 1.5;

fn name(currency: Currency) -> &'static str {
    if currency == Currency::NONE { "no currency" } else { currency.code() }
}
