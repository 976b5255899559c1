// The page begins.

import { render } from "preact";
import { prepare } from "./engine.ts";
import { Shell } from "./panels/shell.tsx";
import { keep } from "./state/keep.ts";
import { problem } from "./state/store.ts";

const root = document.getElementById("app");
if (root !== null) {
  render(<Shell />, root);
}
// The first file need not wait for it.
requestAnimationFrame(() => setTimeout(() => void prepare().catch((error: unknown) => (problem.value = String(error)))));
keep();
// Where the page is served, it is kept for use without a network.
if (import.meta.env.PROD && location.protocol.startsWith("http") && "serviceWorker" in navigator && document.querySelector('link[rel="manifest"]')) {
  void navigator.serviceWorker.register("./offline.js").catch(() => undefined);
}
