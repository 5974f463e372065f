/** What a SMART Health Link says: where its file is, and the key to it, which no server is ever told. */
export interface HealthLink {
  url: string;
  key: Uint8Array<ArrayBuffer>;
  label: string;
  hasPasscode: boolean;
  /** Milliseconds since 1970. */
  expires: number | null;
}

export const another = "Ask the person who gave it to you for another one.";

const keyBytes = 32;
const known = 1;

/** Reads what stands behind the # of the address. @returns The link, or what is wrong with it. */
export function readLink(hash: string): HealthLink | string {
  const text = /^#shlink:\/([\w-]+)$/.exec(decoded(hash))?.[1];
  if (!text) return `The link is not whole: what follows the # is missing. Open it just as you were given it, or scan the code again.`;
  const payload = payloadOf(text);
  const key = typeof payload?.["key"] === "string" ? bytesOf(payload["key"]) : null;
  if (!payload || typeof payload["url"] !== "string" || key?.length !== keyBytes) return `The link is damaged. ${another}`;
  if (Number(payload["v"] ?? known) > known) return "This page is too old for the link. Open it with an app that reads SMART Health Links.";
  // Only what this portal keeps can be shown here; a link to elsewhere would send the viewer's name there.
  if (!payload["url"].startsWith(`${location.origin}/`)) return "This link belongs to another place. Open it with an app that reads SMART Health Links.";
  const expires = Number(payload["exp"]);
  return {
    url: payload["url"],
    key,
    label: typeof payload["label"] === "string" ? payload["label"] : "",
    hasPasscode: String(payload["flag"] ?? "").includes("P"),
    expires: expires > 0 ? expires * 1_000 : null,
  };
}

/** The bytes of a base64url text, or none when it is not one. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Some programs write the colon and the slash as %3A and %2F when they pass a link on. */
function decoded(hash: string): string {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

function payloadOf(text: string): Record<string, unknown> | null {
  const bytes = bytesOf(text);
  if (!bytes) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown> | null;
  } catch {
    return null;
  }
}
