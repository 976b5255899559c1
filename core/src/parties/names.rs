//! Who is who among the parties of a builder: aliases, and those that are known by their names alone.

use super::builder::{Draft, DraftSource, RegisterBuilder, RegisterFull, texts_of};
use super::keys::Keys;
use crate::model::{PartyId, PartyKind};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::cmp::Ordering;

/// The parties of a builder, settled.
pub(super) struct Who {
    /// For each number of the builder the party.
    pub(super) party_of: Vec<PartyId>,
    /// What each party is called: numbers of namespace and identifier.
    pub(super) parties: Vec<(u32, u32)>,
    /// For each number of the builder whether it was known by its name alone.
    pub(super) by_name: Vec<bool>,
    // For each party whether it has no identifier, and its name stands for one.
    nameless: Vec<bool>,
}

impl Who {
    /// The name of a party that no source identifies.
    pub(super) fn nameless(&self, draft: u32) -> Option<u32> {
        let party = self.party_of[draft as usize].index();
        self.nameless[party].then_some(self.parties[party].1)
    }
}

/// What a name of a namespace is found to be: one party, or several.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    One(u32),
    Several,
}

/// Settles who is who. `keep` says which rows still hold.
pub(super) fn who_is_who(
    builder: &RegisterBuilder,
    keep: &(dyn Fn(DraftSource) -> bool + Sync),
) -> Result<Who, RegisterFull> {
    let count = builder.drafts.len();
    let called: Vec<(u32, u32)> = builder
        .drafts
        .iter()
        .map(|draft| match *draft {
            Draft::Identified(place) => texts_of(&builder.identities, place),
            Draft::Named(place) => texts_of(&builder.named, place),
        })
        .collect();
    let text = |text: u32| builder.texts.get(text);
    let order = |a: u32, b: u32| -> Ordering {
        let ((a_scope, a_id), (b_scope, b_id)) = (called[a as usize], called[b as usize]);
        text(a_scope).cmp(text(b_scope)).then_with(|| text(a_id).cmp(text(b_id)))
    };

    let mut same = aliases(&builder.aliases, count, &order);
    let by_name: Vec<bool> = builder.drafts.iter().map(|draft| matches!(draft, Draft::Named(_))).collect();
    if by_name.contains(&true) {
        find_names(builder, keep, &called, &order, &mut same);
    }

    let mut heads: Vec<u32> = (0..count as u32).filter(|draft| same[*draft as usize] == *draft).collect();
    heads.sort_unstable_by(|a, b| order(*a, *b).then_with(|| by_name[*a as usize].cmp(&by_name[*b as usize])));
    let mut party_of = vec![PartyId(0); count];
    for (party, head) in (0..).zip(&heads) {
        party_of[*head as usize] = PartyId(party);
    }
    for draft in 0..count {
        party_of[draft] = party_of[same[draft] as usize];
    }
    let parties = heads.iter().map(|head| called[*head as usize]).collect();
    let nameless = heads.iter().map(|head| by_name[*head as usize]).collect();
    Ok(Who { party_of, parties, by_name, nameless })
}

// For each number the one that stands for all that are the same: the one that none replaces; of several, or of none, the
// last in order.
fn aliases(pairs: &[(u32, u32)], count: usize, order: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut group = petgraph::unionfind::UnionFind::<u32>::new(count);
    let mut replaced = vec![false; count];
    for (old, new) in pairs.iter().filter(|(old, new)| old != new) {
        group.union(*old, *new);
        replaced[*old as usize] = true;
    }
    let root = group.into_labeling();
    let mut head = root.clone();
    let better = |one: u32, other: u32| match (replaced[one as usize], replaced[other as usize]) {
        (false, true) => true,
        (true, false) => false,
        _ => order(one, other).is_gt(),
    };
    for draft in pairs.iter().flat_map(|(old, new)| [*old, *new]) {
        let head = &mut head[root[draft as usize] as usize];
        if better(draft, *head) {
            *head = draft;
        }
    }
    (0..count).map(|draft| head[root[draft] as usize]).collect()
}

// Ties each party that is known by its name to the one party of its namespace with that identifier or name.
fn find_names(
    builder: &RegisterBuilder,
    keep: &(dyn Fn(DraftSource) -> bool + Sync),
    called: &[(u32, u32)],
    order: &dyn Fn(u32, u32) -> Ordering,
    same: &mut [u32],
) {
    let str_of = |text: u32| std::str::from_utf8(builder.texts.get(text)).unwrap_or_default();
    let mut by_id: HashMap<(u32, u32), u32, FixedState> = HashMap::with_hasher(FixedState::default());
    let mut scopes: Vec<u32> = Vec::new();
    for (draft, who) in (0..).zip(&builder.drafts) {
        match who {
            Draft::Identified(_) => _ = by_id.insert(called[draft as usize], draft),
            Draft::Named(_) => scopes.push(called[draft as usize].0),
        }
    }
    scopes.sort_unstable();
    scopes.dedup();

    // Parties by the keys of their names, where somebody asks for them.
    let mut keys = Keys::default();
    let mut found: HashMap<(u32, String), Found, FixedState> = HashMap::with_hasher(FixedState::default());
    for row in builder.rows.names.iter().filter(|row| keep(row.source)) {
        let (scope, _) = called[row.party as usize];
        if scopes.binary_search(&scope).is_err() || matches!(builder.drafts[row.party as usize], Draft::Named(_)) {
            continue;
        }
        let party = same[row.party as usize];
        if let Some(key) = keys.name(str_of(row.row.text), PartyKind::Unknown) {
            let one = Found::One(party);
            let known = found.entry((scope, key.to_owned())).or_insert(one);
            if *known != one {
                *known = Found::Several;
            }
        }
    }

    // Those that nobody identifies are one when their names have one key: the first in order stands for them.
    let mut nameless: HashMap<(u32, String), u32, FixedState> = HashMap::with_hasher(FixedState::default());
    let mut names: Vec<u32> =
        (0..called.len() as u32).filter(|draft| matches!(builder.drafts[*draft as usize], Draft::Named(_))).collect();
    names.sort_unstable_by(|a, b| order(*a, *b));
    for draft in names {
        let (scope, name) = called[draft as usize];
        let party = match by_id.get(&(scope, name)) {
            Some(party) => same[*party as usize],
            None => {
                let key = keys.name(str_of(name), PartyKind::Unknown).unwrap_or_default().to_owned();
                match found.get(&(scope, key.clone())) {
                    Some(Found::One(party)) if !key.is_empty() => *party,
                    _ if key.is_empty() => draft,
                    _ => *nameless.entry((scope, key)).or_insert(draft),
                }
            }
        };
        same[draft as usize] = party;
    }
}
