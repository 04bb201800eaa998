import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import arrowLeft from "lucide-static/icons/arrow-left.svg";
import bell from "lucide-static/icons/bell.svg";
import bellOff from "lucide-static/icons/bell-off.svg";
import check from "lucide-static/icons/check.svg";
import inbox from "lucide-static/icons/inbox.svg";
import info from "lucide-static/icons/info.svg";
import keyboard from "lucide-static/icons/keyboard.svg";
import pawPrint from "lucide-static/icons/paw-print.svg";
import rotateCcw from "lucide-static/icons/rotate-ccw.svg";
import search from "lucide-static/icons/search.svg";
import userCheck from "lucide-static/icons/user-check.svg";
import userPlus from "lucide-static/icons/user-plus.svg";
import x from "lucide-static/icons/x.svg";
import { shapeOf } from "../../chat/look/shape.js";

const ICONS = {
  arrowLeft, bell, bellOff, check, inbox, info, keyboard, pawPrint, rotateCcw, search, userCheck,
  userPlus, x,
};

/** An icon beside a text, or on a button that has a label. */
export function icon(name: keyof typeof ICONS): TemplateResult {
  return html`${unsafeHTML(shapeOf(ICONS[name]))}`;
}
