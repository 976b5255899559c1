// What both components share: a shadow root with its style, and data that plain HTML can give.

import { THEME } from "./style.ts";

// The package can be imported where there is no page: on a server, in a worker.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

export abstract class QuipuElement extends Base {
  protected readonly root: ShadowRoot;

  constructor(style: string) {
    super();
    this.root = this.attachShadow({ mode: "open", delegatesFocus: true });
    // A sheet of its own is no inline style, which a strict policy would forbid.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(THEME + style);
    this.root.adoptedStyleSheets = [sheet];
  }

  /** The document in a `<script type="application/json">` inside the element. */
  protected given(): unknown {
    const script = this.querySelector<HTMLScriptElement>('script[type="application/json"]');
    return script === null ? undefined : JSON.parse(script.textContent ?? "null");
  }
}

/** An element with attributes and children; texts are texts, whatever is in them. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number>,
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
}
