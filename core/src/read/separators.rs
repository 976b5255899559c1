//! Where fields and rows end: one look at each byte, sixteen at a time.

use wide::u8x16;

/// Appends the places of `delimiter` and `newline` in `text`, which is shorter than 4 GiB, and closes with its length
/// when it does not end with a newline.
pub(super) fn separators(text: &[u8], delimiter: u8, newline: u8, places: &mut Vec<u32>) {
    places.clear();
    let (delimiters, newlines) = (u8x16::splat(delimiter), u8x16::splat(newline));
    let (blocks, rest) = text.as_chunks::<64>();
    for (number, block) in blocks.iter().enumerate() {
        let mut mask = 0_u64;
        for (quarter, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
            let bytes = u8x16::new(*bytes);
            let found = bytes.simd_eq(delimiters) | bytes.simd_eq(newlines);
            mask |= u64::from(found.to_bitmask()) << (16 * quarter);
        }
        let base = (number * 64) as u32;
        while mask != 0 {
            places.push(base + mask.trailing_zeros());
            mask &= mask - 1;
        }
    }
    let base = blocks.len() * 64;
    for (place, byte) in rest.iter().enumerate() {
        if *byte == delimiter || *byte == newline {
            places.push((base + place) as u32);
        }
    }
    if text.last().is_some_and(|byte| *byte != newline) {
        places.push(text.len() as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::separators;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_separator_is_found(text in "[a;\n]{0,300}") {
            let mut found = Vec::new();
            separators(text.as_bytes(), b';', b'\n', &mut found);
            let mut expected: Vec<u32> = text.bytes().enumerate()
                .filter(|(_, byte)| matches!(byte, b';' | b'\n'))
                .map(|(place, _)| place as u32)
                .collect();
            if !text.is_empty() && !text.ends_with('\n') {
                expected.push(text.len() as u32);
            }
            prop_assert_eq!(found, expected);
        }
    }
}
