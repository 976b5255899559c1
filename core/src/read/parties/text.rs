//! From bytes as they come to text: unpacked, and in UTF-8 as far as that is one matter for the whole file.

use super::super::compression::{self, Unpackable, Unpacker};
use super::super::encoding::{self, Found, Utf16, windows_1252};
use super::super::{Compression, Encoding};

/// The way of one file from bytes to text.
#[derive(Debug)]
pub(super) struct Unpacking {
    pub(super) compression: Compression,
    pub(super) found: Found,
    // Bytes that are too few to tell how they are packed, then those that are too few to tell how they are spelled.
    waiting: Vec<u8>,
    unpacker: Option<Unpacker>,
    known: bool,
    given: Option<Encoding>,
    utf16: Option<Utf16>,
    // An XML file that says that it is in Latin-1: every byte is a letter.
    single_bytes: bool,
    /// Text that has come and is not taken yet.
    pub(super) text: Vec<u8>,
    /// Bytes of text so far.
    pub(super) size: u64,
}

impl Unpacking {
    pub(super) fn new(given: Option<Encoding>) -> Self {
        Self {
            compression: Compression::None,
            found: Found { encoding: Encoding::default(), mark: 0 },
            waiting: Vec::new(),
            unpacker: None,
            known: false,
            given,
            utf16: None,
            single_bytes: false,
            text: Vec::new(),
            size: 0,
        }
    }

    /// Takes bytes and gives their text to [`text`](Self::text), in steps: `taken` is called when some has come.
    ///
    /// # Errors
    /// What is wrong with a packed stream, or what `taken` says.
    pub(super) fn push<E: From<Unpackable>>(
        &mut self,
        bytes: &[u8],
        taken: &mut dyn FnMut(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(mut unpacker) = self.unpacker.take() else {
            self.waiting.extend_from_slice(bytes);
            if self.waiting.len() < compression::SIGNS {
                return Ok(());
            }
            self.compression = Compression::find(&self.waiting);
            self.unpacker = Some(Unpacker::new(self.compression));
            let waiting = std::mem::take(&mut self.waiting);
            return self.push(&waiting, taken);
        };
        let pushed = unpacker.push(bytes, &mut |piece| self.unpacked(piece, false, taken));
        self.unpacker = Some(unpacker);
        pushed
    }

    /// Gives the rest.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub(super) fn end<E: From<Unpackable>>(
        &mut self,
        taken: &mut dyn FnMut(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.unpacker.is_none() {
            let waiting = std::mem::take(&mut self.waiting);
            self.unpacker = Some(Unpacker::new(Compression::None));
            self.push(&waiting, taken)?;
        }
        if let Some(mut unpacker) = self.unpacker.take() {
            unpacker.end(&mut |piece: &[u8]| self.unpacked(piece, false, taken))?;
        }
        self.unpacked(&[], true, taken)
    }

    fn unpacked<E>(
        &mut self,
        piece: &[u8],
        last: bool,
        taken: &mut dyn FnMut(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.size += piece.len() as u64;
        if self.known {
            self.spell(piece);
        } else {
            self.waiting.extend_from_slice(piece);
            if self.waiting.len() < encoding::SIGNS && !last {
                return Ok(());
            }
            self.known = true;
            let waiting = std::mem::take(&mut self.waiting);
            self.found = encoding::find(&waiting, self.given);
            self.utf16 = match self.found.encoding {
                Encoding::Utf16Le => Some(Utf16::new(true)),
                Encoding::Utf16Be => Some(Utf16::new(false)),
                Encoding::Utf8OrWindows1252 | Encoding::Utf8 | Encoding::Windows1252 => None,
            };
            if self.utf16.is_none() && says_latin_1(&waiting) {
                self.single_bytes = true;
                self.found.encoding = Encoding::Windows1252;
            }
            self.spell(&waiting[self.found.mark..]);
        }
        if last && let Some(utf16) = &mut self.utf16 {
            utf16.end(&mut self.text);
        }
        taken(&mut self.text)
    }

    fn spell(&mut self, piece: &[u8]) {
        match &mut self.utf16 {
            Some(utf16) => utf16.decode(piece, &mut self.text),
            None if self.single_bytes => self.text.extend_from_slice(windows_1252(piece).as_bytes()),
            None => self.text.extend_from_slice(piece),
        }
    }
}

// What an XML declaration says of its encoding, where it is one of bytes.
fn says_latin_1(beginning: &[u8]) -> bool {
    let declaration = beginning.trim_ascii_start();
    if !declaration.starts_with(b"<?xml") {
        return false;
    }
    let end = memchr::memchr(b'>', declaration).unwrap_or(declaration.len());
    let lower = String::from_utf8_lossy(&declaration[..end]).to_ascii_lowercase();
    ["iso-8859-1", "windows-1252", "latin1", "latin-1", "cp1252"].iter().any(|name| lower.contains(name))
}
