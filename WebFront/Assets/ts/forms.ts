/** What was answered with yes, until the form goes: it may be held meanwhile and sent once more. */
const answered = new WeakMap<HTMLFormElement, HTMLDialogElement>();

/** Small helps for every form. Listening on the document also covers what arrives later in a fragment. */
export function startForms(): void {
  document.querySelectorAll<HTMLFormElement>('form[method="post"]').forEach((form) => (form.noValidate = true));
  document.addEventListener("submit", holdHalfFilled);
  document.addEventListener("submit", confirmFirst);
  document.addEventListener("submit", preventSecond);
  document.addEventListener("given-back", (event) => answered.delete(event.target as HTMLFormElement), { capture: true });
  document.addEventListener("click", togglePassword);
  document.addEventListener("click", copyText);
  document.addEventListener("click", printPage);
  document.addEventListener("input", countLetters);
  document.querySelectorAll("[data-max-length]").forEach(showCount);
  document.querySelectorAll<HTMLElement>("[data-show-password], [data-copy], [data-print]").forEach((button) => (button.hidden = false));
  document.querySelector<HTMLElement>(".error-summary")?.focus();
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll<HTMLElement>("form[data-sending]").forEach(release);
  });
}

/** A day or number of which the browser can make nothing is sent as none: the server would take it for emptied. */
function holdHalfFilled(event: SubmitEvent): void {
  const half = [...(event.target as HTMLFormElement).elements].find((field) => field instanceof HTMLInputElement && field.validity.badInput);
  if (!(half instanceof HTMLInputElement)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  half.reportValidity();
}

function confirmFirst(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const id = (event.submitter ?? form).getAttribute("data-confirm") ?? form.dataset["confirm"];
  const dialog = id ? document.querySelector<HTMLDialogElement>(`dialog#${CSS.escape(id)}`) : null;
  if (!dialog || answered.get(form) === dialog) return;
  event.preventDefault();
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue === "yes") {
        answered.set(form, dialog);
        saySure(form);
        form.requestSubmit(event.submitter);
      }
      dialog.returnValue = "";
    },
    { once: true },
  );
  dialog.showModal();
}

/** Without it the server asks. */
function saySure(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLInputElement>('input[name="Sure"]') ?? document.createElement("input");
  said.type = "hidden";
  said.name = "Sure";
  said.value = "yes";
  form.append(said);
}

function preventSecond(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset["sending"] !== undefined) return event.preventDefault();
  if (form.method === "get") return;
  answered.delete(form);
  form.dataset["sending"] = "";
  event.submitter?.setAttribute("aria-busy", "true");
  // An answer that never comes must not lock the form for ever; an upload ends by itself and says so.
  setTimeout(() => {
    if (form.dataset["uploading"] === undefined) release(form);
  }, 15_000);
}

function release(form: HTMLElement): void {
  delete form.dataset["sending"];
  delete form.dataset["uploading"];
  form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
}

/** What was sent did not arrive or was not taken: the form is the person's again, and whoever keeps drafts hears of it. */
export function giveBack(form: HTMLElement): void {
  release(form);
  form.dispatchEvent(new Event("given-back"));
}

function togglePassword(event: Event): void {
  const button = (event.target as Element).closest("[data-show-password]");
  const input = button?.closest(".with-button")?.querySelector("input");
  if (!button || !input) return;
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  if (button.firstChild) button.firstChild.textContent = shown ? "Hide" : "Show";
  input.focus();
}

function copyText(event: Event): void {
  const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
  const source = button ? document.getElementById(button.dataset["copy"] ?? "") : null;
  if (!button || !source) return;
  void navigator.clipboard.writeText(source.textContent?.trim() ?? "").then(() => {
    const label = button.querySelector("[data-label]") ?? button;
    label.textContent = "Copied";
  });
}

function printPage(event: Event): void {
  if ((event.target as Element).closest("[data-print]")) window.print();
}

function countLetters(event: Event): void {
  if (event.target instanceof Element && event.target.matches("[data-max-length]")) showCount(event.target);
}

function showCount(field: Element): void {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
  const counter = document.querySelector<HTMLElement>(`[data-count-for="${CSS.escape(field.id)}"]`);
  if (!counter) return;
  const limit = Number(field.dataset["maxLength"]);
  // Blanks around it are not sent.
  const left = limit - field.value.trim().length;
  const worthSaying = left < Math.max(50, limit * 0.1);
  counter.toggleAttribute("data-over", left < 0);
  counter.textContent = !worthSaying ? "" : left >= 0 ? `${left} characters left` : `${-left} characters too many`;
}
