//! An organisation across three countries that transactions alone do not show: whoever looks at one account sees nothing.
//!
//! A man in Colombia, who is on a list of sanctions, owns nothing in his own name but a holding in Panama. Through it he
//! has firms in Colombia, Mexico and the United States. Twice, a month apart: his sister pays cash into two accounts at two
//! banks, below the threshold, and never more than two deposits into one; people in Mexico pay the importer there, a few
//! into each of its three accounts; the firm in the United States pays a firm in Mexico that a straw man fronts, which
//! pays the importer, of the same owner; and the importer pays an adviser in Colombia for advice, who lends the money to
//! the firm there, of the same owner.
//!
//! Structuring shows when the sister's accounts are one, the fan when the importer's are, and that the money comes back
//! when firms under one controller are. The straw man owns his firm in the eyes of the register; that he and it share a
//! phone with a firm of the other's is what ties them.

pub(super) mod names;

use super::book::Book;
use super::calendar::DAY;
use super::draw::Draw;
use super::entry::Purpose;
use super::geography::{BANKS_A_COUNTRY, COUNTRIES, DOLLAR};
use super::kind::Planted;
use super::population::{Population, Role};
use super::stage::{Stage, reporting_threshold};
use super::{Instance, patterns};

/// Accounts that the organisation has for itself.
pub(super) const ACCOUNTS: u32 = 9;
/// Fewer accounts make a world in which a country has one bank.
pub(super) const LEAST_ACCOUNTS: u32 = 600;
/// What it does takes two months.
pub(super) const LEAST_DAYS: u32 = 75;

/// Its accounts.
pub(crate) struct Organization {
    /// The sister's, at two banks.
    pub(super) sister: [u32; 2],
    /// The importer's in Mexico.
    pub(super) importer: [u32; 3],
    /// The trading firm's in the United States.
    pub(super) trader: u32,
    /// That of the firm that a straw man fronts.
    pub(super) front: u32,
    /// The firm's in Colombia.
    pub(super) firm: u32,
    /// The adviser's in Colombia.
    pub(super) adviser: u32,
}

impl Organization {
    /// Takes reserved accounts and settles them where they are needed.
    pub(super) fn choose(population: &mut Population) -> Self {
        let mut reserved: Vec<u32> = population.everyone(Role::Reserved).take(ACCOUNTS as usize).collect();
        let mut settle = |country: &str, bank: u8, dollars: bool| {
            // As many are reserved as are settled.
            let account = reserved.pop().unwrap_or(0);
            let country = COUNTRIES.iter().position(|one| one.code == country).unwrap_or(0);
            let holder = &mut population.accounts[account as usize];
            holder.place = country as u8 * super::geography::PLACES_A_COUNTRY;
            holder.bank = (country * BANKS_A_COUNTRY) as u8 + bank;
            holder.money = if dollars { DOLLAR } else { COUNTRIES[country].money };
            account
        };
        Self {
            sister: [settle("US", 0, true), settle("US", 1, true)],
            importer: [settle("MX", 0, false), settle("MX", 1, false), settle("MX", 0, false)],
            trader: settle("US", 1, true),
            front: settle("MX", 1, true),
            firm: settle("CO", 0, true),
            adviser: settle("CO", 1, true),
        }
    }

    /// All its accounts.
    pub(super) fn accounts(&self) -> [u32; ACCOUNTS as usize] {
        let ([one, two], [first, second, third]) = (self.sister, self.importer);
        [one, two, first, second, third, self.trader, self.front, self.firm, self.adviser]
    }

    /// Pays everything, and tells of each part.
    pub(super) fn perform(&self, book: &mut Book<'_>, seed: u64, instances: &mut Vec<Instance>) {
        for round in 0..2 {
            let mut reserve = Vec::new();
            let mut stage = Stage::new(book, Draw::new(seed, 600 + u64::from(round)), &mut reserve);
            let day = 16 + round * 31;
            let deposited = self.structuring(&mut stage, day, instances);
            let collected = self.collection(&mut stage, day + 1, instances);
            let sent = stage.draw.share(deposited, 9500, 9800);
            for (account, part) in self.sister.into_iter().zip([sent / 2, sent - sent / 2]) {
                stage.pay((day + 6) * DAY + 15 * 3600, account, self.trader, part, Purpose::Loan);
            }
            let purposes = [Purpose::Invoice, Purpose::Order];
            self.round(&mut stage, day + 8, [self.trader, self.front, self.importer[0]], (sent, purposes), instances);
            let fee = stage.draw.share(collected, 9000, 9600);
            let purposes = [Purpose::Services, Purpose::Loan];
            self.round(&mut stage, day + 11, [self.importer[2], self.adviser, self.firm], (fee, purposes), instances);
            self.cover(&mut stage, day);
        }
        book.instance = 0;
    }

    // Two deposits into each of the sister's accounts. Returns how much.
    fn structuring(&self, stage: &mut Stage<'_, '_>, day: u32, instances: &mut Vec<Instance>) -> u64 {
        open(stage, instances);
        let threshold = reporting_threshold(DOLLAR);
        let mut deposited = 0;
        for (account, days) in self.sister.into_iter().zip([[0, 2], [1, 3]]) {
            for later in days {
                let at = stage.counter_hours((day + later) * DAY + 15 * 3600, account);
                let units = u64::from(stage.draw.within(9_000, 9_900)) * 100;
                let place = stage.world().population.get(account).place;
                stage.book.deposit(at, account, units, place, 1);
                deposited += units;
            }
        }
        let banks = self.sister.map(|account| stage.world().population.cash_of(account));
        let roles = vec![("structurer", self.sister.to_vec()), ("counterparties", banks.to_vec())];
        close(Planted::Structuring, (roles, vec![("deposits", 4), ("threshold_units", threshold)]), instances);
        deposited
    }

    // Three people pay into each of the importer's accounts within a day. Returns what came in.
    fn collection(&self, stage: &mut Stage<'_, '_>, day: u32, instances: &mut Vec<Instance>) -> u64 {
        open(stage, instances);
        let senders = stage.neighbours(Role::Person, self.importer[0], 9);
        let moments = stage.moments(day * DAY + 14 * 3600, 8 * 3600, senders.len() as u32);
        let mut collected = 0;
        for (place, (sender, at)) in senders.iter().zip(moments).enumerate() {
            let cents = u64::from(stage.draw.within(280_000, 420_000));
            let paid = stage.worth(*sender, cents);
            collected += stage.pay(at, *sender, self.importer[place % 3], paid, Purpose::Nothing);
        }
        // What the others have goes to the third.
        for own in &self.importer[..2] {
            let at = (day + 2) * DAY + 16 * 3600;
            let part = stage.draw.share(collected / 3, 9000, 9800);
            stage.pay(at, *own, self.importer[2], part, Purpose::Nothing);
        }
        let roles = vec![("collector", self.importer.to_vec()), ("senders", senders)];
        close(Planted::FanIn, (roles, vec![("counterparties", 9)]), instances);
        collected
    }

    // Money that leaves one firm and comes back to another of the same owner.
    fn round(
        &self,
        stage: &mut Stage<'_, '_>,
        day: u32,
        route: [u32; 3],
        (sum, purposes): (u64, [Purpose; 2]),
        instances: &mut Vec<Instance>,
    ) {
        open(stage, instances);
        let mut at = day * DAY + 16 * 3600;
        let mut carried = stage.draw.share(sum, 9300, 9800);
        let first = carried;
        for (pair, purpose) in route.windows(2).zip(purposes) {
            let received = stage.pay(at, pair[0], pair[1], carried, purpose);
            carried = stage.draw.share(received, 9600, 9900);
            at += 18 * 3600;
        }
        let roles = vec![("originator", vec![route[0], route[2]]), ("members", route.to_vec())];
        close(Planted::RoundTrip, (roles, vec![("hops", 2), ("first_units", first)]), instances);
    }

    // What any firm receives and pays, so that none stands out for having no other life.
    fn cover(&self, stage: &mut Stage<'_, '_>, day: u32) {
        stage.book.instance = 0;
        for firm in [self.importer[0], self.importer[1], self.trader, self.front, self.firm, self.adviser] {
            for week in 0..4 {
                let customer = stage.neighbours(Role::Company, firm, 1);
                let cents = u64::from(stage.draw.within(40_000, 190_000));
                for customer in customer {
                    let at = stage.on_day(day + week * 7, customer, super::calendar::Rhythm::Office);
                    let paid = stage.worth(customer, cents);
                    stage.pay(at, customer, firm, paid, Purpose::Invoice);
                }
            }
        }
    }
}

fn open(stage: &mut Stage<'_, '_>, instances: &[Instance]) {
    stage.book.instance = instances.len() as u32 + 1;
}

fn close(pattern: Planted, (roles, numbers): patterns::Told, instances: &mut Vec<Instance>) {
    let same = |instance: &&Instance| instance.pattern == pattern && instance.look_alike.is_none();
    let number = 1 + instances.iter().filter(same).count() as u32;
    instances.push(Instance { pattern, look_alike: None, number, roles, numbers, rows: Vec::new() });
}
