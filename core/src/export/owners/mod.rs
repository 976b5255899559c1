//! `quipu owners --json`: who owns and controls a company, with all that says so.
//!
//! One document. Parties and relations stand once, in lists of their own, and are referred to by their place in them, from
//! 0; so are the stakes. A relation names the file and the record that tell it. Parts are bounds in parts per million,
//! rounded outwards, and the exact fraction where it is one that people can read.
//! The schema is [`OWNERS_SCHEMA`](super::OWNERS_SCHEMA).

mod cited;

use super::UnreadInput;
use super::parties::PartyInput;
use crate::model::{Interest, PartyId};
use crate::ownership::{
    Balance, Basis, Certainty, Control, EndKind, Holder, JointTie, JurisdictionList, Jurisdictions, ListStatus, Owners,
    Parameters, Part, SignKind, StakeId,
};
use crate::parties::PartyRegister;
use crate::read::parties::PartyFileReport;
use cited::{Cited, PartyDocument, RelationDocument};
use serde::Serialize;
use std::io::{self, Write};

/// Who owns a company, as a document.
#[derive(Debug, Serialize)]
pub struct OwnersDocument {
    quipu: &'static str,
    company: usize,
    asked: Asked,
    inputs: Vec<PartyInput>,
    unread_inputs: Vec<UnreadInput>,
    jurisdiction_lists: Vec<List>,
    owners: Vec<OwnerDocument>,
    ends: Vec<EndDocument>,
    shares: BalanceDocument,
    votes: Option<BalanceDocument>,
    together: Vec<JointDocument>,
    paths: Vec<PathDocument>,
    more_paths: bool,
    signs: Vec<SignDocument>,
    stakes: Vec<StakeDocument>,
    controls: Vec<usize>,
    declared: Vec<usize>,
    nobody: Vec<usize>,
    ended_relations: u64,
    parties: Vec<PartyDocument>,
    relations: Vec<RelationDocument>,
}

#[derive(Debug, Serialize)]
struct Asked {
    at: Option<String>,
    threshold_ppm: u32,
    majority_ppm: u32,
    depth: usize,
    exact_circle: usize,
    paths: usize,
    many_companies: usize,
    low_income: Option<String>,
    mass_address: usize,
    layers: usize,
    secret_layers: usize,
}

#[derive(Debug, Serialize)]
struct List {
    id: String,
    title: String,
    source: String,
    as_of: String,
    status: ListStatus,
}

/// A party by its place, or the relation that says that somebody is there.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum HolderDocument {
    Party(usize),
    UnnamedIn(usize),
}

#[derive(Debug, Serialize)]
struct OwnerDocument {
    holder: HolderDocument,
    person: bool,
    undisclosed: Option<String>,
    beneficial: Option<Certainty>,
    by_shares: Option<Certainty>,
    by_votes: Option<Certainty>,
    by_control: Option<Certainty>,
    by_declaration: bool,
    shares: Part,
    votes: Option<Part>,
    control: ControlDocument,
    declared: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct EndDocument {
    party: usize,
    why: EndKind,
    undisclosed: Option<String>,
    shares: Part,
    votes: Option<Part>,
    control: ControlDocument,
}

#[derive(Debug, Serialize)]
struct ControlDocument {
    decides: Part,
    controls: Option<Certainty>,
    chain: Vec<StepDocument>,
}

#[derive(Debug, Serialize)]
struct StepDocument {
    company: usize,
    decided: Option<Certainty>,
    part: Part,
    stakes: Vec<u32>,
    relations: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct BalanceDocument {
    interest: Interest,
    unexplained: Part,
    gaps: Vec<GapDocument>,
    circles: Vec<CircleDocument>,
    oversubscribed: Vec<OversubscribedDocument>,
}

#[derive(Debug, Serialize)]
struct GapDocument {
    company: usize,
    untold: Part,
    part: Part,
}

#[derive(Debug, Serialize)]
struct CircleDocument {
    parties: Vec<usize>,
    stakes: Vec<u32>,
    closed: Option<Part>,
}

#[derive(Debug, Serialize)]
struct OversubscribedDocument {
    company: usize,
    told_ppm: u64,
}

#[derive(Debug, Serialize)]
struct JointDocument {
    members: Vec<usize>,
    reaches: Certainty,
    shares: Part,
    votes: Option<Part>,
    control: ControlDocument,
    ties: Vec<TieDocument>,
}

#[derive(Debug, Serialize)]
struct TieDocument {
    between: [usize; 2],
    relation: Option<usize>,
    in_common: Option<String>,
}

#[derive(Debug, Serialize)]
struct PathDocument {
    interest: Interest,
    holder: HolderDocument,
    stakes: Vec<u32>,
    part: Part,
}

#[derive(Debug, Serialize)]
struct SignDocument {
    sign: SignKind,
    parties: Vec<usize>,
    count: Option<usize>,
    limit: Option<usize>,
    in_common: Option<String>,
    words: String,
    basis: Basis,
    relations: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct StakeDocument {
    holder: HolderDocument,
    company: usize,
    interest: Interest,
    least_ppm: u32,
    most_ppm: u32,
    more_than_least: bool,
    less_than_most: bool,
    told: bool,
    contradicted: bool,
    relations: Vec<usize>,
}

impl OwnersDocument {
    /// Gathers it from an answer, the register that it is about and the files that the register was read from.
    #[must_use]
    pub fn of(
        owners: &Owners,
        register: &PartyRegister,
        jurisdictions: &Jurisdictions,
        reports: &[PartyFileReport],
        unread_inputs: Vec<UnreadInput>,
    ) -> Self {
        let cited = Cited::of(owners, register);
        let ids = |stakes: &[StakeId]| stakes.iter().map(|id| id.0).collect::<Vec<u32>>();
        let holder = |holder: Holder| match holder {
            Holder::Party(party) => HolderDocument::Party(cited.party(party)),
            Holder::Unnamed(relation) => HolderDocument::UnnamedIn(cited.relation(relation)),
        };
        let control = |control: &Control| ControlDocument {
            decides: control.decides.clone(),
            controls: control.controls,
            chain: (control.chain.iter())
                .map(|step| StepDocument {
                    company: cited.party(step.company),
                    decided: step.certainty,
                    part: step.share.clone(),
                    stakes: ids(&step.stakes),
                    relations: cited.relations(&step.relations),
                })
                .collect(),
        };
        let balance = |balance: &Balance| BalanceDocument {
            interest: balance.interest,
            unexplained: balance.remainder.clone(),
            gaps: (balance.gaps.iter())
                .map(|gap| GapDocument {
                    company: cited.party(gap.company),
                    untold: gap.untold.clone(),
                    part: gap.part.clone(),
                })
                .collect(),
            circles: (balance.circles.iter())
                .map(|circle| CircleDocument {
                    parties: cited.parties(&circle.parties),
                    stakes: ids(&circle.stakes),
                    closed: circle.closed.clone(),
                })
                .collect(),
            oversubscribed: (balance.oversubscribed.iter())
                .map(|over| OversubscribedDocument { company: cited.party(over.company), told_ppm: over.told })
                .collect(),
        };
        let owner_documents = owners.owners.iter().map(|owner| OwnerDocument {
            holder: holder(owner.holder),
            person: owner.is_person,
            undisclosed: owner.undisclosed.clone(),
            beneficial: owner.is_beneficial(),
            by_shares: owner.by_shares,
            by_votes: owner.by_votes,
            by_control: owner.by_control,
            by_declaration: owner.by_declaration,
            shares: owner.shares.clone(),
            votes: owner.votes.clone(),
            control: control(&owner.control),
            declared: cited.relations(&owner.declared),
        });
        let ends = owners.ends.iter().map(|end| EndDocument {
            party: cited.party(end.party),
            why: end.kind,
            undisclosed: end.undisclosed.clone(),
            shares: end.shares.clone(),
            votes: end.votes.clone(),
            control: control(&end.control),
        });
        let joint = owners.joint.iter().map(|joint| JointDocument {
            members: cited.parties(&joint.members),
            reaches: joint.reaches,
            shares: joint.shares.clone(),
            votes: joint.votes.clone(),
            control: control(&joint.control),
            ties: joint.ties.iter().map(|tie| TieDocument::of(*tie, &cited, register)).collect(),
        });
        let stakes = owners.stakes.iter().map(|stake| StakeDocument {
            holder: holder(stake.holder),
            company: cited.party(stake.company),
            interest: stake.interest,
            least_ppm: stake.share.least(),
            most_ppm: stake.share.most(),
            more_than_least: stake.share.is_above_least(),
            less_than_most: stake.share.is_below_most(),
            told: stake.told,
            contradicted: stake.contradicted,
            relations: cited.relations(&stake.relations),
        });
        let signs = owners.signs.iter().map(|sign| SignDocument {
            sign: sign.kind,
            parties: cited.parties(&sign.parties),
            count: sign.count,
            limit: sign.limit,
            in_common: sign.key.map(|key| register.key_text(key)),
            words: sign.words.clone(),
            basis: sign.basis,
            relations: cited.relations(&sign.relations),
        });
        let paths = owners.paths.iter().map(|path| PathDocument {
            interest: path.interest,
            holder: holder(path.holder),
            stakes: ids(&path.stakes),
            part: path.part.clone(),
        });
        Self {
            quipu: env!("CARGO_PKG_VERSION"),
            company: cited.party(owners.company),
            asked: Asked::of(&owners.parameters),
            inputs: reports.iter().map(PartyInput::of).collect(),
            unread_inputs,
            jurisdiction_lists: jurisdictions.lists().iter().map(List::of).collect(),
            owners: owner_documents.collect(),
            ends: ends.collect(),
            shares: balance(&owners.shares),
            votes: owners.votes.as_ref().map(balance),
            together: joint.collect(),
            paths: paths.collect(),
            more_paths: owners.more_paths,
            signs: signs.collect(),
            stakes: stakes.collect(),
            controls: cited.relations(&owners.controls),
            declared: cited.relations(&owners.declared),
            nobody: cited.relations(&owners.nobody),
            ended_relations: owners.ended,
            parties: cited.party_documents(owners, register),
            relations: cited.relation_documents(register),
        }
    }

    /// Writes it as JSON, indented, with a line break at the end.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        super::document(out, self)
    }
}

impl Asked {
    fn of(parameters: &Parameters) -> Self {
        Self {
            at: parameters.at.map(|at| at.to_string()),
            threshold_ppm: parameters.threshold,
            majority_ppm: parameters.majority,
            depth: parameters.depth,
            exact_circle: parameters.exact_circle,
            paths: parameters.paths,
            many_companies: parameters.many_companies,
            low_income: parameters.low_income.map(|income| format!("{income} {}", income.currency)),
            mass_address: parameters.mass_address,
            layers: parameters.layers,
            secret_layers: parameters.secret_layers,
        }
    }
}

impl List {
    fn of(list: &JurisdictionList) -> Self {
        let JurisdictionList { id, title, source, as_of, status, .. } = list.clone();
        Self { id, title, source, as_of, status }
    }
}

impl TieDocument {
    fn of((one, two, tie): (PartyId, PartyId, JointTie), cited: &Cited, register: &PartyRegister) -> Self {
        let between = [cited.party(one), cited.party(two)];
        match tie {
            JointTie::Relation(relation) => Self { between, relation: Some(cited.relation(relation)), in_common: None },
            JointTie::Shares(key) => Self { between, relation: None, in_common: Some(register.key_text(key)) },
        }
    }
}
