//! The rows as they are made: what every behaviour and every plant writes into.

use super::calendar::{Calendar, Rhythm};
use super::draw::Draw;
use super::entry::{Channel, Entry, Purpose};
use super::geography::{DOLLAR, MONIES};
use super::population::Population;
use super::rates::{Rates, convert_at_base};
use fixedbitset::FixedBitSet;

/// The simulated world before anyone pays.
pub(crate) struct World {
    pub(crate) population: Population,
    pub(crate) calendar: Calendar,
    pub(crate) rates: Rates,
}

/// The world and what has been paid in it.
pub(crate) struct Book<'w> {
    pub(crate) world: &'w World,
    pub(crate) entries: Vec<Entry>,
    /// The instance that rows are made for; 0 for ordinary life.
    pub(crate) instance: u32,
    // Accounts that pay or receive already, and those that are to do so in their own instance alone.
    used: FixedBitSet,
    apart: FixedBitSet,
}

/// How a payment is made and what it says it is for.
pub(crate) type Manner = (Channel, Purpose);

impl<'w> Book<'w> {
    /// An empty one.
    pub(crate) fn new(world: &'w World) -> Self {
        let none = FixedBitSet::with_capacity(world.population.accounts.len());
        Self { world, entries: Vec::new(), instance: 0, used: none.clone(), apart: none }
    }

    /// Whether nobody has paid the account or been paid by it.
    pub(crate) fn is_unused(&self, account: u32) -> bool {
        !self.used.contains(account as usize)
    }

    /// Whether the account belongs to an instance alone.
    pub(crate) fn is_apart(&self, account: u32) -> bool {
        self.apart.contains(account as usize)
    }

    /// Keeps the account for the instance that has it.
    pub(crate) fn keep_apart(&mut self, account: u32) {
        self.apart.insert(account as usize);
    }

    /// Pays `paid` smallest units of the payer's currency; the receiver gets it in its own, at the rate of the day less a
    /// commission when the two differ. Returns what was received.
    pub(crate) fn pay(&mut self, second: u32, from: u32, to: u32, paid: u64, manner: Manner) -> u64 {
        let (payer, receiver) = (self.world.population.get(from), self.world.population.get(to));
        let received = if payer.money == receiver.money {
            paid
        } else {
            let day = self.world.calendar.day_of(second);
            // Exchange costs 0.4 %.
            (self.world.rates.convert(paid, payer.money, receiver.money, day) * 996 / 1000).max(1)
        };
        let entry = Entry {
            second,
            made: self.entries.len() as u32,
            from,
            to,
            paid,
            received,
            paid_money: payer.money,
            received_money: receiver.money,
            channel: manner.0,
            purpose: manner.1,
            instance: self.instance,
            from_place: payer.place,
            from_branch: payer.branch,
            to_place: receiver.place,
            to_branch: receiver.branch,
        };
        self.entries.push(entry);
        self.used.insert(from as usize);
        self.used.insert(to as usize);
        received
    }

    /// Cash paid into an account at a branch of a place.
    pub(crate) fn deposit(&mut self, second: u32, account: u32, units: u64, place: u8, branch: u8) {
        let cash = self.world.population.cash_of(account);
        self.cash_row(second, cash, account, units, Channel::CashDeposit);
        let row = self.entries.len() - 1;
        (self.entries[row].from_place, self.entries[row].from_branch) = (place, branch);
    }

    /// Cash taken out of an account at a branch of a place.
    pub(crate) fn withdraw(&mut self, second: u32, account: u32, units: u64, place: u8, branch: u8) {
        let cash = self.world.population.cash_of(account);
        self.cash_row(second, account, cash, units, Channel::CashWithdrawal);
        let row = self.entries.len() - 1;
        (self.entries[row].to_place, self.entries[row].to_branch) = (place, branch);
    }

    // Cash is in the currency of the account, whatever the bank counts in.
    fn cash_row(&mut self, second: u32, from: u32, to: u32, units: u64, channel: Channel) {
        self.pay(second, from, to, units, (channel, Purpose::Nothing));
        let population = &self.world.population;
        let cash_pays = channel == Channel::CashDeposit;
        let money = population.get(if cash_pays { to } else { from }).money;
        let row = self.entries.len() - 1;
        let entry = &mut self.entries[row];
        (entry.paid, entry.received, entry.paid_money, entry.received_money) = (units, units, money, money);
    }

    /// Pays in a currency of its own rather than those of the accounts.
    pub(crate) fn pay_in(&mut self, second: u32, from: u32, to: u32, units: u64, money: u8, manner: Manner) {
        self.pay(second, from, to, units, manner);
        let row = self.entries.len() - 1;
        let entry = &mut self.entries[row];
        (entry.paid, entry.received, entry.paid_money, entry.received_money) = (units, units, money, money);
    }

    /// A US amount in cents as an account's holder would spend it: at the prices of the country, in the account's
    /// currency, often rounded.
    pub(crate) fn local(&self, draw: &mut Draw, account: u32, cents: u64) -> u64 {
        let holder = self.world.population.get(account);
        let scaled = (cents * u64::from(holder.country().prices) / 100).max(1);
        rounded(draw, convert_at_base(scaled, DOLLAR, holder.money), holder.money)
    }

    /// A US amount in cents in the account's currency, at no country's prices.
    pub(crate) fn worth(&self, draw: &mut Draw, account: u32, cents: u64) -> u64 {
        let money = self.world.population.get(account).money;
        rounded(draw, convert_at_base(cents, DOLLAR, money), money)
    }

    /// A moment in an account's own time zone.
    pub(crate) fn moment(&self, draw: &mut Draw, account: u32, rhythm: Rhythm) -> u32 {
        let offset = self.world.population.get(account).country().utc_offset;
        self.world.calendar.moment(draw, rhythm, offset)
    }

    /// A moment of a day in an account's own time zone.
    pub(crate) fn moment_of(&self, draw: &mut Draw, day: u32, account: u32, rhythm: Rhythm) -> u32 {
        let offset = self.world.population.get(account).country().utc_offset;
        self.world.calendar.moment_of(draw, day, rhythm, offset)
    }
}

// Half of what people choose to pay is round.
fn rounded(draw: &mut Draw, units: u64, money: u8) -> u64 {
    let note = MONIES[usize::from(money)].note;
    let step = match draw.below(100) {
        0..30 if units > 2 * note => note,
        30..45 if units > 20 * note => 10 * note,
        45..50 if units > 200 * note => 100 * note,
        50..70 if units > 2 * (note / 5) => note / 5,
        _ => return units,
    };
    ((units + step / 2) / step * step).max(1)
}
