#![no_main]
//! Rows of a table of parties under a known header: the first byte says which, the second the size of chunks.

use libfuzzer_sys::fuzz_target;
use quipu::read::parties::PartyOptions;
use quipu_fuzz::check_parties;

const HEADERS: [&str; 6] = [
    "customer_id,name,type,tax id,passport number,passport country,birth date,address,city,country,phone 1,phone 2,email,\
     income,currency,opened,account number,bank,nationality,pep\n",
    "rfc;nombre;apellido paterno;apellido materno;razon social;fecha de nacimiento;domicilio;municipio;estado;cp;telefono\n",
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,\
     first_seen,last_seen,last_change\n",
    "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1970; alt. Passport 1 (Cuba).\"\n",
    "36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \n",
    "Bank Name,Bank ID,Account Number,Entity ID,Entity Name\n",
];

fuzz_target!(|bytes: &[u8]| {
    let [header, chunk, rows @ ..] = bytes else { return };
    let text = [HEADERS[usize::from(*header) % HEADERS.len()].as_bytes(), rows].concat();
    check_parties(&text, usize::from(*chunk), &PartyOptions::default());
});
