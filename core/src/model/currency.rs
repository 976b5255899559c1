//! Currencies: ISO 4217 by its own library, and the crypto assets that exports of transactions name.

use iso_currency::Currency as Iso;
use serde::{Serialize, Serializer};
use std::fmt;

/// A currency or crypto asset.
///
/// Inside it is the numeric code of ISO 4217, or a number from 1001 for a crypto asset, so that it needs two bytes a
/// transaction and its order is the same everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(u16);

/// Text that names no currency this library knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown currency {0:?}")]
pub struct UnknownCurrency(pub String);

struct Asset {
    number: u16,
    code: &'static str,
    name: &'static str,
    decimals: u8,
}

// Decimals are those of the asset's own smallest unit where 64 bits hold the supply in it, else of the largest unit
// that they do hold (ether counts in gwei).
// Solana is left out: its code is what Peruvian exports write for the sol.
const ASSETS: [Asset; 11] = [
    Asset { number: 1001, code: "BTC", name: "Bitcoin", decimals: 8 },
    Asset { number: 1002, code: "ETH", name: "Ether", decimals: 9 },
    Asset { number: 1003, code: "USDT", name: "Tether", decimals: 6 },
    Asset { number: 1004, code: "USDC", name: "USD Coin", decimals: 6 },
    Asset { number: 1005, code: "LTC", name: "Litecoin", decimals: 8 },
    Asset { number: 1006, code: "XMR", name: "Monero", decimals: 8 },
    Asset { number: 1007, code: "XRP", name: "XRP", decimals: 6 },
    Asset { number: 1008, code: "TRX", name: "TRON", decimals: 6 },
    Asset { number: 1009, code: "BCH", name: "Bitcoin Cash", decimals: 8 },
    Asset { number: 1010, code: "DOGE", name: "Dogecoin", decimals: 8 },
    Asset { number: 1011, code: "DAI", name: "Dai", decimals: 8 },
];

// Names that exports use for a currency instead of its code: those of AMLworld and SAML-D, and what banks of the
// Americas write. Compared in lower case.
const ALIASES: &[(&str, &str)] = &[
    ("us dollar", "USD"),
    ("us dollars", "USD"),
    ("u.s. dollar", "USD"),
    ("us$", "USD"),
    ("usd$", "USD"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("€", "EUR"),
    ("uk pound", "GBP"),
    ("uk pounds", "GBP"),
    ("pound sterling", "GBP"),
    ("£", "GBP"),
    ("yen", "JPY"),
    ("japanese yen", "JPY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("rmb", "CNY"),
    ("rupee", "INR"),
    ("indian rupee", "INR"),
    ("pakistani rupee", "PKR"),
    ("ruble", "RUB"),
    ("canadian dollar", "CAD"),
    ("australian dollar", "AUD"),
    ("new zealand dollar", "NZD"),
    ("swiss franc", "CHF"),
    ("brazil real", "BRL"),
    ("brazilian real", "BRL"),
    ("real", "BRL"),
    ("reais", "BRL"),
    ("r$", "BRL"),
    ("mexican peso", "MXN"),
    ("mexican pesos", "MXN"),
    ("saudi riyal", "SAR"),
    ("shekel", "ILS"),
    ("dirham", "AED"),
    ("moroccan dirham", "MAD"),
    ("moroccan dirhams", "MAD"),
    ("naira", "NGN"),
    ("nigerian naira", "NGN"),
    ("turkish lira", "TRY"),
    ("albanian lek", "ALL"),
    ("peso mexicano", "MXN"),
    ("pesos mexicanos", "MXN"),
    ("peso colombiano", "COP"),
    ("pesos colombianos", "COP"),
    ("peso argentino", "ARS"),
    ("pesos argentinos", "ARS"),
    ("peso chileno", "CLP"),
    ("pesos chilenos", "CLP"),
    ("peso uruguayo", "UYU"),
    ("peso dominicano", "DOP"),
    ("sol", "PEN"),
    ("soles", "PEN"),
    ("s/", "PEN"),
    ("quetzal", "GTQ"),
    ("quetzales", "GTQ"),
    ("lempira", "HNL"),
    ("cordoba", "NIO"),
    ("colon", "CRC"),
    ("colones", "CRC"),
    ("balboa", "PAB"),
    ("guarani", "PYG"),
    ("guaraní", "PYG"),
    ("guaranies", "PYG"),
    ("boliviano", "BOB"),
    ("bolivianos", "BOB"),
    ("bolivar", "VES"),
    ("dolar", "USD"),
    ("dólar", "USD"),
    ("dolares", "USD"),
    ("dólares", "USD"),
    ("gourde", "HTG"),
    ("jamaican dollar", "JMD"),
    ("xbt", "BTC"),
    ("ethereum", "ETH"),
];

impl Currency {
    /// What a file that names no currency is in: ISO 4217's `XXX`, counted in hundredths.
    pub const NONE: Self = Self(999);

    /// Finds the currency that `text` names: an ISO 4217 code, a crypto asset's code, or one of the names that known
    /// exports use instead (`US Dollar`, `Yuan`, `pesos mexicanos` ...). Case and space around do not matter.
    ///
    /// # Errors
    /// [`UnknownCurrency`] with the text.
    pub fn parse(text: &str) -> Result<Self, UnknownCurrency> {
        let text = text.trim();
        if text.is_ascii() && (3..=4).contains(&text.len()) {
            let upper = text.to_ascii_uppercase();
            if let Some(iso) = Iso::from_code(&upper) {
                return Ok(Self(iso.numeric()));
            }
            if let Some(asset) = ASSETS.iter().find(|asset| asset.code == upper) {
                return Ok(Self(asset.number));
            }
        }
        let lower = text.to_lowercase();
        if let Some(asset) = ASSETS.iter().find(|asset| asset.name.to_lowercase() == lower) {
            return Ok(Self(asset.number));
        }
        match ALIASES.iter().find(|(name, _)| *name == lower) {
            Some((_, code)) => Self::parse(code),
            None => Err(UnknownCurrency(text.to_owned())),
        }
    }

    /// The ISO 4217 code (`USD`), or the asset's usual code (`BTC`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self.asset() {
            Some(asset) => asset.code,
            None => self.iso().map_or("XXX", |iso| iso.code()),
        }
    }

    /// How many decimals an amount in this currency is kept to.
    ///
    /// The exponent of ISO 4217, but never under 2: exports write cents of yen and of Chilean pesos (AMLworld does in
    /// every row), and what is written must not be lost. Crypto assets have 6 to 9.
    #[must_use]
    pub fn decimals(self) -> u8 {
        match self.asset() {
            Some(asset) => asset.decimals,
            None => self.iso().and_then(|iso| iso.exponent()).map_or(2, |exponent| (exponent as u8).max(2)),
        }
    }

    /// Whether it is a crypto asset and no currency of a state.
    #[must_use]
    pub fn is_virtual_asset(self) -> bool {
        self.asset().is_some()
    }

    fn asset(self) -> Option<&'static Asset> {
        if self.0 > 1000 { ASSETS.get(usize::from(self.0) - 1001) } else { None }
    }

    fn iso(self) -> Option<Iso> {
        Iso::from_numeric(self.0)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_known_exports_resolve() {
        for (text, code) in [
            ("USD", "USD"),
            ("usd ", "USD"),
            ("US Dollar", "USD"),
            ("Bitcoin", "BTC"),
            ("UK Pound", "GBP"),
            ("Brazil Real", "BRL"),
            ("Saudi Riyal", "SAR"),
            ("pesos mexicanos", "MXN"),
            ("XXX", "XXX"),
        ] {
            assert_eq!(Currency::parse(text).unwrap().code(), code, "{text}");
        }
        assert!(Currency::parse("galleon").is_err());
        assert!(Currency::parse("").is_err());
    }

    #[test]
    fn every_alias_and_asset_resolves_to_itself() {
        for (name, code) in ALIASES {
            assert_eq!(Currency::parse(name).unwrap().code(), *code);
        }
        for (position, asset) in ASSETS.iter().enumerate() {
            assert_eq!(usize::from(asset.number), 1001 + position);
            assert_eq!(Currency::parse(asset.code).unwrap().code(), asset.code);
        }
    }

    #[test]
    fn no_currency_keeps_fewer_than_two_decimals() {
        for (code, decimals) in [("JPY", 2), ("CLP", 2), ("USD", 2), ("BHD", 3), ("CLF", 4), ("BTC", 8), ("XXX", 2)] {
            assert_eq!(Currency::parse(code).unwrap().decimals(), decimals, "{code}");
        }
    }
}
