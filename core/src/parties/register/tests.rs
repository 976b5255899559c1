use super::*;
use crate::ledger::AccountRef;
use crate::model::{
    Address, ContactKind, Country, DateKind, IdentifierKind, Listing, NameKind, PartialDate, PartyRef, Property,
    ProtectedKind, Relation, RelationKind, Share, Source,
};
use crate::parties::keys::KeySpace;
use crate::parties::matching::{Description, ExactMatcher, MatchedBy, Matcher};
use crate::parties::{DraftParty, Held, RegisterBuilder, Statement};
use proptest::prelude::*;
use std::fmt::Write as _;

fn at(record: u32) -> Source {
    Source { file: FileId(0), record }
}

fn who(id: &str) -> PartyRef<'_> {
    PartyRef { scope: "s", id }
}

/// Everything that a register says, but for the records in which it stands.
fn told(register: &PartyRegister) -> String {
    let mut text = String::new();
    let key = |key: Option<KeyId>| key.map(|key| register.key(key)).unwrap_or_default();
    for party in register.ids() {
        writeln!(text, "{party:?} {:?} {:?}", register.called(party), register.kind(party)).unwrap();
        for name in register.names(party) {
            writeln!(text, "  {:?} {} {}", name.kind, name.text, key(name.key)).unwrap();
        }
        for contact in register.contacts(party) {
            let with = contact.key.map(|key| register.with_key(key));
            writeln!(text, "  {:?} {} {} {with:?}", contact.kind, contact.text, key(contact.key)).unwrap();
        }
        for holding in register.holdings(party) {
            let others: Vec<PartyId> = register.holders(holding.account).map(|holding| holding.party).collect();
            writeln!(text, "  holds {} {others:?}", register.account(holding.account)).unwrap();
        }
        for relation in register.relations_of(party) {
            writeln!(text, "  {:?} {:?} {:?}", relation.told, relation.second, relation.first_by_name).unwrap();
        }
        for relation in register.relations_to(party) {
            writeln!(text, "  by {:?} {:?}", relation.first, relation.told.kind).unwrap();
        }
    }
    for key in (0..register.key_count() as u32).map(KeyId) {
        writeln!(text, "{key:?} {}", register.key(key)).unwrap();
    }
    text
}

#[test]
fn what_is_told_of_a_party_comes_back_with_its_place() {
    let mut builder = RegisterBuilder::new();
    assert_eq!(builder.input("file").unwrap(), FileId(0));
    let party = builder.party(who("7"), PartyKind::Unknown, at(3)).unwrap();
    builder.party(who("7"), PartyKind::Person, at(9)).unwrap();
    let birth = PartialDate::year(1970);
    for (property, record) in [
        (Property::Name(NameKind::Alias, "Pepe"), 9),
        (Property::Name(NameKind::Primary, "José Pérez"), 3),
        (Property::Name(NameKind::Primary, "José Pérez"), 9),
        (
            Property::Identifier { kind: IdentifierKind::Tax, number: "20-1234", scheme: "CUIT", country: "Argentina" },
            3,
        ),
        (Property::Address(Address { text: "Calle 5 No. 7", town: "Lima", country: "PE", ..Address::default() }), 3),
        (Property::Contact(ContactKind::Phone, "+51 1 234-5678"), 3),
        (Property::Date { kind: DateKind::Birth, date: birth, written: "c. 1970" }, 3),
        (Property::Protected(ProtectedKind::Nationality, "Perú"), 3),
        (Property::Listing(Listing { list: "L", id: "5", ..Listing::default() }), 3),
    ] {
        builder.add(party, &property, at(record)).unwrap();
    }
    let register = builder.finish().unwrap();
    let party = register.find(who("7")).unwrap();
    assert_eq!((register.len(), register.kind(party), register.title(party)), (1, PartyKind::Person, "José Pérez"));
    assert_eq!(register.records(party).map(|record| record.source.record).collect::<Vec<_>>(), [9, 3]);
    let names: Vec<_> = register.names(party).map(|name| (name.text, name.source.record, name.script())).collect();
    assert_eq!(names, [("José Pérez", 3, "Latn"), ("Pepe", 9, "Latn")]);
    let tax = register.identifiers(party).next().unwrap();
    assert_eq!((tax.code, register.key(tax.key.unwrap())), (Country::parse("AR"), "itax AR 201234"));
    let address = register.addresses(party).next().unwrap();
    assert_eq!(register.key(address.key.unwrap()), "acalle 5 7 lima|PE");
    let phone = register.contacts(party).next().unwrap().key.unwrap();
    assert_eq!((register.key(phone), register.key_space(phone)), ("p+5112345678", Some(KeySpace::Phone)));
    assert_eq!(register.with_key(phone), [party]);
    assert_eq!(register.dates(party).next().unwrap().date, birth);
    assert_eq!(register.protected(party).next().unwrap().text, "Perú");
    assert_eq!(register.countries(party).len(), 0);
    assert_eq!(register.listed().collect::<Vec<_>>(), [party]);
    assert_eq!(register.find(who("8")), None);
}

#[test]
fn accounts_are_one_whatever_the_zeros_before_their_institution() {
    let mut builder = RegisterBuilder::new();
    for (id, institution) in [("1", "010"), ("2", "10"), ("3", "11")] {
        let party = builder.party(who(id), PartyKind::Person, at(1)).unwrap();
        let account = AccountRef { institution, number: "A" };
        builder.hold(party, &Held { account, ..Held::default() }, at(1)).unwrap();
    }
    let register = builder.finish().unwrap();
    let names: Vec<String> = register.account_ids().map(|account| register.account(account).to_string()).collect();
    assert_eq!(names, ["010:A", "11:A"]);
    assert_eq!(register.holders(crate::model::HeldAccountId(0)).len(), 2);
}

#[test]
fn a_party_known_by_its_name_is_the_one_that_has_it_or_itself() {
    let mut builder = RegisterBuilder::new();
    let named = |builder: &mut RegisterBuilder, id: &str, name: &str| {
        let party = builder.party(who(id), PartyKind::Company, at(1)).unwrap();
        builder.add(party, &Property::Name(NameKind::Primary, name), at(1)).unwrap();
        party
    };
    let hub = named(&mut builder, "1", "Hub");
    named(&mut builder, "2", "Acme, S.A. de C.V.");
    named(&mut builder, "3", "Twice");
    named(&mut builder, "4", "TWICE");
    for name in ["ACME", "Twice", "Nobody Ltd", "NOBODY LIMITED", "4", "-"] {
        let party = builder.refer_by_name("s", name).unwrap();
        builder.relate(Some(party), hub, &Relation::new(RelationKind::LinkedTo), at(5)).unwrap();
    }
    let register = builder.finish().unwrap();
    let found: Vec<(&str, &str)> = (register.relations_to(register.find(who("1")).unwrap()))
        .map(|relation| {
            assert!(relation.first_by_name && !relation.second_by_name);
            let party = relation.first.unwrap();
            (register.called(party).id, register.title(party))
        })
        .collect();
    let expected = [
        ("-", "-"),
        ("2", "Acme, S.A. de C.V."),
        ("4", "TWICE"),
        ("NOBODY LIMITED", "NOBODY LIMITED"),
        ("Twice", "Twice"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn of_statements_the_latest_holds_and_identifiers_follow() {
    let mut builder = RegisterBuilder::new();
    let share = |parts| Relation { share: Share::exact(parts), ..Relation::new(RelationKind::Owns) };
    let (firm, owner) = (builder.refer(who("f")).unwrap(), builder.refer(who("o")).unwrap());
    for (id, date, parts) in [("b", "2024-02-01", 500_000), ("a", "2024-01-01", 100_000)] {
        builder.within(Some(&Statement { scope: "s", id, record: "r", date, replaces: &[] })).unwrap();
        builder.relate(Some(owner), firm, &Relation { statement: id, ..share(parts) }, at(1)).unwrap();
    }
    builder.within(None).unwrap();
    builder.alias(who("o"), who("o2")).unwrap();
    builder.alias(who("o2"), who("o3")).unwrap();
    let register = builder.finish().unwrap();
    let firm = register.find(who("f")).unwrap();
    let owned: Vec<_> = register.relations_to(firm).collect();
    assert_eq!((owned.len(), owned[0].told.statement, register.replaced_relations()), (1, "b", 1));
    assert_eq!(register.called(owned[0].first.unwrap()).id, "o3");
    assert_eq!(register.len(), 2);
}

#[test]
fn the_exact_matcher_finds_by_identifier_and_by_name() {
    let mut builder = RegisterBuilder::new();
    for (id, kind, name) in [("1", PartyKind::Company, "Acme S.A."), ("2", PartyKind::Person, "Acme")] {
        let party = builder.party(who(id), kind, at(1)).unwrap();
        builder.add(party, &Property::Name(NameKind::Primary, name), at(1)).unwrap();
    }
    let third = builder.party(who("3"), PartyKind::Company, at(1)).unwrap();
    let number =
        Property::Identifier { kind: IdentifierKind::Registration, number: "HRB 1-2", scheme: "", country: "DE" };
    builder.add(third, &number, at(1)).unwrap();
    let register = builder.finish().unwrap();
    let found = |description: &Description<'_>| -> Vec<(&str, MatchedBy)> {
        let matches = ExactMatcher.matches(&register, description);
        matches.iter().map(|found| (register.called(found.party).id, found.by)).collect()
    };
    let name = |name| Description { name: Some(name), ..Description::default() };
    assert_eq!(found(&name("ACME")), [("1", MatchedBy::Name), ("2", MatchedBy::Name)]);
    assert_eq!(found(&Description { kind: Some(PartyKind::Person), ..name("ACME") }), [("2", MatchedBy::Name)]);
    let id = |id| Description { identifier: Some(id), ..Description::default() };
    assert_eq!(found(&id("3")), [("3", MatchedBy::SourceIdentifier)]);
    assert_eq!(found(&id("hrb12")), [("3", MatchedBy::Identifier)]);
    assert_eq!(found(&name("Acme Ltda")), [("1", MatchedBy::Name)]);
    assert_eq!(found(&Description { name: Some("acme"), ..id("3") }), []);
}

/// Something that a record may tell, with small numbers for parties and texts.
#[derive(Clone, Debug)]
enum Event {
    Party(u8, u8),
    Name(u8, u8),
    Phone(u8, u8),
    Holds(u8, u8),
    Owns(u8, u8, u8),
    Same(u8, u8),
    OwnsByName(u8, u8),
    Stated(u8, u8, u8),
    Alias(u8, u8),
}

fn event() -> impl Strategy<Value = Event> {
    let small = || 0..5_u8;
    prop_oneof![
        (small(), small()).prop_map(|(a, b)| Event::Party(a, b)),
        (small(), small()).prop_map(|(a, b)| Event::Name(a, b)),
        (small(), small()).prop_map(|(a, b)| Event::Phone(a, b)),
        (small(), small()).prop_map(|(a, b)| Event::Holds(a, b)),
        (small(), small(), small()).prop_map(|(a, b, c)| Event::Owns(a, b, c)),
        (small(), small()).prop_map(|(a, b)| Event::Same(a, b)),
        (small(), small()).prop_map(|(a, b)| Event::OwnsByName(a, b)),
        (small(), small(), small()).prop_map(|(a, b, c)| Event::Stated(a, b, c)),
        (small(), small()).prop_map(|(a, b)| Event::Alias(a, b)),
    ]
}

const NAMES: [&str; 5] = ["Acme", "ACME Ltd", "Pérez", "perez", "3"];
const PHONES: [&str; 5] = ["555-1234", "5551234", "+1 555 1234", "none", "5551235"];

fn build(events: &[Event]) -> PartyRegister {
    let mut builder = RegisterBuilder::new();
    builder.input("file").unwrap();
    let refer = |builder: &mut RegisterBuilder, id: u8| -> DraftParty { builder.refer(who(&id.to_string())).unwrap() };
    for (record, event) in (1..).zip(events) {
        let at = at(record);
        match *event {
            Event::Party(id, kind) => {
                builder.party(who(&id.to_string()), PartyKind::ALL[usize::from(kind)], at).unwrap();
            }
            Event::Name(id, name) => {
                let party = refer(&mut builder, id);
                builder.add(party, &Property::Name(NameKind::Primary, NAMES[usize::from(name)]), at).unwrap();
            }
            Event::Phone(id, phone) => {
                let party = refer(&mut builder, id);
                let phone = Property::Contact(ContactKind::Phone, PHONES[usize::from(phone)]);
                builder.add(party, &phone, at).unwrap();
            }
            Event::Holds(id, account) => {
                let party = refer(&mut builder, id);
                let institution = ["0", "00", "1"][usize::from(account) % 3];
                let account = AccountRef { institution, number: ["A", "B"][usize::from(account) % 2] };
                builder.hold(party, &Held { account, ..Held::default() }, at).unwrap();
            }
            Event::Owns(a, b, parts) => {
                let (a, b) = (refer(&mut builder, a), refer(&mut builder, b));
                let told = Relation { share: Share::exact(u32::from(parts)), ..Relation::new(RelationKind::Owns) };
                builder.relate(Some(a).filter(|_| parts > 0), b, &told, at).unwrap();
            }
            Event::Same(a, b) => {
                let (a, b) = (refer(&mut builder, a), refer(&mut builder, b));
                builder.relate(Some(a), b, &Relation::new(RelationKind::SameAs), at).unwrap();
            }
            Event::OwnsByName(name, b) => {
                let a = builder.refer_by_name("s", NAMES[usize::from(name)]).unwrap();
                let b = refer(&mut builder, b);
                builder.relate(Some(a), b, &Relation::new(RelationKind::Owns), at).unwrap();
            }
            Event::Stated(a, b, date) => {
                let (id, date) = (format!("{a}{b}{date}"), format!("2024-01-0{}", date + 1));
                let record = a.to_string();
                let statement = Statement { scope: "s", id: &id, record: &record, date: &date, replaces: &[] };
                builder.within(Some(&statement)).unwrap();
                let (a, b) = (refer(&mut builder, a), refer(&mut builder, b));
                let told = Relation { statement: &id, ..Relation::new(RelationKind::Directs) };
                builder.relate(Some(a), b, &told, at).unwrap();
                builder.within(None).unwrap();
            }
            Event::Alias(old, new) => {
                builder.alias(who(&old.to_string()), who(&new.to_string())).unwrap();
            }
        }
    }
    builder.finish().unwrap()
}

proptest! {
    #[test]
    fn the_order_of_records_does_not_matter(
        (events, shuffled) in prop::collection::vec(event(), 0..24)
            .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        prop_assert_eq!(told(&build(&events)), told(&build(&shuffled)));
    }

    #[test]
    fn every_relation_is_seen_from_both_its_ends(events in prop::collection::vec(event(), 0..24)) {
        let register = build(&events);
        for id in register.relation_ids() {
            let relation = register.relation(id);
            prop_assert!(register.relations_to(relation.second).any(|other| other.id == id));
            if let Some(first) = relation.first {
                prop_assert!(register.relations_of(first).any(|other| other.id == id));
            }
        }
        for key in (0..register.key_count() as u32).map(KeyId) {
            prop_assert_eq!(register.find_key(register.key(key)), Some(key));
        }
    }
}
