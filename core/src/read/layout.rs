//! How rows are laid out: the delimiter, and the line that names the columns.
//!
//! Only the beginning of a file is looked at, line by line, with quotes respected. A record that is open at the end of its
//! line is left out, except in a header, where bank exports do break names.

use std::borrow::Cow;

/// The delimiters that are looked for. Where two fit alike, the earlier.
pub(super) const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];

/// Lines at the beginning among which the header is looked for: exports of banks have titles above it.
pub(super) const HEADER_LINES: u32 = 30;

const OPEN_LINES: usize = 8;

/// Lines with their numbers, from 1.
pub(super) fn lines(head: &str) -> impl Iterator<Item = (u32, &str)> {
    let head = head.strip_prefix('\u{feff}').unwrap_or(head);
    head.split_terminator('\n').enumerate().map(|(at, line)| (at as u32 + 1, line.strip_suffix('\r').unwrap_or(line)))
}

/// Splits a line; `None` when a quote is open at its end or text follows a closing quote.
pub(super) fn split(line: &str, delimiter: u8) -> Option<Vec<Cow<'_, str>>> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            match rest.bytes().position(|byte| byte == delimiter) {
                Some(end) => {
                    fields.push(Cow::Borrowed(&rest[..end]));
                    rest = &rest[end + 1..];
                    continue;
                }
                None => {
                    fields.push(Cow::Borrowed(rest));
                    return Some(fields);
                }
            }
        };
        let bytes = quoted.as_bytes();
        let mut at = 0;
        while bytes.get(at)? != &b'"' || bytes.get(at + 1) == Some(&b'"') {
            at += if bytes[at] == b'"' { 2 } else { 1 };
        }
        let field = &quoted[..at];
        fields.push(if field.contains('"') { Cow::Owned(field.replace("\"\"", "\"")) } else { Cow::Borrowed(field) });
        match bytes.get(at + 1) {
            None => return Some(fields),
            Some(byte) if *byte == delimiter => rest = &quoted[at + 2..],
            Some(_) => return None,
        }
    }
}

/// The header that begins on a line, and the line after it. It may go on over the next lines inside quotes.
pub(super) fn header(head: &str, line: u32, delimiter: u8) -> Option<(Vec<String>, u32)> {
    let mut record = String::new();
    for (number, text) in lines(head).skip(line as usize - 1).take(OPEN_LINES) {
        record.push_str(text);
        if let Some(fields) = split(&record, delimiter) {
            return Some((fields.into_iter().map(|field| field.trim().to_owned()).collect(), number + 1));
        }
        record.push(' ');
    }
    None
}

/// The delimiter that a first line `sep=;` names, as spreadsheets write it.
pub(super) fn declared(head: &str) -> Option<u8> {
    let (_, first) = lines(head).next()?;
    let rest = first.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &first.as_bytes()[4..])?;
    match rest {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotes_are_respected() {
        assert_eq!(split("a;\"b;c\";\"d\"\"e\";", b';').unwrap(), ["a", "b;c", "d\"e", ""]);
        assert_eq!(split("", b';').unwrap(), [""]);
        assert_eq!(split("a;\"b", b';'), None);
        assert_eq!(split("\"a\"b;c", b';'), None);
    }

    #[test]
    fn a_header_may_break_inside_quotes() {
        let (names, next) = header("title\nfecha;\"monto\r\n(MXN)\"\n1;2\n", 2, b';').unwrap();
        assert_eq!(names, ["fecha", "monto (MXN)"]);
        assert_eq!(next, 4);
    }

    #[test]
    fn a_declared_delimiter_is_found() {
        assert_eq!(declared("sep=;\r\na;b\n"), Some(b';'));
        assert_eq!(declared("SEP=\t\n"), Some(b'\t'));
        assert_eq!(declared("separator\n"), None);
    }

    proptest! {
        #[test]
        fn what_is_quoted_reads_back(fields in prop::collection::vec("[a\"; é]{0,6}", 1..5)) {
            let line: Vec<String> = fields.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
            let line = line.join(";");
            prop_assert_eq!(split(&line, b';').unwrap(), fields);
        }

        #[test]
        fn any_line_splits_or_does_not(line in "[a\";,\té]{0,12}") {
            for delimiter in DELIMITERS {
                let _ = split(&line, delimiter);
            }
        }
    }
}
