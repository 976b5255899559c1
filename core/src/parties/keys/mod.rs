//! Normal keys: what two spellings of one thing have in common, so that "the same phone" is the same number here.
//!
//! A key is for exact comparison. It takes away what says nothing (case, accents, punctuation, legal forms, usual
//! abbreviations) and nothing else: what differs in a letter is another name. Comparing by likeness, across scripts or by
//! sound, is another matter and begins where [matching](super::matching) is.
//!
//! A key is text, led by a letter for its [space](KeySpace), so that a phone is never an identifier. Where there is no key,
//! the value is kept and is equal to no other: a town is no address, and four digits are no phone.

mod address;
mod contact;
mod fold;
mod forms;
mod identifier;
mod name;

pub use fold::fold;

use crate::model::{Address, ContactKind, Country, IdentifierKind, PartyKind};

/// What a key is a key of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeySpace {
    /// A postal address.
    Address,
    /// A device.
    Device,
    /// An e-mail address.
    Email,
    /// An identifier.
    Identifier,
    /// A name.
    Name,
    /// A phone number.
    Phone,
    /// A site.
    Website,
}

impl KeySpace {
    /// All of them, in the order of their letters.
    pub const ALL: [Self; 7] =
        [Self::Address, Self::Device, Self::Email, Self::Identifier, Self::Name, Self::Phone, Self::Website];

    const fn letter(self) -> char {
        match self {
            Self::Address => 'a',
            Self::Device => 'd',
            Self::Email => 'e',
            Self::Identifier => 'i',
            Self::Name => 'n',
            Self::Phone => 'p',
            Self::Website => 'w',
        }
    }

    /// The space of a key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        let first = key.chars().next()?;
        Self::ALL.into_iter().find(|space| space.letter() == first)
    }

    /// The name that files use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Device => "device",
            Self::Email => "email",
            Self::Identifier => "identifier",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Website => "website",
        }
    }

    fn begin(self, key: &mut String) {
        key.clear();
        key.push(self.letter());
    }
}

/// Makes keys, and keeps the space that it needs for it.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    key: String,
    folded: String,
}

impl Keys {
    /// The key of a name: case, accents, punctuation and the order of its words do not matter, nor do legal forms unless
    /// it is a person's. `None` when there is no letter in it.
    pub fn name(&mut self, name: &str, kind: PartyKind) -> Option<&str> {
        KeySpace::Name.begin(&mut self.key);
        name::key(name, kind, &mut self.folded, &mut self.key).then_some(self.key.as_str())
    }

    /// The key of an identifier: its letters and digits, within its kind and country; LEI, BIC and IMO are the same in all
    /// countries. `None` for fewer than three letters and digits.
    pub fn identifier(
        &mut self,
        kind: IdentifierKind,
        number: &str,
        scheme: &str,
        country: Option<Country>,
    ) -> Option<&str> {
        KeySpace::Identifier.begin(&mut self.key);
        identifier::key(kind, number, scheme, country, &mut self.folded, &mut self.key).then_some(self.key.as_str())
    }

    /// The key of an address, with usual abbreviations in English, Spanish, Portuguese and French written one way. `None`
    /// for a mere place: without a number, an address of fewer than four words is shared by a whole town.
    pub fn address(&mut self, address: &Address<'_>) -> Option<&str> {
        KeySpace::Address.begin(&mut self.key);
        address::key(address, &mut self.folded, &mut self.key).then_some(self.key.as_str())
    }

    /// The key of a contact: a phone as its digits, behind `+` where it tells its country; an e-mail in lower case; a site
    /// without its protocol; a device as it is, in lower case.
    pub fn contact(&mut self, kind: ContactKind, text: &str) -> Option<&str> {
        let space = match kind {
            ContactKind::Phone => KeySpace::Phone,
            ContactKind::Email => KeySpace::Email,
            ContactKind::Website => KeySpace::Website,
            ContactKind::Device => KeySpace::Device,
        };
        space.begin(&mut self.key);
        contact::key(kind, text, &mut self.key).then_some(self.key.as_str())
    }
}

#[cfg(test)]
mod tests;
