import "../chat/composer.js";
import "../chat/log.js";
import { RipDesk } from "./element.js";

customElements.define("rip-desk", RipDesk);
