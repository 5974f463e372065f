import { isSignedOut, postHeaders, setting, showSessionEnded } from "./page";

const minute = 60_000;
const warnBefore = 2 * minute;

/** Warns two minutes before the idle end and lets the person stay. Work in one tab keeps the other tabs too. */
export function startSession(): void {
  const idle = Number(document.body.dataset["idleMinutes"]) * minute;
  const keepAlive = document.body.dataset["keepaliveUrl"];
  const signIn = document.body.dataset["signinUrl"];
  const dialog = document.querySelector<HTMLDialogElement>("#session-warning");
  if (!idle || !keepAlive || !signIn || !dialog) return;
  new Session(idle, keepAlive, signIn, dialog).start();
}

class Session {
  readonly #channel = new BroadcastChannel(`portal-session-${setting("practice") ?? ""}`);
  #renewedAt = Date.now();
  #asking = false;

  constructor(
    private readonly idle: number,
    private readonly keepAlive: string,
    private readonly signIn: string,
    private readonly dialog: HTMLDialogElement,
  ) {}

  start(): void {
    this.#channel.postMessage("renewed");
    this.#channel.onmessage = () => this.#renewed();
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => this.#active(), { passive: true });
    this.dialog.querySelector("[data-stay]")?.addEventListener("click", () => void this.#stay());
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      void this.#stay();
    });
    setInterval(() => this.#check(), 1_000);
  }

  #check(): void {
    const left = this.idle - (Date.now() - this.#renewedAt);
    if (left <= 0) return this.#end();
    if (left <= warnBefore) this.#warn(left);
  }

  #active(): void {
    const since = Date.now() - this.#renewedAt;
    if (since > minute && this.idle - since > warnBefore) void this.#stay();
  }

  /** A background tab's timers are slow, so the countdown is told from the clock each time. */
  #warn(left: number): void {
    const text = this.dialog.querySelector("[data-left]");
    const label = left > minute ? "2 minutes" : left > 30_000 ? "1 minute" : "a few seconds";
    if (text && text.textContent !== label) text.textContent = label;
    if (!this.dialog.open) this.dialog.showModal();
  }

  async #stay(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const response = await fetch(this.keepAlive, { method: "POST", redirect: "manual", headers: postHeaders() }).catch(() => null);
    this.#asking = false;
    if (!response) return;
    if (isSignedOut(response)) {
      this.dialog.close();
      return showSessionEnded();
    }
    if (!response.ok) return;
    this.#renewed();
    this.#channel.postMessage("renewed");
  }

  #renewed(): void {
    this.#renewedAt = Date.now();
    if (this.dialog.open) this.dialog.close();
  }

  #end(): void {
    location.assign(this.signIn);
  }
}
