import { readFileSync, readdirSync } from "node:fs";

import { defineConfig, type Plugin } from "vite";

/** Styles and templates are texts to the builder: their spaces and comments would be sent to every page. */
const tightTexts: Plugin = {
  name: "tight-texts",
  transform(code, id) {
    if (!id.includes("/src/")) return null;
    const tight = (css: string) =>
      css
        .replace(/\/\*[^]*?\*\//g, "")
        .replace(/\s+/g, " ")
        .replace(/ ?([{};,>]) ?/g, "$1")
        .replace(/: /g, ":")
        .replace(/="([a-z]+)"\]/g, "=$1]")
        .replace(/\btransparent\b/g, "#0000")
        .replace(/\b0\.(?=\d)/g, ".")
        .replace(/;}/g, "}");
    // A line of a template stands in by nothing: its end is the space between words. One word needs no quotes.
    const markup = (all: string) =>
      all.replace(/\n\s+/g, "\n").replace(/\n>/g, ">").replace(/="([\w-]+)"(?=[\s>])/g, "=$1");
    return { code: markup(code.replace(/\bcss`[^`]*`/g, tight)), map: null };
  },
};

const keys = Object.keys(JSON.parse(readFileSync("src/translations/en.json", "utf8")) as object);
const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(`src/${file}`, "utf8"))
  .join("\n");
/** Keys that are put together from parts, such as `form.confirm.${value}`. */
const built = [...sources.matchAll(/`((?:[a-z_.]|\$\{[^{}]+\})+)`/g)]
  .map(([, form = ""]) => form.replace(/\$\{[^{}]+\}/g, "*"))
  .filter((form) => form.includes(".") && /[a-z]/.test(form))
  .map((form) => new RegExp(`^${form.replaceAll(".", "\\.").replaceAll("*", "[a-z_]+")}$`));
const short = new Map(
  keys
    .filter((key) => key.includes(".") && sources.includes(`"${key}"`) && !built.some((form) => form.test(key)))
    .map((key, at) => [`"${key}"`, `".${at.toString(36)}"`]),
);

/**
 * A key tells a reader of the code what its text is; a browser needs to be told nothing. What stands in
 * the code as a whole has a short one there, the same in all languages.
 */
const shortKeys: Plugin = {
  name: "short-keys",
  apply: "build",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("/src/")) return null;
    return { code: code.replace(/"[a-z_.]+"/g, (key) => short.get(key) ?? key), map: null };
  },
};

/**
 * The card is one module without a hash in its name: the integration serves it under a versioned
 * address. What not every page needs is a chunk of its own, with its contents in its name. A chunk
 * must not import the card: under an address without its version it would be loaded a second time.
 * So what both need, Lit included, is a chunk as well.
 */
export default defineConfig({
  plugins: [shortKeys, tightTexts],
  json: { namedExports: false },
  build: {
    target: "es2022",
    outDir: "../custom_components/shell_ev/frontend",
    emptyOutDir: true,
    lib: { entry: "src/index.ts", formats: ["es"], fileName: () => "shell-ev.js" },
    rolldownOptions: {
      output: {
        chunkFileNames: "[name]-[hash].js",
        // A library is built with its spaces in unless told.
        minify: true,
        comments: false,
        codeSplitting: { groups: [{ name: "shared", minShareCount: 2 }] },
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.ts"],
    // The browser's zone is another one than Home Assistant's, on whatever machine the tests run.
    env: { TZ: "Asia/Kolkata" },
  },
});
