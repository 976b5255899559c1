//! Patterns between owners, beside those between accounts.

use super::AccountOwners;
use crate::detect::{Cancelled, Detection, Level, LevelSummary, Watch, run_between};
use crate::graph::TransactionGraph;

/// Searches between parties, and then between groups, and adds to a detection what it does not tell yet. Groups that are no
/// more than parties are not searched again. See [`run_between`].
///
/// # Errors
/// [`Cancelled`] when `watch` says so.
pub fn search(
    owners: &AccountOwners,
    graph: &TransactionGraph,
    detection: &mut Detection,
    watch: &dyn Watch,
) -> Result<Vec<LevelSummary>, Cancelled> {
    let mut levels = vec![run_between(Level::Party, owners.parties(), graph, detection, watch)?];
    if owners.groups() != owners.parties() {
        levels.push(run_between(Level::Group, owners.groups(), graph, detection, watch)?);
    }
    Ok(levels)
}
