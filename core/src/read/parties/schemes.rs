//! Which kind of identifier a scheme is: `Cedula No.`, `GB-COH`, `Número de RUC`, `leiCode`.

use crate::model::IdentifierKind;
use crate::parties::keys::fold;

use IdentifierKind as K;

// Words of a scheme, folded; the first that is there decides.
const WORDS: &[(K, &[&str])] = &[
    (K::Lei, &["lei", "leicode", "legal entity identifier", "xi lei"]),
    (K::Bic, &["bic", "swift", "swift bic", "swiftbic"]),
    (K::Imo, &["imo", "vessel registration identification", "imo number", "imonumber"]),
    (K::Passport, &["passport", "pasaporte", "passaporte", "passeport", "passportnumber", "pas", "pp"]),
    (K::Licence, &["drivers", "driver", "driving", "licencia de conducir", "cnh", "drivers license"]),
    (
        K::Tax,
        &[
            "tax",
            "taxid",
            "taxnumber",
            "tin",
            "vat",
            "vatcode",
            "rfc",
            "rut",
            "run",
            "cuit",
            "cuil",
            "nit",
            "ruc",
            "cnpj",
            "cpf",
            "ein",
            "innc",
            "inn",
            "inncode",
            "gstin",
            "rtn",
            "rnc",
            "nif",
            "cif",
            "itin",
            "iva",
            "fiscal",
            "rif",
            "contribuyente",
            "tributaria",
        ],
    ),
    (
        K::National,
        &[
            "national",
            "nationalid",
            "dni",
            "cedula",
            "curp",
            "ssn",
            "social security",
            "socialsecuritynumber",
            "identity",
            "identidad",
            "identification",
            "personal id",
            "idnumber",
            "rg",
            "cui",
            "dui",
            "ine",
            "tarjeta",
            "citizens",
            "electoral",
            "voter",
            "stateless",
            "refugee",
            "residency",
            "birth certificate",
            "le",
        ],
    ),
    (
        K::Registration,
        &[
            "registration",
            "registrationnumber",
            "company",
            "business",
            "commercial",
            "registry",
            "registro",
            "matricula",
            "folio mercantil",
            "coh",
            "cvr",
            "reg",
            "crn",
            "siren",
            "siret",
            "rcs",
            "kvk",
            "hrb",
            "ogrn",
            "ogrncode",
            "trade license",
            "trade licence",
            "chamber",
            "enterprise",
            "incorporation",
            "uen",
            "okpo",
            "okpocode",
            "abn",
            "mercantil",
            "cage",
            "unified social credit",
            "usccode",
        ],
    ),
];

/// The kind of a scheme.
pub(super) fn kind(scheme: &str) -> IdentifierKind {
    let mut folded = String::from(" ");
    fold(scheme, &mut folded);
    folded.push(' ');
    let says = |word: &str| {
        folded.find(word).is_some_and(|at| folded[..at].ends_with(' ') && folded[at + word.len()..].starts_with(' '))
    };
    WORDS.iter().find(|(_, words)| words.iter().any(|word| says(word))).map_or(K::Other, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_of_registers_and_lists_are_known() {
        for (scheme, expected) in [
            ("Cedula No.", K::National),
            ("NIT #", K::Tax),
            ("R.F.C.", K::Tax),
            ("C.U.R.P.", K::National),
            ("D.N.I.", K::National),
            ("RUC #", K::Tax),
            ("GB-COH", K::Registration),
            ("DK-CVR", K::Registration),
            ("XI-LEI", K::Lei),
            ("SWIFT/BIC", K::Bic),
            ("Vessel Registration Identification", K::Imo),
            ("Passport", K::Passport),
            ("UEN", K::Registration),
            ("EIN", K::Tax),
            ("National Identification Number", K::National),
            ("Matricula Mercantil No", K::Registration),
            ("wikidataId", K::Other),
            ("D-U-N-S Number", K::Other),
            ("", K::Other),
        ] {
            assert_eq!(kind(scheme), expected, "{scheme}");
        }
    }
}
