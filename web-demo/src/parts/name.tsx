// Names from files, shown so that they cannot act on the page or fool the eye.

import { parts, plain } from "../data/text.ts";
import { address } from "../state/route.ts";

/** A text from a file, apart from the direction of what stands around it. */
export function Text({ value, most }: { value: string; most?: number }) {
  const shown = plain(value, most);
  return shown === value ? <bdi>{shown}</bdi> : <bdi title={plain(value, 1000)}>{shown}</bdi>;
}

/** An account, as a link to all that is known of it. */
export function Account({ name }: { name: string }) {
  const { institution, number } = parts(name);
  return (
    <a class="account" href={address("account", name)} title={plain(name, 1000)}>
      <bdi>{plain(number, 40)}</bdi>
      {institution !== "" && <bdi class="faint"> {plain(institution, 40)}</bdi>}
    </a>
  );
}

/** Where a payment stands in its file. The line is always seen, the name as far as there is room. */
export function Place({ file, line, more = "" }: { file: string; line: number; more?: string }) {
  return (
    <span class="place" title={`${plain(file, 1000)}:${line} ${plain(more)}`}>
      <bdi>{plain(file, 60)}</bdi><span>:{line}</span>
    </span>
  );
}
