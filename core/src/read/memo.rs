//! What short texts were found to mean, for columns that say the same few things over and over.

use crate::ledger::word;

/// Remembers one short text in each of its places; a text that falls on another's place takes it over.
#[derive(Clone, Debug)]
pub(super) struct Memo<T> {
    places: Box<[(Key, Option<T>); PLACES]>,
}

type Key = [u64; 3];

const PLACES: usize = 256;
const LONGEST: usize = 24;

impl<T: Copy> Default for Memo<T> {
    fn default() -> Self {
        Self { places: Box::new([([0; 3], None); PLACES]) }
    }
}

impl<T> Memo<T> {
    /// What was remembered for a text.
    #[inline]
    pub(super) fn get(&self, text: &[u8]) -> Option<&T> {
        let key = key(text)?;
        let (known, value) = &self.places[place(&key)];
        if *known == key { value.as_ref() } else { None }
    }

    /// Remembers it, if the text is short enough.
    pub(super) fn set(&mut self, text: &[u8], value: T) {
        if let Some(key) = key(text) {
            self.places[place(&key)] = (key, Some(value));
        }
    }
}

// Padding is zero bytes, so a text that may hold some has no key.
#[inline]
fn key(text: &[u8]) -> Option<Key> {
    let length = text.len();
    if length == 0 || length > LONGEST || text[length - 1] == 0 {
        return None;
    }
    let (first, rest) = text.split_at(length.min(8));
    let (second, third) = rest.split_at(rest.len().min(8));
    Some([word(first), word(second), word(third)])
}

#[inline]
fn place(key: &Key) -> usize {
    let mixed = (key[0] ^ key[1].rotate_left(23) ^ key[2].rotate_left(47)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 56) as usize
}

#[cfg(test)]
mod tests {
    use super::Memo;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_remembered_is_what_was_said(texts in prop::collection::vec("[a-d\\x00 ]{0,26}", 1..200)) {
            let mut memo = Memo::default();
            for (number, text) in texts.iter().enumerate() {
                if let Some(known) = memo.get(text.as_bytes()) {
                    let said: &usize = known;
                    prop_assert_eq!(&texts[*said], text);
                }
                memo.set(text.as_bytes(), number);
            }
        }
    }
}
