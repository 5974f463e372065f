import { Idiomorph } from "idiomorph";

interface Policy {
  createHTML(input: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

/**
 * Only this module makes markup out of text: of what our own server answered to a fragment request, and of narratives
 * of which narrative.ts takes the words and nothing else.
 */
const policy: Policy = createPolicy({ createHTML: (input) => input });

export function parse(html: string): Document {
  const page = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
  page.querySelectorAll("script, style, link, meta, base").forEach((element) => element.remove());
  return page;
}

/** Turns the element into the new one, leaving alone what the person is working in. */
export function morph(old: Element, fresh: Element): void {
  Idiomorph.morph(old, document.importNode(fresh, true), {
    morphStyle: "outerHTML",
    restoreFocus: true,
    callbacks: {
      beforeNodeMorphed: (from, to) => !isKept(from) && !from.isEqualNode(to),
      beforeNodeRemoved: (node) => !isKept(node) && !holdsFocusedControl(node),
      beforeAttributeUpdated: (name, element) => !(name === "open" && element.matches("details, dialog")),
    },
  });
}

function isKept(node: Node): boolean {
  if (!(node instanceof Element)) return false;
  if (node.hasAttribute("data-live-keep")) return true;
  return isControl(node) && (node === document.activeElement || isChanged(node));
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function isControl(node: Element): node is Control {
  return node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
}

function holdsFocusedControl(node: Node): boolean {
  const active = document.activeElement;
  return active !== null && isControl(active) && node.contains(active);
}

function isChanged(control: Control): boolean {
  if (control instanceof HTMLSelectElement) return [...control.options].some((option) => option.selected !== option.defaultSelected);
  if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
}

function createPolicy(rules: Policy): Policy {
  const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes;
  return factory?.createPolicy("portal-fragments", rules) ?? rules;
}
