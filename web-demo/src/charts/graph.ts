// A network to be drawn: accounts, and what one paid another with the times of its payments, so that it can be replayed.

import type { Network } from "../engine.ts";
import { parts } from "../data/text.ts";
import { type Payment, sums } from "../data/payments.ts";

export interface GraphNode {
  account: string;
  institution: string;
  number: string;
  roles: string[];
  hub: boolean;
  /** Not part of the evidence: it was looked up around it. */
  around: boolean;
}

export interface GraphLink {
  from: number;
  to: number;
  /** Of each payment, in order. Where only the first and last are known there are two. */
  times: number[];
  payments: number;
  amounts: { currency: string; amount: string }[];
  around: boolean;
}

export interface Graph {
  nodes: GraphNode[];
  links: GraphLink[];
}

export interface Standing {
  roles: string[];
  hub: boolean;
}

/** The network of payments. `standing` tells what is known of an account. */
export function graphOf(payments: readonly Payment[], standing: (account: string) => Standing): Graph {
  const places = new Map<string, number>();
  const nodes: GraphNode[] = [];
  const place = (account: string): number => {
    let at = places.get(account);
    if (at === undefined) {
      at = nodes.length;
      places.set(account, at);
      nodes.push({ account, ...parts(account), ...standing(account), around: false });
    }
    return at;
  };
  const between = new Map<string, { from: number; to: number; payments: Payment[] }>();
  for (const payment of payments) {
    const [from, to] = [place(payment.from), place(payment.to)];
    const key = `${from}>${to}`;
    const one = between.get(key) ?? { from, to, payments: [] };
    one.payments.push(payment);
    between.set(key, one);
  }
  const links = [...between.values()].map(({ from, to, payments }) => ({
    from, to, times: payments.map(({ time }) => time), payments: payments.length, amounts: sums(payments), around: false,
  }));
  return { nodes, links };
}

/** A graph with another network laid around it. What is there already stays as it is. */
export function widened(graph: Graph, network: Network): Graph {
  const places = new Map(graph.nodes.map(({ account }, at) => [account, at]));
  const nodes = [...graph.nodes];
  const own = network.accounts.map(({ account, institution, number, roles, hub }) => {
    const known = places.get(account);
    if (known !== undefined) {
      return known;
    }
    places.set(account, nodes.length);
    return nodes.push({ account, institution, number, roles, hub, around: true }) - 1;
  });
  const there = new Set(graph.links.map(({ from, to }) => `${from}>${to}`));
  const more = network.links.flatMap(({ from, to, transactions, amounts, window }) => {
    const [start = 0, end = 0] = [own[from], own[to]];
    const times = [...new Set([Date.parse(window.from), Date.parse(window.to)])];
    return there.has(`${start}>${end}`) ? [] : [{ from: start, to: end, times, payments: transactions, amounts, around: true }];
  });
  return { nodes, links: [...graph.links, ...more] };
}

/** The fewest steps from one account to another, along payments in their direction, as places of links; none when there is no way. */
export function shortest(graph: Graph, from: number, to: number): number[] | undefined {
  const out = new Map<number, number[]>();
  graph.links.forEach((link, at) => out.set(link.from, [...(out.get(link.from) ?? []), at]));
  const came = new Map<number, number>();
  let row = [from];
  const seen = new Set(row);
  while (row.length > 0 && !seen.has(to)) {
    const next: number[] = [];
    for (const node of row) {
      for (const at of out.get(node) ?? []) {
        const end = graph.links[at]?.to ?? -1;
        if (!seen.has(end)) {
          seen.add(end);
          came.set(end, at);
          next.push(end);
        }
      }
    }
    row = next;
  }
  if (!seen.has(to)) {
    return undefined;
  }
  const way: number[] = [];
  for (let node = to; node !== from; ) {
    const at = came.get(node);
    if (at === undefined) {
      break;
    }
    way.unshift(at);
    node = graph.links[at]?.from ?? from;
  }
  return way;
}

/**
 * A graph with the shortest way from one of its accounts to another, found in a wider network, laid into it: only what lies on
 * the way is added. Nothing when there is no way.
 */
export function withWay(graph: Graph, wide: Network, from: number, to: number): { graph: Graph; way: number[] } | undefined {
  const whole = widened(graph, wide);
  const found = shortest(whole, from, to);
  if (found === undefined) {
    return undefined;
  }
  const places = new Map(graph.nodes.map(({ account }, at) => [account, at]));
  const nodes = [...graph.nodes];
  const links = [...graph.links];
  const place = (at: number): number => {
    const node = whole.nodes[at];
    const known = places.get(node?.account ?? "");
    if (node === undefined || known !== undefined) {
      return known ?? 0;
    }
    places.set(node.account, nodes.length);
    return nodes.push(node) - 1;
  };
  const way = found.map((at) => {
    const link = whole.links[at];
    // The links of the graph come first in the wider one, at the same places.
    return link === undefined || at < graph.links.length ? at : links.push({ ...link, from: place(link.from), to: place(link.to) }) - 1;
  });
  return { graph: { nodes, links }, way };
}
