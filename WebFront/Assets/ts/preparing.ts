import { morph, parse } from "./fragments";
import { fetchInside, pageAddress } from "./question";

const pauseMs = 1000;

/** A page that stands in for one being prepared asks again by itself, and gives way to it. */
export function startPreparing(): void {
  if (shown()) window.setTimeout(() => void look(), pauseMs);
}

function shown(): Element | null {
  return document.querySelector("[data-preparing]");
}

async function look(): Promise<void> {
  const response = await fetchInside(pageAddress(), null).catch(() => null);
  if (response && response.status !== 503) return location.replace(pageAddress());
  const fresh = response && parse(await response.text()).querySelector("[data-preparing]");
  const old = shown();
  if (fresh && old) morph(old, fresh);
  startPreparing();
}
