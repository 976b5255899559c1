//! The elements of ISO 20022 that say something about a payment, by the names that the standard gives them.
//!
//! All versions are here together: what one calls `BIC` is `BICFI` in the next. An element that is not here is read over
//! with all that is in it.

use crate::ledger::word;

macro_rules! tags {
    ($($name:ident)*) => {
        /// An element, by the standard's own name.
        #[allow(clippy::upper_case_acronyms, reason = "names of the standard")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Tag {
            $($name),*
        }

        const ALL: [Tag; NAMES.len()] = [$(Tag::$name),*];
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

tags! {
    Document GrpHdr MsgId CreDtTm SttlmInf SttlmMtd InstgRmbrsmntAgt InstgRmbrsmntAgtAcct InstdRmbrsmntAgt InstdRmbrsmntAgtAcct
    ThrdRmbrsmntAgt ThrdRmbrsmntAgtAcct
    PmtInf PmtInfId PmtMtd ReqdExctnDt FwdgAgt ChqInstr
    CdtTrfTxInf PmtId InstrId EndToEndId TxId UETR PmtTpInf SvcLvl LclInstrm CtgyPurp Cd Prtry IntrBkSttlmAmt IntrBkSttlmDt
    InstdAmt EqvtAmt CcyOfTrf AccptncDtTm SttlmTmIndctn DbtDtTm CdtDtTm Amt Purp RmtInf Ustrd Strd RfrdDocInf Nb RfrdDocNb
    CdtrRefInf CdtrRef Ref AddtlRmtInf UndrlygCstmrCdtTrf
    Dbtr DbtrAcct DbtrAgt DbtrAgtAcct Cdtr CdtrAcct CdtrAgt CdtrAgtAcct UltmtDbtr UltmtCdtr InitgPty InstgAgt InstdAgt
    PrvsInstgAgt PrvsInstgAgtAcct PrvsInstgAgt1 PrvsInstgAgt1Acct PrvsInstgAgt2 PrvsInstgAgt2Acct PrvsInstgAgt3
    PrvsInstgAgt3Acct IntrmyAgt1 IntrmyAgt1Acct IntrmyAgt2 IntrmyAgt2Acct IntrmyAgt3 IntrmyAgt3Acct
    Pty Agt Nm PstlAdr AdrLine StrtNm BldgNb BldgNm Flr PstBx Room PstCd TwnNm TwnLctnNm DstrctNm CtrySubDvsn Ctry Dept
    SubDept CtryOfRes CtctDtls PhneNb MobNb EmailAdr
    Id OrgId PrvtId DtAndPlcOfBirth BirthDt PrvcOfBirth CityOfBirth CtryOfBirth Othr OthrId PrtryId SchmeNm IdTp Issr
    AnyBIC BICOrBEI BEI IBEI LEI EANGLN USCHU DUNS BkPtyId TaxIdNb DrvrsLicNb CstmrNb SclSctyNb AlnRegnNb PsptNb IdntyCardNb
    MplyrIdNb
    FinInstnId CmbndId NmAndAdr BIC BICFI ClrSysMmbId ClrSysId MmbId BrnchId
    IBAN BBAN UPIC PrtryAcct Ccy Prxy Tp
    TxInf RtrId OrgnlEndToEndId OrgnlUETR OrgnlTxId OrgnlInstrId RtrdIntrBkSttlmAmt RtrdInstdAmt RtrChain OrgnlTxRef RtrRsnInf Rsn AddtlInf
    Stmt Rpt Ntfctn CpyDplctInd Acct Ownr Svcr Ntry NtryRef CdtDbtInd RvslInd Sts BookgDt ValDt Dt DtTm AcctSvcrRef BkTxCd
    Domn Fmly SubFmlyCd NtryDtls Btch NbOfTxs TxDtls Refs AmtDtls TxAmt CntrValAmt RltdPties RltdAgts RltdDts TxDtTm
    AddtlNtryInf AddtlTxInf
}

impl Tag {
    /// No tag has a number so large.
    pub(super) const MOST: usize = 256;

    /// The name that the standard gives it.
    pub(super) const fn name(self) -> &'static str {
        NAMES[self as usize]
    }
}

/// A set of tags.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TagSet([u64; 4]);

impl TagSet {
    pub(super) fn add(&mut self, tag: Tag) {
        let bit = tag as usize;
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    pub(super) fn has(&self, tag: Tag) -> bool {
        let bit = tag as usize;
        self.0[bit / 64] & 1 << (bit % 64) != 0
    }
}

/// Finds tags by their names.
#[derive(Debug)]
pub(super) struct Tags {
    // Tags in the places of their hashes, or in the next ones that were free.
    places: Box<[Option<Tag>; PLACES]>,
}

const PLACES: usize = 1024;
const _: () = assert!(NAMES.len() * 4 < PLACES);

impl Default for Tags {
    fn default() -> Self {
        let mut places = Box::new([None; PLACES]);
        for tag in ALL {
            let mut place = hash(tag.name().as_bytes());
            while places[place].is_some() {
                place = (place + 1) % PLACES;
            }
            places[place] = Some(tag);
        }
        Self { places }
    }
}

impl Tags {
    /// The tag of a local name.
    #[inline]
    pub(super) fn find(&self, name: &str) -> Option<Tag> {
        let mut place = hash(name.as_bytes());
        loop {
            let tag = self.places[place]?;
            if tag.name() == name {
                return Some(tag);
            }
            place = (place + 1) % PLACES;
        }
    }
}

// By the length, the first letters and the last.
#[inline]
fn hash(name: &[u8]) -> usize {
    let first = word(&name[..name.len().min(8)]);
    let last = word(&name[name.len().saturating_sub(8)..]);
    let mixed = (first ^ last.rotate_left(29) ^ (name.len() as u64) << 57).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 54) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_found_by_its_name_alone() {
        let tags = Tags::default();
        for tag in ALL {
            assert_eq!(tags.find(tag.name()), Some(tag));
        }
        for name in ["", "N", "Nmm", "CdtTrfTxInfo", "DbtrAcc", "dbtr"] {
            assert_eq!(tags.find(name), None, "{name}");
        }
    }
}
