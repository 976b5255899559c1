// Two pens for the shapes of a network: one draws on a canvas, one writes SVG.

import { escaped } from "../data/text.ts";
import { BOX } from "./layout.ts";
import { type BoxShape, headOf, type LinkShape, middleOf } from "./shapes.ts";

export interface Colours {
  ink: string;
  faint: string;
  paper: string;
  box: string;
  line: string;
  accent: string;
  centre: string;
  hub: string;
  path: string;
}

/** The colours of the theme that is on. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of("ink"), faint: of("faint"), paper: of("paper"), box: of("box"), line: of("link"),
    accent: of("accent"), centre: of("centre"), hub: of("hub"), path: of("path"),
  };
}

/** For paper: what the report is printed with. */
export const PRINTED: Colours = {
  ink: "#16202c", faint: "#4a5666", paper: "#ffffff", box: "#f3f5f8", line: "#76849a", accent: "#0b5cad", centre: "#b3261e", hub: "#8a6100", path: "#7a2ea0",
};

const linkColour = (kind: LinkShape["kind"], colours: Colours): string =>
  kind === "path" ? colours.path : kind === "near" || kind === "fresh" ? colours.accent : colours.line;
const boxColour = (box: BoxShape, colours: Colours): string =>
  box.selected ? colours.accent : box.kind === "centre" ? colours.centre : box.hub ? colours.hub : colours.line;

// Below these scales there is no use in letters, or in arrows.
const [LETTERS, LABELS, BOXES] = [0.4, 0.62, 0.26];

/** Draws what is in sight. `view` is the part of the drawing that the canvas shows. */
export function paint(
  pen: CanvasRenderingContext2D, links: readonly LinkShape[], boxes: readonly BoxShape[], colours: Colours, scale: number,
  view: { left: number; top: number; right: number; bottom: number },
): void {
  const seen = (x: number, y: number, room: number) => x > view.left - room && x < view.right + room && y > view.top - room && y < view.bottom + room;
  pen.lineCap = "round";
  // Simple lines of one colour at once: thousands of them have to be drawn in a frame.
  if (scale < BOXES) {
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1 / scale;
    pen.globalAlpha = 0.55;
    pen.beginPath();
    for (const { curve, kind } of links) {
      if (kind === "link" || kind === "around") {
        pen.moveTo(curve[0], curve[1]);
        pen.lineTo(curve[6], curve[7]);
      }
    }
    pen.stroke();
    pen.globalAlpha = 1;
  }
  for (const { kind, curve, width } of links) {
    const plainly = kind === "link" || kind === "around";
    const middle = middleOf(curve);
    const far = Math.abs(curve[0] - curve[6]) + Math.abs(curve[1] - curve[7]);
    if ((scale < BOXES && plainly) || !seen(middle.x, middle.y, far)) {
      continue;
    }
    const colour = linkColour(kind, colours);
    pen.globalAlpha = kind === "later" ? 0.16 : 1;
    pen.strokeStyle = colour;
    pen.fillStyle = colour;
    pen.lineWidth = kind === "path" ? width + 2.5 : kind === "fresh" || kind === "near" ? width + 1 : width;
    pen.setLineDash(kind === "around" ? [5, 4] : []);
    pen.beginPath();
    pen.moveTo(curve[0], curve[1]);
    pen.bezierCurveTo(curve[2], curve[3], curve[4], curve[5], curve[6], curve[7]);
    pen.stroke();
    pen.setLineDash([]);
    if (scale > BOXES) {
      const [tip, one, other] = headOf(curve, pen.lineWidth);
      pen.beginPath();
      pen.moveTo(tip.x, tip.y);
      pen.lineTo(one.x, one.y);
      pen.lineTo(other.x, other.y);
      pen.fill();
    }
  }
  // What is written comes above all lines.
  if (scale > LABELS) {
    pen.font = "10.5px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const { kind, curve, label } of links) {
      const middle = middleOf(curve);
      if (label !== "" && kind !== "later" && seen(middle.x, middle.y, 80)) {
        const wide = pen.measureText(label).width;
        pen.fillStyle = colours.paper;
        pen.globalAlpha = 0.9;
        pen.fillRect(middle.x - wide / 2 - 3, middle.y - 8, wide + 6, 16);
        pen.globalAlpha = 1;
        pen.fillStyle = kind === "link" || kind === "around" ? colours.faint : linkColour(kind, colours);
        pen.fillText(label, middle.x, middle.y);
      }
    }
  }
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  for (const box of boxes) {
    if (!seen(box.x, box.y, BOX.width)) {
      continue;
    }
    pen.globalAlpha = box.kind === "later" ? 0.3 : 1;
    const colour = boxColour(box, colours);
    if (scale < BOXES) {
      const size = box.selected || box.focused ? 30 : 18;
      pen.fillStyle = colour;
      pen.fillRect(box.x - size, box.y - size, size * 2, size * 2);
      continue;
    }
    const [left, top] = [box.x - BOX.width / 2, box.y - BOX.height / 2];
    pen.fillStyle = colours.box;
    pen.strokeStyle = colour;
    pen.lineWidth = box.selected ? 3 : box.kind === "centre" ? 2 : 1.2;
    pen.setLineDash(box.kind === "around" ? [4, 3] : []);
    pen.beginPath();
    pen.roundRect(left, top, BOX.width, BOX.height, 6);
    pen.fill();
    pen.stroke();
    pen.setLineDash([]);
    if (box.focused) {
      pen.strokeStyle = colours.accent;
      pen.lineWidth = 2;
      pen.strokeRect(left - 4, top - 4, BOX.width + 8, BOX.height + 8);
    }
    if (scale > LETTERS) {
      pen.fillStyle = colours.ink;
      pen.font = "600 12.5px system-ui, sans-serif";
      pen.fillText(box.title, left + 9, top + 16, BOX.width - (box.pinned ? 30 : 16));
      pen.font = "10.5px system-ui, sans-serif";
      pen.fillStyle = colours.faint;
      pen.fillText(box.where, left + 9, top + 29, BOX.width - 16);
      pen.fillStyle = box.kind === "centre" ? colours.centre : colours.faint;
      pen.fillText(box.role, left + 9, top + 41, BOX.width - 16);
      if (box.pinned) {
        pen.fillStyle = colours.accent;
        pen.beginPath();
        pen.arc(left + BOX.width - 11, top + 11, 4, 0, 7);
        pen.fill();
      }
    }
  }
  pen.globalAlpha = 1;
}

/** The drawing as SVG that stands alone. */
export function written(links: readonly LinkShape[], boxes: readonly BoxShape[], colours: Colours, title: string): string {
  const xs = boxes.map(({ x }) => x);
  const ys = boxes.map(({ y }) => y);
  // Ways back run below the boxes.
  const ends = links.flatMap(({ curve }) => [curve[3], curve[5]]);
  const [left, top] = [Math.min(...xs) - BOX.width / 2 - 16, Math.min(...ys, ...ends) - BOX.height / 2 - 16];
  const [width, height] = [Math.max(...xs) + BOX.width / 2 + 16 - left, Math.max(...ys, ...ends) + BOX.height / 2 + 16 - top];
  const number = (value: number) => Math.round(value * 10) / 10;
  const text = (x: number, y: number, size: number, colour: string, content: string, more = "") =>
    content === "" ? "" : `<text x="${number(x)}" y="${number(y)}" font-size="${size}" fill="${colour}"${more}>${escaped(content)}</text>`;
  const drawn = links.map(({ kind, curve, width }) => {
    const colour = linkColour(kind, colours);
    const [x1, y1, x2, y2, x3, y3, x4, y4] = curve.map(number);
    const head = headOf(curve, width).map(({ x, y }) => `${number(x)},${number(y)}`).join(" ");
    const line = `<path d="M${x1} ${y1}C${x2} ${y2} ${x3} ${y3} ${x4} ${y4}" fill="none" stroke="${colour}" stroke-width="${number(width)}"${kind === "around" ? ' stroke-dasharray="5 4"' : ""}/>`;
    return `${line}<polygon points="${head}" fill="${colour}"/>`;
  });
  const labelled = links.map(({ curve, label }) => {
    const middle = middleOf(curve);
    const wide = label.length * 5.6 + 6;
    const plate = label === "" ? "" : `<rect x="${number(middle.x - wide / 2)}" y="${number(middle.y - 8)}" width="${number(wide)}" height="16" fill="${colours.paper}" opacity="0.85"/>`;
    return `${plate}${text(middle.x, middle.y + 4, 10.5, colours.faint, label, ' text-anchor="middle"')}`;
  });
  const stood = boxes.map((box) => {
    const [x, y] = [box.x - BOX.width / 2, box.y - BOX.height / 2];
    const colour = boxColour(box, colours);
    const rect = `<rect x="${number(x)}" y="${number(y)}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="${colours.box}" stroke="${colour}" stroke-width="${box.kind === "centre" ? 2 : 1.2}"${box.kind === "around" ? ' stroke-dasharray="4 3"' : ""}/>`;
    return `${rect}${text(x + 9, y + 16, 12.5, colours.ink, box.title, ' font-weight="600"')}${text(x + 9, y + 29, 10.5, colours.faint, box.where)}${text(x + 9, y + 41, 10.5, box.kind === "centre" ? colours.centre : colours.faint, box.role)}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${number(left)} ${number(top)} ${number(width)} ${number(height)}" width="${Math.round(width)}" height="${Math.round(height)}" role="img" font-family="system-ui, sans-serif"><title>${escaped(title)}</title>${drawn.join("")}${labelled.join("")}${stood.join("")}</svg>`;
}
