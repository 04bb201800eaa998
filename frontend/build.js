// Builds what bundles.json lists into rip/static/rip/. The first line of each bundle names the
// sources it was made from, so that a test can tell without Node whether it is theirs.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buildSync } from "esbuild";
import subsetFont from "subset-font";

const here = new URL(".", import.meta.url).pathname;
const output = join(here, "../rip/static/rip");
const modules = createRequire(import.meta.url);
const bundles = JSON.parse(readFileSync(join(here, "bundles.json"), "utf8"));

/** Every file below `path`, which may be a file itself, in the order of their paths. */
function files(path) {
  if (!statSync(join(here, path)).isDirectory()) return [path];
  const names = readdirSync(join(here, path)).sort();
  return names.flatMap((name) => files(`${path}/${name}`));
}

function madeFrom(sources) {
  const hash = createHash("sha256");
  for (const path of sources.flatMap(files).sort()) {
    hash.update(`${path}\n`).update(readFileSync(join(here, path)));
  }
  return `Built by ./run frontend from sources with the sha256 ${hash.digest("hex")}`;
}

function script(entry) {
  const built = buildSync({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    loader: { ".svg": "text", ".css": "text" },
    write: false,
  });
  return built.outputFiles[0].text;
}

function style(entry) {
  const tailwind = join(here, "node_modules/.bin/tailwindcss");
  const options = { cwd: here, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  const built = execFileSync(tailwind, ["--minify", "--input", entry], options);
  // By the names that rip/server/static_files.py serves them under for good.
  return built.replace(/url\((onest-\w+)\.woff2\)/g, (_, name) => {
    const digits = createHash("sha256").update(readFileSync(join(output, `${name}.woff2`)));
    return `url(${name}.${digits.digest("hex").slice(0, 12)}.woff2)`;
  });
}

/** One file of symbols, each used by its name: `<use href="icons.svg#heart">`. */
function sprite(entry) {
  const names = readFileSync(join(here, entry), "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    const icon = readFileSync(modules.resolve(`lucide-static/icons/${name}.svg`), "utf8");
    const shapes = icon.replace(/^[^]*?<svg[^]*?>|<\/svg>\s*$/g, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

/**
 * The parts of Onest that pages in Russian and English need. The sign of the rouble is in a part
 * with hundreds of letters that no page needs, so it gets a file of its own.
 */
async function fonts() {
  const part = (name) => modules.resolve(`@fontsource-variable/onest/files/onest-${name}-wght-normal.woff2`);
  const parts = {
    latin: readFileSync(part("latin")),
    cyrillic: readFileSync(part("cyrillic")),
    rouble: await subsetFont(readFileSync(part("latin-ext")), "₽", { targetFormat: "woff2" }),
  };
  for (const [name, bytes] of Object.entries(parts)) {
    writeFileSync(join(output, `onest-${name}.woff2`), bytes);
  }
}

const makers = { js: script, css: style, svg: sprite };
const comments = { js: (text) => `// ${text}.\n`, css: (text) => `/* ${text}. */\n`, svg: (text) => `<!-- ${text}. -->\n` };

await fonts();
for (const [name, { entry, sources }] of Object.entries(bundles)) {
  const kind = name.split(".").pop();
  writeFileSync(join(output, name), comments[kind](madeFrom(sources)) + makers[kind](entry));
}
