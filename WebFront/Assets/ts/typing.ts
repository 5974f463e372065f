import { HubConnection, HubConnectionState } from "@microsoft/signalr";

const everyMs = 3_000;

/** Tells the others who watch a conversation that this person is writing in it. */
export function startTyping(connection: HubConnection | null): void {
  if (!connection) return;
  let lastAt = 0;
  document.addEventListener("input", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-writing-topic]");
    const now = Date.now();
    if (!form || now - lastAt < everyMs || connection.state !== HubConnectionState.Connected) return;
    lastAt = now;
    connection.send("Writing", form.dataset["writingTopic"]).catch(() => (lastAt = 0));
  });
}
