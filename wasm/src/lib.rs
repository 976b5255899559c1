//! WebAssembly bindings: they convert and delegate, nothing more.
//!
//! A file comes in as bytes and what the command line would write goes out as bytes, the very same. There is one thread
//! and nothing is read or sent anywhere.

mod analysis;

pub use analysis::{Analysis, analyze, inspect};

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the library.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A panic is thrown as an `Error` with its message. The module's memory is in doubt afterwards: load it again.
#[cfg(target_family = "wasm")]
#[wasm_bindgen(start)]
fn throw_panics() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&format!("quipu must be loaded again: {panic}"))));
}
