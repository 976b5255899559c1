//! Transfers between one's own accounts: to savings, and now and then from an account to itself.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::Draw;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let population = &book.world.population;
    for _ in 0..rows {
        let account = population.busy(Role::Person, draw);
        let own = if draw.chance(30) { account } else { population.regular(account, Role::Person, 90) };
        let (from, to) = if draw.chance(250) { (own, account) } else { (account, own) };
        let cents = draw.around(25_000, 80);
        let units = book.local(draw, from, cents);
        let at = book.moment(draw, from, Rhythm::Private);
        book.pay(at, from, to, units, (Channel::Transfer, Purpose::Savings));
    }
}
