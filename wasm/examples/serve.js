// Serves the examples with the policy that a page of an agency would have. `node examples/serve.js`, after a build.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../", import.meta.url);
const TYPES = {
  css: "text/css",
  csv: "text/csv",
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  json: "application/json",
  wasm: "application/wasm",
};
/** The page may connect to nothing. */
export const PAGE = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; connect-src 'none'; worker-src 'self'; base-uri 'none'; form-action 'none'";
/** The worker fetches its module, and nothing else is there to be fetched. */
export const WORKER = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** Starts the server; gives its address. `isolated` lets page and worker share memory. */
export function serve({ port = 0, isolated = false, root = ROOT } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const file = new URL(`.${path}`, root);
    try {
      if (!file.pathname.startsWith(root.pathname)) {
        throw new Error("outside of the folder");
      }
      const bytes = await readFile(file);
      const headers = {
        "Content-Type": TYPES[path.split(".").pop()] ?? "application/octet-stream",
        "Content-Security-Policy": /worker[^/]*\.js$/.test(path) ? WORKER : PAGE,
        "X-Content-Type-Options": "nosniff",
      };
      if (isolated) {
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
      }
      response.writeHead(200, headers).end(bytes);
    } catch {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("not found");
    }
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      resolve({ address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await serve({ port: 8080, isolated: process.argv.includes("--isolated") });
  console.log(`${address}examples/`);
}
