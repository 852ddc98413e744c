// Builds the page into dist/: index.html and assets/ with names that change with what is in them.

import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = join(here, "dist");
const assets = join(out, "assets");

// What slack-blocks-to-jsx has for blocks that the bot never sends: a Markdown parser and a second table of emoji.
const leftOut = ["react-markdown", "remark-gfm", "node-emoji"];

await rm(out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { page: "src/main.tsx" },
  outdir: assets,
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  alias: Object.fromEntries(leftOut.map((name) => [name, join(here, "src/left_out.ts")])),
  legalComments: "none",
  metafile: true,
});

const names = Object.keys(metafile.outputs).map((path) => basename(path));
const address = (ending) => `/assets/${names.find((name) => name.endsWith(ending))}`;
const html = await readFile(join(here, "index.html"), "utf8");
const linked = html.replace("/assets/page.js", address(".js")).replace("/assets/page.css", address(".css"));
await writeFile(join(out, "index.html"), linked);
await cp(join(here, "icon.svg"), join(assets, "icon.svg"));
await writeFile(join(assets, "licenses.txt"), await licenses(Object.keys(metafile.inputs)));

for (const [path, { bytes }] of Object.entries(metafile.outputs)) console.log(`${basename(path)}  ${bytes} bytes`);

/** The licences of the packages that files come from. */
async function licenses(files) {
  const packages = new Set(files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  const texts = [...packages].sort().map(async (name) => {
    const folder = join(here, "node_modules", name);
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    return `${name}\n\n${file ? await readFile(join(folder, file), "utf8") : "see its package.json"}`;
  });
  return (await Promise.all(texts)).join("\n\n----\n\n");
}
