//! Progress and cancellation of long work, through two functions of JavaScript.

use js_sys::Function;
use quipu::detect::Watch;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

/// A search asks some millions of times a second whether to stop; a call into JavaScript for each would cost more than
/// the search.
const ASKED: u32 = 64;

thread_local! {
    static TOLD: RefCell<Option<Function>> = const { RefCell::new(None) };
    static STOP: RefCell<Option<Function>> = const { RefCell::new(None) };
    static TIMES: Cell<u32> = const { Cell::new(0) };
}

/// The functions are kept aside while it lives, since what watches must be shareable and values of JavaScript are not.
#[derive(Debug)]
pub(crate) struct Watcher(());

impl Watcher {
    /// `told` is called with a stage, how much of it is done and how much there is; `stop` says whether to stop.
    pub(crate) fn new(told: Option<Function>, stop: Option<Function>) -> Self {
        TOLD.set(told);
        STOP.set(stop);
        Self(())
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        TOLD.set(None);
        STOP.set(None);
    }
}

impl Watch for Watcher {
    fn progress(&self, stage: &str, done: u64, total: u64) {
        TOLD.with_borrow(|told| {
            if let Some(told) = told {
                // One that throws stops nothing.
                _ = told.call3(&JsValue::NULL, &stage.into(), &(done as f64).into(), &(total as f64).into());
            }
        });
    }

    fn cancelled(&self) -> bool {
        let times = TIMES.get();
        TIMES.set(times.wrapping_add(1));
        times.is_multiple_of(ASKED)
            && STOP.with_borrow(|stop| {
                let answer = stop.as_ref().map(|stop| stop.call0(&JsValue::NULL));
                answer.is_some_and(|answer| answer.is_ok_and(|answer| answer.is_truthy()))
            })
    }
}
