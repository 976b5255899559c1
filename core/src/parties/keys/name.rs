//! Names: words in any order.

use super::fold::fold;
use super::forms;
use crate::model::PartyKind;

/// Appends the key of a name; whether there is one.
pub(super) fn key(name: &str, kind: PartyKind, folded: &mut String, key: &mut String) -> bool {
    folded.clear();
    fold(name, folded);
    let words = match kind {
        PartyKind::Person => folded.as_str(),
        PartyKind::Unknown => forms::without(folded, false),
        _ => forms::without(folded, true),
    };
    let mut words: Vec<&str> = words.split(' ').collect();
    words.sort_unstable();
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            key.push(' ');
        }
        key.push_str(word);
    }
    words.iter().any(|word| word.chars().any(char::is_alphabetic))
}
