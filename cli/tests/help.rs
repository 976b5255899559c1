//! The help of every verb, as people see it. UPDATE=1 writes the snapshots anew; read the difference before it is kept.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use quipu::detect::Pattern;
use running::Desk;
use std::fs;
use std::path::Path;

fn same_as_snapshot(name: &str, arguments: &[&str]) {
    let text = without_patterns(Desk::new().run(arguments).fine().out);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{name} is no longer what {arguments:?} prints; UPDATE=1 writes it anew\n{text}");
}

#[test]
fn the_help_of_every_verb_is_as_it_was() {
    same_as_snapshot("help.txt", &["--help"]);
    for verb in verbs() {
        same_as_snapshot(&format!("{verb}.txt"), &[&verb, "--help"]);
    }
}

/// The list of patterns grows; that it is whole is tested apart.
fn without_patterns(text: String) -> String {
    let Some((before, list)) = text.split_once("[possible values: fan-in,") else { return text };
    let (patterns, after) = list.split_once(']').unwrap();
    for pattern in &Pattern::ALL[1..] {
        assert!(patterns.split([',', ' ', '\n']).any(|listed| listed == pattern.name()), "{pattern}");
    }
    format!("{before}[possible values: every pattern]{after}")
}

#[test]
fn no_snapshot_is_left_of_a_verb_that_is_gone() {
    let known: Vec<String> = verbs().into_iter().chain(["help".to_owned()]).collect();
    for name in running::names(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")) {
        assert!(known.iter().any(|verb| name == format!("{verb}.txt")), "{name}");
    }
}

#[test]
fn every_shell_gets_completions_and_every_verb_a_page() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = desk.run(&["completions", shell]).fine().out;
        for verb in verbs() {
            assert!(script.contains(&verb), "{shell}: {verb}");
        }
    }
    assert!(desk.run(&["man"]).fine().out.contains(".TH quipu 1"));
    desk.run(&["man", "--out", "pages"]).fine();
    let mut pages: Vec<String> = verbs().iter().map(|verb| format!("quipu-{verb}.1")).collect();
    pages.push("quipu.1".to_owned());
    pages.sort();
    assert_eq!(running::names(&desk.path("pages")), pages);
}

/// The verbs that the help lists.
fn verbs() -> Vec<String> {
    let help = Desk::new().run(&["-h"]).fine().out;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let verbs: Vec<String> = listed.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    let verbs: Vec<String> = verbs.into_iter().filter(|verb| verb != "help").collect();
    assert!(verbs.len() >= 4, "{verbs:?}");
    verbs
}
