//! The tree of owners: each company once, with what each of its owners holds and what says so.

use super::text::{party, party_with_country, places, why_not_told};
use crate::table;
use quipu::model::{Interest, PartyId};
use quipu::ownership::{Holder, Owners, Stake};
use quipu::parties::PartyRegister;
use std::collections::BTreeSet;

/// So many lines are drawn; all of it is in the JSON.
const LINES: usize = 400;

struct Tree<'a> {
    register: &'a PartyRegister,
    owners: &'a Owners,
    seen: BTreeSet<PartyId>,
    lines: Vec<String>,
}

/// What one owner has of a company.
struct Branch<'a> {
    holder: Holder,
    stakes: Vec<&'a Stake>,
    controls: Vec<quipu::model::RelationId>,
}

pub(super) fn tree(register: &PartyRegister, owners: &Owners) -> String {
    let mut tree = Tree { register, owners, seen: BTreeSet::from([owners.company]), lines: Vec::new() };
    tree.lines.push(format!("  {}", party_with_country(register, owners.company)));
    tree.below(owners.company, "  ");
    if tree.lines.len() > LINES {
        tree.lines.truncate(LINES);
        tree.lines.push("  … more: all of it with --json".to_owned());
    }
    tree.lines.join("\n") + "\n"
}

impl<'a> Tree<'a> {
    fn below(&mut self, company: PartyId, indent: &str) {
        if self.lines.len() > LINES {
            return;
        }
        let branches = self.branches(company);
        let untold = self.untold(company);
        let last = branches.len() + untold.len();
        for (place, branch) in branches.iter().enumerate() {
            let (mark, more) = if place + 1 == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            let who = match branch.holder {
                Holder::Party(holder) => party_with_country(self.register, holder),
                Holder::Unnamed(_) => name(self.register, branch.holder),
            };
            let mut told: Vec<String> = branch.stakes.iter().map(|stake| share(stake)).collect();
            if !branch.controls.is_empty() {
                told.push("controls".to_owned());
            }
            let relations = branch.stakes.iter().flat_map(|stake| stake.relations.iter().copied());
            let relations: Vec<_> = relations.chain(branch.controls.iter().copied()).collect();
            let place = places(self.register, &relations);
            let again = match branch.holder {
                Holder::Party(holder) if holder == self.owners.company => Some("the company itself"),
                Holder::Party(holder) if self.has_branches(holder) && !self.seen.insert(holder) => Some("see above"),
                _ => None,
            };
            let again = again.map(|text| format!(" ({text})")).unwrap_or_default();
            self.lines.push(format!("{indent}{mark}{}  {who}{again}  [{place}]", told.join(", ")));
            if let (Holder::Party(holder), "") = (branch.holder, again.as_str()) {
                self.below(holder, &format!("{indent}{more}"));
            }
        }
        for (place, line) in untold.iter().enumerate() {
            let mark = if branches.len() + place + 1 == last { "└─ " } else { "├─ " };
            self.lines.push(format!("{indent}{mark}{line}"));
        }
    }

    // Those who own or control a company, shares and votes of one holder on one line; the largest first.
    fn branches(&self, company: PartyId) -> Vec<Branch<'a>> {
        let owners: &'a Owners = self.owners;
        let mut branches: Vec<Branch<'a>> = Vec::new();
        for (_, stake) in owners.stakes_in(company) {
            match branches.iter_mut().find(|branch| branch.holder == stake.holder) {
                Some(branch) => branch.stakes.push(stake),
                None => branches.push(Branch { holder: stake.holder, stakes: vec![stake], controls: Vec::new() }),
            }
        }
        for (holder, of, relation) in owners.controllers(self.register) {
            if of != company {
                continue;
            }
            match branches.iter_mut().find(|branch| branch.holder == holder) {
                Some(branch) => branch.controls.push(relation),
                None => branches.push(Branch { holder, stakes: Vec::new(), controls: vec![relation] }),
            }
        }
        let size =
            |branch: &Branch<'_>| branch.stakes.iter().map(|stake| (stake.share.most(), stake.share.least())).max();
        branches.sort_by_key(|branch| (std::cmp::Reverse(size(branch)), branch.holder));
        branches
    }

    fn has_branches(&self, company: PartyId) -> bool {
        !self.branches(company).is_empty()
    }

    // What of a company nobody tells, where its owners are told.
    fn untold(&self, company: PartyId) -> Vec<String> {
        let balances = [Some(&self.owners.shares), self.owners.votes.as_ref()].into_iter().flatten();
        let gaps = balances.flat_map(|balance| balance.gaps.iter().map(|gap| (balance.interest, gap)));
        let own = gaps.filter(|(interest, gap)| {
            // A company whose votes are not told at all is decided by its shares, and they are told above.
            gap.company == company && self.owners.stakes_in(company).any(|(_, stake)| stake.interest == *interest)
        });
        own.map(|(interest, gap)| format!("{} of the {} not told", gap.untold, interest.name())).collect()
    }
}

fn share(stake: &Stake) -> String {
    let interest = if stake.interest == Interest::Votes { "votes" } else { "shares" };
    let contradicted = if stake.contradicted { " (contradicted)" } else { "" };
    if stake.told {
        format!("{} {interest}{contradicted}", table::cut(&stake.share.to_string(), 40))
    } else {
        format!("{interest} not told")
    }
}

/// Who holds something, as the tree and the text below it have it.
pub(super) fn name(register: &PartyRegister, holder: Holder) -> String {
    match holder {
        Holder::Party(holder) => party(register, holder),
        Holder::Unnamed(relation) => why_not_told(register, relation),
    }
}
