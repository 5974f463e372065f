/** A long conversation opens at its newest message; one that fits on the screen stays where it is. */
export function startThreads(): void {
  if (location.hash) return;
  for (const thread of document.querySelectorAll<HTMLElement>("[data-live-end]")) {
    const newest = thread.querySelector<HTMLElement>(".bubble:last-of-type");
    if (newest && newest.getBoundingClientRect().bottom > window.innerHeight) newest.scrollIntoView({ block: "center" });
  }
}
