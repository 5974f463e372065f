const patienceMs = 8_000;

/** What the layout tells the scripts, in meta tags named portal-*. */
export function setting(name: string): string | null {
  const value = document.querySelector<HTMLMetaElement>(`meta[name="portal-${name}"]`)?.content;
  return value ? value : null;
}

export function postHeaders(): Record<string, string> {
  const token = setting("antiforgery");
  return token ? { RequestVerificationToken: token } : {};
}

export function isSignedOut(response: Response): boolean {
  return response.type === "opaqueredirect" || response.status === 401;
}

/** Whoever looks at the screen now may be somebody else: nothing that was private stays on the page, not even behind the dialog. */
export function showSessionEnded(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#session-ended");
  if (!dialog || dialog.open) return;
  document.title = dialog.querySelector("h2")?.textContent ?? "";
  for (const part of [...document.body.children]) if (part !== dialog) part.remove();
  dialog.addEventListener("close", () => dialog.showModal());
  dialog.showModal();
}

/** Whether the person has this tab before the eyes. */
export function isVisible(): boolean {
  return document.visibilityState === "visible";
}

/** Asks without renewing the session, and says so on the page when it has ended. */
export async function hasSessionEnded(): Promise<boolean> {
  const address = document.body.dataset["keepaliveUrl"];
  if (!address) return false;
  const response = await askWhetherSignedIn(address);
  if (!response || !isSignedOut(response)) return false;
  showSessionEnded();
  return true;
}

/** Whether the portal answers at all. Without an address to ask, what is sent shows it. */
export async function isReachable(): Promise<boolean> {
  const address = document.body.dataset["keepaliveUrl"];
  if (!address) return true;
  const response = await askWhetherSignedIn(address);
  return response !== null && response.status < 500;
}

function askWhetherSignedIn(address: string): Promise<Response | null> {
  const headers = { ...postHeaders(), "X-Portal-Fragment": "1" };
  const signal = AbortSignal.timeout(patienceMs);
  return fetch(address, { method: "POST", redirect: "manual", headers, signal }).catch(() => null);
}

/** Runs the act once the calls have paused for the given time. */
export function debounce(act: () => void, milliseconds: number): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  };
}
