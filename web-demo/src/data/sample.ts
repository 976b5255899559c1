// The first rows of a file as they are written, for the preview of its columns. What they mean is for the library to say.

import type { Inspection } from "../engine.ts";

type Input = Inspection["inputs"][number];

export interface Sample {
  names: string[];
  /** Values of the first rows, a list for each row. */
  rows: string[][];
  delimiter: string;
}

const FIRST = 64 << 10;
const ROWS = 5;

/** The first bytes, unpacked when they are gzip; `undefined` for Zstandard, which browsers do not unpack. */
async function beginning(file: Blob): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(await file.slice(0, FIRST).arrayBuffer());
  if (bytes[0] === 0x28 && bytes[1] === 0xb5) {
    return undefined;
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    return bytes;
  }
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const pieces: Uint8Array[] = [];
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      pieces.push(read.value);
    }
  } catch {
    // It was cut: what came before is enough.
  }
  return new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
}

function text(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return new TextDecoder("utf-16le").decode(bytes);
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return new TextDecoder("utf-16be").decode(bytes);
  }
  const utf8 = new TextDecoder().decode(bytes);
  return utf8.slice(0, -4).includes("\ufffd") ? new TextDecoder("windows-1252").decode(bytes) : utf8;
}

/** Fields of the first lines; a field in quotes may hold the delimiter and line ends. */
function table(content: string, delimiter: string, most: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < content.length && rows.length < most; at += 1) {
    const letter = content[at] ?? "";
    if (quoted) {
      if (letter !== '"') {
        field += letter;
      } else if (content[at + 1] === '"') {
        field += '"';
        at += 1;
      } else {
        quoted = false;
      }
    } else if (letter === '"' && field === "") {
      quoted = true;
    } else if (letter === delimiter || letter === "\n") {
      row.push(field.replace(/\r$/, ""));
      field = "";
      if (letter === "\n") {
        rows.push(row);
        row = [];
      }
    } else {
      field += letter;
    }
  }
  if (row.length > 0 && rows.length < most) {
    rows.push([...row, field]);
  }
  return rows;
}

/** A look into a file. `input` is what the library made of it, when it made anything of it. */
export async function sample(file: Blob, input: Input | undefined): Promise<Sample | undefined> {
  const bytes = await beginning(file);
  if (bytes === undefined) {
    return undefined;
  }
  const content = text(bytes).replace(/^\ufeff/, "");
  const shape = input?.shape;
  const json = shape === "nd-json" || (shape === undefined && content.trimStart().startsWith("{"));
  if (shape === "messages" || (!json && content.trimStart().startsWith("<"))) {
    return undefined;
  }
  if (json) {
    const rows = content.split("\n").slice(0, ROWS).flatMap((line) => {
      try {
        return [JSON.parse(line) as Record<string, unknown>];
      } catch {
        return [];
      }
    });
    const names = input?.columns.map(({ name }) => name) ?? Object.keys(rows[0] ?? {});
    const value = (own: unknown) => (own === undefined || own === null ? "" : typeof own === "object" ? JSON.stringify(own) : String(own));
    return { names, rows: rows.map((row) => names.map((name) => value(Object.hasOwn(row, name) ? row[name] : undefined))), delimiter: "" };
  }
  const [first = ""] = content.split("\n", 1);
  const known = typeof shape === "object" ? String.fromCharCode(shape.delimited.delimiter) : undefined;
  const delimiter = known ?? [",", ";", "\t", "|"].reduce((best, mark) => (first.split(mark).length > first.split(best).length ? mark : best), ",");
  const head = typeof shape === "object" ? shape.delimited.first_row - 1 : 1;
  const all = table(content, delimiter, head + ROWS);
  const names = input?.columns.map(({ name }) => name) ?? all[0] ?? [];
  return { names, rows: all.slice(head), delimiter };
}
