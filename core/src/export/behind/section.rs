//! The parties of a case, as the report shows them.

use super::case::{CaseDocument, HolderDocument, TieDocument};
use super::names::{PartyName, Relation};
use super::path::{ListedDocument, PathDocument};
use crate::export::report::{LONGEST, left_out, shown};
use maud::{Markup, html};

/// How many lines each list has at most.
const HOLDERS: usize = 25;
const SHARED: usize = 15;
const RELATIONS: usize = 25;
const DISTANCES: usize = 10;
const ACCOUNTS: usize = 6;

pub(super) fn section(case: &CaseDocument<'_>, rest: &str) -> Markup {
    // Those above, then those with the most accounts.
    let mut holders: Vec<&HolderDocument<'_>> = case.holders.iter().collect();
    holders.sort_by_key(|holder| {
        (holder.listed.is_empty(), !holder.accounts.is_empty(), std::cmp::Reverse(holder.accounts.len()))
    });
    html! {
        @if !holders.is_empty() {
            table {
                caption { "Parties: who holds the accounts, and whom the holders answer to" }
                thead { tr {
                    th scope="col" { "Party" } th scope="col" { "Kind" } th scope="col" { "Accounts in the case" }
                    th scope="col" { "Answers to" } th scope="col" { "On a list" } th scope="col" { "File:record" }
                } }
                tbody { @for one in holders.iter().take(HOLDERS) { (holder(one)) } }
            }
            (left_out(holders.len().saturating_sub(HOLDERS), "party", "parties", rest))
        }
        @if case.accounts_without_holder > 0 {
            p.left-out { "No file tells who holds " (case.accounts_without_holder) " of the accounts." }
        }
        @if !case.shared.is_empty() {
            table {
                caption { "What several of them have in common" }
                thead { tr { th scope="col" { "What" } th scope="col" { "Value" } th scope="col" { "Parties" } th.number scope="col" { "Of all parties" } } }
                tbody { @for one in case.shared.iter().take(SHARED) { (shared(one)) } }
            }
            (left_out(case.shared.len().saturating_sub(SHARED), "thing", "things", rest))
        }
        @if !case.relations.is_empty() {
            table {
                caption { "Relations that tell so" }
                thead { tr { th scope="col" { "Who" } th scope="col" { "Relation" } th scope="col" { "To whom" } th scope="col" { "File:record" } } }
                tbody { @for one in case.relations.iter().take(RELATIONS) { (relation(one)) } }
            }
            (left_out(case.relations.len().saturating_sub(RELATIONS), "relation", "relations", rest))
        }
        @if !case.distances.is_empty() {
            h4 { "Ways to someone on a list" }
            ul { @for one in nearest(&case.distances) { (way(one)) } }
            (left_out(case.distances.len().saturating_sub(DISTANCES), "way", "ways", rest))
        }
    }
}

fn nearest<'d, 'a>(distances: &'d [PathDocument<'a>]) -> Vec<&'d PathDocument<'a>> {
    let mut nearest: Vec<&PathDocument<'_>> = distances.iter().collect();
    nearest.sort_by_key(|path| path.distance);
    nearest.truncate(DISTANCES);
    nearest
}

fn name(party: &PartyName<'_>) -> Markup {
    html! {
        bdi { (shown(party.name, LONGEST)) }
        @if party.name != party.id { " " code { (shown(party.id, LONGEST)) } }
    }
}

fn names(parties: &[PartyName<'_>]) -> Markup {
    html! { @for (place, party) in parties.iter().enumerate() { @if place > 0 { ", " } (name(party)) } }
}

fn holder(holder: &HolderDocument<'_>) -> Markup {
    let more = holder.accounts.len().saturating_sub(ACCOUNTS);
    html! {
        tr {
            th scope="row" { (name(&holder.party)) }
            td { (holder.kind.name()) }
            td {
                @for (place, account) in holder.accounts.iter().take(ACCOUNTS).enumerate() { @if place > 0 { ", " } bdi { (shown(account, LONGEST)) } }
                @if more > 0 { ", " (more) " more" }
            }
            td { (names(&holder.answers_to)) }
            td { @for one in &holder.listed { (listed(one)) " " } }
            td { @for place in holder.records.iter().take(2) { (shown(place.file, LONGEST)) ":" (place.record) " " } }
        }
    }
}

fn listed(listed: &ListedDocument<'_>) -> Markup {
    html! { span.tag { (shown(&listed.line(), 120)) @if listed.is_weak() { " (weak: names are shared by many)" } } }
}

fn shared(tie: &TieDocument<'_>) -> Markup {
    html! {
        tr {
            th scope="row" { (tie.kind) }
            td { bdi { (shown(&tie.value, LONGEST)) } }
            td { @for (place, has) in tie.parties.iter().enumerate() { @if place > 0 { ", " } (name(&has.party)) } }
            td.number { (tie.in_register) }
        }
    }
}

fn relation(relation: &Relation<'_>) -> Markup {
    html! {
        tr {
            td { @match &relation.first { Some(first) => { (name(first)) } None => { "somebody who is not named" } } }
            td { (relation.kind.name()) @if let Some(share) = &relation.share { " " (share) } @if !relation.role.is_empty() { " (" (shown(relation.role, LONGEST)) ")" } }
            td { (name(&relation.second)) }
            td { (shown(relation.place.file, LONGEST)) ":" (relation.place.record) }
        }
    }
}

fn way(path: &PathDocument<'_>) -> Markup {
    html! {
        li {
            strong { (path.distance) " steps" } " from " bdi { (shown(&path.from, LONGEST)) } " to " (shown(&path.target(), 160)) ": "
            @for (place, step) in path.steps.iter().enumerate() { @if place > 0 { " · " } code { (shown(&step.line(), 160)) } }
        }
    }
}
