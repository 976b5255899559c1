//! The elements of messages as they come: which of them are messages, groups and transactions, and when one is complete.

use super::kind::Kind;
use super::scope::{Around, Scope};
use super::tag::{Tag, Tags};
use super::tree::{At, Tree};
use super::{booking, returned, transfer};
use crate::ledger::LedgerFull;
use crate::read::blocks::Sink;
use crate::read::document::Stop;
use crate::read::messages::intake::{Intake, Payment, Wrong};
use crate::read::messages::markup::{Elements, Place};
use crate::read::piece::Worker;
use crate::read::{ReadErrorKind, Reason};
use quick_xml::events::BytesStart;
use std::collections::VecDeque;

/// What is open.
#[derive(Debug, Default)]
pub(super) struct Messages {
    tags: Tags,
    tree: Tree,
    open: Vec<Open>,
    // Elements inside one that is read over, that one counted.
    skipped: usize,
    // Prefixes and what they stand for, with the number of elements around.
    namespaces: Vec<(usize, String, String)>,
    message: Option<Message>,
    group: Option<Group>,
    record: Option<Record>,
    payment: Payment,
    // Places in the text of letters that were no UTF-8, and how many transactions had some.
    pub(super) foreign: VecDeque<u64>,
    pub(super) windows_1252: u64,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    at: Option<At>,
    has_elements: bool,
    is_document: bool,
}

#[derive(Debug)]
struct Message {
    // `None` for a type that is not read.
    kind: Option<Kind>,
    counted: usize,
    depth: usize,
    root: At,
    line: u32,
    groups: u64,
    transactions: u64,
    raw: Raw,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    at: At,
    depth: usize,
    transactions: u64,
}

#[derive(Debug)]
struct Record {
    at: At,
    depth: usize,
    line: u32,
    // Its first byte, among those of the input.
    first: u64,
    raw: Raw,
    too_long: bool,
    // Whether some of it was read as Windows-1252.
    is_foreign: bool,
}

// The beginning of a transaction as it stands in the input.
#[derive(Debug, Default)]
struct Raw {
    text: Vec<u8>,
    // Where in the block it goes on.
    from: usize,
}

// So much of a transaction is shown when it is rejected.
const SHOWN: usize = 4096;
// What the elements of one transaction, or of one booking with all its details, may need.
const LARGEST: usize = 64 << 20;
// And those around transactions, which are looked at for each of them.
const LARGEST_AROUND: usize = 1 << 20;
// Prefixes that are known at once.
const MOST_NAMESPACES: usize = 1000;

/// What takes the elements of one chunk.
pub(super) struct Handler<'a> {
    pub(super) iso: &'a mut Messages,
    pub(super) intake: &'a mut Intake,
    pub(super) worker: &'a mut Worker,
    pub(super) sink: Sink<'a>,
}

impl Elements for Handler<'_> {
    fn start(&mut self, element: &BytesStart<'_>, place: &mut Place<'_>) -> Result<(), Stop> {
        let iso = &mut *self.iso;
        if iso.skipped > 0 {
            iso.skipped += 1;
            return Ok(());
        }
        let name = element.name().0;
        let name = name.bytes().position(|byte| byte == b':').map_or(name, |colon| &name[colon + 1..]);
        match &iso.message {
            None => self.outside(element, name, place),
            Some(Message { kind: None, .. }) => {
                iso.skipped = 1;
                Ok(())
            }
            Some(Message { kind: Some(kind), .. }) => {
                let kind = *kind;
                self.inside(kind, element, name, place)
            }
        }
    }

    fn text(&mut self, text: &str) {
        let iso = &mut *self.iso;
        if iso.skipped > 0 || !matches!(iso.open.last(), Some(Open { at: Some(_), has_elements: false, .. })) {
            return;
        }
        let most = if iso.record.is_some() { LARGEST } else { LARGEST_AROUND };
        if iso.tree.size() + text.len() <= most {
            iso.tree.write(text.as_bytes());
        } else if let Some(record) = &mut iso.record {
            record.too_long = true;
        }
    }

    fn end(&mut self, place: &mut Place<'_>) -> Result<(), Stop> {
        let iso = &mut *self.iso;
        if iso.skipped > 0 {
            iso.skipped -= 1;
            return Ok(());
        }
        let Some(open) = iso.open.pop() else { return Ok(()) };
        let depth = iso.open.len();
        let Some(at) = open.at else {
            iso.namespaces.retain(|(around, ..)| *around < depth);
            return Ok(());
        };
        iso.tree.close(at, !open.has_elements);
        if iso.record.as_ref().is_some_and(|record| record.depth == depth) {
            self.end_record(place)?;
        } else if iso.group.is_some_and(|group| group.depth == depth) {
            self.end_group();
        } else if iso.message.as_ref().is_some_and(|message| message.depth == depth) {
            self.end_message(place)?;
        }
        Ok(())
    }

    fn turn(&mut self, read: &[u8], before: u64) {
        let iso = &mut *self.iso;
        iso.meet_foreign(before);
        let raws =
            [iso.record.as_mut().map(|record| &mut record.raw), iso.message.as_mut().map(|message| &mut message.raw)];
        for raw in raws.into_iter().flatten() {
            raw.keep(read);
            raw.from = 0;
        }
    }
}

impl Messages {
    // The text up to this byte is read: whether the transaction that is open has letters in it that were no UTF-8.
    fn meet_foreign(&mut self, before: u64) {
        while let Some(foreign) = self.foreign.front().copied().filter(|foreign| *foreign < before) {
            self.foreign.pop_front();
            if let Some(record) = &mut self.record {
                record.is_foreign |= foreign >= record.first;
            }
        }
    }
}

impl Handler<'_> {
    fn outside(&mut self, element: &BytesStart<'_>, name: &str, place: &mut Place<'_>) -> Result<(), Stop> {
        let iso = &mut *self.iso;
        let depth = iso.open.len();
        for attribute in element.attributes().with_checks(false).flatten() {
            let key: &str = attribute.key.as_ref();
            let prefix = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix
                && iso.namespaces.len() < MOST_NAMESPACES
            {
                iso.namespaces.push((depth, prefix.to_owned(), attribute.value.to_string()));
            }
        }
        let kind = Kind::of(name);
        let in_document = iso.open.last().is_some_and(|open| open.is_document);
        let mut open = Open { at: None, has_elements: false, is_document: name == "Document" };
        if kind.is_some() || in_document {
            let qualified = element.name();
            let prefix = qualified.as_ref().split_once(':').map_or("", |(prefix, _)| prefix);
            let namespace = iso.namespaces.iter().rev().find(|(_, known, _)| known == prefix);
            let version = version(namespace.map_or("", |(.., namespace)| namespace.as_str()), kind, name);
            let line = place.line()?;
            let columns = kind.map_or(&[][..], Kind::columns);
            let root = iso.tree.open(Tag::Document, line, b"");
            iso.message = Some(Message {
                kind,
                counted: self.intake.begin(&version, columns),
                depth,
                root,
                line,
                groups: 0,
                transactions: 0,
                raw: Raw { text: Vec::new(), from: place.start },
            });
            open.at = Some(root);
        }
        iso.open.push(open);
        Ok(())
    }

    fn inside(&mut self, kind: Kind, element: &BytesStart<'_>, name: &str, place: &mut Place<'_>) -> Result<(), Stop> {
        let iso = &mut *self.iso;
        if let Some(Open { at: Some(at), has_elements, .. }) = iso.open.last_mut()
            && !*has_elements
        {
            *has_elements = true;
            iso.tree.has_elements(*at);
        }
        let Some(tag) = iso.tags.find(name) else {
            iso.skipped = 1;
            return Ok(());
        };
        match &mut iso.record {
            Some(record) => record.too_long |= iso.tree.size() > LARGEST,
            None if iso.tree.size() > LARGEST_AROUND => return Err(self.too_large(place)?),
            None => {}
        }
        if iso.record.as_ref().is_some_and(|record| record.too_long) {
            iso.skipped = 1;
            return Ok(());
        }
        let line = place.line()?;
        let depth = iso.open.len();
        let mut currency: &[u8] = b"";
        let attribute;
        if !element.attributes_raw().trim_ascii().is_empty() {
            attribute =
                element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == "Ccy");
            if let Some(attribute) = &attribute {
                currency = attribute.value.as_bytes();
            }
        }
        let at = iso.tree.open(tag, line, currency);
        iso.open.push(Open { at: Some(at), has_elements: false, is_document: false });
        let message_depth = iso.message.as_ref().map_or(0, |message| message.depth);
        if iso.record.is_some() {
            return Ok(());
        }
        let around = match (kind.group(), iso.group) {
            (Some(_), Some(group)) => group.depth,
            (Some(tag_of_group), None) => {
                if tag == tag_of_group && depth == message_depth + 1 {
                    iso.group = Some(Group { at, depth, transactions: 0 });
                    if let Some(message) = &mut iso.message {
                        message.groups += 1;
                    }
                }
                return Ok(());
            }
            (None, _) => message_depth,
        };
        if tag == kind.transaction() && depth == around + 1 {
            let raw = Raw { text: Vec::new(), from: place.start };
            let first = place.before + place.start as u64;
            iso.record = Some(Record { at, depth, line, first, raw, too_long: false, is_foreign: false });
        }
        Ok(())
    }

    fn end_record(&mut self, place: &mut Place<'_>) -> Result<(), Stop> {
        let iso = &mut *self.iso;
        iso.meet_foreign(place.before + place.end as u64);
        let (Some(mut record), Some(message)) = (iso.record.take(), iso.message.as_mut()) else { return Ok(()) };
        let Some(kind) = message.kind else { return Ok(()) };
        message.transactions += 1;
        if let Some(group) = &mut iso.group {
            group.transactions += 1;
        }
        iso.windows_1252 += u64::from(record.is_foreign);
        record.raw.keep(&place.block[..place.end]);
        iso.tree.focus(record.at);
        let header = iso.tree.child(message.root, Tag::GrpHdr);
        let around = Around::of(&iso.tree, header, iso.group.map(|group| group.at), record.at);
        let mut scope = Scope {
            tree: &iso.tree,
            kind,
            counted: message.counted,
            around,
            raw: &record.raw.text,
            payment: &mut iso.payment,
            intake: self.intake,
            worker: self.worker,
            sink: self.sink,
        };
        let read = if record.too_long {
            let origin = scope.intake.next(record.line);
            scope.reject(&Wrong::new("", Reason::TooLong, b""), origin);
            Ok(())
        } else {
            match kind {
                Kind::CustomerTransfer | Kind::BankTransfer | Kind::Order => transfer::read(&mut scope, record.at),
                Kind::Return => returned::read(&mut scope, record.at),
                Kind::Report | Kind::Statement | Kind::Notification => booking::read(&mut scope, record.at),
            }
        };
        iso.tree.cut(record.at);
        read.map_err(|full| full_stop(full, record.line))
    }

    fn end_group(&mut self) {
        let iso = &mut *self.iso;
        let Some(group) = iso.group.take() else { return };
        let tally = &mut self.intake.tally;
        if iso.tree.child(group.at, Tag::CpyDplctInd).is_some() {
            tally.copies += 1;
        }
        let may_be_empty = iso.message.as_ref().and_then(|message| message.kind).is_some_and(Kind::may_be_empty);
        if group.transactions == 0 && may_be_empty {
            tally.empty += 1;
        }
        iso.tree.cut(group.at);
    }

    fn end_message(&mut self, place: &mut Place<'_>) -> Result<(), Stop> {
        let iso = &mut *self.iso;
        let Some(mut message) = iso.message.take() else { return Ok(()) };
        message.raw.keep(&place.block[..place.end]);
        let whole = match message.kind {
            None => Some(Reason::OtherMessage),
            Some(kind) if message.groups == 0 && kind.may_be_empty() => Some(Reason::IncompleteMessage),
            Some(kind) if message.transactions == 0 && !kind.may_be_empty() => Some(Reason::IncompleteMessage),
            Some(_) => None,
        };
        if let Some(reason) = whole {
            let kind = self.intake.kinds.get(message.counted).map(|kind| kind.kind.clone()).unwrap_or_default();
            let origin = self.intake.next(message.line);
            let wrong = Wrong::new("", reason, kind.as_bytes());
            self.intake.reject(&wrong, Some(message.counted), origin, &message.raw.text, self.sink);
        }
        iso.tree.cut(message.root);
        iso.namespaces.retain(|(around, ..)| *around < message.depth);
        Ok(())
    }

    #[cold]
    fn too_large(&self, place: &mut Place<'_>) -> Result<Stop, Stop> {
        let cause = "a message with more than 1 MiB around its transactions".to_owned();
        let hint = "have its sender split the message".to_owned();
        let line = u64::from(place.line()?);
        Ok(Stop { kind: ReadErrorKind::Malformed { column: 0, cause }, line, hint })
    }
}

impl Raw {
    // Keeps what stands in a block up to its end, as far as it is shown.
    fn keep(&mut self, block: &[u8]) {
        let more = &block[self.from.min(block.len())..];
        let wanted = (SHOWN + 1).saturating_sub(self.text.len());
        self.text.extend_from_slice(&more[..more.len().min(wanted)]);
        self.from = block.len();
    }
}

fn full_stop(full: LedgerFull, line: u32) -> Stop {
    Stop { kind: full.into(), line: u64::from(line), hint: "analyse a shorter period".to_owned() }
}

// The type and version of a message: the end of its namespace, else what the name of its first element says.
fn version(namespace: &str, kind: Option<Kind>, root: &str) -> String {
    let end = namespace.rsplit([':', '$']).next().unwrap_or_default();
    let letters = end.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    let mut parts = end.split('.');
    let is_version = letters
        && end.len() < 40
        && parts.next().is_some_and(|part| part.len() == 4)
        && parts.next().is_some_and(|part| part.len() == 3);
    match kind {
        _ if is_version => end.to_owned(),
        Some(kind) if root.contains('.') => {
            if root.len() < 40 {
                root.to_owned()
            } else {
                kind.name().to_owned()
            }
        }
        Some(kind) => kind.name().to_owned(),
        None => root.chars().take(60).collect(),
    }
}
