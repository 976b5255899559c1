//! The linear system of effective shares, exactly.
//!
//! What passes through a party: all of it for the company that is asked about, and for every other what it holds of each
//! company times what passes through that. `z = e + A z`, with `A[i][j]` the part of `j` that `i` holds. Without circles
//! this is a sum, company by company. A circle of companies is a system of its own, solved by elimination in exact
//! fractions: `I - A` is an M-matrix where the parts of no company add up to more than the whole, and its pivots stay above
//! zero exactly when not all of the circle is held within it (Berman and Plemmons, Nonnegative Matrices in the Mathematical
//! Sciences, 1979). Where all is, nobody outside owns anything: the system is singular, and what flows in never comes out.
//! What is held in circles is what the literature on cross-holdings calls integrated ownership (Brioschi, Buzzacchi and
//! Colombo, 1989).

use super::exact::Fraction;
use super::upstream::Network;
use crate::model::Share;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Which bound of the shares is taken. What passes grows with every share, so each gives a bound of what passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Least,
    Most,
}

/// What passes through each party.
#[derive(Clone, Debug)]
pub(super) struct Solution {
    pub(super) passes: Vec<Fraction>,
    /// Circles from which nothing comes out: their places, and what flows into them, where that is known.
    pub(super) closed: Vec<(Vec<usize>, Fraction)>,
    /// Parties of which no bound is known: they are in circles in which, by these bounds, the whole or more is held, or
    /// own a part of such.
    pub(super) unbounded: Vec<bool>,
    /// Whether every number is exact, for the bound that was taken: no circle was too large to be solved.
    pub(super) exact: bool,
}

impl Bound {
    pub(super) fn parts(self, share: Share) -> u32 {
        match self {
            Self::Least => share.least(),
            Self::Most => share.most(),
        }
    }

    fn of(self, share: Share) -> Fraction {
        Fraction::of_parts(self.parts(share))
    }
}

/// Solves for one company, which is the first of the network.
pub(super) fn solve(network: &Network<'_>, bound: Bound, exact_circle: usize) -> Solution {
    let mut solution = Solution {
        passes: vec![Fraction::zero(); network.len()],
        closed: Vec::new(),
        unbounded: vec![false; network.len()],
        exact: true,
    };
    // What flows into each party from companies that are done.
    let mut flows = vec![Fraction::zero(); network.len()];
    if let Some(first) = flows.first_mut() {
        *first = Fraction::one();
    }
    for circle in network.circles(|share| bound.parts(share)) {
        let unbounded = circle.iter().any(|place| solution.unbounded[*place]);
        if !unbounded && circle.iter().all(|place| flows[*place].is_zero()) {
            continue;
        }
        let inflow: Vec<Fraction> = circle.iter().map(|place| flows[*place].clone()).collect();
        let within = if network.is_circle(&circle) {
            solution.exact &= circle.len() <= exact_circle;
            within(network, &circle, &inflow, bound, exact_circle)
        } else {
            Within::Solved(inflow.clone())
        };
        let mut known = !unbounded;
        match within {
            Within::Solved(passes) => {
                for (place, passes) in circle.iter().zip(passes) {
                    solution.passes[*place] = passes;
                }
            }
            Within::Closed => {
                if known {
                    let total = inflow.iter().fold(Fraction::zero(), |sum, flow| sum + flow);
                    solution.closed.push((circle.clone(), total));
                }
                known = false;
            }
            Within::Unbounded => known = false,
        }
        for company in &circle {
            solution.unbounded[*company] |= !known;
            let passes = solution.passes[*company].clone();
            for (_, owner, share) in &network.into[*company] {
                let Some(owner) = owner.filter(|owner| circle.binary_search(owner).is_err()) else { continue };
                if bound.parts(*share) > 0 {
                    solution.unbounded[owner] |= !known;
                    let flow = std::mem::replace(&mut flows[owner], Fraction::zero());
                    flows[owner] = flow + &(&bound.of(*share) * &passes);
                }
            }
        }
    }
    solution
}

enum Within {
    /// What passes through each.
    Solved(Vec<Fraction>),
    /// All of it is held within.
    Closed,
    /// More than the whole may be held within.
    Unbounded,
}

// What passes through the parties of a circle, with so much flowing into each.
fn within(network: &Network<'_>, circle: &[usize], inflow: &[Fraction], bound: Bound, exact_circle: usize) -> Within {
    // `A` within the circle as row, column and parts per million; and what of each company is held within.
    let mut held: Vec<(usize, usize, u32)> = Vec::new();
    let mut inside = vec![0_u64; circle.len()];
    for (column, company) in circle.iter().enumerate() {
        for (_, owner, share) in &network.into[*company] {
            if let Some(row) = owner.and_then(|owner| circle.binary_search(&owner).ok()) {
                let parts = bound.parts(*share);
                held.push((row, column, parts));
                inside[column] += u64::from(parts);
            }
        }
    }
    let whole = u64::from(Share::WHOLE);
    if inside.iter().any(|inside| *inside > whole) {
        return Within::Unbounded;
    }
    if inside.iter().all(|inside| *inside == whole) {
        return Within::Closed;
    }
    if circle.len() > exact_circle {
        return bounded(&held, inflow, bound);
    }
    let size = circle.len();
    let mut matrix = vec![vec![BigRational::zero(); size + 1]; size];
    for (row, values) in matrix.iter_mut().enumerate() {
        values[row] = BigRational::one();
        values[size] = inflow[row].0.clone();
    }
    for (row, column, parts) in held {
        matrix[row][column] -= Fraction::of_parts(parts).0;
    }
    match eliminate(&mut matrix) {
        Some(passes) => Within::Solved(passes.into_iter().map(Fraction).collect()),
        None => Within::Unbounded,
    }
}

// Gauss without exchanges; `None` where a pivot is not above zero, and so the matrix no nonsingular M-matrix.
fn eliminate(matrix: &mut [Vec<BigRational>]) -> Option<Vec<BigRational>> {
    let size = matrix.len();
    for pivot in 0..size {
        if !matrix[pivot][pivot].is_positive() {
            return None;
        }
        let own = matrix[pivot].clone();
        for row in matrix.iter_mut().skip(pivot + 1) {
            if row[pivot].is_zero() {
                continue;
            }
            let factor = &row[pivot] / &own[pivot];
            for (value, above) in row.iter_mut().zip(&own).skip(pivot) {
                if !above.is_zero() {
                    *value -= &factor * above;
                }
            }
        }
    }
    let mut solution = vec![BigRational::zero(); size];
    for row in (0..size).rev() {
        let mut sum = matrix[row][size].clone();
        for (column, value) in solution.iter().enumerate().skip(row + 1) {
            sum -= &matrix[row][column] * value;
        }
        solution[row] = sum / &matrix[row][row];
    }
    Some(solution)
}

// Steps of a billionth of a billionth, and how many of them are near enough.
const STEPS: u128 = 1_000_000_000_000_000_000;
const NEAR: u128 = 1_000_000_000;
const ROUNDS: usize = 10_000;

// Going round and round. With everything rounded down that gives lower bounds, however often. For upper bounds a little
// more flows in than does and everything is rounded up: once a round adds no more than that little, what passes is enough
// for itself, `z >= e + A z`, and so no less than the solution. Where that does not come about none is known.
fn bounded(held: &[(usize, usize, u32)], inflow: &[Fraction], bound: Bound) -> Within {
    let whole = u128::from(Share::WHOLE);
    let upper = bound == Bound::Most;
    let steps = |flow: &Fraction| {
        let scaled = &flow.0 * BigRational::from_integer(STEPS.into());
        let rounded = if upper { scaled.ceil() } else { scaled.floor() };
        rounded.to_integer().to_u128().unwrap_or(0) + if upper { NEAR } else { 0 }
    };
    let begin: Vec<u128> = inflow.iter().map(steps).collect();
    let mut passes = begin.clone();
    let mut done = false;
    for _ in 0..ROUNDS {
        let mut next = begin.clone();
        for (row, column, parts) in held {
            let product = passes[*column] * u128::from(*parts);
            next[*row] += if upper { product.div_ceil(whole) } else { product / whole };
        }
        done = next.iter().zip(&passes).all(|(next, passes)| next.saturating_sub(*passes) <= NEAR);
        if done {
            break;
        }
        passes = next;
    }
    if upper && !done {
        return Within::Unbounded;
    }
    Within::Solved(passes.into_iter().map(|passes| Fraction::of_steps(passes, STEPS)).collect())
}
