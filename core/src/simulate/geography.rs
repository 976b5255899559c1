//! The invented map: countries with real names, towns and currencies, and banks that do not exist.

/// A currency, with what the simulator needs to know of it.
pub(crate) struct Money {
    /// Its code in ISO 4217, or the usual one.
    pub(crate) code: &'static str,
    /// What AMLworld calls it, where AMLworld has it.
    pub(crate) amlworld: Option<&'static str>,
    /// Decimals that amounts are kept to.
    pub(crate) decimals: u32,
    /// How many make a US dollar, in billionths.
    pub(crate) per_dollar: u64,
    /// The step that people round to, in smallest units.
    pub(crate) note: u64,
}

const fn money(
    code: &'static str,
    amlworld: Option<&'static str>,
    decimals: u32,
    per_dollar_millionths: u64,
    note: u64,
) -> Money {
    Money { code, amlworld, decimals, per_dollar: per_dollar_millionths * 1000, note }
}

/// The position of the US dollar in [`MONIES`].
pub(crate) const DOLLAR: u8 = 0;

/// All currencies.
pub(crate) static MONIES: [Money; 23] = [
    money("USD", Some("US Dollar"), 2, 1_000_000, 500),
    money("CAD", Some("Canadian Dollar"), 2, 1_370_000, 500),
    money("MXN", Some("Mexican Peso"), 2, 18_900_000, 5_000),
    money("BRL", Some("Brazil Real"), 2, 5_450_000, 1_000),
    money("COP", None, 2, 4_050_000_000, 1_000_000),
    money("PEN", None, 2, 3_650_000, 1_000),
    money("ARS", None, 2, 1_180_000_000, 100_000),
    money("CLP", None, 2, 945_000_000, 100_000),
    money("GTQ", None, 2, 7_700_000, 2_000),
    money("HNL", None, 2, 25_600_000, 5_000),
    money("CRC", None, 2, 508_000_000, 100_000),
    money("DOP", None, 2, 60_500_000, 10_000),
    money("UYU", None, 2, 40_800_000, 10_000),
    money("PYG", None, 2, 7_500_000_000, 1_000_000),
    money("BOB", None, 2, 6_910_000, 1_000),
    money("JMD", None, 2, 159_000_000, 50_000),
    money("HTG", None, 2, 131_000_000, 25_000),
    money("EUR", Some("Euro"), 2, 890_000, 500),
    money("GBP", Some("UK Pound"), 2, 760_000, 500),
    money("CNY", Some("Yuan"), 2, 7_200_000, 5_000),
    money("CHF", Some("Swiss Franc"), 2, 830_000, 1_000),
    money("JPY", Some("Yen"), 2, 148_000_000, 100_000),
    money("NIO", None, 2, 36_700_000, 5_000),
];

/// The language of memos in a country.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Spanish,
    Portuguese,
    French,
}

/// A country.
pub(crate) struct Country {
    /// ISO 3166, two letters.
    pub(crate) code: &'static str,
    /// Its currency, as a position in [`MONIES`].
    pub(crate) money: u8,
    /// Minutes east of UTC, the same all year: summer time is left out.
    pub(crate) utc_offset: i32,
    /// Its share of accounts.
    pub(crate) weight: u32,
    /// Prices and wages, in hundredths of those in the United States.
    pub(crate) prices: u32,
    /// What memos are written in.
    pub(crate) language: Language,
    /// Towns, the largest first, at most [`PLACES_A_COUNTRY`].
    pub(crate) places: &'static [&'static str],
    /// Invented banks.
    pub(crate) banks: [&'static str; BANKS_A_COUNTRY],
}

/// Positions that each country has in the numbering of places.
pub(crate) const PLACES_A_COUNTRY: u8 = 8;
/// Banks that each country has.
pub(crate) const BANKS_A_COUNTRY: usize = 3;

macro_rules! countries {
    ($($code:literal $money:literal $offset:literal $weight:literal $prices:literal $language:ident [$($place:literal),*] [$($bank:literal),*];)*) => {
        &[$(Country {
            code: $code,
            money: position_of($money),
            utc_offset: $offset,
            weight: $weight,
            prices: $prices,
            language: Language::$language,
            places: &[$($place),*],
            banks: [$($bank),*],
        }),*]
    };
}

const fn position_of(code: &str) -> u8 {
    let mut position = 0;
    while position < MONIES.len() {
        let (candidate, sought) = (MONIES[position].code.as_bytes(), code.as_bytes());
        if candidate[0] == sought[0] && candidate[1] == sought[1] && candidate[2] == sought[2] {
            return position as u8;
        }
        position += 1;
    }
    // Nothing but the table below calls this, and a static is evaluated by the compiler, where a panic is an error of the
    // build: no program can get here.
    panic!("a country names a currency that is not in the list");
}

/// The countries; a small simulation uses the first few.
pub(crate) static COUNTRIES: &[Country] = countries![
    "US" "USD" -300 22 100 English ["New York", "Miami", "Houston", "Chicago", "Los Angeles", "El Paso", "Laredo", "Atlanta"] ["Harborline Federal", "Prairie Lantern Bank", "Redwood Mutual"];
    "MX" "MXN" -360 16 34 Spanish ["Ciudad de México", "Guadalajara", "Monterrey", "Tijuana", "Ciudad Juárez", "Tapachula", "Mérida", "Nuevo Laredo"] ["Banco Colibrí", "Banco Jacaranda", "Caja del Altiplano"];
    "CO" "COP" -300 10 28 Spanish ["Bogotá", "Medellín", "Cali", "Barranquilla", "Cartagena", "Cúcuta", "Ipiales", "Pasto"] ["Banco Guayacán", "Banco Frailejón", "Cooperativa Cafetal"];
    "PE" "PEN" -300 8 32 Spanish ["Lima", "Arequipa", "Trujillo", "Cusco", "Iquitos", "Puerto Maldonado", "Tacna", "Piura"] ["Banco Vicuña", "Banco Totora", "Caja Qantu"];
    "GT" "GTQ" -360 5 28 Spanish ["Ciudad de Guatemala", "Quetzaltenango", "Huehuetenango", "Tecún Umán", "Escuintla"] ["Banco Ceiba", "Banco Monja Blanca", "Caja Izabal"];
    "PA" "USD" -300 4 52 Spanish ["Ciudad de Panamá", "Colón", "David", "Santiago"] ["Banco Espíritu Istmeño", "Banco Harpía", "Canalera Trust"];
    "BR" "BRL" -180 16 33 Portuguese ["São Paulo", "Rio de Janeiro", "Brasília", "Manaus", "Foz do Iguaçu", "Recife", "Porto Alegre", "Tabatinga"] ["Banco Araucária", "Banco Ipê Amarelo", "Cooperativa Jaçanã"];
    "EC" "USD" -300 5 33 Spanish ["Quito", "Guayaquil", "Cuenca", "Machala", "Tulcán"] ["Banco Chimborazo Sur", "Banco Balsa", "Cooperativa Páramo"];
    "AR" "ARS" -180 7 38 Spanish ["Buenos Aires", "Córdoba", "Rosario", "Mendoza", "Puerto Iguazú", "Salta"] ["Banco Ombú", "Banco Calafate", "Caja Tehuelche"];
    "CA" "CAD" -300 5 92 English ["Toronto", "Montréal", "Vancouver", "Calgary"] ["Maple Lantern Bank", "Bluewater Trust", "Caribou Savings"];
    "CL" "CLP" -240 5 48 Spanish ["Santiago", "Valparaíso", "Antofagasta", "Iquique", "Arica"] ["Banco Copihue", "Banco Alerce", "Caja Atacama"];
    "HN" "HNL" -360 3 26 Spanish ["Tegucigalpa", "San Pedro Sula", "Choluteca", "Ocotepeque"] ["Banco Guacamaya", "Banco Pinar", "Caja Ulúa"];
    "SV" "USD" -360 3 30 Spanish ["San Salvador", "Santa Ana", "San Miguel"] ["Banco Izote", "Banco Torogoz", "Caja Lempa"];
    "DO" "DOP" -240 3 34 Spanish ["Santo Domingo", "Santiago de los Caballeros", "Dajabón", "Punta Cana"] ["Banco Caoba", "Banco Cigua", "Caja Yuna"];
    "CR" "CRC" -360 3 50 Spanish ["San José", "Alajuela", "Limón", "Peñas Blancas"] ["Banco Guaria", "Banco Yigüirro", "Caja Talamanca"];
    "BO" "BOB" -240 3 26 Spanish ["La Paz", "Santa Cruz de la Sierra", "Cochabamba", "Desaguadero"] ["Banco Kantuta", "Banco Illampu", "Caja Yungas"];
    "PY" "PYG" -180 2 28 Spanish ["Asunción", "Ciudad del Este", "Encarnación"] ["Banco Lapacho", "Banco Ñandutí", "Caja Chaco"];
    "UY" "UYU" -180 2 48 Spanish ["Montevideo", "Punta del Este", "Rivera"] ["Banco Ceibal Oriental", "Banco Tero", "Caja Cerro Largo"];
    "JM" "JMD" -300 2 36 English ["Kingston", "Montego Bay", "Ocho Rios"] ["Blue Mahoe Bank", "Doctorbird Savings", "Cockpit Trust"];
    "HT" "HTG" -300 2 24 French ["Port-au-Prince", "Cap-Haïtien", "Ouanaminthe"] ["Banque du Palmiste", "Banque Hispaniole Bleue", "Caisse Artibonite"];
    "NI" "NIO" -360 2 24 Spanish ["Managua", "León", "Rivas"] ["Banco Sacuanjoche", "Banco Guardabarranco", "Caja Momotombo"];
    "ES" "EUR" 60 2 68 Spanish ["Madrid", "Barcelona", "Málaga"] ["Banco Encina", "Caja Lince", "Banco Azulejo"];
    "GB" "GBP" 0 1 88 English ["London", "Manchester"] ["Heron and Reed", "Kestrel Bank", "Oakmoor Savings"];
    "CH" "CHF" 60 1 110 French ["Genève", "Lugano"] ["Banque Edelweiss", "Banca Stambecco", "Banque Arolle"];
    "CN" "CNY" 480 1 40 English ["Shanghai", "Guangzhou", "Yiwu"] ["Jade Heron Bank", "Plum Garden Bank", "Nine Bridges Bank"];
    "JP" "JPY" 540 1 70 English ["Tokyo", "Osaka"] ["Crane Lantern Bank", "Maple Gate Bank", "Tide Pine Bank"];
];

/// Where a place stands in its country: the country's position and the town.
pub(crate) fn town(place: u8) -> (&'static Country, &'static str) {
    let country = &COUNTRIES[usize::from(place / PLACES_A_COUNTRY)];
    (country, country.places[usize::from(place % PLACES_A_COUNTRY)])
}

/// The name of a bank by its number.
pub(crate) fn bank_name(bank: u8) -> &'static str {
    COUNTRIES[usize::from(bank) / BANKS_A_COUNTRY].banks[usize::from(bank) % BANKS_A_COUNTRY]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Currency;

    #[test]
    fn the_currencies_are_those_of_the_model() {
        for money in &MONIES {
            let currency = Currency::parse(money.code).unwrap();
            assert_eq!(u32::from(currency.decimals()), money.decimals, "{}", money.code);
            if let Some(name) = money.amlworld {
                assert_eq!(Currency::parse(name), Ok(currency));
            }
        }
    }

    #[test]
    fn no_name_needs_quoting_and_every_name_is_the_only_one() {
        let banks: Vec<&str> = COUNTRIES.iter().flat_map(|country| country.banks).collect();
        let distinct: std::collections::BTreeSet<&str> = banks.iter().copied().collect();
        assert_eq!(banks.len(), distinct.len());
        for country in COUNTRIES {
            assert!(!country.places.is_empty() && country.places.len() <= usize::from(PLACES_A_COUNTRY));
            for text in country.places.iter().chain(&country.banks) {
                assert!(!text.contains([',', '"', '\n', ':', ';', '\t']), "{text}");
            }
        }
        assert!(COUNTRIES.len() * usize::from(PLACES_A_COUNTRY) <= 256);
    }
}
