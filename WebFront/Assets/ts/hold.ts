import { isReachable } from "./page";

const notSent = "Not connected. This was not sent.";
const stays = "What you have written stays here; send it again when the connection is back.";
const tryAgain = "Try it again when the connection is back.";

/** Its words are a question and no letter: nothing is lost with them. */
const search = '[role="search"]';

/** Whether the portal said nothing when it was asked last: without a socket alone it may still be there. */
let isOutOfReach = false;

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
    if (isLost() && isOutOfReach && isBeingWritten()) event.preventDefault();
  });
}

export function connectionLost(): void {
  document.documentElement.dataset["lost"] = "";
  void reaches();
}

export function connectionBack(): void {
  delete document.documentElement.dataset["lost"];
  isOutOfReach = false;
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
  return (isLost() && !form.matches(search)) || form.dataset["draftUrl"] !== undefined;
}

async function reaches(): Promise<boolean> {
  const reachable = await isReachable();
  isOutOfReach = !reachable;
  return reachable;
}

async function ask(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  asking.add(form);
  button?.setAttribute("aria-busy", "true");
  const reachable = await reaches();
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
  words.textContent = `${notSent} ${isWritten(form) ? stays : tryAgain}`;
  form.append(words);
  // What it was asked before it was to be sent is asked again.
  form.dispatchEvent(new Event("given-back"));
}

function isLost(): boolean {
  return document.documentElement.dataset["lost"] !== undefined;
}

function isBeingWritten(): boolean {
  if (document.querySelector("form[data-sending]")) return false;
  return [...document.querySelectorAll<HTMLFormElement>(`form[method="post"]:not(${search}, [data-draft-kept])`)].some(isWritten);
}

function isWritten(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('textarea, input:not([type="hidden"])')].some(
    (control) => control.value !== control.defaultValue,
  );
}
