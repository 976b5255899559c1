//! Text without what says nothing: the base of every key.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends a text in lower case, without accents, its words apart by one space; apostrophes are left out, and letters that stand alone one after the other are one word (`S.A. de C.V.`, `S A de C V`: `sa de cv`).
///
/// Marks are taken off Latin, Greek, Cyrillic, Arabic and Hebrew letters. Elsewhere (Devanagari, Thai) they are what the
/// word consists of, and stay.
pub fn fold(text: &str, folded: &mut String) {
    let start = folded.len();
    let mut words = Words { folded, letters: 0, alone: false };
    if text.is_ascii() {
        text.bytes().for_each(|letter| words.ascii(letter));
    } else {
        text.nfkd().for_each(|letter| words.letter(letter));
    }
    words.end();
    if folded.len() > start && folded.ends_with(' ') {
        folded.pop();
    }
}

struct Words<'a> {
    folded: &'a mut String,
    // Letters of the word at the end so far.
    letters: usize,
    // Whether the word before is letters that stood alone.
    alone: bool,
}

impl Words<'_> {
    fn ascii(&mut self, letter: u8) {
        match letter {
            b'a'..=b'z' => self.push(char::from(letter)),
            b'A'..=b'Z' => self.push(char::from(letter.to_ascii_lowercase())),
            b'0'..=b'9' => {
                // A digit is no letter that stands alone.
                self.push(char::from(letter));
                self.letters += 1;
            }
            b'\'' | b'`' => {}
            _ => self.end(),
        }
    }

    fn letter(&mut self, letter: char) {
        if let Ok(letter) = u8::try_from(u32::from(letter))
            && letter.is_ascii()
        {
            return self.ascii(letter);
        }
        match letter {
            '’' | '´' | 'ʼ' => {}
            _ if is_mark(letter) => {}
            _ => match plain(letter) {
                Some(plain) => plain.chars().for_each(|letter| self.push(letter)),
                None if letter.is_alphanumeric() || is_combining_mark(letter) => {
                    letter.to_lowercase().for_each(|letter| self.push(letter));
                }
                None => self.end(),
            },
        }
    }

    fn push(&mut self, letter: char) {
        self.folded.push(letter);
        self.letters += 1;
    }

    fn end(&mut self) {
        if self.letters == 0 {
            return;
        }
        let alone = self.letters == 1;
        if alone && self.alone {
            // ` x` becomes `x`, behind the letters before.
            let last = self.folded.pop();
            self.folded.pop();
            self.folded.extend(last);
        }
        (self.alone, self.letters) = (alone, 0);
        self.folded.push(' ');
    }
}

// Accents of Latin, Greek and Cyrillic; vowels and points of Arabic and Hebrew.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{640}')
}

// Letters that do not come apart into a plain one and an accent.
const fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        _ => return None,
    })
}
