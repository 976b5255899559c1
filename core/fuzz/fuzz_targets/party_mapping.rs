#![no_main]
//! Mapping files for tables of parties, applied to a small table.

use libfuzzer_sys::fuzz_target;
use quipu::read::parties::PartyOptions;
use quipu_fuzz::check_parties;

const TABLE: &str = "a,b,c,d,e\n1,Acme,Ana Ruiz,60,2001-02-03\n2,Beta,Luis Paz,12.5,1.2.99\n,,,,\n3,Acme\n";

fuzz_target!(|bytes: &[u8]| {
    let Ok(mapping) = std::str::from_utf8(bytes) else { return };
    let options = PartyOptions { mapping: Some(mapping.to_owned()), ..PartyOptions::default() };
    check_parties(TABLE.as_bytes(), 5, &options);
});
