//! Reads back what the simulator wrote.

use quipu::simulate::{OutputFormat, Simulation};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// Seconds since 1970.
    pub(crate) time: i64,
    pub(crate) local_hour: i64,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) paid: i64,
    pub(crate) received: i64,
    pub(crate) paid_currency: String,
    pub(crate) received_currency: String,
    pub(crate) channel: String,
    pub(crate) from_place: String,
    pub(crate) to_place: String,
    pub(crate) from_country: String,
    pub(crate) label: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Instance {
    pub(crate) id: String,
    pub(crate) pattern: String,
    pub(crate) kind: String,
    pub(crate) name: Option<String>,
    pub(crate) roles: BTreeMap<String, Vec<String>>,
    pub(crate) window: Window,
    pub(crate) transactions: Vec<Place>,
    pub(crate) parameters: BTreeMap<String, i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Window {
    pub(crate) from: String,
    pub(crate) to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) id: Option<String>,
    pub(crate) line: u32,
}

pub(crate) struct Written {
    pub(crate) rows: Vec<Row>,
    pub(crate) truth: Vec<Instance>,
}

impl Written {
    pub(crate) fn rows_of(&self, instance: &Instance) -> Vec<&Row> {
        instance.transactions.iter().map(|place| &self.rows[place.line as usize - 2]).collect()
    }
}

pub(crate) fn seconds(text: &str) -> i64 {
    match text.parse::<jiff::Timestamp>() {
        Ok(at) => at.as_second(),
        Err(_) => {
            let date: jiff::civil::Date = text.parse().expect("a date");
            quipu::model::Timestamp::from_civil(date.at(0, 0, 0, 0)).0 / 1000
        }
    }
}

pub(crate) fn write(simulation: &Simulation) -> Written {
    let (mut csv, mut truth) = (Vec::new(), Vec::new());
    simulation.write(&mut csv, OutputFormat::Quipu, &mut |_| {}).unwrap();
    simulation.write_truth(&mut truth, OutputFormat::Quipu).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let header = reader.headers().unwrap().clone();
    let rows = reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let field = |name: &str| record[header.iter().position(|column| column == name).unwrap()].to_owned();
            let units = |name: &str| field(name).replace('.', "").parse().unwrap();
            let time = field("time");
            Row {
                id: field("transaction_id"),
                time: seconds(&time),
                local_hour: time.get(11..13).map_or(0, |hour| hour.parse().unwrap()),
                from: format!("{}:{}", field("from_institution"), field("from_account")),
                to: format!("{}:{}", field("to_institution"), field("to_account")),
                paid: units("amount"),
                received: units("received_amount"),
                paid_currency: field("currency"),
                received_currency: field("received_currency"),
                channel: field("channel"),
                from_place: field("from_place"),
                to_place: field("to_place"),
                from_country: field("from_country"),
                label: field("label") == "1",
            }
        })
        .collect();
    let truth = String::from_utf8(truth).unwrap();
    let truth = truth.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    Written { rows, truth }
}
