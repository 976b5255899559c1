//! Progress on a terminal: how far, how fast, how long yet. In a pipe nothing is drawn.

use crate::interrupt;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use quipu::detect::Watch;
use std::time::Duration;

/// The progress of a run.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

const BYTES: &str = "{msg:16} [{bar:32}] {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left";
const STREAM: &str = "{msg:16} {spinner} {bytes}  {bytes_per_sec}  {elapsed}";
const STEPS: &str = "{msg:16} [{bar:32}] {pos}/{len}  {elapsed}";
const WAIT: &str = "{msg:16} {spinner} {elapsed}";

impl Progress {
    /// Draws to standard error if that is a terminal and `quiet` is not set.
    pub(crate) fn new(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        Self { bar }
    }

    /// Bytes begin to be read; `total` when it is known how many.
    pub(crate) fn reading(&self, total: Option<u64>) {
        self.begin("reading", if total.is_some() { BYTES } else { STREAM }, total);
    }

    /// So many bytes more were read.
    pub(crate) fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// Work begins whose length is unknown.
    pub(crate) fn working(&self, what: &'static str) {
        self.begin(what, WAIT, None);
    }

    /// Takes the bar away.
    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }

    fn begin(&self, what: &str, template: &str, length: Option<u64>) {
        if self.bar.is_hidden() {
            return;
        }
        self.bar.set_message(what.to_owned());
        // The templates are fixed; one that were wrong would show the default style.
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style.progress_chars("=> "));
        }
        match length {
            Some(length) => self.bar.set_length(length),
            None => self.bar.unset_length(),
        }
        self.bar.reset();
        self.bar.enable_steady_tick(Duration::from_millis(120));
    }
}

impl Watch for Progress {
    fn progress(&self, stage: &str, done: u64, total: u64) {
        if self.bar.message() != stage {
            self.begin(stage, STEPS, Some(total));
        }
        self.bar.set_position(done);
    }

    fn cancelled(&self) -> bool {
        interrupt::asked()
    }
}
