#![no_main]
//! Rows of a table under a known header: the first byte says which, the second the size of chunks.

use libfuzzer_sys::fuzz_target;
use quipu::read::ReadOptions;
use quipu_fuzz::check;

const HEADERS: [&str; 4] = [
    "date,payer,payee,amount,currency,purpose\n",
    "fecha;hora;ordenante;banco ordenante;beneficiario;banco beneficiario;importe;moneda;concepto\n",
    "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,\
     Payment Format,Is Laundering\n",
    "id\tdate\tpayer\tpayee\tamount\n",
];

fuzz_target!(|bytes: &[u8]| {
    let [header, chunk, rows @ ..] = bytes else { return };
    let text = [HEADERS[usize::from(*header) % HEADERS.len()].as_bytes(), rows].concat();
    check(&text, usize::from(*chunk), &ReadOptions::default());
});
