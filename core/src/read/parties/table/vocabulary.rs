//! Words in the cells of tables of parties: for kinds of parties, for yes and no, for nobody.

use crate::model::PartyKind;
use crate::parties::keys::fold;

/// What a word for the kind of a party means.
pub(in super::super) fn kind_of(text: &str) -> PartyKind {
    let mut folded = String::new();
    fold(text, &mut folded);
    let has = |words: &[&str]| words.iter().any(|word| folded.split(' ').any(|own| own == *word) || folded == *word);
    match () {
        () if folded.is_empty() => PartyKind::Unknown,
        () if has(&["vessel", "ship", "buque", "navio", "navire"]) => PartyKind::Vessel,
        () if has(&["aircraft", "airplane", "aeronave", "avion", "aeronef"]) => PartyKind::Aircraft,
        () if has(&["trust", "fideicomiso", "arrangement", "fiducie", "fundo", "fondo", "fund"]) => {
            PartyKind::Arrangement
        }
        () if has(&[
            "government",
            "gobierno",
            "governo",
            "state",
            "state body",
            "statebody",
            "public body",
            "publicbody",
        ]) =>
        {
            PartyKind::PublicBody
        }
        () if has(&[
            "moral",
            "juridica",
            "juridique",
            "pj",
            "j",
            "company",
            "empresa",
            "corporation",
            "legal",
            "business",
        ]) =>
        {
            PartyKind::Company
        }
        () if has(&[
            "individual",
            "person",
            "natural",
            "fisica",
            "physique",
            "pf",
            "pn",
            "f",
            "i",
            "p",
            "retail",
            "persona",
        ]) =>
        {
            PartyKind::Person
        }
        () if has(&["organization", "organisation", "organizacion", "org", "o", "entity", "entidad", "ngo"]) => {
            PartyKind::Organization
        }
        () => PartyKind::Unknown,
    }
}

/// Whether a text says yes; `None` where it is a lone letter or number that means neither.
pub(super) fn yes(text: &str) -> Option<bool> {
    let mut folded = String::new();
    fold(text, &mut folded);
    match folded.as_str() {
        "1" | "true" | "yes" | "y" | "si" | "s" | "sim" | "oui" | "o" | "x" | "t" | "v" | "verdadero" => Some(true),
        "0" | "false" | "no" | "n" | "nao" | "non" | "f" | "falso" | "none" | "ninguno" | "isnotpep" => Some(false),
        "" | "unknown" | "desconocido" => None,
        other if other.chars().count() == 1 => None,
        // A function or the name of an office.
        _ => Some(true),
    }
}

/// Whether a name says that nobody knows who it is.
pub(super) fn is_unknown(name: &str) -> bool {
    let mut folded = String::new();
    fold(name, &mut folded);
    const WORDS: [&str; 16] = [
        "unknown",
        "anonymous",
        "not disclosed",
        "undisclosed",
        "unidentified",
        "not identified",
        "desconocido",
        "desconocida",
        "no identificado",
        "no identificada",
        "anonimo",
        "desconhecido",
        "nao identificado",
        "inconnu",
        "non identifie",
        "bearer",
    ];
    WORDS.contains(&folded.as_str())
}
