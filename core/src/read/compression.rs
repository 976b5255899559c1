//! Packed inputs: what the first bytes say, and unpacking in steps of bounded memory.

use super::Compression;
use flate2::write::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::fmt;
use std::io::Write;

/// Why a packed input cannot be unpacked to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unpackable {
    Damaged(String),
    CutOff,
}

/// Unpacks one input.
pub(super) enum Unpacker {
    None,
    Gzip(Box<Gzip>),
    Zstd(Box<Zstd>),
}

/// Members of gzip one after the other.
pub(super) struct Gzip {
    decoder: MultiGzDecoder<Vec<u8>>,
    // Packed bytes that wait until they are a whole step: where a stream breaks off, what the decoder has given before
    // depends on how it was fed, and that must not depend on the chunks.
    waiting: Vec<u8>,
}

/// Frames of Zstandard one after the other.
pub(super) struct Zstd {
    decoder: FrameDecoder,
    // Packed bytes that wait for the rest of their block.
    waiting: Vec<u8>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    // Before a frame, or behind the last one.
    Between,
    Inside,
    // Bytes of a skippable frame that are still to come.
    Skipping(u64),
}

/// How many first bytes tell the compression.
pub(super) const SIGNS: usize = 4;

// A deflated byte gives at most about a thousand; so many at once bound what is held.
const STEP: usize = 4 * 1024;
// The longest header of a frame.
const FRAME_HEADER: usize = 18;
const BLOCK_HEADER: usize = 3;
const CHECKSUM: usize = 4;

impl Compression {
    /// What the first bytes of an input say.
    pub(super) fn find(beginning: &[u8]) -> Self {
        match beginning {
            [0x1F, 0x8B, 8, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }

    /// The name that messages use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

impl Unpacker {
    pub(super) fn new(compression: Compression) -> Self {
        match compression {
            Compression::None => Self::None,
            Compression::Gzip => {
                let decoder = MultiGzDecoder::new(Vec::new());
                Self::Gzip(Box::new(Gzip { decoder, waiting: Vec::new() }))
            }
            Compression::Zstd => {
                let decoder = FrameDecoder::new();
                Self::Zstd(Box::new(Zstd { decoder, waiting: Vec::new(), state: State::Between }))
            }
        }
    }

    /// Gives what these bytes unpack to, in pieces of a few megabytes at most.
    ///
    /// # Errors
    /// What is wrong with the stream, or what `take` says.
    pub(super) fn push<E: From<Unpackable>>(
        &mut self,
        bytes: &[u8],
        take: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::None => take(bytes),
            Self::Gzip(gzip) => gzip.push(bytes, take),
            Self::Zstd(zstd) => zstd.push(bytes, false, take),
        }
    }

    /// Gives the rest, and says whether the stream was whole.
    ///
    /// # Errors
    /// What is wrong with the stream, or what `take` says.
    pub(super) fn end<E: From<Unpackable>>(&mut self, take: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::None => Ok(()),
            Self::Gzip(gzip) => gzip.end(take),
            Self::Zstd(zstd) => {
                zstd.push(&[], true, take)?;
                match (zstd.state, zstd.waiting.is_empty()) {
                    (State::Between, true) => Ok(()),
                    _ => Err(Unpackable::CutOff.into()),
                }
            }
        }
    }
}

impl Gzip {
    fn push<E: From<Unpackable>>(
        &mut self,
        mut bytes: &[u8],
        take: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        while self.waiting.len() + bytes.len() >= STEP {
            let (missing, rest) = bytes.split_at(STEP - self.waiting.len());
            self.waiting.extend_from_slice(missing);
            bytes = rest;
            self.step(take)?;
        }
        self.waiting.extend_from_slice(bytes);
        Ok(())
    }

    fn step<E: From<Unpackable>>(&mut self, take: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let written = self.decoder.write_all(&self.waiting);
        self.waiting.clear();
        self.give(take)?;
        written.map_err(|error| damaged(error).into())
    }

    fn give<E>(&mut self, take: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        take(self.decoder.get_ref())?;
        self.decoder.get_mut().clear();
        Ok(())
    }

    fn end<E: From<Unpackable>>(&mut self, take: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        self.step(take)?;
        let ended = self.decoder.try_finish();
        self.give(take)?;
        ended.map_err(|_| Unpackable::CutOff.into())
    }
}

impl Zstd {
    fn push<E: From<Unpackable>>(
        &mut self,
        mut bytes: &[u8],
        last: bool,
        take: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        // A block is at most 128 KiB, so what waits stays about as small however much comes at once.
        while !bytes.is_empty() || last {
            let (step, rest) = bytes.split_at(bytes.len().min(1 << 18));
            bytes = rest;
            self.waiting.extend_from_slice(step);
            let mut used = 0;
            while let Some(length) = self.step(used, last, take)? {
                used += length;
            }
            self.waiting.drain(..used);
            if last {
                break;
            }
        }
        Ok(())
    }

    // Reads a header or a block from the waiting bytes behind `used`; the number of bytes read, or `None` when there are
    // too few.
    fn step<E: From<Unpackable>>(
        &mut self,
        used: usize,
        last: bool,
        take: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Option<usize>, E> {
        let Self { decoder, waiting, state } = self;
        let bytes = &waiting[used..];
        match *state {
            _ if bytes.is_empty() => Ok(None),
            State::Skipping(left) => {
                let skipped = left.min(bytes.len() as u64);
                *state = if skipped == left { State::Between } else { State::Skipping(left - skipped) };
                Ok(Some(skipped as usize))
            }
            State::Between if bytes.len() < FRAME_HEADER && !last => Ok(None),
            State::Between => {
                let mut rest = bytes;
                match decoder.reset(&mut rest) {
                    Ok(()) => *state = State::Inside,
                    Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                        length, ..
                    })) => {
                        *state = if length == 0 { State::Between } else { State::Skipping(u64::from(length)) };
                        return Ok(Some(8));
                    }
                    Err(error) => return Err(damaged(error).into()),
                }
                Ok(Some(bytes.len() - rest.len()))
            }
            State::Inside => {
                let Some([low, middle, high]) = bytes.first_chunk::<BLOCK_HEADER>() else { return Ok(None) };
                let header = u32::from_le_bytes([*low, *middle, *high, 0]);
                // A block of one repeated byte holds that byte alone.
                let size = if header >> 1 & 3 == 1 { 1 } else { (header >> 3) as usize };
                let checksum = if header & 1 == 1 { CHECKSUM } else { 0 };
                if bytes.len() < BLOCK_HEADER + size + checksum && !last {
                    return Ok(None);
                }
                let mut rest = bytes;
                let done = decoder.decode_blocks(&mut rest, BlockDecodingStrategy::UptoBlocks(1));
                let done = match done {
                    Ok(done) => done,
                    Err(_) if last && bytes.len() < BLOCK_HEADER + size + checksum => {
                        return Err(Unpackable::CutOff.into());
                    }
                    Err(error) => return Err(damaged(error).into()),
                };
                let length = bytes.len() - rest.len();
                let unpacked = decoder.collect().unwrap_or_default();
                if done {
                    *state = State::Between;
                    let (told, found) = (decoder.get_checksum_from_data(), decoder.get_calculated_checksum());
                    if told.is_some() && told != found {
                        return Err(Unpackable::Damaged("its checksum is another".to_owned()).into());
                    }
                }
                take(&unpacked)?;
                Ok(Some(length))
            }
        }
    }
}

fn damaged(error: impl fmt::Display) -> Unpackable {
    Unpackable::Damaged(error.to_string())
}

impl fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "Unpacker(none)",
            Self::Gzip(_) => "Unpacker(gzip)",
            Self::Zstd(_) => "Unpacker(zstd)",
        })
    }
}
