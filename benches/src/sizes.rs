//! How many rows the benches run on.

/// What the benches grow over: 10 thousand, 100 thousand and 1 million rows; 5 million too when the environment
/// variable `QUIPU_BENCH_LARGE` is set, since that takes minutes; 10 thousand alone when each bench is only to be seen
/// to run (`cargo bench -- --test`).
#[must_use]
pub fn sizes() -> Vec<u32> {
    let mut sizes = vec![10_000];
    if std::env::args().any(|argument| argument == "--test") {
        return sizes;
    }
    sizes.extend([100_000, 1_000_000]);
    #[allow(clippy::disallowed_methods, reason = "the environment is kept from the library, not from its benches")]
    if std::env::var_os("QUIPU_BENCH_LARGE").is_some() {
        sizes.push(5_000_000);
    }
    sizes
}
