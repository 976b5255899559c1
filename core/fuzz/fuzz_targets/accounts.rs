#![no_main]
//! Accounts files below a known header, and as they come: the first byte says which.

use libfuzzer_sys::fuzz_target;
use quipu::ledger::AccountRef;
use quipu::read::{AccountsFile, Compression};

const HEADERS: [&str; 4] = [
    "Bank Name,Bank ID,Account Number,Entity ID,Entity Name\n",
    "acct_id,dsply_nm,bank_id\n",
    "ACCOUNT_ID,CUSTOMER_ID,BANK_ID\n",
    "",
];

fuzz_target!(|bytes: &[u8]| {
    let [header, rows @ ..] = bytes else { return };
    let text = [HEADERS[usize::from(*header) % HEADERS.len()].as_bytes(), rows].concat();
    let known = AccountsFile::begins(&text);
    let Ok(file) = AccountsFile::read("fuzz", &text) else { return };
    assert!(known);
    for holding in file.holdings() {
        assert!(file.holders(holding.account).any(|holder| holder == holding));
        _ = file.holders(AccountRef::from(holding.account.number)).len();
    }
    // Without quotes a line is a row.
    if file.report().compression == Compression::None && !text.contains(&b'"') {
        let lines = text.split(|byte| *byte == b'\n').skip(1).filter(|line| !line.trim_ascii().is_empty());
        assert_eq!(file.len() + file.rejections().len(), lines.count());
    }
});
