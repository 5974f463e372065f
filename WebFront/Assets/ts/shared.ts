import { another, readLink, type HealthLink } from "./health-link";
import { fetchFile, Refusal } from "./health-link-file";
import { showSummary } from "./summary-view";

/** The page of a shared health summary: asks who opens it, fetches the file, decrypts it and shows what is in it. */
export function startShared(): void {
  const card = document.querySelector<HTMLElement>("#shared");
  if (!card) return;
  // Another link opened in the same tab changes only what is behind the #.
  addEventListener("hashchange", () => location.reload());
  const link = readLink(location.hash);
  // The key stays in this script alone: it is not on the screen, on paper, or in the history of this tab. The browser's own
  // list of visited pages may have it since before: the page tells people of that.
  history.replaceState(null, "", location.pathname);
  if (typeof link === "string") return say(link);
  ask(link);
}

function ask(link: HealthLink): void {
  const label = part("label");
  label.textContent = link.label;
  label.hidden = link.label === "";
  if (link.expires && link.expires < Date.now()) return say(`This link stopped working on ${day(link.expires)}. ${another}`);
  const form = part("form") as HTMLFormElement;
  part("passcode").hidden = !link.hasPasscode;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void open(link, form);
  });
}

async function open(link: HealthLink, form: HTMLFormElement): Promise<void> {
  const recipient = value(form, "Recipient");
  const passcode = link.hasPasscode ? value(form, "Passcode") : "";
  if (!recipient) return say("Enter your name or the name of your office.");
  if (link.hasPasscode && !passcode) return say("Enter the passcode.");
  if (form.dataset["opening"] !== undefined) return;
  form.dataset["opening"] = "";
  part("fault").hidden = true;
  part("working").textContent = "Opening…";
  try {
    showSummary(part("document"), await fetchFile(link, recipient, passcode), link.label);
    document.querySelector<HTMLElement>("#shared")!.hidden = true;
  } catch (failure) {
    say(failure instanceof Refusal ? failure.message : "The summary could not be shown. Try again, or use another browser.");
    if (failure instanceof Refusal && failure.isFinal) form.hidden = true;
  } finally {
    part("working").textContent = "";
    delete form.dataset["opening"];
  }
}

function say(text: string): void {
  const fault = part("fault");
  fault.textContent = text;
  fault.hidden = false;
}

function value(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLInputElement>(`[name="Input.${name}"]`)?.value.trim() ?? "";
}

function part(name: string): HTMLElement {
  return document.querySelector<HTMLElement>(`[data-shared="${name}"]`)!;
}

function day(time: number): string {
  return new Date(time).toLocaleDateString("en-US", { dateStyle: "long" });
}
