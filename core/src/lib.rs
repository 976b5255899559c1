//! The library behind Quipu. See the modules, in the order in which data flows.

pub mod detect;
pub mod export;
pub mod graph;
pub mod ledger;
pub mod model;
pub mod read;
pub mod simulate;
