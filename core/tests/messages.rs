//! Files of messages in `messages/` beside what must come of them: rows, parties, rejections, notes.
//!
//! `x.xml` goes with `x.expected`. To see what comes of a new file, add it with an empty `.expected` and run this test.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a test reads its cases")]

mod message_reading;

use message_reading::{account_of, cases, read_in};
use std::fmt::Write as _;
use std::fs;

#[test]
fn files_are_read_as_expected() {
    let mut failures = String::new();
    for (name, path, bytes) in cases() {
        let found = account_of(&read_in(&name, &bytes, usize::MAX));
        let found: String = found.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        let expected = fs::read_to_string(path.with_extension("expected")).unwrap_or_default();
        if found != expected {
            writeln!(failures, "=== {name}\n{found}").unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn chunks_do_not_matter() {
    for (name, _, bytes) in cases() {
        let whole = read_in(&name, &bytes, usize::MAX);
        for chunk in [1, 3, 100] {
            let parts = read_in(&name, &bytes, chunk);
            assert_eq!(account_of(&parts), account_of(&whole), "{name} in chunks of {chunk}");
            assert_eq!(parts.rejections, whole.rejections, "{name} in chunks of {chunk}");
        }
    }
}
