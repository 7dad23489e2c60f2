import { type Node, parseSync, Visitor } from "oxc-parser";

/** One way in which a file reaches another module: `import`, `export … from`, `import()` and `import("…")` types alike. */
export interface Import {
  readonly specifier: string;
  /** The names as the other module exports them; `*` for a namespace or `export *`, `default` for the default. */
  readonly names: readonly string[];
  /** Local names bound to the whole module (`import x from`, `import * as x from`). */
  readonly wholes: readonly string[];
  readonly typeOnly: boolean;
  /** `import()` of a value: not loaded with the file. */
  readonly lazy: boolean;
  readonly line: number;
}

/** A TypeScript file, parsed once for all checks. */
export interface SourceFile {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  /** The text with comments blanked out, so that lines and columns stay. */
  readonly code: string;
  readonly lineOf: (offset: number) => number;
  readonly visit: (visitor: ConstructorParameters<typeof Visitor>[0]) => void;
}

/** Parses a file. Throws where it is no TypeScript. */
export function readSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const broken = parsed.errors[0];
  if (broken) throw new Error(`${path}: ${broken.message}`);
  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length;
  let code = text;
  for (const comment of parsed.comments) {
    const blank = text.slice(comment.start, comment.end).replace(/[^\n]/g, " ");
    code = code.slice(0, comment.start) + blank + code.slice(comment.end);
  }
  const visit = (visitor: ConstructorParameters<typeof Visitor>[0]) => new Visitor(visitor).visit(parsed.program);
  return { path, text, code, lineOf, visit, imports: readImports(visit, lineOf) };
}

function readImports(visit: SourceFile["visit"], lineOf: SourceFile["lineOf"]): Import[] {
  const imports: Import[] = [];
  const add = (node: Node, source: Node | null, found: Partial<Import>) => {
    if (source?.type !== "Literal" || typeof source.value !== "string") return;
    const line = lineOf(node.start);
    imports.push({ specifier: source.value, names: [], wholes: [], typeOnly: false, lazy: false, line, ...found });
  };
  visit({
    ImportDeclaration(node) {
      const types = node.specifiers.map((s) => s.type === "ImportSpecifier" && s.importKind === "type");
      add(node, node.source, {
        names: node.specifiers.map((s) => {
          if (s.type === "ImportSpecifier") return nameOf(s.imported);
          return s.type === "ImportDefaultSpecifier" ? "default" : "*";
        }),
        wholes: node.specifiers.filter((s) => s.type !== "ImportSpecifier").map((s) => s.local.name),
        typeOnly: node.importKind === "type" || (types.length > 0 && types.every(Boolean)),
      });
    },
    ExportNamedDeclaration(node) {
      const names = node.specifiers.map((s) => nameOf(s.local));
      add(node, node.source, { names, typeOnly: node.exportKind === "type" });
    },
    ExportAllDeclaration(node) {
      add(node, node.source, { names: ["*"], typeOnly: node.exportKind === "type" });
    },
    ImportExpression(node) {
      add(node, node.source, { names: ["*"], lazy: true });
    },
    TSImportType(node) {
      add(node, node.source, { names: ["*"], typeOnly: true });
    },
  });
  return imports;
}

function nameOf(node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return node.name ?? String(node.value);
}
