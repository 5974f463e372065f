import { another, bytesOf, type HealthLink } from "./health-link";

/** Why there is no file, in words for whoever opens the link. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** Trying again with the same link cannot help. */
    readonly isFinal = false,
  ) {
    super(message);
  }
}

interface Manifest {
  files?: { contentType?: string; embedded?: string; location?: string }[];
}

const damaged = `The file of this link is damaged. ${another}`;
const gone = `This link does not work any more: it was revoked, its time is over, a wrong passcode was entered too often, or it could be opened once and was. ${another}`;

/** Fetches the link's file and decrypts it here, in the browser. */
export async function fetchFile(link: HealthLink, recipient: string, passcode: string): Promise<unknown> {
  if (!globalThis.crypto?.subtle) throw new Refusal("Your browser can decrypt the summary only over a secure connection (https).", true);
  const manifest = await manifestOf(link, recipient, passcode);
  const file = manifest.files?.find((one) => one.contentType?.startsWith("application/fhir+json"));
  const sealed = file?.embedded ?? (file?.location ? await (await ask(file.location, { method: "GET" })).text() : null);
  if (!sealed) throw new Refusal(damaged, true);
  return decrypt(sealed, link.key);
}

async function manifestOf(link: HealthLink, recipient: string, passcode: string): Promise<Manifest> {
  const body = JSON.stringify({ recipient, ...(passcode ? { passcode } : {}) });
  const answer = await ask(link.url, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  return (await answer.json()) as Manifest;
}

async function ask(url: string, request: RequestInit): Promise<Response> {
  const answer = await fetch(url, { ...request, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" }).catch(() => null);
  if (!answer) throw new Refusal("There is no connection right now. Check it and try again.");
  if (answer.ok) return answer;
  if (answer.status === 401) throw wrongPasscode(((await answer.json()) as { remainingAttempts: number }).remainingAttempts);
  if (answer.status === 404) throw new Refusal(gone, true);
  throw new Refusal(answer.status === 429 ? "Too many tries. Wait a minute, then try again." : "The summary cannot be fetched right now. Try again in a minute.");
}

function wrongPasscode(left: number): Refusal {
  if (left <= 0) return new Refusal(`The passcode was wrong too often, and the link is locked now. ${another}`, true);
  return new Refusal(`The passcode is not right. ${left === 1 ? "1 try is" : `${left} tries are`} left.`);
}

/** A JWE in compact form, the key used directly, AES-GCM: the header is signed along, the tag follows the content. */
async function decrypt(jwe: string, key: Uint8Array<ArrayBuffer>): Promise<unknown> {
  const [header = "", , nonce = "", content = "", tag = ""] = jwe.trim().split(".");
  const parts = [nonce, content, tag].map(bytesOf);
  const [iv, sealed, end] = parts;
  if (!iv || !sealed || !end) throw new Refusal(damaged, true);
  const whole = new Uint8Array(sealed.length + end.length);
  whole.set(sealed);
  whole.set(end, sealed.length);
  try {
    const secret = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(header) }, secret, whole);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    throw new Refusal(damaged, true);
  }
}
