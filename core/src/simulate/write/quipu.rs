//! Our own format.

use super::{Dates, push_amount, push_padded};
use crate::model::Resolution;
use crate::simulate::Simulation;
use crate::simulate::draw::mix;
use crate::simulate::entry::Entry;
use crate::simulate::geography::{MONIES, bank_name, town};

pub(super) const HEADER: &[u8] = b"transaction_id,time,from_institution,from_account,to_institution,to_account,\
amount,currency,received_amount,received_currency,channel,purpose,\
from_branch,to_branch,from_place,to_place,from_country,to_country,label\n";

pub(super) fn row(simulation: &Simulation, buffer: &mut Vec<u8>, dates: &Dates, position: u32, entry: &Entry) {
    id(buffer, position);
    buffer.push(b',');
    let country = simulation.world.population.get(entry.from).country();
    time(simulation, buffer, dates, entry.second, country.utc_offset);
    buffer.push(b',');
    account(simulation, buffer, entry.from, b',');
    buffer.push(b',');
    account(simulation, buffer, entry.to, b',');
    for (units, money) in [(entry.paid, entry.paid_money), (entry.received, entry.received_money)] {
        let money = &MONIES[usize::from(money)];
        buffer.push(b',');
        push_amount(buffer, units, money.decimals);
        buffer.push(b',');
        buffer.extend_from_slice(money.code.as_bytes());
    }
    buffer.push(b',');
    buffer.extend_from_slice(entry.channel.name().as_bytes());
    buffer.push(b',');
    buffer.extend_from_slice(entry.purpose.memo()[country.language as usize].as_bytes());
    if entry.purpose.is_numbered() {
        buffer.push(b' ');
        push_padded(buffer, 10_000 + mix(u64::from(entry.made)) % 90_000, 5);
    }
    let (from, to) = (town(entry.from_place), town(entry.to_place));
    for (country, place, branch) in
        [(from.0, entry.from_place, entry.from_branch), (to.0, entry.to_place, entry.to_branch)]
    {
        buffer.push(b',');
        buffer.extend_from_slice(country.code.as_bytes());
        push_padded(buffer, u64::from(place % 8) + 1, 1);
        push_padded(buffer, branch.into(), 2);
    }
    for text in [from.1, to.1, from.0.code, to.0.code] {
        buffer.push(b',');
        buffer.extend_from_slice(text.as_bytes());
    }
    buffer.extend_from_slice(if simulation.is_laundering(entry) { b",1\n" } else { b",0\n" });
}

/// The identifier of the row at a position.
pub(super) fn id(buffer: &mut Vec<u8>, position: u32) {
    buffer.push(b'T');
    push_padded(buffer, u64::from(position) + 1, 8);
}

pub(super) fn account(simulation: &Simulation, buffer: &mut Vec<u8>, account: u32, separator: u8) {
    buffer.extend_from_slice(bank_name(simulation.world.population.get(account).bank).as_bytes());
    buffer.push(separator);
    // One number for each account: the factor has no divisor in common with 10^10.
    push_padded(buffer, (u64::from(account) + 1) * 2_654_435_761 % 10_000_000_000, 10);
}

fn time(simulation: &Simulation, buffer: &mut Vec<u8>, dates: &Dates, second: u32, utc_offset: i32) {
    if simulation.parameters.resolution >= Resolution::Day {
        buffer.extend_from_slice(dates.of(second.into()));
        return;
    }
    let local = i64::from(second) + i64::from(utc_offset) * 60;
    buffer.extend_from_slice(dates.of(local));
    let of_day = local.rem_euclid(86_400) as u64;
    for (mark, number) in [(b'T', of_day / 3600), (b':', of_day / 60 % 60), (b':', of_day % 60)] {
        buffer.push(mark);
        push_padded(buffer, number, 2);
    }
    buffer.push(if utc_offset < 0 { b'-' } else { b'+' });
    push_padded(buffer, u64::from(utc_offset.unsigned_abs() / 60), 2);
    buffer.push(b':');
    push_padded(buffer, u64::from(utc_offset.unsigned_abs() % 60), 2);
}
