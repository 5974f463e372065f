import { safeNodes } from "./narrative";

type Resource = Record<string, unknown>;

/** Shows an International Patient Summary under the label of its link: who it is about, and each section in the words of its author. */
export function showSummary(place: HTMLElement, bundle: unknown, label: string): void {
  const resources = items(record(bundle)["entry"]).map((entry) => record(record(entry)["resource"]));
  const composition = first(resources, "Composition");
  const title = element("h1", "Health summary");
  title.tabIndex = -1;
  place.replaceChildren(
    head(title),
    ...(label !== "" && label !== title.textContent ? [element("p", label, "soft")] : []),
    card("About this summary", facts(composition, first(resources, "Patient"), first(resources, "Organization"))),
    ...items(composition["section"]).map((section) => sectionCard(record(section))),
  );
  place.hidden = false;
  title.focus();
}

function head(title: HTMLElement): HTMLElement {
  const print = element("button", "Print", "button button-secondary no-print") as HTMLButtonElement;
  print.type = "button";
  print.dataset["print"] = "";
  const box = element("div", "", "page-head");
  box.append(title, print);
  return box;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function facts(composition: Resource, patient: Resource, practice: Resource): HTMLElement {
  const list = element("dl", "", "summary-list");
  const known: [string, string][] = [
    ["Patient", nameOf(patient)],
    ["Born", longDay(text(patient["birthDate"]))],
    ["Sex", capital(text(patient["gender"]))],
    ["From", text(practice["name"])],
    ["As of", moment(text(composition["date"]))],
  ];
  for (const [name, value] of known.filter(([, value]) => value !== "")) {
    const row = document.createElement("div");
    row.append(element("dt", name), element("dd", value));
    list.append(row);
  }
  const box = element("div", "", "card-in");
  box.append(list);
  return box;
}

function sectionCard(section: Resource): HTMLElement {
  const nodes = safeNodes(text(record(section["text"])["div"]));
  const body = document.createElement("div");
  // A table goes to the edges of its card, words keep their distance from them.
  if (nodes.some((node) => node instanceof Element && (node.matches("table") || node.querySelector("table") !== null))) body.className = "table-wrap";
  else body.className = "card-in";
  body.append(...(nodes.length > 0 ? nodes : [element("p", "Nothing is written here.")]));
  return card(text(section["title"]), body);
}

function card(title: string, body: HTMLElement): HTMLElement {
  const header = element("header", "", "card-head");
  header.append(element("h2", title));
  const box = element("section", "", "card");
  box.append(header, body);
  return box;
}

function nameOf(patient: Resource): string {
  const names = items(patient["name"]).map(record);
  const name = names.find((one) => one["use"] === "official") ?? names[0] ?? {};
  return text(name["text"]) || [...items(name["given"]).map(text), text(name["family"])].filter(Boolean).join(" ");
}

/** A date without a time is that day everywhere; it must not move with the viewer's zone. */
function longDay(date: string): string {
  const whole = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  return whole ? new Date(`${date}T00:00:00Z`).toLocaleDateString("en-US", { dateStyle: "long", timeZone: "UTC" }) : date;
}

function moment(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : new Date(time).toLocaleString("en-US", { dateStyle: "long", timeStyle: "short" });
}

function first(resources: Resource[], type: string): Resource {
  return resources.find((one) => one["resourceType"] === type) ?? {};
}

function element(name: string, words: string, className = ""): HTMLElement {
  const made = document.createElement(name);
  made.textContent = words;
  if (className) made.className = className;
  return made;
}

function record(value: unknown): Resource {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Resource) : {};
}

function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
