//! Which bytes spell the text, and their way to UTF-8.

use super::Encoding;
use std::str;

/// What rows are checked against once UTF-16 has become UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Utf8,
    Utf8OrWindows1252,
    Windows1252,
}

/// How the text of an input is spelled, found from its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) encoding: Encoding,
    /// Bytes of the byte order mark.
    pub(super) mark: usize,
}

/// How many first bytes tell the encoding.
pub(super) const SIGNS: usize = 4096;

/// Finds the encoding from a byte order mark, or from the zero bytes that UTF-16 has in nearly every letter of a table;
/// `given` counts for more than either, and a mark is left out of the text all the same.
pub(super) fn find(beginning: &[u8], given: Option<Encoding>) -> Found {
    let (marked, mark) = match beginning {
        [0xEF, 0xBB, 0xBF, ..] => (Some(Encoding::Utf8OrWindows1252), 3),
        [0xFF, 0xFE, ..] => (Some(Encoding::Utf16Le), 2),
        [0xFE, 0xFF, ..] => (Some(Encoding::Utf16Be), 2),
        _ => (None, 0),
    };
    let encoding = given.or(marked).unwrap_or_else(|| unmarked(&beginning[..beginning.len().min(SIGNS)]));
    let fits = match (encoding, mark) {
        (Encoding::Utf16Le, 2) => beginning[0] == 0xFF,
        (Encoding::Utf16Be, 2) => beginning[0] == 0xFE,
        (Encoding::Utf16Le | Encoding::Utf16Be, _) => false,
        (_, mark) => mark == 3,
    };
    Found { encoding, mark: if fits { mark } else { 0 } }
}

fn unmarked(beginning: &[u8]) -> Encoding {
    let zeros = |odd: usize| beginning.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = beginning.len() / 2;
    if half == 0 {
        Encoding::Utf8OrWindows1252
    } else if odd * 3 > half * 2 && even * 10 < half {
        Encoding::Utf16Le
    } else if even * 3 > half * 2 && odd * 10 < half {
        Encoding::Utf16Be
    } else {
        Encoding::Utf8OrWindows1252
    }
}

impl Spelling {
    pub(super) const fn of(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Utf8OrWindows1252 => Self::Utf8OrWindows1252,
            Encoding::Windows1252 => Self::Windows1252,
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => Self::Utf8,
        }
    }

    /// Whether these lines can be taken as they are.
    pub(super) fn is_plain(self, lines: &[u8]) -> bool {
        match self {
            Self::Utf8 | Self::Utf8OrWindows1252 => simdutf8::basic::from_utf8(lines).is_ok(),
            Self::Windows1252 => lines.is_ascii(),
        }
    }
}

/// UTF-16 in pieces to UTF-8. A surrogate without its other half becomes a byte that no UTF-8 has, so that its row is
/// rejected for it.
#[derive(Debug)]
pub(super) struct Utf16 {
    little_endian: bool,
    // A byte that waits for its other half.
    half: Option<u8>,
    // A first surrogate that waits for the second.
    first: Option<u16>,
}

const NO_TEXT: u8 = 0xFF;

impl Utf16 {
    pub(super) fn new(little_endian: bool) -> Self {
        Self { little_endian, half: None, first: None }
    }

    /// Appends what these bytes spell.
    pub(super) fn decode(&mut self, mut bytes: &[u8], text: &mut Vec<u8>) {
        if let (Some(half), [byte, rest @ ..]) = (self.half, bytes) {
            self.half = None;
            self.unit([half, *byte], text);
            bytes = rest;
        }
        let (pairs, rest) = bytes.as_chunks::<2>();
        for pair in pairs {
            self.unit(*pair, text);
        }
        if let [byte] = rest {
            self.half = Some(*byte);
        }
    }

    /// Appends what is left over at the end: a byte or a surrogate without its other half.
    pub(super) fn end(&mut self, text: &mut Vec<u8>) {
        if self.first.take().is_some() || self.half.take().is_some() {
            text.push(NO_TEXT);
        }
    }

    #[inline]
    fn unit(&mut self, pair: [u8; 2], text: &mut Vec<u8>) {
        let unit = if self.little_endian { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) };
        if unit < 0x80 && self.first.is_none() {
            text.push(unit as u8);
            return;
        }
        if let Some(first) = self.first.take() {
            if let Some(Ok(letter)) = char::decode_utf16([first, unit]).next() {
                push(letter, text);
                return;
            }
            text.push(NO_TEXT);
        }
        match char::decode_utf16([unit]).next() {
            Some(Ok(letter)) => push(letter, text),
            _ if unit < 0xDC00 => self.first = Some(unit),
            _ => text.push(NO_TEXT),
        }
    }
}

fn push(letter: char, text: &mut Vec<u8>) {
    text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The beginning of a text, for people and for what understands columns: lines end with `\n`, and each line is read as
/// its rows will be.
pub(super) fn readable(beginning: &[u8], spelling: Spelling, newline: u8) -> String {
    let mut text = String::with_capacity(beginning.len());
    for line in beginning.split_inclusive(|byte| *byte == newline) {
        let (content, ended) = match line.strip_suffix(&[newline]) {
            Some(content) => (content, true),
            None => (line, false),
        };
        match (spelling, str::from_utf8(content)) {
            (Spelling::Windows1252, _) | (Spelling::Utf8OrWindows1252, Err(_)) => text.push_str(&windows_1252(content)),
            (_, Ok(content)) => text.push_str(content),
            (Spelling::Utf8, Err(_)) => text.push_str(&String::from_utf8_lossy(content)),
        }
        if ended {
            text.push('\n');
        }
    }
    text
}

/// The text that these bytes are in Windows-1252. The five bytes that it leaves free are the control characters of
/// Latin-1, as browsers have it.
pub(super) fn windows_1252(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| if let 0x80..=0x9F = byte { HIGH[usize::from(byte - 0x80)] } else { char::from(*byte) })
        .collect()
}

const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_of_encodings() {
        let of = |bytes: &[u8]| find(bytes, None);
        assert_eq!(of(b"\xEF\xBB\xBFa,b"), Found { encoding: Encoding::Utf8OrWindows1252, mark: 3 });
        assert_eq!(of(b"\xFF\xFEa\0"), Found { encoding: Encoding::Utf16Le, mark: 2 });
        assert_eq!(of(b"a\0,\0b\0\n\0"), Found { encoding: Encoding::Utf16Le, mark: 0 });
        assert_eq!(of(b"\0a\0,\0b\0\n"), Found { encoding: Encoding::Utf16Be, mark: 0 });
        assert_eq!(of(b"a,b\0\n"), Found { encoding: Encoding::Utf8OrWindows1252, mark: 0 });
        assert_eq!(of(b""), Found { encoding: Encoding::Utf8OrWindows1252, mark: 0 });
        assert_eq!(find(b"\xEF\xBB\xBFa", Some(Encoding::Utf8)), Found { encoding: Encoding::Utf8, mark: 3 });
    }

    #[test]
    fn windows_1252_is_latin_1_but_for_its_own_32() {
        assert_eq!(windows_1252(b"Se\xF1or \x80 \x93x\x94"), "Señor € “x”");
    }

    proptest! {
        #[test]
        fn utf_16_comes_through_in_any_pieces(text in ".*", little_endian: bool, size in 1..7_usize) {
            let order = |unit: u16| if little_endian { unit.to_le_bytes() } else { unit.to_be_bytes() };
            let bytes: Vec<u8> = text.encode_utf16().flat_map(order).collect();
            let mut utf16 = Utf16::new(little_endian);
            let mut decoded = Vec::new();
            bytes.chunks(size).for_each(|bytes| utf16.decode(bytes, &mut decoded));
            utf16.end(&mut decoded);
            prop_assert_eq!(str::from_utf8(&decoded), Ok(text.as_str()));
        }

        #[test]
        fn units_without_meaning_are_no_text(units in prop::collection::vec(0xD700..0xE100_u16, 0..20)) {
            let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let mut utf16 = Utf16::new(true);
            let mut decoded = Vec::new();
            utf16.decode(&bytes, &mut decoded);
            utf16.end(&mut decoded);
            prop_assert_eq!(str::from_utf8(&decoded).is_ok(), String::from_utf16(&units).is_ok());
        }
    }
}
