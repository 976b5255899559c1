use super::*;
use crate::model::{Currency, Timestamp};
use serde_json::json;

/// Payments written as `day from to units`.
fn payments(rows: &[(i64, u32, u32, i64)]) -> Vec<Payment> {
    let usd = Currency::parse("USD").unwrap();
    let payment = |(day, from, to, units): &(i64, u32, u32, i64)| Payment {
        time: Timestamp(0) + Span::days(*day),
        from: *from,
        to: *to,
        units: *units,
        line: 0,
        file: 0,
        currency: usd,
    };
    rows.iter().map(payment).collect()
}

/// The reason, or nothing when it is admitted.
fn reason(pattern: &str, rows: &[(i64, u32, u32, i64)], parameters: &Value) -> &'static str {
    let payments = payments(rows);
    let mut shuffled = payments.clone();
    shuffled.reverse();
    let check = |payments: &[Payment]| check(pattern, payments, &|amount| Some(amount.units), Some(parameters));
    let refused = check(&payments);
    assert_eq!(check(&shuffled).is_ok(), refused.is_ok(), "the order of rows says nothing");
    refused.err().map_or("", |refusal| refusal.reason)
}

#[test]
fn every_pattern_has_a_check() {
    for pattern in Pattern::ALL {
        assert!(check_of(pattern.name()).is_some(), "{pattern} needs a check of its definition");
    }
    assert!(check_of("spiral").is_none());
}

#[test]
fn fans() {
    let fan = json!({"windows": ["3d", "7d"], "counterparties": 3});
    let rows = [(0, 1, 9, 5), (3, 2, 9, 5), (7, 3, 9, 5), (7, 3, 9, 5)];
    assert_eq!(reason("fan-in", &rows, &fan), "");
    assert_eq!(reason("fan-out", &rows, &fan), "too-few-counterparties");
    assert_eq!(reason("fan-in", &rows, &json!({"windows": ["6d"], "counterparties": 3})), "longer-than-window");
    assert_eq!(reason("fan-in", &rows, &json!({"windows": ["7d"], "counterparties": 4})), "too-few-counterparties");
    assert_eq!(reason("fan-in", &[(0, 9, 9, 5), (0, 9, 9, 5), (1, 1, 9, 5)], &fan), "self-transfers");
    assert_eq!(reason("fan-in", &rows, &json!({})), "no-parameters");
    // Windows run on: a fan may last as long as two of them.
    let long: Vec<_> = (0..20).map(|day| (day, day as u32, 99, 5)).collect();
    assert_eq!(reason("fan-in", &long[..7], &json!({"windows": ["3d"], "counterparties": 3})), "");
    assert_eq!(reason("fan-in", &long, &json!({"windows": ["3d"], "counterparties": 3})), "longer-than-window");
    assert_eq!(reason("fan-in", &long, &json!({"windows": ["9d"], "counterparties": 3})), "", "half of it in a window");
}

#[test]
fn cycles() {
    let cycle = json!({"windows": ["5d"], "hops": 4, "kept-least": 80, "kept-most": 125});
    let ring = [(0, 1, 2, 100), (2, 2, 3, 90), (5, 3, 1, 85)];
    assert_eq!(reason("temporal-cycle", &ring, &cycle), "");
    assert_eq!(reason("round-trip", &ring, &cycle), "");
    assert_eq!(reason("round-trip", &[(0, 1, 2, 100), (2, 2, 3, 90), (5, 3, 1, 79)], &cycle), "value-not-kept");
    assert_eq!(reason("temporal-cycle", &[(0, 1, 2, 9), (2, 2, 3, 9), (6, 3, 1, 9)], &cycle), "longer-than-window");
    assert_eq!(reason("temporal-cycle", &[(5, 1, 2, 9), (2, 2, 3, 9), (0, 3, 1, 9)], &cycle), "not-in-time-order");
    assert_eq!(reason("temporal-cycle", &[(0, 1, 2, 9), (2, 2, 3, 9), (3, 3, 4, 9)], &cycle), "not-a-cycle");
    let long: Vec<_> = (0..5).map(|hop| (0, hop, (hop + 1) % 5, 9)).collect();
    assert_eq!(reason("temporal-cycle", &long, &cycle), "too-many-hops");
    // A ring that begins in the middle is in order all the same.
    assert_eq!(reason("temporal-cycle", &[(4, 1, 2, 9), (5, 2, 3, 9), (1, 3, 1, 9)], &cycle), "");
    assert_eq!(reason("temporal-cycle", &[(4, 1, 2, 9), (1, 2, 3, 9), (2, 3, 1, 9)], &cycle), "");
}

#[test]
fn gathering_and_scattering() {
    let hub = json!({"windows": ["5d"], "counterparties": 2, "kept-least": 50, "kept-most": 150, "middles": 2});
    let rows = [(0, 1, 9, 10), (1, 2, 9, 10), (2, 9, 3, 10), (3, 9, 4, 9)];
    assert_eq!(reason("gather-scatter", &rows, &hub), "");
    assert_eq!(reason("gather-scatter", &[rows[0], rows[1], rows[2]], &hub), "too-few-counterparties");
    assert_eq!(
        reason("gather-scatter", &rows.map(|(day, to, from, sum)| (day, from, to, sum)), &hub),
        "too-few-counterparties"
    );
    assert_eq!(reason("gather-scatter", &rows.map(|row| (row.0 * 9, row.1, row.2, row.3)), &hub), "longer-than-window");
    assert_eq!(
        reason("gather-scatter", &rows.map(|row| (row.0, row.1, row.2, 10_i64.pow(row.0 as u32))), &hub),
        "value-not-kept"
    );

    let through = [(0, 1, 3, 9), (0, 1, 4, 9), (1, 3, 2, 9), (5, 4, 2, 9)];
    assert_eq!(reason("scatter-gather", &through, &hub), "");
    assert_eq!(reason("scatter-gather", &through[..3], &hub), "too-few-counterparties");
    assert_eq!(
        reason("scatter-gather", &[(0, 1, 3, 9), (3, 1, 4, 9), (1, 3, 2, 9), (2, 4, 2, 9)], &hub),
        "not-in-time-order"
    );
    assert_eq!(
        reason("scatter-gather", &[(0, 1, 3, 9), (0, 1, 4, 9), (1, 3, 2, 9), (6, 4, 2, 9)], &hub),
        "longer-than-window"
    );
}

#[test]
fn layers() {
    let least = json!({"windows": ["4d"], "senders": 2, "receivers": 2, "kept-least": 50, "kept-most": 150});
    let square = [(0, 1, 3, 9), (1, 1, 4, 9), (2, 2, 3, 9), (4, 2, 4, 9)];
    assert_eq!(reason("bipartite", &square, &least), "");
    assert_eq!(reason("bipartite", &square[..3], &least), "too-few-counterparties");
    assert_eq!(reason("bipartite", &square.map(|row| (row.0 * 5, row.1, row.2, 9)), &least), "longer-than-window");
    // Who both pays and receives is on neither side.
    assert_eq!(
        reason(
            "bipartite",
            &[(0, 1, 2, 9), (0, 1, 3, 9), (0, 2, 3, 9), (0, 2, 1, 9), (0, 3, 1, 9), (0, 3, 2, 9)],
            &least
        ),
        "too-few-counterparties"
    );

    let lower = [(3, 3, 5, 9), (3, 3, 6, 9), (4, 4, 5, 9), (4, 4, 6, 9)];
    let stack = [square, lower].concat();
    assert_eq!(reason("stack", &stack, &least), "");
    assert_eq!(reason("stack", &square, &least), "too-few-counterparties");
    let late = [square, lower.map(|row| (row.0 + 9, row.1, row.2, 9))].concat();
    assert_eq!(reason("stack", &late, &least), "longer-than-window");
    let shrunk = [square, lower.map(|row| (row.0, row.1, row.2, 1))].concat();
    assert_eq!(reason("stack", &shrunk, &least), "value-not-kept");
}

#[test]
fn flows() {
    let least = json!({"windows": ["4d"], "senders": 2, "receivers": 2, "middles": 2, "density": 130,
        "kept-least": 50, "kept-most": 150});
    let upper = [(0, 1, 3, 9), (1, 1, 4, 9), (2, 2, 3, 9), (3, 2, 4, 9)];
    let lower = [(3, 3, 5, 9), (3, 3, 6, 9), (4, 4, 5, 9), (4, 4, 6, 9)];
    let flow = [upper, lower].concat();
    assert_eq!(reason("dense-flow", &flow, &least), "");
    assert_eq!(reason("dense-flow", &upper, &least), "too-few-counterparties");
    let more = |name: &str, number: u64| {
        let mut more = least.clone();
        more[name] = json!(number);
        more
    };
    assert_eq!(reason("dense-flow", &flow, &more("middles", 3)), "not-dense");
    assert_eq!(reason("dense-flow", &flow, &more("density", 134)), "not-dense");
    let late = [upper, lower.map(|row| (row.0 + 9, row.1, row.2, 9))].concat();
    assert_eq!(reason("dense-flow", &late, &least), "longer-than-window");
    let shrunk = [upper, lower.map(|row| (row.0, row.1, row.2, 1))].concat();
    assert_eq!(reason("dense-flow", &shrunk, &least), "value-not-kept");
}

#[test]
fn chains() {
    let chain = json!({"within": "2d", "hops": 3, "percent": 90});
    let rows = [(0, 1, 2, 100), (2, 2, 3, 95), (2, 3, 4, 90)];
    assert_eq!(reason("layering-chain", &rows, &chain), "");
    assert_eq!(reason("layering-chain", &rows[..2], &chain), "too-few-hops");
    assert_eq!(reason("layering-chain", &[rows[0], (5, 2, 3, 95), (5, 3, 4, 90)], &chain), "longer-than-window");
    assert_eq!(reason("layering-chain", &[rows[0], rows[1], (2, 3, 4, 80)], &chain), "value-not-kept");
    assert_eq!(reason("layering-chain", &[rows[0], rows[1], (2, 3, 1, 90)], &chain), "too-few-hops");

    let peel = json!({"within": "2d", "hops": 3, "shed-least": 2, "shed-most": 20});
    let rows = [(0, 1, 2, 1000), (1, 2, 3, 900), (1, 2, 7, 100), (2, 3, 4, 800), (2, 3, 8, 90)];
    assert_eq!(reason("peel-chain", &rows, &peel), "");
    assert_eq!(reason("peel-chain", &[rows[0], rows[1], rows[3]], &peel), "value-not-kept");
    assert_eq!(reason("peel-chain", &rows.map(|row| (row.0, row.1, row.2, row.3.min(900))), &peel), "value-not-kept");
}

#[test]
fn conduits() {
    let rules = json!({"windows": ["9d"], "within": "1d", "times": 3, "percent": 90});
    let rounds = |sent: i64, gap: i64, apart: i64| -> Vec<_> {
        (0..3).flat_map(|round| [(round * apart, round as u32, 9, 100), (round * apart + gap, 9, 8, sent)]).collect()
    };
    assert_eq!(reason("pass-through", &rounds(95, 1, 5), &rules), "");
    assert_eq!(reason("pass-through", &rounds(80, 1, 5), &rules), "value-not-kept");
    assert_eq!(reason("pass-through", &rounds(95, 2, 5), &rules), "longer-than-window");
    assert_eq!(reason("pass-through", &rounds(95, 1, 10), &rules), "longer-than-window");
    assert_eq!(reason("pass-through", &rounds(95, 1, 5)[..4], &rules), "too-few-times");
}

#[test]
fn thresholds() {
    let rules = json!({"windows": ["7d"], "payments": 3, "band": 85, "thresholds": {"USD": "100"}});
    let rows = [(0, 1, 9, 9_900), (3, 1, 9, 8_500), (7, 1, 9, 9_999)];
    assert_eq!(reason("structuring", &rows, &rules), "");
    assert_eq!(reason("structuring", &rows[..2], &rules), "not-below-threshold");
    assert_eq!(reason("structuring", &[rows[0], rows[1], (7, 1, 9, 10_000)], &rules), "not-below-threshold");
    assert_eq!(reason("structuring", &[rows[0], rows[1], (8, 1, 9, 9_999)], &rules), "longer-than-window");
    assert_eq!(reason("structuring", &rows, &json!({"windows": ["7d"], "payments": 3, "band": 85})), "no-rates");
}

#[test]
fn silence() {
    let rules = json!({"windows": ["3d"], "dormant": "90d", "times": 5, "payments": 3});
    let rows = [(0, 1, 9, 10), (100, 2, 9, 30), (101, 9, 3, 20), (102, 9, 4, 10)];
    assert_eq!(reason("dormant-burst", &rows, &rules), "");
    assert_eq!(reason("dormant-burst", &rows[1..], &rules), "not-dormant");
    assert_eq!(reason("dormant-burst", &[(0, 1, 9, 12), rows[1], rows[2], rows[3]], &rules), "no-burst");
    assert_eq!(
        reason(
            "dormant-burst",
            &[rows[0], rows[1], (109, 9, 3, 30), (119, 9, 4, 30)],
            &json!({"windows": ["3d"], "dormant": "90d", "times": 2, "payments": 3})
        ),
        "longer-than-window"
    );
}
