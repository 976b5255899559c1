// The keys, to look up.

import { said } from "../i18n/index.ts";
import { Dialog } from "../parts/dialog.tsx";

const KEYS = [
  ["j / ↓", "keys.down"], ["k / ↑", "keys.up"], ["Enter", "keys.enter"], ["/", "keys.search"], ["Esc", "keys.leave"], ["?", "keys.help"],
  ["Ctrl+Z", "undo"], ["Ctrl+Y", "redo"], ["← ↑ → ↓", "keys.walk"], ["Shift+Enter", "keys.account"], ["p", "keys.pin"], ["+ − 0", "keys.zoom"],
] as const;

export function Keys({ onClose }: { onClose: () => void }) {
  const { t } = said.value;
  return (
    <Dialog title={t("keys")} onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([key, text]) => (
          <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(text)}</dd></div>
        ))}
      </dl>
    </Dialog>
  );
}
