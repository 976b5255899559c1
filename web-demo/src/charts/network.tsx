// The network on a canvas: thousands of accounts can be drawn and moved. Everything that the pointer does the keyboard does too,
// and what is drawn is told in the live line below it.

import { select as d3select } from "d3-selection";
import { type D3ZoomEvent, zoom, type ZoomBehavior, zoomIdentity, type ZoomTransform } from "d3-zoom";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { save } from "../data/text.ts";
import { said } from "../i18n/index.ts";
import { plain } from "../data/text.ts";
import { look as theme } from "../style/look.ts";
import type { Graph } from "./graph.ts";
import { BOX, type Layout, type Place, placed } from "./layout.ts";
import { coloursOf, paint, PRINTED, written } from "./pens.ts";
import { letters, shapes } from "./shapes.ts";

interface Props {
  graph: Graph;
  label: string;
  height: number;
  until?: number | undefined;
  path?: readonly number[];
  selected: number | undefined;
  onSelect: (place: number | undefined) => void;
  onOpen?: (place: number) => void;
}

const NO_PATH: readonly number[] = [];

export function NetworkView({ graph, label, height, until, path = NO_PATH, selected, onSelect, onOpen }: Props) {
  const { t, named, about, number } = said.value;
  const canvas = useRef<HTMLCanvasElement>(null);
  const places = useRef(new Map<string, Place>());
  const [pinned, setPinned] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<number>();
  const [moved, setMoved] = useState(0);
  const transform = useRef<ZoomTransform>(zoomIdentity);
  const zooming = useRef<ZoomBehavior<HTMLCanvasElement, unknown>>(undefined);
  const draw = useRef<() => void>(() => undefined);

  const standing = useMemo<Layout>(() => placed(graph, places.current), [graph]);
  const remember = () => {
    places.current = new Map(graph.nodes.map(({ account }, at) => [account, standing.places[at] ?? { x: 0, y: 0 }]));
  };
  const lettering = useMemo(
    () => letters(graph, (role) => named("role", role), ({ amount, currency }, more) => `${about(Number(amount), currency)}${more > 0 ? ` +${more}` : ""}`),
    [graph, said.value],
  );
  const drawn = useMemo(
    () =>
      shapes(graph, standing.places, {
        until, selected, focused, pinned, path: new Set(path), letters: lettering,
      }),
    [graph, standing, until, selected, focused, pinned, path, moved, lettering],
  );

  draw.current = () => {
    const own = canvas.current;
    const pen = own?.getContext("2d");
    if (own === null || pen === null || pen === undefined) {
      return;
    }
    const ratio = devicePixelRatio || 1;
    const [width, tall] = [own.clientWidth, own.clientHeight];
    if (own.width !== Math.round(width * ratio) || own.height !== Math.round(tall * ratio)) {
      own.width = Math.round(width * ratio);
      own.height = Math.round(tall * ratio);
    }
    const { k, x, y } = transform.current;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, own.width, own.height);
    pen.setTransform(k * ratio, 0, 0, k * ratio, x * ratio, y * ratio);
    paint(pen, drawn.links, drawn.boxes, coloursOf(own), k, { left: -x / k, top: -y / k, right: (width - x) / k, bottom: (tall - y) / k });
  };
  const frame = useRef(0);
  const soon = () => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => draw.current());
  };

  const fit = () => {
    const own = canvas.current;
    if (own === null || standing.places.length === 0) {
      return;
    }
    const xs = standing.places.map(({ x }) => x);
    const ys = standing.places.map(({ y }) => y);
    const [left, right] = [Math.min(...xs) - BOX.width / 2 - 16, Math.max(...xs) + BOX.width / 2 + 16];
    const [top, bottom] = [Math.min(...ys) - BOX.height / 2 - 26, Math.max(...ys) + BOX.height / 2 + 26];
    const k = Math.min(own.clientWidth / (right - left), own.clientHeight / (bottom - top), 1.25);
    const next = zoomIdentity.translate((own.clientWidth - (left + right) * k) / 2, (own.clientHeight - (top + bottom) * k) / 2).scale(k);
    zooming.current?.transform(d3select(own), next);
  };

  const nodeAt = (event: { clientX: number; clientY: number }): number | undefined => {
    const box = canvas.current?.getBoundingClientRect();
    const [x, y] = transform.current.invert([event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)]);
    const at = standing.places.findLastIndex((own) => Math.abs(own.x - x) < BOX.width / 2 && Math.abs(own.y - y) < BOX.height / 2);
    return at < 0 ? undefined : at;
  };
  const hit = useRef(nodeAt);
  hit.current = nodeAt;

  useLayoutEffect(() => {
    const own = canvas.current;
    if (own === null) {
      return;
    }
    const behavior = zoom<HTMLCanvasElement, unknown>().scaleExtent([0.02, 4]);
    // An account under the pointer is moved itself; the wheel alone scrolls the page.
    behavior.filter((event: MouseEvent) => (event.type === "wheel" ? event.ctrlKey || event.metaKey || document.activeElement === own : event.button === 0 && hit.current(event) === undefined));
    behavior.on("zoom", ({ transform: next }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
      transform.current = next;
      soon();
    });
    zooming.current = behavior;
    d3select(own).call(behavior).on("dblclick.zoom", null);
    const observer = new ResizeObserver(() => draw.current());
    observer.observe(own);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame.current);
    };
  }, []);

  useLayoutEffect(() => {
    remember();
    fit();
    if (standing.step === undefined) {
      return;
    }
    let turn = 0;
    let count = 0;
    const go = () => {
      const on = standing.step?.() ?? false;
      count += 1;
      if (count % 10 === 0 || !on) {
        setMoved((own) => own + 1);
        fit();
      }
      if (on) {
        turn = requestAnimationFrame(go);
      } else {
        remember();
      }
    };
    turn = requestAnimationFrame(go);
    return () => cancelAnimationFrame(turn);
  }, [standing]);
  useEffect(() => draw.current(), [drawn, theme.value, height]);

  const drag = (event: PointerEvent) => {
    const own = canvas.current;
    const at = nodeAt(event);
    own?.focus({ preventScroll: true });
    if (own === null || at === undefined || event.button !== 0) {
      return;
    }
    own.setPointerCapture(event.pointerId);
    const begin = { x: event.clientX, y: event.clientY };
    const place = standing.places[at] ?? { x: 0, y: 0 };
    const from = { ...place };
    let far = false;
    const move = (next: PointerEvent) => {
      const { k } = transform.current;
      const [dx, dy] = [next.clientX - begin.x, next.clientY - begin.y];
      far ||= Math.abs(dx) + Math.abs(dy) > 5;
      if (far) {
        place.x = from.x + dx / k;
        place.y = from.y + dy / k;
        setMoved((turn) => turn + 1);
      }
    };
    const up = () => {
      own.removeEventListener("pointermove", move);
      own.removeEventListener("pointerup", up);
      if (far) {
        pin(at, true);
        remember();
      } else {
        onSelect(at === selected ? undefined : at);
      }
    };
    own.addEventListener("pointermove", move);
    own.addEventListener("pointerup", up);
  };
  const pin = (at: number, on?: boolean) => {
    const account = graph.nodes[at]?.account ?? "";
    setPinned((before) => {
      const next = new Set(before);
      (on ?? !next.has(account)) ? next.add(account) : next.delete(account);
      return next;
    });
  };
  /** To the account that lies nearest in a direction. */
  const walk = (right: number, down: number) => {
    const here = focused === undefined ? undefined : standing.places[focused];
    let best: { at: number; far: number } | undefined;
    standing.places.forEach((own, at) => {
      if (here !== undefined && at !== focused) {
        const [x, y] = [own.x - here.x, own.y - here.y];
        const along = x * right + y * down;
        const far = along + 2.5 * (Math.abs(x * down) + Math.abs(y * right));
        if (along > 4 && (best === undefined || far < best.far)) {
          best = { at, far };
        }
      }
    });
    setFocused(here === undefined ? 0 : (best?.at ?? focused));
  };
  const key = (event: KeyboardEvent) => {
    const own = canvas.current;
    const ways: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (own === null || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (way !== undefined) {
      walk(...way);
    } else if (event.key === "Enter" && event.shiftKey && focused !== undefined) {
      onOpen?.(focused);
    } else if (event.key === "Enter" || event.key === " ") {
      onSelect(focused === selected ? undefined : focused);
    } else if (event.key === "Escape") {
      onSelect(undefined);
    } else if (event.key === "p" && focused !== undefined) {
      pin(focused);
    } else if (event.key === "+" || event.key === "=") {
      zooming.current?.scaleBy(d3select(own), 1.3);
    } else if (event.key === "-") {
      zooming.current?.scaleBy(d3select(own), 1 / 1.3);
    } else if (event.key === "0") {
      fit();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const told = (at: number | undefined) => {
    const node = at === undefined ? undefined : graph.nodes[at];
    if (node === undefined) {
      return t("network.count", { accounts: graph.nodes.length, payments: graph.links.reduce((sum, link) => sum + link.payments, 0) });
    }
    const sum = (side: "from" | "to") => graph.links.reduce((sum, link) => sum + (link[side] === at ? link.payments : 0), 0);
    const roles = node.roles.map((role) => named("role", role)).join(", ");
    return `${plain(node.account)}${roles && ` · ${roles}`} · ${t("network.made", { n: sum("from") })} · ${t("network.received", { n: sum("to") })}`;
  };
  const tool = (text: string, name: string, act: () => void) => (
    <button type="button" aria-label={name} title={name} onClick={act}>{text}</button>
  );
  const scale = (times: number) => () => canvas.current && zooming.current?.scaleBy(d3select(canvas.current), times);
  const png = () => {
    canvas.current?.toBlob((blob) => blob && save("network.png", "image/png", blob));
  };
  return (
    <div class="network">
      <canvas
        ref={canvas} tabIndex={0} role="application" aria-label={`${label}. ${t("network.keys")}`} style={{ height: `${height}px` }}
        onPointerDown={drag} onKeyDown={key} onFocus={() => focused === undefined && setFocused(selected ?? 0)} onBlur={() => setFocused(undefined)}
        onDblClick={(event) => {
          const at = nodeAt(event);
          if (at !== undefined) {
            onOpen?.(at);
          }
        }}
      />
      <div class="tools" role="toolbar" aria-label={t("network.tools")}>
        {tool("+", t("network.larger"), scale(1.3))}
        {tool("−", t("network.smaller"), scale(1 / 1.3))}
        {tool("⤢", t("network.fit"), fit)}
        {tool("SVG", t("network.svg"), () => save("network.svg", "image/svg+xml", written(drawn.links, drawn.boxes, PRINTED, label)))}
        {tool("PNG", t("network.png"), png)}
      </div>
      <p class="told" aria-live="polite">{told(focused ?? selected)}{pinned.size > 0 && ` · ${t("network.pinned", { n: number(pinned.size) })}`}</p>
    </div>
  );
}
