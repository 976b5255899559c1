#![no_main]
//! Messages of SWIFT: the first byte says what stands before them, the second the size of chunks.

use libfuzzer_sys::fuzz_target;
use quipu::read::{Format, ReadOptions};
use quipu_fuzz::check;

const HEADS: [&str; 4] = [
    "",
    "{1:F01BANKUS33AXXX0000000000}{2:I103BANKMXMMXXXXN}{4:\r\n:20:R\r\n",
    ":20:R\r\n:25:BANKDEFF/1\r\n:60F:C250301EUR1,00\r\n",
    "{1:F01BANKUS33AXXX0000000000}{2:O9421015250302BANKMXMMAXXX00000000002503021020N}{4:\r\n:20:R\r\n:25:1\r\n:34F:USD1,\r\n",
];

fuzz_target!(|bytes: &[u8]| {
    let [head, chunk, rest @ ..] = bytes else { return };
    let text = [HEADS[usize::from(*head) % HEADS.len()].as_bytes(), rest].concat();
    let options = ReadOptions { format: Some(Format::SwiftMt), ..ReadOptions::default() };
    check(&text, usize::from(*chunk), &options);
});
