//! WebAssembly bindings: they convert and delegate, nothing more.
