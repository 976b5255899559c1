//! Taking in findings and truth, and putting the figures together.

use super::baseline::fan_sizes;
use super::definitions::admit;
use super::document::{
    Admission, Baseline, BestFinding, Evaluation, FindingsSummary, FirstFindings, InstanceFigures, KindFigures,
    LookAlikeFigures, Outcome, Refused, TopFindings, TruthSummary,
};
use super::findings::{Findings, FindingsReader};
use super::matching::{Match, Matches, SAME, Which};
use super::measure::{Figures, Ranking, order, ratio};
use super::register::{Payment, Register};
use super::truth::{Instance, Resolved, Truth};
use super::{EvaluateError, Run, TruthFormat, kinds};
use crate::ledger::Ledger;
use crate::model::Span;
use crate::read::{FileReport, Format};
use fixedbitset::FixedBitSet;
use serde_json::Value;
use std::collections::BTreeMap;

/// Takes in findings and truth, in any order, and the transactions where they are there; then
/// [`finish`](Self::finish) gives the [`Evaluation`].
///
/// Memory: some 60 bytes for each transaction that findings or files name, and 4 for each mention of one in a finding.
#[derive(Debug, Default)]
pub struct Evaluator {
    run: Run,
    register: Register,
    reader: FindingsReader,
    truth: Truth,
    summaries: Vec<TruthSummary>,
}

impl Evaluator {
    /// An evaluation of findings of that name, from that run.
    #[must_use]
    pub fn new(findings: impl Into<String>, run: Run) -> Self {
        Self { run, reader: FindingsReader::new(findings.into()), ..Self::default() }
    }

    /// Takes in the transactions that were analysed. With them the baseline can be worked out, and what was planted can
    /// be held against the definitions even where nothing of it was found.
    ///
    /// # Errors
    /// When there are too many.
    pub fn add_transactions(&mut self, ledger: &Ledger) -> Result<(), EvaluateError> {
        self.run.assume(ledger);
        self.register.take_in(ledger)
    }

    /// Reads the next bytes of the findings.
    ///
    /// # Errors
    /// At the first line that is no finding.
    pub fn push_findings(&mut self, bytes: &[u8]) -> Result<(), EvaluateError> {
        self.reader.push(bytes, &mut self.register)
    }

    /// Takes in the truth that the simulator wrote.
    ///
    /// # Errors
    /// At the first line that is none.
    pub fn add_simulated(&mut self, name: &str, text: &[u8]) -> Result<(), EvaluateError> {
        let before = self.truth.planted.len();
        self.truth.read_simulated(name, text, &mut self.register)?;
        self.summarise(name, TruthFormat::Simulated, before, 0);
        Ok(())
    }

    /// Takes in AMLworld's laundering attempts.
    ///
    /// # Errors
    /// At the first line that does not belong there.
    pub fn add_attempts(&mut self, name: &str, text: &[u8]) -> Result<(), EvaluateError> {
        let before = self.truth.planted.len();
        self.truth.read_attempts(name, text, &mut self.register)?;
        self.summarise(name, TruthFormat::AmlWorld, before, 0);
        Ok(())
    }

    /// Takes in a file of transactions with labels. When it holds other transactions than labelled ones, it is taken for
    /// the transactions of the run too ([`add_transactions`](Self::add_transactions)).
    ///
    /// # Errors
    /// When it has no labels, or one that is none.
    pub fn add_table(&mut self, report: &FileReport, ledger: &Ledger) -> Result<(), EvaluateError> {
        let (planted, labelled) = (self.truth.planted.len(), self.truth.labelled.len());
        let labels = self.truth.read_table(&report.name, ledger, &mut self.register)?;
        let format = match report.plan.format {
            Format::AmlSim => TruthFormat::AmlSim,
            Format::AmlGentex => TruthFormat::AmlGentex,
            Format::AmlWorld => TruthFormat::AmlWorld,
            _ => TruthFormat::Column,
        };
        // AMLSim's alerts have a kind and its transactions have none; alerts may be false ones.
        let kind = crate::read::Role::Text(crate::ledger::TextField::LabelKind);
        let alerts =
            format == TruthFormat::AmlSim && report.plan.columns.iter().any(|column| column.role == Some(kind));
        let outside = (self.truth.labelled.len() - labelled) as u64;
        self.summarise(&report.name, format, planted, outside);
        if labels.other > 0 && !alerts {
            self.add_transactions(ledger)?;
            if let Some(summary) = self.summaries.last_mut() {
                summary.whole = true;
            }
        }
        Ok(())
    }

    fn summarise(&mut self, name: &str, format: TruthFormat, before: usize, outside: u64) {
        let added = &self.truth.planted[before..];
        let honest = added.iter().filter(|planted| planted.look_alike.is_some()).count() as u64;
        let planted = added.iter().filter(|planted| planted.look_alike.is_none());
        self.summaries.push(TruthSummary {
            name: name.to_owned(),
            format,
            instances: added.len() as u64 - honest,
            look_alikes: honest,
            labelled: planted.map(|planted| planted.references.len() as u64).sum::<u64>() + outside,
            whole: false,
        });
    }

    /// Puts the figures together.
    ///
    /// Time: linear in the transactions that findings name, times the instances that share one, and O(n log n) in
    /// transactions for the rankings.
    ///
    /// # Errors
    /// When the last line of findings is none, or truth and transactions cannot be brought together.
    pub fn finish(mut self) -> Result<Evaluation, EvaluateError> {
        self.reader.end(&mut self.register)?;
        let Self { run, mut register, reader, truth, summaries } = self;
        let resolved = truth.resolve(&mut register)?;
        let FindingsReader { name, findings, .. } = reader;
        let judge = Judge::new(run, register, findings, resolved);
        Ok(judge.evaluation(name, summaries))
    }
}

/// Everything that the figures are from.
struct Judge {
    run: Run,
    register: Register,
    findings: Findings,
    truth: Resolved,
    matches: Matches,
    /// Labelled transactions.
    labelled: FixedBitSet,
    /// The rank of each finding among those of its pattern, from 0.
    ranks: Vec<u32>,
    /// Of each instance the rank of the first finding that is mostly it, and how much.
    first: Vec<Option<usize>>,
}

impl Judge {
    fn new(run: Run, register: Register, findings: Findings, truth: Resolved) -> Self {
        let matches = Matches::of(&findings, &truth.instances, register.len());
        let mut labelled = FixedBitSet::with_capacity(register.len());
        let planted = truth.instances.iter().filter(|instance| instance.look_alike.is_none());
        let planted = planted.flat_map(|instance| &instance.transactions);
        for transaction in planted.chain(truth.labelled.iter().map(|(_, transaction)| transaction)) {
            labelled.insert(*transaction as usize);
        }
        let mut counts = vec![0_u32; findings.patterns.len()];
        let rank = |found: &super::findings::Found| {
            let count = &mut counts[found.shape.pattern as usize];
            *count += 1;
            *count - 1
        };
        let ranks = findings.iter().map(rank).collect();
        let mut first = vec![None; truth.instances.len()];
        for (rank, place) in matches.mostly.iter().enumerate() {
            if let Some(place) = place {
                first[*place].get_or_insert(rank);
            }
        }
        Self { run, register, findings, truth, matches, labelled, ranks, first }
    }

    fn evaluation(&self, name: String, summaries: Vec<TruthSummary>) -> Evaluation {
        let scores = self.scores();
        let (transactions, accounts) = self.levels(&scores);
        let instances: Vec<InstanceFigures> =
            (0..self.truth.instances.len()).map(|place| self.instance(place)).collect();
        let tops = self.tops(&instances);
        let mut patterns: BTreeMap<String, u64> = BTreeMap::new();
        for found in self.findings.iter() {
            *patterns.entry(self.findings.pattern(found).to_owned()).or_default() += 1;
        }
        Evaluation {
            quipu: env!("CARGO_PKG_VERSION"),
            findings: FindingsSummary { name, findings: self.findings.len() as u64, patterns },
            truth: summaries,
            parameters: self.run.origin,
            unmatched: self.truth.unmatched,
            matched_by_content: self.truth.by_content,
            kinds: self.kinds(&instances, &tops, &scores),
            look_alikes: look_alikes(&instances, &tops),
            first: [100, 1000].map(|at| FirstFindings { at, top: self.top(0..self.findings.len(), at) }).to_vec(),
            baseline: self.baseline(transactions.average_precision),
            transactions,
            accounts,
            instances,
        }
    }

    /// The best score of each transaction, as an integer; 0 for what is in no finding.
    fn scores(&self) -> Vec<u64> {
        let mut scores = vec![0; self.register.len()];
        for shape in self.findings.iter().flat_map(|found| [&found.shape].into_iter().chain(self.findings.also(found)))
        {
            let score = order(shape.score);
            for transaction in self.findings.transactions(shape) {
                let known = &mut scores[*transaction as usize];
                *known = score.max(*known);
            }
        }
        scores
    }

    fn levels(&self, scores: &[u64]) -> (Figures, Figures) {
        let known = |whole: usize, told: Option<u64>| {
            if self.register.whole {
                Some(told.unwrap_or(0).max(whole as u64))
            } else {
                told.map(|told| told.max(whole as u64))
            }
        };
        let reported = (0..scores.len()).filter(|at| scores[*at] > 0);
        let ranked = reported.map(|at| (scores[at], self.labelled.contains(at))).collect();
        let total = known(self.register.len(), self.run.transactions);
        let transactions = Figures::of(ranked, self.labelled.count_ones(..) as u64, total);

        let mut accounts = vec![(0_u64, false); self.register.accounts.len()];
        for (at, payment) in self.register.payments() {
            for account in [payment.from, payment.to] {
                let (score, label) = &mut accounts[account as usize];
                *score = scores[at as usize].max(*score);
                *label |= self.labelled.contains(at as usize);
            }
        }
        for instance in self.truth.instances.iter().filter(|instance| instance.look_alike.is_none()) {
            if instance.transactions.iter().any(|transaction| self.register.payment(*transaction).is_none()) {
                instance.accounts.iter().for_each(|account| accounts[*account as usize].1 = true);
            }
        }
        let labelled = accounts.iter().filter(|account| account.1).count() as u64;
        let total = known(accounts.len(), self.run.accounts);
        let ranked = accounts.into_iter().filter(|account| account.0 > 0).collect();
        (transactions, Figures::of(ranked, labelled, total))
    }

    fn baseline(&self, ours: Option<f64>) -> Option<Baseline> {
        let windows = self.run.of("fan-in").and_then(|fan| fan.get("windows")).and_then(Value::as_array)?;
        let window: Span = windows.iter().filter_map(|window| window.as_str()?.parse().ok()).max()?;
        if !self.register.whole {
            return None;
        }
        let sizes = fan_sizes(&self.register, window);
        let items = (0..).zip(sizes).map(|(at, size)| (u64::from(size), self.labelled.contains(at))).collect();
        let ranking = Ranking::of(items);
        let average_precision = ranking.average_precision(self.labelled.count_ones(..) as u64)?;
        Some(Baseline {
            window: window.to_string(),
            average_precision,
            precision_at: [100, 1000].map(|at| ranking.precision_at(at)).to_vec(),
            ratio: ours.and_then(|ours| ratio(ours, average_precision)),
        })
    }

    fn instance(&self, place: usize) -> InstanceFigures {
        let instance = &self.truth.instances[place];
        let own = kinds::patterns(&instance.kind);
        let is_own = |which: &Which| own.contains(&self.findings.patterns.get(which.pattern));
        let all = &self.matches.findings[place];
        // The largest share first, then the first in rank; among equals a finding before what one names besides.
        let better = |one: &&(Which, Match), other: &&(Which, Match)| {
            let by_share = one.1.jaccard.total_cmp(&other.1.jaccard);
            by_share.then((other.1.place, other.0.within).cmp(&(one.1.place, one.0.within)))
        };
        let whole = all.iter().filter(|(which, best)| is_own(which) && !which.within && best.jaccard >= SAME);
        let same = whole.max_by(better).or_else(|| all.iter().filter(|(which, _)| is_own(which)).max_by(better));
        let other = all.iter().filter(|(which, _)| !is_own(which)).max_by(better);
        let good = |best: Option<&(Which, Match)>| best.is_some_and(|(_, best)| best.jaccard >= SAME);
        InstanceFigures {
            id: instance.id.clone(),
            kind: instance.kind.clone(),
            look_alike: instance.look_alike.clone(),
            transactions: instance.transactions.len() as u64,
            admission: instance.look_alike.is_none().then(|| self.admission(instance)),
            outcome: match (good(same), good(other)) {
                (true, _) => Outcome::Found,
                (false, true) => Outcome::FoundAsOther,
                (false, false) => Outcome::Missed,
            },
            same: same.map(|(which, best)| self.best(*which, *best)),
            other: other.map(|(which, best)| self.best(*which, *best)),
            first: self.first[place].map(|rank| {
                let which = Which { pattern: self.findings.get(rank).shape.pattern, within: false };
                self.best(which, Match { place: rank, jaccard: self.jaccard(rank, instance) })
            }),
        }
    }

    fn jaccard(&self, rank: usize, instance: &Instance) -> f64 {
        let found = self.findings.transactions(&self.findings.get(rank).shape);
        let both = found.iter().filter(|transaction| instance.transactions.binary_search(transaction).is_ok()).count();
        both as f64 / (found.len() + instance.transactions.len() - both) as f64
    }

    fn best(&self, which: Which, best: Match) -> BestFinding {
        let found = self.findings.get(best.place);
        BestFinding {
            id: self.findings.id(found).to_owned(),
            pattern: self.findings.patterns.get(which.pattern).to_owned(),
            within: which.within.then(|| self.findings.pattern(found).to_owned()),
            rank: best.place as u64 + 1,
            rank_in_pattern: u64::from(self.ranks[best.place]) + 1,
            score: found.shape.score,
            jaccard: ratio(best.jaccard, 1.0).unwrap_or(0.0),
        }
    }

    fn admission(&self, instance: &Instance) -> Admission {
        let payments: Option<Vec<Payment>> =
            instance.transactions.iter().map(|transaction| self.register.payment(*transaction).copied()).collect();
        let refusal =
            |admitted, reason, text: &str| Admission { admitted, reason: Some(reason), text: Some(text.to_owned()) };
        let Some(pattern) = kinds::patterns(&instance.kind).first() else {
            return refusal(Some(false), "no-such-pattern", "Quipu has no pattern of this kind");
        };
        let Some(payments) = payments else {
            return refusal(None, "no-transactions", "not all of its transactions are in the findings");
        };
        let one = payments.windows(2).all(|two| two[0].currency == two[1].currency);
        let only = payments.first().filter(|_| one).map(|payment| payment.currency);
        match admit(pattern, &payments, &|amount| self.register.value(amount, only), self.run.of(pattern)) {
            Ok(()) => Admission { admitted: Some(true), reason: None, text: None },
            Err(no) => refusal(if no.known { Some(false) } else { None }, no.reason, &no.text),
        }
    }

    /// The first N findings of each kind's pattern.
    fn tops(&self, instances: &[InstanceFigures]) -> BTreeMap<String, TopFindings> {
        let mut planted: BTreeMap<String, u64> = BTreeMap::new();
        for instance in instances.iter().filter(|instance| instance.look_alike.is_none()) {
            *planted.entry(instance.kind.clone()).or_default() += 1;
        }
        let top = |kind: &str, number: u64| {
            // Whatever it is found as counts: a cycle may be reported as the round trip that it is too.
            let patterns = kinds::patterns(kind);
            let own = (0..self.findings.len())
                .filter(|rank| patterns.contains(&self.findings.pattern(self.findings.get(*rank))));
            self.top(own, number)
        };
        planted.into_iter().map(|(kind, number)| (kind.clone(), top(&kind, number))).collect()
    }

    /// What the first of these findings are.
    fn top(&self, ranks: impl Iterator<Item = usize>, number: u64) -> TopFindings {
        let mut top = TopFindings::default();
        for rank in ranks.take(number as usize) {
            top.findings += 1;
            let transactions = self.findings.transactions(&self.findings.get(rank).shape);
            let labelled = transactions.iter().filter(|transaction| self.labelled.contains(**transaction as usize));
            top.labelled += u64::from(labelled.count() * 2 > transactions.len());
            let honest = |place: usize| self.truth.instances[place].look_alike.as_ref();
            let best = self.matches.instances[rank].filter(|best| best.jaccard >= SAME);
            top.planted += u64::from(best.is_some_and(|best| honest(best.place).is_none()));
            if let Some(name) = self.matches.mostly[rank].and_then(honest) {
                *top.look_alikes.entry(name.clone()).or_default() += 1;
            }
        }
        top.precision_planted = ratio(top.planted as f64, top.findings as f64);
        top.precision_labelled = ratio(top.labelled as f64, top.findings as f64);
        top
    }

    fn kinds(
        &self,
        instances: &[InstanceFigures],
        tops: &BTreeMap<String, TopFindings>,
        scores: &[u64],
    ) -> Vec<KindFigures> {
        // Labelled transactions by kind, each once.
        let mut labelled: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for instance in self.truth.instances.iter().filter(|instance| instance.look_alike.is_none()) {
            labelled.entry(&instance.kind).or_default().extend(&instance.transactions);
        }
        // A column may label what another file of truth says more about.
        let mut told = FixedBitSet::with_capacity(self.register.len());
        labelled.values().flatten().for_each(|transaction| told.insert(*transaction as usize));
        for (kind, transaction) in &self.truth.labelled {
            if !kind.is_empty() {
                labelled.entry(kind).or_default().push(*transaction);
            } else if !told.contains(*transaction as usize) {
                labelled.entry(kinds::UNTOLD).or_default().push(*transaction);
            }
        }
        let kind = |(kind, mut transactions): (&str, Vec<u32>)| {
            transactions.sort_unstable();
            transactions.dedup();
            let own: Vec<&InstanceFigures> =
                instances.iter().filter(|instance| instance.look_alike.is_none() && instance.kind == kind).collect();
            let count = |wanted: &dyn Fn(&InstanceFigures) -> bool| own.iter().filter(|one| wanted(one)).count() as u64;
            let admitted = |one: &InstanceFigures| one.admission.as_ref().and_then(|admission| admission.admitted);
            let mut reasons: BTreeMap<&str, u64> = BTreeMap::new();
            for one in own.iter().filter(|one| admitted(one) == Some(false)) {
                let reason = one.admission.as_ref().and_then(|admission| admission.reason).unwrap_or_default();
                *reasons.entry(reason).or_default() += 1;
            }
            let mut not_admitted: Vec<Refused> = reasons
                .into_iter()
                .map(|(reason, instances)| Refused { reason: reason.to_owned(), instances })
                .collect();
            not_admitted.sort_by_key(|refused| std::cmp::Reverse(refused.instances));
            KindFigures {
                kind: kind.to_owned(),
                pattern: kinds::patterns(kind).first().map(|name| (*name).to_owned()),
                planted: own.len() as u64,
                admitted: count(&|one| admitted(one) == Some(true)),
                not_checked: count(&|one| admitted(one).is_none()),
                not_admitted,
                found: count(&|one| one.outcome == Outcome::Found),
                found_within: count(&|one| {
                    one.outcome == Outcome::Found && one.same.as_ref().is_some_and(|same| same.within.is_some())
                }),
                found_of_admitted: count(&|one| one.outcome == Outcome::Found && admitted(one) == Some(true)),
                found_as_other: count(&|one| one.outcome == Outcome::FoundAsOther),
                missed: count(&|one| one.outcome == Outcome::Missed),
                top: tops.get(kind).cloned().unwrap_or_default(),
                labelled: transactions.len() as u64,
                reported: transactions.iter().filter(|transaction| scores[**transaction as usize] > 0).count() as u64,
            }
        };
        labelled.into_iter().map(kind).collect()
    }
}

fn look_alikes(instances: &[InstanceFigures], tops: &BTreeMap<String, TopFindings>) -> Vec<LookAlikeFigures> {
    let mut figures: BTreeMap<(&str, &str), LookAlikeFigures> = BTreeMap::new();
    for instance in instances {
        let Some(name) = &instance.look_alike else { continue };
        let one = figures.entry((name, &instance.kind)).or_insert_with(|| LookAlikeFigures {
            name: name.clone(),
            resembles: instance.kind.clone(),
            instances: 0,
            reported: 0,
            in_top: tops.get(&instance.kind).and_then(|top| top.look_alikes.get(name)).copied().unwrap_or(0),
            first_rank: None,
        });
        one.instances += 1;
        if let Some(first) = &instance.first {
            one.reported += 1;
            one.first_rank = Some(one.first_rank.map_or(first.rank, |rank| rank.min(first.rank)));
        }
    }
    figures.into_values().collect()
}
