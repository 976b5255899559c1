//! What people see: text to standard output, failures and warnings to standard error, colour only on a terminal.

use crate::failure::Failure;
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// Writes text to standard output. That nobody reads it to the end is no error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::io(&error, "write", Path::new("standard output")))
        }
        _ => Ok(()),
    }
}

/// Writes a failure to standard error. When even that fails there is nobody left to tell.
pub(crate) fn report(failure: &Failure) {
    let mut text =
        format!("{ERROR}error[{}]{ERROR:#}{STRONG}: {}{STRONG:#}\n", failure.kind, safe_lines(&failure.message));
    if let Some(file) = &failure.file {
        _ = write!(text, "  {FAINT}-->{FAINT:#} {}", safe(file));
        for number in [failure.line, failure.column].into_iter().take_while(|number| *number > 0) {
            _ = write!(text, ":{number}");
        }
        text.push('\n');
    }
    let mut label = "hint";
    for line in failure.hint.lines() {
        _ = writeln!(text, "{STRONG}{label}{STRONG:#}: {}", safe(line));
        label = "    ";
    }
    _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Writes a line to standard error that is no failure.
pub(crate) fn warn(message: &str) {
    _ = writeln!(anstream::stderr().lock(), "{WARNING}warning{WARNING:#}: {}", safe(message));
}

/// A heading in the text for standard output.
pub(crate) fn heading(text: &str) -> String {
    format!("{STRONG}{text}{STRONG:#}")
}

/// Text of unknown origin that cannot steer a terminal: control and direction characters are escaped.
pub(crate) fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => {
                safe.extend(character.escape_unicode());
            }
            _ if character.is_control() => safe.extend(character.escape_default()),
            _ => safe.push(character),
        }
    }
    safe
}

fn safe_lines(text: &str) -> String {
    text.lines().map(safe).collect::<Vec<_>>().join("\n")
}
