//! What an analysis of ownership is asked with.

use crate::model::{Amount, PartialDate, Share};

/// Parameters, with their defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// The day for which it is asked; relations that had not begun or were over do not count. `None`: relations count
    /// unless their source says that they are over.
    pub at: Option<PartialDate>,
    /// From which part on an owner is a beneficial owner, in parts per million: 25 %, as the standards of the FATF give for
    /// an example and the directives of the EU set.
    pub threshold: u32,
    /// Above which part one decides, in parts per million: half.
    pub majority: u32,
    /// Companies that own each other are solved exactly up to so many in one circle; above, by bounds.
    pub exact_circle: usize,
    /// So many ways from owners to the company are listed as evidence at most.
    pub paths: usize,
    /// The most layers that are looked into.
    pub depth: usize,
    /// A person who owns or directs at least so many companies may be a straw man. Proposed.
    pub many_companies: usize,
    /// A stated income up to which that is a sign the more; none: not evaluated.
    pub low_income: Option<Amount>,
    /// An address with at least so many companies is one for the post alone. Proposed.
    pub mass_address: usize,
    /// So many layers are many. Proposed.
    pub layers: usize,
    /// With so many companies in secrecy jurisdictions among them. Proposed.
    pub secret_layers: usize,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            at: None,
            threshold: Share::WHOLE / 4,
            majority: Share::WHOLE / 2,
            exact_circle: 48,
            paths: 200,
            depth: 32,
            many_companies: 5,
            low_income: None,
            mass_address: 10,
            layers: 3,
            secret_layers: 2,
        }
    }
}
