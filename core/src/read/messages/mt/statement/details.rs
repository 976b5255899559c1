//! What banks say of a line of a statement, in field 86.
//!
//! The standard leaves its text to the banks. Two ways of writing it are common enough to be read: numbers behind a mark,
//! as German and Polish banks have them (`166?00SEPA?20Invoice 1?30BIC?31IBAN?32Name`), and words between strokes
//! (`/EREF/E1/ORDP//NAME/Name/IBAN/.../REMI/Invoice 1`, or `/CNTP/IBAN/BIC/Name/Town/`). Any other text is the purpose.

use crate::read::messages::side::push_words;
use memchr::memmem::find;

/// What the text says.
#[derive(Clone, Debug, Default)]
pub(super) struct Details {
    pub(super) account: Vec<u8>,
    pub(super) bic: Vec<u8>,
    pub(super) name: Vec<u8>,
    pub(super) purpose: Vec<u8>,
    pub(super) end_to_end: Vec<u8>,
}

// Words that begin a part of the text.
const WORDS: [&[u8]; 24] = [
    b"EREF", b"ORDP", b"BENM", b"NAME", b"IBAN", b"BIC", b"CNTP", b"REMI", b"RTRN", b"MARF", b"CSID", b"ISDT", b"PREF",
    b"TRTP", b"TRCD", b"ADDR", b"ID", b"ULTD", b"ULTB", b"PURP", b"SVCL", b"INFO", b"ACCT", b"BUSP",
];

impl Details {
    /// Reads the text of a field, whose lines are cut where they are full.
    pub(super) fn of(text: &[u8]) -> Self {
        let joined: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'\n').collect();
        match joined.as_slice() {
            [a, b, c, mark, d, e, ..]
                if [a, b, c, d, e].iter().all(|byte| byte.is_ascii_digit())
                    && mark.is_ascii()
                    && !mark.is_ascii_alphanumeric()
                    && !matches!(mark, b' ' | b'/' | b',' | b'.' | b'-') =>
            {
                Self::numbered(&joined[3..], *mark)
            }
            [b'/', rest @ ..] if word(rest).is_some() => Self::worded(&joined),
            _ => {
                let mut details = Self::default();
                push_words(text, &mut details.purpose);
                details
            }
        }
    }

    fn numbered(text: &[u8], mark: u8) -> Self {
        let mut details = Self::default();
        let (mut purpose, mut name, mut kind) = (Vec::new(), Vec::new(), Vec::new());
        for part in text.split(|byte| *byte == mark).filter(|part| part.len() > 2) {
            let (number, value) = part.split_at(2);
            match number {
                b"00" => kind.extend_from_slice(value),
                [b'2', _] | [b'6', b'0'..=b'3'] => purpose.extend_from_slice(value),
                b"30" => details.bic.extend_from_slice(value.trim_ascii()),
                b"31" | b"38" if details.account.is_empty() => details.account.extend_from_slice(value.trim_ascii()),
                b"32" | b"33" => name.extend_from_slice(value),
                _ => {}
            }
        }
        push_words(&name, &mut details.name);
        details.end_to_end.extend_from_slice(after(&purpose, b"EREF+"));
        let told = [after(&purpose, b"SVWZ+"), &purpose, &kind].into_iter().find(|text| !text.is_empty());
        push_words(told.unwrap_or_default(), &mut details.purpose);
        details
    }

    fn worded(text: &[u8]) -> Self {
        let mut details = Self::default();
        let mut rest = text;
        let mut info = Vec::new();
        while let [b'/', after @ ..] = rest {
            let Some(found) = word(after) else { break };
            let value = &after[found.len() + 1..];
            let end = (0..value.len()).find(|at| value[*at] == b'/' && word(&value[*at + 1..]).is_some());
            let (value, next) = value.split_at(end.unwrap_or(value.len()));
            rest = next;
            let content = value.strip_suffix(b"/").unwrap_or(value).trim_ascii();
            match found {
                b"EREF" => details.end_to_end = content.to_vec(),
                b"NAME" => push_once(&mut details.name, content),
                b"IBAN" | b"ACCT" => push_once(&mut details.account, content),
                b"BIC" => push_once(&mut details.bic, content),
                b"REMI" => {
                    // A first part may say how it is written.
                    let content =
                        content.strip_prefix(b"USTD//").or_else(|| content.strip_prefix(b"STRD/")).unwrap_or(content);
                    push_words(content, &mut details.purpose);
                }
                b"CNTP" => {
                    let mut parts = content.split(|byte| *byte == b'/');
                    push_once(&mut details.account, parts.next().unwrap_or_default());
                    push_once(&mut details.bic, parts.next().unwrap_or_default());
                    push_once(&mut details.name, parts.next().unwrap_or_default());
                }
                b"INFO" => info.extend_from_slice(content),
                _ => {}
            }
        }
        if details.purpose.is_empty() {
            push_words(if info.is_empty() { text } else { &info }, &mut details.purpose);
        }
        details
    }
}

// What follows a word, up to the next one.
fn after<'a>(text: &'a [u8], word: &[u8]) -> &'a [u8] {
    let Some(start) = find(text, word) else { return b"" };
    let rest = &text[start + word.len()..];
    let words = [
        "EREF+", "SVWZ+", "MREF+", "CRED+", "DEBT+", "KREF+", "ABWA+", "ABWE+", "PURP+", "COAM+", "OAMT+", "BIC+",
        "IBAN+",
    ];
    let end = words.iter().filter_map(|word| find(rest, word.as_bytes())).min();
    rest[..end.unwrap_or(rest.len())].trim_ascii()
}

// The word that a text begins with, before a stroke.
fn word(text: &[u8]) -> Option<&'static [u8]> {
    let length = text.iter().take(5).position(|byte| *byte == b'/')?;
    WORDS.into_iter().find(|word| *word == &text[..length])
}

// The first party is the other one; those behind it are for whom it acts.
fn push_once(to: &mut Vec<u8>, text: &[u8]) {
    if to.is_empty() {
        push_words(text, to);
    }
}

#[cfg(test)]
mod tests {
    use super::Details;

    fn texts(text: &str) -> [String; 5] {
        let details = Details::of(text.as_bytes());
        [details.account, details.bic, details.name, details.purpose, details.end_to_end]
            .map(|text| String::from_utf8(text).unwrap())
    }

    #[test]
    fn each_way_of_writing_is_read() {
        let numbered =
            "166?00SEPA-UEBERWEISUNG?20EREF+E-1?21SVWZ+Rent Ma\ny?30DEUTDEFF?31DE89370400440532013000?32Jo\n Doe";
        assert_eq!(texts(numbered), ["DE89370400440532013000", "DEUTDEFF", "Jo Doe", "Rent May", "E-1"]);
        let worded =
            "/EREF/E-2/ORDP//NAME/Acme BV/IBAN/NL26VAYB8060476890/BIC/VAYBNL2A/REMI/USTD//Invoice 7 a/b/ADDR/x";
        assert_eq!(texts(worded), ["NL26VAYB8060476890", "VAYBNL2A", "Acme BV", "Invoice 7 a/b", "E-2"]);
        let counterparty = "/CNTP/NL26VAYB8060476890/VAYBNL2A/Acme///REMI/x/";
        assert_eq!(texts(counterparty), ["NL26VAYB8060476890", "VAYBNL2A", "Acme", "x", ""]);
        assert_eq!(texts("Cash withdrawal\n 12/03"), ["", "", "", "Cash withdrawal 12/03", ""]);
        assert_eq!(texts("/XYZ/1"), ["", "", "", "/XYZ/1", ""]);
        assert_eq!(texts(""), ["", "", "", "", ""]);
    }
}
