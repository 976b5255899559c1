#![doc = include_str!("../README.md")]

#[cfg(feature = "typologies")]
pub mod assess;
pub mod case;
pub mod compare;
pub mod detect;
#[cfg(feature = "typologies")]
pub mod dossier;
pub mod evaluate;
pub mod export;
pub mod graph;
pub mod joined;
pub mod ledger;
pub mod model;
pub mod ownership;
mod parallel;
pub mod parties;
mod placed;
pub mod read;
pub mod simulate;
#[cfg(feature = "typologies")]
pub mod typology;
