//! Truth in the columns of a file of transactions: a label, and where the data has them the planted pattern that a
//! transaction belongs to and its kind. AMLSim's alerts and AMLGentex's transfers are such files.

use super::{Planted, Reference, Truth};
use crate::evaluate::register::Register;
use crate::evaluate::{EvaluateError, kinds};
use crate::ledger::{Ledger, TextField};
use crate::model::Row;
use std::collections::BTreeMap;

/// What a table of truth held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::evaluate) struct Labels {
    pub(in crate::evaluate) labelled: u64,
    pub(in crate::evaluate) other: u64,
}

impl Truth {
    /// Takes the labels of all rows.
    pub(in crate::evaluate) fn read_table(
        &mut self,
        name: &str,
        ledger: &Ledger,
        register: &mut Register,
    ) -> Result<Labels, EvaluateError> {
        let fields = [TextField::Label, TextField::LabelGroup, TextField::LabelKind];
        if fields.iter().all(|field| ledger.text_column(*field).is_none()) {
            let message = "no column is a label";
            return Err(EvaluateError::new("no-labels", message).at(name, 0).hint(
                "a column as is_laundering, is_sar, label, alert_id; a mapping file (--map) can name it with the role label",
            ));
        }
        let mut groups: BTreeMap<(String, String), Vec<Reference>> = BTreeMap::new();
        let mut labels = Labels { labelled: 0, other: 0 };
        for row in ledger.rows() {
            if !is_labelled(ledger, row).map_err(|error| error.at(name, ledger.line(row).into()))? {
                labels.other += 1;
                continue;
            }
            labels.labelled += 1;
            let kind = kinds::normal(ledger.text(TextField::LabelKind, row).unwrap_or_default());
            let reference = register.reference(ledger, row)?;
            match group(ledger, row) {
                Some(group) => groups.entry((group.to_owned(), kind)).or_default().push(reference),
                None => self.labelled.push((kind, reference)),
            }
        }
        self.planted.extend(groups.into_iter().map(|((id, kind), references)| Planted {
            id,
            kind,
            look_alike: None,
            references,
            accounts: Vec::new(),
        }));
        Ok(labels)
    }
}

fn group(ledger: &Ledger, row: Row) -> Option<&str> {
    ledger.text(TextField::LabelGroup, row).filter(|group| *group != "-1")
}

/// Whether a row is laundering: by its label; where there is no column of labels, by belonging to something.
fn is_labelled(ledger: &Ledger, row: Row) -> Result<bool, EvaluateError> {
    if ledger.text_column(TextField::Label).is_none() {
        let kind = ledger.text(TextField::LabelKind, row).is_some_and(|kind| !kind.eq_ignore_ascii_case("normal"));
        return Ok(group(ledger, row).is_some() || kind);
    }
    let label = ledger.text(TextField::Label, row).unwrap_or_default();
    match label.to_ascii_lowercase().as_str() {
        "1" | "true" | "t" | "yes" | "y" => Ok(true),
        "0" | "false" | "f" | "no" | "n" | "" => Ok(false),
        _ => Err(EvaluateError::new("bad-label", format!("{label:?} is no label"))
            .hint("labels are 1, true or yes for laundering, and 0, false, no or nothing for the rest")),
    }
}
