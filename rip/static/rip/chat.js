// Built by ./run frontend from sources with the sha256 46988b689b215c8bea2286bdbb036b17d95c3362cf36177827c5f2d1a5ab5d9f.
"use strict";(()=>{var g=`/* What every part of the chat starts from. */
*,
::before,
::after {
  box-sizing: border-box;
}

button {
  font: inherit;
  color: inherit;
  border: 0;
  padding: 0;
  background: none;
  cursor: pointer;
  -webkit-tap-highlight-color: transparent;
}

:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
}

.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

@media (prefers-reduced-motion: reduce) {
  *,
  ::before,
  ::after {
    animation: none !important;
    transition: none !important;
  }
}
`;var m=`/* The round button in the corner: drawn by the loader, and the same by the whole chat. */
:host {
  all: initial;
  --ink: var(--color-base-content, #2a2522);
  --paper: var(--color-base-100, #fffdfa);
  --accent: var(--rip-chat-colour, var(--color-primary, #b5371d));
  --on-accent: var(--rip-chat-ink, var(--color-primary-content, #fffaf6));
  /* The accent, where it is written with. */
  --accent-ink: var(--rip-chat-accent-ink, var(--accent));
  --soft: var(--rip-chat-soft, var(--color-accent, #f3ddd3));
  --radius: var(--radius-box, 0.875rem);
  display: block;
  font-family: Onest, "Onest stand-in", system-ui, sans-serif;
  font-size: 15px;
  line-height: 1.4;
  color: var(--ink);
}

.bubble {
  position: fixed;
  z-index: 900;
  inset-inline-end: max(20px, env(safe-area-inset-right));
  bottom: calc(20px + env(safe-area-inset-bottom) + var(--rip-chat-lift, 0px));
  display: grid;
  place-items: center;
  width: 56px;
  height: 56px;
  border-radius: 50%;
  color: var(--on-accent);
  background: var(--accent);
  box-shadow: 0 1px 2px rgb(0 0 0 / 0.2), 0 8px 24px rgb(0 0 0 / 0.18);
  transition: transform 140ms ease;
}

:host([side="left"]) .bubble {
  inset-inline: max(20px, env(safe-area-inset-left)) auto;
}

.bubble:hover {
  transform: translateY(-2px);
}

.bubble[aria-busy="true"] svg {
  opacity: 0.6;
}

.bubble svg {
  width: 26px;
  height: 26px;
}

.badge {
  position: absolute;
  inset: -4px -4px auto auto;
  min-width: 22px;
  height: 22px;
  padding-inline: 6px;
  border-radius: 11px;
  font-size: 12px;
  font-weight: 600;
  line-height: 22px;
  text-align: center;
  color: var(--paper);
  background: var(--ink);
  box-shadow: 0 0 0 2px var(--paper);
}

@media print {
  :host {
    display: none;
  }
}
`;var b=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-message-circle"
  xmlns="http://www.w3.org/2000/svg"
  width="24"
  height="24"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
>
  <path d="M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719" />
</svg>
`;function y(t){return t.slice(t.indexOf("<svg")).replace("<svg",'<svg aria-hidden="true"')}var T={open:"Написать в поддержку",openUnread:t=>`Написать в поддержку, непрочитанных: ${t}`,notLoaded:"Чат не загрузился. Нажмите ещё раз.",title:"Поддержка",online:"На связи",away:"Сейчас никого нет, ответим, как только вернёмся",typing:"Печатает…",connecting:"Соединяемся…",offline:"Нет связи, пробуем снова…",close:"Закрыть чат",soundOn:"Включить звук",soundOff:"Выключить звук",welcome:"Здравствуйте! Чем помочь?",welcomeMore:"Спросите о питомце, объявлении или о самой доске — ответит человек.",history:"Переписка",loadingOlder:"Загружаем, что было раньше…",olderFailed:"Не удалось загрузить, что было раньше.",beginning:"Здесь начинается переписка",today:"Сегодня",yesterday:"Вчера",newMessages:"Новые сообщения",toNewest:"К последним сообщениям",support:"Поддержка",you:"Вы",announcement:(t,e)=>`${t}: ${e}`,picture:"Картинка",openPicture:"Открыть картинку целиком",free:"Отдам даром",sending:"Отправляется",sent:"Отправлено",read:"Прочитано",failed:"Не отправлено",retry:"Отправить ещё раз",discard:"Убрать",uploading:t=>`Загружается: ${t} %`,write:"Сообщение",send:"Отправить",attach:"Приложить картинку",remove:"Убрать картинку",removeAdvert:"Не прикладывать объявление",dropHere:"Отпустите, чтобы приложить",left:t=>`Осталось знаков: ${t}`,tooLong:t=>`Слишком длинно: уберите знаков: ${t}`,consent:"Отправляя сообщение, вы соглашаетесь на",consentLink:"обработку персональных данных",notPicture:"Это не картинка. Подойдут JPEG, PNG и WebP.",tooManyPictures:"За раз можно приложить не больше пяти картинок.",noNetwork:"Нет связи. Попробуем снова, когда она появится.",signIn:"Чтобы написать, войдите на сайт.",refused:"Сервер не принял сообщение. Попробуйте ещё раз чуть позже."},$={open:"Write to support",openUnread:t=>`Write to support, unread: ${t}`,notLoaded:"The chat did not load. Press again.",title:"Support",online:"Online",away:"Nobody is here right now; we’ll answer as soon as we’re back",typing:"Typing…",connecting:"Connecting…",offline:"No connection, trying again…",close:"Close the chat",soundOn:"Turn the sound on",soundOff:"Turn the sound off",welcome:"Hello! How can we help?",welcomeMore:"Ask about a pet, an advert or the board itself — a person will answer.",history:"Conversation",loadingOlder:"Loading earlier messages…",olderFailed:"Earlier messages could not be loaded.",beginning:"The conversation begins here",today:"Today",yesterday:"Yesterday",newMessages:"New messages",toNewest:"To the newest messages",support:"Support",you:"You",announcement:(t,e)=>`${t}: ${e}`,picture:"Picture",openPicture:"Open the whole picture",free:"Free to a good home",sending:"Sending",sent:"Sent",read:"Read",failed:"Not sent",retry:"Send again",discard:"Remove",uploading:t=>`Uploading: ${t}%`,write:"Message",send:"Send",attach:"Attach a picture",remove:"Remove the picture",removeAdvert:"Do not attach the advert",dropHere:"Drop to attach",left:t=>`Characters left: ${t}`,tooLong:t=>`Too long by ${t} characters`,consent:"By sending a message you agree to the",consentLink:"processing of personal data",notPicture:"This is not a picture. JPEG, PNG and WebP will do.",tooManyPictures:"You can attach at most five pictures at once.",noNetwork:"No connection. We’ll try again when it is back.",signIn:"Sign in to the site to write.",refused:"The server did not take the message. Try again a little later."};function s(t){return{ru:T,en:$}[t]}function w(t,e,o){let n=document.createElement("button");n.className="bubble",n.type="button",n.setAttribute("aria-haspopup","dialog"),n.setAttribute("aria-label",s(e).open),n.innerHTML=y(b),n.addEventListener("click",o),t.append(n)}function l(t,e,o){let n=t.shadowRoot?.querySelector(".bubble");n&&(n.setAttribute("aria-busy",String(o==="busy")),o!=="busy"&&(n.setAttribute("aria-label",s(e).notLoaded),n.setAttribute("title",s(e).notLoaded)))}var d="rip.chat.open",c=class{get value(){try{return sessionStorage.getItem(d)!==null}catch{return!1}}set value(e){try{e?sessionStorage.setItem(d,""):sessionStorage.removeItem(d)}catch{}}};function v(t,e){let{dataset:o}=t,{origin:n}=new URL(t.src,e.origin),r=o.theme;return{origin:n,own:n===e.origin,signedIn:n===e.origin?o.signedIn??null:null,language:E([o.language??"",e.language,...e.languages]),theme:r==="light"||r==="dark"?r:null,colour:o.colour??o.color??null,side:o.position==="left"?"left":"right",panel:o.panel??new URL("chat-panel.js",t.src).href,open:o.open!==void 0&&o.open!=="false"}}function E(t){for(let e of t){let o=e.slice(0,2).toLowerCase();if(o==="ru"||o==="en")return o}return"ru"}var x=`/* The one place for colours, radii and type. Paper and ink; rowan is the accent, fir the quiet
   second. base-200 is the page, base-100 what lies on it. */
@theme {
  --font-sans: "Onest", "Onest stand-in", "Onest wide stand-in", system-ui, sans-serif;
  --color-quiet: var(--quiet);
  --text-xs: 0.8125rem;
  --text-xs--line-height: 1.25rem;
  --text-sm: 0.9375rem;
  --text-sm--line-height: 1.375rem;
  --default-transition-duration: 140ms;
}

@plugin "daisyui/theme" {
  name: "rip-light";
  default: true;
  color-scheme: light;
  --color-base-100: #fffdfa;
  --color-base-200: #f9f4ec;
  --color-base-300: #e9e0d4;
  --color-base-content: #2a2522;
  --color-primary: #b5371d;
  --color-primary-content: #fffaf6;
  --color-secondary: #2f5d4a;
  --color-secondary-content: #f6fbf8;
  --color-accent: #f3ddd3;
  --color-accent-content: #6d2412;
  --color-neutral: #38312c;
  --color-neutral-content: #f9f4ec;
  --color-info: #2b5a7d;
  --color-info-content: #f5fafd;
  --color-success: #2f5d4a;
  --color-success-content: #f6fbf8;
  --color-warning: #8a5a0b;
  --color-warning-content: #fffaf0;
  --color-error: #a8231a;
  --color-error-content: #fff8f7;
  --radius-selector: 0.625rem;
  --radius-field: 0.875rem;
  --radius-box: 0.875rem;
  --size-selector: 0.25rem;
  --size-field: 0.25rem;
  --border: 1px;
  --depth: 0;
  --noise: 0;
  --quiet: #6a6059;
}

@plugin "daisyui/theme" {
  name: "rip-dark";
  prefersdark: true;
  color-scheme: dark;
  --color-base-100: #25211f;
  --color-base-200: #1a1816;
  --color-base-300: #3a3430;
  --color-base-content: #f1eae1;
  --color-primary: #ff8f70;
  --color-primary-content: #330f05;
  --color-secondary: #93c9b0;
  --color-secondary-content: #0d241a;
  --color-accent: #4a2a20;
  --color-accent-content: #ffc9b8;
  --color-neutral: #3a3430;
  --color-neutral-content: #f1eae1;
  --color-info: #94c4e6;
  --color-info-content: #0a2233;
  --color-success: #93c9b0;
  --color-success-content: #0d241a;
  --color-warning: #e8b968;
  --color-warning-content: #2d1e03;
  --color-error: #ff9a90;
  --color-error-content: #3a0a06;
  --radius-selector: 0.625rem;
  --radius-field: 0.875rem;
  --radius-box: 0.875rem;
  --size-selector: 0.25rem;
  --size-field: 0.25rem;
  --border: 1px;
  --depth: 0;
  --noise: 0;
  --quiet: #b3a89d;
}

@layer base {
  :root {
    --root-bg: var(--color-base-200);
    accent-color: var(--color-primary);
    scroll-padding-top: 5rem;
  }

  body {
    font-size: 1rem;
    line-height: 1.5rem;
    text-rendering: optimizeLegibility;
    overflow-wrap: anywhere;
  }

  h1,
  h2,
  h3 {
    text-wrap: balance;
  }

  :focus-visible {
    outline: 2px solid var(--color-primary);
    outline-offset: 2px;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation-duration: 1ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 1ms !important;
      scroll-behavior: auto !important;
    }
  }
}

/* What looks different in the dark, whether it was chosen or is what the browser prefers. */
@custom-variant night {
  @media (prefers-color-scheme: dark) {
    &:where(:root:not([data-theme]) *) {
      @slot;
    }
  }
  &:where([data-theme="rip-dark"] *) {
    @slot;
  }
}
`;function k(){let[t,e]=["rip-light","rip-dark"].map(I);return`
    :host { ${t} }
    @media (prefers-color-scheme: dark) { :host { ${e} } }
    :host([theme="light"]) { ${t} }
    :host([theme="dark"]) { ${e} }
  `}function I(t){let[,e=""]=x.split(`name: "${t}"`);return e.slice(0,e.indexOf("}")).split(";").filter(n=>/^\s*(?:--|color-scheme)/.test(n)).join(";")}function S(t){let[e=0,o=0,n=0]=(t.match(/[\d.]+/g)??[]).map(r=>{let a=Number(r)/255;return a<=.04045?a/12.92:((a+.055)/1.055)**2.4});return .2126*e+.7152*o+.0722*n>.179?"#000":"#fff"}var p=class{#e;#t=document.createElement("rip-chat");#o=null;constructor(e,o){this.#e=e,this.#r(o!==null),o?o.replaceChildren(this.#t):document.body.append(this.#t),(o||e.open||this.#i())&&this.#s()}async open(e=null){l(this.#t,this.#e.language,"busy");try{await(await this.#n()).open(e)}catch{l(this.#t,this.#e.language,"failed")}}#r(e){let{own:o,theme:n,colour:r,side:a,language:h}=this.#e,i=this.#t,f=i.attachShadow({mode:"open"});i.lang=h,i.toggleAttribute("page",e),i.setAttribute("side",a),n&&i.setAttribute("theme",n),f.adoptedStyleSheets=[g,m,o?"":k()].map(M),e||w(f,h,()=>void this.open()),r&&CSS.supports("color",r)&&this.#a(r)}#a(e){let{style:o}=this.#t;o.setProperty("--rip-chat-colour",e),o.setProperty("--rip-chat-accent-ink","color-mix(in oklab, var(--accent) 50%, var(--ink))"),o.setProperty("--rip-chat-soft","color-mix(in oklab, var(--accent) 16%, var(--paper))"),queueMicrotask(()=>{o.color=e,o.setProperty("--rip-chat-ink",S(getComputedStyle(this.#t).color)),o.removeProperty("color")})}#i(){let{origin:e,signedIn:o}=this.#e;if(o||new c().value)return!0;try{return["guest","first"].some(n=>localStorage.getItem(`rip.chat.${n}:${e}`))}catch{return!1}}#s(){let e=()=>void(this.#e.open?this.open():this.#n().catch(()=>{})),o=()=>"requestIdleCallback"in window?requestIdleCallback(e):setTimeout(e);document.readyState==="complete"?o():addEventListener("load",o,{once:!0})}#n(){return this.#o??=this.#c().catch(e=>{throw this.#o=null,e}),this.#o}async#c(){let e=document.createElement("script");e.src=this.#e.panel,await new Promise((n,r)=>{e.onload=n,e.onerror=r,document.head.append(e)});let o=this.#t;return o.begin(this.#e),o}};function M(t){let e=new CSSStyleSheet;return e.replaceSync(t),e}function N(t){document.addEventListener("click",e=>{let o=e.target instanceof Element&&e.target.closest("[data-open-chat]");if(!o)return;e.preventDefault();let n=Number(o.getAttribute("data-advert-id"));t.open(n>0?n:null)})}function O(t){if(document.querySelector("rip-chat"))return;let e={origin:location.origin,language:document.documentElement.lang},o=v(t,{...e,languages:navigator.languages});N(new p(o,document.querySelector("[data-chat-page]")))}var u=document.currentScript;u instanceof HTMLScriptElement&&(document.readyState==="loading"?addEventListener("DOMContentLoaded",()=>O(u)):O(u));})();
