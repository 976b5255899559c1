//! The blocks around the text of a message: what it is, who sent it and who got it.

use super::fields::Fields;
use memchr::memmem::find;

/// What the blocks say.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// Whether there are blocks at all.
    pub(super) has_blocks: bool,
    number: u16,
    /// The BIC of the institution that sent the message; empty where it is not told.
    pub(super) sender: Vec<u8>,
    /// The BIC of the institution that got it.
    pub(super) receiver: Vec<u8>,
    /// The unique end-to-end transaction reference.
    pub(super) uetr: Vec<u8>,
    variant: &'static str,
}

/// The type of a message.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) number: u16,
    pub(super) name: String,
}

impl Kind {
    pub(super) fn is_read(&self) -> bool {
        matches!(self.number, 103 | 940 | 942)
    }
}

impl Header {
    /// Reads the blocks before the text.
    pub(super) fn read(&mut self, blocks: &[u8]) {
        let own = block(blocks, b"{1:").and_then(|text| terminal(text, 3)).unwrap_or_default();
        let second = block(blocks, b"{2:").unwrap_or_default();
        self.number = second
            .get(1..4)
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0);
        // What goes in names the receiver; what comes out names the sender, behind a time and a date.
        match second.first() {
            Some(b'O') => {
                self.sender = terminal(second, 14).unwrap_or_default();
                self.receiver = own;
            }
            _ => {
                self.receiver = terminal(second, 4).unwrap_or_default();
                self.sender = own;
            }
        }
        self.uetr = block(blocks, b"{121:").unwrap_or_default().to_vec();
        self.variant = match block(blocks, b"{119:") {
            Some(b"STP") => " STP",
            Some(b"REMIT") => " REMIT",
            _ => "",
        };
    }

    /// The type; that of a message without blocks shows in its fields.
    pub(super) fn kind(&self, fields: &Fields) -> Kind {
        let has = |tags: &[&[u8; 3]]| tags.iter().any(|tag| fields.find(tag).is_some());
        let number = match self.number {
            0 if !self.has_blocks && has(&[b"60F", b"60M", b"62F", b"62M"]) => 940,
            0 if !self.has_blocks && has(&[b"34F", b"13D"]) => 942,
            0 if !self.has_blocks && has(&[b"61 "]) => 940,
            0 if !self.has_blocks && has(&[b"32A"]) && fields.any(b"59").is_some() => 103,
            number => number,
        };
        let name = if number == 0 { "MT".to_owned() } else { format!("MT{number:03}{}", self.variant) };
        Kind { number, name }
    }
}

// The content of a block that holds no others, up to its brace.
fn block<'a>(blocks: &'a [u8], begin: &[u8]) -> Option<&'a [u8]> {
    let start = find(blocks, begin)? + begin.len();
    let length = blocks[start..].iter().position(|byte| matches!(byte, b'{' | b'}'))?;
    Some(&blocks[start..start + length])
}

// The BIC of a logical terminal, whose ninth letter is the terminal.
fn terminal(text: &[u8], at: usize) -> Option<Vec<u8>> {
    let address = text.get(at..at + 12)?;
    Some([&address[..8], &address[9..]].concat())
}
