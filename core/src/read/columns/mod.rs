//! Columns understood by their names, in English, Spanish, Portuguese and French.
//!
//! A name is first looked for as a whole in the lists of the languages; then its words are (see `meaning`). Where
//! several columns could have one role, the better rank gets it, then the one found as a whole name, then the leftmost;
//! the others stay without a role and are shown so. Ranks prefer:
//!
//! - for accounts, numbers of accounts (0), identifiers of parties (1), parties (2), names (3);
//! - for times, date with time of day (0), date of the transaction (1), a date (2), value date (3), posting date (4);
//! - for amounts, the amount itself before its equivalent in local currency; beside a currency column, one without a
//!   currency in its name, else one with.
//!
//! A received amount without a paid one is the amount; a received currency without a received amount has no role, since
//! the number in that currency is not known.

mod concept;
mod en;
mod es;
mod fr;
mod meaning;
mod name;
mod pt;

pub(super) use name::Name;

use super::Role;
use crate::ledger::TextField;
use crate::model::Currency;
use concept::Concept;

/// A text in lower-case words without accents, apart by one space: the form in which words of any export compare.
#[cfg(feature = "typologies")]
pub(crate) fn plain_words(written: &str) -> String {
    name::words(written)
}

/// Names of one role, as whole names in normal form, with their rank.
struct Names(Role, u8, &'static [&'static str]);

struct Language {
    words: &'static [(Concept, &'static [&'static str])],
    names: &'static [Names],
    head_last: bool,
}

const LANGUAGES: [Language; 4] = [
    Language { words: en::WORDS, names: en::NAMES, head_last: true },
    Language { words: es::WORDS, names: es::NAMES, head_last: false },
    Language { words: pt::WORDS, names: pt::NAMES, head_last: false },
    Language { words: fr::WORDS, names: fr::NAMES, head_last: false },
];

/// The necessary roles, in the order in which errors name them, with what they are called.
pub(super) const NECESSARY: [(Role, &str); 4] =
    [(Role::Time, "time"), (Role::From, "paying account"), (Role::To, "receiving account"), (Role::Amount, "amount")];

/// What a column could be: its role, how well the name says so (0 the best), and whether a list has the whole name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) role: Role,
    pub(super) rank: u8,
    pub(super) whole: bool,
}

/// Columns with their roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Assignment {
    /// One for each column, with why.
    pub(super) roles: Vec<Option<(Role, &'static str)>>,
    /// The currency that the name of the column of amounts, or of received amounts, carries.
    pub(super) currency: Option<Currency>,
    pub(super) received_currency: Option<Currency>,
    /// Whether a column names the currency received without the amount.
    pub(super) received_currency_alone: bool,
}

pub(super) const fn text(field: TextField) -> Role {
    Role::Text(field)
}

/// What a name says.
pub(super) fn candidate(name: &Name) -> Option<Candidate> {
    let lists = LANGUAGES.iter().flat_map(|language| language.names);
    let whole = lists.filter(|Names(_, _, names)| names.contains(&name.words.as_str())).min_by_key(|names| names.1);
    if let Some(Names(role, rank, _)) = whole {
        return Some(Candidate { role: *role, rank: *rank, whole: true });
    }
    let words: Vec<&str> = name.words.split(' ').collect();
    let read = LANGUAGES.iter().enumerate().filter_map(|(place, language)| {
        let own = words.iter().filter(|word| language.concept(word).is_some()).count();
        let concepts: Option<Vec<Concept>> = words.iter().map(|word| concept_in(language, word)).collect();
        let mut concepts = concepts?;
        let money = concepts.iter().any(|concept| concept & concept::MONEY != 0);
        concepts.retain(|concept| *concept & !concept::MONEY != 0);
        let head = if language.head_last { concepts.last() } else { concepts.first() };
        let set = concepts.iter().fold(if money { concept::MONEY } else { 0 }, |set, concept| set | concept);
        let (role, rank) = meaning::role(set, head.copied().unwrap_or(0))?;
        Some((std::cmp::Reverse(own), rank, place, role))
    });
    let (_, rank, _, role) = read.min_by_key(|(own, rank, place, _)| (*own, *rank, *place))?;
    Some(Candidate { role, rank, whole: false })
}

impl Language {
    fn concept(&self, word: &str) -> Option<Concept> {
        let mut found = self.words.iter().filter(|(_, words)| words.contains(&word)).map(|(concept, _)| *concept);
        let first = found.next()?;
        Some(found.fold(first, |set, concept| set | concept))
    }
}

// A word of the language, else of any other, else a currency.
fn concept_in(language: &Language, word: &str) -> Option<Concept> {
    let other = || LANGUAGES.iter().find_map(|language| language.concept(word));
    let money = || currency_of(word).map(|_| concept::MONEY);
    language.concept(word).or_else(other).or_else(money)
}

fn currency_of(word: &str) -> Option<Currency> {
    Currency::parse(word).ok()
}

/// The currency that a name carries, in brackets or as a word beside words for an amount.
fn named_currency(name: &Name) -> Option<Currency> {
    let known = |word: &&str| !LANGUAGES.iter().any(|language| language.concept(word).is_some());
    name.currency.or_else(|| name.words.split(' ').filter(known).find_map(currency_of))
}

/// Gives each role to at most one column. Roles that `taken` names, and columns that it marks, are left out.
pub(super) fn assign(names: &[Name], taken: &[Option<(Role, &'static str)>]) -> Assignment {
    let free = |at: usize| taken.get(at).is_none_or(Option::is_none);
    let candidates: Vec<Option<Candidate>> =
        names.iter().enumerate().map(|(at, name)| if free(at) { candidate(name) } else { None }).collect();
    let mut roles: Vec<Option<(Role, &'static str)>> = names.iter().map(|_| None).collect();
    for (role, given) in roles.iter_mut().zip(taken) {
        *role = *given;
    }
    let is_taken =
        |roles: &[Option<(Role, &'static str)>], role: Role| roles.iter().flatten().any(|(taken, _)| *taken == role);
    let offered = |role: Role| candidates.iter().flatten().any(|candidate| candidate.role == role);
    let with_currency = offered(Role::Currency) || is_taken(&roles, Role::Currency);
    let mut wanted: Vec<Role> = candidates.iter().flatten().map(|candidate| candidate.role).collect();
    wanted.sort_unstable();
    wanted.dedup();
    for role in wanted {
        if is_taken(&roles, role) {
            continue;
        }
        let best = candidates.iter().enumerate().filter_map(|(at, candidate)| {
            let candidate = candidate.filter(|candidate| candidate.role == role)?;
            let unlike = named_currency(&names[at]).is_some() == with_currency;
            let unlike = matches!(role, Role::Amount | Role::ReceivedAmount) && unlike;
            Some((candidate.rank, unlike, !candidate.whole, at))
        });
        if let Some((_, _, token, at)) = best.min() {
            roles[at] = Some((role, if token { "words" } else { "name" }));
        }
    }
    let mut promote = |from: Role, to: Role| {
        if !is_taken(&roles, to)
            && let Some(held) = roles.iter_mut().flatten().find(|(role, why)| *role == from && *why != "mapping")
        {
            held.0 = to;
            return true;
        }
        false
    };
    if promote(Role::ReceivedAmount, Role::Amount) {
        promote(Role::ReceivedCurrency, Role::Currency);
    }
    promote(Role::TimeOfDay, Role::Time);
    let mut assignment = Assignment::default();
    if !is_taken(&roles, Role::ReceivedAmount) {
        for held in &mut roles {
            if matches!(held, Some((Role::ReceivedCurrency, _))) {
                *held = None;
                assignment.received_currency_alone = true;
            }
        }
    }
    let currency = |wanted: Role| {
        let at = roles.iter().position(|held| held.is_some_and(|(role, _)| role == wanted))?;
        named_currency(&names[at])
    };
    assignment.currency = currency(Role::Amount);
    assignment.received_currency = currency(Role::ReceivedAmount);
    assignment.roles = roles;
    assignment
}

#[cfg(test)]
mod tests;
