//! Parties to measure on: a list as OFAC writes it, and a world whose customers and owners are known.

use quipu::parties::PartyRegister;
use quipu::read::ReadError;
use quipu::read::parties::{PartyOptions, PartyReading};
use quipu::simulate::{OutputFormat, Parameters, Simulation};
use std::error::Error;
use std::fmt::Write as _;

/// A list of at least so many bytes in the layout of OFAC's `sdn.csv`: names, programmes, and remarks with dates of birth,
/// passports and national numbers.
#[must_use]
pub fn sanctions_list(bytes: usize) -> Vec<u8> {
    const FAMILY: [&str; 8] = ["PETROV", "SALCEDO", "AL-MASRI", "KIM", "OKAFOR", "VARGAS", "LUKIC", "HADDAD"];
    const GIVEN: [&str; 8] = ["Ivan", "Ramiro", "Hassan", "Chol", "Emeka", "Luz", "Dragan", "Samir"];
    let mut text = String::with_capacity(bytes + 512);
    let mut number = 0_usize;
    while text.len() < bytes {
        number += 1;
        let (family, given) = (FAMILY[number % 8], GIVEN[number / 8 % 8]);
        // Writing to memory does not fail.
        _ = writeln!(
            text,
            "{number},\"{family} {number}, {given}\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB {} Jun {}; \
             POB Caracas, Venezuela; Gender Male; Passport {} (Venezuela); National ID No. {} (Venezuela).\"",
            number % 28 + 1,
            1940 + number % 60,
            70_000_000 + number,
            80_000_000 + 3 * number,
        );
    }
    text.into_bytes()
}

/// The register of one file.
///
/// # Errors
/// Those of the reader.
pub fn register(files: &[(&str, &[u8])]) -> Result<PartyRegister, ReadError> {
    let mut reading = PartyReading::new(PartyOptions::default());
    for (name, bytes) in files {
        if *name == "list.csv" {
            reading.begin_list(*name)?
        } else {
            reading.begin(*name)?
        };
        for chunk in bytes.chunks(4 << 20) {
            reading.push(chunk)?;
        }
        reading.end()?;
    }
    reading.finish()
}

/// A simulated world with its parties: an export in our own format, customers, owners, relations and a list.
pub struct World {
    /// The transactions.
    pub export: Vec<u8>,
    /// The files of parties, by name.
    pub parties: Vec<(&'static str, Vec<u8>)>,
}

impl World {
    /// One of so many rows, with an account for every ten.
    ///
    /// # Errors
    /// Those of the simulator when `rows` are too few.
    pub fn of(rows: u32) -> Result<Self, Box<dyn Error>> {
        let parameters = Parameters {
            accounts: rows / 10,
            transactions: rows,
            days: 90,
            organization: true,
            ..Parameters::default()
        };
        let simulation = Simulation::new(parameters)?;
        let mut world = Self { export: Vec::new(), parties: Vec::new() };
        simulation.write(&mut world.export, OutputFormat::Quipu, &mut |_| {})?;
        let mut files: [Vec<u8>; 4] = Default::default();
        simulation.write_customers(&mut files[0], OutputFormat::Quipu)?;
        simulation.write_owners(&mut files[1])?;
        simulation.write_relations(&mut files[2])?;
        simulation.write_list(&mut files[3])?;
        world.parties = ["customers.csv", "owners.csv", "relations.csv", "list.csv"].into_iter().zip(files).collect();
        Ok(world)
    }

    /// The register of its files.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn register(&self) -> Result<PartyRegister, ReadError> {
        let files: Vec<(&str, &[u8])> = self.parties.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        register(&files)
    }
}
