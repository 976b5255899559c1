import { defineConfig } from "vite";
import { carried, pages } from "./build/pages.js";

export default defineConfig({
  // The folder works wherever it lies.
  base: "./",
  plugins: [carried(), pages()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 5000,
    rolldownOptions: {
      // One classic script: browsers load no modules from file://.
      output: { format: "iife", entryFileNames: "app.js", assetFileNames: "[name][extname]", codeSplitting: false },
    },
  },
  worker: { format: "iife", plugins: () => [carried()] },
  // The WebAssembly package is built beside this folder.
  server: { fs: { allow: [".", "../wasm/dist"] } },
});
