//! The elements that are open, with what stands in them: a tree in one piece that grows and shrinks as elements come and
//! go.
//!
//! A transaction is read from the tree when it ends, and is taken out of it; what stands around it (the header of its
//! message, the account of its statement) stays until that ends.

use super::tag::Tag;

/// An element in a [`Tree`].
#[derive(Clone, Copy, Debug)]
struct Node {
    tag: Tag,
    // The node after all that are inside of this one; 0 while it is open.
    next: u32,
    line: u32,
    text: (u32, u32),
    // The text of its attribute `Ccy`.
    currency: (u32, u32),
}

/// The place of an element in a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At(u32);

/// Elements by their places.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    texts: Vec<u8>,
    // The element that is being read, and the first of each kind right inside of it; 0 where there is none.
    focus: At,
    firsts: Box<[u32; Tag::MOST]>,
}

// No element is there.
const NOWHERE: At = At(u32::MAX);

impl Default for Tree {
    fn default() -> Self {
        Self { nodes: Vec::new(), texts: Vec::new(), focus: NOWHERE, firsts: Box::new([0; Tag::MOST]) }
    }
}

impl Tree {
    /// Bytes that it holds.
    pub(super) fn size(&self) -> usize {
        self.texts.len() + self.nodes.len() * size_of::<Node>()
    }

    /// Adds an element inside the last one that is open.
    pub(super) fn open(&mut self, tag: Tag, line: u32, currency: &[u8]) -> At {
        let start = self.texts.len() as u32;
        self.texts.extend_from_slice(currency);
        let end = self.texts.len() as u32;
        self.nodes.push(Node { tag, next: 0, line, text: (end, end), currency: (start, end) });
        At(self.nodes.len() as u32 - 1)
    }

    /// Adds to the text of an element that has no others inside.
    pub(super) fn write(&mut self, text: &[u8]) {
        self.texts.extend_from_slice(text);
    }

    /// Says that an element has others inside: what stood before them is no text of its own.
    pub(super) fn has_elements(&mut self, at: At) {
        self.texts.truncate(self.nodes[at.0 as usize].text.0 as usize);
    }

    /// Closes an element; `has_text` when it had no others inside.
    pub(super) fn close(&mut self, at: At, has_text: bool) {
        let next = self.nodes.len() as u32;
        let node = &mut self.nodes[at.0 as usize];
        node.next = next;
        if has_text {
            node.text.1 = self.texts.len() as u32;
        }
    }

    /// Makes it the same to find an element right inside of this one, however many there are: a booking may have as many
    /// details as there is room for.
    pub(super) fn focus(&mut self, at: At) {
        self.firsts.fill(0);
        let end = self.end(at);
        let mut next = at.0 + 1;
        while next < end {
            let first = &mut self.firsts[self.nodes[next as usize].tag as usize];
            if *first == 0 {
                *first = next;
            }
            next = self.end(At(next));
        }
        self.focus = at;
    }

    /// Takes an element out, and all that came after it.
    pub(super) fn cut(&mut self, at: At) {
        if at <= self.focus {
            self.focus = NOWHERE;
        }
        if let Some(node) = self.nodes.get(at.0 as usize) {
            self.texts.truncate(node.currency.0 as usize);
            self.nodes.truncate(at.0 as usize);
        }
    }

    pub(super) fn tag(&self, at: At) -> Tag {
        self.nodes[at.0 as usize].tag
    }

    pub(super) fn line(&self, at: At) -> u32 {
        self.nodes[at.0 as usize].line
    }

    /// The text of an element, without the blanks around it; empty where it has none.
    pub(super) fn text(&self, at: At) -> &[u8] {
        let (start, end) = self.nodes[at.0 as usize].text;
        self.texts[start as usize..end as usize].trim_ascii()
    }

    /// Its attribute `Ccy`; empty where it has none.
    pub(super) fn currency(&self, at: At) -> &[u8] {
        let (start, end) = self.nodes[at.0 as usize].currency;
        self.texts[start as usize..end as usize].trim_ascii()
    }

    /// The elements right inside of one, in their order.
    pub(super) fn children(&self, at: At) -> impl Iterator<Item = At> {
        let end = self.end(at);
        let mut next = at.0 + 1;
        std::iter::from_fn(move || {
            let child = At(next);
            if next >= end {
                return None;
            }
            next = self.end(child);
            Some(child)
        })
    }

    /// Those of one kind.
    pub(super) fn all(&self, at: At, tag: Tag) -> impl Iterator<Item = At> {
        self.children(at).filter(move |child| self.tag(*child) == tag)
    }

    /// The first of a kind.
    pub(super) fn child(&self, at: At, tag: Tag) -> Option<At> {
        if at == self.focus {
            return Some(At(self.firsts[tag as usize])).filter(|first| first.0 > 0);
        }
        self.all(at, tag).next()
    }

    /// The first element of a path.
    pub(super) fn find(&self, at: At, path: &[Tag]) -> Option<At> {
        path.iter().try_fold(at, |at, tag| self.child(at, *tag))
    }

    /// The text of the first element of a path; empty where there is none.
    pub(super) fn text_of(&self, at: At, path: &[Tag]) -> &[u8] {
        self.find(at, path).map_or(b"", |found| self.text(found))
    }

    /// The text of the first path that leads to one that is not empty.
    pub(super) fn first_text(&self, at: At, paths: &[&[Tag]]) -> &[u8] {
        paths.iter().map(|path| self.text_of(at, path)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn end(&self, at: At) -> u32 {
        match self.nodes[at.0 as usize].next {
            0 => self.nodes.len() as u32,
            next => next,
        }
    }
}
