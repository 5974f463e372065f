import { isSignedOut, showSessionEnded } from "./page";
import { morph, parse } from "./fragments";

const restMs = 180;

/** A list that follows what is typed: <form method="get" data-find="id of the list">. Without a script the form is sent. */
export function startFinding(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-find]").forEach(follow);
}

function follow(form: HTMLFormElement): void {
  let timer: number | undefined;
  let asked: AbortController | undefined;
  const find = (): void => {
    asked?.abort();
    asked = new AbortController();
    void show(form, asked.signal);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, restMs);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    find();
  });
}

async function show(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) address.searchParams.set(name, value);
  try {
    const response = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", signal, headers: { "X-Portal-Fragment": "1" } });
    if (isSignedOut(response)) return showSessionEnded();
    if (!response.ok) return;
    const id = form.dataset["find"] ?? "";
    const [old, fresh] = [document.getElementById(id), parse(await response.text()).getElementById(id)];
    if (!old || !fresh) return;
    morph(old, fresh);
    history.replaceState(null, "", address);
  } catch {
    // Typed on, or out of reach: what is shown stays, and the next key asks again.
  }
}
