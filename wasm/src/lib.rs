//! WebAssembly bindings: they convert and delegate, nothing more.
//!
//! Files come in as bytes, in chunks, and what the command line would write goes out as bytes, the very same. Questions and
//! answers are JSON texts of the types that the library has, since a text crosses the border once and a tree of objects
//! member by member; columns of transactions cross as typed arrays. There is one thread and nothing is read or sent
//! anywhere.

#[cfg(feature = "full")]
mod alerts;
mod analysis;
mod columns;
mod failure;
#[cfg(feature = "full")]
mod joining;
mod loading;
mod output;
#[cfg(feature = "full")]
mod owners;
#[cfg(feature = "full")]
mod parties;
mod session;
#[cfg(feature = "full")]
mod simulation;
mod watcher;

pub use session::Session;
#[cfg(feature = "full")]
pub use simulation::simulate;

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the library.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A panic is thrown as an `Error` of kind `panic`. The module's memory is in doubt afterwards: load it again.
#[cfg(target_family = "wasm")]
#[wasm_bindgen(start)]
fn throw_panics() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_val(failure::Failure::panic(panic).into())));
}

/// Panics, so that it can be tested what comes of it.
#[wasm_bindgen(js_name = panicForTests)]
pub fn panic_for_tests() {
    panic!("asked to");
}
