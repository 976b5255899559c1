//! When a transaction took place: the first that is told, of the instants and dates that a kind of message may have.

use super::scope::{Around, Scope};
use super::tag::Tag::{self, *};
use super::tree::At;
use crate::read::Reason;
use crate::read::messages::intake::{Moment, Wrong};

/// The time of a transfer or an order.
pub(super) fn of_transfer(scope: &mut Scope<'_, '_>, at: At) -> Result<Moment, Wrong> {
    let Around { group, header, .. } = scope.around;
    first(
        scope,
        &[
            (Some(at), &[AccptncDtTm], "AccptncDtTm"),
            (Some(at), &[SttlmTmIndctn, DbtDtTm], "SttlmTmIndctn"),
            (Some(at), &[SttlmTmIndctn, CdtDtTm], "SttlmTmIndctn"),
            (Some(at), &[IntrBkSttlmDt], "IntrBkSttlmDt"),
            (header, &[IntrBkSttlmDt], "IntrBkSttlmDt"),
            (group, &[ReqdExctnDt, DtTm], "PmtInf/ReqdExctnDt"),
            (group, &[ReqdExctnDt, Dt], "PmtInf/ReqdExctnDt"),
            (group, &[ReqdExctnDt], "PmtInf/ReqdExctnDt"),
        ],
        true,
    )
}

/// The time of a booking, or of one of its details.
pub(super) fn of_booking(scope: &mut Scope<'_, '_>, entry: At, detail: Option<At>) -> Result<Moment, Wrong> {
    first(
        scope,
        &[
            (detail, &[RltdDts, AccptncDtTm], "RltdDts"),
            (detail, &[RltdDts, TxDtTm], "RltdDts"),
            (Some(entry), &[BookgDt, DtTm], "BookgDt"),
            (Some(entry), &[BookgDt, Dt], "BookgDt"),
            (Some(entry), &[ValDt, DtTm], "ValDt"),
            (Some(entry), &[ValDt, Dt], "ValDt"),
            (detail, &[RltdDts, IntrBkSttlmDt], "RltdDts"),
        ],
        false,
    )
}

type Told<'a> = (Option<At>, &'a [Tag], &'static str);

// The first of the paths that leads to a text; else the time at which the message was made. That also gives the time of
// day, where `refine` says so and it was made on the date that the path leads to.
fn first(scope: &mut Scope<'_, '_>, paths: &[Told<'_>], refine: bool) -> Result<Moment, Wrong> {
    let tree = scope.tree;
    let made = scope.around.group.and_then(|at| tree.child(at, CreDtTm));
    let made = made.or_else(|| scope.around.header.and_then(|at| tree.child(at, CreDtTm)));
    for (at, path, column) in paths {
        let Some(found) = at.and_then(|at| tree.find(at, path)) else { continue };
        let text = tree.text(found);
        if text.is_empty() {
            continue;
        }
        if refine && let Some(made) = made {
            let made = tree.text(made);
            if text.len() == DATE && made.len() > DATE && made[..DATE] == *text {
                return moment(scope, made, "GrpHdr/CreDtTm", found);
            }
        }
        return moment(scope, text, column, found);
    }
    match made {
        Some(at) => {
            let moment = moment(scope, tree.text(at), "GrpHdr/CreDtTm", at)?;
            Ok(Moment { of_message: true, ..moment })
        }
        None => Err(Wrong::new("GrpHdr/CreDtTm", Reason::MissingField, b"")),
    }
}

const DATE: usize = "2025-12-31".len();

fn moment(scope: &mut Scope<'_, '_>, text: &[u8], column: &'static str, at: At) -> Result<Moment, Wrong> {
    let line = scope.tree.line(at);
    scope.intake.moment(text).map_err(|reason| Wrong::new(column, reason, text).at(line))
}
