//! Members of JSON objects as texts, whatever their types: exports write numbers where a standard has texts, and one text
//! where it has a list.

use super::super::Reason;
use super::sink::Refusal;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// An object of a JSON document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object<'v>(pub(super) &'v Map<String, Value>);

/// The object that a text is.
pub(super) fn parse(text: &str) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Refusal::whole(Reason::BadJson, "")),
        Err(error) => Err(Refusal::whole(Reason::BadJson, error.to_string())),
    }
}

/// A value as text; empty for what is none.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text.trim()),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Null | Value::Array(_) | Value::Object(_) => Cow::Borrowed(""),
    }
}

impl<'v> Object<'v> {
    pub(super) fn get(self, name: &str) -> Option<&'v Value> {
        self.0.get(name)
    }

    /// A member as text; of a list its first.
    pub(super) fn text(self, name: &str) -> Cow<'v, str> {
        match self.0.get(name) {
            Some(Value::Array(values)) => values.first().map_or(Cow::Borrowed(""), text),
            Some(value) => text(value),
            None => Cow::Borrowed(""),
        }
    }

    /// The first of several members that is there.
    pub(super) fn first(self, names: &[&str]) -> Cow<'v, str> {
        names.iter().map(|name| self.text(name)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    pub(super) fn object(self, name: &str) -> Option<Object<'v>> {
        match self.0.get(name) {
            Some(Value::Object(object)) => Some(Object(object)),
            _ => None,
        }
    }

    /// The objects of a list, or the one that stands in its place.
    pub(super) fn objects(self, name: &str) -> impl Iterator<Item = Object<'v>> {
        let values = match self.0.get(name) {
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        values.iter().filter_map(|value| match value {
            Value::Object(object) => Some(Object(object)),
            _ => None,
        })
    }

    /// The texts of a list, or the one that stands in its place; none of them empty.
    pub(super) fn texts(self, name: &str) -> impl Iterator<Item = Cow<'v, str>> {
        let values = match self.0.get(name) {
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        values.iter().map(text).filter(|text| !text.is_empty())
    }

    pub(super) fn is_true(self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Value::Bool(true)))
    }
}

/// The names of the members of the first object in a text, which may break off.
pub(super) fn first_members(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let start = text.find('{').map_or("", |at| &text[at..]);
    let mut reader = serde_json::Deserializer::from_str(start);
    // What comes before it breaks off counts.
    _ = serde::Deserializer::deserialize_map(&mut reader, Names(&mut names));
    names
}

struct Names<'n>(&'n mut Vec<String>);

impl<'de> serde::de::Visitor<'de> for Names<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(name) = map.next_key::<String>()? {
            self.0.push(name);
            map.next_value::<serde::de::IgnoredAny>()?;
        }
        Ok(())
    }
}
