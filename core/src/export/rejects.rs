//! `rejects.csv`: every row that was not accepted, where it stands and what was wrong with it.
//!
//! The columns are `file`, `line`, `column`, `column_name`, `reason`, `found`, `expected`, `raw`. Line and column count
//! from 1; both column fields are empty when the row as a whole is at fault.
//!
//! The file is meant to be opened in a spreadsheet, and what it quotes comes from strangers. So:
//! - a field that begins with `=`, `+`, `-`, `@` or a tab gets an apostrophe in front, else a spreadsheet would take it
//!   for a formula and could run it. To have the exact text, take one leading apostrophe off before these characters;
//! - control characters other than the tab are written `\xNN`, line breaks `\n` and `\r`, so that one rejection is one
//!   line of the file and nothing in it can steer a terminal.

use crate::read::{Column, Rejection};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes `rejects.csv`, a rejection at a time.
#[derive(Debug)]
pub struct RejectsWriter<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> RejectsWriter<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["file", "line", "column", "column_name", "reason", "found", "expected", "raw"])?;
        Ok(Self { csv })
    }

    /// Writes one rejection of a row of `file`, whose columns are `columns`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&mut self, file: &str, columns: &[Column], rejection: &Rejection) -> io::Result<()> {
        let (column, name) = match rejection.column {
            0 => (String::new(), ""),
            position => {
                let name = columns.get(usize::from(position) - 1).map_or("", |column| column.name.as_str());
                (position.to_string(), name)
            }
        };
        self.csv.write_record([
            safe(file).as_ref(),
            &rejection.line.to_string(),
            &column,
            safe(name).as_ref(),
            rejection.reason.name(),
            safe(&rejection.found).as_ref(),
            rejection.reason.expected(),
            safe(&rejection.raw).as_ref(),
        ])?;
        Ok(())
    }

    /// Writes what is still buffered and gives `out` back.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// A field that no spreadsheet runs and that stays on its line.
fn safe(field: &str) -> Cow<'_, str> {
    let formula = field.starts_with(['=', '+', '-', '@', '\t']);
    let control = |character: char| character.is_control() && character != '\t';
    if !formula && !field.contains(control) {
        return Cow::Borrowed(field);
    }
    let mut text = String::with_capacity(field.len() + 8);
    if formula {
        text.push('\'');
    }
    for character in field.chars() {
        match character {
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            // Writing to a String does not fail.
            _ if control(character) => _ = write!(text, "\\x{:02X}", u32::from(character)),
            _ => text.push(character),
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Reason;
    use proptest::prelude::*;

    fn written(rejections: &[Rejection]) -> String {
        let columns = [Column { name: "amount".to_owned(), role: None, why: "name" }];
        let mut writer = RejectsWriter::new(Vec::new()).unwrap();
        for rejection in rejections {
            writer.write("a,b.csv", &columns, rejection).unwrap();
        }
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    fn rejection(column: u16, found: &str, raw: &str) -> Rejection {
        Rejection { line: 7, column, reason: Reason::BadAmount, found: found.to_owned(), raw: raw.to_owned() }
    }

    #[test]
    fn a_rejection_is_a_line_with_its_column_by_name() {
        let text = written(&[rejection(1, "12x", "12x,\"A\""), rejection(0, "", ""), rejection(9, "", "")]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0], "file,line,column,column_name,reason,found,expected,raw");
        assert!(lines[1].starts_with("\"a,b.csv\",7,1,amount,bad-amount,12x,digits "), "{}", lines[1]);
        assert!(lines[1].ends_with(",\"12x,\"\"A\"\"\""), "{}", lines[1]);
        assert!(lines[2].starts_with("\"a,b.csv\",7,,,bad-amount,,"), "{}", lines[2]);
        assert!(lines[3].starts_with("\"a,b.csv\",7,9,,bad-amount,,"), "{}", lines[3]);
    }

    #[test]
    fn formulas_and_controls_are_made_harmless() {
        for (field, kept) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("-5", "'-5"),
            ("+5", "'+5"),
            ("@a", "'@a"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\\r=1"),
            ("a=1", "a=1"),
            ("two\nlines", "two\\nlines"),
            ("\u{1b}[31mred", "\\x1B[31mred"),
            ("nul\0", "nul\\x00"),
        ] {
            assert_eq!(safe(field), kept);
        }
    }

    proptest! {
        #[test]
        fn whatever_was_found_one_rejection_is_one_record_on_one_line(found in any::<String>(), raw in any::<String>()) {
            let text = written(&[rejection(1, &found, &raw)]);
            prop_assert_eq!(text.lines().count(), 2);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(records.len(), 1);
            for field in &records[0] {
                prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", field);
            }
        }
    }
}
