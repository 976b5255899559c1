// A table of any number of rows of which only those in sight are in the page. The whole table takes the focus; a row is
// chosen with j and k or the arrows and opened with Enter.

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";

export interface Column<Row> {
  name: string;
  /** As a track of a CSS grid. */
  width: string;
  number?: boolean;
  /** How to sort by it; the head is a button then. */
  sort?: { order: "ascending" | "descending" | "none"; toggle: () => void };
  show: (row: Row) => ComponentChildren;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  count: number;
  /** `undefined` while it is on its way. */
  row: (place: number) => Row | undefined;
  rowHeight?: number;
  onOpen?: (row: Row, place: number) => void;
  /** Where the choice was when the table was last left. */
  start?: number;
  onChoose?: (place: number) => void;
  /** How tall; as tall as its rows up to a limit where not given. */
  fill?: boolean;
}

export function Table<Row>({ label, columns, count, row, rowHeight = 34, onOpen, start = 0, onChoose, fill }: Props<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [, again] = useState(0);
  const [chosen, setChosen] = useState(Math.min(start, Math.max(count - 1, 0)));
  const virtual = useRef<Virtualizer<HTMLDivElement, HTMLDivElement>>(undefined);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => again((turn) => turn + 1),
  };
  virtual.current ??= new Virtualizer(options);
  virtual.current.setOptions(options);
  useLayoutEffect(() => virtual.current?._didMount(), []);
  useLayoutEffect(() => virtual.current?._willUpdate());
  useEffect(() => {
    if (start > 0) {
      virtual.current?.scrollToIndex(start, { align: "center" });
    }
  }, []);
  const at = Math.min(chosen, Math.max(count - 1, 0));
  const choose = (place: number) => {
    const next = Math.max(0, Math.min(count - 1, place));
    setChosen(next);
    onChoose?.(next);
    virtual.current?.scrollToIndex(next, { align: "auto" });
  };
  const open = (place: number) => {
    const own = row(place);
    if (own !== undefined) {
      onOpen?.(own, place);
    }
  };
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== scroller.current) {
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
    const step = steps[event.key];
    if (step !== undefined) {
      choose(at + step);
    } else if (event.key === "Enter") {
      open(at);
    } else {
      return;
    }
    event.preventDefault();
  };
  const template = columns.map((column) => column.width).join(" ");
  const items = virtual.current.getVirtualItems();
  const height = virtual.current.getTotalSize();
  return (
    <div class={`rows ${fill ? "fill" : ""}`}>
      <div
        class="scroll" ref={scroller} tabIndex={0} role="grid" aria-label={label} aria-rowcount={count + 1} aria-colcount={columns.length}
        aria-activedescendant={count > 0 && items.some((item) => item.index === at) ? `${id}-${at}` : undefined} onKeyDown={key} data-table
      >
        <div role="rowgroup" class="head">
          <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
            {columns.map(({ name, number, sort }) => (
              <div role="columnheader" key={name} class={number ? "number" : ""} aria-sort={sort?.order}>
                {sort === undefined ? name : (
                  <button type="button" class="sort" onClick={sort.toggle}>
                    {name}
                    <span aria-hidden="true">{sort.order === "ascending" ? " ▲" : sort.order === "descending" ? " ▼" : ""}</span>
                  </button>
                )}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" class="body" style={{ height: `${height}px` }}>
          {items.map(({ index, start }) => {
            const own = row(index);
            return (
              <div
                role="row" key={index} id={`${id}-${index}`} aria-rowindex={index + 2} aria-selected={index === at} class={onOpen && "opens"}
                style={{ gridTemplateColumns: template, height: `${rowHeight}px`, transform: `translateY(${start}px)` }}
                onClick={(event) => {
                  setChosen(index);
                  onChoose?.(index);
                  if (onOpen !== undefined && (event.target as Element).closest("a, button, select, input") === null) {
                    open(index);
                  }
                }}
              >
                {columns.map((column) => (
                  <div role="gridcell" key={column.name} class={column.number ? "number" : ""}>{own === undefined ? "…" : column.show(own)}</div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
