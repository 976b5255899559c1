#![doc = include_str!("../README.md")]

#[cfg(feature = "typologies")]
pub mod assess;
pub mod case;
pub mod detect;
pub mod evaluate;
pub mod export;
pub mod graph;
pub mod ledger;
pub mod model;
pub mod ownership;
pub mod parties;
pub mod read;
pub mod simulate;
#[cfg(feature = "typologies")]
pub mod typology;
