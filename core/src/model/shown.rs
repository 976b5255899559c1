//! Text from data among our own: it must not steer writing, nor be a novel.

/// Text from data: characters that steer are written as `\u{202e}`, what is beyond `most` characters is cut with `…`.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let mut shown = String::with_capacity(text.len().min(4 * most));
    for (place, character) in text.chars().enumerate() {
        if place == most {
            shown.push('…');
            break;
        }
        if steers(character) { shown.extend(character.escape_unicode()) } else { shown.push(character) }
    }
    shown
}

/// Controls, marks of direction, and characters that have no width or end a line.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_written_out_and_what_is_long_is_cut() {
        assert_eq!(shown("a\u{202e}b\u{200b}\n", 10), "a\\u{202e}b\\u{200b}\\u{a}");
        assert_eq!(shown("abcdef", 3), "abc…");
        assert_eq!(shown("Ñandú 株式会社", 64), "Ñandú 株式会社");
    }
}
