//! The transaction graph: a temporal multigraph over the ledger.
