#![doc = include_str!("../README.md")]

pub mod case;
pub mod detect;
pub mod evaluate;
pub mod export;
pub mod graph;
pub mod ledger;
pub mod model;
pub mod ownership;
mod parallel;
pub mod parties;
mod placed;
pub mod read;
pub mod simulate;
