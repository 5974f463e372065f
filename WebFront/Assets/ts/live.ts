import { HttpTransportType, HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from "@microsoft/signalr";
import { connectionBack, connectionLost } from "./hold";
import { LiveElements } from "./live-elements";
import { hasSessionEnded, isVisible, setting } from "./page";

const fallbackMs = 60_000;
const pillAfterMs = 2_000;

/** Keeps every [data-live] element of the page fresh: told by the hub, and by itself while the hub is out of reach. */
export function startLive(): HubConnection | null {
  const address = setting("live");
  if (!address) return null;
  const connection = new HubConnectionBuilder()
    .withUrl(address, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => delay(context.previousRetryCount) })
    .configureLogging(LogLevel.None)
    .build();
  void new Live(connection).start();
  return connection;
}

class Live {
  readonly #pill = new ConnectionPill();
  readonly #elements = new LiveElements(() => void this.#compare(false));

  constructor(private readonly connection: HubConnection) {}

  async start(): Promise<void> {
    this.connection.on("changed", (topic: string, version: string) => this.#elements.changed(topic, version));
    this.connection.onreconnecting(() => {
      delete document.documentElement.dataset["connection"];
      this.#pill.lost();
      void this.#stopWhenEnded();
    });
    this.connection.onreconnected(() => void this.#compare(true));
    document.addEventListener("visibilitychange", () => this.#whenSeen());
    // Two windows side by side are both visible: who turns to the other one does not change that.
    addEventListener("focus", () => this.#whenSeen());
    addEventListener("online", () => this.#whenSeen());
    addEventListener("offline", () => this.#pill.lost());
    setInterval(() => this.#whenSeen(), fallbackMs);
    await this.#connect();
    await this.#compare(false);
  }

  /** The first connection is not covered by the automatic reconnect. */
  async #connect(): Promise<void> {
    for (let attempt = 0; this.connection.state === HubConnectionState.Disconnected; attempt++) {
      try {
        await this.connection.start();
      } catch {
        this.#pill.lost();
        if (await hasSessionEnded()) return;
        await new Promise((resolve) => setTimeout(resolve, delay(attempt)));
      }
    }
  }

  /** The server closes the connection of a session that has ended, and a refused connection does not tell a script why. */
  async #stopWhenEnded(): Promise<void> {
    if (await hasSessionEnded()) await this.connection.stop();
  }

  /** Watches the topics of the page and fetches what stands at another version than it shows; or all of it, anew. */
  async #compare(anew: boolean): Promise<void> {
    if (this.connection.state !== HubConnectionState.Connected) return this.#elements.refreshAll();
    try {
      const versions = await this.connection.invoke<Record<string, string>>("Watch", this.#elements.topics());
      this.#pill.connected();
      this.#elements.compare(versions, anew);
      document.documentElement.dataset["connection"] = "live";
    } catch {
      this.#elements.refreshAll();
    }
  }

  /** Everything: what came while the tab was in the background, the server did not take as read. */
  #whenSeen(): void {
    if (isVisible()) void this.#compare(true);
  }
}

function delay(attempt: number): number {
  return Math.min(15_000, 400 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random());
}

class ConnectionPill {
  readonly #element = document.querySelector<HTMLElement>("#connection");
  #timer = 0;

  lost(): void {
    connectionLost();
    if (this.#timer === 0) this.#timer = window.setTimeout(() => this.#show(true), pillAfterMs);
  }

  connected(): void {
    connectionBack();
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#show(false);
  }

  #show(visible: boolean): void {
    if (this.#element) this.#element.hidden = !visible;
  }
}
