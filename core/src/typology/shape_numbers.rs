//! The numbers of a detector's parameters that a pack sets, by name.

use crate::detect::{Parameters, Pattern};
use crate::model::Span;
use serde_json::Value;

/// Name, value and, for times, the span, of what differs from the defaults in the patterns that are asked for, and of
/// their windows.
pub(super) fn of(parameters: &Parameters) -> Vec<(String, String, Option<Span>)> {
    let tables = |parameters: &Parameters| serde_json::to_value(parameters).unwrap_or_default();
    let own = tables(parameters);
    let mut numbers = Vec::new();
    for pattern in parameters.patterns() {
        let Some(Value::Object(table)) = own.get(pattern.name()) else { continue };
        for (name, value) in table {
            if name == "steps" || name == "hub-times" || name == "thresholds" {
                continue;
            }
            let text = match value {
                Value::Array(all) => match all.first() {
                    Some(Value::String(first)) => first.clone(),
                    _ => continue,
                },
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let span = text.parse::<Span>().ok();
            let first = parameters.patterns().first() == Some(&pattern);
            numbers.push((if first { name.clone() } else { qualified(pattern, name) }, text, span));
        }
    }
    numbers
}

fn qualified(pattern: Pattern, name: &str) -> String {
    format!("{}.{name}", pattern.name())
}
