//! The fields of one line of a table, where quotes make it more than splitting at the delimiter.

use super::Reason;
use super::records::closing_quote;
use memchr::memchr;

/// Reads the fields of a line into `fields`, unescaped where they were quoted; `text` holds what was unescaped.
///
/// A quote inside a field that does not begin with one is text.
///
/// # Errors
/// The position of the field at fault, from 0, and [`Reason::BrokenQuoting`].
pub(super) fn quoted_fields(
    line: &[u8],
    delimiter: u8,
    text: &mut Vec<u8>,
    fields: &mut Vec<(usize, usize)>,
) -> Result<(), (usize, Reason)> {
    text.clear();
    fields.clear();
    let mut at = 0;
    loop {
        let start = text.len();
        if line.get(at) == Some(&b'"') {
            let close = closing_quote(line, at).ok_or((fields.len(), Reason::BrokenQuoting))?;
            let mut inside = &line[at + 1..close];
            while let Some(quote) = memchr(b'"', inside) {
                text.extend_from_slice(&inside[..=quote]);
                inside = &inside[quote + 2..];
            }
            text.extend_from_slice(inside);
            at = close + 1;
            fields.push((start, text.len()));
            match line.get(at) {
                None => return Ok(()),
                Some(byte) if *byte == delimiter => at += 1,
                Some(_) if line[at..].iter().all(|byte| *byte == b' ') => return Ok(()),
                Some(_) => return Err((fields.len() - 1, Reason::BrokenQuoting)),
            }
        } else {
            let end = memchr(delimiter, &line[at..]).map_or(line.len(), |found| at + found);
            text.extend_from_slice(&line[at..end]);
            fields.push((start, text.len()));
            if end == line.len() {
                return Ok(());
            }
            at = end + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(line: &str) -> Result<Vec<String>, (usize, Reason)> {
        let (mut text, mut fields) = (Vec::new(), Vec::new());
        quoted_fields(line.as_bytes(), b',', &mut text, &mut fields)?;
        Ok(fields.into_iter().map(|(start, end)| String::from_utf8_lossy(&text[start..end]).into_owned()).collect())
    }

    #[test]
    fn quotes_open_only_at_the_beginning_of_a_field() {
        assert_eq!(read(r#"a,"b,""c""",d"#).unwrap(), ["a", r#"b,"c""#, "d"]);
        assert_eq!(read(r#"5" pipe,6"",x"#).unwrap(), [r#"5" pipe"#, r#"6"""#, "x"]);
        assert_eq!(read(r#""",,"""#).unwrap(), ["", "", ""]);
        assert_eq!(read("a,").unwrap(), ["a", ""]);
        assert_eq!(read(r#"a,"b"c,d"#), Err((1, Reason::BrokenQuoting)));
        assert_eq!(read(r#""a"#), Err((0, Reason::BrokenQuoting)));
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_reads_back(values in prop::collection::vec("[a,\" é]{0,6}", 1..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&values).unwrap();
            let line = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(read(line.trim_end_matches('\n')).unwrap(), values);
        }
    }
}
