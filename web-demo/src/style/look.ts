// Light, dark or high contrast: as the system says, until the analyst chooses.

import { effect, signal } from "@preact/signals";

export const LOOKS = ["system", "light", "dark", "contrast"] as const;
export type Look = (typeof LOOKS)[number];

function kept(): Look {
  try {
    const own = localStorage.getItem("quipu-look");
    return (LOOKS as readonly (string | null)[]).includes(own) ? (own as Look) : "system";
  } catch {
    // Storage may be forbidden: then nothing is kept.
    return "system";
  }
}

export const look = signal<Look>(kept());
effect(() => {
  document.documentElement.dataset["look"] = look.value;
  try {
    localStorage.setItem("quipu-look", look.value);
  } catch {
    // As above.
  }
});
