import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const outdir = "wwwroot/dist";

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await Promise.all([bundle(), sprite()]);

function bundle() {
  return build({
    entryPoints: ["Assets/app.ts", "Assets/app.css"],
    entryNames: "[name]",
    assetNames: "[name]",
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome123", "firefox120", "safari17.5"],
    loader: { ".woff2": "file" },
    legalComments: "linked",
    logLevel: "warning",
  });
}

async function sprite() {
  const names = Object.values(JSON.parse(await readFile("Assets/icons.json", "utf8"))).flat();
  const symbols = await Promise.all([...new Set(names)].sort().map(symbol));
  const svg = `<!-- Lucide icons, ISC licence -->\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
  await writeFile(`${outdir}/icons.svg`, svg);
}

async function symbol(name) {
  const source = await readFile(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const shapes = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"));
  const attributes = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" ${attributes}>${shapes.replace(/\s+/g, " ").trim()}</symbol>`;
}
