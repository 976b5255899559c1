//! To whom a party answers: what makes companies one group.
//!
//! One answer for each party is wanted, so that parties can be put together by it, and only what is certain counts:
//!
//! 1. a person, and a party of which nobody says who owns it, answers to itself;
//! 2. a company answers to the owner, or the end of its chains, that decides it through majorities or by other means;
//! 3. where nobody does, to all whose part, or votes, reach the [threshold](super::Parameters::threshold), together: two
//!    companies that the same two persons own by halves answer to the same two;
//! 4. where nobody reaches it either, to the company furthest upstream that decides it: the head of its group.
//!
//! States are left out of 2 and 3: what belongs to one state is no group in the eyes of anyone who looks for laundering.
//! Whom the source does not name is nobody here.

use super::answer::{EndKind, Owner};
use super::control::{Certainty, Control, Controls, control};
use super::effective::effective;
use super::find::Asked;
use super::stakes::{Holder, is_person};
use super::upstream::{Network, Upstream};
use crate::model::{Interest, PartyId};

pub(super) fn controllers_of(asked: &Asked<'_>) -> Vec<PartyId> {
    let Asked { register, same, company, parameters } = *asked;
    let itself = vec![company];
    if is_person(register, same, company) {
        return itself;
    }
    let upstream = Upstream::of(register, same, company, parameters);
    if upstream.parties.len() < 2 {
        return itself;
    }
    let [shares, votes] = [Interest::Shares, Interest::Votes].map(|interest| Network::of(&upstream, interest));
    let controls = Controls::of(&votes, register, |party| same.head(party));
    let by_shares = effective(&shares, parameters.exact_circle);
    let by_votes = upstream.votes_told.contains(&true).then(|| effective(&votes, parameters.exact_circle));
    let (owners, ends) = asked.owners_and_ends(&votes, &controls, &by_shares, by_votes.as_ref());
    let certain = |what: Option<Certainty>| what == Some(Certainty::Certain);
    let decides = |control: &Control| certain(control.controls);
    let named = |owner: &Owner| match owner.holder {
        Holder::Party(party) if owner.undisclosed.is_none() => Some(party),
        _ => None,
    };
    let ends = || ends.iter().filter(|end| !matches!(end.kind, EndKind::PublicBody | EndKind::Undisclosed));
    let deciders = owners.iter().filter(|owner| decides(&owner.control)).filter_map(named);
    let mut found: Vec<PartyId> =
        deciders.chain(ends().filter(|end| decides(&end.control)).map(|end| end.party)).collect();
    if found.is_empty() {
        let reaches = |owner: &&Owner| [owner.by_shares, owner.by_votes, owner.by_control].into_iter().any(certain);
        let large = |part: &super::Part| part.reaches(parameters.threshold);
        let of_ends = ends().filter(|end| large(&end.shares) || end.votes.as_ref().is_some_and(large));
        found = owners.iter().filter(reaches).filter_map(named).chain(of_ends.map(|end| end.party)).collect();
    }
    if found.is_empty() {
        let by_layer = (1..upstream.parties.len()).rev();
        let heads = by_layer.filter(|place| !is_person(register, same, upstream.parties[*place])).filter(|place| {
            let holder = Holder::Party(upstream.parties[*place]);
            decides(&control(&votes, &controls, &[holder], parameters.majority))
        });
        found = heads.map(|place| upstream.parties[place]).take(1).collect();
    }
    found.sort_unstable();
    found.dedup();
    if found.is_empty() { itself } else { found }
}
