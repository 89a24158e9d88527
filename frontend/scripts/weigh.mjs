// Weighs the built cards: node weigh.mjs FOLDER MOST MOST_FIRST. Also that no part imports shell-ev.js:
// under an address without its version a browser would load it a second time.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const ENTRY = "shell-ev.js";
const [folder, most, mostFirst] = process.argv.slice(2);
const files = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]),
);
const imports = (name) =>
  [...files[name].toString().matchAll(/(?:^|;|\n)\s*(?:import|export)\b[^'"();]*["']\.\/([^"']+)["']/g)].map(
    ([, other]) => other,
  );
const weight = (names) =>
  names.reduce((sum, name) => sum + gzipSync(files[name], { level: 9 }).length, 0);

const first = [ENTRY];
for (const name of first)
  for (const other of imports(name)) if (!first.includes(other)) first.push(other);

const bytes = weight(Object.keys(files));
const bytesFirst = weight(first);
console.log(`The cards are as built: ${bytes} bytes gzipped, ${most} at the most;`);
console.log(`${first.join(", ")}: ${bytesFirst}, ${mostFirst} at the most.`);
const faults = [
  ...Object.keys(files)
    .filter((name) => name !== ENTRY && files[name].includes(ENTRY))
    .map((name) => `${name} imports ${ENTRY}.`),
  ...(bytes > Number(most) ? ["All together they are too large."] : []),
  ...(bytesFirst > Number(mostFirst) ? ["What every page loads is too large."] : []),
];
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
