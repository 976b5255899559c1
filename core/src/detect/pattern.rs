//! The patterns by name.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A shape of laundering that can be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// One account receives from many others within a window.
    FanIn,
    /// One account pays many others within a window.
    FanOut,
    /// One account collects from many and then pays out to many.
    GatherScatter,
    /// One account pays many, and they all pay the same other one.
    ScatterGather,
    /// Money that comes back to where it left, each transaction after the last.
    TemporalCycle,
    /// Money that comes back to where it left, nearly whole.
    RoundTrip,
    /// Several accounts that each pay several of the same others.
    Bipartite,
    /// Layers of accounts that each pay several of the next, with value kept through the middle.
    Stack,
    /// Layers of accounts that pass money on nearly whole, by as many ways as there are.
    DenseFlow,
    /// Money that goes from account to account, soon and nearly whole.
    LayeringChain,
    /// Money that goes from account to account and sheds a little to a fresh account at each.
    PeelChain,
    /// An account that sends on what it receives, again and again.
    PassThrough,
    /// Payments kept just below a threshold, close together, that pass it as a sum.
    Structuring,
    /// An account that lay still for long and then moves more than it ever did.
    DormantBurst,
}

/// A name that is no pattern's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no pattern is called {0:?}; there are {names}", names = Pattern::ALL.map(Pattern::name).join(", "))]
pub struct UnknownPattern(pub String);

impl Pattern {
    /// All of them, in the order in which they are searched for and summarised.
    pub const ALL: [Self; 14] = [
        Self::FanIn,
        Self::FanOut,
        Self::GatherScatter,
        Self::ScatterGather,
        Self::TemporalCycle,
        Self::RoundTrip,
        Self::Bipartite,
        Self::Stack,
        Self::DenseFlow,
        Self::LayeringChain,
        Self::PeelChain,
        Self::PassThrough,
        Self::Structuring,
        Self::DormantBurst,
    ];

    /// The shapes that it is made of: an instance holds instances of these.
    pub(super) const fn parts(self) -> &'static [Self] {
        match self {
            Self::GatherScatter => &[Self::FanIn, Self::FanOut, Self::PassThrough],
            Self::ScatterGather | Self::Bipartite => &[Self::FanIn, Self::FanOut],
            Self::Stack => &[
                Self::FanIn,
                Self::FanOut,
                Self::GatherScatter,
                Self::ScatterGather,
                Self::Bipartite,
                Self::PassThrough,
            ],
            Self::DenseFlow => &[
                Self::FanIn,
                Self::FanOut,
                Self::GatherScatter,
                Self::ScatterGather,
                Self::Bipartite,
                Self::Stack,
                Self::PassThrough,
            ],
            Self::PeelChain => &[Self::LayeringChain, Self::PassThrough],
            Self::TemporalCycle => &[Self::LayeringChain],
            Self::Structuring => &[Self::Structuring],
            _ => &[],
        }
    }

    /// Whether accounts that deal with each other by habit are no part of it (see
    /// [`Parameters::habitual`](super::Parameters::habitual)).
    #[must_use]
    pub const fn is_of_strangers(self) -> bool {
        matches!(
            self,
            Self::FanIn | Self::FanOut | Self::GatherScatter | Self::Bipartite | Self::Stack | Self::DenseFlow
        )
    }

    /// The name in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FanIn => "fan-in",
            Self::FanOut => "fan-out",
            Self::GatherScatter => "gather-scatter",
            Self::ScatterGather => "scatter-gather",
            Self::TemporalCycle => "temporal-cycle",
            Self::RoundTrip => "round-trip",
            Self::Bipartite => "bipartite",
            Self::Stack => "stack",
            Self::DenseFlow => "dense-flow",
            Self::LayeringChain => "layering-chain",
            Self::PeelChain => "peel-chain",
            Self::PassThrough => "pass-through",
            Self::Structuring => "structuring",
            Self::DormantBurst => "dormant-burst",
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Pattern {
    type Err = UnknownPattern;
    fn from_str(name: &str) -> Result<Self, UnknownPattern> {
        Self::ALL.into_iter().find(|pattern| pattern.name() == name).ok_or_else(|| UnknownPattern(name.to_owned()))
    }
}
