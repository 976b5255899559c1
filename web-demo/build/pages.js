// What the page carries with it, and the forms it is built in: a folder that works from a static server and from file://,
// a single file, and an app that works offline where it is served.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const packed = (path) => gzipSync(readFileSync(here(path)), { level: 9 }).toString("base64");

const CARRIED = {
  // The page may fetch nothing, so the module comes as text in its script.
  "virtual:module": () => packed("../wasm/dist/module/full/quipu_bg.wasm"),
  "virtual:example": () => packed("../cli/example/transactions.csv"),
  "virtual:example-truth": () => packed("../cli/example/truth.ndjson"),
};

/** Files that the page carries as text: gzip in base64. */
export function carried() {
  return {
    name: "quipu-carried",
    resolveId: (id) => (id in CARRIED ? `\0${id}` : undefined),
    load(id) {
      const make = id.startsWith("\0") ? CARRIED[id.slice(1)] : undefined;
      return make && `export default ${JSON.stringify(make())};`;
    },
    transform(code, id) {
      // The worker is handed its module; nothing is to be laid beside it.
      return /module\/(full\/)?quipu\.js/.test(id) ? { code: code.replaceAll(/new URL\([^)]*import\.meta\.url\)/g, "undefined"), map: null } : undefined;
    },
  };
}

/** The policy of the page. `scripts` and `styles` are what may run and what may dress it. */
const policy = (scripts, styles, more) =>
  [
    "default-src 'none'",
    `script-src ${scripts} 'wasm-unsafe-eval'`,
    `style-src ${styles}`,
    "img-src data: blob:" + (more ? " 'self'" : ""),
    `worker-src blob:${more ? " 'self'" : ""}`,
    ...(more ? ["manifest-src 'self'"] : []),
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Writes the forms of the page beside what Vite wrote. */
export function pages() {
  let out;
  return {
    name: "quipu-pages",
    apply: "build",
    configResolved: (config) => {
      out = `${config.root}/${config.build.outDir}`;
    },
    transformIndexHtml: { order: "pre", handler: (html) => html.replace(/\s*<link rel="stylesheet"[^>]*>/, "") },
    closeBundle() {
      const html = readFileSync(`${out}/index.html`, "utf8");
      const script = readFileSync(`${out}/app.js`, "utf8");
      // Vite would have a classic script write its style into the page, which the policy forbids.
      const style = readFileSync(here("src/style/index.css"), "utf8").replaceAll(/\/\*[^]*?\*\//g, "").trim();
      writeFileSync(`${out}/index.css`, style);
      const bare = html.replaceAll(/\s*<script\b[^>]*app\.js"[^>]*><\/script>/g, "");
      if (bare.includes("app.js")) {
        throw new Error("index.html is not as it was expected to be");
      }
      const meta = (content) => `<meta http-equiv="Content-Security-Policy" content="${content}" />`;
      // As text in the page: browsers ask for an icon again and again.
      const icon = `data:image/svg+xml;base64,${readFileSync(here("public/icon.svg")).toString("base64")}`;
      const iconed = bare.replace(/(<link rel="icon" href=")[^"]*/, `$1${icon}`);
      const page = (head, end) => iconed.replace("<head>", () => `<head>\n    ${head}`).replace("</body>", () => `  ${end}\n  </body>`);
      const head = [
        meta(policy("'self'", "'self'", true)),
        '<link rel="manifest" href="./quipu.webmanifest" />',
        '<link rel="stylesheet" href="./index.css" />',
      ].join("\n    ");
      const folder = page(head, '<script src="./app.js"></script>');
      writeFileSync(`${out}/index.html`, folder);

      const safe = script.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
      const single = page(`${meta(policy(hash(safe), hash(style), false))}\n    <style>${style}</style>`, `<script>${safe}</script>`);
      writeFileSync(`${out}/quipu-single-file.html`, single);

      const files = ["./", "./index.html", "./app.js", "./index.css", "./icon.svg", "./quipu.webmanifest"];
      const version = createHash("sha256").update(folder).update(script).update(style).digest("hex").slice(0, 16);
      const worker = readFileSync(here("build/offline.js"), "utf8");
      writeFileSync(`${out}/offline.js`, worker.replace('"VERSION"', JSON.stringify(version)).replace('"FILES"', JSON.stringify(files)));
    },
  };
}
