import { morph, parse } from "./fragments";
import { isSignedOut, showSessionEnded } from "./page";
import { fetchInside, nowShown, pageAddress, rememberedQuestion, shownQuestion, type Question } from "./question";

const restMs = 180;
const searches = 'form[role="search"][data-find]';

/**
 * Searches in place: <form method="post" data-find="ids of what shows the answer">, with data-find-typed already while
 * somebody types. Without a script the form is sent and the page is the answer.
 */
export function startFinding(): void {
  const form = document.querySelector<HTMLFormElement>(searches);
  if (!form) return;
  new Finding(form).start();
}

class Finding {
  #timer = 0;
  #asked: AbortController | undefined;

  constructor(private readonly form: HTMLFormElement) {}

  start(): void {
    this.form.addEventListener("input", () => this.#typed());
    // Before the other listeners of the document: what is found in place is not sent.
    document.addEventListener("submit", (event) => this.#submitted(event), { capture: true });
    addEventListener("popstate", () => this.#went());
    if (this.form.dataset["found"] === "yes") nowShown(questionOf(this.form, null, this.form.dataset["foundAfter"]));
    else if (isReturn()) this.#restore();
    else nowShown(null);
  }

  #typed(): void {
    if (this.form.dataset["findTyped"] === undefined) {
      // Whoever clears the field wants the whole list; for words there is the button.
      if (shownQuestion() && this.#isCleared()) void this.#find(null);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#find(questionOf(this.form)), restMs);
  }

  #submitted(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (form.dataset["find"] === undefined) return;
    event.preventDefault();
    clearTimeout(this.#timer);
    void (form === this.form ? this.#find(questionOf(form)) : this.#turn(questionOf(form, event.submitter)));
  }

  /** Another page of what was found is a step that one can go back from. */
  async #turn(question: Question): Promise<void> {
    if (!(await this.#find(question, "new"))) return;
    document.getElementById("main")?.focus();
    scrollTo(0, 0);
  }

  #restore(): void {
    const question = rememberedQuestion();
    if (!question) return;
    this.#fill(question);
    void this.#find(question);
  }

  /** A jump within the page is a step of the history as well, but no other question. */
  #went(): void {
    if (!rememberedQuestion() && location.hash) return nowShown(shownQuestion());
    this.#fill(rememberedQuestion());
    void this.#find(rememberedQuestion());
  }

  #isCleared(): boolean {
    return [...this.form.querySelectorAll<HTMLInputElement>("input[type=search]")].every((field) => field.value === "");
  }

  #fill(question: Question | null): void {
    const fields = new Map(question?.fields);
    for (const control of this.form.querySelectorAll<HTMLInputElement>("input:not([type=hidden])")) {
      if (control.type === "checkbox") control.checked = fields.get(control.name) === control.value;
      else control.value = fields.get(control.name) ?? "";
    }
  }

  async #find(question: Question | null, entry: "same" | "new" = "same"): Promise<boolean> {
    this.#asked?.abort();
    this.#asked = new AbortController();
    try {
      const response = await fetchInside(pageAddress(), question, this.#asked.signal);
      if (isSignedOut(response)) showSessionEnded();
      if (!response.ok) return false;
      const page = parse(await response.text());
      for (const id of question?.parts ?? partsOf(this.form)) {
        const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
        if (old && fresh) morph(old, fresh);
      }
      nowShown(question, entry);
      return true;
    } catch {
      // Typed on, or out of reach: what is shown stays, and the next key asks again.
      return false;
    }
  }
}

/**
 * Whether somebody came back to the answer: by a reload, or through the history. A link to the page, also on itself,
 * means the whole list, though Chromium then leaves the state of the entry as it was.
 */
function isReturn(): boolean {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return navigation?.type === "reload" || navigation?.type === "back_forward";
}

function questionOf(form: HTMLFormElement, submitter: HTMLElement | null = null, after?: string): Question {
  const fields: [string, string][] = [];
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value === "string" && value && name !== "__RequestVerificationToken") fields.push([name, value]);
  }
  if (after) fields.push(["after", after]);
  return { address: form.action, parts: partsOf(form), fields };
}

function partsOf(form: HTMLFormElement): string[] {
  return (form.dataset["find"] ?? "").split(/\s+/).filter(Boolean);
}
