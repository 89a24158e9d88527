// Weighs the built cards: node weigh.mjs FOLDER MOST MOST_FIRST MOST_LANGUAGE. English is in what every
// page loads; another language is a part that its speakers load beside that, and each is weighed by itself.
// Also that no part imports shell-ev.js: under an address without its version a browser would load it twice.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const ENTRY = "shell-ev.js";
const LANGUAGE = /^[a-z]{2}-[\w-]+\.js$/;
const [folder, most, mostFirst, mostLanguage] = process.argv.slice(2);
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

const languages = Object.keys(files).filter((name) => LANGUAGE.test(name));
const bytes = weight(Object.keys(files).filter((name) => !LANGUAGE.test(name)));
const bytesFirst = weight(first);
console.log(`The cards are as built: ${bytes} bytes gzipped, ${most} at the most;`);
console.log(`${first.join(", ")}: ${bytesFirst}, ${mostFirst} at the most.`);
for (const name of languages) console.log(`${name}: ${weight([name])}, ${mostLanguage} at the most.`);
const faults = [
  ...Object.keys(files)
    .filter((name) => name !== ENTRY && files[name].includes(ENTRY))
    .map((name) => `${name} imports ${ENTRY}.`),
  ...(bytes > Number(most) ? ["All together they are too large."] : []),
  ...(bytesFirst > Number(mostFirst) ? ["What every page loads is too large."] : []),
  ...languages.filter((name) => weight([name]) > Number(mostLanguage)).map((name) => `${name} is too large.`),
];
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
