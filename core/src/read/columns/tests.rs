use super::*;
use proptest::prelude::*;

fn roles(header: &[&str]) -> Vec<&'static str> {
    let names: Vec<Name> = header.iter().map(|name| Name::of(name)).collect();
    assign(&names, &[]).roles.iter().map(|held| held.map_or("", |(role, _)| role.name())).collect()
}

#[test]
fn every_name_of_the_lists_is_normal_and_resolves_to_its_role() {
    for language in &LANGUAGES {
        for Names(role, rank, names) in language.names {
            for name in *names {
                assert_eq!(Name::of(name).words, *name, "not in normal form");
                let found = candidate(&Name::of(name)).unwrap();
                assert_eq!((found.role, found.whole), (*role, true), "{name} is in two lists");
                assert!(found.rank <= *rank, "{name}");
            }
        }
        for (_, words) in language.words {
            for word in *words {
                assert_eq!(Name::of(word).words, *word, "not in normal form");
            }
        }
    }
}

#[test]
fn no_name_stands_in_the_lists_for_two_roles() {
    let mut all: Vec<(&str, Role)> = Vec::new();
    for language in &LANGUAGES {
        for Names(role, _, names) in language.names {
            all.extend(names.iter().map(|name| (*name, *role)));
        }
    }
    for (name, role) in &all {
        assert!(all.iter().all(|(other, same)| other != name || same == role), "{name}");
    }
}

#[test]
fn names_that_no_list_has_are_understood_by_their_words() {
    for (name, role, rank) in [
        ("Originator Account Number", Role::From, 0),
        ("beneficiary_acct_no", Role::To, 0),
        ("Sender Bank Code", Role::FromInstitution, 0),
        ("Receiver bank name", Role::ToInstitution, 1),
        ("Sender bank account", Role::From, 0),
        ("originator account bank", Role::FromInstitution, 0),
        ("Beneficiary Account Name", Role::To, 3),
        ("senderId", Role::From, 1),
        ("Payee", Role::To, 2),
        ("debit_account", Role::From, 0),
        ("Transaction Date/Time", Role::Time, 0),
        ("Effective date", Role::Time, 1),
        ("Settlement Date", Role::Time, 4),
        ("Transaction Time", Role::TimeOfDay, 0),
        ("amount_usd", Role::Amount, 0),
        ("Local Currency Amount", Role::Amount, 3),
        ("amount currency", Role::Currency, 0),
        ("Received Amount", Role::ReceivedAmount, 0),
        ("Beneficiary Currency", Role::ReceivedCurrency, 0),
        ("sender_country", text(TextField::FromCountry), 0),
        ("Beneficiary Bank Country", text(TextField::ToCountry), 0),
        ("Originating Branch Code", text(TextField::FromBranch), 0),
        ("payee city", text(TextField::ToPlace), 0),
        ("trx_type", text(TextField::Channel), 1),
        ("Transaction Reference", text(TextField::Id), 1),
        ("número de cuenta del beneficiario", Role::To, 0),
        ("Nro. Cta. Ordenante", Role::From, 0),
        ("banco de la cuenta destino", Role::ToInstitution, 0),
        ("RFC Ordenante", Role::From, 1),
        ("Nombre o razón social del beneficiario", Role::To, 3),
        ("monto moneda original", Role::Amount, 0),
        ("moneda del monto", Role::Currency, 0),
        ("Monto en dólares", Role::Amount, 0),
        ("fecha de registro", Role::Time, 4),
        ("Código de la sucursal de origen", text(TextField::FromBranch), 0),
        ("país del ordenante", text(TextField::FromCountry), 0),
        ("conta corrente do favorecido", Role::To, 0),
        ("CPF/CNPJ remetente", Role::From, 1),
        ("nome do recebedor", Role::To, 3),
        ("valor em dólares", Role::Amount, 0),
        ("data de liquidação", Role::Time, 4),
        ("data do pagamento", Role::Time, 1),
        ("UF origem", text(TextField::FromPlace), 0),
        ("numéro de compte du bénéficiaire", Role::To, 0),
        ("montant en devise d'origine", Role::Amount, 0),
        ("banque du débiteur", Role::FromInstitution, 0),
        ("date de comptabilisation", Role::Time, 4),
        ("pays de l'émetteur", text(TextField::FromCountry), 0),
    ] {
        let found = candidate(&Name::of(name)).map(|found| (found.role, found.rank));
        assert_eq!(found, Some((role, rank)), "{name}");
    }
}

#[test]
fn names_of_other_things_have_no_role() {
    for name in [
        "",
        "account",
        "Saldo",
        "balance",
        "oldbalanceOrg",
        "fecha de nacimiento",
        "birth date",
        "customer name",
        "cliente",
        "Débito",
        "Crédito",
        "credit amount",
        "commission",
        "exchange rate",
        "beneficiary account type",
        "Due date",
        "fecha de vencimiento",
        "taxa",
        "solde",
        "all",
        "usd",
        "number",
        "moneda",
    ] {
        let found = candidate(&Name::of(name));
        let expected = name == "moneda";
        assert_eq!(found.is_some(), expected, "{name}: {found:?}");
    }
}

#[test]
fn of_several_columns_the_better_named_gets_the_role() {
    for (header, expected) in [
        (&["date", "value date", "transaction date"][..], &["", "", "time"][..]),
        (&["Nombre ordenante", "Cuenta ordenante", "RFC ordenante"], &["", "from", ""]),
        (&["beneficiary name", "beneficiary id"], &["", "to"]),
        (&["amount", "amount_usd"], &["", "amount"]),
        (&["amount_usd", "amount", "currency"], &["", "amount", "currency"]),
        (&["importe moneda local", "importe"], &["", "amount"]),
        (&["amount received"], &["amount"]),
        (
            &["amount paid", "amount received", "receiving currency"],
            &["amount", "received_amount", "received_currency"],
        ),
        (&["amount", "payment currency", "received currency"], &["amount", "currency", ""]),
        (&["date", "time"], &["time", "time_of_day"]),
        (&["time", "amount"], &["time", "amount"]),
        (&["timestamp", "date"], &["time", ""]),
        (&["memo", "memo"], &["purpose", ""]),
    ] {
        assert_eq!(roles(header), expected, "{header:?}");
    }
}

proptest! {
    #[test]
    fn a_role_has_at_most_one_column(places in prop::collection::vec(0..200_usize, 0..12)) {
        let mut all: Vec<&str> = LANGUAGES.iter().flat_map(|language| language.names).flat_map(|names| names.2).copied().collect();
        all.sort_unstable();
        let header: Vec<&str> = places.iter().map(|place| all[place * 7 % all.len()]).collect();
        let mut found = roles(&header);
        prop_assert_eq!(&found, &roles(&header));
        found.retain(|role| !role.is_empty());
        found.sort_unstable();
        let before = found.len();
        found.dedup();
        prop_assert_eq!(found.len(), before);
    }

    #[test]
    fn any_name_has_a_role_or_none(written in "(from|to|account|[ _.(){}$A-Zé])*|.*") {
        let _ = candidate(&Name::of(&written));
    }
}
