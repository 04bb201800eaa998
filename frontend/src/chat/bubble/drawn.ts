import messageCircle from "lucide-static/icons/message-circle.svg";
import { shapeOf } from "../look/shape.js";
import { strings, type Language } from "../strings.js";

/** Draw the button before there is anything to render it with. */
export function drawBubble(root: ShadowRoot, language: Language, open: () => void): void {
  const button = document.createElement("button");
  button.className = "bubble";
  button.type = "button";
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-label", strings(language).open);
  button.innerHTML = shapeOf(messageCircle);
  button.addEventListener("click", open);
  root.append(button);
}

/** Show that the rest is being loaded, or that this failed. */
export function markBubble(host: HTMLElement, language: Language, state: "busy" | "failed"): void {
  const button = host.shadowRoot?.querySelector(".bubble");
  if (!button) return;
  button.setAttribute("aria-busy", String(state === "busy"));
  if (state === "busy") return;
  button.setAttribute("aria-label", strings(language).notLoaded);
  button.setAttribute("title", strings(language).notLoaded);
}
