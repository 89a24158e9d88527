import { defineConfig } from "vite";

// One module, without hashes in its name: the integration serves it under a versioned address.
export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../custom_components/shell_ev/frontend",
    emptyOutDir: true,
    lib: { entry: "src/index.ts", formats: ["es"], fileName: () => "shell-ev.js" },
  },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.ts"],
    // The browser's zone is another one than Home Assistant's, on whatever machine the tests run.
    env: { TZ: "Asia/Kolkata" },
  },
});
