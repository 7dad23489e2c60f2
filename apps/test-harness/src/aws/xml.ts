export interface XmlTree {
  readonly [element: string]: string | XmlTree;
}

/** Elements without attributes; `attributes` go to the outermost ones. */
export function writeXml(tree: XmlTree, attributes = ""): string {
  return Object.entries(tree)
    .map(([name, inner]) => {
      const body = typeof inner === "string" ? escapeXml(inner) : writeXml(inner);
      return `<${name}${attributes}>${body}</${name}>`;
    })
    .join("");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
