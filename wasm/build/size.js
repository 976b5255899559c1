// Prints how large the built module is, as it stands and as a server would send it, and fails past the limits.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const LIMITS = { plain: 1_500_000, brotli: 600_000 };

const module = readFileSync(new URL("../pkg/quipu_bg.wasm", import.meta.url));
const sizes = { plain: module.length, brotli: brotliCompressSync(module).length };
console.log(`quipu_bg.wasm: ${sizes.plain} bytes, ${sizes.brotli} with Brotli`);
for (const [name, limit] of Object.entries(LIMITS)) {
  if (sizes[name] > limit) {
    console.error(`quipu_bg.wasm is larger (${name}) than the limit of ${limit} bytes`);
    process.exitCode = 1;
  }
}
