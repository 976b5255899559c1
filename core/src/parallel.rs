//! Work on all threads where there are threads, and one after the other where there are none.
//!
//! WebAssembly runs on one thread, yet rayon's pool, jobs and stealing would make up a sixth of the module. Everything
//! that runs side by side is written with the names of rayon that stand here; without the feature `threads` the same names
//! are the iterators and sorts of the standard library. What comes out is the same either way, since nothing may depend
//! on how work is shared out.

#[cfg(not(feature = "threads"))]
mod sequential;

#[cfg(feature = "threads")]
pub(crate) use rayon::{current_num_threads, join, prelude};
#[cfg(not(feature = "threads"))]
pub(crate) use sequential::{current_num_threads, join, prelude};
