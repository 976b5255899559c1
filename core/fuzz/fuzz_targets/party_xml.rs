#![no_main]
//! What stands within the root of the lists of OFAC, the UN and the EU.

use libfuzzer_sys::fuzz_target;
use quipu::read::parties::PartyOptions;
use quipu_fuzz::check_parties;

const ROOTS: [(&str, &str); 3] = [
    ("<sdnList xmlns=\"http://tempuri.org/sdnList.xsd\">\n", "</sdnList>\n"),
    ("<CONSOLIDATED_LIST>\n<INDIVIDUALS>\n", "</INDIVIDUALS></CONSOLIDATED_LIST>\n"),
    ("<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\">\n", "</export>\n"),
];

fuzz_target!(|bytes: &[u8]| {
    let [root, chunk, inside @ ..] = bytes else { return };
    let (begin, end) = ROOTS[usize::from(*root) % ROOTS.len()];
    // Some break off.
    let end = if *root < 200 { end } else { "" };
    let text = [b"<?xml version=\"1.0\"?>\n", begin.as_bytes(), inside, end.as_bytes()].concat();
    check_parties(&text, usize::from(*chunk), &PartyOptions::default());
});
