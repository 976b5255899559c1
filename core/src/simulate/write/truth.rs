//! What was planted, one JSON object a line. The schema is `schemas/truth.schema.json`.

use super::{OutputFormat, quipu};
use crate::model::{Span, Timestamp};
use crate::simulate::entry::Entry;
use crate::simulate::{Instance, Simulation};
use serde::{Serialize, Serializer};
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    id: String,
    pattern: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(serialize_with = "in_order")]
    roles: Vec<(&'static str, Vec<String>)>,
    window: Window,
    transactions: Vec<Place>,
    #[serde(serialize_with = "in_order")]
    parameters: Vec<(&'static str, u64)>,
}

#[derive(Serialize)]
struct Window {
    from: Timestamp,
    to: Timestamp,
}

#[derive(Serialize)]
struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    line: u32,
}

fn in_order<S: Serializer, V: Serialize>(pairs: &[(&'static str, V)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

impl Simulation {
    /// Writes what was planted, one JSON object a line: first the patterns, then the look-alikes. `format` is that of the
    /// rows, since accounts have other names in each and only our own has transaction identifiers. Lines are counted from
    /// 1 with the header as the first.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_truth(&self, out: &mut impl Write, format: OutputFormat) -> io::Result<()> {
        for instance in &self.instances {
            let mut line = serde_json::to_vec(&self.line_of(instance, format))?;
            line.push(b'\n');
            out.write_all(&line)?;
        }
        out.flush()
    }

    fn line_of<'a>(&self, instance: &'a Instance, format: OutputFormat) -> Line<'a> {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let account = |account: &u32| {
            let mut name = Vec::new();
            self.push_account(&mut name, format, *account, b':');
            text(name)
        };
        let place = |row: &u32| {
            let mut id = Vec::new();
            quipu::id(&mut id, *row);
            Place { id: (format == OutputFormat::Quipu).then(|| text(id)), line: row + 2 }
        };
        let name = instance.look_alike.map(|look_alike| look_alike.name());
        let at = |row: Option<&u32>| {
            let second = row.map_or(0, |row| self.entries[*row as usize].second);
            // AMLworld's rows tell minutes.
            let step = if format == OutputFormat::AmlWorld { 60 } else { 1 };
            self.world.calendar.start + Span(i64::from(second - second % step) * 1000)
        };
        Line {
            id: format!("{}-{:04}", name.unwrap_or(instance.pattern.name()), instance.number),
            pattern: instance.pattern.name(),
            kind: if name.is_some() { "look-alike" } else { "planted" },
            name,
            roles: instance.roles.iter().map(|(role, who)| (*role, who.iter().map(account).collect())).collect(),
            window: Window { from: at(instance.rows.first()), to: at(instance.rows.last()) },
            transactions: instance.rows.iter().map(place).collect(),
            parameters: instance.numbers.clone(),
        }
    }

    /// Whether a row belongs to a planted pattern.
    pub(super) fn is_laundering(&self, entry: &Entry) -> bool {
        entry.instance > 0 && self.instances[entry.instance as usize - 1].look_alike.is_none()
    }
}
