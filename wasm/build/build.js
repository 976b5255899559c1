// Builds the package into dist: both modules (wasm-pack, wasm-opt), the client (tsc), the components (vite). Says how
// large the modules are and fails past the limits. `--fast` leaves the modules as they are when they are there.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist`;
// The one that is loaded first is built to be small, the full one, which large files bring, to be quick.
const MODULES = [
  { folder: "module", profile: "wasm", optimize: "-Oz", features: [] },
  { folder: "module/full", profile: "wasm-full", optimize: "-O3", features: ["--", "--features", "full"] },
];
// All that wasm-opt may use beside the first version of WebAssembly; every current browser and Node 20 have it.
const FEATURES = ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext", "simd"];

const run = (command, args) => execFileSync(command, args, { cwd: root, stdio: "inherit" });
const local = (name) => `${root}node_modules/.bin/${name}`;

const fast = process.argv.includes("--fast");
for (const { folder, profile, optimize, features } of MODULES) {
  const out = `${root}pkg/${folder}`;
  if (!fast || !existsSync(`${out}/quipu_bg.wasm`)) {
    rmSync(out, { recursive: true, force: true });
    const options = ["--profile", profile, "--target", "web", "--mode", "no-install", "--no-pack", "--out-name", "quipu"];
    run("wasm-pack", ["build", ".", ...options, "--out-dir", `pkg/${folder}`, ...features]);
    const wasm = `${out}/quipu_bg.wasm`;
    const enable = FEATURES.map((feature) => `--enable-${feature}`);
    run(local("wasm-opt"), [optimize, ...enable, "--strip-debug", "--strip-producers", wasm, "-o", wasm]);
  }
}
rmSync(dist, { recursive: true, force: true });
// The client is checked against their declarations, and finds them beside itself.
for (const { folder } of MODULES) {
  for (const [to, files] of [[`ts/${folder}`, ["quipu.js", "quipu.d.ts"]], [`dist/${folder}`, ["quipu.js", "quipu.d.ts", "quipu_bg.wasm"]]]) {
    mkdirSync(`${root}${to}`, { recursive: true });
    for (const file of files) {
      cpSync(`${root}pkg/${folder}/${file}`, `${root}${to}/${file}`);
    }
  }
}
for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) {
  cpSync(`${root}../${licence}`, `${root}${licence}`);
}
run(local("tsc"), ["--project", "."]);
run(local("vite"), ["build", "--config", "build/components.config.js", "--logLevel", "warn"]);
run("node", ["build/size.js"]);
