// Prints how large the built modules are, as they stand and as a server would send them, and fails past the limits of the
// one that every page loads.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const LIMITS = { plain: 1_500_000, brotli: 600_000 };
const SHOWN = { "module/quipu_bg.wasm": LIMITS, "module/full/quipu_bg.wasm": {}, "components.js": {} };

for (const [name, limits] of Object.entries(SHOWN)) {
  const bytes = readFileSync(new URL(`../dist/${name}`, import.meta.url));
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const sizes = { plain: bytes.length, brotli: brotliCompressSync(bytes, { params }).length };
  console.log(`dist/${name}: ${sizes.plain} bytes, ${sizes.brotli} with Brotli`);
  for (const [kind, limit] of Object.entries(limits)) {
    if (sizes[kind] > limit) {
      console.error(`dist/${name} is larger (${kind}) than the limit of ${limit} bytes`);
      process.exitCode = 1;
    }
  }
}
