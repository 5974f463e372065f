import { giveBack } from "./forms";
import { morph, parse } from "./fragments";

// The form has a request id.
const unknownOutcome = "It is not known whether this arrived. Send it again; it is done only once.";

/** Shows how far a file has gone up. The answer is followed as the browser would do with the plain form. */
export function startUploads(): void {
  document.addEventListener("change", (event) => {
    const input = event.target as Element;
    const form = input.closest<HTMLFormElement>("form[data-upload-progress]");
    if (!form) return;
    if (input.matches('input[type="file"]')) forgetError(input);
    tellFault(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.dataset["uploadProgress"] === undefined || !hasFile(form)) return;
    event.preventDefault();
    if (tellFault(form)) return giveBack(form);
    send(form, new FormData(form, event.submitter), addressOf(form, event.submitter));
  });
}

/** What the server said of the files before, or of the form as a whole, is not about these. */
function forgetError(input: Element): void {
  const field = input.closest(".field");
  field?.classList.remove("field-bad");
  field?.querySelector(".field-errors")?.remove();
  input.removeAttribute("aria-invalid");
  const summary = document.querySelector(".error-summary");
  summary?.querySelectorAll("li").forEach((line) => {
    const link = line.querySelector("a");
    if (!link || link.getAttribute("href") === `#${input.id}`) line.remove();
  });
  if (summary && !summary.querySelector("li")) summary.remove();
}

/** Whoever chose too large a file should not have to send all of it to hear so. */
function tellFault(form: HTMLFormElement): boolean {
  const faults = [...form.querySelectorAll<HTMLInputElement>('input[type="file"]')].map(faultOf).filter(Boolean);
  const place = form.querySelector("[data-upload-fault]");
  if (place) place.textContent = faults.join(" ");
  return faults.length > 0;
}

function faultOf(input: HTMLInputElement): string {
  const files = [...(input.files ?? [])];
  const most = Number(input.dataset["maxFiles"] ?? Infinity);
  if (files.length > most) return `These are ${files.length} files. Choose up to ${most}.`;
  const bytes = Number(input.dataset["maxBytes"] ?? Infinity);
  const large = files.find((file) => file.size > bytes);
  return large ? `${large.name} is larger than ${bytes / 1024 / 1024} MB. Choose a smaller one.` : "";
}

function hasFile(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll<HTMLInputElement>('input[type="file"]')].some((input) => input.files?.length);
}

/** Where the browser would send it: a button may have an address of its own. */
function addressOf(form: HTMLFormElement, submitter: HTMLElement | null): string {
  return submitter instanceof HTMLButtonElement && submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
}

function send(form: HTMLFormElement, body: FormData, address: string): void {
  const box = form.querySelector<HTMLElement>("[data-upload-box]");
  const bar = box?.querySelector("progress");
  const text = box?.querySelector("[data-upload-text]");
  if (box) box.hidden = false;

  document.querySelector(".error-summary")?.remove();
  form.dataset["uploading"] = "";
  const request = new XMLHttpRequest();
  request.open("POST", address);
  request.upload.onprogress = (event) => {
    const percent = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
    if (bar) bar.value = percent;
    if (text) text.textContent = percent < 100 ? `Sending… ${percent}%` : "Sent. Checking…";
  };
  request.onload = () => {
    if (request.status < 400) return follow(request, form, address);
    if (text) text.textContent = wordsFor(request.status, form);
    giveBack(form);
  };
  request.onerror = () => {
    if (text) text.textContent = unknownOutcome;
    giveBack(form);
  };
  request.send(body);
}

function wordsFor(status: number, form: HTMLFormElement): string {
  if (status >= 500) return unknownOutcome;
  if (status === 413) return `This is too much at once, and was not sent. ${limitOf(form)} Choose fewer or smaller files.`;
  return "This was not sent. Reload the page and send it again.";
}

function limitOf(form: HTMLFormElement): string {
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  const megabytes = Number(input?.dataset["maxBytes"]) / 1024 / 1024;
  const files = input?.dataset["maxFiles"];
  return files ? `Up to ${files} files of ${megabytes} MB each can be sent.` : `A file of up to ${megabytes} MB can be sent.`;
}

/** A redirect leads to the next page; an answer at the address itself is that page again, with its errors. */
function follow(request: XMLHttpRequest, form: HTMLFormElement, address: string): void {
  if (new URL(request.responseURL, location.href).href !== new URL(address, location.href).href) {
    location.assign(request.responseURL);
    return;
  }
  const main = document.querySelector("main");
  const answer = parse(request.responseText).querySelector("main");
  if (main && answer) morph(main, answer);
  giveBack(form);
  document.querySelector<HTMLElement>(".error-summary")?.focus();
}
