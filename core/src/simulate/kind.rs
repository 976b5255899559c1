//! What can be planted, and what looks like it but is honest.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! named {
    ($(#[$about:meta])* $kind:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $kind {
            $($(#[$doc])* $variant,)*
        }

        impl $kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

named! {
    /// A pattern of laundering that is planted.
    Planted {
        /// Many pay one.
        FanIn = "fan-in",
        /// One pays many.
        FanOut = "fan-out",
        /// Many pay one, who then pays many.
        GatherScatter = "gather-scatter",
        /// One pays many, who all pay the same other one.
        ScatterGather = "scatter-gather",
        /// Money that comes back to where it left.
        TemporalCycle = "temporal-cycle",
        /// A cycle that returns most of the first amount, across borders.
        RoundTrip = "round-trip",
        /// A path along which the value stays nearly the same.
        LayeringChain = "layering-chain",
        /// A path that sheds a small part to a fresh account at every hop.
        PeelChain = "peel-chain",
        /// An account that sends on what it receives, again and again.
        PassThrough = "pass-through",
        /// Every sender of a group pays most receivers of another.
        Bipartite = "bipartite",
        /// Two bipartite layers in a row.
        Stack = "stack",
        /// Cash deposits just below the threshold of reporting.
        Structuring = "structuring",
        /// Cash deposited in many towns, withdrawn fast in another.
        Funnel = "funnel",
        /// A long silence, then many times the history within days.
        DormantBurst = "dormant-burst",
        /// Opposite payments of near-equal value in two currencies.
        Mirror = "mirror",
        /// A dense flow through several layers that leaves little behind.
        DenseFlow = "dense-flow",
    }
}

named! {
    /// Honest behaviour that resembles a pattern.
    LookAlike {
        /// An employer pays its workers, each month or fortnight; resembles fan-out.
        Payroll = "payroll",
        /// Tenants pay one landlord in the first days of the month; resembles fan-in.
        RentPool = "rent-pool",
        /// Goods paid down a chain of firms, over weeks, each keeping its margin; resembles a layering chain.
        SupplierChain = "supplier-chain",
        /// Relatives who help each other out in a circle; resembles a temporal cycle.
        FamilyLoop = "family-loop",
        /// Buyers pay a market, which settles with its sellers; resembles gather-scatter.
        Marketplace = "marketplace",
        /// Members pay whose turn it is (tanda, pandero, consórcio); resembles fan-in.
        SavingsClub = "savings-club",
        /// Card takings settled to shops the next day; resembles pass-through.
        PaymentProcessor = "payment-processor",
        /// A shop of the season, silent for the rest of the year; resembles a dormant burst.
        HolidayBurst = "holiday-burst",
    }
}

impl LookAlike {
    /// The pattern that it resembles.
    #[must_use]
    pub const fn resembles(self) -> Planted {
        match self {
            Self::Payroll => Planted::FanOut,
            Self::RentPool | Self::SavingsClub => Planted::FanIn,
            Self::SupplierChain => Planted::LayeringChain,
            Self::FamilyLoop => Planted::TemporalCycle,
            Self::Marketplace => Planted::GatherScatter,
            Self::PaymentProcessor => Planted::PassThrough,
            Self::HolidayBurst => Planted::DormantBurst,
        }
    }
}
