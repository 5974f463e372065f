import { setting } from "./page";

type Entry = [version: string, learnedAt: number];

/**
 * The version of each topic that this page certainly shows. What an earlier page of this tab learned before this one
 * was even asked for is remembered, so that a page whose topics stand still is not fetched a second time.
 * Only names of topics and numbers are stored, no content.
 */
export class Versions {
  readonly #key = `portal-live-${setting("practice") ?? ""}`;
  readonly #shown = new Map<string, Entry>();

  constructor() {
    for (const [topic, entry] of this.#stored()) {
      if (entry[1] < performance.timeOrigin) this.#shown.set(topic, entry);
    }
    addEventListener("pagehide", () => this.#store());
  }

  isShown(topic: string, version: string): boolean {
    return this.#shown.get(topic)?.[0] === version;
  }

  /** To be called with what was known before the content was asked for. */
  show(topic: string, version: string): void {
    this.#shown.set(topic, [version, Date.now()]);
  }

  #stored(): [string, Entry][] {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? "[]") as [string, Entry][];
    } catch {
      return [];
    }
  }

  #store(): void {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify([...this.#shown].slice(-200)));
    } catch {
      // Without storage the next page asks once more.
    }
  }
}
