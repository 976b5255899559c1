//! What a payment is for, in one text: codes of purpose, free text, and references to what is paid.

use super::tag::Tag::{self, *};
use super::tree::{At, Tree};
use crate::read::messages::side::push_words;

/// Writes the purpose of a transaction: the code of its purpose, what the payer wrote, and references of invoices, set
/// apart by ` / `.
pub(super) fn write(tree: &Tree, at: At, others: &[Option<At>], to: &mut Vec<u8>) {
    to.clear();
    let places = || std::iter::once(at).chain(others.iter().copied().flatten());
    for path in [&[Purp][..], &[PmtTpInf, CtgyPurp]] {
        let code = places().find_map(|at| {
            let at = tree.find(at, path)?;
            Some(tree.first_text(at, &[&[Cd], &[Prtry]])).filter(|text| !text.is_empty())
        });
        append(to, code.unwrap_or_default());
    }
    let Some(remittance) = tree.child(at, RmtInf) else { return };
    for child in tree.children(remittance) {
        match tree.tag(child) {
            Ustrd => append(to, tree.text(child)),
            Strd => {
                for document in tree.all(child, RfrdDocInf) {
                    append(to, tree.first_text(document, &[&[Nb], &[RfrdDocNb]]));
                }
                append(to, tree.first_text(child, &[&[CdtrRefInf, Ref], &[CdtrRefInf, CdtrRef]]));
                for more in tree.all(child, AddtlRmtInf) {
                    append(to, tree.text(more));
                }
            }
            _ => {}
        }
    }
}

/// Adds a part, unless it is empty or already there.
pub(super) fn append(to: &mut Vec<u8>, text: &[u8]) {
    if text.is_empty() || to.as_slice() == text {
        return;
    }
    if !to.is_empty() {
        to.extend_from_slice(b" / ");
    }
    push_words(text, to);
}

/// How a booking came about, by its bank transaction code: the domain, the family and the family's part.
pub(super) fn channel(tree: &Tree, at: At) -> Option<&'static str> {
    let code = |path: &[Tag]| tree.text_of(at, path);
    let (family, part) = (code(&[BkTxCd, Domn, Fmly, Cd]), code(&[BkTxCd, Domn, Fmly, SubFmlyCd]));
    Some(match (family, part) {
        (_, b"CDPT" | b"BCDP" | b"FCDP") => "cash deposit",
        (_, b"CWDL" | b"BCWD" | b"FCWD" | b"XBCW") => "cash withdrawal",
        (b"CCRD" | b"MCRD", _) => "card",
        (b"RDDT" | b"IDDT", _) => "direct debit",
        (b"RCHQ" | b"ICHQ" | b"DRFT", _) | (b"CNTR", b"CHKD") => "cheque",
        (b"RRCT" | b"IRCT", _) => "instant",
        (b"RCDT" | b"ICDT", b"XBCT") => "wire",
        (b"RCDT" | b"ICDT" | b"RCCN" | b"ICCN", _) => "transfer",
        _ => return None,
    })
}
