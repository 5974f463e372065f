/** A <details> menu closes on Escape, on a click elsewhere and when the focus leaves it. */
export function startMenus(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of opened()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  document.addEventListener("click", (event) => closeUnless(event.target));
  document.addEventListener("focusin", (event) => closeUnless(event.target));
}

function opened(): HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")];
}

function closeUnless(target: EventTarget | null): void {
  for (const menu of opened()) {
    if (!(target instanceof Node && menu.contains(target))) menu.open = false;
  }
}
