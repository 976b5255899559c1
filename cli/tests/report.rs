//! `report.html` from end to end: it stands alone, shows the evidence, and no data can change it.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use roxmltree::{Document, Node};
use running::{Desk, file, payments};
use std::collections::BTreeSet;

/// The page as XML: elements without an end tag are closed, nothing else is changed.
fn closed(page: &str) -> String {
    let mut text = page.strip_prefix("<!DOCTYPE html>").expect("a doctype").to_owned();
    for void in ["meta", "br"] {
        let mut rest = std::mem::take(&mut text);
        while let Some(start) = rest.find(&format!("<{void}")) {
            let end = start + rest[start..].find('>').unwrap();
            text += &rest[..end];
            text += "/>";
            rest = rest[end + 1..].to_owned();
        }
        text += &rest;
    }
    text
}

fn named<'a>(page: &'a Document<'_>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> + 'a {
    page.descendants().filter(move |node| node.has_tag_name(name))
}

/// What holds for every page, whatever the data.
fn assert_sound(page: &Document<'_>) {
    let names: BTreeSet<&str> =
        page.descendants().filter(Node::is_element).map(|node| node.tag_name().name()).collect();
    for outside in
        ["script", "link", "img", "iframe", "object", "embed", "base", "form", "image", "use", "foreignObject"]
    {
        assert!(!names.contains(outside), "{outside}");
    }
    let policy = named(page, "meta").find(|meta| meta.attribute("http-equiv") == Some("Content-Security-Policy"));
    assert!(policy.unwrap().attribute("content").unwrap().starts_with("default-src 'none';"));
    assert!(!named(page, "style").any(|style| style.text().unwrap().contains("url(")));

    let ids: Vec<&str> = page.descendants().filter_map(|node| node.attribute("id")).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "identifiers are unique");
    for node in page.descendants().filter(Node::is_element) {
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "{attribute:?}");
        }
        if let Some(target) = node.attribute("href") {
            assert!(ids.contains(&target.strip_prefix('#').expect("only places of the page")), "{target}");
        }
    }

    let levels: Vec<u8> = (page.descendants().filter_map(|node| node.tag_name().name().strip_prefix('h')))
        .filter_map(|level| level.parse().ok())
        .collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "no level is left out: {levels:?}");
    assert!(named(page, "th").all(|head| head.has_attribute("scope")));
    assert!(named(page, "table").all(|table| table.first_element_child().unwrap().has_tag_name("caption")));
    assert!(named(page, "svg").all(|svg| svg.attribute("role") == Some("img") && svg.has_attribute("aria-label")));
}

fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

fn analysed(rows: &[String]) -> (Desk, String) {
    let desk = Desk::new();
    desk.put("payments.csv", file(rows));
    desk.run(&["analyze", "payments.csv", "--out", "out", "--quiet"]).fine();
    let page = closed(&desk.text("out/report.html"));
    (desk, page)
}

#[test]
fn the_page_stands_alone_and_shows_the_evidence() {
    let mut rows = payments();
    rows.push("bad,2025-03-01,A,B,five,USD".to_owned());
    let (desk, page) = analysed(&rows);
    let page = Document::parse(&page).unwrap();
    assert_sound(&page);
    let whole = text(page.root());
    for case in desk.json("out/cases.json")["cases"].as_array().unwrap() {
        assert!(whole.contains(case["id"].as_str().unwrap()));
        for finding in case["findings"].as_array().unwrap() {
            assert!(whole.contains(finding.as_str().unwrap()), "{finding}");
        }
        let section = named(&page, "section").find(|node| text(*node).contains(case["id"].as_str().unwrap()));
        let lines: Vec<String> = named(&page, "tr").map(text).collect();
        for row in case["detail"]["transactions"].as_array().unwrap() {
            let place = format!("payments.csv:{}", row["line"]);
            let parts = ["id", "from", "to", "currency"].map(|member| row[member].as_str().unwrap());
            let line = lines.iter().find(|line| line.ends_with(&place) && parts.iter().all(|part| line.contains(part)));
            assert!(line.is_some(), "{row}");
        }
        assert_eq!(section.unwrap().descendants().filter(|node| node.has_tag_name("svg")).count(), 2);
    }
    // Each case is told in sentences with links to what they rest on.
    let lists: Vec<Node<'_, '_>> =
        named(&page, "ol").filter(|list| list.attribute("class") == Some("narrative")).collect();
    assert_eq!(lists.len(), desk.json("out/cases.json")["cases"].as_array().unwrap().len());
    for sentence in lists.iter().flat_map(|list| list.children().filter(|node| node.has_tag_name("li"))) {
        assert!(sentence.descendants().any(|node| node.has_tag_name("a")), "{}", text(sentence));
    }
    let manifest = desk.json("out/manifest.json");
    assert!(whole.contains(manifest["inputs"][0]["blake3"].as_str().unwrap()));
    assert!(whole.contains("31 read = 30 accepted + 1 rejected"), "{whole}");
    assert!(whole.contains("bad-amount"));
    assert!(whole.contains("payments.csv:32"));
    assert!(whole.contains("counterparties = 5"));
}

#[test]
fn what_is_not_shown_or_not_looked_at_is_said() {
    let mut rows: Vec<String> = Vec::new();
    for ring in 0..25 {
        // So little comes back that no indicator is there.
        for (minute, (from, to, sum)) in [("a", "b", 5), ("b", "c", 3), ("c", "a", 2)].into_iter().enumerate() {
            let number = rows.len();
            rows.push(format!(
                "r{number},2025-03-01T{:02}:{minute:02}:00Z,{from}{ring},{to}{ring},{sum}.00,USD",
                ring % 24
            ));
        }
    }
    for sender in 0..70 {
        rows.push(format!("s{sender},2025-03-02T08:{:02}:00Z,S{sender},K,1.50,MXN", sender % 60));
    }
    let desk = Desk::new();
    desk.put("payments.csv", file(&rows));
    let run = ["analyze", "payments.csv", "--out", "out", "--pattern", "temporal-cycle,fan-in", "--quiet"];
    desk.run(&run).fine();
    let page = closed(&desk.text("out/report.html"));
    let page = Document::parse(&page).unwrap();
    assert_sound(&page);
    let whole = text(page.root());
    assert_eq!(named(&page, "section").filter(|node| node.attribute("class") == Some("case")).count(), 20);
    assert!(whole.contains("This page shows 20 of 26 cases in full."), "{whole}");
    assert!(whole.contains("10 transactions more in cases.json."), "{whole}");
    assert!(whole.contains("46 accounts more in cases.json."), "{whole}");
    assert!(whole.contains("70 accounts"), "senders are drawn as one box");
    assert!(whole.contains("fan-out was not searched for"));
}

#[test]
fn no_name_changes_the_page() {
    let names = [
        "<script>alert(1)</script>",
        "</title><img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "=HYPERLINK(0)",
        "&lt;b&gt;&#x202e;",
        "evil\u{202e}gnp.exe",
        "zero\u{200b}width\u{2066}",
        "Ñandú 株式会社 🦙",
    ];
    let long = format!("L{}", "o".repeat(900));
    let mut rows = payments();
    for (place, name) in names.iter().chain([&long.as_str()]).enumerate() {
        let quoted = format!("\"{}\"", name.replace('"', "\"\""));
        rows.push(format!("\"<i>{place}</i>\",2025-03-05T{:02}:00:00Z,{quoted},K,77.00,USD", place + 1));
        rows.push(format!("b{place},2025-03-06T{:02}:00:00Z,K,{quoted},70.00,USD", place + 1));
    }
    let desk = Desk::new();
    let name = "<b>pay\u{202e}.csv";
    desk.put(name, file(&rows));
    desk.run(&["analyze", name, "--out", "out", "--quiet"]).fine();
    let page = desk.text("out/report.html");
    assert!(!page.contains(['\u{202e}', '\u{200b}', '\u{2066}']));
    assert!(!page.contains(&long));
    let page = closed(&page);
    let page = Document::parse(&page).unwrap();
    assert_sound(&page);
    assert!(named(&page, "i").next().is_none() && named(&page, "b").next().is_none());
    let whole = text(page.root());
    for shown in [
        "<script>alert(1)</script>",
        "</title><img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "&lt;b&gt;&#x202e;",
        "evil\\u{202e}gnp.exe",
        "zero\\u{200b}width\\u{2066}",
        "Ñandú 株式会社 🦙",
        "<i>0</i>",
        "<b>pay\\u{202e}.csv",
        "Looo",
    ] {
        assert!(whole.contains(shown), "{shown}");
    }
}

#[test]
fn narratives_are_in_the_language_that_is_asked_for() {
    let desk = Desk::new();
    desk.put("payments.csv", file(&payments()));
    let titles = ["en", "es", "pt", "fr"].map(|language| {
        let ran = desk.run(&["analyze", "payments.csv", "--out", language, "--language", language]).fine();
        let cases = desk.json(&format!("{language}/cases.json"));
        let case = &cases["cases"][0];
        let page = desk.text(&format!("{language}/report.html"));
        assert!(page.contains(&format!("<ol class=\"narrative\" lang=\"{language}\">")));
        for told in [&case["title"], &case["detail"]["narrative"][0]["text"]] {
            assert!(page.contains(told[language].as_str().unwrap()), "{told}");
        }
        let title = case["title"][language].as_str().unwrap().to_owned();
        let beginning: String = title.chars().take(40).collect();
        assert!(ran.out.contains(&beginning), "{}", ran.out);
        title
    });
    assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), 4);
    desk.run(&["analyze", "payments.csv", "--out", "out", "--language", "qu"]).failed(&["qu"]);
}

#[test]
fn a_run_without_findings_has_a_page_too() {
    let (_, page) = analysed(&["t,2025-03-01,A,B,5.00,USD".to_owned()]);
    let page = Document::parse(&page).unwrap();
    assert_sound(&page);
    assert!(text(page.root()).contains("No pattern was found with these parameters."));
}
