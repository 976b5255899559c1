//! Which payments can lie on the way from a seed's receiver back to its payer: a search from both ends that leaves hubs
//! alone wherever that loses nothing.
//!
//! A hub's thousands of payments are looked at only when two different accounts that were not looked into face each other,
//! one reached forward and one backward. A path's payments up to an account are seen from the forward side, those after
//! it from the backward side: so one account that neither side looked into hides no path.

use crate::detect::instants::Instants;
use crate::graph::{Direction, TransactionGraph};
use crate::model::{AccountId, Row};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A payment on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step {
    pub(super) from: AccountId,
    pub(super) row: Row,
    pub(super) to: AccountId,
}

/// One end of the search.
struct Side {
    direction: Direction,
    // For each account: when it was reached (forward: where the instant of the earliest arrival begins; backward: where that
    // of the latest departure ends) and in how many hops, valid while its stamp is the search's.
    time: Vec<u32>,
    hops: Vec<u32>,
    stamp: Vec<u32>,
    // The cheapest first.
    pending: BinaryHeap<Reverse<Pending>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pending {
    cost: u32,
    account: AccountId,
    // The part of the account's payments still to look at, in the side's adjacency.
    first: u32,
    last: u32,
}

/// Room for searches, kept from seed to seed.
pub(super) struct Reach {
    forward: Side,
    backward: Side,
    search: u32,
    pub(super) steps: Vec<Step>,
}

/// What is asked: the ways from `start` to `goal` over at most so many accounts with rows from `first` up to before `end`,
/// where instants begin.
#[derive(Clone, Copy)]
pub(super) struct Question {
    pub(super) start: AccountId,
    pub(super) goal: AccountId,
    pub(super) first: u32,
    pub(super) end: u32,
    pub(super) hops: u32,
}

impl Side {
    fn new(direction: Direction, accounts: usize) -> Self {
        let (time, hops, stamp) = (vec![0; accounts], vec![0; accounts], vec![0; accounts]);
        Self { direction, time, hops, stamp, pending: BinaryHeap::new() }
    }

    /// Notes that `account` was reached; what of its payments that opens up is looked at later.
    fn reached(
        &mut self,
        graph: &TransactionGraph,
        question: &Question,
        search: u32,
        account: AccountId,
        time: u32,
        hops: u32,
    ) {
        let place = account.index();
        let known = self.stamp[place] == search;
        let forward = self.direction == Direction::Out;
        let better = !known || if forward { time < self.time[place] } else { time > self.time[place] };
        let fewest = if known { hops.min(self.hops[place]) } else { hops };
        let sooner = known && fewest < self.hops[place];
        if !better && !sooner {
            return;
        }
        let before = known.then_some(self.time[place]);
        self.stamp[place] = search;
        self.hops[place] = fewest;
        if better {
            self.time[place] = time;
        }
        if fewest + 1 > question.hops {
            return;
        }
        let adjacency = graph.adjacency(self.direction);
        let list = adjacency.of(account);
        let before_row = |row: u32| list.partition_point(|hop| hop.row.0 < row);
        let reach = self.time[place];
        // Fewer hops open the way for accounts that were too far: look at all again. A better time opens what lies
        // between it and the time before.
        let before = if sooner { None } else { before };
        let (first, last) = match (forward, before) {
            (true, None) => (before_row(reach), before_row(question.end)),
            (true, Some(before)) => (before_row(reach), before_row(before)),
            (false, None) => (before_row(question.first), before_row(reach)),
            (false, Some(before)) => (before_row(before), before_row(reach)),
        };
        if first < last {
            let start = adjacency.range(account).start;
            let cost = (last - first) as u32;
            let (first, last) = ((start + first) as u32, (start + last) as u32);
            self.pending.push(Reverse(Pending { cost, account, first, last }));
        }
    }

    /// Whether this account is all that was not looked into.
    fn lacks_only(&self, account: AccountId) -> bool {
        self.pending.iter().all(|Reverse(pending)| pending.account == account)
    }
}

impl Reach {
    pub(super) fn new(accounts: usize) -> Self {
        Self {
            forward: Side::new(Direction::Out, accounts),
            backward: Side::new(Direction::In, accounts),
            search: 0,
            steps: Vec::new(),
        }
    }

    /// Fills `steps` with payments among which every time-ordered simple path of the question lies, sorted by payer and
    /// row, each on some time-ordered walk from start to goal. Looks at no more than `budget` payments and takes what it
    /// looked at off it; returns false when that was too few, and paths may be missing.
    pub(super) fn search(
        &mut self,
        graph: &TransactionGraph,
        instants: &Instants,
        question: &Question,
        budget: &mut u64,
    ) -> bool {
        self.search = self.search.wrapping_add(1);
        if self.search == 0 {
            self.forward.stamp.fill(0);
            self.backward.stamp.fill(0);
            self.search = 1;
        }
        self.steps.clear();
        self.forward.pending.clear();
        self.backward.pending.clear();
        let search = self.search;
        // Either side counts the seed as its first hop.
        self.forward.reached(graph, question, search, question.start, question.first, 1);
        self.backward.reached(graph, question, search, question.goal, question.end, 1);
        let mut complete = true;
        while let (Some(Reverse(forward)), Some(Reverse(backward))) =
            (self.forward.pending.peek().copied(), self.backward.pending.peek().copied())
        {
            let account = forward.account;
            if account == backward.account && self.forward.lacks_only(account) && self.backward.lacks_only(account) {
                break;
            }
            let (side, next) =
                if forward <= backward { (&mut self.forward, forward) } else { (&mut self.backward, backward) };
            side.pending.pop();
            if u64::from(next.cost) > *budget {
                complete = false;
                break;
            }
            *budget -= u64::from(next.cost);
            let hops = side.hops[next.account.index()] + 1;
            let forward = side.direction == Direction::Out;
            for hop in &graph.adjacency(side.direction).all()[next.first as usize..next.last as usize] {
                // No way goes through its own ends.
                if forward {
                    if hop.other != question.start {
                        self.steps.push(Step { from: next.account, row: hop.row, to: hop.other });
                        if hop.other != question.goal {
                            side.reached(graph, question, search, hop.other, instants.since(hop.row), hops);
                        }
                    }
                } else if hop.other != question.goal {
                    self.steps.push(Step { from: hop.other, row: hop.row, to: next.account });
                    if hop.other != question.start {
                        side.reached(graph, question, search, hop.other, instants.end(hop.row), hops);
                    }
                }
            }
        }
        self.prune(instants, question);
        complete
    }

    /// Keeps the steps that lie on a time-ordered walk from start to goal.
    fn prune(&mut self, instants: &Instants, question: &Question) {
        if !self.steps.iter().any(|step| step.to == question.goal) {
            self.steps.clear();
            return;
        }
        // Seen from both sides a payment is there twice.
        self.steps.sort_unstable_by_key(|step| step.row);
        self.steps.dedup();
        for direction in [Direction::Out, Direction::In] {
            self.search = self.search.wrapping_add(1);
            if self.search == 0 {
                self.forward.stamp.fill(0);
                self.backward.stamp.fill(0);
                self.search = 1;
            }
            self.keep_reachable(instants, question, direction);
        }
        self.steps.sort_unstable();
    }

    /// Keeps, of steps in time order, those that can be reached from one end. Steps of one instant may follow each other
    /// either way round, so they are gone over until nothing changes.
    fn keep_reachable(&mut self, instants: &Instants, question: &Question, direction: Direction) {
        let stamp = &mut self.forward.stamp;
        let mut reached = |account: AccountId| stamp[account.index()] = self.search;
        // Going through in order of time, being reached at all is being reached in time.
        match direction {
            Direction::Out => reached(question.start),
            Direction::In => reached(question.goal),
        }
        let search = self.search;
        let backward = direction == Direction::In;
        if backward {
            self.steps.reverse();
        }
        let mut kept = vec![false; self.steps.len()];
        let mut place = 0;
        for instant in self.steps.chunk_by(|a, b| instants.since(a.row) == instants.since(b.row)) {
            loop {
                let mut changed = false;
                for (offset, step) in instant.iter().enumerate() {
                    let (near, far) = if backward { (step.to, step.from) } else { (step.from, step.to) };
                    if !kept[place + offset] && stamp[near.index()] == search {
                        kept[place + offset] = true;
                        changed = true;
                        stamp[far.index()] = search;
                    }
                }
                if !changed || instant.len() == 1 {
                    break;
                }
            }
            place += instant.len();
        }
        let mut place = 0;
        self.steps.retain(|_| {
            place += 1;
            kept[place - 1]
        });
    }
}
