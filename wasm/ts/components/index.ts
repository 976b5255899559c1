// Defines `<quipu-network>` and `<quipu-findings>`. They need no session: what they show is handed to them.

import { QuipuFindings } from "./findings.ts";
import { QuipuNetwork } from "./network.ts";

export { QuipuFindings, QuipuNetwork };

declare global {
  interface HTMLElementTagNameMap {
    "quipu-network": QuipuNetwork;
    "quipu-findings": QuipuFindings;
  }
}

for (const [name, component] of [["quipu-network", QuipuNetwork], ["quipu-findings", QuipuFindings]] as const) {
  if (customElements.get(name) === undefined) {
    customElements.define(name, component);
  }
}
