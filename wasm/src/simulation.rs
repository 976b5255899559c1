//! An invented world, as `quipu simulate` writes it.

use crate::failure::Failure;
use crate::output::give;
use js_sys::Function;
use quipu::model::{Resolution, Timestamp};
use quipu::simulate::{LookAlike, OutputFormat, Parameters, Planted, Simulation};
use serde::Deserialize;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// As the options of the command line; what is left out is as there.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    seed: Option<u64>,
    accounts: Option<u32>,
    transactions: Option<u32>,
    days: Option<u32>,
    // Milliseconds since 1970 in UTC.
    start: Option<i64>,
    resolution: Option<Resolution>,
    format: OutputFormat,
    planted: Option<Number<Planted>>,
    look_alikes: Option<Number<LookAlike>>,
}

/// As many of each, or as many of some.
#[derive(Deserialize)]
#[serde(untagged, bound(deserialize = "K: Deserialize<'de> + Ord"))]
enum Number<K> {
    OfEach(u32),
    Of(BTreeMap<K, u32>),
}

/// Writes an invented world of payments to `rows`, and what was planted to `truth`, in pieces.
///
/// # Errors
/// When the options leave no room for what is to be planted.
#[wasm_bindgen]
pub fn simulate(options: Option<String>, rows: &Function, truth: &Function) -> Result<(), JsValue> {
    let options: Options = serde_json::from_str(options.as_deref().unwrap_or("{}"))
        .map_err(|error| Failure::new("bad-parameters", error, "the options are those of `quipu simulate`"))?;
    let format = options.format;
    let simulation =
        Simulation::new(options.parameters()).map_err(|error| Failure::new("cannot-simulate", error, ""))?;
    give(rows, |out| simulation.write(out, format, &mut |_| {})).map_err(Failure::from)?;
    give(truth, |out| simulation.write_truth(out, format)).map_err(Failure::from)?;
    Ok(())
}

impl Options {
    fn parameters(self) -> Parameters {
        let usual = Parameters::default();
        let mut parameters = Parameters {
            seed: self.seed.unwrap_or(usual.seed),
            accounts: self.accounts.unwrap_or(usual.accounts),
            transactions: self.transactions.unwrap_or(usual.transactions),
            days: self.days.unwrap_or(usual.days),
            start: self.start.map_or(usual.start, Timestamp),
            resolution: self.resolution.unwrap_or(usual.resolution),
            ..usual
        };
        match self.planted {
            Some(Number::OfEach(number)) => parameters.planted = Some(number),
            Some(Number::Of(numbers)) => parameters.planted_by_pattern = numbers,
            None => {}
        }
        match self.look_alikes {
            Some(Number::OfEach(number)) => parameters.look_alikes = Some(number),
            Some(Number::Of(numbers)) => parameters.look_alikes_by_name = numbers,
            None => {}
        }
        parameters
    }
}
