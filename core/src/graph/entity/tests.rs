use super::*;
use crate::ledger::{AccountRef, LedgerBuilder, Transaction};
use crate::model::{
    AccountId, Address, Amount, Currency, IdentifierKind, PartyKind, PartyRef, Property, Relation, Timestamp,
};
use crate::parties::{Held, RegisterBuilder};

fn at(record: u32) -> Source {
    Source { record, ..Source::default() }
}

#[test]
fn every_edge_knows_the_record_that_tells_it() {
    let mut builder = RegisterBuilder::new();
    let who = |id| PartyRef { scope: "", id };
    let firm = builder.party(who("firm"), PartyKind::Company, at(1)).unwrap();
    let owner = builder.party(who("owner"), PartyKind::Person, at(2)).unwrap();
    let address = Property::Address(Address { text: "1 Main St", town: "Reno", ..Address::default() });
    builder.add(firm, &address, at(3)).unwrap();
    builder.add(owner, &address, at(4)).unwrap();
    let number = |number| Property::Identifier { kind: IdentifierKind::Tax, number, scheme: "", country: "US" };
    builder.add(firm, &number("12-34"), at(5)).unwrap();
    let told = Relation { from: PartialDate::year(2015), ..Relation::new(RelationKind::Owns) };
    builder.relate(Some(owner), firm, &told, at(6)).unwrap();
    builder.relate(None, firm, &told, at(7)).unwrap();
    let account = AccountRef { institution: "1", number: "A" };
    builder.hold(owner, &Held { account, closed: PartialDate::year(2020), ..Held::default() }, at(8)).unwrap();
    let graph = EntityGraph::new(Arc::new(builder.finish().unwrap()));
    let ties: Vec<(&str, u32, String)> = graph
        .graph()
        .edge_indices()
        .map(|edge| {
            let (from, until) = graph.period(edge);
            let dates = [from, until].map(|date| date.map(|date| date.to_string()).unwrap_or_default());
            (graph.graph()[edge].name(), graph.source(edge).record, dates.join(".."))
        })
        .collect();
    let expected = [("owns", 6, "2015.."), ("holds", 8, "..2020"), ("has-address", 3, ".."), ("has-address", 4, "..")];
    assert_eq!(ties, expected.map(|(name, record, dates)| (name, record, dates.to_owned())));
    // The tax number is one party's alone.
    assert_eq!(graph.graph().node_count(), 4);
    for node in graph.graph().node_indices() {
        assert_eq!(graph.vertex(graph.entity(node)), Some(node));
    }
}

#[test]
fn accounts_are_tied_by_institution_and_number() {
    let mut builder = RegisterBuilder::new();
    let party = builder.party(PartyRef { scope: "", id: "p" }, PartyKind::Person, at(1)).unwrap();
    for (institution, number) in [("10", "A"), ("11", "A"), ("10", "B"), ("", "C"), ("", "D")] {
        builder.hold(party, &Held { account: AccountRef { institution, number }, ..Held::default() }, at(1)).unwrap();
    }
    let register = builder.finish().unwrap();
    let mut ledger = LedgerBuilder::new();
    for (institution, number) in [
        ("010", "A"),
        ("0010", "A"),
        ("12", "A"),
        ("", "B"),
        ("", "A"),
        ("9", "C"),
        ("8", "D"),
        ("7", "D"),
        ("10", "Z"),
    ] {
        let account = AccountRef { institution, number };
        ledger
            .push(&Transaction::new(Timestamp(0), account, AccountRef::from("x"), Amount::new(1, Currency::NONE)))
            .unwrap();
    }
    let ledger = ledger.finish().unwrap();
    let links = AccountLinks::of(&register, &ledger);
    let held = |institution: &str, number: &str| {
        let account = ledger.accounts().find(institution, number).unwrap();
        links.held(account).map(|held| register.account(held).to_string())
    };
    for (institution, number, expected) in [
        ("010", "A", Some("10:A")),
        ("0010", "A", Some("10:A")),
        ("12", "A", None),
        ("", "B", Some("10:B")),
        ("", "A", None),
        ("9", "C", Some("C")),
        ("8", "D", None),
        ("10", "Z", None),
        ("", "x", None),
    ] {
        assert_eq!(held(institution, number).as_deref(), expected, "{institution}:{number}");
    }
    let first = register.account_ids().find(|held| register.account(*held).to_string() == "10:A").unwrap();
    assert_eq!(links.in_ledger(first).len(), 2);
    assert_eq!(links.linked(), 4);
    assert_eq!(links.held(AccountId(9999)), None);
}
