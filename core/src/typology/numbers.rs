//! The numbers of a rule by name, so that explanations, status and what is written of an alert agree on them.

use super::quantity::Level;
use super::rule::{Filter, Rule, Series, Value};
use crate::model::Span;
use std::fmt::Display;

/// A number of a rule as it is written; spans are told in words in explanations.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) span: Option<Span>,
}

type Numbers = Vec<(String, Written)>;

/// The numbers of a rule, in order.
pub(super) fn of(rule: &Rule) -> Numbers {
    let mut numbers = Numbers::new();
    let mut add = |name: &str, value: &dyn Display| {
        numbers.push((name.to_owned(), Written { text: value.to_string(), span: None }));
    };
    match rule {
        Rule::Series(series) => of_series(&mut numbers, "", series),
        Rule::Then(then) => {
            of_series(&mut numbers, "", &then.first);
            for (place, step) in then.step.iter().enumerate() {
                let before = if place == 0 { "step.".to_owned() } else { format!("step{}.", place + 1) };
                of_filter(&mut numbers, &before, &step.filter);
                span(&mut numbers, &format!("{before}within"), step.within);
                put(&mut numbers, &format!("{before}rows"), (step.rows > 1).then_some(step.rows));
                put(&mut numbers, &format!("{before}share"), step.share);
                for distinct in &step.distinct {
                    put(&mut numbers, &format!("{before}{}", distinct.of.name()), Some(distinct.least));
                }
            }
        }
        Rule::Shape(shape) => {
            for (name, value, length) in super::shape_numbers::of(&shape.detect) {
                numbers.push((name, Written { text: value, span: length }));
            }
            put(&mut numbers, "balance", shape.balance_at_most);
        }
        Rule::Linked(linked) => {
            add("subjects", &linked.subjects);
            span(&mut numbers, "within", linked.within);
        }
        Rule::Price(price) => {
            add("deviations", &price.deviations);
            add("apart", &price.apart);
            add("prices", &price.prices);
        }
        Rule::Peers(peers) => {
            add("deviations", &peers.deviations);
            add("apart", &peers.apart);
            add("peers", &peers.peers);
        }
        Rule::SharedContact(shared) => add("accounts", &shared.accounts),
        Rule::Travel(travel) => {
            add("kilometres", &travel.kilometres);
            add("speed", &travel.kilometres_an_hour);
        }
        Rule::Contract(contract) => add("over", &contract.over),
        Rule::StrawMan(straw) => {
            add("companies", &straw.companies);
            add("income", &straw.income);
        }
        Rule::Layers(layers) => {
            add("layers", &layers.layers);
            add("secret", &layers.secret);
        }
        Rule::Circle(circle) => add("companies", &circle.companies),
        Rule::Mirror(mirror) => {
            add("apart", &mirror.apart);
            span(&mut numbers, "within", mirror.within);
        }
        Rule::PublicMoney(public) => {
            put(&mut numbers, "payments", Some(public.payments));
            span(&mut numbers, "window", public.window);
            put(&mut numbers, "hops", Some(public.hops));
            span(&mut numbers, "within", public.within);
            put(&mut numbers, "share", Some(public.share));
        }
        Rule::LoanBack(loan) => {
            of_filter(&mut numbers, "", &loan.filter);
            span(&mut numbers, "within", loan.within);
            put(&mut numbers, "share", Some(loan.share));
        }
    }
    numbers
}

fn put(numbers: &mut Numbers, name: &str, value: Option<impl Display>) {
    if let Some(value) = value {
        numbers.push((name.to_owned(), Written { text: value.to_string(), span: None }));
    }
}

fn span(numbers: &mut Numbers, name: &str, span: Span) {
    numbers.push((name.to_owned(), Written { text: span.to_string(), span: Some(span) }));
}

fn of_filter(numbers: &mut Numbers, before: &str, filter: &Filter) {
    put(numbers, &format!("{before}from"), filter.from);
    put(numbers, &format!("{before}below"), filter.below);
    put(numbers, &format!("{before}hours"), filter.hours);
    put(numbers, &format!("{before}other-address-of"), filter.other_address_of);
}

fn of_series(numbers: &mut Numbers, before: &str, series: &Series) {
    of_filter(numbers, before, &series.filter);
    span(numbers, &format!("{before}window"), series.window);
    put(numbers, &format!("{before}rows"), (series.rows > 1).then_some(series.rows));
    put(numbers, &format!("{before}sum"), series.sum);
    for distinct in &series.distinct {
        put(numbers, &format!("{before}{}", distinct.of.name()), Some(distinct.least));
    }
    for part in &series.part {
        of_filter(numbers, &format!("{before}part."), &part.filter);
        put(numbers, &format!("{before}part"), Some(part.least));
    }
    if let Some(age) = series.account.age {
        span(numbers, &format!("{before}age"), age);
    }
    put(numbers, &format!("{before}history"), series.account.history);
    put(numbers, &format!("{before}income"), series.account.income);
}

impl Value {
    /// The name that rules and output use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counterparties => "counterparties",
            Self::Institutions => "institutions",
            Self::OtherPlaces => "other-places",
            Self::Places => "places",
            Self::Branches => "branches",
            Self::Conductors => "conductors",
            Self::MerchantKinds => "merchant-kinds",
            Self::Employees => "employees",
        }
    }
}

// With each, more of the ledger is near to everyone.
const MOST_HOPS: u32 = 6;

// What is kept of each company grows with it.
const MOST_LAYERS: u32 = 32;

/// Whether every number is one that its rule can work with.
pub(super) fn check(rule: &Rule) -> Result<(), String> {
    let at_least_one = |name: &str, number: u32| {
        if number == 0 { Err(format!("{name} is 0; it must be 1 or more")) } else { Ok(()) }
    };
    let series = |series: &Series| {
        at_least_one("rows", series.rows)?;
        series.distinct.iter().try_for_each(|distinct| at_least_one("least", distinct.least))?;
        match series.part.iter().find(|part| part.least.0 > 100) {
            Some(part) => Err(format!("part is {}; it cannot be more than all", part.least)),
            None => Ok(()),
        }
    };
    match rule {
        Rule::Series(one) => series(one),
        Rule::Then(then) if then.step.is_empty() => Err("then has no step; give it one, or write a series".to_owned()),
        Rule::Then(then) => {
            series(&then.first)?;
            then.step.iter().try_for_each(|step| at_least_one("rows", step.rows))
        }
        Rule::Shape(shape) if shape.detect.patterns.is_empty() => {
            Err("shape.detect names no patterns; name them in patterns".to_owned())
        }
        Rule::Shape(shape) => shape.detect.check(),
        Rule::Linked(linked) => at_least_one("subjects", linked.subjects),
        Rule::Price(price) => at_least_one("prices", price.prices),
        Rule::Peers(peers) => at_least_one("peers", peers.peers),
        Rule::SharedContact(shared) => at_least_one("accounts", shared.accounts),
        Rule::Travel(travel) => at_least_one("kilometres-an-hour", travel.kilometres_an_hour),
        Rule::Contract(_) | Rule::Mirror(_) | Rule::LoanBack(_) => Ok(()),
        Rule::StrawMan(straw) if matches!(straw.income, Level::Threshold(_)) => {
            Err(format!("income is {}; write an amount and its currency, as 400 USD", straw.income))
        }
        Rule::PublicMoney(public) if !(1..=MOST_HOPS).contains(&public.hops) => {
            Err(format!("hops is {}; it must be from 1 to {MOST_HOPS}", public.hops))
        }
        Rule::PublicMoney(public) => at_least_one("payments", public.payments),
        Rule::StrawMan(straw) => at_least_one("companies", straw.companies),
        Rule::Layers(layers) if !(1..=MOST_LAYERS).contains(&layers.layers) => {
            Err(format!("layers is {}; it must be from 1 to {MOST_LAYERS}", layers.layers))
        }
        Rule::Layers(_) => Ok(()),
        Rule::Circle(circle) if circle.companies < 2 => {
            Err(format!("companies is {}; a circle has 2 or more", circle.companies))
        }
        Rule::Circle(_) => Ok(()),
    }
}
