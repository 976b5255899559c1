//! What is written is what the schemas say, for inputs of several kinds.

use quipu::assess::{self, Assessed, v1};
use quipu::case;
use quipu::detect::{self, Detection, Parameters, Unwatched};
use quipu::dossier::Dossiers;
use quipu::evaluate::{EVALUATION_SCHEMA, Evaluator, Run};
use quipu::export::inspection::Inspection;
use quipu::export::manifest::{Manifest, Output};
use quipu::export::owners::OwnersDocument;
use quipu::export::parties::PartiesSummary;
use quipu::export::{
    AccountsSummary, CASES_SCHEMA, FINDING_SCHEMA, INSPECTION_SCHEMA, MANIFEST_SCHEMA, OWNERS_SCHEMA, UnreadInput,
    cases, findings,
};
use quipu::graph::TransactionGraph;
use quipu::ledger::GivenRates;
use quipu::model::PartialDate;
use quipu::ownership::{Jurisdictions, Ownership, Parameters as OwnershipParameters};
use quipu::parties::PartyRegister;
use quipu::read::parties::{PartyFileReport, PartyOptions, PartyReading};
use quipu::read::{AccountsFile, FileReport, ReadOptions, Reading};
use quipu::typology::Pack;
use serde_json::Value;
use std::sync::Arc;

fn validator(schema: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(schema).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn assert_valid(validator: &jsonschema::Validator, document: &[u8]) {
    let document: Value = serde_json::from_slice(document).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{document:#}");
}

/// Every objects' members are all named and all needed, so that a schema notices what is missing or new.
fn assert_strict(schema: &str, document: &[u8], optional: &[&str]) {
    let validator = validator(schema);
    let mut document: Value = serde_json::from_slice(document).unwrap();
    let members = document.as_object_mut().unwrap();
    for name in members.keys().cloned().collect::<Vec<_>>() {
        let value = members.remove(&name).unwrap();
        let without = validator.is_valid(&Value::Object(members.clone()));
        assert_eq!(without, optional.contains(&name.as_str()), "{name} may be missing: {without}");
        members.insert(name, value);
    }
    members.insert("unknown".to_owned(), Value::Null);
    assert!(!validator.is_valid(&document));
}

fn read(inputs: &[(&str, &str)]) -> (TransactionGraph, Vec<FileReport>) {
    let mut reading = Reading::new(ReadOptions::default());
    let reports = inputs
        .iter()
        .map(|(name, text)| {
            reading.begin(*name).unwrap();
            reading.push(text.as_bytes()).unwrap();
            reading.end().unwrap()
        })
        .collect();
    (TransactionGraph::new(Arc::new(reading.finish().unwrap())), reports)
}

/// An evaluation of these findings, held against a truth that names a transaction of the first and one that is nowhere.
fn evaluation(lines: &[&[u8]], manifest: &[u8], graph: &TransactionGraph) {
    let mut evaluator = Evaluator::new("findings.ndjson", Run::from_manifest("manifest.json", manifest).unwrap());
    let mut truth = String::new();
    if let Some(first) = lines.first() {
        let first: Value = serde_json::from_slice(first).unwrap();
        let transactions = &first["transactions"];
        for (id, kind) in [("x-0001", "planted"), ("y-0001", "look-alike")] {
            truth += &serde_json::json!({
                "id": id, "pattern": first["pattern"], "kind": kind, "name": "family-loop", "roles": {"members": ["A"]},
                "transactions": [{"id": transactions[0]["id"], "line": 2}, {"id": "nowhere", "line": 3}],
            })
            .to_string();
            truth.push('\n');
        }
        evaluator.add_transactions(graph.ledger()).unwrap();
    }
    evaluator.push_findings(&lines.join(&b'\n')).unwrap();
    evaluator.add_simulated("truth.ndjson", truth.as_bytes()).unwrap();
    let evaluation = evaluator.finish().unwrap();
    assert_eq!(evaluation.baseline.is_some(), !lines.is_empty());
    let mut document = Vec::new();
    evaluation.write(&mut document).unwrap();
    assert_valid(&validator(EVALUATION_SCHEMA), &document);
    if !lines.is_empty() {
        assert_strict(EVALUATION_SCHEMA, &document, &["baseline"]);
    }
}

/// Cases with alerts and what is told of them.
fn told_cases(graph: &TransactionGraph, detection: &Detection) {
    let pack = Pack::built_in();
    let evaluation = assess::evaluate(graph, &pack, detection, None, &Unwatched).unwrap();
    let assessments = v1::assess(graph, &pack, &evaluation, None);
    let assessed = Assessed { pack: &pack, evaluation: &evaluation, assessments: &assessments, false_alerts: 50 };
    let dossiers = Dossiers::new(graph, &detection.rates, assessed);
    let grouped = case::group_with(graph, &detection.findings, dossiers.flags(), None);
    let mut document = Vec::new();
    cases::write_told(&mut document, graph, &detection.findings, &grouped, None, Some(&dossiers)).unwrap();
    assert_valid(&validator(CASES_SCHEMA), &document);
    assert_strict(CASES_SCHEMA, &document, &["alerts"]);
}

const TABLE: &str = "date,from,from_bank,to,to_bank,amount,currency,received amount,received currency\n\
    2025-03-01 10:00:00.250,A,x,B,y,10.00,USD,9.00,EUR\n2025-03-01 11:00:00,B,y,A,x,9.00,EUR,9.00,EUR\n\
    2025-03-01 12:00:00,B,y,A,x,none,EUR,9.00,EUR\n2025-03-01 12:00:00,B\n";
const LINES: &str = "{\"time\": 1740830400, \"from\": \"A\", \"to\": \"C\", \"amount\": 5, \"currency\": \"BTC\"}\n\
    {\"time\": 1740830500, \"from\": \"C\", \"to\": \"A\", \"amount\": 5, \"currency\": \"BTC\"}\nnot json\n";

const ACCOUNTS: &str = "Bank Name,Bank ID,Account Number,Entity ID,Entity Name\nX,x,A,E,N\nX,x,,E,N\n";
const MESSAGES: &str = "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08'><FIToFICstmrCdtTrf><GrpHdr/>\
    <CdtTrfTxInf><IntrBkSttlmAmt Ccy='USD'>10</IntrBkSttlmAmt><IntrBkSttlmDt>2025-03-01</IntrBkSttlmDt><Dbtr><Nm>A</Nm>\
    </Dbtr><Cdtr><Nm>B</Nm></Cdtr></CdtTrfTxInf><CdtTrfTxInf><IntrBkSttlmAmt Ccy='USD'>9</IntrBkSttlmAmt><IntrBkSttlmDt>\
    2025-03-02</IntrBkSttlmDt><Dbtr><Nm>B</Nm></Dbtr><Cdtr><Nm>A</Nm></Cdtr></CdtTrfTxInf><CdtTrfTxInf/>\
    </FIToFICstmrCdtTrf></Document>";
const UNREAD: [Option<u64>; 2] = [None, Some(1)];

#[test]
fn documents_are_valid_and_schemas_strict() {
    for inputs in [
        &[][..],
        &[("a.csv", TABLE)],
        &[("b.ndjson", LINES)],
        &[("d.xml", MESSAGES)],
        &[("a.csv", TABLE), ("b.ndjson", LINES), ("c.csv", TABLE)],
    ] {
        let (graph, reports) = read(inputs);
        let detection = detect::run(&graph, &Parameters::default(), &Unwatched).unwrap();
        assert_eq!(detection.findings.is_empty(), inputs.is_empty());

        let mut lines = Vec::new();
        findings::write(&mut lines, &graph, &detection.findings).unwrap();
        let lines: Vec<&[u8]> = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), detection.findings.len());
        for line in &lines {
            assert_valid(&validator(FINDING_SCHEMA), line);
            assert_strict(FINDING_SCHEMA, line, &[]);
        }

        let mut document = Vec::new();
        cases::write(&mut document, &graph, &detection.findings, &case::group(&graph, &detection.findings)).unwrap();
        assert_valid(&validator(CASES_SCHEMA), &document);
        assert_strict(CASES_SCHEMA, &document, &[]);
        told_cases(&graph, &detection);

        let mut manifest = Manifest::of(&reports, graph.ledger(), &detection);
        let blake3 = blake3::hash(b"").to_hex().to_string();
        let accounts = AccountsFile::read("accounts.csv", ACCOUNTS.as_bytes()).unwrap();
        manifest.accounts = AccountsSummary::of(&[accounts][..inputs.len().min(1)], graph.ledger());
        manifest.unread_inputs = UNREAD
            .map(|line| UnreadInput {
                name: "prose.txt".to_owned(),
                kind: "no-header".to_owned(),
                message: String::new(),
                line,
                hint: String::new(),
            })
            .to_vec();
        manifest.outputs.push(Output { name: "findings.ndjson".to_owned(), bytes: 0, blake3 });
        let mut document = Vec::new();
        manifest.write(&mut document).unwrap();
        assert_valid(&validator(MANIFEST_SCHEMA), &document);
        assert_strict(MANIFEST_SCHEMA, &document, &[]);

        evaluation(&lines, &document, &graph);

        let mut document = Vec::new();
        let mut inspection = Inspection::of(&reports, graph.ledger(), &GivenRates::default());
        inspection.accounts = manifest.accounts.clone();
        inspection.unread_inputs = manifest.unread_inputs.clone();
        let (register, parties) = read_parties(&PARTIES[..inputs.len()]);
        inspection.parties = PartiesSummary::of(&parties, &register);
        assert_eq!(inspection.parties.is_some(), !inputs.is_empty());
        inspection.write(&mut document).unwrap();
        assert_valid(&validator(INSPECTION_SCHEMA), &document);
        assert_strict(INSPECTION_SCHEMA, &document, &[]);
    }
}

const PARTIES: [(&str, &str); 3] = [
    (
        "owners.csv",
        "company_id,company_name,company_type,company_jurisdiction,owner_id,owner_type,share,interest_type,from,to\n\
         T,Tor SA,company,VG,P,person,30%,shares,2001,2002-05-01\nT,Tor SA,company,VG,P,person,30%,voting rights,,\n\
         T,Tor SA,company,VG,Q,person,25-50%,shares,,\nT,Tor SA,company,VG,A,company,10%,shares,,\n\
         A,Arc SA,company,PA,T,company,100%,shares,,\nB,Bar SA,company,,C,company,100%,shares,,\n\
         C,Bar SA,company,,B,company,100%,shares,,\nB,Bar SA,company,,,,110%,shares,,\n\
         C,Car SA,company,,unknown,,,shares,,\nT,Tor SA,company,VG,S,person,60%,shares,,\nT,Tor SA,company,VG,R,person,20%,shares,,\nT,Tor SA,company,VG,R,person,30%,shares,,\n",
    ),
    ("family.csv", "person_id,related_id,relationship\nP,Q,spouse\nP,R,power of attorney\n,,\n"),
    (
        "statements.json",
        r#"[{"statementId": "1", "recordId": "N", "recordType": "entity", "recordDetails": {"name": "N", "entityType":
           {"type": "registeredEntity"}, "jurisdiction": {"code": "GB"}}},
           {"statementId": "2", "recordId": "R1", "recordType": "relationship", "recordDetails": {"subject": "N",
           "interestedParty": {"reason": "noBeneficialOwners"}}},
           {"statementId": "3", "recordId": "R2", "recordType": "relationship", "recordDetails": {"subject": "N",
           "interestedParty": "M", "interests": [{"type": "boardAppointment"}, {"type": "settlor"}, {"type": "shareholding",
           "directOrIndirect": "indirect", "beneficialOwnershipOrControl": true, "share": {"exact": 30}}]}}]"#,
    ),
];

fn read_parties(files: &[(&str, &str)]) -> (PartyRegister, Vec<PartyFileReport>) {
    let mut reading = PartyReading::new(PartyOptions::default());
    let reports = files.iter().map(|(name, text)| {
        reading.begin(*name).unwrap();
        reading.push(text.as_bytes()).unwrap();
        reading.end().unwrap()
    });
    let reports = reports.collect();
    (reading.finish().unwrap(), reports)
}

#[test]
fn owners_are_valid_and_their_schema_strict() {
    let (register, reports) = read_parties(&PARTIES);
    let lists = Jurisdictions::built_in();
    let validator = validator(OWNERS_SCHEMA);
    let mut all = String::new();
    let asked = [None, PartialDate::year(2002)];
    for (party, at) in register.ids().flat_map(|party| asked.map(|at| (party, at))) {
        let parameters =
            OwnershipParameters { at, many_companies: 1, mass_address: 1, ..OwnershipParameters::default() };
        let ownership = Ownership::new(&register, parameters, &lists);
        let mut document = Vec::new();
        let unread = vec![UnreadInput {
            name: "prose.txt".to_owned(),
            kind: "no-header".to_owned(),
            message: String::new(),
            line: Some(1),
            hint: String::new(),
        }];
        OwnersDocument::of(&ownership.owners_of(party), &register, &lists, &reports, unread)
            .write(&mut document)
            .unwrap();
        assert_valid(&validator, &document);
        assert_strict(OWNERS_SCHEMA, &document, &[]);
        all += &String::from_utf8(document).unwrap();
    }
    // Every part of the schema is met.
    for member in [
        "unnamed_in",
        "closed\": {",
        "untold\": {",
        "in_common\": null",
        "relation\": ",
        "told_ppm",
        "\"until\": \"",
        "\"exact\": \"",
    ] {
        assert!(all.contains(member), "{member}");
    }
}
