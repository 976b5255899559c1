//! Dense flow: money passed on between r1 and r2 per cent within W, by accounts that each pay b others and are paid by a, with
//! at least m of them in the middle and d pairs of payer and receiver for 100 accounts.

use super::bipartite::{Least, Places, accounts, in_splits, parts};
use super::{Case, Refusal};
use crate::model::Span;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(case: &Case<'_>) -> Result<(), Refusal> {
    let (window, least) = (case.window()?, Least::of(case)?);
    let kept = [case.number("kept-least")?, case.number("kept-most")?];
    let (middles, density) = (case.number("middles")? as usize, case.number("density")? as usize);
    let sizes = |window: Span, kept: Option<[u64; 2]>| {
        let found = parts(case, &core(case, window, least, kept));
        found.into_iter().filter(|part| part.len() >= case.half).map(|part| Size::of(case, &part)).collect::<Vec<_>>()
    };
    let any = sizes(case.period(), None);
    if any.is_empty() {
        return Err(least.refusal());
    }
    let dense = |size: &Size| size.pairs * 100 >= size.accounts * density;
    if !any.iter().any(|size| size.middles >= middles && dense(size)) {
        let text = format!("{middles} accounts in the middle and {density} pairs for 100 accounts are asked for");
        return Err(Refusal::no("not-dense", text));
    }
    if sizes(window, None).is_empty() {
        return Err(case.too_long(window));
    }
    let strict = sizes(window, Some(kept));
    let ends = |size: &Size| size.senders >= least.paid_by && size.receivers >= least.pays;
    if !strict.iter().any(|size| size.middles >= middles && dense(size) && ends(size)) {
        let text =
            format!("the middle does not pay on between {} and {} per cent of what it received", kept[0], kept[1]);
        return Err(Refusal::no("value-not-kept", text));
    }
    Ok(())
}

struct Size {
    accounts: usize,
    pairs: usize,
    senders: usize,
    middles: usize,
    receivers: usize,
}

impl Size {
    fn of(case: &Case<'_>, part: &Places) -> Self {
        let payers = accounts(case, part, |payment| payment.from);
        let paid = accounts(case, part, |payment| payment.to);
        let pairs: BTreeSet<(u32, u32)> =
            part.iter().map(|at| (case.payments[*at].from, case.payments[*at].to)).collect();
        let middles = payers.intersection(&paid).count();
        let (senders, receivers) = (payers.len() - middles, paid.len() - middles);
        Self { accounts: senders + middles + receivers, pairs: pairs.len(), senders, middles, receivers }
    }
}

/// The payments in splits that are left when those of accounts with too few counterparties come off.
fn core(case: &Case<'_>, window: Span, least: Least, kept: Option<[u64; 2]>) -> Places {
    let all: Places = (0..case.payments.len()).collect();
    let (into, out_of) = in_splits(case, &all, &all, window, least, kept);
    let mut left: Places = into.union(&out_of).copied().collect();
    loop {
        let mut pays: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        let mut paid_by: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for at in &left {
            let payment = case.payments[*at];
            pays.entry(payment.from).or_default().insert(payment.to);
            paid_by.entry(payment.to).or_default().insert(payment.from);
        }
        let before = left.len();
        left.retain(|at| {
            let payment = case.payments[*at];
            pays[&payment.from].len() >= least.pays && paid_by[&payment.to].len() >= least.paid_by
        });
        if left.len() == before {
            return left;
        }
    }
}
