//! What every target asserts of a reading: nothing is lost, and chunks do not matter.

mod parties;

pub use parties::{check_owners, check_parties};

use quipu::read::{FileReport, ReadError, ReadOptions, Reading, Rejection};

/// What one reading came to.
type Outcome = Result<(FileReport, Vec<Rejection>, usize), ReadError>;

fn read(bytes: &[u8], chunk: usize, options: &ReadOptions) -> Outcome {
    let mut reading = Reading::new(options.clone());
    let mut rejections = Vec::new();
    reading.begin("fuzz")?;
    for bytes in bytes.chunks(chunk.max(1)) {
        reading.push(bytes)?;
        rejections.extend(reading.take_rejections());
    }
    let report = reading.end()?;
    rejections.extend(reading.take_rejections());
    Ok((report, rejections, reading.finish()?.len()))
}

/// Reads bytes at once and in chunks.
///
/// # Panics
/// When a row is unaccounted for, or the two readings differ.
pub fn check(bytes: &[u8], chunk: usize, options: &ReadOptions) {
    match (read(bytes, usize::MAX, options), read(bytes, chunk, options)) {
        (Ok((report, rejections, rows)), Ok((other, others, other_rows))) => {
            assert_eq!(report.accepted, rows as u64);
            assert_eq!(report.rejections(), rejections.len() as u64);
            assert_eq!((report.accepted, &report.rejected), (other.accepted, &other.rejected));
            assert_eq!((rejections, rows), (others, other_rows));
        }
        (Err(one), Err(other)) => assert_eq!(one, other),
        (one, other) => panic!("{one:?}\n{other:?}"),
    }
}
