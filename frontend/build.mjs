// Builds frontend/build/, which Django serves: every top-level scss file, the scripts, pictures and fonts.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const build = join(here, "build");
const modules = join(here, "node_modules");

mkdirSync(build, { recursive: true });
for (const entry of readdirSync(build)) rmSync(join(build, entry), { recursive: true });

for (const file of readdirSync(join(here, "scss"))) {
  if (!file.endsWith(".scss") || file.startsWith("_")) continue;
  const { css } = sass.compile(join(here, "scss", file), {
    style: "compressed",
    loadPaths: [modules],
    quietDeps: true,
  });
  writeFileSync(join(build, file.replace(/\.scss$/, ".css")), css);
}

cpSync(join(here, "js"), join(build, "js"), { recursive: true });
cpSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), join(build, "js/govuk-frontend.min.js"));
cpSync(join(here, "images"), join(build, "images"), { recursive: true });

const FONTS = {
  "source-sans-3": ["400-normal", "400-italic", "700-normal"],
  "source-serif-4": ["400-normal", "400-italic", "600-normal"],
};
mkdirSync(join(build, "fonts"));
for (const [family, cuts] of Object.entries(FONTS))
  for (const cut of cuts)
    for (const script of ["latin", "latin-ext"]) {
      // woff2 for browsers; woff for the printed plan, because WeasyPrint opens it ten times as fast
      for (const format of ["woff2", "woff"]) {
        const name = `${family}-${script}-${cut}.${format}`;
        cpSync(join(modules, "@fontsource", family, "files", name), join(build, "fonts", name));
      }
    }
