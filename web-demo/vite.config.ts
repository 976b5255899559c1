import { defineConfig } from "vite";

export default defineConfig({
  // The folder works wherever a static server has it.
  base: "./",
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: "es" },
  // The WebAssembly package is built beside this folder.
  server: { fs: { allow: [".", "../wasm/dist"] } },
});
