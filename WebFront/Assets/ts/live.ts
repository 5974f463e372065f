import { HttpTransportType, HubConnection, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { LiveElements } from "./live-elements";
import { setting } from "./page";

const fallbackMs = 60_000;
const pillAfterMs = 2_000;

/** Keeps every [data-live] element of the page fresh: told by the hub, and by itself when the hub is silent. */
export function startLive(): HubConnection | null {
  const address = setting("live");
  const elements = new LiveElements();
  if (!address) return null;

  const connection = new HubConnectionBuilder()
    .withUrl(address, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => delay(context.previousRetryCount) })
    .configureLogging(LogLevel.None)
    .build();

  const pill = new ConnectionPill();
  const watch = async () => {
    pill.connected();
    elements.compare(await connection.invoke<Record<string, string>>("Watch", elements.topics()));
  };

  connection.on("changed", (topic: string, version: string) => elements.changed(topic, version));
  connection.onreconnecting(() => pill.lost());
  connection.onreconnected(() => void watch().catch(() => elements.refreshAll()));
  void connect(connection, watch, pill);

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") elements.refreshAll();
  });
  setInterval(() => {
    if (document.visibilityState === "visible") elements.refreshAll();
  }, fallbackMs);
  return connection;
}

/** The first connection is not covered by the automatic reconnect. */
async function connect(connection: HubConnection, watch: () => Promise<void>, pill: ConnectionPill): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await connection.start();
      break;
    } catch {
      pill.lost();
      await new Promise((resolve) => setTimeout(resolve, delay(attempt)));
    }
  }
  await watch().catch(() => undefined);
}

function delay(attempt: number): number {
  return Math.min(15_000, 400 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random());
}

class ConnectionPill {
  readonly #element = document.querySelector<HTMLElement>("#connection");
  #timer = 0;

  lost(): void {
    if (this.#timer !== 0) return;
    this.#timer = window.setTimeout(() => this.#show(true), pillAfterMs);
  }

  connected(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#show(false);
  }

  #show(visible: boolean): void {
    if (this.#element) this.#element.hidden = !visible;
    document.documentElement.toggleAttribute("data-disconnected", visible);
  }
}
