//! How a caller follows long work and stops it.

/// Told how far the work is, asked whether to go on. The library keeps no clock and prints nothing.
pub trait Watch: Sync {
    /// `done` of `total` units of the named stage are done.
    fn progress(&self, stage: &str, done: u64, total: u64) {
        let _ = (stage, done, total);
    }

    /// Whether to stop. Asked often, from several threads.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// The caller asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped as asked")]
pub struct Cancelled;
