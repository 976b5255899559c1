//! The drawing of a case's network: boxes in layers, money from left to right or downwards.
//!
//! Places and routes are graphlay's (Sugiyama's method); its result is the same on every machine.

use super::network::{Arrow, Network, Node};
use super::text;
use graphlay::{Direction, Edge, Effort, Graph, Layout, LayoutOptions, NodeId, Placement, Point, Size, layout};
use maud::{Markup, html};

const CHARACTER: f64 = 6.6;
const HEIGHT: f64 = 46.0;

/// A drawing wider than this is drawn downwards instead, if that makes it narrower.
const WIDE: f64 = 1080.0;

/// The drawing; empty for a network that cannot be laid out.
pub(super) fn svg(network: &Network, label: &str) -> Markup {
    // Payments within a box have no arrow.
    let arrows: Vec<&Arrow> = network.arrows.iter().filter(|arrow| arrow.from != arrow.to).collect();
    let graph = Graph {
        nodes: network.nodes.iter().map(|node| graphlay::Node { size: size(node), ..Default::default() }).collect(),
        edges: arrows.iter().map(|arrow| edge(arrow)).collect(),
    };
    let Some(drawn) = drawn(&graph) else { return Markup::default() };
    // The bounds know the places of labels and not their widths.
    let margin = 36.0;
    let (left, top) = (drawn.bounds.min.x - margin, drawn.bounds.min.y - margin);
    let (width, height) = (drawn.bounds.width() + 2.0 * margin, drawn.bounds.height() + 2.0 * margin);
    html! {
        svg.network role="img" aria-label=(label) viewBox=(format!("{left:.1} {top:.1} {width:.1} {height:.1}"))
            width=(format!("{width:.0}")) height=(format!("{height:.0}")) {
            @for (arrow, route) in arrows.iter().zip(&drawn.edges) {
                g.arrow {
                    title { (described(network, arrow)) }
                    path d=(path(&route.points)) stroke-width=(thickness(arrow)) {}
                    @if let Some(head) = head(&route.points) { polygon points=(head) {} }
                }
            }
            @for (arrow, route) in arrows.iter().zip(&drawn.edges) {
                @if let Some(at) = route.label_anchor {
                    @let width = label_width(arrow);
                    rect.label x=(format!("{:.1}", at.x - width / 2.0)) y=(format!("{:.1}", at.y - 6.5)) width=(format!("{width:.1}")) height="13" {}
                    text.money x=(format!("{:.1}", at.x)) y=(format!("{:.1}", at.y + 3.5)) { (caption(arrow)) }
                }
            }
            @for (node, placed) in network.nodes.iter().zip(&drawn.nodes) { (account_box(node, placed)) }
        }
    }
}

fn drawn(graph: &Graph) -> Option<Layout> {
    let mut options = LayoutOptions::layered_default();
    options.effort = Effort::Fast;
    options.spacing.node_gap = 18.0;
    options.spacing.layer_gap = 40.0;
    options.spacing.dummy_gap = 16.0;
    let across = layout(graph, &options).ok()?;
    if across.bounds.width() <= WIDE {
        return Some(across);
    }
    options.direction = Direction::TopBottom;
    let down = layout(graph, &options).ok()?;
    Some(if down.bounds.width() < across.bounds.width() { down } else { across })
}

fn size(node: &Node) -> Size {
    let longest = [&node.title, &node.subtitle, &roles(node)].map(|line| line.chars().count()).into_iter().max();
    Size::new((longest.unwrap_or(0) as f64 * CHARACTER + 18.0).clamp(80.0, 240.0), HEIGHT)
}

/// The first role or two, and how many more there are.
fn roles(node: &Node) -> String {
    let (few, more) = node.roles.split_at(node.roles.len().min(2));
    let few = few.join(", ");
    if more.is_empty() { few } else { format!("{few} +{}", more.len()) }
}

fn edge(arrow: &Arrow) -> Edge {
    Edge {
        label_size: Some(Size::new(label_width(arrow), 14.0)),
        ..Edge::new(NodeId(arrow.from as u32), NodeId(arrow.to as u32))
    }
}

fn label_width(arrow: &Arrow) -> f64 {
    caption(arrow).chars().count() as f64 * 5.6 + 6.0
}

fn caption(arrow: &Arrow) -> String {
    let money = text::brief(&arrow.amounts);
    if arrow.payments == 1 { money } else { format!("{}× {money}", text::count(arrow.payments)) }
}

fn described(network: &Network, arrow: &Arrow) -> String {
    let payments = text::many(arrow.payments, "payment", "payments");
    let (from, to) = (&network.nodes[arrow.from], &network.nodes[arrow.to]);
    format!("{} to {}: {payments}, {}", from.title, to.title, text::sums(&arrow.amounts))
}

/// Thicker for more payments: amounts of several currencies do not compare.
fn thickness(arrow: &Arrow) -> String {
    format!("{:.1}", 1.2 + 0.5 * f64::from(arrow.payments.min(1 << 20).ilog2()).min(6.0))
}

fn path(points: &[Point]) -> String {
    let mut path = String::new();
    for (place, point) in points.iter().enumerate() {
        path += &format!("{}{:.1} {:.1}", if place == 0 { "M" } else { "L" }, point.x, point.y);
    }
    path
}

/// The corners of an arrowhead at the end of a route.
fn head(points: &[Point]) -> Option<String> {
    let [.., before, tip] = points else { return None };
    let (dx, dy) = (tip.x - before.x, tip.y - before.y);
    let length = (dx * dx + dy * dy).sqrt();
    if length == 0.0 {
        return None;
    }
    let (ux, uy) = (dx / length, dy / length);
    let corner =
        |back: f64, aside: f64| format!("{:.1},{:.1}", tip.x - ux * back - uy * aside, tip.y - uy * back + ux * aside);
    Some(format!("{} {} {}", corner(0.0, 0.0), corner(9.0, 4.0), corner(9.0, -4.0)))
}

fn classes(node: &Node, kind: &str) -> String {
    let mut classes = format!("account {kind}");
    for (class, is) in [("hub", node.hub), ("key", node.key), ("victim", node.victim)] {
        if is {
            classes = format!("{classes} {class}");
        }
    }
    classes
}

fn account_box(node: &Node, placed: &Placement) -> Markup {
    let (width, height) = (placed.size.width, placed.size.height);
    let (left, top) = (placed.center.x - width / 2.0, placed.center.y - height / 2.0);
    let line = |row: f64| format!("{:.1}", top + 14.0 + row * 13.0);
    let centre = format!("{:.1}", placed.center.x);
    let kind = match (node.paid > 0, node.received > 0) {
        (true, false) => "pays",
        (false, true) => "receives",
        _ => "passes",
    };
    html! {
        g class=(classes(node, kind)) {
            title {
                (node.title) " " (node.subtitle) ": " (node.roles.join(", ")) "; made " (text::many(node.paid, "payment", "payments"))
                ", received " (text::count(node.received)) @if node.hub { "; has many other payments (hub)" }
                @if node.key { "; the network hangs on it (key account)" } @if node.victim { "; likely a victim" }
            }
            @if node.accounts.len() > 1 {
                rect x=(format!("{:.1}", left + 4.0)) y=(format!("{:.1}", top + 4.0))
                    width=(format!("{width:.1}")) height=(format!("{height:.1}")) rx="6" {}
            }
            rect x=(format!("{left:.1}")) y=(format!("{top:.1}"))
                width=(format!("{width:.1}")) height=(format!("{height:.1}")) rx="6" {}
            @if node.victim {
                rect.inner x=(format!("{:.1}", left + 3.0)) y=(format!("{:.1}", top + 3.0))
                    width=(format!("{:.1}", width - 6.0)) height=(format!("{:.1}", height - 6.0)) rx="4" {}
            }
            text.title x=(centre) y=(line(0.0)) { (node.title) }
            text x=(centre) y=(line(1.0)) { (node.subtitle) }
            text.role x=(centre) y=(line(2.0)) { (roles(node)) }
        }
    }
}
