//! Records of JSON that are no lines: the elements of an array, or objects one after the other however they are broken
//! into lines.

use super::super::Reason;
use super::super::encoding::windows_1252;
use super::reading::Halt;
use super::sink::{Record, Refusal, Sink};
use std::borrow::Cow;

/// The longest element, in bytes.
pub(super) const LONGEST: usize = 16 << 20;

/// The elements of a file while they come.
#[derive(Debug, Default)]
pub(super) struct Elements {
    /// Elements that are done.
    done: u32,
    // Line breaks before what is not done.
    lines: u32,
    in_array: bool,
}

impl Elements {
    /// Gives each whole element to `take`, and counts what became of it. Returns how many bytes are done.
    ///
    /// # Errors
    /// When the text breaks off inside an element or an array, an element is too long, or the register is full.
    pub(super) fn read(
        &mut self,
        text: &[u8],
        last: bool,
        sink: &mut Sink<'_>,
        take: &mut dyn FnMut(&str, Record<'_>, &mut Sink<'_>) -> Result<(), Refusal>,
    ) -> Result<usize, Halt> {
        let mut at = 0;
        loop {
            let skipped = text[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
            self.count(&text[at..at + skipped]);
            at += skipped;
            match text.get(at) {
                None if last && self.in_array => return Err(self.broken_off("its array is not closed")),
                None => return Ok(at),
                Some(b'[') if !self.in_array => (self.in_array, at) = (true, at + 1),
                Some(b']') if self.in_array => (self.in_array, at) = (false, at + 1),
                Some(_) => {
                    let rest = &text[at..];
                    let length = match length(rest) {
                        Some(length) => length,
                        // A number or a word ends where the text does.
                        None if last && !matches!(rest[0], b'{' | b'[' | b'"') => rest.len(),
                        None if last => return Err(self.broken_off("it breaks off inside an element")),
                        None if rest.len() > LONGEST => return Err(self.broken_off("an element is longer than 16 MiB")),
                        None => return Ok(at),
                    };
                    let raw = &rest[..length];
                    self.done = self.done.saturating_add(1);
                    let record = Record { number: self.done, line: self.lines.saturating_add(1), raw };
                    let element = match std::str::from_utf8(raw) {
                        Ok(element) => Cow::Borrowed(element),
                        Err(_) => {
                            sink.tally.windows_1252 += 1;
                            Cow::Owned(windows_1252(raw))
                        }
                    };
                    let read = if raw.first() == Some(&b'{') {
                        take(&element, record, sink)
                    } else {
                        Err(Refusal::whole(Reason::BadJson, ""))
                    };
                    sink.settle(record, read)?;
                    self.count(raw);
                    at += length;
                }
            }
        }
    }

    fn count(&mut self, bytes: &[u8]) {
        self.lines = self.lines.saturating_add(memchr::memchr_iter(b'\n', bytes).count() as u32);
    }

    fn broken_off(&self, cause: &str) -> Halt {
        Halt::Malformed {
            line: u64::from(self.lines) + 1,
            cause: cause.to_owned(),
            hint: "fetch the file again from its source: a part of it is no evidence that the rest tells nothing",
        }
    }
}

// How long the value at the beginning of a text is; `None` when it does not end there.
fn length(text: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                at += 1;
                loop {
                    at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
                    if text[at] == b'"' {
                        break;
                    }
                    at += 2;
                }
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return Some(if depth == 1 { at + 1 } else { at.max(1) }),
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return Some(at),
            byte if depth == 0 && byte.is_ascii_whitespace() => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_end_where_they_do() {
        for (text, found) in [
            ("{\"a\":\"}\\\"]\"} ,", Some(12)),
            ("[1,[2]],", Some(7)),
            ("\"a,b\",", Some(5)),
            ("12,", Some(2)),
            ("}", Some(1)),
            ("{\"a\":1", None),
            ("{\"a\\", None),
        ] {
            assert_eq!(length(text.as_bytes()), found, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_value_is_as_long_as_it_is(value in "[a-z\"{}\\[\\],:é\\\\ ]{0,20}", more in ".{0,5}") {
            let text = serde_json::json!({ "v": [value] }).to_string();
            prop_assert_eq!(length(format!("{text}{more}").as_bytes()), Some(text.len()));
        }

        #[test]
        fn any_text_has_a_length_above_zero_or_none(text in "[{}\\[\\],\"a ]{1,12}") {
            if !text.starts_with([' ', ',']) {
                prop_assert_ne!(length(text.as_bytes()), Some(0));
            }
        }
    }
}
