//! Exact fractions of a whole, and how they are shown.

use crate::model::Share;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::fmt;

/// An exact fraction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fraction(pub(super) BigRational);

/// A part of a whole, or the range that it lies in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// It is at least this.
    pub least: Fraction,
    /// It is at most this.
    pub most: Fraction,
}

impl Fraction {
    pub(super) fn zero() -> Self {
        Self(BigRational::zero())
    }

    pub(super) fn one() -> Self {
        Self(BigRational::one())
    }

    /// Parts per million as a fraction.
    #[must_use]
    pub fn of_parts(parts: u32) -> Self {
        Self(BigRational::new(BigInt::from(parts), BigInt::from(Share::WHOLE)))
    }

    pub(super) fn of_steps(steps: u128, whole: u128) -> Self {
        Self(BigRational::new(BigInt::from(steps), BigInt::from(whole)))
    }

    /// Parts per million, rounded down.
    #[must_use]
    pub fn parts_down(&self) -> u32 {
        self.scaled(Share::WHOLE).floor().to_integer().to_u32().unwrap_or(if self.0.is_negative() {
            0
        } else {
            u32::MAX
        })
    }

    /// Parts per million, rounded up.
    #[must_use]
    pub fn parts_up(&self) -> u32 {
        self.scaled(Share::WHOLE).ceil().to_integer().to_u32().unwrap_or(if self.0.is_negative() {
            0
        } else {
            u32::MAX
        })
    }

    /// Numerator and denominator, as `1/3`; `None` where they are too long to be read, more than so many digits together.
    #[must_use]
    pub fn written(&self, most_digits: usize) -> Option<String> {
        let text = if self.0.is_integer() { self.0.numer().to_string() } else { self.0.to_string() };
        (text.len() <= most_digits + 1).then_some(text)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    pub(super) fn clamp(self) -> Self {
        if self.0.is_negative() {
            return Self::zero();
        }
        if self.0 > BigRational::one() { Self::one() } else { self }
    }

    fn scaled(&self, by: u32) -> BigRational {
        &self.0 * BigRational::from_integer(BigInt::from(by))
    }
}

impl std::ops::Add<&Fraction> for Fraction {
    type Output = Self;
    fn add(self, other: &Fraction) -> Self {
        Self(self.0 + &other.0)
    }
}

impl std::ops::Sub<&Fraction> for Fraction {
    type Output = Self;
    fn sub(self, other: &Fraction) -> Self {
        Self(self.0 - &other.0)
    }
}

impl std::ops::Mul<&Fraction> for &Fraction {
    type Output = Fraction;
    fn mul(self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.0)
    }
}

impl fmt::Display for Fraction {
    /// A percentage rounded down to four decimals, without zeros that say nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::model::percentage(self.parts_down()))
    }
}

impl Part {
    pub(super) fn nothing() -> Self {
        Self { least: Fraction::zero(), most: Fraction::zero() }
    }

    pub(super) fn of(share: Share) -> Self {
        Self { least: Fraction::of_parts(share.least()), most: Fraction::of_parts(share.most()) }
    }

    /// Whether it is one number.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.least == self.most
    }

    /// Whether it is certainly as much as that, or more.
    #[must_use]
    pub fn reaches(&self, parts: u32) -> bool {
        self.least >= Fraction::of_parts(parts)
    }

    /// Whether it may be as much as that, or more.
    #[must_use]
    pub fn may_reach(&self, parts: u32) -> bool {
        self.most >= Fraction::of_parts(parts) && !self.most.is_zero()
    }

    /// What two parts of different owners are together, no more than the whole.
    pub(super) fn add(self, other: &Self) -> Self {
        Self { least: self.least + &other.least, most: self.most + &other.most }.clamp()
    }

    /// The one whose lower bound is higher.
    pub(super) fn larger<'p>(&'p self, other: &'p Self) -> &'p Self {
        self.max(other)
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        Self { least: &self.least * &other.least, most: &self.most * &other.most }
    }

    pub(super) fn clamp(self) -> Self {
        Self { least: self.least.clamp(), most: self.most.clamp() }
    }
}

impl fmt::Display for Part {
    /// `37.5 %`, `12.5 to 50 %`: the lower bound rounded down and the upper one up, to four decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, most) = (self.least.parts_down(), self.most.parts_up());
        if self.is_exact() || least == most {
            let about = if self.is_exact() && least != most { "about " } else { "" };
            return write!(f, "{about}{} %", crate::model::percentage(least));
        }
        write!(f, "{} to {} %", crate::model::percentage(least), crate::model::percentage(most))
    }
}

// Longer fractions say nothing to people; the parts per million beside them are bounds that hold.
const READABLE: usize = 40;

impl Serialize for Part {
    /// Bounds in parts per million, rounded outwards; and the exact fraction where it is one and can be read.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut part = serializer.serialize_struct("Part", 3)?;
        part.serialize_field("least_ppm", &self.least.parts_down())?;
        part.serialize_field("most_ppm", &self.most.parts_up())?;
        let exact = self.least.written(READABLE).filter(|_| self.is_exact());
        part.serialize_field("exact", &exact)?;
        part.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_shown_with_bounds_that_hold() {
        let third = Fraction(BigRational::new(1.into(), 3.into()));
        let half = Fraction::of_parts(500_000);
        let exact = Part { least: third.clone(), most: third.clone() };
        assert_eq!(exact.to_string(), "about 33.3333 %");
        assert_eq!(Part { least: half.clone(), most: half.clone() }.to_string(), "50 %");
        assert_eq!(Part { least: third.clone(), most: half }.to_string(), "33.3333 to 50 %");
        assert_eq!((third.parts_down(), third.parts_up()), (333_333, 333_334));
        let json = serde_json::to_value(&exact).unwrap();
        assert_eq!(json, serde_json::json!({"least_ppm": 333_333, "most_ppm": 333_334, "exact": "1/3"}));
    }
}
