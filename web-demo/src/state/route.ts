// Which panel is shown, as the part of the address behind #. It can be kept as a bookmark and walked with Back.

import { signal } from "@preact/signals";

export const VIEWS = ["open", "overview", "cases", "alerts", "alert", "findings", "case", "account", "follow", "report", "log"] as const;
export type View = (typeof VIEWS)[number];

export interface Route {
  view: View;
  /** The case or account. */
  id: string;
}

function parsed(hash: string): Route {
  const [, view = "", ...rest] = hash.split("/");
  let id = "";
  try {
    id = decodeURIComponent(rest.join("/"));
  } catch {
    // An address that nobody here wrote.
  }
  return { view: (VIEWS as readonly string[]).includes(view) ? (view as View) : "open", id };
}

export const route = signal<Route>(parsed(location.hash));
addEventListener("hashchange", () => {
  route.value = parsed(location.hash);
});

export function address(view: View, id = ""): string {
  return `#/${view}${id === "" ? "" : `/${encodeURIComponent(id)}`}`;
}

export function go(view: View, id = ""): void {
  location.hash = address(view, id);
}
