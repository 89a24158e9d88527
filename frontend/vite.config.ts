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

/**
 * The card is one module without a hash in its name: the integration serves it under a versioned
 * address. What not every page needs is a chunk of its own, with its contents in its name. A chunk
 * must not import the card: under an address without its version it would be loaded a second time.
 * So what both need, Lit included, is a chunk as well.
 */
export default defineConfig({
  plugins: [tightTexts],
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
