//! Which findings have a transaction in evidence.

use super::Finding;

/// For each row, the findings that have it in evidence, in their order.
pub(super) struct ByRow {
    starts: Vec<u32>,
    findings: Vec<u32>,
}

impl ByRow {
    /// Of those of the findings that `take` says. `rows` is the number of rows of the ledger.
    ///
    /// Time: O(rows + evidence). Memory: 4 bytes a row and 4 a piece of evidence.
    pub(super) fn of(findings: &[Finding], rows: usize, take: impl Fn(&Finding) -> bool) -> Self {
        let taken = || findings.iter().enumerate().filter(|(_, finding)| take(finding));
        let mut starts = vec![0_u32; rows + 2];
        for row in taken().flat_map(|(_, finding)| &finding.transactions) {
            starts[row.index() + 2] += 1;
        }
        for row in 2..starts.len() {
            starts[row] += starts[row - 1];
        }
        let mut places = vec![0_u32; starts[rows + 1] as usize];
        for (place, finding) in taken() {
            for row in &finding.transactions {
                let next = &mut starts[row.index() + 1];
                places[*next as usize] = place as u32;
                *next += 1;
            }
        }
        Self { starts, findings: places }
    }

    pub(super) fn with(&self, row: usize) -> &[u32] {
        &self.findings[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}
