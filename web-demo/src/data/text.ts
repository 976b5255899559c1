// Text from files. It is only ever set as text; what could act on the reader's eye is made visible here.

// Controls, marks of direction, and what has no width: they can make one name look like another.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/** A text with what cannot be seen as its code, cut to a length that a page can show. */
export function plain(text: string, most = 120): string {
  const seen = text.slice(0, most * 4).replace(UNSEEN, (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
  const letters = [...seen];
  return letters.length > most || text.length > most * 4 ? `${letters.slice(0, most).join("")}…` : seen;
}

/** institution and number of an account's name. */
export function parts(account: string): { institution: string; number: string } {
  const at = account.lastIndexOf(":");
  return at < 0 ? { institution: "", number: account } : { institution: account.slice(0, at), number: account.slice(at + 1) };
}

/** Text for HTML, in elements and in attributes. */
export function escaped(text: string): string {
  return plain(text, 4000).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** A row of CSV. What a spreadsheet would take for a formula is given an apostrophe before it. */
export function csvRow(fields: readonly (string | number)[]): string {
  const field = (value: string | number) => {
    if (typeof value === "number") {
      return String(value);
    }
    const safe = /^[\s]*[=+\-@|%]|^[\t\r\n]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
    return /[",\r\n;]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${fields.map(field).join(",")}\r\n`;
}

/** Hands a file to the analyst. */
export function save(name: string, type: string, content: BlobPart): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
