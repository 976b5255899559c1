// A dialog: the browser's own, which keeps the focus inside and closes with Escape.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { said } from "../i18n/index.ts";

export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const own = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    own.current?.showModal();
  }, []);
  return (
    <dialog ref={own} aria-labelledby={id} onClose={onClose}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="plain" aria-label={said.value.t("close")} onClick={() => own.current?.close()}>✕</button>
      </header>
      {children}
    </dialog>
  );
}
