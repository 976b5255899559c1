//! Seeded ledgers that every bench measures on, so that figures compare.
