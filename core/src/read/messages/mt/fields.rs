//! The fields of a message: a tag between colons, a text of one line or several.

/// Fields in their order.
#[derive(Debug, Default)]
pub(super) struct Fields {
    all: Vec<Place>,
    texts: Vec<u8>,
}

/// A tag: two digits, and a letter or a blank.
pub(super) type Tag = [u8; 3];

#[derive(Clone, Copy, Debug)]
struct Place {
    tag: Tag,
    start: usize,
    end: usize,
    line: u32,
    foreign: bool,
}

/// A field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    pub(super) tag: Tag,
    /// Its lines, with line feeds between them.
    pub(super) text: &'a [u8],
    /// The line on which it begins.
    pub(super) line: u32,
    /// Whether some of it was read as Windows-1252.
    pub(super) foreign: bool,
}

impl<'a> Field<'a> {
    pub(super) fn lines(self) -> impl Iterator<Item = &'a [u8]> + Clone {
        self.text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end)
    }

    /// The letter of its option; a blank where it has none.
    pub(super) fn option(self) -> u8 {
        self.tag[2]
    }
}

impl Fields {
    /// Adds a line: the beginning of a field, or more of the last one.
    pub(super) fn take(&mut self, line: &[u8], number: u32, foreign: bool) {
        match tag_of(line) {
            Some(tag) => {
                self.close();
                let text = &line[if tag[2] == b' ' { 4 } else { 5 }..];
                let start = self.texts.len();
                self.texts.extend_from_slice(text);
                self.all.push(Place { tag, start, end: start, line: number, foreign });
            }
            // Before the first field there is nothing that it could belong to.
            None => {
                if let Some(last) = self.all.last_mut() {
                    last.foreign |= foreign;
                    self.texts.push(b'\n');
                    self.texts.extend_from_slice(line);
                }
            }
        }
    }

    /// The last field is complete.
    pub(super) fn close(&mut self) {
        if let Some(last) = self.all.last_mut() {
            last.end = self.texts.len();
        }
    }

    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.texts.clear();
    }

    /// Bytes of text.
    pub(super) fn size(&self) -> usize {
        self.texts.len() + self.all.len() * size_of::<Place>()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Field<'_>> {
        self.all.iter().map(|place| Field {
            tag: place.tag,
            text: &self.texts[place.start..place.end],
            line: place.line,
            foreign: place.foreign,
        })
    }

    /// The first field with a tag.
    pub(super) fn find(&self, tag: &Tag) -> Option<Field<'_>> {
        self.iter().find(|field| field.tag == *tag)
    }

    /// The first field with a number, whatever its option.
    pub(super) fn any(&self, number: &[u8; 2]) -> Option<Field<'_>> {
        self.iter().find(|field| field.tag[..2] == *number)
    }
}

/// The tag that a line begins with.
pub(super) fn tag_of(line: &[u8]) -> Option<Tag> {
    match *line {
        [b':', a, b, b':', ..] if a.is_ascii_digit() && b.is_ascii_digit() => Some([a, b, b' ']),
        [b':', a, b, c, b':', ..] if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_uppercase() => {
            Some([a, b, c])
        }
        _ => None,
    }
}
