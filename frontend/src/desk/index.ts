import "../chat/composer/composer.js";
import "../chat/log/log.js";
import { RipDesk } from "./view/element.js";

customElements.define("rip-desk", RipDesk);
