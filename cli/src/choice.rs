//! Options whose values are names from a short list, so that help and completions list them.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Takes one of these names.
pub(crate) fn named<T: Copy + Send + Sync>(choices: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(choices.iter().map(|(name, _)| *name))
        .try_map(|text| choices.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice).ok_or("unknown"))
}
