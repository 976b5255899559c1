//! A pack: indicators with the offences, documents, lists and thresholds that they lean on. One comes with the library;
//! an agency's file replaces it or extends it.
//!
//! ```toml
//! [pack]
//! id = "uif-example"
//! version = 1
//! as-of = "2026-01-01"
//! extends = "builtin"      # left out: the file stands alone
//!
//! [[words]]                # an entry with an id that the built-in pack has takes its place, here and below
//! id = "payroll"
//! words = ["sueldo", "aguinaldo"]
//!
//! [[threshold]]
//! jurisdiction = "PE"
//! currencies = ["PEN", "USD"]
//! amount = "10000 USD"
//! status = "source"
//! instrument = "..."
//! ```
//!
//! and `[[offence]]`, `[[source]]`, `[[countries]]`, `[[indicator]]`, whose members are those of [`Offence`],
//! [`SourceDocument`], [`CountryList`] and [`Indicator`]. A threshold takes the place of all of its jurisdiction.

use super::{CashThreshold, CountryList, Indicator, Offence, Rule, SourceDocument, WordList};
use crate::model::Country;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use toml::Spanned;

/// Indicators and what they lean on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// Its id: `builtin`, or an agency's.
    pub id: String,
    /// Its version, from 1.
    pub version: u32,
    /// The day as of which it is.
    pub as_of: String,
    /// The id and version of the pack that it extends.
    pub extends: Option<(String, u32)>,
    /// Offences.
    pub offences: Vec<Offence>,
    /// Documents.
    pub sources: Vec<SourceDocument>,
    /// Lists of words.
    pub words: Vec<WordList>,
    /// Lists of countries.
    pub countries: Vec<CountryList>,
    /// Cash-reporting thresholds.
    pub thresholds: Vec<CashThreshold>,
    /// Indicators: those of the catalogue by number, then an agency's own in the order of its file.
    pub indicators: Vec<Indicator>,
}

/// A file that is no pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct PackError {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What was expected, or what to do; may be empty when the message says it.
    pub hint: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    pack: Header,
    #[serde(default)]
    offence: Vec<Offence>,
    #[serde(default)]
    source: Vec<SourceDocument>,
    #[serde(default)]
    words: Vec<WordList>,
    #[serde(default)]
    countries: Vec<CountryList>,
    #[serde(default)]
    threshold: Vec<CashThreshold>,
    #[serde(default)]
    indicator: Vec<Indicator>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Header {
    id: Spanned<String>,
    version: u32,
    as_of: String,
    #[serde(default)]
    extends: Option<Spanned<String>>,
}

/// The files of the pack that comes with the library, in the order in which they build on each other.
const BUILT_IN: [(&str, &str); 8] = [
    ("offences.toml", include_str!("pack/offences.toml")),
    ("lists.toml", include_str!("pack/lists.toml")),
    ("thresholds.toml", include_str!("pack/thresholds.toml")),
    ("cash.toml", include_str!("pack/cash.toml")),
    ("flows.toml", include_str!("pack/flows.toml")),
    ("shapes.toml", include_str!("pack/shapes.toml")),
    ("trade.toml", include_str!("pack/trade.toml")),
    ("parties.toml", include_str!("pack/parties.toml")),
];

impl Pack {
    /// The pack that comes with this library.
    #[must_use]
    pub fn built_in() -> Self {
        // The tests read it; a part that were wrong would be missing and nothing more.
        Self::read_built_in().unwrap_or_default()
    }

    /// The same, with what is wrong with it and in which of its files.
    pub(super) fn read_built_in() -> Result<Self, (&'static str, PackError)> {
        let mut pack = Self::default();
        for (name, text) in BUILT_IN {
            pack.add(text).map_err(|error| (name, error))?;
        }
        pack.indicators.sort_by_key(|indicator| indicator.number);
        Ok(pack)
    }

    /// Reads a pack from TOML, on top of the built-in one when it says so. Unknown keys, units that do not fit, references
    /// to nothing and texts that are missing in a language are errors.
    ///
    /// # Errors
    /// [`PackError`] with the place in the text.
    pub fn from_toml(text: &str) -> Result<Self, PackError> {
        let written: Written = read(text)?;
        let mut pack = match &written.pack.extends {
            None => Self::default(),
            Some(name) if name.get_ref() == "builtin" => Self::built_in(),
            Some(name) => {
                let message = format!("there is no pack {:?} to extend", name.get_ref());
                return Err(error(text, &name.span(), message, "write extends = \"builtin\", or leave it out"));
            }
        };
        pack.extends = written.pack.extends.is_some().then(|| (std::mem::take(&mut pack.id), pack.version));
        pack.take(written, text)?;
        let own = |indicator: &Indicator| (indicator.number.is_none(), indicator.number);
        pack.indicators.sort_by_key(own);
        Ok(pack)
    }

    fn add(&mut self, text: &str) -> Result<(), PackError> {
        self.take(read(text)?, text)
    }

    fn take(&mut self, written: Written, text: &str) -> Result<(), PackError> {
        let Header { id, version, as_of, .. } = written.pack;
        slug(&id, text)?;
        (self.id, self.version, self.as_of) = (id.into_inner(), version, as_of);
        put(&mut self.offences, written.offence, text, |offence| &offence.id)?;
        put(&mut self.sources, written.source, text, |source| &source.id)?;
        for list in &written.words {
            for phrase in &list.words {
                if let Some(fault) = WordList::fault(phrase.get_ref()) {
                    let message = format!("{:?}: {fault}", phrase.get_ref());
                    return Err(error(
                        text,
                        &phrase.span(),
                        message,
                        "write words, \"=all words of the text\" or \"3500..3999\"",
                    ));
                }
            }
        }
        put(&mut self.words, written.words, text, |list| &list.id)?;
        for code in written.countries.iter().flat_map(|list| &list.countries) {
            if Country::parse(code.get_ref()).is_none() {
                let message = format!("{:?} is no country", code.get_ref());
                return Err(error(text, &code.span(), message, "write its ISO 3166 code, as PE"));
            }
        }
        put(&mut self.countries, written.countries, text, |list| &list.id)?;
        for threshold in &written.threshold {
            if let Some((span, message, hint)) = threshold.fault() {
                return Err(error(text, &span, message, hint));
            }
        }
        let replaced = |own: &CashThreshold| {
            written.threshold.iter().any(|new| new.jurisdiction.get_ref() == own.jurisdiction.get_ref())
        };
        self.thresholds.retain(|own| !replaced(own));
        self.thresholds.extend(written.threshold);
        let new: Vec<Indicator> = written.indicator;
        let known: Vec<String> =
            self.indicators.iter().chain(&new).map(|indicator| indicator.id().to_owned()).collect();
        for offence in &self.offences {
            texts(text, &offence.id, "name", &offence.name)?;
        }
        for indicator in &new {
            self.check(indicator, &known, text)?;
        }
        let spans: Vec<(String, Range<usize>)> =
            new.iter().map(|indicator| (indicator.id().to_owned(), indicator.id.span())).collect();
        put(&mut self.indicators, new, text, |indicator| &indicator.id)?;
        if let Some((id, span)) = spans.iter().find(|(id, _)| self.leans_on_itself(id)) {
            let message = format!("{id}: its rules lean on each other in a circle");
            return Err(error(text, span, message, "one of them must lean on none of the others"));
        }
        let mut numbers: Vec<u32> = self.indicators.iter().filter_map(|indicator| indicator.number).collect();
        numbers.sort_unstable();
        if let Some(twice) = numbers.windows(2).find(|pair| pair[0] == pair[1]) {
            let at = self.indicators.iter().rfind(|indicator| indicator.number == Some(twice[0]));
            let span = at.map_or(0..0, |indicator| indicator.id.span());
            let message = format!("two indicators have the number {}", twice[0]);
            return Err(error(text, &span, message, "leave the number out for an indicator of your own"));
        }
        Ok(())
    }

    /// Whether an indicator is reached again from itself, through the indicators that linked rules name.
    fn leans_on_itself(&self, id: &str) -> bool {
        let of = |id: &str| {
            let rules = self.indicator(id).into_iter().flat_map(|indicator| &indicator.rule);
            rules.filter_map(|rule| match rule {
                Rule::Linked(linked) => Some(linked.of.get_ref().as_str()),
                _ => None,
            })
        };
        let mut reached: Vec<&str> = of(id).collect();
        let mut at = 0;
        while let Some(next) = reached.get(at).copied() {
            let further: Vec<&str> = of(next).filter(|other| !reached.contains(other)).collect();
            reached.extend(further);
            at += 1;
        }
        reached.contains(&id)
    }

    fn check(&self, indicator: &Indicator, known: &[String], text: &str) -> Result<(), PackError> {
        let Indicator { id, offences, source, stated, name, explanation, .. } = indicator;
        texts(text, id, "name", name)?;
        texts(text, id, "explanation", explanation)?;
        if offences.is_empty() {
            return Err(error(text, &id.span(), "an indicator is for no offence".to_owned(), "name one in offences"));
        }
        let one_of = |what: &str, ids: Vec<&str>| {
            let most: Vec<&str> = ids.iter().take(40).copied().collect();
            format!("the {what} are {}{}", most.join(", "), if ids.len() > most.len() { " and others" } else { "" })
        };
        let lookup = |name: &Spanned<String>, what: &str, plural: &str, ids: Vec<&str>| {
            if ids.contains(&name.get_ref().as_str()) {
                return Ok(());
            }
            let message = format!("there is no {what} {:?}", name.get_ref());
            Err(error(text, &name.span(), message, &one_of(plural, ids)))
        };
        let offence_ids = || self.offences.iter().map(|offence| offence.id.get_ref().as_str()).collect();
        for offence in offences {
            lookup(offence, "offence", "offences", offence_ids())?;
        }
        let sources = self.sources.iter().map(|source| source.id.get_ref().as_str()).collect();
        lookup(source, "source", "sources", sources)?;
        for rule in &indicator.rule {
            for filter in rule.filters() {
                for list in filter.word_lists() {
                    let ids = self.words.iter().map(|list| list.id.get_ref().as_str()).collect();
                    lookup(list, "list of words", "lists", ids)?;
                }
                for list in &filter.other_country {
                    let ids = self.countries.iter().map(|list| list.id.get_ref().as_str()).collect();
                    lookup(list, "list of countries", "lists", ids)?;
                }
            }
            if let Rule::Linked(linked) = rule {
                lookup(&linked.of, "indicator", "indicators", known.iter().map(String::as_str).collect())?;
                if linked.of.get_ref() == id.get_ref() {
                    let message = "an indicator is linked to itself".to_owned();
                    return Err(error(text, &linked.of.span(), message, "name another indicator"));
                }
            }
            if let Err(fault) = super::numbers::check(rule) {
                return Err(error(text, &id.span(), format!("{}: {fault}", id.get_ref()), ""));
            }
        }
        let numbers = indicator.numbers();
        let names: Vec<&str> = numbers.iter().map(|number| number.name.as_str()).collect();
        for name in stated {
            lookup(name, "number", "numbers of this indicator", names.clone())?;
        }
        for placeholder in super::Texts::placeholders(&explanation.en) {
            if !names.contains(&placeholder) {
                let message =
                    format!("{}: the explanation names {{{placeholder}}}, which no rule of it has", id.get_ref());
                return Err(error(text, &id.span(), message, &one_of("numbers of this indicator", names)));
            }
        }
        Ok(())
    }

    /// The indicator of that id.
    #[must_use]
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id() == id)
    }

    /// The offence of that id.
    #[must_use]
    pub fn offence(&self, id: &str) -> Option<&Offence> {
        self.offences.iter().find(|offence| offence.id.get_ref() == id)
    }

    /// The document of that id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&SourceDocument> {
        self.sources.iter().find(|source| source.id.get_ref() == id)
    }
}

fn read(text: &str) -> Result<Written, PackError> {
    toml::from_str(text).map_err(|fault: toml::de::Error| {
        error(text, &fault.span().unwrap_or(0..0), fault.message().trim().to_owned(), "")
    })
}

/// Puts entries in the place of those with their id, or at the end.
fn put<T>(own: &mut Vec<T>, new: Vec<T>, text: &str, id: impl Fn(&T) -> &Spanned<String>) -> Result<(), PackError> {
    for (place, entry) in new.iter().enumerate() {
        slug(id(entry), text)?;
        if new[..place].iter().any(|other| id(other).get_ref() == id(entry).get_ref()) {
            let message = format!("the id {:?} stands twice", id(entry).get_ref());
            return Err(error(text, &id(entry).span(), message, "give each entry an id of its own"));
        }
    }
    for entry in new {
        match own.iter_mut().find(|other| id(other).get_ref() == id(&entry).get_ref()) {
            Some(old) => *old = entry,
            None => own.push(entry),
        }
    }
    Ok(())
}

fn slug(id: &Spanned<String>, text: &str) -> Result<(), PackError> {
    let name = id.get_ref();
    let letters = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if letters && (1..=64).contains(&name.len()) && !name.starts_with('-') && !name.ends_with('-') {
        return Ok(());
    }
    let hint = "write up to 64 small letters of ASCII, digits and hyphens, as cash-structuring";
    Err(error(text, &id.span(), format!("{name:?} cannot be an id"), hint))
}

fn texts(text: &str, id: &Spanned<String>, what: &str, texts: &super::Texts) -> Result<(), PackError> {
    match texts.fault() {
        None => Ok(()),
        Some(fault) => Err(error(
            text,
            &id.span(),
            format!("{}: {what}: {fault}", id.get_ref()),
            "every text is needed in en, es, pt and fr, with the same placeholders",
        )),
    }
}

fn error(text: &str, span: &Range<usize>, message: String, hint: &str) -> PackError {
    let before = text.get(..span.start).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    PackError {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
        hint: hint.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_built_in_pack_is_whole() {
        let pack = Pack::read_built_in().unwrap_or_else(|(name, error)| panic!("{name}: {error}\n{}", error.hint));
        let numbers: Vec<u32> = pack.indicators.iter().filter_map(|indicator| indicator.number).collect();
        assert_eq!(numbers, (1..=48).collect::<Vec<u32>>());
        assert_eq!(pack.offences.len(), 11);
        let mut jurisdictions: Vec<&str> =
            pack.thresholds.iter().map(|threshold| threshold.jurisdiction.get_ref().as_str()).collect();
        jurisdictions.sort_unstable();
        jurisdictions.dedup();
        assert_eq!(jurisdictions.len(), 35, "the member states of the OAS");
        for indicator in &pack.indicators {
            assert!(indicator.rule.is_empty() != indicator.needs.is_empty(), "{}", indicator.id());
            for language in crate::typology::Language::ALL {
                let text = indicator.explain(language);
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }

    #[test]
    fn rules_must_not_lean_on_each_other_in_a_circle() {
        let texts = "{ en = \"x\", es = \"x\", pt = \"x\", fr = \"x\" }";
        let one = |id: &str, of: &str| {
            format!(
                "[[indicator]]\nid = \"{id}\"\noffences = [\"corruption\"]\nsource = \"amltrix\"\nname = {texts}\n\
                 explanation = {texts}\n[[indicator.rule]]\nlinked = {{ of = \"{of}\", subjects = 1, within = \"7d\" }}\n"
            )
        };
        let head = "[pack]\nid = \"x\"\nversion = 1\nas-of = \"2026-01-01\"\nextends = \"builtin\"\n";
        let read = |indicators: String| Pack::from_toml(&format!("{head}{indicators}"));
        assert!(read(one("a", "funnel-account") + &one("b", "a")).is_ok());
        let error = read(one("a", "b") + &one("b", "a")).unwrap_err();
        assert!(error.message.contains("circle") && error.line == 7, "{error}");
        assert!(read(one("a", "a")).unwrap_err().message.contains("linked to itself"));
        assert!(read(one("a", "nobody")).unwrap_err().message.contains("no indicator"));
    }

    proptest! {
        #[test]
        fn any_text_is_a_pack_or_an_error(
            place in 0_usize..200_000, file in 0..BUILT_IN.len(), cut in 0_usize..40, put in "[a-z0-9=\\[\\]\\{\\}\", .é]{0,6}",
        ) {
            // A file of the pack with a part of it replaced: most are nearly right.
            let text = BUILT_IN[file].1;
            let at = |mut at: usize| { at = at.min(text.len()); while !text.is_char_boundary(at) { at -= 1; } at };
            let place = place % text.len();
            let changed = format!("{}{put}{}", &text[..at(place)], &text[at(place + cut)..]);
            if let Err(error) = Pack::from_toml(&changed) {
                prop_assert!(error.line >= 1 && error.column >= 1 && !error.message.is_empty(), "{error:?}");
                prop_assert!(error.line <= changed.matches('\n').count() + 1);
            }
        }
    }
}
