const shownMs = 8_000;

/** Says one short thing in the corner; the same text is not shown twice at a time. */
export function toast(text: string, href?: string): void {
  const region = document.querySelector<HTMLElement>("#toasts");
  if (!region || [...region.children].some((child) => child.textContent === text)) return;

  const box = document.createElement("div");
  box.className = "toast";
  if (href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = text;
    box.append(link);
  } else {
    box.textContent = text;
  }
  region.append(box);
  setTimeout(() => box.remove(), shownMs);
}
