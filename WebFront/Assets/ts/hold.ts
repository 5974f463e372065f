import { isReachable } from "./page";

const notSent = "Not connected. This was not sent. What you have written stays here; send it again when the connection is back.";

const passed = new WeakSet<HTMLFormElement>();
const asking = new WeakSet<HTMLFormElement>();

/**
 * Keeps what somebody wrote while the portal is out of reach: a form that is sent then would leave the page for one of the
 * browser, and the text would be gone.
 */
export function startHolding(): void {
  // Before all others: what is held was not sent to them.
  document.addEventListener("submit", hold, { capture: true });
  addEventListener("beforeunload", (event) => {
    if (isLost() && isBeingWritten()) event.preventDefault();
  });
}

export function connectionLost(): void {
  document.documentElement.dataset["lost"] = "";
}

export function connectionBack(): void {
  delete document.documentElement.dataset["lost"];
  document.querySelectorAll("[data-held]").forEach((words) => words.remove());
}

function hold(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post" || passed.delete(form) || !isDoubtful(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!asking.has(form)) void ask(form, event.submitter);
}

/** Without a socket the portal may still be there, and with one that has not noticed yet it may be gone: a letter is too dear for that. */
function isDoubtful(form: HTMLFormElement): boolean {
  return isLost() || form.dataset["draftUrl"] !== undefined;
}

async function ask(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  asking.add(form);
  button?.setAttribute("aria-busy", "true");
  const reachable = await isReachable();
  asking.delete(form);
  button?.removeAttribute("aria-busy");
  form.querySelector("[data-held]")?.remove();
  if (!reachable) return say(form);
  passed.add(form);
  form.requestSubmit(button);
}

function say(form: HTMLFormElement): void {
  const words = document.createElement("p");
  words.className = "field-error";
  words.dataset["held"] = "";
  words.setAttribute("role", "alert");
  words.textContent = notSent;
  form.append(words);
}

function isLost(): boolean {
  return document.documentElement.dataset["lost"] !== undefined;
}

function isBeingWritten(): boolean {
  if (document.querySelector("form[data-sending]")) return false;
  const written = 'form[method="post"] textarea, form[method="post"] input:not([type="hidden"])';
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(written)].some((control) => control.value !== control.defaultValue);
}
