//! The answer: who owns and controls a company, and what nobody tells.

use super::control::{Certainty, Control};
use super::exact::Part;
use super::joint::Joint;
use super::parameters::Parameters;
use super::paths::Path;
use super::signs::Sign;
use super::stakes::{Holder, Stake, StakeId};
use crate::model::{Interest, PartyId, RelationId};
use crate::parties::PartyRegister;
use serde::Serialize;

/// Who owns and controls a company.
#[derive(Clone, Debug)]
pub struct Owners {
    /// The company. Of parties that sources say are the same, the first in the order of the register stands for all: here
    /// and everywhere below.
    pub company: PartyId,
    /// What was asked.
    pub parameters: Parameters,
    /// All parties upstream: the company, its owners, theirs ... in the order in which they are reached.
    pub upstream: Vec<Upstreamer>,
    /// What each holds of the next.
    pub stakes: Vec<Stake>,
    /// Control by other means.
    pub controls: Vec<RelationId>,
    /// What sources declare beside: interests through others, and those that are neither shares nor votes. Not counted.
    pub declared: Vec<RelationId>,
    /// Statements that a company has no beneficial owner.
    pub nobody: Vec<RelationId>,
    /// Relations that were over on the day, or had not begun.
    pub ended: u64,
    /// Persons, and parties of which nobody says what they are and who owns them; and holders without a name.
    pub owners: Vec<Owner>,
    /// Where chains end at something that is no person.
    pub ends: Vec<End>,
    /// What becomes of the shares.
    pub shares: Balance,
    /// What becomes of the votes; `None` where no votes are told upstream, and shares decide.
    pub votes: Option<Balance>,
    /// Owners who may act together.
    pub joint: Vec<Joint>,
    /// The ways from owners and ends to the company.
    pub paths: Vec<Path>,
    /// Whether there are more ways than those.
    pub more_paths: bool,
    /// Signs of nominees, straw men and shells.
    pub signs: Vec<Sign>,
}

/// A party upstream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstreamer {
    /// Who.
    pub party: PartyId,
    /// All that sources say are the same, it among them.
    pub same: Vec<PartyId>,
    /// How many layers it is away from the company, which is at 0.
    pub layer: usize,
}

/// An owner: nobody is told to own them in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Who.
    pub holder: Holder,
    /// Whether a source says that it is a natural person.
    pub is_person: bool,
    /// Why the source does not say who it is, in its words; `None` where it does.
    pub undisclosed: Option<String>,
    /// The part of the shares, through all that stands between.
    pub shares: Part,
    /// The part of the votes; `None` where none are told.
    pub votes: Option<Part>,
    /// What is decided through majorities.
    pub control: Control,
    /// What sources declare beside.
    pub declared: Vec<RelationId>,
    /// Whether the part of the shares reaches the threshold.
    pub by_shares: Option<Certainty>,
    /// Whether the part of the votes does.
    pub by_votes: Option<Certainty>,
    /// Whether what is decided does, or control by other means.
    pub by_control: Option<Certainty>,
    /// Whether a source says of the company itself that this is its beneficial owner.
    pub by_declaration: bool,
}

/// Where a chain ends at something that is no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// What.
    pub party: PartyId,
    /// Why it ends there.
    pub kind: EndKind,
    /// The reason in the words of the source, where it is [`EndKind::Undisclosed`].
    pub undisclosed: Option<String>,
    /// The part of the shares.
    pub shares: Part,
    /// The part of the votes; `None` where none are told.
    pub votes: Option<Part>,
    /// What is decided through majorities.
    pub control: Control,
}

/// Why a chain ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndKind {
    /// Nobody tells who owns it.
    Untold,
    /// A source says that it is there and not what it is.
    Undisclosed,
    /// It is a state or a body of one.
    PublicBody,
    /// Its shares are traded on an exchange, as a source says.
    Listed,
    /// It lies deeper than was looked.
    TooDeep,
}

/// What becomes of the whole in one interest: owners, ends, circles and the remainder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Which.
    pub interest: Interest,
    /// What no source explains.
    pub remainder: Part,
    /// Where it is not explained.
    pub gaps: Vec<Gap>,
    /// Companies that own each other.
    pub circles: Vec<Circle>,
    /// Companies of which more than the whole is told to be held.
    pub oversubscribed: Vec<Oversubscribed>,
}

/// A company of which only some owners are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Which.
    pub company: PartyId,
    /// How much of it is not told.
    pub untold: Part,
    /// How much of the company that is asked about this is.
    pub part: Part,
}

/// Companies that own each other, or one that owns itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// Which.
    pub parties: Vec<PartyId>,
    /// The stakes that make the circle.
    pub stakes: Vec<StakeId>,
    /// Where all of it is held within, and so nobody owns anything of what flows in: how much of the company that is. The
    /// system of equations is singular then.
    pub closed: Option<Part>,
}

/// A company of which more than the whole is told to be held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oversubscribed {
    /// Which.
    pub company: PartyId,
    /// What is told together, in parts per million. Some of it is wrong by what is above the whole at least; each of the
    /// stakes may be, and is taken as a range that reaches down by so much.
    pub told: u64,
}

impl Owner {
    /// Whether this is a beneficial owner, by any of the four tests.
    #[must_use]
    pub fn is_beneficial(&self) -> Option<Certainty> {
        let declared = self.by_declaration.then_some(Certainty::Certain);
        // `Certain` is before `Possible`.
        [self.by_shares, self.by_votes, self.by_control, declared].into_iter().flatten().min()
    }
}

impl Owners {
    /// A stake by its position.
    ///
    /// # Panics
    /// When there are fewer.
    #[must_use]
    pub fn stake(&self, id: StakeId) -> &Stake {
        &self.stakes[id.0 as usize]
    }

    /// Who controls which company by other means, and the relation that says so.
    pub fn controllers(&self, register: &PartyRegister) -> impl Iterator<Item = (Holder, PartyId, RelationId)> {
        self.controls.iter().map(|id| {
            let relation = register.relation(*id);
            let holder = relation.first.map_or(Holder::Unnamed(*id), |first| Holder::Party(self.stands_for(first)));
            (holder, self.stands_for(relation.second), *id)
        })
    }

    /// The party upstream that stands for one of those that are the same as it.
    fn stands_for(&self, party: PartyId) -> PartyId {
        self.upstream.iter().find(|one| one.same.contains(&party)).map_or(party, |one| one.party)
    }

    /// The stakes in a company, in the order of holders and interests.
    pub fn stakes_in(&self, company: PartyId) -> impl Iterator<Item = (StakeId, &Stake)> {
        (0..).map(StakeId).zip(&self.stakes).filter(move |(_, stake)| stake.company == company)
    }
}
