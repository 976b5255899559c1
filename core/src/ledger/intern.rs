//! Numbering accounts while they are read: the innermost loop of reading.
//!
//! Nearly all accounts are short, so an account is its text itself: institution and number, padded with zero bytes, in
//! three words that compare and hash without a look at memory elsewhere. Longer ones go to an interner of texts, and
//! their three words hold their number there, behind bytes that no UTF-8 text has.

use super::LedgerFull;
use super::text::Interner;

/// Institution in 8 bytes and number in 16, both padded with zeros, least significant byte first.
pub(super) type Key = [u64; 3];

// So many lookups overlap.
const TOGETHER: usize = 64;
const LONG: u64 = u64::MAX;
const SEPARATOR: u8 = 0xFF;

/// Gives each distinct account a number, in order of first appearance.
#[derive(Debug)]
pub(super) struct AccountInterner {
    // Linear probing. A slot is 0 when free, else 32 bits of the hash over the account's number plus one.
    slots: Vec<u64>,
    keys: Vec<Key>,
    long: Interner,
    scratch: Vec<u8>,
}

impl Default for AccountInterner {
    fn default() -> Self {
        Self { slots: vec![0; 1 << 10], keys: Vec::new(), long: Interner::default(), scratch: Vec::new() }
    }
}

impl AccountInterner {
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The key of an account, to be interned now or later.
    ///
    /// # Errors
    /// [`LedgerFull::Text`] when there is too much text in long accounts.
    #[inline]
    pub(super) fn key(&mut self, institution: &[u8], number: &[u8]) -> Result<Key, LedgerFull> {
        match short_key(institution, number) {
            Some(key) => Ok(key),
            None => self.long_key(institution, number),
        }
    }

    /// Appends the numbers of many accounts.
    ///
    /// The tables are larger than a processor's cache. Looking up one account after the other waits for memory twice
    /// each; looked up together, the waits of many overlap.
    pub(super) fn intern_all(&mut self, keys: &[Key], numbers: &mut Vec<u32>) -> Result<(), LedgerFull> {
        for keys in keys.chunks(TOGETHER) {
            let mut slots = [(0_u64, 0_u64); TOGETHER];
            let mask = self.slots.len() - 1;
            for (key, found) in keys.iter().zip(&mut slots) {
                let hash = hash(key);
                *found = (hash, self.slots[hash as usize & mask]);
            }
            let mut known = [0_u32; TOGETHER];
            for ((key, (hash, slot)), known) in keys.iter().zip(&slots).zip(&mut known) {
                // A slot of another account, or a free one, gives no number that holds its key: 0 stands for none.
                if (slot ^ hash) >> 32 == 0 && *slot as u32 != 0 && self.keys[*slot as u32 as usize - 1] == *key {
                    *known = *slot as u32;
                }
            }
            for (key, known) in keys.iter().zip(known) {
                numbers.push(if known == 0 { self.intern(*key)? } else { known - 1 });
            }
        }
        Ok(())
    }

    fn intern(&mut self, key: Key) -> Result<u32, LedgerFull> {
        let hash = hash(&key);
        let mask = self.slots.len() - 1;
        let tag = hash & !0xFFFF_FFFF;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return self.insert(key, at, tag);
            }
            if slot & !0xFFFF_FFFF == tag {
                let position = (slot as u32 - 1) as usize;
                if self.keys[position] == key {
                    return Ok(position as u32);
                }
            }
            at = (at + 1) & mask;
        }
    }

    #[cold]
    fn insert(&mut self, key: Key, at: usize, tag: u64) -> Result<u32, LedgerFull> {
        let position = self.keys.len() as u32;
        if position == u32::MAX - 1 {
            return Err(LedgerFull::Accounts);
        }
        self.keys.push(key);
        self.slots[at] = tag | u64::from(position + 1);
        if self.keys.len() * 2 > self.slots.len() {
            self.grow();
        }
        Ok(position)
    }

    fn grow(&mut self) {
        let len = self.slots.len() * 2;
        self.slots = Vec::new();
        self.slots.resize(len, 0);
        for (position, key) in self.keys.iter().enumerate() {
            let hash = hash(key);
            let mut at = hash as usize & (len - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (len - 1);
            }
            self.slots[at] = (hash & !0xFFFF_FFFF) | (position as u64 + 1);
        }
    }

    #[cold]
    fn long_key(&mut self, institution: &[u8], number: &[u8]) -> Result<Key, LedgerFull> {
        self.scratch.clear();
        self.scratch.extend_from_slice(institution);
        self.scratch.push(SEPARATOR);
        self.scratch.extend_from_slice(number);
        Ok([LONG, LONG, u64::from(self.long.intern(&self.scratch)?)])
    }

    /// Institution and number of a long account; `None` for a short one.
    pub(super) fn long(&self, key: &Key) -> Option<(&[u8], &[u8])> {
        if key[0] != LONG {
            return None;
        }
        let text = self.long.get(key[2] as u32);
        let at = text.iter().position(|byte| *byte == SEPARATOR)?;
        Some((&text[..at], &text[at + 1..]))
    }
}

/// The words most significant byte first: in their order, short accounts are in the order of their texts.
pub(super) fn ordered(key: &Key) -> Key {
    key.map(u64::swap_bytes)
}

/// The texts of a short account from its [`ordered`] key: 24 bytes, of which the first 8 are the institution.
pub(super) fn spelled(ordered: &Key) -> [u8; 24] {
    let mut bytes = [0; 24];
    for (word, place) in ordered.iter().zip(bytes.chunks_exact_mut(8)) {
        place.copy_from_slice(&word.to_be_bytes());
    }
    bytes
}

/// The bytes up to the padding.
pub(super) fn unpadded(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len())]
}

#[inline]
fn short_key(institution: &[u8], number: &[u8]) -> Option<Key> {
    if institution.len() > 8 || number.len() > 16 {
        return None;
    }
    let (low, high) = number.split_at(number.len().min(8));
    let key = [word(institution), word(low), word(high)];
    // A text that holds a zero byte would read as a shorter one. Readers reject those rows; a caller in code may not.
    let zero = holds_zero(key[0], institution.len()) | holds_zero(key[1], low.len()) | holds_zero(key[2], high.len());
    if zero { None } else { Some(key) }
}

// Whether any of the first `length` bytes is zero.
#[inline]
fn holds_zero(word: u64, length: usize) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let filled = word | u64::MAX.checked_shl(8 * length as u32).unwrap_or(0);
    filled.wrapping_sub(ONES) & !filled & (ONES << 7) != 0
}

/// The first 8 bytes as a number, least significant first, by reads that overlap instead of a loop.
#[inline]
pub(crate) fn word(text: &[u8]) -> u64 {
    let four = |bytes: &[u8]| u64::from(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    match text.len() {
        0 => 0,
        length @ 1..=3 => {
            let (middle, last) = (length / 2, length - 1);
            u64::from(text[0]) | u64::from(text[middle]) << (8 * middle) | u64::from(text[last]) << (8 * last)
        }
        length @ 4..=7 => four(text) | four(&text[length - 4..]) << (8 * (length - 4)),
        _ => four(text) | four(&text[4..8]) << 32,
    }
}

#[inline]
fn hash(key: &Key) -> u64 {
    let fold = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        product as u64 ^ (product >> 64) as u64
    };
    let numbers = fold(key[1] ^ 0x243f_6a88_85a3_08d3, key[2] ^ 0x1319_8a2e_0370_7344);
    fold(numbers ^ key[0], 0xa409_3822_299f_31d1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn text() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![4 => "[0-9A-C]{0,3}", 2 => "[a-z0-9]{6,18}", 1 => "[\\x00ñ]{0,10}", 1 => "[A-Z0-9]{20,40}"]
            .prop_map(String::into_bytes)
    }

    proptest! {
        #[test]
        fn two_accounts_share_a_number_only_when_they_are_one(accounts in prop::collection::vec((text(), text()), 0..3000)) {
            let mut interner = AccountInterner::default();
            let mut numbers: BTreeMap<(Vec<u8>, Vec<u8>), u32> = BTreeMap::new();
            let (mut keys, mut expected, mut found) = (Vec::new(), Vec::new(), Vec::new());
            for (institution, number) in accounts {
                let next = numbers.len() as u32;
                expected.push(*numbers.entry((institution.clone(), number.clone())).or_insert(next));
                keys.push(interner.key(&institution, &number).unwrap());
            }
            for keys in keys.chunks(700) {
                interner.intern_all(keys, &mut found).unwrap();
            }
            prop_assert_eq!(found, expected);
            for ((institution, number), position) in numbers {
                let key = interner.keys()[position as usize];
                match interner.long(&key) {
                    Some(found) => prop_assert_eq!(found, (institution.as_slice(), number.as_slice())),
                    None => {
                        let bytes = spelled(&ordered(&key));
                        prop_assert_eq!(unpadded(&bytes[..8]), institution.as_slice());
                        prop_assert_eq!(unpadded(&bytes[8..]), number.as_slice());
                    }
                }
            }
        }

        #[test]
        fn words_hold_their_bytes(text in prop::collection::vec(any::<u8>(), 0..=8)) {
            let mut bytes = [0; 8];
            bytes[..text.len()].copy_from_slice(&text);
            prop_assert_eq!(word(&text), u64::from_le_bytes(bytes));
        }
    }
}
