// Bundles each file of src/ with the libraries that it imports into browse/static/built. Nothing is fetched when a page is shown.
import { build } from "esbuild";
import { readdirSync } from "node:fs";

const sources = new URL("src/", import.meta.url).pathname;

await build({
  entryPoints: readdirSync(sources).filter((name) => name.endsWith(".js")).map((name) => sources + name),
  outdir: new URL("../static/built/", import.meta.url).pathname,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "linked", // the libraries' licences stand beside the bundles
  logLevel: "warning",
});
