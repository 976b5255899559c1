//! The format of IBM AMLworld's transactions (Altman et al., NeurIPS 2023).

use super::{Dates, push_amount, push_padded};
use crate::simulate::Simulation;
use crate::simulate::entry::Entry;
use crate::simulate::geography::{DOLLAR, MONIES};
use crate::simulate::rates::convert_at_base;

pub(super) const HEADER: &[u8] = b"Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,\
Amount Paid,Payment Currency,Payment Format,Is Laundering\n";

pub(super) fn row(simulation: &Simulation, buffer: &mut Vec<u8>, dates: &Dates, entry: &Entry) {
    let [y0, y1, y2, y3, _, m0, m1, _, d0, d1] = *dates.of(entry.second.into());
    buffer.extend_from_slice(&[y0, y1, y2, y3, b'/', m0, m1, b'/', d0, d1, b' ']);
    push_padded(buffer, u64::from(entry.second / 3600 % 24), 2);
    buffer.push(b':');
    push_padded(buffer, u64::from(entry.second / 60 % 60), 2);
    buffer.push(b',');
    account(simulation, buffer, entry.from, b',');
    buffer.push(b',');
    account(simulation, buffer, entry.to, b',');
    for (units, money) in [(entry.received, entry.received_money), (entry.paid, entry.paid_money)] {
        // The base rate, not the day's: what is kept of a sum stays what it was.
        let (units, money) = match MONIES[usize::from(money)].amlworld {
            Some(_) => (units, money),
            None => (convert_at_base(units, money, DOLLAR), DOLLAR),
        };
        let money = &MONIES[usize::from(money)];
        buffer.push(b',');
        push_amount(buffer, units, money.decimals);
        buffer.push(b',');
        buffer.extend_from_slice(money.amlworld.unwrap_or(money.code).as_bytes());
    }
    buffer.push(b',');
    buffer.extend_from_slice(entry.channel.amlworld().as_bytes());
    buffer.extend_from_slice(if simulation.is_laundering(entry) { b",1\n" } else { b",0\n" });
}

pub(super) fn account(simulation: &Simulation, buffer: &mut Vec<u8>, account: u32, separator: u8) {
    buffer.push(b'0');
    push_padded(buffer, u64::from(simulation.world.population.get(account).bank) + 10, 2);
    buffer.push(separator);
    buffer.push(b'8');
    // One number for each account: an odd factor permutes the numbers of 32 bits.
    let number = account.wrapping_mul(2_654_435_761).wrapping_add(0x9e37);
    for nibble in (0..8).rev() {
        buffer.push(b"0123456789ABCDEF"[(number >> (nibble * 4) & 0xf) as usize]);
    }
}
