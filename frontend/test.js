// Runs the tests in tests/ with Node's own runner, each built into one plain file first.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
const built = join(here, "node_modules/.tests");
const entries = readdirSync(join(here, "tests"), { recursive: true, encoding: "utf8" });

rmSync(built, { recursive: true, force: true });
buildSync({
  absWorkingDir: here,
  entryPoints: entries.filter((name) => name.endsWith(".test.ts")).map((name) => `tests/${name}`),
  outdir: built,
  outbase: "tests",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  loader: { ".svg": "text", ".css": "text" },
});
const tests = readdirSync(built, { recursive: true, encoding: "utf8" });
const files = tests.filter((name) => name.endsWith(".mjs")).map((name) => join(built, name));
process.exit(spawnSync(process.execPath, ["--test", "--test-reporter=dot", ...files], { stdio: "inherit" }).status ?? 1);
