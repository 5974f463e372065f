import { debounce, postHeaders } from "./page";

const pauseMs = 800;

/** Saves what is being typed in a form[data-draft-url], so that a closed tab loses nothing. */
export function startDrafts(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-draft-url]").forEach((form) => new Draft(form).start());
}

class Draft {
  #saved: string;
  #sent = false;
  #saving: AbortController | undefined;

  constructor(private readonly form: HTMLFormElement) {
    this.#saved = this.#text();
  }

  start(): void {
    const soon = debounce(() => void this.#save(false), pauseMs);
    this.form.addEventListener("input", soon);
    this.form.addEventListener("input", () => delete this.form.dataset["draftKept"]);
    this.form.addEventListener("submit", (event) => this.#submitted(event));
    this.form.addEventListener("given-back", () => {
      this.#sent = false;
      soon();
    });
    addEventListener("pagehide", () => void this.#save(true));
  }

  /** A save that is under way must not arrive after what was sent, and bring it back. */
  #submitted(event: SubmitEvent): void {
    this.#sent = !event.defaultPrevented;
    if (this.#sent) this.#saving?.abort();
  }

  /** While the page goes away only a keepalive request is still carried out. */
  async #save(leaving: boolean): Promise<void> {
    const text = this.#text();
    if (this.#sent || text === this.#saved) return;
    const earlier = this.#saved;
    this.#saved = text;
    const saving = (this.#saving = new AbortController());
    try {
      const response = await fetch(this.form.dataset["draftUrl"] ?? "", {
        method: "POST",
        keepalive: leaving,
        redirect: "manual",
        headers: { ...postHeaders(), "Content-Type": "application/x-www-form-urlencoded" },
        body: text,
        signal: saving.signal,
      });
      if (response.status === 409) return this.#say("This draft was sent or thrown away in another window. What stands here is no longer kept, but you can still send it.");
      if (!response.ok) throw new Error(String(response.status));
      this.#say("Draft saved");
      if (this.#text() === text) this.form.dataset["draftKept"] = "";
    } catch {
      this.#saved = earlier;
      if (saving.signal.aborted) return;
      this.#say("Not saved yet. We keep trying while this page is open.");
      if (!leaving) setTimeout(() => void this.#save(false), 5_000);
    }
  }

  #text(): string {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "__RequestVerificationToken") fields.append(name, value);
    }
    return fields.toString();
  }

  #say(text: string): void {
    const status = this.form.querySelector("[data-draft-status]");
    if (status) status.textContent = text;
  }
}
