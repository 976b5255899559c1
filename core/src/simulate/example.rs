//! The case that the project ships: an invented network among an invented ordinary life.
//!
//! A labour agency in Guatemala sells jobs that do not exist as promised and keeps the workers in debt; what they earn in
//! the United States is collected as cash. Twice, a month apart: families pay the agency its fee; cash is deposited in
//! many towns and withdrawn at the border; a shop there deposits cash just below the threshold; both send what they have
//! through Panama, Colombia and Ecuador to a firm in Peru; it is spread over private accounts that all pay one firm in
//! Panama; which sends it in a circle and has it back as a loan.

use super::book::Book;
use super::calendar::DAY;
use super::draw::Draw;
use super::entry::Purpose;
use super::geography::{BANKS_A_COUNTRY, COUNTRIES, DOLLAR, PLACES_A_COUNTRY};
use super::kind::Planted;
use super::parameters::Parameters;
use super::population::{Population, Role};
use super::stage::{Stage, reporting_threshold};
use super::{Instance, Simulation, patterns};
use crate::model::Timestamp;
use std::collections::BTreeMap;

/// Who plays what.
pub(super) struct Cast {
    agency: u32,
    families: Vec<u32>,
    funnels: Vec<u32>,
    shop: u32,
    consolidator: u32,
    trader: u32,
    importer: u32,
    exporter: u32,
    helpers: Vec<u32>,
    owner: u32,
    shells: [u32; 2],
}

impl Simulation {
    /// The example that the project ships: 3,000 rows over 90 days in a dozen countries, one invented network of trafficking
    /// in persons among them, and one of each look-alike. Always the same.
    #[must_use]
    pub fn example() -> Self {
        let parameters = Parameters {
            seed: 1492,
            accounts: 600,
            transactions: 3000,
            days: 90,
            // 2025-03-03, a Monday.
            start: Timestamp(1_740_960_000_000),
            planted: Some(0),
            look_alikes: Some(1),
            look_alikes_by_name: BTreeMap::new(),
            ..Parameters::default()
        };
        let mut world = Self::world(&parameters);
        let cast = Cast::choose(&mut world.population);
        // These parameters leave room for what is planted, whatever the machine: a test runs them.
        Self::live(parameters, world, Some(&cast), None).unwrap_or_else(|_| unreachable!())
    }
}

impl Cast {
    // Takes firms and people of ordinary life and settles them where the story needs them.
    fn choose(population: &mut Population) -> Self {
        let mut cast = Settler { population, taken: BTreeMap::new() };
        Self {
            agency: cast.settle(Role::Company, "GT", "Huehuetenango", false),
            families: (0..9).map(|_| cast.settle(Role::Person, "GT", "Huehuetenango", false)).collect(),
            funnels: (0..2).map(|_| cast.settle(Role::Person, "US", "Houston", false)).collect(),
            shop: cast.settle(Role::Merchant, "US", "Laredo", false),
            consolidator: cast.settle(Role::Company, "PA", "Colón", true),
            trader: cast.settle(Role::Company, "CO", "Ipiales", true),
            importer: cast.settle(Role::Company, "EC", "Tulcán", true),
            exporter: cast.settle(Role::Company, "PE", "Puerto Maldonado", true),
            helpers: (0..6).map(|_| cast.settle(Role::Person, "PE", "Puerto Maldonado", false)).collect(),
            owner: cast.settle(Role::Landlord, "PA", "Ciudad de Panamá", true),
            shells: [
                cast.settle(Role::Company, "CO", "Cúcuta", true),
                cast.settle(Role::Merchant, "EC", "Machala", true),
            ],
        }
    }

    /// Pays everything, and tells of each instance.
    pub(super) fn perform(&self, book: &mut Book<'_>, seed: u64, instances: &mut Vec<Instance>) {
        for round in 0..2 {
            let mut reserve = Vec::new();
            let mut stage = Stage::new(book, Draw::new(seed, 500 + u64::from(round)), &mut reserve);
            let day = 18 + round * 31;
            self.fees(&mut stage, day, instances);
            let mut cash = 0;
            for funnel in &self.funnels {
                cash += self.funnel(&mut stage, day + 2, *funnel, instances);
            }
            let deposited = self.structuring(&mut stage, day + 4, cash, instances);
            // What the agency took in nine fees, and what the shop paid in.
            let fees = stage.worth(self.agency, 1_550_000);
            let route = [self.agency, self.consolidator, self.trader, self.exporter];
            let first = self.chain(&mut stage, day + 2, &route, fees, instances);
            let sent = stage.draw.share(deposited, 9000, 9500);
            let route = [self.shop, self.consolidator, self.importer, self.exporter];
            let second = self.chain(&mut stage, day + 10, &route, sent, instances);
            let gathered = self.scatter_gather(&mut stage, day + 14, first + second, instances);
            self.round_trip(&mut stage, day + 17, gathered, instances);
        }
        book.instance = 0;
    }

    fn open(stage: &mut Stage<'_, '_>, instances: &[Instance]) {
        stage.book.instance = instances.len() as u32 + 1;
    }

    fn close(pattern: Planted, told: patterns::Told, instances: &mut Vec<Instance>) {
        let number = 1 + instances.iter().filter(|instance| instance.pattern == pattern).count() as u32;
        instances.push(Instance {
            pattern,
            look_alike: None,
            number,
            roles: told.0,
            numbers: told.1,
            rows: Vec::new(),
        });
    }

    fn fees(&self, stage: &mut Stage<'_, '_>, day: u32, instances: &mut Vec<Instance>) {
        Self::open(stage, instances);
        let moments = stage.moments(day * DAY + 14 * 3600, 9 * 3600, self.families.len() as u32);
        for (family, at) in self.families.iter().zip(moments) {
            let cents = u64::from(stage.draw.within(175_000, 190_000));
            let fee = stage.worth(*family, cents);
            stage.pay(at, *family, self.agency, fee, Purpose::Services);
        }
        let roles = vec![("collector", vec![self.agency]), ("senders", self.families.clone())];
        Self::close(Planted::FanIn, (roles, vec![("counterparties", self.families.len() as u64)]), instances);
    }

    // Returns how much was withdrawn.
    fn funnel(&self, stage: &mut Stage<'_, '_>, day: u32, funnel: u32, instances: &mut Vec<Instance>) -> u64 {
        Self::open(stage, instances);
        let threshold = reporting_threshold(DOLLAR);
        let towns = ["Atlanta", "Chicago", "Los Angeles", "New York", "Miami", "Atlanta"];
        let mut held = 0;
        for (at, name) in stage.moments(day * DAY + 15 * 3600, 10 * 3600, 6).into_iter().zip(towns) {
            let at = stage.counter_hours(at, funnel);
            let units = u64::from(stage.draw.within(4200, 9100)) * 100;
            let branch = stage.draw.within(1, 4) as u8;
            stage.book.deposit(at, funnel, units, town_number("US", name), branch);
            held += units;
        }
        let taken = stage.draw.share(held, 8800, 9700) / 2000 * 2000;
        let laredo = town_number("US", "Laredo");
        let parts = [taken / 2, taken - taken / 2];
        for (part, at) in parts.into_iter().zip(stage.moments((day + 1) * DAY + 16 * 3600, 5 * 3600, 2)) {
            let at = stage.counter_hours(at, funnel);
            stage.book.withdraw(at, funnel, part, laredo, 1);
        }
        let numbers = vec![
            ("deposits", 6),
            ("withdrawals", 2),
            ("withdrawn_per_mille", taken * 1000 / held),
            ("threshold_units", threshold),
        ];
        Self::close(Planted::Funnel, (vec![("funnel", vec![funnel])], numbers), instances);
        taken
    }

    // Returns how much was deposited: the cash, in parts below the threshold.
    fn structuring(&self, stage: &mut Stage<'_, '_>, day: u32, cash: u64, instances: &mut Vec<Instance>) -> u64 {
        Self::open(stage, instances);
        let threshold = reporting_threshold(DOLLAR);
        let count = (cash / 940_000).clamp(3, 12) as u32;
        let laredo = town_number("US", "Laredo");
        let mut deposited = 0;
        for at in stage.moments(day * DAY + 6 * 3600, 4 * DAY, count) {
            let at = stage.counter_hours(at, self.shop);
            let units = u64::from(stage.draw.within(9_000, 9_900)) / 50 * 50 * 100;
            let branch = stage.draw.within(1, 4) as u8;
            stage.book.deposit(at, self.shop, units, laredo, branch);
            deposited += units;
        }
        let bank = stage.world().population.cash_of(self.shop);
        let roles = vec![("structurer", vec![self.shop]), ("counterparties", vec![bank])];
        let numbers = vec![("deposits", u64::from(count)), ("threshold_units", threshold)];
        Self::close(Planted::Structuring, (roles, numbers), instances);
        deposited
    }

    // Returns what reached the end.
    fn chain(
        &self,
        stage: &mut Stage<'_, '_>,
        day: u32,
        route: &[u32],
        sum: u64,
        instances: &mut Vec<Instance>,
    ) -> u64 {
        Self::open(stage, instances);
        let mut at = day * DAY + 16 * 3600;
        let mut carried = sum;
        let mut arrived = 0;
        for pair in route.windows(2) {
            arrived = stage.pay(at, pair[0], pair[1], carried, Purpose::Invoice);
            carried = stage.draw.share(arrived, 9500, 9900);
            at += 18 * 3600 + stage.draw.within(0, 6 * 3600);
        }
        let last = route.len() - 1;
        let roles = vec![("source", vec![route[0]]), ("layers", route[1..last].to_vec()), ("sink", vec![route[last]])];
        Self::close(Planted::LayeringChain, (roles, vec![("hops", last as u64)]), instances);
        arrived
    }

    // Returns what reached the owner.
    fn scatter_gather(&self, stage: &mut Stage<'_, '_>, day: u32, sum: u64, instances: &mut Vec<Instance>) -> u64 {
        Self::open(stage, instances);
        let count = self.helpers.len() as u32;
        let sent = stage.draw.share(sum, 9400, 9800);
        let parts = stage.divide(sent, count);
        let out = stage.moments(day * DAY + 14 * 3600, 4 * 3600, count);
        let back = stage.moments(day * DAY + 20 * 3600, 8 * 3600, count);
        let mut gathered = 0;
        for (position, (helper, part)) in self.helpers.iter().zip(parts).enumerate() {
            let received = stage.pay(out[position], self.exporter, *helper, part, Purpose::Services);
            let passed = stage.draw.share(received, 9500, 9800);
            gathered += stage.pay(back[position], *helper, self.owner, passed, Purpose::Nothing);
        }
        let roles =
            vec![("source", vec![self.exporter]), ("middles", self.helpers.clone()), ("sink", vec![self.owner])];
        Self::close(Planted::ScatterGather, (roles, vec![("middles", u64::from(count))]), instances);
        gathered
    }

    fn round_trip(&self, stage: &mut Stage<'_, '_>, day: u32, sum: u64, instances: &mut Vec<Instance>) {
        Self::open(stage, instances);
        let members = vec![self.owner, self.shells[0], self.shells[1]];
        let mut at = day * DAY + 15 * 3600;
        let first = stage.draw.share(sum, 9000, 9500);
        let mut carried = first;
        let mut returned = 0;
        for (position, purpose) in [Purpose::Services, Purpose::Invoice, Purpose::Loan].into_iter().enumerate() {
            returned = stage.pay(at, members[position], members[(position + 1) % 3], carried, purpose);
            carried = stage.draw.share(returned, 9800, 9950);
            at += 20 * 3600 + stage.draw.within(0, 4 * 3600);
        }
        let numbers = vec![("hops", 3), ("returned_per_mille", returned * 1000 / first)];
        let roles = vec![("originator", vec![self.owner]), ("members", members)];
        Self::close(Planted::RoundTrip, (roles, numbers), instances);
    }
}

struct Settler<'a> {
    population: &'a mut Population,
    // How many of a role in a country are taken.
    taken: BTreeMap<(Role, u8), usize>,
}

impl Settler<'_> {
    // The next account of a role in a country, from the least busy, moved to a town; firms that trade across borders
    // keep dollars.
    fn settle(&mut self, role: Role, country: &str, town: &str, dollars: bool) -> u32 {
        let place = town_number(country, town);
        let number = place / PLACES_A_COUNTRY;
        let group = self.population.group(role, number);
        let taken = self.taken.entry((role, number)).or_default();
        *taken += 1;
        let account = group[group.len().saturating_sub(*taken)];
        let holder = &mut self.population.accounts[account as usize];
        holder.place = place;
        holder.bank = number * BANKS_A_COUNTRY as u8;
        holder.money = if dollars { DOLLAR } else { COUNTRIES[usize::from(number)].money };
        account
    }
}

// The number of a town by name; the names here are those of the map, as a test of the whole example shows.
fn town_number(code: &str, town: &str) -> u8 {
    let country = COUNTRIES.iter().position(|country| country.code == code).unwrap_or(0);
    let place = COUNTRIES[country].places.iter().position(|place| *place == town).unwrap_or(0);
    country as u8 * PLACES_A_COUNTRY + place as u8
}
