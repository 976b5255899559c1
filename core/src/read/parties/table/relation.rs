//! How the parties of a row are related.

use super::super::super::Reason;
use super::super::columns::{End, Meaning, PartyRole, RelationRole};
use super::super::roles::{self, Role};
use super::super::shares;
use super::super::sink::{Refusal, Sink};
use super::vocabulary::is_unknown;
use super::who::Who;
use super::{Row, Rows};
use crate::model::{Directness, Interest, PartialDate, Relation, RelationKind, Share};

impl Rows<'_> {
    /// Adds the relation between the party that a row is about and the one under another end.
    pub(super) fn relation(&self, end: End, own: &Who<'_>, row: &Row<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let role = match row.told(RelationRole::Kind) {
            "" => None,
            words => Some((roles::role(words), words)),
        };
        let mut told = Relation::new(match end {
            End::Owner => RelationKind::Owns,
            End::Director => RelationKind::Directs,
            End::Nominee => RelationKind::Represents,
            End::Relative => RelationKind::Family,
            End::Own | End::Other | End::Target => RelationKind::LinkedTo,
        });
        let mut reversed = end == End::Target;
        if end == End::Owner {
            told.interest = Interest::Shares;
        }
        if let Some((Role { kind, interest, share, reversed: of_other, known }, words)) = role {
            told.role = words;
            if known || matches!(end, End::Other | End::Target) {
                (told.kind, told.share) = (kind, share);
                if interest != Interest::Unknown {
                    told.interest = interest;
                }
                // `Owns` on the row of an owner; `shareholding` on the row of what is owned.
                reversed ^= of_other && end == End::Target;
            }
        }
        let share = self.share(row, sink);
        if share.is_some() {
            told.share = share;
            if told.kind == RelationKind::LinkedTo {
                (told.kind, told.interest) = (RelationKind::Owns, Interest::Shares);
            }
        }
        if let words @ [_, ..] = row.told(RelationRole::Interest).as_bytes() {
            let words = std::str::from_utf8(words).unwrap_or_default();
            let Role { kind, interest, known, .. } = roles::role(words);
            if known && matches!(kind, RelationKind::Owns | RelationKind::Controls) {
                told.interest = interest;
            }
            if told.role.is_empty() {
                told.role = words;
            }
        }
        told.directness = match row.told(RelationRole::Directness).to_lowercase().as_str() {
            "direct" | "directo" | "directa" | "direto" | "direta" | "d" => Directness::Direct,
            "indirect" | "indirecto" | "indirecta" | "indireto" | "indireta" | "i" => Directness::Indirect,
            _ => Directness::Unknown,
        };
        told.from = self.told_date(RelationRole::From, row, sink);
        told.until = self.told_date(RelationRole::Until, row, sink);
        told.statement = row.told(RelationRole::Statement);

        let named = [PartyRole::Name, PartyRole::Reference, PartyRole::Id].map(|role| row.one(end, role));
        let unknown = named.iter().find(|name| is_unknown(name));
        let other = if unknown.is_some() { None } else { self.who(end, row, sink)? };
        let Some(other) = other else {
            // A share that nobody holds by name is held by somebody all the same.
            let said = unknown.copied().unwrap_or_default();
            if end == End::Owner && (told.share.is_some() || !said.is_empty()) {
                told.unspecified = if said.is_empty() { "not told" } else { said };
                sink.relate(None, own.party, &told, row.record)?;
            }
            return Ok(());
        };
        self.properties(end, &other, row, sink)?;
        let (first, second) = if reversed { (own.party, other.party) } else { (other.party, own.party) };
        Ok(sink.relate(Some(first), second, &told, row.record)?)
    }

    fn share(&self, row: &Row<'_>, sink: &mut Sink<'_>) -> Option<Share> {
        let mut read = |role| {
            let (cell, written) = row.all(Meaning::Relation(role)).next()?;
            let share = shares::share(written, self.plan.shares);
            if share.is_none() {
                self.unread(cell, written, Reason::BadShare, row, sink);
            }
            share
        };
        let (exact, least, most) =
            (read(RelationRole::Share), read(RelationRole::ShareMin), read(RelationRole::ShareMax));
        exact.or_else(|| match (least, most) {
            (None, None) => None,
            (least, most) => Share::range(least.map_or(0, Share::least), most.map_or(Share::WHOLE, Share::most)),
        })
    }

    fn told_date(&self, role: RelationRole, row: &Row<'_>, sink: &mut Sink<'_>) -> Option<PartialDate> {
        let (cell, written) = row.all(Meaning::Relation(role)).next()?;
        self.date(cell, written, row, sink)
    }
}
