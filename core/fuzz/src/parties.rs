//! What every target asserts of a reading of parties: nothing is lost, chunks do not matter, and what comes of it can be
//! gone through.

use quipu::export::owners::OwnersDocument;
use quipu::ownership::{Jurisdictions, Ownership, Parameters};
use quipu::parties::PartyRegister;
use quipu::parties::screening::{ExactScreener, Screener};
use quipu::read::parties::{PartyFileReport, PartyOptions, PartyReading};
use quipu::read::{ReadError, Rejection};

/// What one reading came to.
type Outcome = Result<(PartyFileReport, Vec<Rejection>, PartyRegister), ReadError>;

fn read(bytes: &[u8], chunk: usize, options: &PartyOptions) -> Outcome {
    let mut reading = PartyReading::new(options.clone());
    let mut rejections = Vec::new();
    // Files are read as lists too: so that there is somebody to be held against.
    if bytes.len() % 2 == 0 { reading.begin("fuzz")? } else { reading.begin_list("fuzz")? };
    for bytes in bytes.chunks(chunk.max(1)) {
        reading.push(bytes)?;
        rejections.extend(reading.take_rejections());
    }
    let report = reading.end()?;
    rejections.extend(reading.take_rejections());
    Ok((report, rejections, reading.finish()?))
}

/// Everything that a register tells, in one text.
fn told(register: &PartyRegister) -> String {
    let mut text = String::new();
    for party in register.ids() {
        text += &format!("{:?} {:?}", register.called(party), register.kind(party));
        text += &format!("{:?}", register.names(party).collect::<Vec<_>>());
        text += &format!("{:?}", register.identifiers(party).collect::<Vec<_>>());
        text += &format!("{:?}", register.addresses(party).collect::<Vec<_>>());
        text += &format!("{:?}", register.contacts(party).collect::<Vec<_>>());
        text += &format!("{:?}", register.dates(party).collect::<Vec<_>>());
        text += &format!("{:?}", register.facts(party).collect::<Vec<_>>());
        text += &format!("{:?}", register.listings(party).collect::<Vec<_>>());
        text += &format!("{:?}", register.holdings(party).collect::<Vec<_>>());
    }
    for relation in register.relation_ids() {
        text += &format!("{:?}", register.relation(relation));
    }
    text
}

/// Reads bytes at once and in chunks.
///
/// # Panics
/// When a record is unaccounted for, or the two readings differ.
pub fn check_parties(bytes: &[u8], chunk: usize, options: &PartyOptions) -> Option<PartyRegister> {
    match (read(bytes, usize::MAX, options), read(bytes, chunk, options)) {
        (Ok((report, rejections, register)), Ok((other, others, other_register))) => {
            assert_eq!(report.rejections(), rejections.len() as u64);
            assert_eq!(report, other);
            assert_eq!(rejections, others);
            assert_eq!(told(&register), told(&other_register));
            for hit in ExactScreener.screen(&register) {
                assert!(!hit.keys.is_empty() && register.listings(hit.party).next().is_none());
            }
            Some(register)
        }
        (Err(one), Err(other)) => {
            assert_eq!(one, other);
            None
        }
        (one, other) => panic!("{one:?}\n{other:?}"),
    }
}

/// Asks who owns each of the first parties of a register, and writes it down.
///
/// # Panics
/// When the parts are no parts of a whole, or the document cannot be written.
pub fn check_owners(register: &PartyRegister) {
    let jurisdictions = Jurisdictions::built_in();
    // Small bounds, so that they are met.
    let parameters = Parameters { exact_circle: 4, paths: 20, depth: 8, many_companies: 2, mass_address: 2, ..Parameters::default() };
    let ownership = Ownership::new(register, parameters, &jurisdictions);
    for party in register.ids().take(8) {
        let controllers = ownership.controllers_of(party);
        assert!(!controllers.is_empty() && controllers.is_sorted(), "{controllers:?}");
        let owners = ownership.owners_of(party);
        for part in owners.owners.iter().map(|owner| &owner.shares).chain([&owners.shares.remainder]) {
            assert!(part.least <= part.most, "{part}");
            assert!(part.most.parts_up() <= 1_000_000, "{part}");
        }
        let mut document = Vec::new();
        OwnersDocument::of(&owners, register, &jurisdictions, &[], Vec::new()).write(&mut document).unwrap();
    }
}
