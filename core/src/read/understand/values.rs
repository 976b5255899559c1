//! How times and amounts are written, from the values of the columns that were found; and what has to be assumed.

use super::super::{
    Column, DecimalMark, Note, Plan, PlanError, PlanErrorKind, Role, Shape, TimeShape, TimeUnit, amount, is_absent,
    notation, time,
};
use super::header::{Header, shown};
use super::{Reading, Rows};
use crate::model::Currency;
use std::borrow::Cow;

impl Reading<'_> {
    pub(super) fn plan(&self, mut header: Header, rows: Rows<'_>, shape: Shape) -> Result<Plan, PlanError> {
        let mut notes = Vec::new();
        let column = |header: &Header, role: Role| {
            header.roles.iter().position(|held| held.is_some_and(|(held, _)| held == role))
        };
        let width = header.names.len();
        let values = |at: Option<usize>| -> Vec<&str> {
            // Rows of another width are rejected later, and tell nothing here.
            let there = |row| at.and_then(|at| <[Cow<'_, str>]>::get(row, at));
            rows.iter().filter(|row| row.len() == width).filter_map(|row| there(row)).map(AsRef::as_ref).collect()
        };
        settle_time_of_day(&mut header, &values);

        let times = values(column(&header, Role::Time));
        let unit = self.mapping.time_unit.or(header.unit);
        let order = self.options.date_order.or(self.mapping.date_order);
        let Some((time, note)) = notation::times(&times, order, unit.filter(|_| !calendar(&times))) else {
            return Err(self.bad_times(&header, &times));
        };
        notes.extend(note);
        if let TimeShape::Number(unit @ (TimeUnit::Hours | TimeUnit::Days)) = time
            && self.mapping.time_unit.is_none()
        {
            let step = if unit == TimeUnit::Hours { "an hour" } else { "a day" };
            let text = format!("times are steps of a simulation; each is read as {step} from 1970-01-01");
            notes.push(Note { topic: "simulation-steps", text });
        }
        let offset = self.options.utc_offset.or(self.mapping.utc_offset);
        let told = times.iter().any(|value| time::tells_zone(value.as_bytes()));
        if matches!(time, TimeShape::Calendar(_)) && offset.is_none() && !told {
            let text = "times carry no zone; read as UTC".to_owned();
            notes.push(Note { topic: "time-zone-assumed", text });
        }

        let amount = column(&header, Role::Amount);
        let mut amounts = values(amount);
        amounts.extend(values(column(&header, Role::ReceivedAmount)));
        let fallback = match shape {
            Shape::Delimited { delimiter: b';', .. } => DecimalMark::Comma,
            _ => DecimalMark::Point,
        };
        let decimal_mark = self.options.decimal_mark.or(self.mapping.decimal_mark).unwrap_or_else(|| {
            let (mark, note) = notation::decimal_mark(&amounts, fallback);
            notes.extend(note);
            mark
        });
        let with_currency = column(&header, Role::Currency).is_some();
        let given = self.options.currency.or(self.mapping.currency).or(header.currency);
        let currency = given.unwrap_or_else(|| {
            let (currency, note) = currency_of(&values(amount), decimal_mark);
            if !with_currency {
                notes.push(note);
            }
            if with_currency { Currency::NONE } else { currency }
        });
        if header.received_currency_alone {
            let text = "a currency received is named without its amount; only what was paid is kept".to_owned();
            notes.push(Note { topic: "received-currency-unused", text });
        }
        let columns = header.names.iter().zip(&header.roles).enumerate().map(|(at, (name, held))| Column {
            name: if name.is_empty() { format!("column {}", at + 1) } else { name.clone() },
            role: held.map(|(role, _)| role),
            why: held.map_or("", |(_, why)| why),
        });
        Ok(Plan {
            format: header.format,
            shape,
            columns: columns.collect(),
            constants: self.mapping.constants.clone(),
            time,
            utc_offset: offset.unwrap_or(0),
            decimal_mark,
            currency,
            received_currency: header.received_currency,
            notes,
        })
    }

    fn bad_times(&self, header: &Header, times: &[&str]) -> PlanError {
        let at = header.roles.iter().position(|held| held.is_some_and(|(held, _)| held == Role::Time)).unwrap_or(0);
        let found = times.iter().find(|value| !is_absent(value.as_bytes())).unwrap_or(&"");
        let found: String = found.chars().take(40).collect();
        let column = shown(&header.names[at], at);
        let what = format!("no value of {column} is a date or time, the first being {found:?}");
        let hint = "map another column with `time = \"...\"` under [columns] of a mapping file; for numbers say what they \
                    count with `time_unit = \"unix-seconds\"` (or unix-milliseconds, hours, days)";
        self.error(PlanErrorKind::BadTimes, &what, hint).at(0, at as u32 + 1)
    }
}

fn calendar(values: &[&str]) -> bool {
    let there = values.iter().filter(|value| !is_absent(value.as_bytes()));
    there.clone().count() > 0 && there.into_iter().all(|value| value.contains(['-', '/', ':']))
}

// A column called `time` beside one called `date` is a time of day, unless its values are whole times; and a time of day
// is not needed beside dates that have one.
fn settle_time_of_day<'v>(header: &mut Header, values: &dyn Fn(Option<usize>) -> Vec<&'v str>) {
    let place = |roles: &[Option<(Role, &'static str)>], role: Role| {
        roles
            .iter()
            .position(|held| held.is_some_and(|(held, why)| held == role && !matches!(why, "mapping" | "format")))
    };
    let (time, clock) = (place(&header.roles, Role::Time), place(&header.roles, Role::TimeOfDay));
    if let (Some(time), Some(clock)) = (time, clock) {
        let clocks = values(Some(clock));
        if notation::mostly_with_time_of_day(&clocks) {
            header.roles[clock] = header.roles[clock].map(|(_, why)| (Role::Time, why));
            header.roles[time] = None;
        } else if notation::mostly_with_time_of_day(&values(Some(time))) && !all_midnight(&values(Some(time)))
            || !clocks.is_empty() && !notation::mostly_times_of_day(&clocks)
        {
            header.roles[clock] = None;
        }
    }
}

fn all_midnight(values: &[&str]) -> bool {
    values.iter().all(|value| value.trim().ends_with("00:00") || value.trim().ends_with("00:00.000"))
}

// The currency that the amounts themselves name, and the note that says so, or that there is none.
fn currency_of(amounts: &[&str], mark: DecimalMark) -> (Currency, Note) {
    let mut named: Vec<Currency> =
        amounts.iter().filter_map(|text| amount::named_currency(text.as_bytes(), mark)).collect();
    named.sort_unstable();
    let most = named.chunk_by(|a, b| a == b).max_by_key(|alike| (alike.len(), std::cmp::Reverse(alike[0])));
    match most {
        Some(alike) => {
            let currency = alike[0];
            let text = format!("no column names a currency; the amounts say {currency}");
            (currency, Note { topic: "currency-from-amounts", text })
        }
        None => {
            let text = "no column names a currency; amounts are kept without one".to_owned();
            (Currency::NONE, Note { topic: "no-currency", text })
        }
    }
}
