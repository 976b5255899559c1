// Files as they come in.

/** A Zstandard frame that stores bytes in raw blocks, as its format allows. */
export function zstd(bytes) {
  // No checksum, no size of the content, a window of 1 MiB.
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50])];
  const block = 100_000;
  for (let at = 0; at === 0 || at < bytes.length; at += block) {
    const piece = bytes.subarray(at, at + block);
    const last = at + block >= bytes.length ? 1 : 0;
    const header = (piece.length << 3) | last;
    parts.push(Buffer.from([header & 255, (header >> 8) & 255, (header >> 16) & 255]), piece);
  }
  return Buffer.concat(parts);
}

/** A payment as ISO 20022 has it. */
export const MESSAGE = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2025-03-01T10:00:00Z</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr>
<CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId><TxId>T1</TxId></PmtId>
<IntrBkSttlmAmt Ccy="USD">1250.00</IntrBkSttlmAmt><IntrBkSttlmDt>2025-03-01</IntrBkSttlmDt>
<Dbtr><Nm>Ana Paz</Nm></Dbtr><DbtrAcct><Id><Othr><Id>000123</Id></Othr></Id></DbtrAcct>
<DbtrAgt><FinInstnId><BICFI>BANKDOMM</BICFI></FinInstnId></DbtrAgt>
<CdtrAgt><FinInstnId><BICFI>BANKGTGC</BICFI></FinInstnId></CdtrAgt>
<Cdtr><Nm>Juan Sol</Nm></Cdtr><CdtrAcct><Id><Othr><Id>000456</Id></Othr></Id></CdtrAcct>
</CdtTrfTxInf></FIToFICstmrCdtTrf></Document>
`;

/** A table of owners. */
export const OWNERS = `company_name,company_id,owner_name,owner_id,share
Minera Sur SA,M-1,Ana Paz,P-1,60%
Minera Sur SA,M-1,Juan Sol,P-2,40%
`;
