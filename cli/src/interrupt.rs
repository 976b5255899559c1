//! Ctrl-C ends a run in order, so that no half-written file stays behind; pressed again, at once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);
static LISTENING: OnceLock<()> = OnceLock::new();

/// From now on an interrupt is only noted.
pub(crate) fn listen() {
    LISTENING.get_or_init(|| {
        // Where no handler can be set, an interrupt ends the program as it always did.
        _ = ctrlc::set_handler(|| {
            if ASKED.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
    });
}

/// Whether the user asked to stop.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
