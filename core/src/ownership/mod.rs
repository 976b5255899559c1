//! Beneficial ownership: who owns and controls a company in the end, through whatever stands between.
//!
//! Two questions have two answers, and both are given. **By share**: what part of a company is somebody's, when parts of
//! parts multiply along every way and add up over all of them; companies that own each other are solved as the linear
//! system that they are, in exact fractions ([`Owner::shares`]). **By control**: who decides, when whoever has more
//! than half of a company decides for all that it holds ([`Control`]). Shares and votes are apart, as registers tell them.
//!
//! Sources tell ranges, leave parts unexplained and contradict each other. Ranges stay ranges; what nobody explains is
//! stated; an owner whom the source does not name is one all the same, with the reason it gives. Every number has the
//! relations that make it.
//!
//! Persons who may act together are [told together](Joint) and never added up in silence. [Signs](Sign) of nominees, of
//! straw men and of shells are observations with their numbers, not conclusions.

mod answer;
mod control;
mod controllers;
mod effective;
mod exact;
mod find;
mod joint;
mod jurisdictions;
mod parameters;
mod paths;
mod signs;
mod solve;
mod stakes;
mod ties;
mod upstream;

pub use answer::{Balance, Circle, End, EndKind, Gap, Oversubscribed, Owner, Owners, Upstreamer};
pub use control::{Certainty, Control, Step};
pub use exact::{Fraction, Part};
pub use find::Ownership;
pub use joint::{Joint, JointTie};
pub use jurisdictions::{JurisdictionError, JurisdictionList, Jurisdictions, ListStatus};
pub use parameters::Parameters;
pub use paths::Path;
pub use signs::{Basis, Sign, SignKind};
pub use stakes::{Holder, Stake, StakeId};
pub use ties::Tie;
