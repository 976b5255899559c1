//! The exports that are known by name: one file each, found by their headers.
//!
//! A known format settles what its columns mean, so that nothing about them is guessed from their names.

mod amlgentex;
mod amlsim;
mod amlworld;
mod other;
mod paysim;
mod saml_d;

pub(super) use amlworld::by_shape as amlworld_by_shape;
pub(super) use other::other_kind;

use super::{Format, Role, TimeUnit};

/// A format found by its header.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) format: Format,
    /// One for each column.
    pub(super) roles: Vec<Option<Role>>,
    /// What its times are, when they are numbers.
    pub(super) unit: Option<TimeUnit>,
}

type Recogniser = fn(&[&str]) -> Option<Known>;

// The first that fits: AMLGentex names its columns as AMLSim's log and PaySim do, and has banks besides.
const FORMATS: [Recogniser; 5] =
    [amlworld::recognise, amlgentex::recognise, saml_d::recognise, amlsim::recognise, paysim::recognise];

/// Finds the format whose header this is. Names are in their normal form.
pub(super) fn recognise(names: &[&str], only: Option<Format>) -> Option<Known> {
    let mut known = FORMATS.iter().filter_map(|recognise| recognise(names));
    known.find(|known| only.is_none_or(|only| only == known.format))
}

/// What the header of a format looks like, for errors; `None` for formats without one of their own.
pub(super) const fn header(format: Format) -> Option<&'static str> {
    Some(match format {
        Format::AmlWorld => amlworld::HEADER,
        Format::AmlSim => amlsim::HEADER,
        Format::PaySim => paysim::HEADER,
        Format::AmlGentex => amlgentex::HEADER,
        Format::SamlD => saml_d::HEADER,
        Format::Table | Format::NdJson | Format::Iso20022 | Format::SwiftMt => return None,
    })
}

// Roles by name, in any order of columns; `None` unless every necessary column is there once.
fn by_name(names: &[&str], necessary: &[(&str, Role)], optional: &[(&str, Role)]) -> Option<Vec<Option<Role>>> {
    let mut roles = vec![None; names.len()];
    for (column, role) in necessary {
        let mut places = names.iter().enumerate().filter(|(_, name)| *name == column);
        match (places.next(), places.next()) {
            (Some((at, _)), None) => roles[at] = Some(*role),
            _ => return None,
        }
    }
    for (column, role) in optional {
        if let Some(at) = names.iter().position(|name| name == column)
            && !roles.contains(&Some(*role))
        {
            roles[at] = Some(*role);
        }
    }
    Some(roles)
}
