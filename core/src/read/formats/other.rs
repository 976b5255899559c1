//! Files that come with the known exports and hold no transactions: told by their headers, so that the error can say what
//! they are instead of which columns they lack.

/// What kind of file a header belongs to, and what to do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) struct OtherKind {
    pub(in crate::read) what: &'static str,
    pub(in crate::read) hint: &'static str,
}

struct Other {
    columns: &'static [&'static str],
    kind: OtherKind,
}

const OTHERS: [Other; 6] = [
    Other {
        columns: &["bank name", "bank id", "account number", "entity id", "entity name"],
        kind: OtherKind {
            what: "an accounts file of AMLworld",
            hint: "its transactions are in the file beside it whose name ends in `_Trans.csv`",
        },
    },
    Other {
        columns: &["acct id", "dsply nm", "initial deposit"],
        kind: OtherKind {
            what: "an accounts file of AMLSim",
            hint: "its transactions are in `transactions.csv` in the same folder",
        },
    },
    Other {
        columns: &["alert id", "alert type", "acct id"],
        kind: OtherKind {
            what: "a list of the accounts of AMLSim's alerts",
            hint: "its transactions are in `transactions.csv` or `alert_transactions.csv` in the same folder",
        },
    },
    Other {
        columns: &["account id", "customer id", "init balance"],
        kind: OtherKind {
            what: "an accounts file of AMLGentex",
            hint: "its transactions are in the file of transfers in the same folder",
        },
    },
    Other {
        columns: &["model id", "type", "account id"],
        kind: OtherKind {
            what: "a list of the planted patterns of AMLGentex",
            hint: "its transactions are in the file of transfers in the same folder",
        },
    },
    Other {
        columns: &["line", "column", "reason"],
        kind: OtherKind {
            what: "a file of rejected rows",
            hint: "mend the rows at their source and read that file again",
        },
    },
];

/// The kind of a file that is known to hold no transactions.
pub(in crate::read) fn other_kind(names: &[&str]) -> Option<OtherKind> {
    let found = OTHERS.iter().find(|other| other.columns.iter().all(|column| names.contains(column)));
    found.map(|other| other.kind)
}
