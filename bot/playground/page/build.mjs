// Builds the page into dist/: index.html and assets/ with names that change with what is in them.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = join(here, "dist");

// What slack-blocks-to-jsx has for blocks that the bot never sends: a Markdown parser and a second table of emoji.
const leftOut = ["react-markdown", "remark-gfm", "node-emoji"];

await rm(out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { page: "src/main.tsx" },
  outdir: join(out, "assets"),
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  alias: Object.fromEntries(leftOut.map((name) => [name, join(here, "src/left_out.ts")])),
  legalComments: "linked",
  metafile: true,
});

const names = Object.keys(metafile.outputs).map((path) => basename(path));
const named = (ending) => `/assets/${names.find((name) => name.endsWith(ending))}`;
const html = await readFile(join(here, "index.html"), "utf8");
await writeFile(
  join(out, "index.html"),
  html.replace("/assets/page.js", named(".js")).replace("/assets/page.css", named(".css")),
);
await mkdir(join(out, "assets"), { recursive: true });
await cp(join(here, "icon.svg"), join(out, "assets", "icon.svg"));

for (const [path, { bytes }] of Object.entries(metafile.outputs)) console.log(`${basename(path)}  ${bytes} bytes`);
