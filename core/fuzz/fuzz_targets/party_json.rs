#![no_main]
//! Objects behind a good one: FollowTheMoney, BODS and Senzing, as lines and as arrays.

use libfuzzer_sys::fuzz_target;
use quipu::read::parties::PartyOptions;
use quipu_fuzz::{check_owners, check_parties};

const FIRST: [&str; 4] = [
    r#"{"id":"a","schema":"Company","properties":{"name":["Acme"],"country":["pa"]}}"#,
    r#"{"statementId":"s","recordId":"r","recordType":"entity","recordDetails":{"name":"Acme","entityType":{"type":"registeredEntity"}}}"#,
    r#"{"DATA_SOURCE":"A","RECORD_ID":"1","RECORD_TYPE":"ORGANIZATION","NAMES":[{"PRIMARY_NAME_ORG":"Acme"}]}"#,
    r#"{"RESOLVED_ENTITY":{"ENTITY_ID":1,"ENTITY_NAME":"Acme","RECORDS":[{"DATA_SOURCE":"A","RECORD_ID":"1"}]},"RELATED_ENTITIES":[]}"#,
];

fuzz_target!(|bytes: &[u8]| {
    let [first, chunk, rest @ ..] = bytes else { return };
    let object = FIRST[usize::from(*first) % FIRST.len()];
    let text = if *first < 128 {
        [object.as_bytes(), b"\n", rest].concat()
    } else {
        [b"[\n", object.as_bytes(), b",\n", rest, b"]\n"].concat()
    };
    if let Some(register) = check_parties(&text, usize::from(*chunk), &PartyOptions::default()) {
        check_owners(&register);
    }
});
