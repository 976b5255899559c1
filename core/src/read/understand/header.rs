//! Which column has which role: what the mapping says, then the known format, then the names; and the errors that say
//! what is missing and which line of a mapping file would give it.

use super::super::columns::{self, Name};
use super::super::formats::{self, Known};
use super::super::mapping::ColumnName;
use super::super::{Format, PlanError, PlanErrorKind, Role, TimeUnit};
use super::Reading;
use crate::model::Currency;

/// A header understood: the roles of its columns.
pub(super) struct Header {
    pub(super) names: Vec<String>,
    pub(super) format: Format,
    pub(super) roles: Vec<Option<(Role, &'static str)>>,
    pub(super) unit: Option<TimeUnit>,
    pub(super) currency: Option<Currency>,
    pub(super) received_currency: Option<Currency>,
    pub(super) received_currency_alone: bool,
}

impl Reading<'_> {
    // The roles of named columns: what the mapping says, then the known format, then the names.
    pub(super) fn header(&self, names: Vec<String>) -> Result<Header, PlanError> {
        let mut normal: Vec<Name> = names.iter().map(|name| Name::of(name)).collect();
        let words: Vec<&str> = normal.iter().map(|name| name.words.as_str()).collect();
        let only = self.format.filter(|format| *format != Format::NdJson);
        let known = if only == Some(Format::Table) { None } else { formats::recognise(&words, only) };
        let mut taken: Vec<Option<(Role, &'static str)>> = vec![None; names.len()];
        let (mut format, mut unit) = (Format::Table, None);
        if let Some(known) = &known {
            (format, unit) = (known.format, known.unit);
            taken = known.roles.iter().map(|role| role.map(|role| (role, "format"))).collect();
        }
        for mapped in &self.mapping.columns {
            let Some(at) = mapped.column.position(&names) else { continue };
            if let Some(role) = mapped.role {
                taken
                    .iter_mut()
                    .filter(|held| held.is_some_and(|(held, _)| held == role))
                    .for_each(|held| *held = None);
                taken[at] = Some((role, "mapping"));
            } else {
                taken[at] = None;
                normal[at] = Name::default();
            }
        }
        for (role, _) in &self.mapping.constants {
            taken.iter_mut().filter(|held| held.is_some_and(|(held, _)| held == *role)).for_each(|held| *held = None);
        }
        if known.is_some() {
            return Ok(Header {
                names,
                format,
                roles: taken,
                unit,
                currency: None,
                received_currency: None,
                received_currency_alone: format == Format::SamlD,
            });
        }
        let mut assignment = columns::assign(&normal, &taken);
        for held in &mut assignment.roles {
            let constant = |role: Role| self.mapping.constants.iter().any(|(constant, _)| *constant == role);
            if held.is_some_and(|(role, _)| constant(role)) {
                *held = None;
            }
        }
        let time = assignment.roles.iter().position(|held| held.is_some_and(|(role, _)| role == Role::Time));
        Ok(Header {
            unit: time.and_then(|at| unit_in_name(&normal[at].words)),
            names,
            format,
            roles: assignment.roles,
            currency: assignment.currency,
            received_currency: assignment.received_currency,
            received_currency_alone: assignment.received_currency_alone,
        })
    }

    pub(super) fn mapped_columns_exist(&self, header: &Header, line: u32) -> Result<(), PlanError> {
        let mut seen: Vec<usize> = Vec::new();
        for mapped in &self.mapping.columns {
            let (message, hint) = match (mapped.column.position(&header.names), &mapped.column) {
                (Some(at), _) if !seen.contains(&at) => {
                    seen.push(at);
                    continue;
                }
                (Some(_), column) => (
                    format!("{} has two roles", written(column)),
                    "give each column one role; where two columns share a name, write their numbers".to_owned(),
                ),
                (None, column) => (
                    format!("{} has no {}", self.name, written(column)),
                    format!("the columns in line {line} are {}", listed(&header.names)),
                ),
            };
            let (line, character) = mapped.place;
            let message = format!("mapping file, line {line}, character {character}: {message}");
            return Err(PlanError::new(PlanErrorKind::BadMapping, message, hint).at(line, character));
        }
        Ok(())
    }

    pub(super) fn missing(&self, header: &Header) -> Vec<(Role, &'static str)> {
        let held = |role: Role| {
            header.roles.iter().flatten().any(|(held, _)| *held == role)
                || self.mapping.constants.iter().any(|(constant, _)| *constant == role)
        };
        columns::NECESSARY.into_iter().filter(|(role, _)| !held(*role)).collect()
    }

    pub(super) fn missing_role(&self, header: &Header) -> PlanError {
        let missing = self.missing(header);
        let names: Vec<&str> = missing.iter().map(|(_, name)| *name).collect();
        let what = format!("no column was understood as the {}", names.join(", nor as the "));
        let free: Vec<String> = header
            .names
            .iter()
            .zip(&header.roles)
            .enumerate()
            .filter(|(_, (_, role))| role.is_none())
            .map(|(at, (name, _))| shown(name, at))
            .collect();
        let mut hint = String::new();
        let understood =
            header.names.iter().zip(&header.roles).enumerate().filter_map(|(at, (name, held))| {
                held.map(|(role, _)| format!("{} = {}", role.name(), shown(name, at)))
            });
        let understood: Vec<String> = understood.collect();
        if !understood.is_empty() {
            hint.push_str(&format!("understood: {}\n", understood.join(", ")));
        }
        hint.push_str(&format!("columns without a role: {}\n", listed(&free)));
        hint.push_str("say which it is in a mapping file:\n[columns]");
        for (role, _) in &missing {
            hint.push_str(&format!("\n{} = \"...\"", role.name()));
        }
        let sided = |role: Role| missing.iter().any(|(missing, _)| *missing == role);
        if sided(Role::From) && sided(Role::To) {
            hint.push_str(
                "\na statement of one account tells no payer and receiver a row: split it by direction, and give the \
                 account itself under [constants]",
            );
        }
        self.error(PlanErrorKind::MissingRole, &what, hint)
    }
}

pub(super) fn nameless(known: Known) -> Header {
    Header {
        names: vec![String::new(); known.roles.len()],
        format: known.format,
        roles: known.roles.into_iter().map(|role| role.map(|role| (role, "format"))).collect(),
        unit: known.unit,
        currency: None,
        received_currency: None,
        received_currency_alone: false,
    }
}

// Names that say what their numbers count. They do not count when the values are dates.
fn unit_in_name(words: &str) -> Option<TimeUnit> {
    let last = words.rsplit(' ').next()?;
    match last {
        "ms" | "millis" | "milliseconds" => Some(TimeUnit::UnixMilliseconds),
        "s" | "sec" | "secs" | "seconds" => Some(TimeUnit::UnixSeconds),
        "step" | "steps" => Some(TimeUnit::Hours),
        _ => None,
    }
}

fn written(column: &ColumnName) -> String {
    match column {
        ColumnName::Number(number) => format!("column {number}"),
        ColumnName::Name(name) => format!("column {name:?}"),
    }
}

pub(super) fn shown(name: &str, at: usize) -> String {
    if name.is_empty() { format!("column {}", at + 1) } else { format!("`{name}`") }
}

fn listed(names: &[String]) -> String {
    let mut list: Vec<String> = names.iter().take(40).cloned().collect();
    match names.len() {
        0 => list.push("none".to_owned()),
        more if more > 40 => list.push(format!("and {} more", more - 40)),
        _ => {}
    }
    list.join(", ")
}
