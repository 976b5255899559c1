// The components with the libraries below them in one file, so that a page needs one script tag.
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

export default {
  root,
  configFile: false,
  publicDir: false,
  build: {
    target: "es2022",
    outDir: `${root}dist`,
    emptyOutDir: false,
    lib: { entry: `${root}ts/components/index.ts`, formats: ["es"], fileName: () => "components.js" },
  },
};
