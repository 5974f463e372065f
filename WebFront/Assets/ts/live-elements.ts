import { morph, parse } from "./fragments";
import { isSignedOut, showSessionEnded } from "./page";
import { fetchInside, pageAddress, shownQuestion, type Question } from "./question";
import { toast } from "./toast";
import { Versions } from "./versions";

const nearEndPx = 240;

/** The [data-live] elements of the page; each names its topics and, if it is not this page, where it can be fetched. */
export class LiveElements {
  readonly #shown = new Versions();
  readonly #latest = new Map<string, string>();
  readonly #running = new Set<string>();
  readonly #again = new Set<string>();

  constructor(private readonly topicsChanged: () => void) {}

  topics(): string[] {
    return [...new Set(all().flatMap(topicsOf))];
  }

  changed(topic: string, version: string): void {
    this.#latest.set(topic, version);
    this.#refresh(all().filter((element) => topicsOf(element).includes(topic)));
  }

  /**
   * Anew is also what stands at the version that is shown: a notice may have been lost before it was counted, and some
   * things change without anybody doing anything, such as a visit that ends.
   */
  compare(versions: Record<string, string>, anew: boolean): void {
    for (const [topic, version] of Object.entries(versions)) this.#latest.set(topic, version);
    this.#refresh(all().filter((element) => anew || topicsOf(element).some((topic) => this.#isStale(topic))));
  }

  refreshAll(): void {
    this.#refresh(all());
  }

  #isStale(topic: string): boolean {
    const latest = this.#latest.get(topic);
    return latest !== undefined && !this.#shown.isShown(topic, latest);
  }

  #refresh(elements: HTMLElement[]): void {
    for (const source of new Set(elements.map(sourceOf))) void this.#fetch(source);
  }

  /** One request per address at a time; what is asked meanwhile is asked once more after it. */
  async #fetch(source: string): Promise<void> {
    if (this.#running.has(source)) {
      this.#again.add(source);
      return;
    }
    this.#running.add(source);
    try {
      do {
        this.#again.delete(source);
        await this.#load(source);
      } while (this.#again.has(source));
    } catch {
      // Out of reach: the next notice, reconnect or minute asks again.
    } finally {
      this.#running.delete(source);
      this.#again.delete(source);
    }
  }

  async #load(source: string): Promise<void> {
    const known = new Map(this.#latest);
    const question = questionAt(source);
    const response = await fetchInside(source, question);
    if (isSignedOut(response)) return showSessionEnded();
    // The page is not there any more, or not for this person: it must not go on showing what it had.
    if (response.status === 404 && source === pageAddress()) return location.reload();
    if (!response.ok) return;
    const page = parse(await response.text());
    if (question !== questionAt(source)) return void this.#again.add(source);
    this.#apply(source, page, known);
  }

  #apply(source: string, page: Document, known: Map<string, string>): void {
    const before = new Set(this.topics());
    for (const element of all().filter((candidate) => sourceOf(candidate) === source)) {
      const fresh = page.getElementById(element.id);
      if (!fresh) continue;
      const topics = topicsOf(element);
      replace(element, fresh);
      for (const topic of topics) this.#shown.show(topic, known.get(topic) ?? "");
    }
    if (this.topics().some((topic) => !before.has(topic))) this.topicsChanged();
  }
}

function all(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-live][id]")];
}

function topicsOf(element: HTMLElement): string[] {
  return (element.dataset["live"] ?? "").split(/\s+/).filter(Boolean);
}

function sourceOf(element: HTMLElement): string {
  const source = element.dataset["liveSrc"];
  return source ? new URL(source, location.href).href : pageAddress();
}

/** The page is fetched as it is shown: as the answer to what was searched for. */
function questionAt(source: string): Question | null {
  return source === pageAddress() ? shownQuestion() : null;
}

function replace(element: HTMLElement, fresh: HTMLElement): void {
  const before = element.dataset["liveMark"];
  const atEnd = element.dataset["liveEnd"] !== undefined && isNearEnd(element);
  morph(element, fresh);

  const now = document.getElementById(fresh.id);
  if (!now || !isNews(before, now.dataset["liveMark"])) return;
  if (atEnd) now.lastElementChild?.scrollIntoView({ block: "end", behavior: "smooth" });
  const text = now.dataset["liveToast"];
  if (text) toast(text, now.dataset["liveToastHref"]);
}

/** A count is news only when it grows; any other mark when it is another one. */
function isNews(before: string | undefined, after: string | undefined): boolean {
  if (!after || before === after) return false;
  return !(Number(after) <= Number(before ?? 0));
}

function isNearEnd(element: HTMLElement): boolean {
  return element.getBoundingClientRect().bottom - window.innerHeight < nearEndPx;
}
