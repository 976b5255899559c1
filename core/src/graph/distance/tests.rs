use super::*;
use crate::ledger::{AccountRef, LedgerBuilder, Transaction};
use crate::model::{
    Amount, ContactKind, Currency, HeldAccountId, PartyKind, PartyRef, Property, Relation, RelationKind, Source,
    Timestamp,
};
use crate::parties::{Held, RegisterBuilder};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Ties and payments by small numbers: relations, phones, accounts held, payments.
type Ties = (Vec<(u8, u8)>, Vec<(u8, u8)>, Vec<(u8, u8)>, Vec<(u8, u8)>);

fn graphs((relations, phones, held, payments): &Ties) -> (EntityGraph, TransactionGraph) {
    let mut builder = RegisterBuilder::new();
    let at = |record| Source { record, ..Source::default() };
    let id = |party: u8| format!("{party}");
    for (one, two) in relations {
        let (one, two) = (id(*one), id(*two));
        let one = builder.party(PartyRef { scope: "", id: &one }, PartyKind::Person, at(1)).unwrap();
        let two = builder.party(PartyRef { scope: "", id: &two }, PartyKind::Person, at(1)).unwrap();
        builder.relate(Some(one), two, &Relation::new(RelationKind::Directs), at(2)).unwrap();
    }
    for (party, phone) in phones {
        let party = builder.refer(PartyRef { scope: "", id: &id(*party) }).unwrap();
        builder.add(party, &Property::Contact(ContactKind::Phone, &format!("55512{phone:02}")), at(3)).unwrap();
    }
    for (party, number) in held {
        let party = builder.refer(PartyRef { scope: "", id: &id(*party) }).unwrap();
        let number = format!("N{number}");
        let account = AccountRef { institution: "01", number: &number };
        builder.hold(party, &Held { account, ..Held::default() }, at(4)).unwrap();
    }
    // A target must be there.
    builder.refer(PartyRef { scope: "", id: "0" }).unwrap();
    let mut ledger = LedgerBuilder::new();
    for (minute, (from, to)) in (0..).zip(payments) {
        let (from, to) = (format!("N{from}"), format!("N{to}"));
        let (from, to) = (AccountRef::new("001", &from), AccountRef::new("1", &to));
        let amount = Amount::new(1, Currency::NONE);
        ledger.push(&Transaction::new(Timestamp(minute), from, to, amount)).unwrap();
    }
    let entities = EntityGraph::new(Arc::new(builder.finish().unwrap()));
    (entities, TransactionGraph::new(Arc::new(ledger.finish().unwrap())))
}

fn ties() -> impl Strategy<Value = Ties> {
    let pairs = || prop::collection::vec((0..7_u8, 0..7_u8), 0..9);
    (pairs(), pairs(), pairs(), pairs())
}

/// All vertices beside each other, by the definition: a tie or a payment joins them.
fn beside(entities: &EntityGraph, payments: Option<&TransactionGraph>) -> BTreeMap<Place, Vec<Place>> {
    let mut beside: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    let mut join = |one: Place, two: Place| {
        beside.entry(one).or_default().push(two);
        beside.entry(two).or_default().push(one);
    };
    for edge in entities.graph().edge_references() {
        let place = |node| Place::Entity(entities.entity(node));
        join(place(edge.source()), place(edge.target()));
    }
    if let Some(payments) = payments {
        let ledger = payments.ledger();
        let register = entities.register();
        let place = |account: AccountId| {
            let name = ledger.accounts().name(account);
            let same = |held: &HeldAccountId| {
                let held = register.account(*held);
                let bare = |institution: &str| institution.trim_start_matches('0').to_owned();
                held.number == name.number && bare(held.institution) == bare(name.institution)
            };
            let held = register.account_ids().find(same);
            held.map_or(Place::Account(account), |held| Place::Entity(Entity::Account(held)))
        };
        for row in ledger.rows() {
            join(place(ledger.from(row)), place(ledger.to(row)));
        }
    }
    for (own, others) in &mut beside {
        others.retain(|other| other != own);
        others.sort_unstable();
        others.dedup();
    }
    beside
}

/// Distances by widening one step at a time.
fn plainly(
    beside: &BTreeMap<Place, Vec<Place>>,
    targets: &[PartyId],
    options: &DistanceOptions,
) -> BTreeMap<Place, u8> {
    let mut distance: BTreeMap<Place, u8> =
        targets.iter().map(|party| (Place::Entity(Entity::Party(*party)), 0)).collect();
    for step in 0..options.depth {
        for (place, others) in beside {
            let stops = others.len() as u32 > options.hub && options.hubs == Hubs::Stop && step > 0;
            if distance.get(place) == Some(&step) && !stops {
                for other in others {
                    distance.entry(*other).or_insert(step + 1);
                }
            }
        }
    }
    distance
}

proptest! {
    #[test]
    fn distances_are_those_of_the_definition(
        ties in ties(), with_payments: bool, depth in 0..7_u8, hub in 1..6_u32, pass: bool, second in prop::option::of(1..7_u8)
    ) {
        let (entities, payments) = graphs(&ties);
        let network = if with_payments {
            Network::with_payments(&entities, &payments)
        } else {
            Network::of_entities(&entities)
        };
        let register = entities.register();
        let mut targets = vec![register.find(PartyRef { scope: "", id: "0" }).unwrap()];
        targets.extend(second.and_then(|id| register.find(PartyRef { scope: "", id: &id.to_string() })));
        let options = DistanceOptions { depth, hub, hubs: if pass { Hubs::Pass } else { Hubs::Stop } };
        let found = network.distances(&targets, &options);
        let beside = beside(&entities, with_payments.then_some(&payments));
        let expected = plainly(&beside, &targets, &options);
        for party in register.ids() {
            let place = Place::Entity(Entity::Party(party));
            prop_assert_eq!(found.of_party(party), expected.get(&place).copied());
        }
        for account in payments.ledger().accounts().ids().filter(|_| with_payments) {
            let place = network.place(network.vertex(account));
            prop_assert_eq!(found.of_account(account), expected.get(&place).copied());
        }
        // Every path is one: beside each other, one step nearer each time, the first in order of those that are.
        for party in register.ids() {
            let Some(path) = found.path_of_party(party) else { continue };
            prop_assert_eq!(path.steps.len() + 1, path.places.len());
            prop_assert_eq!(path.steps.len(), usize::from(found.of_party(party).unwrap()));
            for pair in path.places.windows(2) {
                let nearer = expected[&pair[0]] - 1;
                let stops = |place: &Place| {
                    beside[place].len() as u32 > hub && !pass && nearer > 0
                };
                let first = beside[&pair[0]].iter().find(|other| expected.get(other) == Some(&nearer) && !stops(other));
                prop_assert_eq!(first, Some(&pair[1]));
            }
            let Place::Entity(Entity::Party(last)) = path.places[path.places.len() - 1] else { panic!() };
            prop_assert!(targets.contains(&last));
        }
        for hub_found in found.hubs() {
            prop_assert_eq!(beside[&hub_found.place].len() as u32, hub_found.neighbours);
            prop_assert!(hub_found.neighbours > hub);
        }
    }
}

#[test]
fn an_address_of_ten_thousand_parties_is_one_vertex_where_the_walk_stops() {
    let mut builder = RegisterBuilder::new();
    for party in 0..10_000 {
        let id = party.to_string();
        let draft = builder.party(PartyRef { scope: "", id: &id }, PartyKind::Company, Source::default()).unwrap();
        builder.add(draft, &Property::Contact(ContactKind::Phone, "555-123-4567"), Source::default()).unwrap();
    }
    let register = Arc::new(builder.finish().unwrap());
    let entities = EntityGraph::new(Arc::clone(&register));
    assert_eq!((entities.graph().node_count(), entities.graph().edge_count()), (10_001, 10_000));
    let network = Network::of_entities(&entities);
    let target = [register.find(PartyRef { scope: "", id: "7" }).unwrap()];
    let stopped = network.distances(&target, &DistanceOptions::default());
    assert_eq!(stopped.of_party(PartyId(0)), None);
    let [hub] = stopped.hubs() else { panic!("{:?}", stopped.hubs()) };
    assert_eq!((hub.neighbours, hub.distance), (10_000, 1));
    let passed = network.distances(&target, &DistanceOptions { hubs: Hubs::Pass, ..DistanceOptions::default() });
    let path = passed.path_of_party(PartyId(0)).unwrap();
    assert_eq!((path.steps.len(), path.hubs.len()), (2, 1));
}
