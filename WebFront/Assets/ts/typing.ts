import { HubConnection, HubConnectionState } from "@microsoft/signalr";

const everyMs = 3_000;
const shownMs = 5_000;

/** Tells others who is writing right now, and shows who of them is. */
export function startTyping(connection: HubConnection | null): void {
  if (!connection) return;
  document.querySelectorAll<HTMLFormElement>("form[data-writing-topic]").forEach((form) => tell(form, connection));
  connection.on("writing", (conversation: string, who: string) => show(conversation, who));
}

function tell(form: HTMLFormElement, connection: HubConnection): void {
  let lastAt = 0;
  form.addEventListener("input", () => {
    const now = Date.now();
    if (now - lastAt < everyMs || connection.state !== HubConnectionState.Connected) return;
    lastAt = now;
    connection.send("Writing", form.dataset["writingTopic"]).catch(() => (lastAt = 0));
  });
}

let timer = 0;

function show(conversation: string, who: string): void {
  const note = document.querySelector<HTMLElement>(`[data-writing-note="${CSS.escape(conversation)}"]`);
  if (!note) return;
  note.textContent = `${who} is writing…`;
  clearTimeout(timer);
  timer = window.setTimeout(() => (note.textContent = ""), shownMs);
}
