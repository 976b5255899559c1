//! People who pay each other: most often the few they know.

use crate::simulate::book::Book;
use crate::simulate::calendar::Rhythm;
use crate::simulate::draw::Draw;
use crate::simulate::entry::{Channel, Purpose};
use crate::simulate::population::Role;

pub(super) fn live(book: &mut Book<'_>, draw: &mut Draw, rows: u32) {
    let population = &book.world.population;
    for _ in 0..rows {
        let payer = population.busy(Role::Person, draw);
        // Eight people whom one knows, the first far better than the last; and now and then a stranger.
        let payee = if draw.chance(850) {
            let slot = 1 + draw.skewed(8);
            population.regular(payer, Role::Person, slot)
        } else {
            let slot = 100 + draw.below(1 << 16);
            population.regular(payer, Role::Person, slot)
        };
        let cents = draw.around(4_800, 95);
        let units = book.local(draw, payer, cents);
        let at = book.moment(draw, payer, Rhythm::Private);
        let purpose = match draw.below(10) {
            0..5 => Purpose::Nothing,
            5..7 => Purpose::Family,
            7..9 => Purpose::Gift,
            _ => Purpose::Loan,
        };
        let channel = if draw.chance(750) { Channel::Instant } else { Channel::Transfer };
        book.pay(at, payer, payee, units, (channel, purpose));
    }
}
