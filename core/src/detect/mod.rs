//! Finding the patterns of laundering in the transaction graph.
