//! Seeded ledgers that every bench measures on, so that figures compare.
//!
//! Real exports are uneven: few accounts make most payments, and most payments go to a payee that was paid before. Even
//! random graphs have neither hubs nor repeats, and detectors look faster on them than they are. The ledgers here have
//! both, and keep the same payments an account at every size, so that what grows is the size alone.

mod payments;
mod sizes;

pub use payments::{Payment, Payments};
pub use sizes::sizes;
