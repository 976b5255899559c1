//! When the money moved: a lane for each box of the network, a line for each payment from its payer to its receiver.

use super::network::Network;
use super::stretches::{Stretch, Stretches};
use super::{text, time_axis};
use crate::case::Contents;
use crate::ledger::Ledger;
use crate::model::Timestamp;
use maud::{Markup, html};

const LABELS: f64 = 190.0;
const WIDTH: f64 = 1060.0;
const LANE: f64 = 20.0;
const TOP: f64 = 8.0;

/// More lines than this cannot be told apart; payments near in time are then drawn as one.
const LINES: usize = 700;

/// A line: all payments from one lane to another within a few pixels.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    x: i64,
    from: usize,
    to: usize,
}

/// Marks nearer to each other than this would overlap.
const MARK: f64 = 96.0;

pub(super) fn svg(ledger: &Ledger, contents: &Contents<'_>, network: &Network, label: &str) -> Markup {
    let times: Vec<Timestamp> = contents.transactions.iter().map(|row| ledger.time(*row)).collect();
    let axis = Stretches::of(&times, LABELS + 10.0, WIDTH - 14.0);
    let lanes = lanes(network);
    let lines = lines(&times, network, &lanes, &axis);
    let height = TOP + LANE * network.nodes.len() as f64;
    let lane = |place: usize| TOP + LANE * (place as f64 + 0.5);
    let mut order: Vec<usize> = (0..lanes.len()).collect();
    order.sort_by_key(|node| lanes[*node]);
    html! {
        svg.timeline role="img" aria-label=(label) viewBox=(format!("0 0 {WIDTH} {:.0}", height + 34.0))
            width=(WIDTH) height=(format!("{:.0}", height + 34.0)) {
            @for (place, node) in order.iter().enumerate() {
                @let y = format!("{:.1}", lane(place));
                text.lane x=(LABELS - 10.0) y=(format!("{:.1}", lane(place) + 3.5)) { (network.nodes[*node].title) }
                path.lane d=(format!("M{LABELS} {y}H{WIDTH}")) {}
            }
            @for (x, mark) in marks(ledger, &axis) {
                path.tick d=(format!("M{x:.1} {TOP}V{height:.1}")) {}
                text.tick x=(format!("{:.1}", x.min(WIDTH - 50.0))) y=(format!("{:.1}", height + 15.0)) { (mark) }
            }
            @for (x, length) in axis.breaks() {
                g.break {
                    path d=(format!("M{:.1} {TOP}V{height:.1}M{:.1} {TOP}V{height:.1}", x - 3.0, x + 3.0)) {}
                    text x=(format!("{x:.1}")) y=(format!("{:.1}", height + 29.0)) { "gap of " (text::duration(length)) }
                }
            }
            @for (line, payments) in &lines {
                @let (x, start, end) = (line.x as f64 / 10.0, lane(line.from), lane(line.to));
                @let width = 1.0 + 0.4 * f64::from(payments.min(&(1 << 12)).ilog2());
                g.payment {
                    path d=(format!("M{x:.1} {start:.1}V{end:.1}")) stroke-width=(format!("{width:.1}")) {}
                    @if line.from == line.to {
                        circle cx=(format!("{x:.1}")) cy=(format!("{start:.1}")) r="2.5" {}
                    } @else {
                        @let back = if end > start { -6.0 } else { 6.0 };
                        polygon points=(format!("{x:.1},{end:.1} {:.1},{:.1} {:.1},{:.1}", x - 3.0, end + back, x + 3.0, end + back)) {}
                    }
                }
            }
        }
    }
}

/// Marks of time and where they stand: those of each stretch that have room, or its beginning.
fn marks(ledger: &Ledger, axis: &Stretches) -> Vec<(f64, String)> {
    let mut marks: Vec<(f64, String)> = Vec::new();
    for stretch in axis.iter() {
        let Stretch { first, last, start, end } = *stretch;
        let step = time_axis::step(first, last, (((end - start) / MARK) as i64).max(2));
        let even = time_axis::marks(first, last, step).filter(|mark| *mark >= first);
        let mut own: Vec<(f64, String)> = Vec::new();
        for mark in even {
            let x = axis.across(mark);
            if own.last().or(marks.last()).is_none_or(|(before, _)| x - before >= MARK) {
                own.push((x, time_axis::label(mark, step)));
            }
        }
        if own.is_empty() {
            own.push((axis.across(first), text::instant(first, ledger.resolution())));
        }
        marks.extend(own);
    }
    marks
}

/// The lane of each box, in the order in which boxes first pay or are paid, payers first.
fn lanes(network: &Network) -> Vec<usize> {
    let mut lanes = vec![usize::MAX; network.nodes.len()];
    let mut used = 0;
    for (from, to) in &network.ends {
        for node in [*from, *to] {
            if lanes[node] == usize::MAX {
                lanes[node] = used;
                used += 1;
            }
        }
    }
    lanes
}

fn lines(times: &[Timestamp], network: &Network, lanes: &[usize], axis: &Stretches) -> Vec<(Line, u64)> {
    // Places in tenths of a pixel.
    let line = |(at, (from, to)): (&Timestamp, &(usize, usize))| Line {
        x: (axis.across(*at) * 10.0) as i64,
        from: lanes[*from],
        to: lanes[*to],
    };
    let mut all: Vec<Line> = times.iter().zip(&network.ends).map(line).collect();
    let mut grain = 1;
    loop {
        all.sort_unstable();
        let lines: Vec<(Line, u64)> = all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64)).collect();
        if lines.len() <= LINES || grain > 2000 {
            return lines;
        }
        grain *= 4;
        for line in &mut all {
            line.x = line.x / grain * grain;
        }
    }
}
