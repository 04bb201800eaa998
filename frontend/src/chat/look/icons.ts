import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import arrowDown from "lucide-static/icons/arrow-down.svg";
import arrowUp from "lucide-static/icons/arrow-up.svg";
import bell from "lucide-static/icons/bell.svg";
import bellOff from "lucide-static/icons/bell-off.svg";
import check from "lucide-static/icons/check.svg";
import checkCheck from "lucide-static/icons/check-check.svg";
import circleAlert from "lucide-static/icons/circle-alert.svg";
import clock from "lucide-static/icons/clock.svg";
import imagePlus from "lucide-static/icons/image-plus.svg";
import messageCircle from "lucide-static/icons/message-circle.svg";
import pawPrint from "lucide-static/icons/paw-print.svg";
import rotateCcw from "lucide-static/icons/rotate-ccw.svg";
import x from "lucide-static/icons/x.svg";
import { shapeOf } from "./shape.js";

const ICONS = {
  arrowDown, arrowUp, bell, bellOff, check, checkCheck, circleAlert, clock, imagePlus,
  messageCircle, pawPrint, rotateCcw, x,
};

/** An icon beside a text, or on a button that has a label. */
export function icon(name: keyof typeof ICONS): TemplateResult {
  return html`${unsafeHTML(shapeOf(ICONS[name]))}`;
}
