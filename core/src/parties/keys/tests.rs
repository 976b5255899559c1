use super::*;
use proptest::prelude::*;

fn folded(text: &str) -> String {
    let mut folded = String::new();
    fold(text, &mut folded);
    folded
}

fn name(text: &str, kind: PartyKind) -> Option<String> {
    Keys::default().name(text, kind).map(str::to_owned)
}

#[test]
fn folding_takes_off_what_says_nothing() {
    for (text, plain) in [
        ("Müller-Straße", "muller strasse"),
        ("O'Hara, Ñandú", "ohara nandu"),
        ("Acme S.A. de C.V.", "acme sa de cv"),
        ("ACME S A DE C V", "acme sa de cv"),
        ("J. P. Morgan", "jp morgan"),
        ("St.Petersburg", "st petersburg"),
        ("  ", ""),
        ("Керімова Йосип", "керімова иосип"),
        ("مُحَمَّد", "محمد"),
        ("तारा", "तारा"),
        ("株式会社 ﾄﾖﾀ", "株式会社 トヨタ"),
        ("Łódź Øst Đorđe", "lodz ost dorde"),
        ("Calle 5 B", "calle 5 b"),
    ] {
        assert_eq!(folded(text), plain, "{text}");
    }
}

#[test]
fn spellings_of_one_company_meet_and_others_do_not() {
    let company = |text| name(text, PartyKind::Company).unwrap();
    assert_eq!(company("Acme Trading, S.A. de C.V."), company("ACME TRADING SA DE CV"));
    assert_eq!(company("Acme Trading Ltd"), company("Trading Acme Limited"));
    assert_eq!(company("ООО \"ГРАНДЕКО\""), company("грандеко"));
    assert_eq!(company("Foo Sociedad Anónima"), company("FOO S.A."));
    assert_ne!(company("Acme Trading"), company("Acme Traders"));
    assert_eq!(company("S.A."), "nsa", "a form alone is the name");
}

#[test]
fn legal_forms_are_words_of_a_persons_name() {
    assert_eq!(name("Maria de Sá", PartyKind::Person).unwrap(), "nde maria sa");
    assert_eq!(name("Maria de Sá", PartyKind::Unknown).unwrap(), "nde maria sa");
    assert_eq!(name("Firm Ltd", PartyKind::Unknown), name("Firm", PartyKind::Company));
    assert_eq!(name("PÉREZ, Juan", PartyKind::Person), name("juan perez", PartyKind::Person));
    assert_eq!(name("12-34", PartyKind::Person), None);
}

#[test]
fn contacts_are_compared_by_what_is_dialled() {
    let contact = |kind, text: &str| Keys::default().contact(kind, text).map(str::to_owned);
    use ContactKind::{Device, Email, Phone, Website};
    for (kind, text, key) in [
        (Phone, "702-919-1300", Some("p7029191300")),
        (Phone, "+7(4812)85-62-34", Some("p+74812856234")),
        (Phone, "0044 (0)20 7946 0000 ext. 12", Some("p+442079460000")),
        (Phone, "(+52) 55 1234 5678", Some("p+525512345678")),
        (Phone, "911", None),
        (Phone, "none", None),
        (Email, "Maria Sentosa<MSentosa@Fmail.com>", Some("emsentosa@fmail.com")),
        (Email, "\"Jay Jones\" <jjones@fmail.com>", Some("ejjones@fmail.com")),
        (Email, "at home", None),
        (Website, "HTTPS://www.Example.com/", Some("wexample.com")),
        (Device, " AB:12 ", Some("dab:12")),
    ] {
        assert_eq!(contact(kind, text).as_deref(), key, "{text}");
    }
}

#[test]
fn identifiers_are_compared_within_kind_and_country() {
    let key = |kind, number: &str, scheme: &str, country: &str| {
        Keys::default().identifier(kind, number, scheme, Country::parse(country)).map(str::to_owned)
    };
    use IdentifierKind::{Bic, Imo, Other, Passport, Tax};
    assert_eq!(key(Tax, "20-12345678-9", "CUIT", "AR"), key(Tax, "20123456789", "", "Argentina"));
    assert_ne!(key(Tax, "123456", "", "AR"), key(Tax, "123456", "", "CL"));
    assert_ne!(key(Tax, "123456", "", "AR"), key(Passport, "123456", "", "AR"));
    assert_eq!(key(Imo, "IMO 7406784", "", "PA"), key(Imo, "7406784", "", ""));
    assert_eq!(key(Bic, "abcdmxmm", "", ""), key(Bic, "ABCDMXMMXXX", "", "MX"));
    assert_ne!(key(Other, "1234", "D-U-N-S", ""), key(Other, "1234", "Folio", ""));
    assert_eq!(key(Tax, "-1", "", "AR"), None);
}

#[test]
fn addresses_are_compared_and_mere_places_are_not() {
    let key = |text: &str, town: &str, country: &str| {
        let address = Address { text, town, country, ..Address::default() };
        Keys::default().address(&address).map(str::to_owned)
    };
    assert_eq!(key("123 Main Street", "Las Vegas", "US"), key("123 MAIN ST.", "las vegas", "USA"));
    assert_eq!(key("Av. Reforma No. 5, Piso 3", "", "MX"), key("Avenida Reforma 5 piso 3", "", "México"));
    assert_eq!(key("Rua Sete, nº 10, São Paulo", "São Paulo", "BR"), key("R. Sete 10, SAO PAULO", "", "Brasil"));
    assert_ne!(key("Calle 12 Carrera 34", "Cali", "CO"), key("Calle 34 Carrera 12", "Cali", "CO"));
    for (text, town) in [("", "Havana"), ("Havana", ""), ("Damascus, Syria", ""), ("", "")] {
        assert_eq!(key(text, town, "CU"), None, "{text} {town}");
    }
}

#[test]
fn every_form_and_abbreviation_is_folded() {
    for letter in KeySpace::ALL {
        assert_eq!(KeySpace::of(&letter.letter().to_string()), Some(letter));
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing_more(text in ".{0,24}|[A-Za-z .,'é0-9]{0,24}") {
        let once = folded(&text);
        prop_assert_eq!(folded(&once), once);
    }

    #[test]
    fn any_text_has_a_key_or_none(text in ".{0,24}|[+0-9()x ]{0,24}|[a-z@.<>]{0,12}") {
        let mut keys = Keys::default();
        for kind in [ContactKind::Phone, ContactKind::Email, ContactKind::Website, ContactKind::Device] {
            let _ = keys.contact(kind, &text);
        }
        for kind in PartyKind::ALL {
            let _ = keys.name(&text, *kind);
        }
        let _ = keys.address(&Address { text: &text, ..Address::default() });
        let _ = keys.identifier(IdentifierKind::Other, &text, &text, None);
    }
}
