//! How accounts files and what they tell of the ledger are shown.

use crate::inspect::{fact, packing, program, rejections, row_line};
use crate::table::{self, Align, count};
use crate::terminal;
use quipu::export::{AccountsInput, AccountsSummary, RowCounts};

/// Rows of transactions and of accounts that were not accepted.
pub(crate) fn rejected(transactions: RowCounts, accounts: Option<&AccountsSummary>) -> u64 {
    let files = accounts.map_or(&[][..], |accounts| &accounts.files);
    transactions.rejected + files.iter().map(|file| file.rows.rejected).sum::<u64>()
}

/// The accounts files, and how they fit the ledger.
pub(crate) fn text(summary: &AccountsSummary) -> String {
    let mut text = format!("{}\n", terminal::heading("Accounts files"));
    let row = |file: &AccountsInput| {
        vec![
            table::cut(&terminal::safe(&file.name), 48),
            format!("accounts of {}", program(file.format)),
            format!("{}{}", table::size(file.bytes), packing(file.compression)),
            row_line(file.rows),
        ]
    };
    let files: Vec<_> = summary.files.iter().map(row).collect();
    text += &table::columns(&[Align::Left, Align::Left, Align::Right, Align::Left], &files);
    for file in summary.files.iter().filter(|file| !file.rejections.is_empty()) {
        text += &format!("  not accepted in {}:\n", terminal::safe(&file.name));
        text += &rejections(&file.rejections);
    }
    let all = summary.in_ledger + summary.not_in_files;
    let facts = [
        fact("known accounts", format!("{} of {} in the ledger", count(summary.in_ledger), count(all))),
        fact("known bank", count(summary.with_institution_name)),
        fact("known holder", count(summary.with_holder)),
        fact("never transact", count(summary.without_transactions)),
    ];
    text + &table::columns(&[Align::Left, Align::Left], &facts)
}
