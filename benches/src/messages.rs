//! Messages that a bench reads: the payments of a simulated ledger as a bank would send them.

use quipu::ledger::Ledger;
use quipu::model::{AccountId, Row};
use std::fmt::Write as _;

/// A file of pacs.008 messages of at least so many bytes, one payment each about 1,900 bytes with all that banks send:
/// names, addresses, identifiers, agents, remittance information. The payments come again as often as is needed.
#[must_use]
pub fn pacs_008(ledger: &Ledger, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 4096);
    text.push_str(HEAD);
    let mut number = 0_u32;
    while text.len() < bytes && !ledger.is_empty() {
        payment(ledger, Row(number % ledger.len() as u32), number, &mut text);
        number += 1;
    }
    text.push_str("  </FIToFICstmrCdtTrf>\n</Document>\n");
    text
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08">
  <FIToFICstmrCdtTrf>
    <GrpHdr>
      <MsgId>BENCH</MsgId>
      <CreDtTm>2025-03-01T10:15:30-05:00</CreDtTm>
      <SttlmInf><SttlmMtd>INDA</SttlmMtd></SttlmInf>
    </GrpHdr>
"#;

fn payment(ledger: &Ledger, row: Row, number: u32, text: &mut String) {
    let (from, to) = (ledger.from(row), ledger.to(row));
    let (paid, received) = (ledger.paid(row), ledger.received(row));
    let date = ledger.time(row).to_string();
    // Writing to a String does not fail.
    _ = write!(
        text,
        r#"    <CdtTrfTxInf>
      <PmtId>
        <InstrId>I{number}</InstrId>
        <EndToEndId>E{number}</EndToEndId>
        <UETR>00000000-0000-4000-8000-{number:012x}</UETR>
      </PmtId>
      <PmtTpInf><SvcLvl><Cd>G001</Cd></SvcLvl></PmtTpInf>
      <IntrBkSttlmAmt Ccy="{}">{received}</IntrBkSttlmAmt>
      <IntrBkSttlmDt>{}</IntrBkSttlmDt>
      <InstdAmt Ccy="{}">{paid}</InstdAmt>
      <ChrgBr>SHAR</ChrgBr>
"#,
        received.currency,
        &date[..10],
        paid.currency,
    );
    party(ledger, from, "Dbtr", text);
    party(ledger, to, "Cdtr", text);
    _ = write!(
        text,
        "      <Purp><Cd>GDDS</Cd></Purp>\n      <RmtInf>\n        <Ustrd>Invoice {number} of the month, goods as \
         ordered</Ustrd>\n      </RmtInf>\n    </CdtTrfTxInf>\n"
    );
}

fn party(ledger: &Ledger, account: AccountId, element: &str, text: &mut String) {
    let id = account.0;
    let number = ledger.accounts().name(account).number;
    let bank = ledger.accounts().institution(account) % 26;
    let letter = char::from(b'A' + bank as u8);
    _ = write!(
        text,
        r#"      <{element}>
        <Nm>Customer {id} &amp; Sons</Nm>
        <PstlAdr>
          <StrtNm>Calle {}</StrtNm>
          <BldgNb>{}</BldgNb>
          <PstCd>{:05}</PstCd>
          <TwnNm>Ciudad {}</TwnNm>
          <Ctry>MX</Ctry>
        </PstlAdr>
        <Id>
          <OrgId>
            <Othr>
              <Id>T-{id}</Id>
              <SchmeNm><Cd>TXID</Cd></SchmeNm>
            </Othr>
          </OrgId>
        </Id>
      </{element}>
      <{element}Acct>
        <Id><Othr><Id>{number}</Id></Othr></Id>
      </{element}Acct>
      <{element}Agt>
        <FinInstnId>
          <BICFI>BNK{letter}MXMMXXX</BICFI>
        </FinInstnId>
      </{element}Agt>
"#,
        id % 97,
        id % 300,
        id % 100_000,
        id % 50,
    );
}
