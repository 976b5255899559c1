//! What data a rule needs, read off its conditions, so that nobody has to keep a list in step with them.

use super::rule::{AccountTerms, Filter, Holders, Rule, Series, Subject, Value};
use super::{Indicator, Level, Need};
use crate::detect::Pattern;

/// Needs that all must be met; each by any one of its own.
pub type Needs = Vec<Vec<Need>>;

impl Indicator {
    /// What data it needs: for each of its rules, needs that all must be met, each by any one of those in it. An indicator
    /// without rules has those that its entry lists.
    #[must_use]
    pub fn needs(&self) -> Vec<Needs> {
        if self.rule.is_empty() {
            return vec![self.needs.iter().map(|need| vec![*need]).collect()];
        }
        self.rule.iter().map(Rule::needs).collect()
    }
}

impl Rule {
    /// What data it needs.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let mut needs = Needs::new();
        for filter in self.filters() {
            needs.extend(filter.needs().into_iter().map(|need| vec![need]));
        }
        match self {
            Self::Series(series) => of_series(series, &mut needs),
            Self::Then(then) => {
                of_series(&then.first, &mut needs);
                for step in &then.step {
                    needs.extend(step.distinct.iter().filter_map(|distinct| distinct.of.need()).map(|need| vec![need]));
                    if step.elsewhere {
                        needs.push(vec![Need::Place]);
                    }
                }
            }
            Self::Shape(shape) => {
                if shape.balance_at_most.is_some() {
                    needs.push(vec![Need::Balance]);
                }
                if shape.detect.patterns.contains(&Pattern::Structuring) {
                    needs.push(vec![Need::Threshold]);
                }
            }
            Self::Linked(_) => {}
            Self::Price(_) => needs.extend([vec![Need::HsCode], vec![Need::UnitPrice]]),
            Self::Peers(_) => needs.extend([vec![Need::Holders], vec![Need::Occupation, Need::Industry]]),
            Self::SharedContact(_) => needs.extend([vec![Need::Holders], vec![Need::Contact]]),
            Self::Travel(_) => needs.push(vec![Need::Coordinates]),
            Self::Contract(_) => needs.extend([vec![Need::Contract], vec![Need::ContractTotal]]),
            Self::StrawMan(_) => needs.extend([vec![Need::Holders], vec![Need::Ownership], vec![Need::Income]]),
            Self::Layers(_) | Self::Circle(_) | Self::Mirror(_) | Self::LoanBack(_) => {
                needs.extend([vec![Need::Holders], vec![Need::Ownership]])
            }
            Self::PublicMoney(_) => {
                needs.extend([vec![Need::Holders], vec![Need::PublicBody], vec![Need::Exposure]]);
            }
        }
        needs.sort();
        needs.dedup();
        needs
    }
}

fn of_series(series: &Series, needs: &mut Needs) {
    let distinct = series.distinct.iter().filter_map(|distinct| distinct.of.need());
    if series.any_distinct {
        let any: Vec<Need> = distinct.collect();
        if any.len() == series.distinct.len() {
            needs.push(any);
        }
    } else {
        needs.extend(distinct.map(|need| vec![need]));
    }
    if matches!(series.sum, Some(Level::Threshold(_))) {
        needs.push(vec![Need::Threshold]);
    }
    match series.subject {
        Subject::Group => needs.push(vec![Need::Holders]),
        Subject::Provider => needs.push(vec![Need::Institution]),
        Subject::Account | Subject::Pair => {}
    }
    let AccountTerms { age, income, .. } = &series.account;
    if age.is_some() {
        needs.push(vec![Need::Opened]);
    }
    if income.is_some() {
        needs.push(vec![Need::Income]);
    }
}

impl Filter {
    fn needs(&self) -> Vec<Need> {
        let mut needs = Vec::new();
        let mut add = |when: bool, need: Need| {
            if when {
                needs.push(need);
            }
        };
        add(!self.channel.is_empty(), Need::Channel);
        add(!self.purpose.is_empty(), Need::Purpose);
        add(!self.merchant.is_empty(), Need::MerchantCategory);
        add(!self.denomination.is_empty(), Need::Denomination);
        add(!self.own_place.is_empty() || self.away, Need::Place);
        add(!self.other_country.is_empty() || self.abroad, Need::Country);
        let level = |level: Option<Level>| matches!(level, Some(Level::Threshold(_)));
        add(level(self.from) || level(self.below), Need::Threshold);
        add(self.hours.is_some(), Need::LocalTime);
        add(self.virtual_asset, Need::VirtualAsset);
        add(self.invoice_of_another, Need::InvoiceParty);
        let industry = [&self.own_industry, &self.own_industry_not, &self.other_industry];
        add(industry.iter().any(|lists| !lists.is_empty()), Need::Industry);
        add(self.other_address_of.is_some(), Need::Address);
        add(self.holders.is_some() || self.other_address_of.is_some(), Need::Holders);
        add(self.holders == Some(Holders::Affiliated), Need::Ownership);
        add(self.holders == Some(Holders::Relatives), Need::Family);
        needs
    }
}

impl Value {
    const fn need(self) -> Option<Need> {
        match self {
            Self::Counterparties => None,
            Self::Institutions => Some(Need::Institution),
            Self::OtherPlaces | Self::Places => Some(Need::Place),
            Self::Branches => Some(Need::Branch),
            Self::Conductors => Some(Need::Conductor),
            Self::MerchantKinds => Some(Need::MerchantCategory),
            Self::Employees => Some(Need::Employee),
        }
    }
}
