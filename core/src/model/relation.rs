//! Relations between parties: ownership, control, family and others, as a statement or a record tells them.

use super::party::names;
use super::{PartialDate, Share};

names! {
    /// What one party is to another. The first is the subject of the verb.
    RelationKind {
        /// Holds an interest that has a share: see [`Interest`].
        Owns = "owns",
        /// Controls by other means than a share.
        Controls = "controls",
        /// Is a director or officer.
        Directs = "directs",
        /// Acts for: nominee, agent, holder of a power of attorney.
        Represents = "represents",
        /// Is a relative; either way round.
        Family = "family",
        /// Is an associate, a partner, a member of the same body; either way round.
        Associate = "associate",
        /// Employs.
        Employs = "employs",
        /// Is the same party, in the eyes of the source; either way round.
        SameAs = "same-as",
        /// Is linked in a way that fits no other kind, which the role tells in the words of the source.
        LinkedTo = "linked-to",
    }
}

names! {
    /// What kind of interest an owner or controller has, after the Beneficial Ownership Data Standard.
    Interest {
        /// Shares in the capital. Where a source says that someone owns a share and not of what, it is this.
        Shares = "shares",
        /// Votes.
        Votes = "votes",
        /// Profit, income or use.
        Income = "income",
        /// The surplus when it is dissolved.
        Surplus = "surplus",
        /// The right to appoint the board.
        Board = "appointment-of-board",
        /// Influence or control by other means.
        Influence = "influence",
        /// The senior managing official.
        Manager = "senior-manager",
        /// The settlor of a trust.
        Settlor = "settlor",
        /// The trustee.
        Trustee = "trustee",
        /// The protector.
        Protector = "protector",
        /// The beneficiary.
        Beneficiary = "beneficiary",
        /// A contract, the articles or the law.
        Contract = "contract",
        /// The source does not tell.
        Unknown = "unknown",
    }
}

names! {
    /// Whether others stand between an owner and what is owned.
    Directness {
        /// Nobody does.
        Direct = "direct",
        /// Somebody does.
        Indirect = "indirect",
        /// The source does not tell.
        Unknown = "unknown",
    }
}

impl RelationKind {
    /// Whether it is the same told either way round.
    #[must_use]
    pub const fn is_mutual(self) -> bool {
        matches!(self, Self::Family | Self::Associate | Self::SameAs)
    }
}

/// What a source tells of a relation, beside its two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation<'a> {
    /// What the first is to the second.
    pub kind: RelationKind,
    /// The interest of an owner or controller.
    pub interest: Interest,
    /// How large it is, where told.
    pub share: Option<Share>,
    /// Whether others stand between.
    pub directness: Directness,
    /// Whether the source states that this is beneficial ownership or control.
    pub beneficial: bool,
    /// Since when.
    pub from: Option<PartialDate>,
    /// Until when; a relation without this goes on.
    pub until: Option<PartialDate>,
    /// In the words of the source: `Director`, `shareholding 75% 100%`.
    pub role: &'a str,
    /// The statement that tells it, where statements have identifiers.
    pub statement: &'a str,
    /// Why the first party is not told, in the words of the source; empty where it is.
    pub unspecified: &'a str,
}

impl Relation<'_> {
    /// A relation of a kind of which nothing else is told.
    #[must_use]
    pub const fn new(kind: RelationKind) -> Self {
        Self {
            kind,
            interest: Interest::Unknown,
            share: None,
            directness: Directness::Unknown,
            beneficial: false,
            from: None,
            until: None,
            role: "",
            statement: "",
            unspecified: "",
        }
    }
}
