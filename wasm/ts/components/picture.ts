// A drawing as a file that stands alone.

import { DRAWING } from "./style.ts";

/** SVG with its looks resolved, so that any program draws it as the page does. */
export function standalone(content: SVGGElement, width: number, height: number, host: HTMLElement, title: string): string {
  const names = new Set([...DRAWING.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name as string));
  const probe = document.createElement("span");
  host.shadowRoot?.append(probe);
  const colours = new Map<string, string>();
  for (const name of names) {
    // As a colour, since a property alone keeps what it was written as.
    probe.style.color = `var(${name})`;
    colours.set(name, getComputedStyle(probe).color);
  }
  probe.remove();
  const style = DRAWING.replace(/var\((--[\w-]+)\)/g, (_, name: string) => colours.get(name) ?? "#000");
  const copy = content.cloneNode(true) as SVGGElement;
  copy.removeAttribute("transform");
  for (const box of copy.querySelectorAll(".selected, .near")) {
    box.classList.remove("selected", "near");
  }
  const ns = "http://www.w3.org/2000/svg";
  const whole = document.createElementNS(ns, "svg");
  whole.setAttribute("viewBox", `0 0 ${width} ${height}`);
  whole.setAttribute("width", String(Math.ceil(width)));
  whole.setAttribute("height", String(Math.ceil(height)));
  const text = (name: string, value: string) => {
    const element = document.createElementNS(ns, name);
    element.textContent = value;
    return element;
  };
  const ground = document.createElementNS(ns, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", colours.get("--paper") ?? "#fff");
  whole.append(text("title", title), text("style", style), ground, copy);
  return new XMLSerializer().serializeToString(whole);
}

/** The same as pixels. The page's policy must let images of `data:` in. */
export async function pixels(text: string, width: number, height: number, scale: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  // Canvases have a largest size; a drawing beyond it is made smaller instead of empty.
  const fit = Math.min(scale, 16_000 / width, 16_000 / height);
  canvas.width = Math.max(1, Math.round(width * fit));
  canvas.height = Math.max(1, Math.round(height * fit));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("the picture is too large")) : resolve(blob)), "image/png");
  });
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
