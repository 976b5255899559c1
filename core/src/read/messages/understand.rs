//! From the beginning of a file of messages to its plan: what kind of messages they are. What each of them means is in
//! its standard.

use super::intake::{MAPPING_UNUSED, MessageColumn, ZONE_ASSUMED};
use super::{iso, mt};
use crate::model::Currency;
use crate::read::mapping::Mapping;
use crate::read::{
    Column, DateOrder, DecimalMark, Encoding, Format, Note, Plan, PlanError, PlanErrorKind, ReadOptions, Shape,
    TimeShape,
};

/// The format of a text that begins with messages; blanks before it are taken off.
pub(in crate::read) fn format(text: &str) -> Option<Format> {
    if text.starts_with('<') {
        return iso::is_in(text).then_some(Format::Iso20022);
    }
    mt::begins(text).then_some(Format::SwiftMt)
}

/// The plan of a file of messages.
///
/// # Errors
/// [`PlanErrorKind::OtherFormat`] when the text does not begin as such a file does.
pub(in crate::read) fn plan(
    format: Format,
    text: &str,
    name: &str,
    options: &ReadOptions,
    mapping: &Mapping,
) -> Result<Plan, PlanError> {
    let columns = match format {
        Format::Iso20022 if text.starts_with('<') => iso::first_columns(text),
        Format::SwiftMt if mt::begins(text) => mt::first_columns(text),
        _ => {
            let hint = match format {
                Format::SwiftMt => "it would begin with {1:F01... or, where the blocks are left out, with :20:",
                _ => "it would begin with < as XML does",
            };
            let message = format!("{name}: not of the format that was asked for");
            return Err(PlanError::new(PlanErrorKind::OtherFormat, message, hint).at(1, 0));
        }
    };
    let mut notes = Vec::new();
    let offset = options.utc_offset.or(mapping.utc_offset);
    if offset.is_none() {
        let text = "dates and times that name no zone are read as UTC".to_owned();
        notes.push(Note { topic: ZONE_ASSUMED, text });
    }
    if !mapping.columns.is_empty() || !mapping.constants.is_empty() {
        let text =
            "the columns and constants of the mapping file are for tables; messages say what they hold".to_owned();
        notes.push(Note { topic: MAPPING_UNUSED, text });
    }
    let usual = if format == Format::SwiftMt { DecimalMark::Comma } else { DecimalMark::Point };
    Ok(Plan {
        format,
        shape: Shape::Messages,
        columns: columns.iter().copied().flatten().map(column).collect(),
        constants: Vec::new(),
        time: TimeShape::Calendar(DateOrder::YearFirst),
        utc_offset: offset.unwrap_or(0),
        decimal_mark: options.decimal_mark.or(mapping.decimal_mark).unwrap_or(usual),
        currency: options.currency.or(mapping.currency).unwrap_or(Currency::NONE),
        received_currency: None,
        notes,
    })
}

/// What is wrong with a file that holds not one message.
pub(in crate::read) fn none(name: &str) -> PlanError {
    let hint = "look whether the messages are inside as text, or in a file of their own";
    PlanError::new(PlanErrorKind::NotTransactions, format!("{name} holds no message"), hint)
}

/// A column of messages as plans have it.
pub(super) fn column((name, role): &MessageColumn) -> Column {
    Column { name: (*name).to_owned(), role: *role, why: "format" }
}

/// The encoding that an XML declaration names, where that matters: UTF-16 shows by its bytes.
///
/// # Errors
/// [`PlanErrorKind::NotTransactions`] for an encoding that is not read.
pub(in crate::read) fn declared_encoding(head: &[u8]) -> Result<Option<Encoding>, PlanError> {
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml");
    let Some(declaration) = declaration.and_then(|rest| rest.split(|byte| *byte == b'>').next()) else {
        return Ok(None);
    };
    let declaration = String::from_utf8_lossy(&declaration[..declaration.len().min(200)]).to_ascii_lowercase();
    let Some(value) = declaration.split("encoding").nth(1) else { return Ok(None) };
    let name = value.split(['"', '\'']).nth(1).unwrap_or_default();
    match name {
        "" | "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" | "utf-16le" | "utf-16be" => Ok(None),
        "iso-8859-1" | "latin1" | "latin-1" | "windows-1252" | "cp1252" => Ok(Some(Encoding::Windows1252)),
        other => {
            let message = format!("the XML says that it is spelled in {other:?}, which is not read");
            let hint = "convert the file to UTF-8, for example with `iconv -t UTF-8`, and correct its first line";
            Err(PlanError::new(PlanErrorKind::NotTransactions, message, hint).at(1, 0))
        }
    }
}
