//! Records of XML: elements of a certain name, read one at a time into a small tree.
//!
//! quick-xml does the parsing. Documents that declare their own type or entities are refused: no list does, and both are
//! ways to make a parser read other files or run out of memory. Depth and size of a record are bounded.

use super::reading::Halt;
use super::sink::{Record, Refusal, Sink};
use quick_xml::Reader;
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// The longest record, in bytes.
const LONGEST: usize = 16 << 20;
const DEEPEST: usize = 64;

/// One record: elements in the order of the document, names without their prefixes.
#[derive(Debug, Default)]
pub(super) struct Tree {
    // Names, texts and values one after the other.
    text: String,
    nodes: Vec<Node>,
    attributes: Vec<(Range<usize>, Range<usize>)>,
    open: Vec<usize>,
}

#[derive(Debug)]
struct Node {
    name: Range<usize>,
    text: Range<usize>,
    attributes: Range<usize>,
    // The place behind its last descendant.
    end: usize,
}

/// An element of a record.
#[derive(Clone, Copy)]
pub(super) struct Element<'t> {
    tree: &'t Tree,
    at: usize,
}

/// The records of a file while they come.
#[derive(Debug)]
pub(super) struct XmlRecords {
    is_record: fn(&str) -> bool,
    // Elements around the next record, by name.
    around: Vec<String>,
    done: u32,
    lines: u32,
    ended: bool,
    tree: Tree,
}

enum Stop {
    // The record may go on behind the text; what is wrong when it does not.
    Open(String),
    Malformed(String),
}

impl Stop {
    fn open() -> Self {
        Self::Open("it breaks off inside an element".to_owned())
    }
}

impl XmlRecords {
    /// Records are the elements whose names `is_record` knows.
    pub(super) fn new(is_record: fn(&str) -> bool) -> Self {
        Self { is_record, around: Vec::new(), done: 0, lines: 0, ended: false, tree: Tree::default() }
    }

    /// Gives each whole record to `take`, and counts what became of it. Returns how many bytes are done.
    ///
    /// # Errors
    /// When the document is not well formed, breaks off, declares entities, or the register is full.
    pub(super) fn read(
        &mut self,
        text: &[u8],
        last: bool,
        sink: &mut Sink<'_>,
        take: &mut dyn FnMut(Element<'_>, Record<'_>, &mut Sink<'_>) -> Result<(), Refusal>,
    ) -> Result<usize, Halt> {
        let text = if last { text } else { whole_letters(text) };
        let mut reader = Reader::from_reader(text);
        let config = reader.config_mut();
        // What is open was opened in a text before.
        (config.check_end_names, config.allow_unmatched_ends, config.expand_empty_elements) = (false, true, true);
        let mut done = 0;
        loop {
            let before = reader.buffer_position() as usize;
            let event =
                match reader.read_event() {
                    Ok(Event::Eof) => break,
                    Ok(event) => event,
                    // A tag that the end of the text cuts in two is not wrong yet.
                    Err(
                        quick_xml::Error::Syntax(_) | quick_xml::Error::IllFormed(IllFormedError::UnclosedReference),
                    ) if !last && text.len() - before <= LONGEST => break,
                    Err(error) => return Err(self.malformed(&text[done..before], &error.to_string())),
                };
            match event {
                Event::Start(start) => {
                    let name = local(&start);
                    if (self.is_record)(&name) {
                        self.tree.clear();
                        match self.tree.read(&start, &mut reader) {
                            Ok(()) => {}
                            Err(Stop::Open(_)) if !last && text.len() - before <= LONGEST => {
                                self.count(&text[done..before]);
                                return Ok(before);
                            }
                            Err(Stop::Open(_)) if !last => {
                                return Err(self.malformed(&text[done..before], "an element is longer than 16 MiB"));
                            }
                            Err(Stop::Open(cause) | Stop::Malformed(cause)) => {
                                return Err(self.malformed(&text[done..before], &cause));
                            }
                        }
                        self.count(&text[done..before]);
                        let after = reader.buffer_position() as usize;
                        self.done = self.done.saturating_add(1);
                        let record =
                            Record { number: self.done, line: self.lines.saturating_add(1), raw: &text[before..after] };
                        let read = take(Element { tree: &self.tree, at: 0 }, record, sink);
                        sink.settle(record, read)?;
                        self.count(record.raw);
                        done = after;
                        continue;
                    }
                    if self.around.len() >= DEEPEST {
                        return Err(self.malformed(&text[done..before], "elements are nested too deeply"));
                    }
                    self.around.push(name);
                }
                Event::End(end) => {
                    let name = end.local_name().as_ref().to_owned();
                    if self.around.last() != Some(&name) {
                        let cause = format!("</{name}> closes what is not open");
                        return Err(self.malformed(&text[done..before], &cause));
                    }
                    self.around.pop();
                    self.ended = self.around.is_empty();
                }
                Event::DocType(_) => {
                    let cause = "it declares a document type, which no list needs and which is refused";
                    return Err(self.malformed(&text[done..before], cause));
                }
                _ => {}
            }
            let after = reader.buffer_position() as usize;
            self.count(&text[done..after]);
            done = after;
        }
        if last && !self.ended {
            return Err(self.malformed(&[], "it breaks off before its last element is closed"));
        }
        Ok(if last { text.len() } else { done })
    }

    fn count(&mut self, bytes: &[u8]) {
        self.lines = self.lines.saturating_add(memchr::memchr_iter(b'\n', bytes).count() as u32);
    }

    fn malformed(&mut self, before: &[u8], cause: &str) -> Halt {
        self.count(before);
        Halt::Malformed {
            line: u64::from(self.lines) + 1,
            cause: cause.to_owned(),
            hint: "fetch the file again from its source: a part of it is no evidence that the rest tells nothing",
        }
    }
}

fn local(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_owned()
}

// A text without a letter that its end cuts in two.
fn whole_letters(text: &[u8]) -> &[u8] {
    let from = text.len().saturating_sub(3);
    let start = (from..text.len()).rev().find(|at| text[*at] & 0xC0 != 0x80);
    match start {
        Some(at) if text[at] >= 0xC0 => {
            let length = text[at].leading_ones() as usize;
            if at + length > text.len() { &text[..at] } else { text }
        }
        _ => text,
    }
}

impl Tree {
    fn clear(&mut self) {
        self.text.clear();
        self.nodes.clear();
        self.attributes.clear();
        self.open.clear();
    }

    // Reads an element whose start is read already, to its end.
    fn read(&mut self, start: &BytesStart<'_>, reader: &mut Reader<&[u8]>) -> Result<(), Stop> {
        self.begin(start)?;
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                // A tag or a reference that the end of the text cuts in two is not wrong yet.
                Err(quick_xml::Error::Syntax(_)) => return Err(Stop::open()),
                Err(error @ quick_xml::Error::IllFormed(IllFormedError::UnclosedReference)) => {
                    return Err(Stop::Open(error.to_string()));
                }
                Err(error) => return Err(Stop::Malformed(error.to_string())),
            };
            match event {
                Event::Eof => return Err(Stop::open()),
                Event::Start(start) => {
                    if self.open.len() >= DEEPEST {
                        return Err(Stop::Malformed("elements are nested too deeply".to_owned()));
                    }
                    self.begin(&start)?;
                }
                Event::End(end) => {
                    let Some(at) = self.open.pop() else { return Err(Stop::open()) };
                    let name = &self.text[self.nodes[at].name.clone()];
                    if name != end.local_name().as_ref() {
                        return Err(Stop::Malformed(format!("<{name}> is not closed")));
                    }
                    self.nodes[at].end = self.nodes.len();
                    if self.open.is_empty() {
                        return Ok(());
                    }
                }
                Event::Text(text) => self.push(&text),
                Event::CData(text) => self.push(&text),
                Event::GeneralRef(reference) => {
                    let name: &str = &reference;
                    let letter = match name {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().ok().flatten(),
                    };
                    let Some(letter) = letter else {
                        return Err(Stop::Malformed(format!("the entity &{name}; is refused")));
                    };
                    self.push(letter.encode_utf8(&mut [0; 4]));
                }
                Event::DocType(_) => return Err(Stop::Malformed("a document type inside an element".to_owned())),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn begin(&mut self, start: &BytesStart<'_>) -> Result<(), Stop> {
        let first = self.attributes.len();
        let name = self.keep(&local(start));
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| Stop::Malformed(error.to_string()))?;
            let key = self.keep(attribute.key.local_name().as_ref());
            let value =
                quick_xml::escape::unescape(&attribute.value).map_err(|error| Stop::Malformed(error.to_string()))?;
            let value = self.keep(&value);
            self.attributes.push((key, value));
        }
        let text = self.text.len()..self.text.len();
        self.open.push(self.nodes.len());
        self.nodes.push(Node { name, text, attributes: first..self.attributes.len(), end: 0 });
        Ok(())
    }

    fn keep(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    // Text of the open element; text behind a child is apart from it and is left out, as lists have none.
    fn push(&mut self, text: &str) {
        let Some(at) = self.open.last() else { return };
        if self.nodes[*at].text.end == self.text.len() {
            self.text.push_str(text);
            self.nodes[*at].text.end = self.text.len();
        }
    }
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.at]
    }

    pub(super) fn name(self) -> &'t str {
        &self.tree.text[self.node().name.clone()]
    }

    /// Its text, without spaces around it.
    pub(super) fn text(self) -> &'t str {
        self.tree.text[self.node().text.clone()].trim()
    }

    /// The value of an attribute, without spaces around it; empty where there is none.
    pub(super) fn attribute(self, name: &str) -> &'t str {
        let text = &self.tree.text;
        let mut attributes = self.tree.attributes[self.node().attributes.clone()].iter();
        attributes.find(|(key, _)| &text[key.clone()] == name).map_or("", |(_, value)| text[value.clone()].trim())
    }

    /// The elements in it.
    pub(super) fn children(self) -> impl Iterator<Item = Element<'t>> {
        let mut at = self.at + 1;
        let end = self.node().end;
        std::iter::from_fn(move || {
            let child = Element { tree: self.tree, at };
            (at < end).then(|| {
                at = child.node().end;
                child
            })
        })
    }

    /// The elements in it that have a name.
    pub(super) fn all(self, name: &'t str) -> impl Iterator<Item = Element<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// The elements of a name in the lists of another: `all_in("akaList", "aka")`.
    pub(super) fn all_in(self, list: &'t str, name: &'t str) -> impl Iterator<Item = Element<'t>> {
        self.all(list).flat_map(move |list| list.all(name))
    }

    /// The text of the first element in it that has a name; empty where there is none.
    pub(super) fn value(self, name: &'t str) -> &'t str {
        self.all(name).next().map_or("", Element::text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sink::Tally;
    use super::*;
    use crate::model::FileId;
    use crate::parties::RegisterBuilder;
    use proptest::prelude::*;

    fn read(text: &str, chunk: usize) -> Result<Vec<String>, String> {
        let (mut builder, mut tally) = (RegisterBuilder::new(), Tally::default());
        let mut rejected = |_| {};
        let mut sink = Sink { file: FileId(0), builder: &mut builder, tally: &mut tally, rejected: &mut rejected };
        let mut records = XmlRecords::new(|name| name == "r");
        let mut found = Vec::new();
        let mut take = |element: Element<'_>, record: Record<'_>, _: &mut Sink<'_>| {
            let children: Vec<String> = element
                .children()
                .map(|child| format!("{}={}@{}", child.name(), child.text(), child.attribute("k")))
                .collect();
            found.push(format!("{}:{} {} {}", record.number, record.line, element.text(), children.join(" ")));
            Ok(())
        };
        let mut pending = Vec::new();
        let mut step = |pending: &mut Vec<u8>, last| -> Result<(), String> {
            let used = records.read(pending, last, &mut sink, &mut take).map_err(|halt| match halt {
                Halt::Malformed { line, cause, .. } => format!("{line}: {cause}"),
                other => format!("{other:?}"),
            })?;
            pending.drain(..used);
            Ok(())
        };
        for piece in text.as_bytes().chunks(chunk) {
            pending.extend_from_slice(piece);
            step(&mut pending, false)?;
        }
        step(&mut pending, true)?;
        Ok(found)
    }

    const LIST: &str = "<?xml version=\"1.0\"?>\n<l xmlns=\"u\">\n <h>2</h>\n <r><n k=\"1 &amp; 2\">A &amp; B &#233;</n>\n  <m/></r>\n\
                        <!-- <r> -->\n <x:r><![CDATA[<t>]]></x:r>\n</l>\n";

    #[test]
    fn records_are_read_with_their_places() {
        for chunk in [1, 5, 1000] {
            let found = read(LIST, chunk).unwrap();
            assert_eq!(found, ["1:4  n=A & B é@1 & 2 m=@", "2:7 <t> "], "{chunk}");
        }
    }

    #[test]
    fn what_is_not_well_formed_or_dangerous_is_refused_with_its_line() {
        for (text, line, part) in [
            ("<!DOCTYPE l [<!ENTITY e \"x\">]><l/>", 1, "document type"),
            ("<l>\n<r>&e;</r></l>", 2, "&e;"),
            ("<l>\n<r><a></b></r></l>", 2, "not closed"),
            ("<l>\n<r/>\n", 3, "breaks off"),
            ("<l>\n<r><a>", 2, "breaks off"),
            ("<l></k>", 1, "not open"),
            ("<l>\n<r k=a/></l>", 2, ""),
            ("<l><r k=\"&e;\"/></l>", 1, ""),
        ] {
            for chunk in [1, 1000] {
                let error = read(text, chunk).unwrap_err();
                assert!(error.starts_with(&format!("{line}: ")) && error.contains(part), "{text}: {error}");
            }
        }
        let deep = format!("<l><r>{}{}</r></l>", "<a>".repeat(100), "</a>".repeat(100));
        assert!(read(&deep, 1000).unwrap_err().contains("deeply"));
    }

    proptest! {
        #[test]
        fn chunks_do_not_matter(
            text in "(<l>|</l>|<r>|</r>|<r/>|<a k=\"1\">|</a>|a|&amp;|&|\n|<|é|<!-- r -->){0,24}", chunk in 1..9_usize
        ) {
            let text = format!("<l>{text}</l>");
            let (one, other) = (read(&text, usize::MAX), read(&text, chunk));
            match (one, other) {
                (Ok(one), Ok(other)) => prop_assert_eq!(one, other),
                (Err(_), Err(_)) => {}
                (one, other) => prop_assert!(false, "{:?} {:?}", one, other),
            }
        }
    }
}
