//! Files on their way out: to JavaScript in pieces, or only measured.

use js_sys::{Function, Uint8Array};
use quipu::export::manifest::Output;
use std::io::{self, BufWriter, Write};
use wasm_bindgen::JsValue;

/// Long enough that calls cost nothing, short enough that no file is in memory twice.
const PIECE: usize = 1 << 20;

/// Gives pieces of a file to a function.
struct Given<'a>(&'a Function);

impl Write for Given<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let given = self.0.call1(&JsValue::NULL, &Uint8Array::from(bytes));
        given.map(|_| bytes.len()).map_err(|_| io::Error::other("the pieces were not taken"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a file to a function, piece by piece.
pub(crate) fn give(
    take: &Function,
    write: impl FnOnce(&mut BufWriter<Box<dyn Write + '_>>) -> io::Result<()>,
) -> io::Result<()> {
    let given: Box<dyn Write> = Box::new(Given(take));
    let mut out = BufWriter::with_capacity(PIECE, given);
    write(&mut out)?;
    out.flush()
}

struct Measured {
    hasher: blake3::Hasher,
    bytes: u64,
}

impl Write for Measured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The size and the BLAKE3 of a file, as the manifest has them.
pub(crate) fn measure(
    name: &str,
    write: impl FnOnce(&mut BufWriter<Box<dyn Write + '_>>) -> io::Result<()>,
) -> io::Result<Output> {
    let mut measured = Measured { hasher: blake3::Hasher::new(), bytes: 0 };
    let mut out = BufWriter::with_capacity(1 << 16, Box::new(&mut measured) as Box<dyn Write + '_>);
    write(&mut out)?;
    out.flush()?;
    drop(out);
    Ok(Output { name: name.to_owned(), bytes: measured.bytes, blake3: measured.hasher.finalize().to_hex().to_string() })
}
