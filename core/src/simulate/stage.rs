//! What plants and look-alikes are made with: a cast of accounts, a pace that fits the resolution, and the book.

use super::book::{Book, World};
use super::calendar::DAY;
use super::draw::Draw;
use super::entry::{Channel, Purpose};
use super::geography::{COUNTRIES, DOLLAR, MONIES};
use super::population::Role;
use super::rates::convert_at_base;
use crate::model::Resolution;

/// The parts that accounts play in an instance, in the order in which they are told.
pub(crate) type Roles = Vec<(&'static str, Vec<u32>)>;

/// The numbers that an instance was made with. Names end in their unit where they have one.
pub(crate) type Numbers = Vec<(&'static str, u64)>;

/// The stage of one instance.
pub(crate) struct Stage<'b, 'w> {
    pub(crate) book: &'b mut Book<'w>,
    pub(crate) draw: Draw,
    taken: Vec<u32>,
    // Accounts that nothing else touches, shared by all instances.
    reserve: &'b mut Vec<u32>,
}

impl<'b, 'w> Stage<'b, 'w> {
    pub(crate) fn new(book: &'b mut Book<'w>, draw: Draw, reserve: &'b mut Vec<u32>) -> Self {
        Self { book, draw, taken: Vec::new(), reserve }
    }

    pub(crate) fn world(&self) -> &'w World {
        self.book.world
    }

    /// An account of a role that plays no other part in this instance.
    pub(crate) fn one_of(&mut self, role: Role) -> u32 {
        self.such(role, |_| true)
    }

    /// An account of a role that fits, after at most a thousand tries; a small world may run out and give another.
    pub(crate) fn such(&mut self, role: Role, fits: impl Fn(u32) -> bool) -> u32 {
        let population = &self.world().population;
        let mut tries = 0;
        loop {
            // In a small world a role may be used up: anybody else then.
            let role = if tries < 200 { role } else { Role::Person };
            let candidate = population.any(role, &mut self.draw);
            tries += 1;
            let free = !self.taken.contains(&candidate) && !self.book.is_apart(candidate);
            if free && (tries > 1000 || fits(candidate)) {
                self.taken.push(candidate);
                return candidate;
            }
        }
    }

    /// Someone of any walk of life: people, firms, and fresh accounts that have no other life.
    pub(crate) fn anyone(&mut self) -> u32 {
        let role = self.walk_of_life();
        self.one_of(role)
    }

    /// Someone of any walk of life who fits.
    pub(crate) fn anyone_such(&mut self, fits: impl Fn(u32) -> bool) -> u32 {
        let role = self.walk_of_life();
        self.such(role, fits)
    }

    fn walk_of_life(&mut self) -> Role {
        match self.draw.below(10) {
            0..3 => Role::Fresh,
            3..5 => Role::Company,
            _ => Role::Person,
        }
    }

    /// So many of them.
    pub(crate) fn cast(&mut self, count: u32) -> Vec<u32> {
        (0..count).map(|_| self.anyone()).collect()
    }

    /// So many accounts of a role in the country of `near`, as far as there are any.
    pub(crate) fn neighbours(&mut self, role: Role, near: u32, count: u32) -> Vec<u32> {
        let population = &self.world().population;
        let country = population.get(near).country_number();
        (0..count).map(|_| self.such(role, |account| population.get(account).country_number() == country)).collect()
    }

    /// An account that has no other life and that no other instance touches, as far as there are any left.
    pub(crate) fn fresh(&mut self) -> u32 {
        let population = &self.world().population;
        for _ in 0..200 {
            let candidate = population.any(Role::Fresh, &mut self.draw);
            if self.book.is_unused(candidate) && !self.book.is_apart(candidate) && !self.taken.contains(&candidate) {
                self.taken.push(candidate);
                self.book.keep_apart(candidate);
                return candidate;
            }
        }
        self.one_of(Role::Fresh)
    }

    /// An account that nothing else in the whole simulation touches.
    pub(crate) fn reserved(&mut self) -> u32 {
        match self.reserve.pop() {
            Some(account) => {
                self.taken.push(account);
                account
            }
            // The parameters are checked to leave enough; see `Simulation::new`.
            None => self.one_of(Role::Fresh),
        }
    }

    /// Whether time is told in days.
    pub(crate) fn coarse(&self) -> bool {
        self.world().calendar.resolution >= Resolution::Day
    }

    /// How long the transactions of one bundle may be apart, in seconds: hours where time is told finely, days where not.
    pub(crate) fn stretch(&mut self) -> u32 {
        if self.coarse() { self.draw.within(3, 10) * DAY } else { self.draw.within(4 * 3600, 20 * 3600) }
    }

    /// From one hop to the next, in seconds; never 0 after cutting to the resolution.
    pub(crate) fn gap(&mut self) -> u32 {
        let gap = if self.coarse() { self.draw.within(1, 2) * DAY } else { self.draw.within(1200, 7 * 3600) };
        self.world().calendar.cut(gap).max(self.world().calendar.step())
    }

    /// Where something that lasts so long may begin.
    pub(crate) fn begin(&mut self, length: u32) -> u32 {
        let room = self.world().calendar.seconds().saturating_sub(length);
        let at = self.draw.below(room);
        self.world().calendar.cut(at)
    }

    /// So many moments of a stretch, both ends possible, in order.
    pub(crate) fn moments(&mut self, begin: u32, length: u32, count: u32) -> Vec<u32> {
        let mut moments: Vec<u32> = (0..count).map(|_| begin + self.draw.within(0, length)).collect();
        for moment in &mut moments {
            *moment = self.world().calendar.cut(*moment);
        }
        moments.sort_unstable();
        moments
    }

    /// The same day between nine and five where the account is at home, since cash goes over a counter. What was before
    /// something else stays so.
    pub(crate) fn counter_hours(&self, second: u32, account: u32) -> u32 {
        if self.coarse() {
            return second;
        }
        let calendar = &self.world().calendar;
        let offset = self.world().population.get(account).country().utc_offset;
        let local = (i64::from(second) + i64::from(offset) * 60).max(0) as u32;
        let day = local - local % DAY;
        calendar.at(day + 9 * 3600 + local % DAY / 3, offset)
    }

    /// What a criminal payment is worth in an account's currency: a few hundred to some ten thousand dollars.
    pub(crate) fn sum(&mut self, account: u32) -> u64 {
        let cents = self.draw.around(420_000, 70).clamp(40_000, 6_000_000);
        self.worth(account, cents)
    }

    /// US cents in an account's currency.
    pub(crate) fn worth(&mut self, account: u32, cents: u64) -> u64 {
        self.book.worth(&mut self.draw, account, cents)
    }

    /// Pays by wire across borders, else by transfer. Returns what was received.
    pub(crate) fn pay(&mut self, second: u32, from: u32, to: u32, paid: u64, purpose: Purpose) -> u64 {
        let population = &self.world().population;
        let abroad = population.get(from).country_number() != population.get(to).country_number();
        let channel = match self.draw.below(10) {
            _ if abroad => Channel::Wire,
            0..5 => Channel::Transfer,
            5..9 => Channel::Instant,
            _ => Channel::Cheque,
        };
        self.book.pay(second, from, to, paid, (channel, purpose))
    }

    /// A purpose that a made-up payment claims.
    pub(crate) fn pretext(&mut self) -> Purpose {
        let pretexts = [Purpose::Nothing, Purpose::Nothing, Purpose::Invoice, Purpose::Services, Purpose::Loan];
        self.draw.one(&pretexts)
    }

    /// Divides a sum among so many, unevenly, losing nothing.
    pub(crate) fn divide(&mut self, sum: u64, among: u32) -> Vec<u64> {
        let weights: Vec<u64> = (0..among).map(|_| u64::from(self.draw.within(600, 1400))).collect();
        let total: u64 = weights.iter().sum();
        let mut parts: Vec<u64> =
            weights.iter().map(|weight| (u128::from(sum) * u128::from(*weight) / u128::from(total)) as u64).collect();
        let given: u64 = parts.iter().sum();
        if let Some(last) = parts.last_mut() {
            *last += sum - given;
        }
        parts
    }

    /// Who of a country's towns is not at home: another town of the account's country, the same for the same number.
    pub(crate) fn town_away(&self, account: u32, number: u32) -> u8 {
        let holder = self.world().population.get(account);
        let towns = holder.country().places.len() as u32;
        let first = holder.place - holder.place % super::geography::PLACES_A_COUNTRY;
        let home = u32::from(holder.place - first);
        // A country with one town has no other.
        first + ((home + 1 + number % (towns - 1).max(1)) % towns) as u8
    }

    /// Whole months (of 30 days) that fit, at least one, at most `most`, and the day on which the first begins.
    pub(crate) fn rounds(&mut self, period: u32, most: u32) -> (u32, u32) {
        let days = self.world().calendar.days.len() as u32;
        let rounds = (days / period).clamp(1, most);
        (rounds, self.draw.below(days.saturating_sub(rounds * period) + 1))
    }

    /// A moment of a day by a rhythm, in the account's time zone; the last day for what runs over the end.
    pub(crate) fn on_day(&mut self, day: u32, account: u32, rhythm: super::calendar::Rhythm) -> u32 {
        let last = self.world().calendar.days.len() as u32 - 1;
        self.book.moment_of(&mut self.draw, day.min(last), account, rhythm)
    }
}

/// From what sum in a currency a bank must report cash, in smallest units: 10,000 US or Canadian dollars or euros, 50,000
/// reais; elsewhere, for the simulation, what 10,000 dollars are.
pub(crate) fn reporting_threshold(money: u8) -> u64 {
    match MONIES[usize::from(money)].code {
        "USD" | "CAD" | "EUR" => 1_000_000,
        "BRL" => 5_000_000,
        _ => convert_at_base(1_000_000, DOLLAR, money),
    }
}

/// Whether a currency has a threshold that people know by heart.
pub(crate) fn has_known_threshold(money: u8) -> bool {
    matches!(MONIES[usize::from(money)].code, "USD" | "CAD" | "EUR" | "BRL")
}

/// How many towns the country of that number has.
pub(crate) fn towns(country: u8) -> usize {
    COUNTRIES[usize::from(country)].places.len()
}
