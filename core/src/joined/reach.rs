//! How near accounts and parties are to someone on a list.

use crate::graph::distance::{DistanceOptions, Distances, Hubs, Network, Path, Place};
use crate::graph::entity::Entity;
use crate::model::{AccountId, PartyId};
use crate::parties::PartyRegister;
use crate::parties::screening::Hit;

/// Distances from the nearest target: who is on a list, and who may be, by more than a name alone.
///
/// Names are no ties of the graph, and a hit by name alone makes nobody a target: with a list of some thousand names most
/// of a large bank would be near to one.
#[derive(Debug)]
pub struct Reach<'n> {
    distances: Distances<'n>,
    targets: Vec<Target>,
    options: DistanceOptions,
}

/// Whom distances are counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Who.
    pub party: PartyId,
    /// Whether a list names the party itself.
    pub is_listed: bool,
    /// The listed parties that it may be: positions among the hits.
    pub hits: Vec<usize>,
}

impl<'n> Reach<'n> {
    /// Counts from all targets at once.
    ///
    /// Time and memory: those of [`Network::distances`].
    #[must_use]
    pub fn of(network: &'n Network<'n>, register: &PartyRegister, hits: &[Hit], options: &DistanceOptions) -> Self {
        let mut targets: Vec<Target> =
            register.listed().map(|party| Target { party, is_listed: true, hits: Vec::new() }).collect();
        let strong = hits.iter().enumerate().filter(|(_, hit)| !hit.strength.is_weak());
        // Nobody who is hit is on a list.
        for (place, hit) in strong {
            match targets.iter_mut().rev().find(|target| !target.is_listed).filter(|target| target.party == hit.party) {
                Some(target) => target.hits.push(place),
                None => targets.push(Target { party: hit.party, is_listed: false, hits: vec![place] }),
            }
        }
        targets.sort_unstable_by_key(|target| target.party);
        let parties: Vec<PartyId> = targets.iter().map(|target| target.party).collect();
        Self { distances: network.distances(&parties, options), targets, options: *options }
    }

    /// The distances themselves.
    #[must_use]
    pub fn distances(&self) -> &Distances<'n> {
        &self.distances
    }

    /// How many hubs the walk came to and did not go on from; targets count as none, for from them it begins.
    #[must_use]
    pub fn hubs_stopped_at(&self) -> u64 {
        let stops = self.options.hubs == Hubs::Stop;
        self.distances.hubs().iter().filter(|hub| stops && hub.distance > 0).count() as u64
    }

    /// How they were counted.
    #[must_use]
    pub fn options(&self) -> &DistanceOptions {
        &self.options
    }

    /// How many parties distances are counted from.
    #[must_use]
    pub fn target_count(&self) -> usize {
        self.targets.len()
    }

    /// The way from an account to the nearest target, and which that is; `None` when it is further than was looked.
    #[must_use]
    pub fn of_account(&self, account: AccountId) -> Option<(Path, &Target)> {
        self.with_target(self.distances.path_of_account(account)?)
    }

    /// The same from a party.
    #[must_use]
    pub fn of_party(&self, party: PartyId) -> Option<(Path, &Target)> {
        self.with_target(self.distances.path_of_party(party)?)
    }

    fn with_target(&self, path: Path) -> Option<(Path, &Target)> {
        let Some(Place::Entity(Entity::Party(party))) = path.places.last() else { return None };
        let place = self.targets.binary_search_by_key(party, |target| target.party).ok()?;
        Some((path, &self.targets[place]))
    }
}
