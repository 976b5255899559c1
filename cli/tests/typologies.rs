//! `quipu typologies`: the pack listed, explained and checked.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use quipu::export::{PACK_SCHEMA, TYPOLOGIES_SCHEMA};
use running::Desk;
use serde_json::Value;
use std::path::Path;

fn valid(schema: &str, document: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let errors: Vec<String> = (jsonschema::validator_for(&schema).unwrap().iter_errors(document))
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn the_list_has_every_indicator_in_every_language() {
    let desk = Desk::new();
    for (language, words) in [
        ("en", ["Funnel account", "Peel chain"]),
        ("es", ["Cuenta embudo", "Testaferro"]),
        ("pt", ["Conta-funil", "Laranja"]),
        ("fr", ["Compte entonnoir", "Prête-nom"]),
    ] {
        let text = desk.run(&["typologies", "list", "--language", language]).fine().out;
        assert_eq!(text.lines().count(), 50, "{text}");
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
    }
    let list: Value = serde_json::from_str(&desk.run(&["typologies", "list", "--json"]).fine().out).unwrap();
    valid(TYPOLOGIES_SCHEMA, &list);
    assert_eq!(list["indicators"].as_array().unwrap().len(), 48);
}

#[test]
fn an_indicator_is_explained_with_its_numbers() {
    let desk = Desk::new();
    let text = desk.run(&["typologies", "show", "6", "--language", "es"]).fine().out;
    for words in ["Cuenta embudo", "funnel-account  no. 6", "48 horas", "80%", "ICCS 0601", "proposed", "FIN-2014-A005"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let one: Value =
        serde_json::from_str(&desk.run(&["typologies", "show", "peel-chain", "--json"]).fine().out).unwrap();
    valid(TYPOLOGIES_SCHEMA, &one);
    assert_eq!(one["indicators"][0]["amltrix"], "T0070.002");
    desk.run(&["typologies", "show", "49"]).failed(&["no-such-indicator", "typologies list"]);
}

const OWN: &str = r#"
[pack]
id = "agency"
version = 3
as-of = "2026-02-01"
extends = "builtin"

[[words]]
id = "school"
words = ["colegio"]

[[indicator]]
id = "many-school-payments"
offences = ["money-laundering"]
source = "amltrix"
[indicator.name]
en = "School"
es = "Colegio"
pt = "Escola"
fr = "École"
[indicator.explanation]
en = "{rows} in {window}"
es = "{rows} en {window}"
pt = "{rows} em {window}"
fr = "{rows} en {window}"
[[indicator.rule]]
[indicator.rule.series]
direction = "in"
where = { purpose = ["school"], from = "100 USD" }
window = "7d"
rows = 4
"#;

#[test]
fn an_agency_extends_or_replaces_the_pack() {
    let desk = Desk::new();
    desk.put("own.toml", OWN);
    let said = desk.run(&["typologies", "check", "own.toml"]).fine().out;
    assert_eq!(said, "agency: version 3, on top of builtin version 1, 49 indicators\n");
    let shown = desk.run(&["typologies", "show", "many-school-payments", "--typologies", "own.toml"]).fine().out;
    assert!(shown.contains("4 in 7 days"), "{shown}");
    valid(PACK_SCHEMA, &serde_json::to_value(toml::from_str::<toml::Value>(OWN).unwrap()).unwrap());

    let replacing = OWN.replace("id = \"many-school-payments\"", "id = \"funnel-account\"\nnumber = 6");
    desk.put("own.toml", replacing);
    let said = desk.run(&["typologies", "check", "own.toml"]).fine().out;
    assert!(said.contains("48 indicators"), "{said}");
    desk.put("own.toml", "[pack]\nid = \"bare\"\nversion = 1\nas-of = \"2026-01-01\"\n");
    assert_eq!(desk.run(&["typologies", "check", "own.toml"]).fine().out, "bare: version 1, 0 indicators\n");
}

#[test]
fn mistakes_come_with_line_and_column_and_what_was_expected() {
    let desk = Desk::new();
    for (from, to, place, words) in [
        ("window = \"7d\"", "window = \"7 moons\"", ":30:10", "write a whole number and a unit"),
        ("window = \"7d\"", "windw = \"7d\"", ":30:1", "unknown field `windw`, expected one of"),
        ("100 USD", "100", ":29:40", "an amount and its currency, as 1000 AUD"),
        ("direction = \"in\"", "direction = \"up\"", ":28:13", "expected `in` or `out`"),
        ("purpose = [\"school\"]", "purpose = [\"scool\"]", ":29:22", "there is no list of words \"scool\""),
        ("rows = 4", "rows = 0", ":13:6", "rows is 0; it must be 1 or more"),
        ("rows = 4", "rows = \"4\"", ":31:8", "invalid type"),
        ("fr = \"École\"", "", ":16:1", "missing field `fr`"),
        ("fr = \"École\"", "fr = \" \"", ":13:6", "the text in fr is empty"),
        ("fr = \"{rows} en {window}\"", "fr = \"{rows} en {windows}\"", ":13:6", "placeholders"),
        ("offences = [\"money-laundering\"]", "offences = [\"tax\"]", ":14:13", "the offences are money-laundering"),
        ("source = \"amltrix\"", "source = \"dream\"", ":15:10", "there is no source \"dream\""),
        ("extends = \"builtin\"", "extends = \"other\"", ":6:11", "extends = \"builtin\""),
        ("id = \"many-school-payments\"", "id = \"Many school\"", ":13:6", "cannot be an id"),
        ("series]", "spiral]", ":27:17", "unknown variant `spiral`, expected one of"),
    ] {
        desk.put("own.toml", OWN.replace(from, to));
        desk.run(&["typologies", "check", "own.toml"]).failed(&["bad-pack", &format!("own.toml{place}"), words]);
    }
    desk.put("own.toml", [b'a', b'\n', 0xff]);
    desk.run(&["typologies", "check", "own.toml"]).failed(&["own.toml:2", "no UTF-8"]);
}

#[test]
fn the_built_in_files_are_what_the_schema_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/typology/pack");
    for name in running::names(&folder) {
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        valid(PACK_SCHEMA, &serde_json::to_value(toml::from_str::<toml::Value>(&text).unwrap()).unwrap());
    }
}
