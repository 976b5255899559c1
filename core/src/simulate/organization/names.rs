//! Names of people and firms that do not exist, and where they can be reached.

use crate::simulate::draw::mix;

const GIVEN: [&str; 24] = [
    "Alba", "Bruno", "Camila", "Darío", "Elisa", "Fabián", "Gloria", "Hugo", "Inés", "Joaquín", "Karina", "Leandro",
    "Marina", "Nicolás", "Olga", "Pablo", "Renata", "Saúl", "Teresa", "Ulises", "Valeria", "Wilmer", "Ximena",
    "Yolanda",
];
const FAMILY: [&str; 32] = [
    "Acuña",
    "Barrios",
    "Cárdenas",
    "Dávila",
    "Escobedo",
    "Fonseca",
    "Galindo",
    "Herrera",
    "Ibarra",
    "Jaramillo",
    "Lozano",
    "Medrano",
    "Navarrete",
    "Ochoa",
    "Pacheco",
    "Quintero",
    "Rendón",
    "Sandoval",
    "Tejada",
    "Urrutia",
    "Valdivia",
    "Yáñez",
    "Zambrano",
    "Arce",
    "Benítez",
    "Cisneros",
    "Duarte",
    "Espejo",
    "Figueroa",
    "Guerra",
    "Huerta",
    "Linares",
];
const TRADES: [&str; 16] = [
    "Comercial",
    "Distribuidora",
    "Transportes",
    "Ferretería",
    "Textiles",
    "Agrícola",
    "Constructora",
    "Servicios",
    "Repuestos",
    "Alimentos",
    "Papelería",
    "Importaciones",
    "Muebles",
    "Consultores",
    "Minera",
    "Hotelera",
];
const PROPER: [&str; 24] = [
    "del Valle",
    "San Telmo",
    "Aurora",
    "Los Andes",
    "El Roble",
    "Bahía",
    "Cumbres",
    "Tres Ríos",
    "La Palma",
    "Mirador",
    "Santa Inés",
    "El Faro",
    "Monteverde",
    "Las Flores",
    "Puerto Claro",
    "El Trébol",
    "Alameda",
    "Nogales",
    "La Sierra",
    "Costa Azul",
    "El Molino",
    "Pradera",
    "San Isidro",
    "La Ceiba",
];

fn pick<'a>(list: &[&'a str], seed: u64, of: u32, part: u64) -> &'a str {
    list[(mix(seed ^ mix(u64::from(of) << 8 | part)) % list.len() as u64) as usize]
}

/// A person's name.
pub(crate) fn person(seed: u64, account: u32) -> String {
    let [one, two] = [2, 3].map(|part| pick(&FAMILY, seed, account, part));
    format!("{} {one} {two}", pick(&GIVEN, seed, account, 1))
}

/// A firm's name, without its legal form.
pub(crate) fn firm(seed: u64, account: u32) -> String {
    format!("{} {}", pick(&TRADES, seed, account, 4), pick(&PROPER, seed, account, 5))
}

/// A day on which somebody was born, from 1945 to 2004.
pub(crate) fn born(seed: u64, account: u32) -> String {
    let bits = mix(seed ^ mix(u64::from(account) << 8 | 6));
    format!("{}-{:02}-{:02}", 1945 + bits % 60, 1 + (bits >> 16) % 12, 1 + (bits >> 32) % 28)
}

/// A phone of a country code that nobody else has.
pub(crate) fn phone(country: u8, number: u32) -> String {
    format!("+{} 555 {:03} {:04}", 10 + u32::from(country), number / 10_000, number % 10_000)
}
