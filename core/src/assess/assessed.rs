//! A pack with its alerts and what they weigh.

use super::Evaluation;
use super::v1::Assessment;
use crate::typology::Pack;

/// Alerts as later stages take them: with the pack that they come from, and what each weighs.
#[derive(Clone, Copy, Debug)]
pub struct Assessed<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The alerts.
    pub evaluation: &'a Evaluation,
    /// What each weighs, in their order.
    pub assessments: &'a [Assessment],
    /// The share of false alerts that is allowed for, in thousandths.
    pub false_alerts: u32,
}
