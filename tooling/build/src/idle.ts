import type { OutputBundle, OutputChunk, Plugin } from "rolldown";

const HELPERS = /^import "[./]+rolldown-runtime-[\w-]+\.js";\n/m;
const FACADE = /^export \{ [\w, ]+ \} from "\.\/([\w-]+\.js)";\n?$/;

/**
 * Takes out of the way what does nothing, since each file that is loaded has its price: the bundler's own functions where a file
 * uses none of them, and files that only hand on, under the same names, what another one has.
 */
export function idle(): Plugin {
  return {
    name: "idle",
    generateBundle: (_, bundle) => {
      for (const part of chunks(bundle)) part.code = part.code.replace(HELPERS, "");
      for (const front of chunks(bundle)) {
        const behind = bundle[FACADE.exec(front.code)?.[1] ?? ""];
        if (behind?.type !== "chunk") continue;
        // An entry keeps its name.
        const [kept, dropped] = front.isEntry ? [front, behind] : [behind, front];
        kept.code = behind.code;
        delete bundle[dropped.fileName];
        for (const part of chunks(bundle)) {
          part.code = part.code.replaceAll(`/${dropped.fileName}"`, `/${kept.fileName}"`);
        }
      }
      for (const { fileName } of chunks(bundle)) {
        const used = chunks(bundle).some(({ code }) => code.includes(`/${fileName}"`));
        if (fileName.startsWith("rolldown-runtime-") && !used) delete bundle[fileName];
      }
    },
  };
}

function chunks(bundle: OutputBundle): OutputChunk[] {
  return Object.values(bundle).filter((part) => part.type === "chunk");
}
