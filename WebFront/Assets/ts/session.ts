import { isSignedOut, postHeaders, setting, showSessionEnded } from "./page";

const second = 1_000;
const minute = 60 * second;
const warnBefore = 2 * minute;
const askAgainAfter = 5 * second;
const hideAfter = minute;

/** Warns two minutes before the session ends and lets the person stay. Work in one tab keeps the other tabs too. */
export function startSession(): void {
  const left = Number(document.body.dataset["sessionSeconds"]) * second;
  const keepAlive = document.body.dataset["keepaliveUrl"];
  const signIn = document.body.dataset["signinUrl"];
  const dialog = document.querySelector<HTMLDialogElement>("#session-warning");
  if (!left || !keepAlive || !signIn || !dialog) return;
  new Session(left, keepAlive, signIn, dialog).start();
}

class Session {
  readonly #channel = new BroadcastChannel(`portal-session-${setting("practice") ?? ""}`);
  #askedAt = Date.now();
  #endsAt: number;
  #asking = false;

  /** The server counted after the page was asked for, so the session ends no earlier than counted from there. */
  constructor(
    left: number,
    private readonly keepAlive: string,
    private readonly signIn: string,
    private readonly dialog: HTMLDialogElement,
  ) {
    this.#endsAt = Date.now() - performance.now() + left;
  }

  start(): void {
    this.#channel.postMessage(this.#endsAt);
    this.#channel.onmessage = (event: MessageEvent<number>) => this.#lasts(event.data);
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => this.#active(), { passive: true });
    this.dialog.querySelector("[data-stay]")?.addEventListener("click", () => void this.#stay());
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      void this.#stay();
    });
    setInterval(() => this.#check(), second);
  }

  #check(): void {
    const left = this.#endsAt - Date.now();
    if (left <= 0) void this.#end();
    else if (left <= warnBefore) this.#warn(left);
  }

  #active(): void {
    if (Date.now() - this.#askedAt > minute && this.#endsAt - Date.now() > warnBefore) void this.#stay();
  }

  /** A background tab's timers are slow, so the countdown is told from the clock each time. */
  #warn(left: number): void {
    const text = this.dialog.querySelector("[data-left]");
    const label = left > minute ? "2 minutes" : left > 30 * second ? "1 minute" : "a few seconds";
    if (text && text.textContent !== label) text.textContent = label;
    if (this.dialog.open) return;
    this.#show("[data-kept]", document.querySelector("form[data-draft-url]") !== null);
    this.dialog.showModal();
  }

  async #stay(): Promise<void> {
    const response = await this.#ask({});
    if (!response) return;
    if (isSignedOut(response)) {
      this.dialog.close();
      return showSessionEnded();
    }
    if (!response.ok) return;
    await this.#learn(response);
    // However often it is renewed, a session has a last end.
    const last = this.#endsAt - Date.now() <= warnBefore;
    this.#show("[data-last]", last);
    this.#show("[data-stay]", !last);
  }

  /**
   * The server has the last word: another tab may have renewed the session, and its clock is the one that counts. It is
   * asked again while it is out of reach or busy; what is private does not stay on the screen for long meanwhile.
   */
  async #end(): Promise<void> {
    if (this.#asking || Date.now() - this.#askedAt < askAgainAfter) return;
    const response = await this.#ask({ "X-Portal-Fragment": "1" });
    if (response?.ok) await this.#learn(response);
    else if (response && isSignedOut(response)) location.assign(this.signIn);
    else if (Date.now() - this.#endsAt > hideAfter) {
      this.dialog.close();
      showSessionEnded();
    }
  }

  /** One question at a time. Nothing is answered to the second, nor when the server is out of reach. */
  async #ask(headers: Record<string, string>): Promise<Response | null> {
    if (this.#asking) return null;
    this.#asking = true;
    this.#askedAt = Date.now();
    try {
      return await fetch(this.keepAlive, { method: "POST", redirect: "manual", headers: { ...postHeaders(), ...headers } });
    } catch {
      return null;
    } finally {
      this.#asking = false;
    }
  }

  async #learn(response: Response): Promise<void> {
    this.#lasts(this.#askedAt + Number(await response.json()) * second);
    this.#channel.postMessage(this.#endsAt);
  }

  #lasts(until: number): void {
    if (until <= this.#endsAt) return;
    this.#endsAt = until;
    if (this.dialog.open && until - Date.now() > warnBefore) this.dialog.close();
  }

  #show(part: string, visible: boolean): void {
    const element = this.dialog.querySelector<HTMLElement>(part);
    if (element) element.hidden = !visible;
  }
}
