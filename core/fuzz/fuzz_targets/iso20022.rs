#![no_main]
//! Messages in XML: the first byte says what stands before them, the second the size of chunks.

use libfuzzer_sys::fuzz_target;
use quipu::read::{Format, ReadOptions};
use quipu_fuzz::check;

const HEADS: [&str; 4] = [
    "",
    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\"><FIToFICstmrCdtTrf><GrpHdr><CreDtTm>\
     2025-03-01T10:00:00Z</CreDtTm></GrpHdr>",
    "<Document><BkToCstmrStmt><GrpHdr><CreDtTm>2025-03-01T10:00:00Z</CreDtTm></GrpHdr><Stmt><Acct><Id><Othr><Id>1</Id>\
     </Othr></Id></Acct>",
    "<Document><PmtRtr>",
];

fuzz_target!(|bytes: &[u8]| {
    let [head, chunk, rest @ ..] = bytes else { return };
    let text = [HEADS[usize::from(*head) % HEADS.len()].as_bytes(), rest].concat();
    let options = ReadOptions { format: Some(Format::Iso20022), ..ReadOptions::default() };
    check(&text, usize::from(*chunk), &options);
});
