//! A stage never imports a later one. Read off the sources, so that a shortcut fails here and not in a review.

#![allow(clippy::disallowed_methods, reason = "a test reads the sources")]

use std::fs;
use std::path::{Path, PathBuf};

/// What each module of the library may use of the others.
const LAYERS: [(&str, &[&str]); 16] = [
    ("model", &[]),
    ("ledger", &["model"]),
    ("parties", &["model", "ledger"]),
    ("read", &["model", "ledger", "parties"]),
    ("graph", &["model", "ledger", "parties"]),
    ("ownership", &["model", "parties"]),
    ("detect", &["model", "ledger", "graph"]),
    ("typology", &["model", "read", "detect"]),
    ("simulate", &["model", "ledger"]),
    ("case", &["model", "ledger", "graph", "detect"]),
    ("joined", &["model", "ledger", "parties", "read", "graph", "ownership", "detect", "case"]),
    ("assess", &["model", "ledger", "read", "graph", "detect", "parties", "ownership", "joined", "typology"]),
    ("dossier", &["model", "ledger", "graph", "detect", "case", "typology", "assess"]),
    (
        "export",
        &[
            "model",
            "ledger",
            "read",
            "graph",
            "detect",
            "case",
            "parties",
            "ownership",
            "joined",
            "typology",
            "assess",
            "dossier",
        ],
    ),
    // Reads what runs have written.
    ("compare", &[]),
    // Of detection it takes the default parameters alone.
    ("evaluate", &["model", "ledger", "read", "detect"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn no_stage_imports_a_later_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules: Vec<String> = fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        // The names of rayon, for all.
        .filter(|module| module != "parallel")
        .collect();
    modules.sort();
    let mut known: Vec<&str> = LAYERS.iter().map(|(module, _)| *module).collect();
    known.sort_unstable();
    assert_eq!(modules, known, "a new module needs its place in LAYERS");

    let mut shortcuts = Vec::new();
    for (module, allowed) in LAYERS {
        for path in sources(&root.join(module)) {
            let text = fs::read_to_string(&path).unwrap();
            // Tests inside a module may look wherever they like.
            let code = text.split("#[cfg(test)]").next().unwrap();
            for (number, line) in code.lines().enumerate() {
                if line.trim_start().starts_with("//") {
                    continue;
                }
                for (place, _) in line.match_indices("crate::") {
                    let rest = &line[place + "crate::".len()..];
                    let used: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    if used != module && known.contains(&used.as_str()) && !allowed.contains(&used.as_str()) {
                        shortcuts.push(format!("{}:{}: {module} uses {used}", path.display(), number + 1));
                    }
                }
            }
        }
    }
    assert!(shortcuts.is_empty(), "{}", shortcuts.join("\n"));
}
