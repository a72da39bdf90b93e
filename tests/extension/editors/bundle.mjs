// Bundles the editors' pages into the folder named: `node bundle.mjs FOLDER`.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const pages = readdirSync(join(here, "pages")).map((name) => join(here, "pages", name));
const isDraft = (page) => page.endsWith("/draft.js");
const common = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  outdir: process.argv[2],
  logLevel: "error",
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  loader: { ".css": "empty", ".svg": "text" },
};
await Promise.all([
  build({ ...common, entryPoints: pages.filter((page) => !isDraft(page)) }),
  build({
    ...common,
    entryPoints: pages.filter(isDraft),
    alias: { react: "react-18", "react-dom": "react-dom-18" },
  }),
]);
