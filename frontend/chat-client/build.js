// Writes rip/static/rip/chat-client.js. Its first line names the sources it was made from, so that
// a test can tell without Node whether it is theirs.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { buildSync } from "esbuild";

const folder = new URL("src/", import.meta.url);
const hash = createHash("sha256");
for (const name of readdirSync(folder).sort()) {
  hash.update(`${name}\n`).update(readFileSync(new URL(name, folder)));
}

buildSync({
  absWorkingDir: new URL(".", import.meta.url).pathname,
  entryPoints: ["src/index.js"],
  outfile: "../../rip/static/rip/chat-client.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  banner: { js: `// Built from frontend/chat-client/src, sha256 ${hash.digest("hex")}.` },
});
