//! Each pattern's definition, checked on the rows of one planted instance.

use super::written::{Instance, Row, Written, seconds};
use quipu::model::Resolution;
use std::collections::{BTreeMap, BTreeSet};

type Check = Result<(), String>;

macro_rules! ensure {
    ($condition:expr) => {
        if !$condition {
            return Err(stringify!($condition).to_owned());
        }
    };
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

struct Case<'a> {
    instance: &'a Instance,
    rows: Vec<&'a Row>,
    all: &'a [Row],
    coarse: bool,
}

pub(crate) fn check(instance: &Instance, written: &Written, resolution: Resolution) -> Check {
    let rows = written.rows_of(instance);
    ensure!(!rows.is_empty());
    ensure!(rows.is_sorted_by_key(|row| row.time));
    ensure!(rows[0].time == seconds(&instance.window.from));
    ensure!(rows[rows.len() - 1].time == seconds(&instance.window.to));
    let named: BTreeSet<&String> = instance.roles.values().flatten().collect();
    for row in &rows {
        // The bank's cash account is the other side of cash, and has a role only where the definition gives it one.
        let cash = row.channel.starts_with("cash");
        ensure!(named.contains(&row.from) && named.contains(&row.to) || cash);
        ensure!(row.from != row.to);
    }
    let case = Case { instance, rows, all: &written.rows, coarse: resolution == Resolution::Day };
    if instance.kind == "look-alike" {
        ensure!(case.rows.iter().all(|row| !row.label));
        ensure!(instance.name.is_some());
        return Ok(());
    }
    ensure!(instance.name.is_none());
    match instance.pattern.as_str() {
        "fan-in" => case.fan("collector", true),
        "fan-out" => case.fan("distributor", false),
        "gather-scatter" => case.gather_scatter(),
        "scatter-gather" => case.scatter_gather(),
        "temporal-cycle" => case.cycle().map(|_| ()),
        "round-trip" => case.round_trip(),
        "layering-chain" => case.layering_chain(),
        "peel-chain" => case.peel_chain(),
        "pass-through" => case.pass_through(),
        "bipartite" => case.bipartite("senders", "receivers"),
        "stack" => case.stack(),
        "structuring" => case.structuring(),
        "funnel" => case.funnel(),
        "dormant-burst" => case.dormant_burst(),
        "mirror" => case.mirror(),
        "dense-flow" => case.dense_flow(),
        other => Err(format!("no such pattern: {other}")),
    }
}

impl Case<'_> {
    fn role(&self, name: &str) -> &[String] {
        self.instance.roles.get(name).map_or(&[], Vec::as_slice)
    }

    fn one(&self, name: &str) -> &str {
        &self.role(name)[0]
    }

    fn lasts(&self, fine: i64, coarse: i64) -> Check {
        let length = self.rows[self.rows.len() - 1].time - self.rows[0].time;
        if length > if self.coarse { coarse } else { fine } { Err(format!("lasts {length} s")) } else { Ok(()) }
    }

    fn into(&self, account: &str) -> Vec<&Row> {
        self.rows.iter().copied().filter(|row| row.to == account).collect()
    }

    fn out_of(&self, account: &str) -> Vec<&Row> {
        self.rows.iter().copied().filter(|row| row.from == account).collect()
    }

    // What of the money that an account received it sent on, in thousandths; both are in its own currency.
    fn sent_on(&self, account: &str) -> Result<i64, String> {
        let (into, out) = (self.into(account), self.out_of(account));
        let currencies: BTreeSet<&String> =
            into.iter().map(|row| &row.received_currency).chain(out.iter().map(|row| &row.paid_currency)).collect();
        ensure!(currencies.len() == 1);
        let received: i64 = into.iter().map(|row| row.received).sum();
        Ok(out.iter().map(|row| row.paid).sum::<i64>() * 1000 / received)
    }

    fn in_before_out(&self, account: &str) -> bool {
        let last_in = self.into(account).iter().map(|row| row.time).max();
        last_in <= self.out_of(account).iter().map(|row| row.time).min()
    }

    fn fan(&self, centre: &str, inward: bool) -> Check {
        let centre = self.one(centre);
        let rows = if inward { self.into(centre) } else { self.out_of(centre) };
        ensure!(rows.len() == self.rows.len());
        let others: BTreeSet<&String> = rows.iter().map(|row| if inward { &row.from } else { &row.to }).collect();
        ensure!(others.len() >= 5);
        self.lasts(DAY, 14 * DAY)
    }

    fn gather_scatter(&self) -> Check {
        let hub = self.one("hub");
        ensure!(self.into(hub).iter().map(|row| &row.from).collect::<BTreeSet<_>>().len() >= 5);
        ensure!(self.out_of(hub).iter().map(|row| &row.to).collect::<BTreeSet<_>>().len() >= 5);
        ensure!(self.in_before_out(hub));
        ensure!((850..=1000).contains(&self.sent_on(hub)?));
        self.lasts(2 * DAY, 28 * DAY)
    }

    fn scatter_gather(&self) -> Check {
        let (source, sink) = (self.one("source"), self.one("sink"));
        let middles = self.role("middles");
        ensure!(middles.iter().collect::<BTreeSet<_>>().len() >= 4);
        for middle in middles {
            ensure!(self.into(middle).iter().all(|row| row.from == source));
            ensure!(self.out_of(middle).iter().all(|row| row.to == sink));
            ensure!(self.into(middle).len() == 1 && self.out_of(middle).len() == 1);
            ensure!(self.in_before_out(middle));
            ensure!((900..=1000).contains(&self.sent_on(middle)?));
        }
        self.lasts(DAY, 14 * DAY)
    }

    // Returns the first round.
    fn cycle(&self) -> Result<Vec<&Row>, String> {
        let hops = self.role("members").len();
        ensure!((2..=8).contains(&hops));
        ensure!(self.role("members").iter().collect::<BTreeSet<_>>().len() == hops);
        ensure!(self.rows.len().is_multiple_of(hops));
        for round in self.rows.chunks(hops) {
            for (position, row) in round.iter().enumerate() {
                ensure!(row.to == round[(position + 1) % hops].from);
            }
        }
        for pair in self.rows.windows(2) {
            ensure!(pair[0].time < pair[1].time);
        }
        let first = self.rows[..hops].to_vec();
        let length = first[hops - 1].time - first[0].time;
        ensure!(length <= if self.coarse { 30 * DAY } else { 3 * DAY });
        Ok(first)
    }

    fn round_trip(&self) -> Check {
        let trip = self.cycle()?;
        let (first, last) = (trip[0], trip[trip.len() - 1]);
        ensure!(first.from == self.one("originator") && last.to == first.from);
        ensure!(first.paid_currency == last.received_currency);
        ensure!(last.received * 100 >= first.paid * 80);
        ensure!(trip.iter().map(|row| &row.from_country).collect::<BTreeSet<_>>().len() >= 2);
        Ok(())
    }

    fn path(&self, rows: &[&Row], gap: i64, kept: i64) -> Check {
        let accounts: BTreeSet<&String> = rows.iter().flat_map(|row| [&row.from, &row.to]).collect();
        ensure!(accounts.len() == rows.len() + 1);
        for pair in rows.windows(2) {
            ensure!(pair[0].to == pair[1].from);
            ensure!((0..=gap).contains(&(pair[1].time - pair[0].time)));
            ensure!(pair[0].received_currency == pair[1].paid_currency);
            ensure!(pair[1].paid <= pair[0].received && pair[1].paid * 1000 >= pair[0].received * kept);
        }
        Ok(())
    }

    fn layering_chain(&self) -> Check {
        ensure!(self.rows.len() >= 3);
        self.path(&self.rows, 2 * DAY, 900)
    }

    fn peel_chain(&self) -> Check {
        let peeled: BTreeSet<&String> = self.role("peeled").iter().collect();
        let (shed, path): (Vec<&Row>, Vec<&Row>) = self.rows.iter().partition(|row| peeled.contains(&row.to));
        ensure!(path.len() >= 5 && shed.len() == path.len() - 1 && peeled.len() == shed.len());
        self.path(&path, 2 * DAY, 840)?;
        for hop in &path[..path.len() - 1] {
            let peel: Vec<&&Row> = shed.iter().filter(|row| row.from == hop.to).collect();
            ensure!(peel.len() == 1 && peel[0].time >= hop.time);
            ensure!(peel[0].paid * 1000 <= hop.received * 200 && peel[0].paid * 1000 >= hop.received * 19);
        }
        Ok(())
    }

    fn pass_through(&self) -> Check {
        let conduit = self.one("conduit");
        ensure!(self.rows.len() >= 8);
        // In and out in turn where times differ; rows of one instant are matched as they were made.
        let (into, out) = (self.into(conduit), self.out_of(conduit));
        ensure!(into.len() == out.len());
        for (into, out) in into.iter().zip(&out) {
            ensure!((0..=2 * DAY).contains(&(out.time - into.time)));
            ensure!(out.paid_currency == into.received_currency);
            ensure!(out.paid <= into.received && out.paid * 10 >= into.received * 9);
        }
        Ok(())
    }

    fn bipartite(&self, left: &str, right: &str) -> Check {
        let (left, right) = (self.role(left), self.role(right));
        ensure!(left.iter().all(|account| !right.contains(account)));
        let mut reached = BTreeSet::from([&left[0]]);
        for _ in 0..left.len() + right.len() {
            for row in &self.rows {
                if reached.contains(&row.from) || (reached.contains(&row.to) && left.contains(&row.from)) {
                    reached.extend([&row.from, &row.to]);
                }
            }
        }
        for account in left {
            let partners: BTreeSet<&String> = self.out_of(account).iter().map(|row| &row.to).collect();
            ensure!(partners.len() >= 3 && partners.iter().all(|partner| right.contains(partner)));
            ensure!(reached.contains(account));
        }
        for account in right {
            let partners: BTreeSet<&String> = self.into(account).iter().map(|row| &row.from).collect();
            ensure!(partners.len() >= 3 && partners.iter().all(|partner| left.contains(partner)));
            ensure!(reached.contains(account));
        }
        self.lasts(2 * DAY, 28 * DAY)
    }

    fn stack(&self) -> Check {
        self.bipartite("sources", "middles")?;
        self.bipartite("middles", "sinks")?;
        for middle in self.role("middles") {
            ensure!(self.in_before_out(middle));
            ensure!((920..=1000).contains(&self.sent_on(middle)?));
        }
        Ok(())
    }

    fn structuring(&self) -> Check {
        let threshold = self.instance.parameters["threshold_units"];
        let structurer = self.one("structurer");
        ensure!(self.rows.len() >= 3);
        for row in &self.rows {
            ensure!(row.to == structurer && row.channel == "cash deposit");
            ensure!(self.coarse || (9..17).contains(&row.local_hour));
            ensure!(row.paid < threshold && row.paid * 100 >= threshold * 85);
        }
        ensure!(self.rows.iter().map(|row| row.paid).sum::<i64>() * 10 >= threshold * 25);
        self.lasts(30 * DAY, 30 * DAY)
    }

    fn funnel(&self) -> Check {
        let threshold = self.instance.parameters["threshold_units"];
        let funnel = self.one("funnel");
        let (deposits, withdrawals) = (self.into(funnel), self.out_of(funnel));
        let home = &deposits[0].to_place;
        let towns: BTreeSet<&String> = deposits.iter().map(|row| &row.from_place).collect();
        ensure!(towns.len() >= 3 && !towns.contains(home));
        ensure!(self.coarse || self.rows.iter().all(|row| (9..17).contains(&row.local_hour)));
        ensure!(deposits.iter().all(|row| row.channel == "cash deposit" && row.paid < threshold));
        ensure!(!withdrawals.is_empty());
        for row in &withdrawals {
            ensure!(row.channel == "cash withdrawal");
            ensure!(&row.to_place != home && !towns.contains(&row.to_place));
        }
        ensure!(self.in_before_out(funnel));
        ensure!((800..=1000).contains(&self.sent_on(funnel)?));
        self.lasts(2 * DAY, 28 * DAY)
    }

    fn dormant_burst(&self) -> Check {
        let account = self.one("account");
        let everywhere = self.all.iter().filter(|row| row.from == account || row.to == account).count();
        ensure!(everywhere == self.rows.len());
        let silence = self.rows.windows(2).map(|pair| pair[1].time - pair[0].time);
        let (position, longest) = silence.enumerate().max_by_key(|(_, length)| *length).ok_or("too few rows")?;
        let span = self.all[self.all.len() - 1].time - self.all[0].time;
        ensure!(longest * 10 >= span * 8);
        let history = position + 1;
        ensure!(self.rows.len() - history >= history * 4);
        let burst = self.rows[self.rows.len() - 1].time - self.rows[history].time;
        ensure!(burst <= if self.coarse { 10 * DAY } else { DAY });
        Ok(())
    }

    fn mirror(&self) -> Check {
        let controllers = self.role("controllers");
        ensure!(controllers.len() == 2);
        let pairs: Vec<(&Row, &Row)> = self.rows.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        for (there, back) in &pairs {
            ensure!(there.from == controllers[0] && there.to == controllers[1]);
            ensure!(back.from == controllers[1] && back.to == controllers[0]);
            ensure!(there.paid_currency != back.paid_currency);
            ensure!((0..=2 * DAY).contains(&(back.time - there.time)));
        }
        let rates: BTreeMap<usize, i64> =
            pairs.iter().enumerate().map(|(at, (there, back))| (at, there.paid * 10_000 / back.paid)).collect();
        // Each leg is within 1 % of the day's rate, and rates wander by little within days: so the pairs of one instance
        // agree among themselves.
        let (least, most) = (rates.values().min(), rates.values().max());
        ensure!(least.zip(most).is_some_and(|(least, most)| (most - least) * 100 <= most * 6));
        Ok(())
    }

    fn dense_flow(&self) -> Check {
        let mut layers = vec![self.role("sources"), self.role("middles")];
        if self.instance.roles.contains_key("second_middles") {
            layers.push(self.role("second_middles"));
        }
        layers.push(self.role("sinks"));
        let mut expected = 0;
        for pair in layers.windows(2) {
            expected += pair[0].len() * pair[1].len();
            for from in pair[0] {
                ensure!(self.out_of(from).iter().all(|row| pair[1].contains(&row.to)));
            }
        }
        let joined: BTreeSet<(&String, &String)> = self.rows.iter().map(|row| (&row.from, &row.to)).collect();
        ensure!(joined.len() * 10 >= expected * 9);
        for layer in &layers[1..layers.len() - 1] {
            for middle in *layer {
                ensure!(self.in_before_out(middle));
                ensure!((950..=1000).contains(&self.sent_on(middle)?));
            }
        }
        self.lasts(3 * DAY, 28 * DAY)
    }
}
