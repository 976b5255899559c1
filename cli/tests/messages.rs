//! Messages of ISO 20022 and SWIFT from end to end, mixed with a table and packed.
#![allow(clippy::disallowed_methods, reason = "tests of the command line write files and read them")]

mod running;

use flate2::Compression;
use flate2::write::GzEncoder;
use running::{Desk, file, payments};
use serde_json::json;
use std::io::Write;

/// A ring of payments, one message that holds them all on one line.
fn ring(accounts: &[&str]) -> String {
    let mut text =
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\"><FIToFICstmrCdtTrf><GrpHdr><CreDtTm>\
                    2025-03-01T00:00:00Z</CreDtTm></GrpHdr>"
            .to_owned();
    for (place, from) in accounts.iter().enumerate() {
        let to = accounts[(place + 1) % accounts.len()];
        text += &format!(
            "<CdtTrfTxInf><PmtId><EndToEndId>R{place}</EndToEndId></PmtId><IntrBkSttlmAmt Ccy=\"USD\">900.00</IntrBkSttlmAmt>\
             <AccptncDtTm>2025-03-01T0{place}:15:00Z</AccptncDtTm><DbtrAcct><Id><Othr><Id>{from}</Id></Othr></Id></DbtrAcct>\
             <CdtrAcct><Id><Othr><Id>{to}</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>"
        );
    }
    text + "</FIToFICstmrCdtTrf></Document>"
}

const STATEMENT: &str =
    ":20:S\r\n:25:Z\r\n:60F:C250301USD0,\r\n:61:250302C5,00NTRFX1\r\n:61:250302C5,00N\r\n:62F:C250302USD5,\r\n-\r\n";

#[test]
fn messages_are_analysed_among_tables() {
    let desk = Desk::new();
    desk.put("payments.csv", file(&payments()));
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(ring(&["M1", "M2", "M3"]).as_bytes()).unwrap();
    desk.put("ring.xml.gz", packed.finish().unwrap());
    desk.put("statement.sta", STATEMENT);

    let inputs = ["payments.csv", "ring.xml.gz", "statement.sta"];
    let text = desk.run(&[&["inspect"], &inputs[..]].concat()).fine().out;
    for words in [
        "ISO 20022 pacs.008.001.08",
        "SWIFT MT940",
        "3 transactions",
        "elements and fields",
        "IntrBkSttlmAmt",
        "line 5",
        "bad-field",
        "not named at all",
    ] {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
    desk.run(&[&["analyze"], &inputs[..], &["--out", "out", "--quiet"]].concat()).fine();
    let findings = desk.lines("out/findings.ndjson");
    let ring = findings.iter().find(|finding| finding["transactions"][0]["file"] == "ring.xml.gz").unwrap();
    assert_eq!(ring["pattern"], "round-trip");
    let places: Vec<_> = (ring["transactions"].as_array().unwrap().iter())
        .map(|transaction| (transaction["line"].clone(), transaction["record"].clone(), transaction["id"].clone()))
        .collect();
    assert_eq!(places, (0..3).map(|at| (json!(1), json!(at + 1), json!(format!("R{at}")))).collect::<Vec<_>>());
    let manifest = desk.json("out/manifest.json");
    let kinds = json!([{"kind": "MT940", "messages": 1, "transactions": 1, "rejected": 1}]);
    assert_eq!(manifest["inputs"][2]["messages"], kinds);
    let rejects = desk.text("out/rejects.csv");
    assert!(rejects.contains("statement.sta,5,1,:61:,bad-field,"), "{rejects}");
}

#[test]
fn broken_messages_are_errors_with_their_place() {
    let desk = Desk::new();
    let whole = ring(&["A", "B"]);
    desk.put("cut.xml", &whole[..whole.len() - 60]);
    desk.run(&["analyze", "cut.xml", "--out", "out"]).failed(&["malformed", "cut.xml:1:", "tag not closed", "hint: "]);
    desk.put("entity.xml", whole.replace(">A<", ">&a;<"));
    desk.run(&["inspect", "entity.xml"]).failed(&["malformed", "&a;", "refused"]);
    desk.put(
        "other.xml",
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.002.001.10\"><FIToFIPmtStsRpt/></Document>",
    );
    desk.run(&["inspect", "other.xml"]).unread(&["nothing-readable", "other-message", "pacs.002.001.10"]);
    desk.put("payments.csv", file(&payments()));
    desk.run(&["inspect", "payments.csv", "--format", "swift-mt"]).failed(&["other-format", "hint: "]);
}
