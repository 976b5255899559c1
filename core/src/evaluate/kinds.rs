//! What data calls a kind of laundering, and which pattern of Quipu's that is: the one place that knows both.

/// A kind of planted laundering.
struct Kind {
    /// Its names in data, in lower case with hyphens.
    names: &'static [&'static str],
    /// The pattern whose definition it must meet, first; others that are that pattern and something more.
    patterns: &'static [&'static str],
}

/// AMLSim, AMLGentex, AMLworld, SAML-D, and Quipu's simulator.
const KINDS: &[Kind] = &[
    Kind { names: &["fan-in"], patterns: &["fan-in"] },
    Kind { names: &["fan-out"], patterns: &["fan-out"] },
    Kind { names: &["gather-scatter"], patterns: &["gather-scatter"] },
    Kind { names: &["scatter-gather"], patterns: &["scatter-gather"] },
    Kind { names: &["temporal-cycle", "cycle"], patterns: &["temporal-cycle", "round-trip"] },
    Kind { names: &["round-trip"], patterns: &["round-trip"] },
    Kind { names: &["bipartite"], patterns: &["bipartite"] },
    Kind { names: &["stack", "stacked-bipartite"], patterns: &["stack"] },
    Kind { names: &["layering-chain", "forward"], patterns: &["layering-chain"] },
    Kind { names: &["peel-chain"], patterns: &["peel-chain"] },
    Kind { names: &["pass-through"], patterns: &["pass-through"] },
    Kind { names: &["structuring", "smurfing"], patterns: &["structuring"] },
    Kind { names: &["dormant-burst"], patterns: &["dormant-burst"] },
    Kind { names: &["dense-flow"], patterns: &["dense-flow"] },
    Kind { names: &["funnel"], patterns: &["funnel"] },
    Kind { names: &["mirror"], patterns: &["mirror"] },
];

/// The name of a kind as it is compared and printed: lower case, words apart by hyphens.
pub(super) fn normal(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

/// The patterns that a kind is found as; none for a kind that Quipu has no definition of.
pub(super) fn patterns(kind: &str) -> &'static [&'static str] {
    KINDS.iter().find(|known| known.names.contains(&kind)).map_or(&[], |known| known.patterns)
}

/// The kind of what data marks without saying what it is.
pub(super) const UNTOLD: &str = "untold";
