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
