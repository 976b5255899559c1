//! What words mean that tell what one party is to another: `shareholding 75% 100%`, `Owns 60%`, `President`, `hija`.

use super::shares::{ShareUnit, share};
use crate::model::{Interest, RelationKind, Share};
use crate::parties::keys::fold;

/// A relation in words, understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) kind: RelationKind,
    pub(super) interest: Interest,
    pub(super) share: Option<Share>,
    /// Whether the words say what the other is to the one that has them: `Controlled by`, `parent company`,
    /// `shareholding` on the record of a company.
    pub(super) reversed: bool,
    /// Whether any word was known; else it is a link.
    pub(super) known: bool,
}

use Interest as I;
use RelationKind as K;

// Word or words, folded, the longer ones first where one is in the other; kind, interest, whether it is said of the other.
const WORDS: &[(&str, K, I, bool)] = &[
    ("owned or controlled by", K::Controls, I::Influence, true),
    ("controlled by", K::Controls, I::Influence, true),
    ("owned by", K::Owns, I::Shares, true),
    ("subsidiary of", K::Controls, I::Unknown, true),
    ("global parent", K::Controls, I::Unknown, true),
    ("ultimate parent", K::Controls, I::Unknown, true),
    ("parent company", K::Controls, I::Unknown, true),
    ("direct parent", K::Controls, I::Unknown, true),
    ("appointment of board", K::Controls, I::Board, true),
    ("other influence or control", K::Controls, I::Influence, true),
    ("influence or control", K::Controls, I::Influence, true),
    ("senior managing official", K::Directs, I::Manager, true),
    ("voting rights", K::Owns, I::Votes, true),
    ("votingrights", K::Owns, I::Votes, true),
    ("shareholding", K::Owns, I::Shares, true),
    ("rights to surplus assets", K::Owns, I::Surplus, true),
    ("rights to profit or income", K::Owns, I::Income, true),
    ("settlor", K::Controls, I::Settlor, true),
    ("trustee", K::Controls, I::Trustee, true),
    ("protector", K::Controls, I::Protector, true),
    ("beneficiary of", K::Controls, I::Beneficiary, true),
    ("ownership of voting rights", K::Owns, I::Votes, false),
    ("ownership of shares", K::Owns, I::Shares, false),
    ("beneficial owner", K::Owns, I::Unknown, false),
    ("beneficiario final", K::Owns, I::Unknown, false),
    ("beneficiario real", K::Owns, I::Unknown, false),
    ("beneficiaire effectif", K::Owns, I::Unknown, false),
    ("shareholder", K::Owns, I::Shares, false),
    ("stockholder", K::Owns, I::Shares, false),
    ("accionista", K::Owns, I::Shares, false),
    ("acionista", K::Owns, I::Shares, false),
    ("actionnaire", K::Owns, I::Shares, false),
    ("propietario", K::Owns, I::Shares, false),
    ("proprietario", K::Owns, I::Shares, false),
    ("proprietaire", K::Owns, I::Shares, false),
    ("socio", K::Owns, I::Shares, false),
    ("owns", K::Owns, I::Shares, false),
    ("owner", K::Owns, I::Shares, false),
    ("ownership", K::Owns, I::Shares, false),
    ("controls", K::Controls, I::Influence, false),
    ("controller", K::Controls, I::Influence, false),
    ("controlador", K::Controls, I::Influence, false),
    ("legal representative", K::Directs, I::Manager, false),
    ("representante legal", K::Directs, I::Manager, false),
    ("power of attorney", K::Represents, I::Unknown, false),
    ("nominee", K::Represents, I::Unknown, false),
    ("apoderado", K::Represents, I::Unknown, false),
    ("procurador", K::Represents, I::Unknown, false),
    ("mandatario", K::Represents, I::Unknown, false),
    ("testaferro", K::Represents, I::Unknown, false),
    ("directorship", K::Directs, I::Manager, false),
    ("director", K::Directs, I::Manager, false),
    ("diretor", K::Directs, I::Manager, false),
    ("officer", K::Directs, I::Manager, false),
    ("president", K::Directs, I::Manager, false),
    ("presidente", K::Directs, I::Manager, false),
    ("principal", K::Directs, I::Manager, false),
    ("chairman", K::Directs, I::Manager, false),
    ("board member", K::Directs, I::Manager, false),
    ("administrador", K::Directs, I::Manager, false),
    ("administrateur", K::Directs, I::Manager, false),
    ("gerente", K::Directs, I::Manager, false),
    ("gerant", K::Directs, I::Manager, false),
    ("secretary", K::Directs, I::Manager, false),
    ("manager", K::Directs, I::Manager, false),
    ("treasurer", K::Directs, I::Manager, false),
    ("employee of", K::Employs, I::Unknown, true),
    ("employed by", K::Employs, I::Unknown, true),
    ("empleado", K::Employs, I::Unknown, true),
    ("employer", K::Employs, I::Unknown, false),
    ("family", K::Family, I::Unknown, false),
    ("relative", K::Family, I::Unknown, false),
    ("familiar", K::Family, I::Unknown, false),
    ("spouse", K::Family, I::Unknown, false),
    ("wife", K::Family, I::Unknown, false),
    ("husband", K::Family, I::Unknown, false),
    ("conyuge", K::Family, I::Unknown, false),
    ("conjuge", K::Family, I::Unknown, false),
    ("conjoint", K::Family, I::Unknown, false),
    ("esposa", K::Family, I::Unknown, false),
    ("esposo", K::Family, I::Unknown, false),
    ("son", K::Family, I::Unknown, false),
    ("daughter", K::Family, I::Unknown, false),
    ("child", K::Family, I::Unknown, false),
    ("hijo", K::Family, I::Unknown, false),
    ("hija", K::Family, I::Unknown, false),
    ("filho", K::Family, I::Unknown, false),
    ("filha", K::Family, I::Unknown, false),
    ("father", K::Family, I::Unknown, false),
    ("mother", K::Family, I::Unknown, false),
    ("padre", K::Family, I::Unknown, false),
    ("madre", K::Family, I::Unknown, false),
    ("pai", K::Family, I::Unknown, false),
    ("mae", K::Family, I::Unknown, false),
    ("brother", K::Family, I::Unknown, false),
    ("sister", K::Family, I::Unknown, false),
    ("sibling", K::Family, I::Unknown, false),
    ("hermano", K::Family, I::Unknown, false),
    ("hermana", K::Family, I::Unknown, false),
    ("irmao", K::Family, I::Unknown, false),
    ("irma", K::Family, I::Unknown, false),
    ("associate", K::Associate, I::Unknown, false),
    ("asociado", K::Associate, I::Unknown, false),
    ("partner", K::Associate, I::Unknown, false),
    ("member", K::Associate, I::Unknown, false),
    ("same as", K::SameAs, I::Unknown, false),
    ("duplicate", K::SameAs, I::Unknown, false),
];

/// Understands words that tell what one party is to another.
pub(super) fn role(text: &str) -> Role {
    let mut folded = String::from(" ");
    fold(&text.replace('_', " "), &mut folded);
    folded.push(' ');
    let found = WORDS.iter().find(|(words, ..)| {
        folded.find(words).is_some_and(|at| folded[..at].ends_with(' ') && folded[at + words.len()..].starts_with(' '))
    });
    match found {
        Some((_, kind, interest, reversed)) => {
            let share = if *kind == K::Owns { numbers(text) } else { None };
            Role { kind: *kind, interest: *interest, share, reversed: *reversed, known: true }
        }
        None => Role { kind: K::LinkedTo, interest: I::Unknown, share: None, reversed: false, known: false },
    }
}

// The percentages in a text: one, or the two bounds of a range (`75% 100%`, `25 to 50 percent`).
fn numbers(text: &str) -> Option<Share> {
    let part = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    let numbers: Vec<&str> = text[start..]
        .split(|letter| !part(letter))
        .filter(|number| number.contains(|c: char| c.is_ascii_digit()))
        .collect();
    match numbers.as_slice() {
        [one] => share(one.trim_end_matches(['.', ',']), ShareUnit::Percent),
        [one, two] => share(&format!("{one}-{two}"), ShareUnit::Percent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_of_registers_and_lists_are_understood() {
        for (text, kind, interest, shown, reversed) in [
            ("shareholding 75% 100%", K::Owns, I::Shares, "75 to 100 %", true),
            ("voting_rights 33.3%", K::Owns, I::Votes, "33.3 %", true),
            ("appointment_of_board", K::Controls, I::Board, "", true),
            ("Owns 60%", K::Owns, I::Shares, "60 %", false),
            ("Ownership of shares 25 to 50 percent", K::Owns, I::Shares, "25 to 50 %", false),
            ("Owned or Controlled By", K::Controls, I::Influence, "", true),
            ("Global Parent", K::Controls, I::Unknown, "", true),
            ("President", K::Directs, I::Manager, "", false),
            ("Representante legal", K::Directs, I::Manager, "", false),
            ("Cónyuge", K::Family, I::Unknown, "", false),
            ("Accionista", K::Owns, I::Shares, "", false),
            ("УчрФЛ", K::LinkedTo, I::Unknown, "", false),
            ("personal", K::LinkedTo, I::Unknown, "", false),
        ] {
            let role = role(text);
            let share = role.share.map(|share| share.to_string()).unwrap_or_default();
            assert_eq!(
                (role.kind, role.interest, share.as_str(), role.reversed),
                (kind, interest, shown, reversed),
                "{text}"
            );
        }
    }

    #[test]
    fn words_are_folded() {
        for (words, ..) in WORDS {
            let mut folded = String::new();
            fold(words, &mut folded);
            assert_eq!(folded, *words);
            assert!(role(words).known);
        }
    }
}
