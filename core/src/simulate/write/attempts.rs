//! What was planted, as AMLworld writes it: the rows of each laundering attempt between two lines that name it.

use super::{Dates, OutputFormat};
use crate::simulate::kind::Planted;
use crate::simulate::{Instance, Simulation};
use std::io::{self, Write};

impl Simulation {
    /// Writes the planted patterns as AMLworld's `*_Patterns.txt` has them; the look-alikes are left out. AMLworld's names
    /// are used for the seven of its eight patterns that are planted (it has `RANDOM` besides), our own in capitals for the
    /// others.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_attempts(&self, out: &mut impl Write) -> io::Result<()> {
        let dates = Dates::new(self);
        let mut buffer = Vec::new();
        for instance in self.instances.iter().filter(|instance| instance.look_alike.is_none()) {
            let name = attempt(instance.pattern);
            write!(buffer, "BEGIN LAUNDERING ATTEMPT - {name}")?;
            match detail(instance) {
                Some(detail) => writeln!(buffer, ":  {detail}")?,
                None => writeln!(buffer)?,
            }
            for row in &instance.rows {
                self.row(&mut buffer, OutputFormat::AmlWorld, &dates, *row, &self.entries[*row as usize]);
            }
            writeln!(buffer, "END LAUNDERING ATTEMPT - {name}\n")?;
            out.write_all(&buffer)?;
            buffer.clear();
        }
        out.flush()
    }
}

fn attempt(pattern: Planted) -> String {
    match pattern {
        Planted::TemporalCycle => "CYCLE".to_owned(),
        other => other.name().to_ascii_uppercase(),
    }
}

fn detail(instance: &Instance) -> Option<String> {
    let number = |sought: &str| instance.numbers.iter().find(|(name, _)| *name == sought).map(|(_, number)| *number);
    Some(match instance.pattern {
        Planted::FanIn => format!("Max {}-degree Fan-In", number("counterparties")?),
        Planted::FanOut => format!("Max {}-degree Fan-Out", number("counterparties")?),
        Planted::GatherScatter => format!("Max {}-degree Fan-In", number("senders")?),
        Planted::ScatterGather => format!("Max {}-degree Fan-Out", number("middles")?),
        Planted::TemporalCycle => format!("Max {} hops", number("hops")?),
        _ => return None,
    })
}
