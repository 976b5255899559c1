//! Text in columns, and numbers as people read them.

use unicode_width::UnicodeWidthStr;

/// How a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Lines the rows up under each other, two spaces between columns, indented by two.
pub(crate) fn columns(aligns: &[Align], rows: &[Vec<String>]) -> String {
    indented(2, aligns, rows)
}

/// The same below a heading that is indented itself.
pub(crate) fn inner_columns(aligns: &[Align], rows: &[Vec<String>]) -> String {
    indented(4, aligns, rows)
}

fn indented(indent: usize, aligns: &[Align], rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..aligns.len()).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = " ".repeat(indent - 1);
        for ((cell, align), width) in row.iter().zip(aligns).zip(&widths) {
            let space = " ".repeat(width - cell.width());
            let (before, after) = if *align == Align::Right { (space.as_str(), "") } else { ("", space.as_str()) };
            line.extend([" ", before, cell, after, " "]);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// 1234567 as 1,234,567.
pub(crate) fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// A decimal text with its whole part in thousands: 1234567.80 as 1,234,567.80.
pub(crate) fn grouped(decimal: &str) -> String {
    let (sign, rest) = decimal.strip_prefix('-').map_or(("", decimal), |rest| ("-", rest));
    let (whole, fraction) = rest.find('.').map_or((rest, ""), |point| rest.split_at(point));
    let mut text = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

/// A size in bytes to three digits or so: 452 MB.
pub(crate) fn size(bytes: u64) -> String {
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"];
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    let mut scale = 1000_u64;
    let mut unit = 0;
    while unit + 1 < units.len() && bytes / scale >= 1000 {
        scale *= 1000;
        unit += 1;
    }
    // In tenths, rounded; a tenth below the next unit stays where it is.
    let tenths = (u128::from(bytes) * 10 + u128::from(scale) / 2) / u128::from(scale);
    let unit = units[unit];
    if tenths < 100 {
        format!("{}.{} {unit}", tenths / 10, tenths % 10)
    } else {
        format!("{} {unit}", (tenths + 5) / 10)
    }
}

/// `1 row`, `2 rows`.
pub(crate) fn many(number: u64, one: &str, more: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { more })
}

/// Cut to so many columns, with a mark where it was cut.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut cut = String::new();
    for character in text.chars() {
        if cut.width() + unicode_width::UnicodeWidthChar::width(character).unwrap_or(0) + 1 > most {
            break;
        }
        cut.push(character);
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), text);
        }
        assert_eq!(grouped("-1234.50"), "-1,234.50");
        assert_eq!(grouped("-123.50"), "-123.50");
    }

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1000, "1.0 kB"),
            (2_526_060, "2.5 MB"),
            (1_678_409, "1.7 MB"),
            (9_960, "10 kB"),
            (452_000_000, "452 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
        assert_eq!(size(u64::MAX), "18 EB");
    }

    #[test]
    fn columns_line_up_by_width_on_screen() {
        let rows = vec![vec!["ab".to_owned(), "1".to_owned()], vec!["漢字".to_owned(), "22".to_owned()]];
        assert_eq!(columns(&[Align::Left, Align::Right], &rows), "  ab     1\n  漢字  22\n");
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("漢字漢", 4), "漢…");
    }
}
