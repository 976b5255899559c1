//! Parameters of all patterns, their defaults, and the TOML that sets them.

use super::pace::Pace;
use super::{
    BipartiteParameters, CycleParameters, DenseFlowParameters, DormantBurstParameters, FanParameters, Finding,
    GatherScatterParameters, LayeringChainParameters, PassThroughParameters, Pattern, PeelChainParameters,
    RoundTripParameters, ScatterGatherParameters, StackParameters, StructuringParameters,
};
use crate::ledger::{GivenRates, Ledger};
use crate::model::Span;
use serde::{Deserialize, Serialize};

/// Parameters of a run. As TOML, one table a pattern:
///
/// ```
/// let parameters = quipu::detect::Parameters::from_toml(
///     r#"
///     patterns = ["fan-in", "temporal-cycle"]
///
///     [fan-in]
///     windows = ["7d", "30d"]
///     counterparties = 6
///     "#,
/// )?;
/// assert_eq!(parameters.fan_in.counterparties, 6);
/// # Ok::<(), quipu::detect::ParametersError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Parameters {
    /// What to search for; everything when empty.
    pub patterns: Vec<Pattern>,
    /// Rates to compare amounts of several currencies at, before those seen in the ledger. A file of its own, since rates
    /// are of a period and parameters are not.
    #[serde(skip)]
    pub rates: GivenRates,
    /// Whether the patterns that strangers make (fan-in, fan-out, gather-scatter, bipartite, stack, dense flow) also
    /// count payments between two accounts that deal with each other by habit: whose payments, payer to receiver, go on in
    /// the ledger for longer than the window. Default false: wages, rents and suppliers make no pattern, nor does anything
    /// else that goes on for long between the same two.
    pub habitual: bool,
    /// The least score of a finding, in tenths of a bit. Instances below it are as usual for their accounts as chance makes
    /// them; they are counted in the summary of their pattern and not reported, beyond those that
    /// [`always`](Self::always) are. Default 50: five bits, a chance of one in thirty-two.
    pub least_score: u32,
    /// So many instances of each pattern and window length are findings whatever their score, the most unusual first. Default
    /// 1,000.
    pub always: u32,
    /// Of fan-in.
    pub fan_in: FanParameters,
    /// Of fan-out.
    pub fan_out: FanParameters,
    /// Of gather-scatter.
    pub gather_scatter: GatherScatterParameters,
    /// Of scatter-gather.
    pub scatter_gather: ScatterGatherParameters,
    /// Of temporal cycle.
    pub temporal_cycle: CycleParameters,
    /// Of round trip.
    pub round_trip: RoundTripParameters,
    /// Of bipartite.
    pub bipartite: BipartiteParameters,
    /// Of stack.
    pub stack: StackParameters,
    /// Of dense flow.
    pub dense_flow: DenseFlowParameters,
    /// Of layering chain.
    pub layering_chain: LayeringChainParameters,
    /// Of peel chain.
    pub peel_chain: PeelChainParameters,
    /// Of pass-through.
    pub pass_through: PassThroughParameters,
    /// Of structuring.
    pub structuring: StructuringParameters,
    /// Of dormant burst.
    pub dormant_burst: DormantBurstParameters,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            patterns: Vec::new(),
            rates: GivenRates::default(),
            habitual: false,
            least_score: 50,
            always: 1000,
            fan_in: FanParameters::default(),
            fan_out: FanParameters::default(),
            gather_scatter: GatherScatterParameters::default(),
            scatter_gather: ScatterGatherParameters::default(),
            temporal_cycle: CycleParameters::default(),
            round_trip: RoundTripParameters::default(),
            bipartite: BipartiteParameters::default(),
            stack: StackParameters::default(),
            dense_flow: DenseFlowParameters::default(),
            layering_chain: LayeringChainParameters::default(),
            peel_chain: PeelChainParameters::default(),
            pass_through: PassThroughParameters::default(),
            structuring: StructuringParameters::default(),
            dormant_burst: DormantBurstParameters::default(),
        }
    }
}

/// Text that sets no parameters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ParametersError {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl Parameters {
    /// Reads TOML. Keys that mean nothing are errors.
    ///
    /// # Errors
    /// [`ParametersError`] with the place.
    pub fn from_toml(text: &str) -> Result<Self, ParametersError> {
        let parameters: Self = toml::from_str(text).map_err(|error: toml::de::Error| {
            let before = &text[..error.span().map_or(0, |span| span.start.min(text.len()))];
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            ParametersError {
                line: before.matches('\n').count() + 1,
                column: before[line_start..].chars().count() + 1,
                message: error.message().to_owned(),
            }
        })?;
        parameters.check().map_err(|message| ParametersError { line: 1, column: 1, message })?;
        Ok(parameters)
    }

    /// Whether every number is one that its search can work with.
    ///
    /// # Errors
    /// A sentence that names the parameter and says what it may be.
    pub fn check(&self) -> Result<(), String> {
        for (name, fan) in [("fan-in", &self.fan_in), ("fan-out", &self.fan_out)] {
            if fan.counterparties < 2 {
                return Err(format!("{name}.counterparties is {}; it must be 2 or more", fan.counterparties));
            }
        }
        self.gather_scatter.check()?;
        self.scatter_gather.check()?;
        self.round_trip.check()?;
        self.bipartite.check()?;
        self.stack.check()?;
        self.dense_flow.check()?;
        self.pass_through.check()?;
        self.structuring.check()?;
        self.layering_chain.check()?;
        self.peel_chain.check()?;
        self.dormant_burst.check()?;
        let cycle = &self.temporal_cycle;
        if !(2..=64).contains(&cycle.hops) {
            return Err(format!("temporal-cycle.hops is {}; it must be from 2 to 64", cycle.hops));
        }
        if cycle.steps == 0 {
            return Err("temporal-cycle.steps is 0; it must be 1 or more".to_owned());
        }
        let mut all = self.clone();
        match all.windows().into_iter().flatten().find(|window| window.0 < 0) {
            Some(window) => Err(format!("a window of {window} is negative")),
            None => Ok(()),
        }
    }

    /// Takes away the findings of one search that are not unusual enough; returns how many.
    pub(super) fn cut(&self, findings: &mut Vec<Finding>) -> u64 {
        let least = i64::from(self.least_score) * 100;
        let all = findings.len();
        let unusual = findings.iter().filter(|finding| finding.score_millibits() >= least).count();
        if unusual >= self.always as usize {
            findings.retain(|finding| finding.score_millibits() >= least);
        } else if all > self.always as usize {
            findings.sort_by(Finding::rank_order);
            findings.truncate(self.always as usize);
        }
        (all - findings.len()) as u64
    }

    /// Gives every pattern these windows instead of its own.
    pub fn set_windows(&mut self, windows: &[Span]) {
        for own in self.windows() {
            *own = windows.to_vec();
        }
    }

    /// The windows of every pattern that has some.
    fn windows(&mut self) -> Vec<&mut Vec<Span>> {
        vec![
            &mut self.fan_in.windows,
            &mut self.fan_out.windows,
            &mut self.gather_scatter.windows,
            &mut self.scatter_gather.windows,
            &mut self.temporal_cycle.windows,
            &mut self.round_trip.windows,
            &mut self.bipartite.windows,
            &mut self.stack.windows,
            &mut self.dense_flow.windows,
            &mut self.pass_through.windows,
            &mut self.structuring.windows,
            &mut self.dormant_burst.windows,
        ]
    }

    /// Whether temporal cycles and round trips are both searched for and one walk finds both.
    pub(super) fn walks_once(&self) -> bool {
        let patterns = self.patterns();
        patterns.contains(&Pattern::TemporalCycle)
            && patterns.contains(&Pattern::RoundTrip)
            && self.round_trip.walks_like(&self.temporal_cycle)
    }

    /// The windows of the patterns of strangers that are searched for, each with its patterns, in order.
    pub(super) fn windows_of_strangers(&self) -> Vec<(Span, Vec<Pattern>)> {
        let own = |pattern: Pattern| match pattern {
            Pattern::FanIn => &self.fan_in.windows[..],
            Pattern::FanOut => &self.fan_out.windows,
            Pattern::GatherScatter => &self.gather_scatter.windows,
            Pattern::Bipartite => &self.bipartite.windows,
            Pattern::Stack => &self.stack.windows,
            Pattern::DenseFlow => &self.dense_flow.windows,
            _ => &[],
        };
        let patterns = self.patterns();
        let mut windows: Vec<Span> = patterns.iter().flat_map(|pattern| own(*pattern)).copied().collect();
        windows.sort_unstable();
        windows.dedup();
        let with = |window: &Span| patterns.iter().copied().filter(|pattern| own(*pattern).contains(window)).collect();
        windows.iter().map(|window| (*window, with(window))).collect()
    }

    /// The patterns that are searched for, in order.
    #[must_use]
    pub fn patterns(&self) -> Vec<Pattern> {
        Pattern::ALL.into_iter().filter(|pattern| self.patterns.is_empty() || self.patterns.contains(pattern)).collect()
    }

    /// Takes a pattern with its parameters over from others.
    #[cfg(feature = "typologies")]
    pub(crate) fn take_pattern(&mut self, other: &Self, pattern: Pattern) {
        if !self.patterns.contains(&pattern) {
            self.patterns.push(pattern);
            self.patterns.sort_unstable();
        }
        match pattern {
            Pattern::FanIn => self.fan_in.clone_from(&other.fan_in),
            Pattern::FanOut => self.fan_out.clone_from(&other.fan_out),
            Pattern::GatherScatter => self.gather_scatter.clone_from(&other.gather_scatter),
            Pattern::ScatterGather => self.scatter_gather.clone_from(&other.scatter_gather),
            Pattern::TemporalCycle => self.temporal_cycle.clone_from(&other.temporal_cycle),
            Pattern::RoundTrip => self.round_trip.clone_from(&other.round_trip),
            Pattern::Bipartite => self.bipartite.clone_from(&other.bipartite),
            Pattern::Stack => self.stack.clone_from(&other.stack),
            Pattern::DenseFlow => self.dense_flow.clone_from(&other.dense_flow),
            Pattern::LayeringChain => self.layering_chain.clone_from(&other.layering_chain),
            Pattern::PeelChain => self.peel_chain.clone_from(&other.peel_chain),
            Pattern::PassThrough => self.pass_through.clone_from(&other.pass_through),
            Pattern::Structuring => self.structuring.clone_from(&other.structuring),
            Pattern::DormantBurst => self.dormant_burst.clone_from(&other.dormant_burst),
        }
    }

    /// The same with every default that depends on the data filled in.
    ///
    /// Windows follow the resolution, the span and the pace: exports that tell days need weeks, exports that tell minutes need
    /// days or hours, the shorter the more each account pays and the more rows there are.
    ///
    /// Time: O(rows).
    #[must_use]
    pub fn resolved(&self, ledger: &Ledger) -> Self {
        self.resolved_at(ledger, &Pace::of(ledger))
    }

    pub(super) fn resolved_at(&self, ledger: &Ledger, pace: &Pace) -> Self {
        let (strangers, flows) = (pace.of_strangers(), pace.of_flows());
        let longest = &strangers[strangers.len() - 1..];
        let mut resolved = self.clone();
        resolved.patterns = self.patterns();
        for windows in
            [&mut resolved.fan_in.windows, &mut resolved.fan_out.windows, &mut resolved.gather_scatter.windows]
        {
            fill(windows, &strangers);
        }
        for windows in [&mut resolved.bipartite.windows, &mut resolved.stack.windows, &mut resolved.dense_flow.windows]
        {
            fill(windows, longest);
        }
        for windows in [
            &mut resolved.scatter_gather.windows,
            &mut resolved.temporal_cycle.windows,
            &mut resolved.round_trip.windows,
        ] {
            fill(windows, &[flows]);
        }
        resolved.layering_chain.resolve(ledger);
        resolved.peel_chain.resolve(ledger);
        resolved.pass_through.resolve(ledger);
        resolved.structuring.resolve(ledger);
        resolved.dormant_burst.resolve(ledger);
        resolved
    }
}

/// Settles windows: the default when there is none, else each once and in order.
pub(super) fn fill(windows: &mut Vec<Span>, default: &[Span]) {
    if windows.is_empty() {
        windows.extend(default);
    }
    windows.sort_unstable();
    windows.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_has_its_place() {
        let error = Parameters::from_toml("[fan-in]\nwindow = [\"7d\"]\n").unwrap_err();
        assert_eq!((error.line, error.column), (2, 1), "{error}");
        let error = Parameters::from_toml("[fan-in]\nwindows = [\"7 moons\"]\n").unwrap_err();
        assert_eq!(error.line, 2, "{error}");
        assert!(Parameters::from_toml("[fan-out]\ncounterparties = 1\n").is_err());
        assert!(Parameters::from_toml("[temporal-cycle]\nhops = 1\n").is_err());
        assert!(Parameters::from_toml("patterns = [\"spiral\"]").is_err());
    }

    #[test]
    fn what_is_written_reads_back() {
        let parameters = Parameters::default().resolved(&Ledger::default());
        assert_eq!(Parameters::from_toml(&toml::to_string(&parameters).unwrap()), Ok(parameters));
    }
}
