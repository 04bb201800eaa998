import { RipChat } from "./panel/element.js";

// The loader has put the element on the page, and begins when it is defined.
customElements.define("rip-chat", RipChat);
