//! Which statements still hold: a later one of the same record, or one that says so, takes the place of others.

use super::RegisterFull;
use super::builder::Statement;
use crate::ledger::Interner;

/// The statements of a builder.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements {
    // Namespace and identifier, apart by a byte that no text has.
    ids: Interner,
    records: Interner,
    dates: Interner,
    // For each, its record (0: none) and date.
    states: Vec<(u32, u32)>,
    // Statements that are replaced, which may be unknown.
    replaced: Vec<u32>,
    scratch: Vec<u8>,
}

const BETWEEN: u8 = 0xFF;

impl Statements {
    /// The number of a statement, from 1.
    pub(super) fn add(&mut self, statement: &Statement<'_>) -> Result<u32, RegisterFull> {
        let number = self.number(statement.scope, statement.id)?;
        let record = if statement.record.is_empty() {
            0
        } else {
            spell(&mut self.scratch, statement.scope, statement.record);
            self.records.intern(&self.scratch)?
        };
        let date = self.dates.intern(statement.date.as_bytes())?;
        self.states[number as usize] = (record, date);
        for replaced in statement.replaces {
            let replaced = self.number(statement.scope, replaced)?;
            if replaced != number {
                self.replaced.push(replaced);
            }
        }
        Ok(number)
    }

    fn number(&mut self, scope: &str, id: &str) -> Result<u32, RegisterFull> {
        spell(&mut self.scratch, scope, id);
        let number = self.ids.intern(&self.scratch)?;
        if self.states.len() <= number as usize {
            self.states.resize(number as usize + 1, (0, 0));
        }
        Ok(number)
    }

    /// For each number whether the statement still holds. The first is what stands outside of any.
    pub(super) fn holding(&self) -> Vec<bool> {
        let mut holding = vec![true; self.states.len().max(1)];
        for replaced in &self.replaced {
            holding[*replaced as usize] = false;
        }
        // The latest of each record; of one day, that with the greater identifier.
        let mut latest = vec![0_u32; self.records.len()];
        let rank = |number: u32| {
            let (_, date) = self.states[number as usize];
            (self.dates.get(date), self.ids.get(number))
        };
        for (number, (record, _)) in (0..).zip(&self.states) {
            if *record == 0 {
                continue;
            }
            let last = &mut latest[*record as usize];
            if *last == 0 {
                *last = number;
                continue;
            }
            let (earlier, later) = if rank(number) > rank(*last) { (*last, number) } else { (number, *last) };
            holding[earlier as usize] = false;
            *last = later;
        }
        holding
    }
}

fn spell(scratch: &mut Vec<u8>, scope: &str, id: &str) {
    scratch.clear();
    scratch.extend_from_slice(scope.as_bytes());
    scratch.push(BETWEEN);
    scratch.extend_from_slice(id.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(statements: &[Statement<'_>]) -> Vec<bool> {
        let mut all = Statements::default();
        let numbers: Vec<u32> = statements.iter().map(|statement| all.add(statement).unwrap()).collect();
        let holding = all.holding();
        numbers.into_iter().map(|number| holding[number as usize]).collect()
    }

    #[test]
    fn the_latest_of_a_record_holds_whatever_the_order() {
        let state = |id, date| Statement { id, record: "r", date, ..Statement::default() };
        let (one, two, same) = (state("a", "2024-01-01"), state("b", "2024-02-01"), state("c", "2024-02-01"));
        assert_eq!(holding(&[one, two, same]), [false, false, true]);
        assert_eq!(holding(&[same, two, one]), [true, false, false]);
        assert_eq!(holding(&[one, Statement { scope: "other", ..two }]), [true, true]);
    }

    #[test]
    fn what_is_replaced_does_not_hold_even_where_it_comes_later() {
        let one = Statement { id: "a", ..Statement::default() };
        let two = Statement { id: "b", replaces: &["a", "missing"], ..Statement::default() };
        assert_eq!(holding(&[two, one]), [true, false]);
        assert_eq!(holding(&[Statement { id: "a", replaces: &["a"], ..Statement::default() }]), [true]);
    }
}
