//! The fields of one line of NDJSON.
//!
//! A row of NDJSON is read as if it were a row of a table: inner objects are flattened (`debtor.account.id`), and each
//! member that the plan has a role for gives a text. Numbers keep the digits they were written with: a float between
//! would change amounts.

use super::{Plan, Reason};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Which members of each line are wanted.
#[derive(Clone, Debug)]
pub struct JsonFields {
    // Paths of the wanted members with the positions of their columns.
    wanted: Vec<(String, usize)>,
    columns: usize,
}

// Deeper objects are skipped. The reader of the library has its own, higher bound.
const DEPTH: usize = 8;

impl JsonFields {
    /// The members that have a role in the plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let with_role = plan.columns.iter().enumerate().filter(|(_, column)| column.role.is_some());
        Self {
            wanted: with_role.map(|(position, column)| (column.name.clone(), position)).collect(),
            columns: plan.columns.len(),
        }
    }

    /// Members by their flattened names, with the positions of their columns among so many.
    pub(super) fn of(wanted: Vec<(String, usize)>, columns: usize) -> Self {
        Self { wanted, columns }
    }

    /// Reads a line into one text for each column of the plan: `None` where the line has no such member, where it is
    /// `null`, an array or an object, or where nobody wants it. Numbers and booleans are as they are written. Texts
    /// without escapes are borrowed.
    ///
    /// Time: linear in the line, times the number of wanted members for each of its members.
    ///
    /// # Errors
    /// [`Reason::BadJson`] when the line is no JSON object, or a wanted member stands there twice (which one counts would
    /// be a guess); [`Reason::NulByte`] for an escaped NUL.
    pub fn read<'a>(&self, line: &'a str, values: &mut Vec<Option<Cow<'a, str>>>) -> Result<(), Reason> {
        values.clear();
        values.resize(self.columns, None);
        let mut seen = 0_u64;
        let mut fault = None;
        let inside = |path: &str| {
            self.wanted.iter().any(|(name, _)| match name.strip_prefix(path) {
                Some(rest) => rest.is_empty() || rest.starts_with('.'),
                None => false,
            })
        };
        let mut take = |path: &str, value: &'a RawValue| {
            let Some(at) = self.wanted.iter().position(|(name, _)| name == path) else { return };
            let bit = 1_u64 << (at % 64);
            if at < 64 && seen & bit != 0 {
                fault = Some(Reason::BadJson);
            }
            seen |= bit;
            let text = scalar(value);
            if text.as_ref().is_some_and(|text| text.contains('\0')) {
                fault = Some(Reason::NulByte);
            }
            values[self.wanted[at].1] = text;
        };
        walk(line, &inside, &mut take).map_err(|_| Reason::BadJson)?;
        fault.map_or(Ok(()), Err)
    }
}

/// Every member of a line that holds a text, a number or a boolean, with its flattened name; `None` for a line that is no
/// object. Members that are `null` are there without a text.
pub(super) fn members(line: &str) -> Option<Vec<(String, Option<Cow<'_, str>>)>> {
    let mut all = Vec::new();
    walk(line, &|_| true, &mut |path, value| {
        if !value.get().starts_with(['{', '[']) {
            all.push((path.to_owned(), scalar(value)));
        }
    })
    .ok()?;
    Some(all)
}

fn scalar(value: &RawValue) -> Option<Cow<'_, str>> {
    let text = value.get();
    match text.as_bytes().first()? {
        b'{' | b'[' | b'n' => None,
        b'"' if text.contains('\\') => serde_json::from_str::<String>(text).ok().map(Cow::Owned),
        b'"' => Some(Cow::Borrowed(&text[1..text.len() - 1])),
        _ => Some(Cow::Borrowed(text)),
    }
}

fn walk<'a>(
    line: &'a str,
    wanted: &dyn Fn(&str) -> bool,
    take: &mut dyn FnMut(&str, &'a RawValue),
) -> serde_json::Result<()> {
    let mut path = String::new();
    let mut reader = serde_json::Deserializer::from_str(line);
    Object { path: &mut path, depth: 0, wanted, take }.deserialize(&mut reader)?;
    reader.end()
}

struct Object<'w, 'a> {
    path: &'w mut String,
    depth: usize,
    wanted: &'w dyn Fn(&str) -> bool,
    take: &'w mut dyn FnMut(&str, &'a RawValue),
}

impl<'a> DeserializeSeed<'a> for Object<'_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Object<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        let outer = self.path.len();
        while map.next_key_seed(Key(self.path))?.is_some() {
            if (self.wanted)(self.path) {
                let value: &'a RawValue = map.next_value()?;
                if value.get().starts_with('{') && self.depth < DEPTH {
                    let mut inner = serde_json::Deserializer::from_str(value.get());
                    let object =
                        Object { path: self.path, depth: self.depth + 1, wanted: self.wanted, take: self.take };
                    object.deserialize(&mut inner).map_err(serde::de::Error::custom)?;
                } else {
                    (self.take)(self.path, value);
                }
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            self.path.truncate(outer);
        }
        Ok(())
    }
}

// Appends a key to the path, behind a point where there is an outer one.
struct Key<'w>(&'w mut String);

impl<'a> DeserializeSeed<'a> for Key<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<(), E> {
        if !self.0.is_empty() {
            self.0.push('.');
        }
        self.0.push_str(key);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(names: &[&str]) -> JsonFields {
        let wanted = names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), at)).collect();
        JsonFields { wanted, columns: names.len() }
    }

    fn read<'a>(names: &[&str], line: &'a str) -> Result<Vec<Option<Cow<'a, str>>>, Reason> {
        let mut values = Vec::new();
        fields(names).read(line, &mut values).map(|()| values)
    }

    #[test]
    fn members_come_flattened_with_their_digits_untouched() {
        let line = r#" {"a":{"b":1234567890123456789.10,"x":[1,{"b":2}]},"t":"é\"","n":null,"o":{"o":{}},"ok":true} "#;
        let values = read(&["a.b", "t", "n", "o", "ok", "missing"], line).unwrap();
        let texts: Vec<Option<&str>> = values.iter().map(|value| value.as_deref()).collect();
        assert_eq!(texts, [Some("1234567890123456789.10"), Some("é\""), None, None, Some("true"), None]);
    }

    #[test]
    fn what_is_no_object_or_says_a_thing_twice_is_rejected() {
        for line in ["", "[]", "1", "{", r#"{"a":1,}"#, r#"{"a":1} x"#, r#"{"a":1,"a":2}"#, r#"{"a":01}"#] {
            assert_eq!(read(&["a"], line), Err(Reason::BadJson), "{line}");
        }
        assert_eq!(read(&["a"], r#"{"a":"\u0000"}"#), Err(Reason::NulByte));
        assert!(read(&["a"], r#"{"b":1,"b":2,"a":1}"#).is_ok());
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_rejected(line in "[{}\\[\\]\",:a.b0-9 \\\\u]{0,40}|.*") {
            let _ = read(&["a", "a.b"], &line);
            let _ = members(&line);
        }

        #[test]
        fn any_text_reads_back(text in "[^\0]*") {
            let line = serde_json::json!({ "outer": { "inner": text } }).to_string();
            prop_assert_eq!(read(&["outer.inner"], &line).unwrap(), [Some(Cow::Owned(text))]);
        }
    }
}
