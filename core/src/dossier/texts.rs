//! The texts of narratives: templates in the four languages, and how facts are written in each.
//!
//! They stand in `texts.toml`, so that who speaks a language reads and corrects them without a compiler. A test holds that none
//! is missing in any language and that all languages of a sentence have the same facts.
//!
//! Numbers: English `75,550.00`, Portuguese `75.550,00`, Spanish and French `75 550,00` with a space that does not break: in
//! Spanish both marks are in use on the continent, and so neither stands for thousands. All decimals that a currency keeps are written.

use super::sentence::Fact;
use crate::ledger::Ledger;
use crate::model::{AccountId, Amount, Currency, Timestamp, shown};
use crate::typology::{Language, Texts};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Longest text from data in a sentence, in characters.
const LONGEST: usize = 64;

/// So many currencies are written in a sentence, and how many more there are.
const CURRENCIES: usize = 3;

/// The texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Templates {
    pub(super) sentence: BTreeMap<String, Texts>,
    pub(super) pattern: BTreeMap<String, Texts>,
    pub(super) benign: BTreeMap<String, Texts>,
    noun: BTreeMap<String, Forms>,
    accounts: Forms,
    more: Forms,
    and: Texts,
    date: Texts,
    on: Texts,
    between: Texts,
    months: In<[String; 12]>,
}

/// Something in every language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct In<T> {
    en: T,
    es: T,
    pt: T,
    fr: T,
}

impl<T> In<T> {
    fn get(&self, language: Language) -> &T {
        match language {
            Language::En => &self.en,
            Language::Es => &self.es,
            Language::Pt => &self.pt,
            Language::Fr => &self.fr,
        }
    }
}

/// The singular and the plural.
type Forms = In<[String; 2]>;

impl Templates {
    /// Those that come with the library.
    pub(super) fn built_in() -> Self {
        // A file of this crate, which every test of narratives reads: no input reaches it.
        toml::from_str(include_str!("texts.toml")).expect("the texts that come with the library can be read")
    }

    /// A sentence in every language; `None` when the template or one of its facts is not there.
    pub(super) fn sentence(&self, ledger: &Ledger, key: &str, facts: &[(&'static str, Fact)]) -> Option<Texts> {
        let template = self.sentence.get(key)?;
        let fill = |language: Language| self.fill(ledger, template.get(language), facts, language);
        Some(Texts {
            en: fill(Language::En)?,
            es: fill(Language::Es)?,
            pt: fill(Language::Pt)?,
            fr: fill(Language::Fr)?,
        })
    }

    fn fill(
        &self,
        ledger: &Ledger,
        template: &str,
        facts: &[(&'static str, Fact)],
        language: Language,
    ) -> Option<String> {
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('{') {
            text.push_str(before);
            let (name, after) = behind.split_once('}')?;
            let (name, noun) = name.split_once('|').map_or((name, None), |(name, noun)| (name, Some(noun)));
            let (_, fact) = facts.iter().find(|(own, _)| *own == name)?;
            text.push_str(&self.told(ledger, fact, noun, language)?);
            rest = after;
        }
        text.push_str(rest);
        let mut characters = text.chars();
        let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
        Some(first + characters.as_str())
    }

    fn told(&self, ledger: &Ledger, fact: &Fact, noun: Option<&str>, language: Language) -> Option<String> {
        Some(match fact {
            Fact::Count(number) => match noun {
                Some(noun) => counted(self.noun.get(noun)?.get(language), *number, language),
                None => count(*number, language),
            },
            Fact::Share(thousandths) => share(*thousandths, language),
            Fact::Money(amounts) => self.money(amounts, language)?,
            Fact::Day(at) => self.date(*at, language),
            Fact::Period(from, to) => {
                let (from, to) = (self.date(*from, language), self.date(*to, language));
                let template = if from == to { &self.on } else { &self.between };
                template.get(language).replace("{from}", &from).replace("{to}", &to)
            }
            Fact::Account(account) => name(ledger, *account),
            Fact::Accounts(accounts, more) => {
                let mut names: Vec<String> = accounts.iter().map(|account| name(ledger, *account)).collect();
                let [one, several] = self.accounts.get(language);
                let form = if names.len() as u64 + more == 1 { one } else { several };
                if *more > 0 {
                    names.push(counted(self.more.get(language), *more, language));
                }
                form.replace('#', &self.list(&names, language))
            }
            Fact::Text(text) => shown(text, LONGEST),
            Fact::Name(_, texts) => shown(texts.get(language), 4 * LONGEST),
            Fact::Names(names) => {
                let quoted: Vec<String> = (names.iter())
                    .map(|(_, texts)| {
                        let name = shown(texts.get(language), 4 * LONGEST);
                        match language {
                            Language::En | Language::Pt => format!("“{name}”"),
                            Language::Es => format!("«{name}»"),
                            Language::Fr => format!("«\u{a0}{name}\u{a0}»"),
                        }
                    })
                    .collect();
                self.list(&quoted, language)
            }
        })
    }

    fn money(&self, amounts: &[Amount], language: Language) -> Option<String> {
        let mut texts: Vec<String> = amounts.iter().take(CURRENCIES).map(|amount| money(*amount, language)).collect();
        if amounts.len() > CURRENCIES {
            let more = (amounts.len() - CURRENCIES) as u64;
            texts.push(counted(self.noun.get("other-currency")?.get(language), more, language));
        }
        Some(self.list(&texts, language))
    }

    fn date(&self, at: Timestamp, language: Language) -> String {
        let date = at.civil().date();
        let month = &self.months.get(language)[usize::from(date.month().unsigned_abs()).clamp(1, 12) - 1];
        let day = match (language, date.day()) {
            (Language::Fr, 1) => "1er".to_owned(),
            (Language::Pt, 1) => "1º".to_owned(),
            (_, day) => day.to_string(),
        };
        let template = self.date.get(language).replace("{day}", &day);
        template.replace("{month}", month).replace("{year}", &date.year().to_string())
    }

    /// `a, b and c`. Spanish writes `e` before the sound of i.
    fn list(&self, texts: &[String], language: Language) -> String {
        let [before @ .., last] = texts else { return String::new() };
        if before.is_empty() {
            return last.clone();
        }
        let sound: String = last.trim_start_matches(['«', '“']).chars().take(3).flat_map(char::to_lowercase).collect();
        let i = sound.starts_with(['i', 'í'])
            || sound.starts_with("hi") && !sound.starts_with("hia") && !sound.starts_with("hie");
        let and = if language == Language::Es && i { "e" } else { self.and.get(language) };
        format!("{} {and} {last}", before.join(", "))
    }
}

/// An account, short enough for a sentence.
fn name(ledger: &Ledger, account: AccountId) -> String {
    shown(&ledger.accounts().name(account).to_string(), LONGEST)
}

/// A number in a noun's form for it.
fn counted([one, many]: &[String; 2], number: u64, language: Language) -> String {
    // French and Portuguese have the singular for nought too; nothing that there is none of is told.
    let form = if number == 1 { one } else { many };
    form.replace('#', &count(number, language))
}

/// A whole number.
pub(super) fn count(number: u64, language: Language) -> String {
    grouped(&number.to_string(), language)
}

fn grouped(digits: &str, language: Language) -> String {
    let mark = match language {
        Language::En => ',',
        Language::Pt => '.',
        Language::Es | Language::Fr => '\u{a0}',
    };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

fn decimal_mark(language: Language) -> char {
    if language == Language::En { '.' } else { ',' }
}

/// An amount to its last unit, with its currency.
pub(super) fn money(amount: Amount, language: Language) -> String {
    let text = amount.to_string();
    let digits = text.trim_start_matches('-');
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let sign = if amount.units < 0 { "−" } else { "" };
    let number = format!("{sign}{}{}{decimals}", grouped(whole, language), decimal_mark(language));
    if amount.currency == Currency::NONE { number } else { format!("{number}\u{a0}{}", amount.currency.code()) }
}

/// Thousandths as per cent.
fn share(thousandths: u32, language: Language) -> String {
    let (whole, tenth) = (thousandths / 10, thousandths % 10);
    let number = if tenth == 0 { whole.to_string() } else { format!("{whole}{}{tenth}", decimal_mark(language)) };
    match language {
        Language::En | Language::Pt => format!("{number}%"),
        Language::Es | Language::Fr => format!("{number}\u{a0}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::narrative::{KEYS, found_key};
    use super::*;
    use crate::assess::Explanation;
    use crate::detect::Pattern;

    fn all(templates: &Templates) -> impl Iterator<Item = (&String, &Texts)> {
        templates.sentence.iter().chain(&templates.pattern).chain(&templates.benign)
    }

    #[test]
    fn nothing_is_missing_in_any_language() {
        let templates = Templates::built_in();
        for key in KEYS.into_iter().chain(Pattern::ALL.map(found_key)) {
            assert!(templates.sentence.contains_key(key), "{key}");
        }
        assert_eq!(templates.sentence.len(), KEYS.len() + Pattern::ALL.len(), "every template is used");
        for pattern in Pattern::ALL {
            assert!(templates.pattern.contains_key(pattern.name()), "{pattern}");
        }
        for explanation in Explanation::ALL {
            assert!(templates.benign.contains_key(explanation.name()), "{explanation:?}");
        }
        for (key, texts) in all(&templates) {
            let english = Texts::placeholders(&texts.en);
            for language in Language::ALL {
                let text = texts.get(language);
                assert!(!text.trim().is_empty(), "{key} is missing in {language}");
                assert_eq!(Texts::placeholders(text), english, "{key} in {language}");
                for noun in Texts::placeholders(text).iter().filter_map(|name| name.split_once('|')) {
                    assert!(templates.noun.contains_key(noun.1), "{key}: {noun:?}");
                }
                assert!(language != Language::En || text.is_ascii() || text.contains('“'), "{key}: {text}");
            }
            // Languages are told apart: no text stands twice but where the words are the same.
            let same = texts.en == texts.es || texts.es == texts.pt;
            let bare =
                !texts.en.contains(char::is_whitespace) || key.starts_with("title") || texts.es == "ciclo temporal";
            assert!(!same || bare, "{key}: {texts:?}");
        }
        for language in Language::ALL {
            for forms in templates.noun.values() {
                let [one, many] = forms.get(language);
                assert!(!one.is_empty() && many.contains('#'), "{one} {many}");
            }
            assert!(templates.months.get(language).iter().all(|month| !month.is_empty()));
            assert!(templates.accounts.get(language).iter().all(|form| form.contains('#')));
        }
    }

    #[test]
    fn numbers_money_dates_and_lists_are_written_as_each_language_does() {
        let templates = Templates::built_in();
        let usd = Currency::parse("USD").unwrap();
        let written = |language| {
            [
                count(1_234_567, language),
                money(Amount::new(-7_555_001, usd), language),
                share(5, language),
                templates.date(Timestamp(1_740_787_200_000), language),
                templates.list(&["a".into(), "b".into(), "«Ída»".into()], language),
            ]
        };
        assert_eq!(
            written(Language::En),
            ["1,234,567", "−75,550.01\u{a0}USD", "0.5%", "March 1, 2025", "a, b and «Ída»"]
        );
        assert_eq!(
            written(Language::Es),
            ["1\u{a0}234\u{a0}567", "−75\u{a0}550,01\u{a0}USD", "0,5\u{a0}%", "1 de marzo de 2025", "a, b e «Ída»"]
        );
        assert_eq!(
            written(Language::Pt),
            ["1.234.567", "−75.550,01\u{a0}USD", "0,5%", "1º de março de 2025", "a, b e «Ída»"]
        );
        assert_eq!(
            written(Language::Fr),
            ["1\u{a0}234\u{a0}567", "−75\u{a0}550,01\u{a0}USD", "0,5\u{a0}%", "1er mars 2025", "a, b et «Ída»"]
        );
        let and = |last: &str| templates.list(&["a".into(), last.into()], Language::Es);
        assert_eq!([and("hielo"), and("hija"), and("yo")], ["a y hielo", "a e hija", "a y yo"]);
    }
}
