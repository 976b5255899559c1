//! What a pack holds, as JSON: for programs that show indicators, and for those who review a pack.
//!
//! The schema is [`TYPOLOGIES_SCHEMA`](super::TYPOLOGIES_SCHEMA).

use crate::typology::{Checked, Indicator, Language, Need, Number, Offence, Pack, SourceDocument, Texts, Victims};
use serde::Serialize;
use std::io::{self, Write};

/// A pack, or some of its indicators.
#[derive(Debug, Serialize)]
pub struct TypologiesDocument<'a> {
    /// The pack's id.
    pub pack: &'a str,
    /// Its version.
    pub version: u32,
    /// The day as of which it is.
    pub as_of: &'a str,
    /// The pack that it extends.
    pub extends: Option<Extended<'a>>,
    /// The indicators, in the pack's order.
    pub indicators: Vec<IndicatorDocument<'a>>,
}

/// The pack that another extends.
#[derive(Debug, Serialize)]
pub struct Extended<'a> {
    /// Its id.
    pub pack: &'a str,
    /// Its version.
    pub version: u32,
}

/// An indicator.
#[derive(Debug, Serialize)]
pub struct IndicatorDocument<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its number in the catalogue.
    pub number: Option<u32>,
    /// What it is called.
    pub name: &'a Texts,
    /// What it means, with the numbers of its rules.
    pub explanation: Texts,
    /// The kinds of its rules; none when this version has no rule of the kind that it needs.
    pub rules: Vec<String>,
    /// Its numbers.
    pub numbers: Vec<Number>,
    /// What data each rule needs: all of a rule's, each by any one in it.
    pub needs: Vec<Vec<Vec<Need>>>,
    /// The offences that it may be a sign of, with their codes.
    pub offences: Vec<OffenceDocument<'a>>,
    /// Its technique in AMLTRIX.
    pub amltrix: Option<&'a str>,
    /// Who is likely a victim.
    pub victims: &'a [Victims],
    /// The document that it is from.
    pub source: Option<SourceSummary<'a>>,
}

/// An offence.
#[derive(Debug, Serialize)]
pub struct OffenceDocument<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its three letters.
    pub short: &'a str,
    /// What it is called.
    pub name: &'a Texts,
    /// Its code in the ICCS.
    pub iccs: &'a str,
    /// How well that was looked at.
    pub checked: Checked,
    /// FinCEN's subtypes.
    pub fincen: &'a [String],
    /// AMLTRIX techniques.
    pub amltrix: &'a [String],
}

/// A document.
#[derive(Debug, Serialize)]
pub struct SourceSummary<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Who published it.
    pub publisher: &'a str,
    /// When.
    pub year: Option<u16>,
    /// How well it was looked at.
    pub checked: Checked,
}

impl<'a> TypologiesDocument<'a> {
    /// These indicators of a pack.
    #[must_use]
    pub fn of(pack: &'a Pack, indicators: impl IntoIterator<Item = &'a Indicator>) -> Self {
        Self {
            pack: &pack.id,
            version: pack.version,
            as_of: &pack.as_of,
            extends: pack.extends.as_ref().map(|(pack, version)| Extended { pack, version: *version }),
            indicators: indicators.into_iter().map(|indicator| IndicatorDocument::of(pack, indicator)).collect(),
        }
    }

    /// Writes it, indented, with a line break at the end.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        super::document(out, self)
    }
}

impl<'a> IndicatorDocument<'a> {
    fn of(pack: &'a Pack, indicator: &'a Indicator) -> Self {
        let [en, es, pt, fr] = Language::ALL.map(|language| indicator.explain(language));
        let offences = indicator.offences.iter().filter_map(|offence| pack.offence(offence.get_ref()));
        Self {
            id: indicator.id(),
            number: indicator.number,
            name: &indicator.name,
            explanation: Texts { en, es, pt, fr },
            rules: indicator.rule.iter().map(|rule| rule.kind().to_owned()).collect(),
            numbers: indicator.numbers(),
            needs: indicator.needs(),
            offences: offences.map(OffenceDocument::of).collect(),
            amltrix: indicator.amltrix.as_deref(),
            victims: &indicator.victims,
            source: pack.source(indicator.source.get_ref()).map(SourceSummary::of),
        }
    }
}

impl<'a> OffenceDocument<'a> {
    fn of(offence: &'a Offence) -> Self {
        let Offence { id, short, name, iccs, checked, fincen, amltrix } = offence;
        Self { id: id.get_ref(), short, name, iccs, checked: *checked, fincen, amltrix }
    }
}

impl<'a> SourceSummary<'a> {
    fn of(source: &'a SourceDocument) -> Self {
        let SourceDocument { id, title, publisher, year, checked } = source;
        Self { id: id.get_ref(), title, publisher, year: *year, checked: *checked }
    }
}
