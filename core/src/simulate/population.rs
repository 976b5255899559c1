//! Who holds accounts: people, firms, landlords, tills, one hub; where, at which bank, in which currency.

use super::draw::{Draw, mix, skew};
use super::geography::{BANKS_A_COUNTRY, COUNTRIES, Country, DOLLAR, PLACES_A_COUNTRY};

/// What an account's holder does in ordinary life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The one company that takes part in 3 % of all payments.
    Hub,
    /// A bank's own cash account: the other side of cash paid in and out at its branches and machines.
    Cash,
    /// A tax office that also pays benefits.
    Government,
    /// A card processor.
    Processor,
    /// A firm that employs people and buys from other firms.
    Company,
    /// A shop.
    Merchant,
    /// Someone who lets homes.
    Landlord,
    /// Takes part in nothing but what is planted.
    Fresh,
    /// Takes part in a single planted instance, and in nothing else.
    Reserved,
    /// Everyone else.
    Person,
}

const ROLES: usize = 10;

/// An account.
#[derive(Clone, Copy)]
pub(crate) struct Account {
    /// The bank, by number: see [`bank_name`](super::geography::bank_name).
    pub(crate) bank: u8,
    /// The home town, by number: see [`town`](super::geography::town).
    pub(crate) place: u8,
    /// The branch in that town, from 1.
    pub(crate) branch: u8,
    /// The currency, as a position in [`MONIES`](super::geography::MONIES).
    pub(crate) money: u8,
}

impl Account {
    /// The country, by number.
    pub(crate) const fn country_number(&self) -> u8 {
        self.place / PLACES_A_COUNTRY
    }

    /// The country.
    pub(crate) fn country(&self) -> &'static Country {
        &COUNTRIES[usize::from(self.country_number())]
    }
}

/// All accounts, in an order that says nothing: numbers are scrambled when written.
pub(crate) struct Population {
    pub(crate) accounts: Vec<Account>,
    /// How many of the countries are in use, from the first.
    pub(crate) countries: u8,
    banks_a_country: u8,
    seed: u64,
    // By role, then by country: who there is, the busiest first.
    groups: Vec<Vec<u32>>,
}

impl Population {
    /// Draws so many accounts, at least 100, of which so many are reserved.
    pub(crate) fn new(seed: u64, count: u32, reserved: u32, draw: &mut Draw) -> Self {
        let countries = (count / 50).clamp(4, COUNTRIES.len() as u32) as u8;
        let banks_a_country = (count / (u32::from(countries) * 25)).clamp(1, BANKS_A_COUNTRY as u32) as u8;
        let mut population =
            Self { accounts: Vec::with_capacity(count as usize), countries, banks_a_country, seed, groups: Vec::new() };
        population.groups = vec![Vec::new(); ROLES * COUNTRIES.len()];
        population.settle(Role::Hub, 0, draw);
        for country in 0..countries {
            for bank in 0..banks_a_country {
                let at = population.settle(Role::Cash, country, draw);
                population.accounts[at as usize].bank = country * BANKS_A_COUNTRY as u8 + bank;
                population.accounts[at as usize].money = COUNTRIES[usize::from(country)].money;
            }
            population.settle(Role::Government, country, draw);
        }
        // At least one shop, processor, firm and landlord and two neighbours in each country, so that everyone has one nearby.
        for role in [Role::Merchant, Role::Processor, Role::Company, Role::Landlord, Role::Person, Role::Person] {
            for country in 0..countries {
                population.settle(role, country, draw);
            }
        }
        let total_weight: u32 = COUNTRIES[..usize::from(countries)].iter().map(|country| country.weight).sum();
        for (role, per_ten_thousand) in [
            (Role::Processor, 4),
            (Role::Company, 420),
            (Role::Merchant, 620),
            (Role::Landlord, 200),
            (Role::Fresh, 500),
        ] {
            for _ in 0..(u64::from(count) * per_ten_thousand / 10_000).max(1) {
                let country = population.country_by_weight(total_weight, draw);
                population.settle(role, country, draw);
            }
        }
        for _ in 0..reserved {
            let country = population.country_by_weight(total_weight, draw);
            population.settle(Role::Reserved, country, draw);
        }
        while (population.accounts.len() as u32) < count {
            let country = population.country_by_weight(total_weight, draw);
            population.settle(Role::Person, country, draw);
        }
        population
    }

    fn country_by_weight(&self, total: u32, draw: &mut Draw) -> u8 {
        let mut at = draw.below(total);
        let position = COUNTRIES[..usize::from(self.countries)].iter().position(|country| {
            let here = at < country.weight;
            at = at.saturating_sub(country.weight);
            here
        });
        position.unwrap_or(0) as u8
    }

    fn settle(&mut self, role: Role, country: u8, draw: &mut Draw) -> u32 {
        let home = &COUNTRIES[usize::from(country)];
        let place = draw.skewed(home.places.len() as u32) as u8;
        let foreign = draw.chance(match role {
            Role::Person | Role::Company => 40,
            Role::Fresh => 80,
            _ => 0,
        });
        let at = self.accounts.len() as u32;
        self.accounts.push(Account {
            bank: country * BANKS_A_COUNTRY as u8 + draw.skewed(u32::from(self.banks_a_country)) as u8,
            place: country * PLACES_A_COUNTRY + place,
            branch: draw.within(1, 4) as u8,
            money: if foreign { DOLLAR } else { home.money },
        });
        self.groups[role as usize * COUNTRIES.len() + usize::from(country)].push(at);
        at
    }

    /// An account by number.
    pub(crate) fn get(&self, account: u32) -> &Account {
        &self.accounts[account as usize]
    }

    /// Everyone of a role in a country, the busiest first.
    pub(crate) fn group(&self, role: Role, country: u8) -> &[u32] {
        &self.groups[role as usize * COUNTRIES.len() + usize::from(country)]
    }

    /// Everyone of a role, country by country.
    pub(crate) fn everyone(&self, role: Role) -> impl Iterator<Item = u32> + '_ {
        (0..self.countries).flat_map(move |country| self.group(role, country).iter().copied())
    }

    /// Someone of a role anywhere, each alike; the hub when nobody has it.
    pub(crate) fn any(&self, role: Role, draw: &mut Draw) -> u32 {
        self.at(role, draw.below(self.size(role)))
    }

    /// Someone of a role anywhere, a few far more often than the rest; the hub when nobody has it.
    pub(crate) fn busy(&self, role: Role, draw: &mut Draw) -> u32 {
        // The country by size, then the rank within it.
        let country = self.get(self.any(role, draw)).country_number();
        let group = self.group(role, country);
        group.get(draw.skewed(group.len() as u32) as usize).copied().unwrap_or(0)
    }

    /// How many have a role.
    pub(crate) fn size(&self, role: Role) -> u32 {
        (0..self.countries).map(|country| self.group(role, country).len() as u32).sum()
    }

    fn at(&self, role: Role, mut rank: u32) -> u32 {
        for country in 0..self.countries {
            let group = self.group(role, country);
            match group.get(rank as usize) {
                Some(account) => return *account,
                None => rank -= group.len() as u32,
            }
        }
        0
    }

    /// The counterparty that an account always turns to: the same for the same slot, found without being stored. Popular
    /// ones are chosen by many. It is never the account itself unless it is the only one of its role there.
    pub(crate) fn regular(&self, account: u32, role: Role, slot: u32) -> u32 {
        let country = self.get(account).country_number();
        self.regular_in(account, role, slot, country)
    }

    /// The same in another country.
    pub(crate) fn regular_in(&self, account: u32, role: Role, slot: u32, country: u8) -> u32 {
        let group = self.group(role, country);
        if group.is_empty() {
            return 0;
        }
        let hash = mix(self.seed ^ mix(u64::from(account) << 20 ^ u64::from(slot) << 4 ^ role as u64));
        // Being popular is not being busy: ranks are turned by half of the group.
        let size = group.len() as u32;
        let rank = (skew(hash as u32, size) + size / 2) % size;
        let chosen = group[rank as usize];
        if chosen == account { group[((rank + 1) % size) as usize] } else { chosen }
    }

    /// The cash account of an account's bank.
    pub(crate) fn cash_of(&self, account: u32) -> u32 {
        self.cash_at(self.get(account).bank)
    }

    /// The cash account of a bank.
    pub(crate) fn cash_at(&self, bank: u8) -> u32 {
        let country = bank / BANKS_A_COUNTRY as u8;
        self.group(Role::Cash, country)[usize::from(bank) % BANKS_A_COUNTRY]
    }
}
