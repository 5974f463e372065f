import { parse } from "./fragments";

const kept = new Set(
  "P BR HR B STRONG I EM U SUB SUP SPAN DIV UL OL LI DL DT DD TABLE CAPTION THEAD TBODY TFOOT TR TH TD BLOCKQUOTE PRE CODE".split(" "),
);
const headings = /^H[1-6]$/;
const spans = ["colspan", "rowspan"];
const span = /^[1-9]\d?$/;

/** Elements whose inside is no text for people. */
const dropped = new Set("SCRIPT STYLE TEMPLATE IFRAME OBJECT EMBED SVG MATH HEAD TITLE NOSCRIPT TEXTAREA SELECT BUTTON".split(" "));

/**
 * A narrative that somebody else wrote, made anew from known elements without attributes. Parsing runs and loads
 * nothing; what is parsed never enters the page itself.
 */
export function safeNodes(html: string): Node[] {
  return copied(parse(html).body);
}

function copied(from: Node): Node[] {
  return [...from.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE) return [document.createTextNode(child.textContent ?? "")];
    if (!(child instanceof Element) || dropped.has(child.tagName.toUpperCase())) return [];
    const name = headings.test(child.tagName) ? "H3" : child.tagName;
    return kept.has(name) || name === "H3" ? [copy(child, name)] : copied(child);
  });
}

function copy(from: Element, name: string): Element {
  const made = document.createElement(name);
  for (const attribute of spans) {
    const value = from.getAttribute(attribute);
    if (value && span.test(value)) made.setAttribute(attribute, value);
  }
  made.append(...copied(from));
  if (made instanceof HTMLTableElement) dress(made);
  return made;
}

/** The look of the portal's tables: on a phone each row is a block, and each cell repeats its column's name. */
function dress(table: HTMLTableElement): void {
  table.className = "table table-stack";
  const heads = [...table.querySelectorAll("thead th")];
  for (const head of heads) head.setAttribute("scope", "col");
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.children].forEach((cell, index) => {
      cell.setAttribute("data-label", heads[index]?.textContent ?? "");
      if (cell.hasChildNodes()) cell.replaceChildren(together([...cell.childNodes]));
    });
  }
}

/** What is in a cell stays in one piece beside the name of its column. */
function together(nodes: Node[]): Element {
  const box = document.createElement("div");
  box.append(...nodes);
  return box;
}
