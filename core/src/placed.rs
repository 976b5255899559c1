//! Values of the small documents that users write, with their places where the format tells them.
//!
//! A document is TOML when a person writes it into a file and JSON when a program hands it over. What it may say is
//! declared once, for both, by a type that leaves open how its texts are kept: [`Spanned`], whose place an error can
//! show, or [`Unplaced`].

use serde::Deserialize;
use std::ops::Range;
#[cfg(feature = "toml")]
use toml::Spanned;

/// A value of a document.
pub(crate) trait Placed {
    type Value;

    fn value(&self) -> &Self::Value;

    /// Where it stands, in bytes, when that is known.
    fn span(&self) -> Option<Range<usize>>;

    fn into_value(self) -> Self::Value;
}

/// A value whose place is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub(crate) struct Unplaced<T>(T);

impl<T> Placed for Unplaced<T> {
    type Value = T;

    fn value(&self) -> &T {
        &self.0
    }

    fn span(&self) -> Option<Range<usize>> {
        None
    }

    fn into_value(self) -> T {
        self.0
    }
}

#[cfg(feature = "toml")]
impl<T> Placed for Spanned<T> {
    type Value = T;

    fn value(&self) -> &T {
        self.get_ref()
    }

    fn span(&self) -> Option<Range<usize>> {
        Some(Self::span(self))
    }

    fn into_value(self) -> T {
        self.into_inner()
    }
}

/// Whether a document is JSON. No TOML begins with a brace.
pub(crate) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// What a document of JSON is wrong about, without a place: it was an object of the caller's and no text of a person's.
pub(crate) fn json_mistake(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned()
}
