//! Invented payments with planted patterns and honest look-alikes, for training, tests and measurement.
