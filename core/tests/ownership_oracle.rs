//! Ownership on small random graphs against what its words say: parts of parts added up round after round until nothing
//! changes any more, and control spread until nobody new is reached.

use proptest::prelude::*;
use quipu::model::{Interest, PartyId, PartyKind, PartyRef, Relation, RelationKind, Share, Source};
use quipu::ownership::{Certainty, Holder, Jurisdictions, Owners, Ownership, Parameters};
use quipu::parties::{PartyRegister, RegisterBuilder};

const PEOPLE: usize = 3;

/// What companies (the first ones) and persons hold of each company: `of[company]` has holder and bounds in percent.
#[derive(Clone, Debug)]
struct World {
    of: Vec<Vec<(usize, u32, u32)>>,
}

impl World {
    fn register(&self) -> PartyRegister {
        let mut builder = RegisterBuilder::new();
        let companies = self.of.len();
        let name = |place: usize| if place < companies { format!("c{place}") } else { format!("p{place}") };
        let parties: Vec<_> = (0..companies + PEOPLE)
            .map(|place| {
                let kind = if place < companies { PartyKind::Company } else { PartyKind::Person };
                builder.party(PartyRef { scope: "", id: &name(place) }, kind, Source::default()).unwrap()
            })
            .collect();
        for (company, stakes) in self.of.iter().enumerate() {
            for (holder, least, most) in stakes {
                let share = Share::range(least * 10_000, most * 10_000);
                let told = Relation { interest: Interest::Shares, share, ..Relation::new(RelationKind::Owns) };
                builder.relate(Some(parties[*holder]), parties[company], &told, Source::default()).unwrap();
            }
        }
        builder.finish().unwrap()
    }

    fn party(&self, register: &PartyRegister, place: usize) -> PartyId {
        let name = if place < self.of.len() { format!("c{place}") } else { format!("p{place}") };
        register.find(PartyRef { scope: "", id: &name }).unwrap()
    }

    fn owners(&self, parameters: &Parameters) -> (PartyRegister, Owners) {
        let register = self.register();
        let company = self.party(&register, 0);
        let none = Jurisdictions::none();
        let owners = Ownership::new(&register, parameters.clone(), &none).owners_of(company);
        (register, owners)
    }

    /// The same with one number for each range, as far along it as `at` says; less where the whole would not do.
    fn exactly(&self, at: &[u32]) -> Self {
        let mut at = at.iter().cycle();
        let of = self.of.iter().map(|stakes| {
            let mut left = 100 - stakes.iter().map(|(_, least, _)| least).sum::<u32>();
            let exact = stakes.iter().map(|(holder, least, most)| {
                let more = ((most - least) * at.next().unwrap() / 100).min(left);
                left -= more;
                (*holder, least + more, least + more)
            });
            exact.collect()
        });
        Self { of: of.collect() }
    }

    /// What everybody has of the first company, by shares that are numbers: what reaches the persons and what no one is
    /// told to have, and what is still going round.
    fn by_rounds(&self) -> (Vec<f64>, f64, f64) {
        let mut has = vec![0.0; self.of.len() + PEOPLE];
        let mut going = vec![0.0; self.of.len()];
        going[0] = 1.0;
        let mut untold = 0.0;
        for _ in 0..20_000 {
            let mut next = vec![0.0; self.of.len()];
            for (company, part) in going.iter().enumerate() {
                // Those of which nobody tells an owner keep what they have.
                if self.of[company].is_empty() {
                    has[company] += part;
                    continue;
                }
                let mut told = 0.0;
                for (holder, share, _) in &self.of[company] {
                    let share = f64::from(*share) / 100.0;
                    told += share;
                    if *holder < self.of.len() {
                        next[*holder] += part * share;
                    } else {
                        has[*holder] += part * share;
                    }
                }
                untold += part * (1.0 - told);
            }
            going = next;
        }
        (has, untold, going.iter().sum())
    }

    /// Who decides for whom: over again until nothing changes.
    fn decided_by(&self, person: usize) -> Vec<bool> {
        let mut decided = vec![false; self.of.len() + PEOPLE];
        decided[person] = true;
        loop {
            let before = decided.clone();
            for (company, stakes) in self.of.iter().enumerate() {
                let sum: u32 = stakes.iter().filter(|(holder, ..)| decided[*holder]).map(|(_, share, _)| share).sum();
                decided[company] |= sum > 50;
            }
            if decided == before {
                return decided;
            }
        }
    }
}

fn worlds() -> impl Strategy<Value = World> {
    let stakes = |companies: usize| {
        let stake = (0..companies + PEOPLE, 1_u32..=60, 0_u32..=30);
        (prop::collection::vec(stake, 0..4), any::<bool>()).prop_map(|(drawn, all)| {
            let (mut left, mut of): (u32, Vec<(usize, u32, u32)>) = (100, Vec::new());
            for (holder, least, more) in drawn {
                if left > 0 && of.iter().all(|(other, ..)| *other != holder) {
                    let least = least.min(left);
                    left -= least;
                    of.push((holder, least, (least + more).min(100)));
                }
            }
            // Often all of a company is told, so that circles close.
            if let Some(last) = of.last_mut().filter(|_| all) {
                last.1 += left;
                last.2 = last.2.max(last.1);
            }
            of
        })
    };
    (1_usize..6)
        .prop_flat_map(move |companies| prop::collection::vec(stakes(companies), companies).prop_map(|of| World { of }))
}

fn number(fraction: &quipu::ownership::Fraction) -> f64 {
    f64::midpoint(f64::from(fraction.parts_down()), f64::from(fraction.parts_up())) / 1e6
}

// What somebody has by the answer: the lower bound and the upper one.
fn part(owners: &Owners, party: PartyId) -> (f64, f64) {
    let owner = owners.owners.iter().find(|owner| owner.holder == Holder::Party(party)).map(|owner| &owner.shares);
    let end = owners.ends.iter().find(|end| end.party == party).map(|end| &end.shares);
    owner.or(end).map_or((0.0, 0.0), |part| (number(&part.least), number(&part.most)))
}

const CLOSE: f64 = 3e-6;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn shares_are_those_that_come_of_going_round(world in worlds()) {
        let world = world.exactly(&[0]);
        let (register, owners) = world.owners(&Parameters::default());
        let (has, untold, going) = world.by_rounds();
        for (place, has) in has.iter().enumerate() {
            // The company itself, if nobody owns it, is no owner of itself.
            if place > 0 {
                let (least, most) = part(&owners, world.party(&register, place));
                prop_assert!((least - has).abs() < CLOSE && (most - has).abs() < CLOSE, "{place}: {least} {most} {has}");
            }
        }
        let nobody = if world.of[0].is_empty() { 1.0 } else { untold };
        let remainder = &owners.shares.remainder;
        prop_assert!((number(&remainder.least) - nobody).abs() < CLOSE, "{remainder} {nobody}");
        prop_assert!(remainder.is_exact());
        let closed: f64 = owners.shares.circles.iter().flat_map(|circle| &circle.closed).map(|part| number(&part.least)).sum();
        prop_assert!((closed - going).abs() < CLOSE, "{closed} {going}");
    }

    #[test]
    fn ranges_hold_whatever_the_shares_in_them_are(world in worlds(), at in prop::collection::vec(0_u32..=100, 1..12)) {
        let (register, owners) = world.owners(&Parameters::default());
        let exact = world.exactly(&at);
        let (has, untold, going) = exact.by_rounds();
        // Rounds do not end where nearly all goes round.
        prop_assume!(going < 1e-9 || owners.shares.circles.iter().any(|circle| circle.closed.is_some()));
        for (place, has) in has.iter().enumerate().skip(1) {
            let (least, most) = part(&owners, world.party(&register, place));
            prop_assert!(least - CLOSE < *has && *has < most + CLOSE, "{place}: {least} {most} {has}");
        }
        if !world.of[0].is_empty() {
            let remainder = &owners.shares.remainder;
            let (least, most) = (number(&remainder.least), number(&remainder.most));
            prop_assert!(least - CLOSE < untold && untold < most + CLOSE, "{least} {most} {untold}");
        }
        for person in world.of.len()..world.of.len() + PEOPLE {
            let decides = exact.decided_by(person)[0];
            let party = world.party(&register, person);
            let owner = owners.owners.iter().find(|owner| owner.holder == Holder::Party(party));
            match owner.and_then(|owner| owner.control.controls) {
                Some(Certainty::Certain) => prop_assert!(decides),
                Some(Certainty::Possible) => {}
                None => prop_assert!(!decides),
            }
        }
    }

    #[test]
    fn control_is_what_spreads(world in worlds()) {
        let world = world.exactly(&[0]);
        let (register, owners) = world.owners(&Parameters::default());
        for person in world.of.len()..world.of.len() + PEOPLE {
            let party = world.party(&register, person);
            let owner = owners.owners.iter().find(|owner| owner.holder == Holder::Party(party));
            let decided = world.decided_by(person);
            let controls = owner.and_then(|owner| owner.control.controls);
            prop_assert_eq!(controls, decided[0].then_some(Certainty::Certain));
            if let Some(owner) = owner {
                let decides: u32 = world.of[0].iter().filter(|(holder, ..)| decided[*holder]).map(|(_, share, _)| share).sum();
                prop_assert_eq!(owner.control.decides.least.parts_down(), decides * 10_000);
                prop_assert!(owner.control.decides.is_exact());
            }
        }
    }

    #[test]
    fn circles_that_are_too_large_are_bounded(world in worlds()) {
        let (register, exact) = world.owners(&Parameters::default());
        let (_, bounded) = world.owners(&Parameters { exact_circle: 0, ..Parameters::default() });
        for place in 1..world.of.len() + PEOPLE {
            let party = world.party(&register, place);
            let ((least, most), (lower, upper)) = (part(&exact, party), part(&bounded, party));
            prop_assert!(lower <= least + CLOSE && most <= upper + CLOSE, "{place}: {lower} {least} {most} {upper}");
            prop_assert!(upper - lower < most - least + 0.02, "{place}: {lower} {least} {most} {upper}");
        }
        let (narrow, wide) = (&exact.shares.remainder, &bounded.shares.remainder);
        prop_assert!(wide.least <= narrow.least && narrow.most <= wide.most, "{narrow} in {wide}");
    }
}
