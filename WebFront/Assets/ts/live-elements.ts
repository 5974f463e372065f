import { morph, parse } from "./fragments";
import { isSignedOut, showSessionEnded } from "./page";
import { toast } from "./toast";

const nearEndPx = 240;

/** The [data-live] elements of the page; each names its topics, the version it shows and where it can be fetched. */
export class LiveElements {
  readonly #latest = new Map<string, string>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();

  topics(): string[] {
    return [...new Set(all().flatMap(topicsOf))];
  }

  changed(topic: string, version: string): void {
    this.#latest.set(topic, version);
    this.#refresh(all().filter((element) => topicsOf(element).includes(topic)));
  }

  /** Fetches what differs from the versions the server told; an element without a version is fetched too. */
  compare(versions: Record<string, string>): void {
    for (const [topic, version] of Object.entries(versions)) this.#latest.set(topic, String(version));
    this.#refresh(all().filter((element) => topicsOf(element).some((topic) => this.#differs(element, topic))));
  }

  refreshAll(): void {
    this.#refresh(all());
  }

  #differs(element: HTMLElement, topic: string): boolean {
    const latest = this.#latest.get(topic);
    return latest !== undefined && element.dataset["version"] !== latest;
  }

  #refresh(elements: HTMLElement[]): void {
    for (const source of new Set(elements.map(sourceOf))) void this.#fetch(source);
  }

  /** One request per address at a time; what is asked meanwhile is asked once more after it. */
  #fetch(source: string): Promise<void> {
    const running = this.#running.get(source);
    if (running) {
      this.#again.add(source);
      return running;
    }
    const started = this.#load(source)
      .catch(() => undefined)
      .finally(() => {
        this.#running.delete(source);
        if (this.#again.delete(source)) void this.#fetch(source);
      });
    this.#running.set(source, started);
    return started;
  }

  async #load(source: string): Promise<void> {
    const known = new Map(this.#latest);
    const response = await fetch(source, {
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
      headers: { "X-Portal-Fragment": "1" },
    });
    if (isSignedOut(response)) return showSessionEnded();
    if (!response.ok) return;
    const page = parse(await response.text());
    for (const element of all().filter((candidate) => sourceOf(candidate) === source)) apply(element, page, known);
  }
}

function all(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-live]")];
}

function topicsOf(element: HTMLElement): string[] {
  return (element.dataset["live"] ?? "").split(/\s+/).filter(Boolean);
}

function sourceOf(element: HTMLElement): string {
  const source = element.dataset["liveSrc"];
  return new URL(source ? source : location.pathname + location.search, location.href).href;
}

function apply(element: HTMLElement, page: Document, known: Map<string, string>): void {
  const fresh = element.id ? page.getElementById(element.id) : page.querySelector(`[data-live="${CSS.escape(element.dataset["live"] ?? "")}"]`);
  if (!(fresh instanceof HTMLElement)) return;
  const version = topicsOf(element).map((topic) => known.get(topic)).find(Boolean);
  if (!fresh.dataset["version"] && version) fresh.dataset["version"] = version;

  const before = element.dataset["liveMark"];
  const atEnd = element.dataset["liveEnd"] !== undefined && isNearEnd(element);
  morph(element, fresh);
  const after = element.dataset["liveMark"];
  if (!isNews(before, after)) return;
  if (atEnd) element.lastElementChild?.scrollIntoView({ block: "end" });
  const text = element.dataset["liveToast"];
  if (text) toast(text, element.dataset["liveToastHref"]);
}

/** A count is news only when it grows; any other mark when it is another one. */
function isNews(before: string | undefined, after: string | undefined): boolean {
  if (!after || before === after) return false;
  return !(Number(after) <= Number(before ?? 0));
}

function isNearEnd(element: HTMLElement): boolean {
  return element.getBoundingClientRect().bottom - window.innerHeight < nearEndPx;
}
