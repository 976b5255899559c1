//! An account's receipts by value, so that those of a value that may be carried on are found without a look at the others.

/// Receipts that have come and that nothing continues yet, in classes of value a quarter of a power of two wide, in each the
/// latest last.
#[derive(Default)]
pub(in crate::detect) struct Receipts {
    classes: Vec<Vec<u32>>,
    used: Vec<u8>,
    matched: Vec<bool>,
}

const CLASSES: usize = 64 * 4;

/// Values of nothing or less are in the first class.
fn class_of(value: i64) -> usize {
    let value = value.max(1) as u64;
    let power = 63 - value.leading_zeros();
    let quarter = (value << 2 >> power) & 3;
    power as usize * 4 + quarter as usize
}

impl Receipts {
    /// Empties it for an account of so many receipts.
    pub(super) fn begin(&mut self, receipts: usize) {
        self.classes.resize_with(CLASSES, Vec::new);
        for class in self.used.drain(..) {
            self.classes[usize::from(class)].clear();
        }
        self.matched.clear();
        self.matched.resize(receipts, false);
    }

    /// Puts in the next receipt.
    pub(super) fn push(&mut self, place: usize, value: i64) {
        let class = class_of(value);
        if self.classes[class].is_empty() {
            self.used.push(class as u8);
        }
        self.classes[class].push(place as u32);
    }

    /// Marks a receipt as continued.
    pub(super) fn take(&mut self, place: usize) {
        self.matched[place] = true;
    }

    /// The classes that hold all receipts of values from `least` to `most`, and maybe others.
    pub(super) fn classes(least: i64, most: i64) -> std::ops::RangeInclusive<usize> {
        class_of(least)..=class_of(most)
    }

    /// The receipts of a class that nothing continues, the latest first.
    pub(super) fn latest(&mut self, class: usize) -> impl Iterator<Item = usize> {
        let Self { classes, matched, .. } = self;
        let own = &mut classes[class];
        while own.pop_if(|last| matched[*last as usize]).is_some() {}
        own.iter().rev().map(|place| *place as usize).filter(|place| !matched[*place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn classes_are_in_order_of_value_and_narrow(value in 1_i64.., other in 1_i64..) {
            prop_assert!(class_of(value) < CLASSES);
            if value <= other {
                prop_assert!(class_of(value) <= class_of(other));
            }
            if class_of(value) == class_of(other) && value > 8 {
                prop_assert!(i128::from(value.max(other)) * 4 <= i128::from(value.min(other)) * 5 + 4);
            }
        }
    }

    #[test]
    fn what_is_taken_is_not_there_any_more() {
        let mut receipts = Receipts::default();
        receipts.begin(4);
        for (place, value) in [100, 7, 101, 99].into_iter().enumerate() {
            receipts.push(place, value);
        }
        receipts.take(3);
        let all: Vec<usize> =
            Receipts::classes(99, 101).flat_map(|class| receipts.latest(class).collect::<Vec<_>>()).collect();
        assert_eq!(all, [2, 0]);
        receipts.begin(1);
        assert_eq!(receipts.latest(class_of(100)).count(), 0);
    }
}
