use super::*;
use proptest::prelude::*;

fn found(name: &str) -> Option<(End, &'static str)> {
    understand(name).map(|understood| match understood.meaning {
        Meaning::Party(end, role) => (end, role.name()),
        Meaning::Relation(role) => (End::Own, role.name()),
    })
}

#[test]
fn names_in_four_languages_are_understood() {
    for (name, end, role) in [
        ("customer_id", End::Own, "id"),
        ("CustomerID", End::Own, "id"),
        ("Número de cliente", End::Own, "id"),
        ("Nombre completo", End::Own, "name"),
        ("PRIMARY_NAME_FULL", End::Own, "name"),
        ("PRIMARY_NAME_ORG", End::Own, "organization_name"),
        ("NATIVE_NAME_FULL", End::Own, "alias"),
        ("first_name", End::Own, "first_name"),
        ("Primer nombre", End::Own, "first_name"),
        ("Primer apellido", End::Own, "last_name"),
        ("Segundo apellido", End::Own, "second_last_name"),
        ("Apellido materno", End::Own, "second_last_name"),
        ("Prénom", End::Own, "first_name"),
        ("Nom de famille", End::Own, "last_name"),
        ("Sobrenome", End::Own, "last_name"),
        ("Razón Social", End::Own, "organization_name"),
        ("Company name", End::Own, "organization_name"),
        ("Nome fantasia", End::Own, "alias"),
        ("RECORD_TYPE", End::Own, "kind"),
        ("Tipo de persona", End::Own, "kind"),
        ("SSN_NUMBER", End::Own, "national_id"),
        ("ssn", End::Own, "national_id"),
        ("RFC", End::Own, "tax_id"),
        ("CPF/CNPJ", End::Own, "tax_id"),
        ("CURP", End::Own, "national_id"),
        ("Número de documento", End::Own, "document"),
        ("Tipo de documento", End::Own, "id_kind"),
        ("PASSPORT_COUNTRY", End::Own, "id_country"),
        ("DRIVERS_LICENSE_STATE", End::Own, "id_country"),
        ("NATIONAL_ID_TYPE", End::Own, "id_kind"),
        ("Company Registration Number", End::Own, "registration"),
        ("LEI_NUMBER", End::Own, "lei"),
        ("DATE_OF_BIRTH", End::Own, "birth_date"),
        ("Fecha de nacimiento", End::Own, "birth_date"),
        ("Data de nascimento", End::Own, "birth_date"),
        ("Lieu de naissance", End::Own, "birth_place"),
        ("País de nacimiento", End::Own, "birth_place"),
        ("Incorporation date", End::Own, "registration_date"),
        ("Fecha de constitución", End::Own, "registration_date"),
        ("Country of incorporation", End::Own, "jurisdiction"),
        ("ADDR_LINE1", End::Own, "address"),
        ("Home address", End::Own, "address"),
        ("Domicilio fiscal", End::Own, "address"),
        ("Registered address", End::Own, "address"),
        ("street_addr", End::Own, "address"),
        ("ADDR_CITY", End::Own, "town"),
        ("Municipio", End::Own, "town"),
        ("ADDR_STATE", End::Own, "region"),
        ("UF", End::Own, "region"),
        ("ADDR_POSTAL_CODE", End::Own, "postcode"),
        ("zip", End::Own, "postcode"),
        ("Código postal", End::Own, "postcode"),
        ("CEP", End::Own, "postcode"),
        ("ADDR_COUNTRY", End::Own, "country"),
        ("País", End::Own, "country"),
        ("ADDR_TYPE", End::Own, "address_purpose"),
        ("Teléfono celular", End::Own, "phone"),
        ("Phone 2", End::Own, "phone"),
        ("Correo electrónico", End::Own, "email"),
        ("E-mail", End::Own, "email"),
        ("IP address", End::Own, "device"),
        ("Occupation", End::Own, "occupation"),
        ("Profissão", End::Own, "occupation"),
        ("Actividad económica", End::Own, "industry"),
        ("Employer name", End::Own, "employer"),
        ("Cargo", End::Own, "position"),
        ("Ingresos mensuales", End::Own, "income"),
        ("Annual income", End::Own, "income"),
        ("Income currency", End::Own, "income_currency"),
        ("Nacionalidad", End::Own, "nationality"),
        ("GENDER", End::Own, "sex"),
        ("País de residencia", End::Own, "residence"),
        ("Is PEP", End::Own, "pep"),
        ("Persona expuesta políticamente", End::Own, "pep"),
        ("Familiar de PEP", End::Own, "pep_relative"),
        ("account_number", End::Own, "account"),
        ("Número de cuenta", End::Own, "account"),
        ("CLABE", End::Own, "account"),
        ("Banco", End::Own, "institution"),
        ("bank_id", End::Own, "institution"),
        ("Account opening date", End::Own, "opened"),
        ("open_dt", End::Own, "opened"),
        ("Fecha de apertura", End::Own, "opened"),
        ("Sucursal", End::Own, "branch"),
        ("company_id", End::Own, "id"),
        ("company", End::Own, "party"),
        ("Empresa", End::Own, "party"),
        ("owner_id", End::Owner, "id"),
        ("owner", End::Owner, "party"),
        ("Accionista", End::Owner, "party"),
        ("Nombre del accionista", End::Owner, "name"),
        ("Beneficial owner name", End::Owner, "name"),
        ("Shareholder country", End::Owner, "country"),
        ("owner_birth_date", End::Owner, "birth_date"),
        ("Director", End::Director, "party"),
        ("Nombre del representante legal", End::Director, "name"),
        ("Director ID", End::Director, "id"),
        ("nominee", End::Nominee, "party"),
        ("Apoderado", End::Nominee, "party"),
        ("Cónyuge", End::Relative, "party"),
        ("spouse name", End::Relative, "name"),
        ("share", End::Own, "share"),
        ("Percentage", End::Own, "share"),
        ("Participación accionaria", End::Own, "share"),
        ("Participação societária", End::Own, "share"),
        ("min share", End::Own, "share_min"),
        ("from", End::Own, "from"),
        ("start_date", End::Own, "from"),
        ("to", End::Own, "until"),
        ("end date", End::Own, "until"),
        ("relationship", End::Own, "relation"),
        ("Tipo de relación", End::Own, "relation"),
        ("interest_type", End::Own, "interest"),
        ("source_id", End::Other, "id"),
        ("target id", End::Own, "id"),
        ("REL_POINTER_KEY", End::Target, "anchor"),
    ] {
        assert_eq!(found(name), Some((end, role)), "{name}");
    }
}

#[test]
fn names_of_other_things_have_no_role() {
    for name in
        ["", "passport issue date", "number of shares", "balance", "PHONE_TYPE", "DATE", "AMOUNT", "lat", "score", "of"]
    {
        let found = found(name);
        assert!(found.is_none(), "{name}: {found:?}");
    }
}

#[test]
fn every_whole_name_is_in_normal_form_and_every_word_too() {
    for (name, _) in WHOLE {
        assert_eq!(Name::of(name).words, *name);
    }
    for word in WORDS.iter().flat_map(|(_, words)| *words).chain(STOP).chain(QUALIFIERS) {
        assert_eq!(Name::of(word).words, *word);
    }
}

proptest! {
    #[test]
    fn any_name_has_a_role_or_none(written in "(owner|name|id|date|of|[ _.(){}$A-Zé0-9])*|.*") {
        let _ = understand(&written);
    }
}
