import { isVisible, postHeaders } from "./page";

/**
 * What somebody searched for on this page. The words travel in a body and wait in the history's state for a reload or
 * the way back; in the address they would be kept by everything that keeps addresses.
 */
export interface Question {
  address: string;
  /** Ids of the elements that show what was found. */
  parts: string[];
  fields: [string, string][];
}

interface PageState {
  find?: Question;
}

let shown: Question | null = null;

export function shownQuestion(): Question | null {
  return shown;
}

export function rememberedQuestion(): Question | null {
  return (history.state as PageState | null)?.find ?? null;
}

/** The page shows the answer to this question now. */
export function nowShown(question: Question | null, entry: "same" | "new" = "same"): void {
  shown = question;
  const state: PageState = question ? { find: question } : {};
  if (entry === "new") history.pushState(state, "", location.href);
  else history.replaceState(state, "", location.href);
}

/** The inside of a page: as its address says, or as the answer to a question. */
export function fetchInside(address: string, question: Question | null, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(question?.address ?? address, {
    method: question ? "POST" : "GET",
    body: question ? new URLSearchParams(question.fields) : null,
    credentials: "same-origin",
    redirect: "manual",
    cache: "no-store",
    signal,
    headers: {
      "X-Portal-Fragment": "1",
      ...(isVisible() ? { "X-Portal-Visible": "1" } : {}),
      ...(question ? postHeaders() : {}),
    },
  });
}

export function pageAddress(): string {
  return new URL(location.pathname + location.search, location.href).href;
}
