//! Dense identifiers. Inside, accounts, files and transactions are small integers; their text is kept once, at the edge.

use serde::{Deserialize, Serialize};

/// An account, as its position in the ledger's [account table](crate::ledger::AccountTable).
///
/// The table is sorted by (institution, number), so the numbering depends only on which accounts occur, never on the
/// order of rows, files or threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub u32);

/// A transaction, as its position in the ledger, whose rows are in order of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Row(pub u32);

/// An input file, as its position in the list of inputs of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileId(pub u16);

/// A party, as its position in the [register](crate::parties::PartyRegister), whose parties are in the order of what their
/// sources call them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartyId(pub u32);

/// A relation, as its position in the register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RelationId(pub u32);

/// An account that a party holds, as its position in the register. Whether it is one of a ledger is another question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HeldAccountId(pub u32);

macro_rules! index {
    ($($name:ident),*) => {$(
        impl $name {
            /// The identifier as an index into a column.
            #[inline]
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
index!(AccountId, Row, FileId, PartyId, RelationId, HeldAccountId);
