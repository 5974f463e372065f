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

export function showSessionEnded(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#session-ended");
  if (dialog && !dialog.open) dialog.showModal();
}

/** Runs the act once the calls have paused for the given time. */
export function debounce(act: () => void, milliseconds: number): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  };
}
