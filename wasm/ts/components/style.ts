// The looks of both components. Every colour and size can be set from outside by a custom property.

export const THEME = `
:host {
  color-scheme: light dark;
  display: block;
  box-sizing: border-box;
  --ink: var(--quipu-ink, light-dark(#1c2430, #e6e9ef));
  --faint: var(--quipu-faint, light-dark(#5b6675, #9aa5b5));
  --paper: var(--quipu-paper, light-dark(#ffffff, #12161d));
  --box: var(--quipu-box, light-dark(#f3f5f8, #1d2430));
  --line: var(--quipu-line, light-dark(#8893a3, #6c788a));
  --accent: var(--quipu-accent, light-dark(#0b5cad, #6cb6ff));
  --centre: var(--quipu-centre, light-dark(#b3261e, #ff8a80));
  --hub: var(--quipu-hub, light-dark(#8a6100, #e3b341));
  color: var(--ink);
  background: var(--paper);
  font: var(--quipu-font, 14px/1.4 system-ui, sans-serif);
}
:host([hidden]) { display: none }
button, select, input { font: inherit; color: inherit; background: var(--box); border: 1px solid var(--line); border-radius: 4px; padding: 2px 8px }
button { cursor: pointer; min-width: 2.2em }
button:disabled { opacity: .45; cursor: default }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
`;

/** Of the drawing: it goes along when the drawing is exported. */
export const DRAWING = `
text { font-family: system-ui, sans-serif; fill: var(--ink) }
.box rect { fill: var(--box); stroke: var(--line); stroke-width: 1.25 }
.box.centre rect { stroke: var(--centre); stroke-width: 2 }
.box.hub rect { stroke: var(--hub); stroke-dasharray: 5 3 }
.box .number { font-size: 12.5px; font-weight: 600 }
.box .where, .box .role, .arrow text { font-size: 10.5px; fill: var(--faint) }
.box.centre .role { fill: var(--centre) }
.arrow path { fill: none; stroke: var(--line) }
.arrow .head { fill: var(--line); stroke: none }
.arrow .plate { fill: var(--paper); opacity: .85 }
.selected rect { stroke: var(--accent) !important; stroke-width: 2.5 !important }
.near path { stroke: var(--accent) }
.near .head { fill: var(--accent) }
`;
