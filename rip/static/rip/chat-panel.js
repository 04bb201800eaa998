// Built by ./run frontend from sources with the sha256 46988b689b215c8bea2286bdbb036b17d95c3362cf36177827c5f2d1a5ab5d9f.
"use strict";(()=>{var Y=globalThis,J=Y.ShadowRoot&&(Y.ShadyCSS===void 0||Y.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Kt=Symbol(),Yt=new WeakMap,K=class{constructor(t,e,i){if(this._$cssResult$=!0,i!==Kt)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(J&&t===void 0){let i=e!==void 0&&e.length===1;i&&(t=Yt.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),i&&Yt.set(e,t))}return t}toString(){return this.cssText}},S=s=>new K(typeof s=="string"?s:s+"",void 0,Kt);var Jt=(s,t)=>{if(J)s.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let i=document.createElement("style"),r=Y.litNonce;r!==void 0&&i.setAttribute("nonce",r),i.textContent=e.cssText,s.appendChild(i)}},Ct=J?s=>s:s=>s instanceof CSSStyleSheet?(t=>{let e="";for(let i of t.cssRules)e+=i.cssText;return S(e)})(s):s;var{is:hi,defineProperty:ci,getOwnPropertyDescriptor:di,getOwnPropertyNames:pi,getOwnPropertySymbols:ui,getPrototypeOf:mi}=Object,X=globalThis,Xt=X.trustedTypes,gi=Xt?Xt.emptyScript:"",fi=X.reactiveElementPolyfillSupport,I=(s,t)=>s,Mt={toAttribute(s,t){switch(t){case Boolean:s=s?gi:null;break;case Object:case Array:s=s==null?s:JSON.stringify(s)}return s},fromAttribute(s,t){let e=s;switch(t){case Boolean:e=s!==null;break;case Number:e=s===null?null:Number(s);break;case Object:case Array:try{e=JSON.parse(s)}catch{e=null}}return e}},Zt=(s,t)=>!hi(s,t),Qt={attribute:!0,type:String,converter:Mt,reflect:!1,useDefault:!1,hasChanged:Zt};Symbol.metadata??=Symbol("metadata"),X.litPropertyMetadata??=new WeakMap;var k=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Qt){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let i=Symbol(),r=this.getPropertyDescriptor(t,i,e);r!==void 0&&ci(this.prototype,t,r)}}static getPropertyDescriptor(t,e,i){let{get:r,set:n}=di(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:r,set(o){let l=r?.call(this);n?.call(this,o),this.requestUpdate(t,l,i)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Qt}static _$Ei(){if(this.hasOwnProperty(I("elementProperties")))return;let t=mi(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(I("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(I("properties"))){let e=this.properties,i=[...pi(e),...ui(e)];for(let r of i)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[i,r]of e)this.elementProperties.set(i,r)}this._$Eh=new Map;for(let[e,i]of this.elementProperties){let r=this._$Eu(e,i);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let i=new Set(t.flat(1/0).reverse());for(let r of i)e.unshift(Ct(r))}else t!==void 0&&e.push(Ct(t));return e}static _$Eu(t,e){let i=e.attribute;return i===!1?void 0:typeof i=="string"?i:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let i of e.keys())this.hasOwnProperty(i)&&(t.set(i,this[i]),delete this[i]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Jt(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,i){this._$AK(t,i)}_$ET(t,e){let i=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,i);if(r!==void 0&&i.reflect===!0){let n=(i.converter?.toAttribute!==void 0?i.converter:Mt).toAttribute(e,i.type);this._$Em=t,n==null?this.removeAttribute(r):this.setAttribute(r,n),this._$Em=null}}_$AK(t,e){let i=this.constructor,r=i._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let n=i.getPropertyOptions(r),o=typeof n.converter=="function"?{fromAttribute:n.converter}:n.converter?.fromAttribute!==void 0?n.converter:Mt;this._$Em=r;let l=o.fromAttribute(e,n.type);this[r]=l??this._$Ej?.get(r)??l,this._$Em=null}}requestUpdate(t,e,i,r=!1,n){if(t!==void 0){let o=this.constructor;if(r===!1&&(n=this[t]),i??=o.getPropertyOptions(t),!((i.hasChanged??Zt)(n,e)||i.useDefault&&i.reflect&&n===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,i))))return;this.C(t,e,i)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:i,reflect:r,wrapped:n},o){i&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),n!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||i||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,n]of this._$Ep)this[r]=n;this._$Ep=void 0}let i=this.constructor.elementProperties;if(i.size>0)for(let[r,n]of i){let{wrapped:o}=n,l=this[r];o!==!0||this._$AL.has(r)||l===void 0||this.C(r,void 0,n,l)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(i=>i.hostUpdate?.()),this.update(e)):this._$EM()}catch(i){throw t=!1,this._$EM(),i}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};k.elementStyles=[],k.shadowRootOptions={mode:"open"},k[I("elementProperties")]=new Map,k[I("finalized")]=new Map,fi?.({ReactiveElement:k}),(X.reactiveElementVersions??=[]).push("2.1.2");var Ut=globalThis,te=s=>s,Q=Ut.trustedTypes,ee=Q?Q.createPolicy("lit-html",{createHTML:s=>s}):void 0,Lt="$lit$",_=`lit$${Math.random().toFixed(9).slice(2)}$`,It="?"+_,vi=`<${It}>`,P=document,N=()=>P.createComment(""),j=s=>s===null||typeof s!="object"&&typeof s!="function",qt=Array.isArray,ae=s=>qt(s)||typeof s?.[Symbol.iterator]=="function",Ot=`[ 	
\f\r]`,q=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ie=/-->/g,se=/>/g,T=RegExp(`>|${Ot}(?:([^\\s"'>=/]+)(${Ot}*=${Ot}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),re=/'/g,ne=/"/g,le=/^(?:script|style|textarea|title)$/i,Nt=s=>(t,...e)=>({_$litType$:s,strings:t,values:e}),h=Nt(1),Cs=Nt(2),Ms=Nt(3),x=Symbol.for("lit-noChange"),c=Symbol.for("lit-nothing"),oe=new WeakMap,E=P.createTreeWalker(P,129);function he(s,t){if(!qt(s)||!s.hasOwnProperty("raw"))throw Error("invalid template strings array");return ee!==void 0?ee.createHTML(t):t}var ce=(s,t)=>{let e=s.length-1,i=[],r,n=t===2?"<svg>":t===3?"<math>":"",o=q;for(let l=0;l<e;l++){let a=s[l],p,v,d=-1,m=0;for(;m<a.length&&(o.lastIndex=m,v=o.exec(a),v!==null);)m=o.lastIndex,o===q?v[1]==="!--"?o=ie:v[1]!==void 0?o=se:v[2]!==void 0?(le.test(v[2])&&(r=RegExp("</"+v[2],"g")),o=T):v[3]!==void 0&&(o=T):o===T?v[0]===">"?(o=r??q,d=-1):v[1]===void 0?d=-2:(d=o.lastIndex-v[2].length,p=v[1],o=v[3]===void 0?T:v[3]==='"'?ne:re):o===ne||o===re?o=T:o===ie||o===se?o=q:(o=T,r=void 0);let u=o===T&&s[l+1].startsWith("/>")?" ":"";n+=o===q?a+vi:d>=0?(i.push(p),a.slice(0,d)+Lt+a.slice(d)+_+u):a+_+(d===-2?l:u)}return[he(s,n+(s[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),i]},H=class s{constructor({strings:t,_$litType$:e},i){let r;this.parts=[];let n=0,o=0,l=t.length-1,a=this.parts,[p,v]=ce(t,e);if(this.el=s.createElement(p,i),E.currentNode=this.el.content,e===2||e===3){let d=this.el.content.firstChild;d.replaceWith(...d.childNodes)}for(;(r=E.nextNode())!==null&&a.length<l;){if(r.nodeType===1){if(r.hasAttributes())for(let d of r.getAttributeNames())if(d.endsWith(Lt)){let m=v[o++],u=r.getAttribute(d).split(_),w=/([.?@])?(.*)/.exec(m);a.push({type:1,index:n,name:w[2],strings:u,ctor:w[1]==="."?tt:w[1]==="?"?et:w[1]==="@"?it:C}),r.removeAttribute(d)}else d.startsWith(_)&&(a.push({type:6,index:n}),r.removeAttribute(d));if(le.test(r.tagName)){let d=r.textContent.split(_),m=d.length-1;if(m>0){r.textContent=Q?Q.emptyScript:"";for(let u=0;u<m;u++)r.append(d[u],N()),E.nextNode(),a.push({type:2,index:++n});r.append(d[m],N())}}}else if(r.nodeType===8)if(r.data===It)a.push({type:2,index:n});else{let d=-1;for(;(d=r.data.indexOf(_,d+1))!==-1;)a.push({type:7,index:n}),d+=_.length-1}n++}}static createElement(t,e){let i=P.createElement("template");return i.innerHTML=t,i}};function R(s,t,e=s,i){if(t===x)return t;let r=i!==void 0?e._$Co?.[i]:e._$Cl,n=j(t)?void 0:t._$litDirective$;return r?.constructor!==n&&(r?._$AO?.(!1),n===void 0?r=void 0:(r=new n(s),r._$AT(s,e,i)),i!==void 0?(e._$Co??=[])[i]=r:e._$Cl=r),r!==void 0&&(t=R(s,r._$AS(s,t.values),r,i)),t}var Z=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:i}=this._$AD,r=(t?.creationScope??P).importNode(e,!0);E.currentNode=r;let n=E.nextNode(),o=0,l=0,a=i[0];for(;a!==void 0;){if(o===a.index){let p;a.type===2?p=new M(n,n.nextSibling,this,t):a.type===1?p=new a.ctor(n,a.name,a.strings,this,t):a.type===6&&(p=new st(n,this,t)),this._$AV.push(p),a=i[++l]}o!==a?.index&&(n=E.nextNode(),o++)}return E.currentNode=P,r}p(t){let e=0;for(let i of this._$AV)i!==void 0&&(i.strings!==void 0?(i._$AI(t,i,e),e+=i.strings.length-2):i._$AI(t[e])),e++}},M=class s{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,i,r){this.type=2,this._$AH=c,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=i,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=R(this,t,e),j(t)?t===c||t==null||t===""?(this._$AH!==c&&this._$AR(),this._$AH=c):t!==this._$AH&&t!==x&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):ae(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==c&&j(this._$AH)?this._$AA.nextSibling.data=t:this.T(P.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:i}=t,r=typeof i=="number"?this._$AC(t):(i.el===void 0&&(i.el=H.createElement(he(i.h,i.h[0]),this.options)),i);if(this._$AH?._$AD===r)this._$AH.p(e);else{let n=new Z(r,this),o=n.u(this.options);n.p(e),this.T(o),this._$AH=n}}_$AC(t){let e=oe.get(t.strings);return e===void 0&&oe.set(t.strings,e=new H(t)),e}k(t){qt(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,i,r=0;for(let n of t)r===e.length?e.push(i=new s(this.O(N()),this.O(N()),this,this.options)):i=e[r],i._$AI(n),r++;r<e.length&&(this._$AR(i&&i._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let i=te(t).nextSibling;te(t).remove(),t=i}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},C=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,i,r,n){this.type=1,this._$AH=c,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=n,i.length>2||i[0]!==""||i[1]!==""?(this._$AH=Array(i.length-1).fill(new String),this.strings=i):this._$AH=c}_$AI(t,e=this,i,r){let n=this.strings,o=!1;if(n===void 0)t=R(this,t,e,0),o=!j(t)||t!==this._$AH&&t!==x,o&&(this._$AH=t);else{let l=t,a,p;for(t=n[0],a=0;a<n.length-1;a++)p=R(this,l[i+a],e,a),p===x&&(p=this._$AH[a]),o||=!j(p)||p!==this._$AH[a],p===c?t=c:t!==c&&(t+=(p??"")+n[a+1]),this._$AH[a]=p}o&&!r&&this.j(t)}j(t){t===c?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},tt=class extends C{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===c?void 0:t}},et=class extends C{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==c)}},it=class extends C{constructor(t,e,i,r,n){super(t,e,i,r,n),this.type=5}_$AI(t,e=this){if((t=R(this,t,e,0)??c)===x)return;let i=this._$AH,r=t===c&&i!==c||t.capture!==i.capture||t.once!==i.once||t.passive!==i.passive,n=t!==c&&(i===c||r);r&&this.element.removeEventListener(this.name,this,i),n&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},st=class{constructor(t,e,i){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=i}get _$AU(){return this._$AM._$AU}_$AI(t){R(this,t)}},de={M:Lt,P:_,A:It,C:1,L:ce,R:Z,D:ae,V:R,I:M,H:C,N:et,U:it,B:tt,F:st},yi=Ut.litHtmlPolyfillSupport;yi?.(H,M),(Ut.litHtmlVersions??=[]).push("3.3.3");var pe=(s,t,e)=>{let i=e?.renderBefore??t,r=i._$litPart$;if(r===void 0){let n=e?.renderBefore??null;i._$litPart$=r=new M(t.insertBefore(N(),n),n,void 0,e??{})}return r._$AI(s),r};var jt=globalThis,b=class extends k{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=pe(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return x}};b._$litElement$=!0,b.finalized=!0,jt.litElementHydrateSupport?.({LitElement:b});var wi=jt.litElementPolyfillSupport;wi?.({LitElement:b});(jt.litElementVersions??=[]).push("4.2.2");var O=`/* What every part of the chat starts from. */
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
`;var ue=`/* The round button in the corner: drawn by the loader, and the same by the whole chat. */
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
`;var rt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},nt=s=>(...t)=>({_$litDirective$:s,values:t}),U=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,i){this._$Ct=t,this._$AM=e,this._$Ci=i}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var D=class extends U{constructor(t){if(super(t),this.it=c,t.type!==rt.CHILD)throw Error(this.constructor.directiveName+"() can only be used in child bindings")}render(t){if(t===c||t==null)return this._t=void 0,this.it=t;if(t===x)return t;if(typeof t!="string")throw Error(this.constructor.directiveName+"() called with a non-string value");if(t===this.it)return this._t;this.it=t;let e=[t];return e.raw=e,this._t={_$litType$:this.constructor.resultType,strings:e,values:[]}}};D.directiveName="unsafeHTML",D.resultType=1;var me=nt(D);var ge=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-arrow-down"
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
  <path d="M12 5v14" />
  <path d="m19 12-7 7-7-7" />
</svg>
`;var fe=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-arrow-up"
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
  <path d="m5 12 7-7 7 7" />
  <path d="M12 19V5" />
</svg>
`;var ve=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-bell"
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
  <path d="M10.268 21a2 2 0 0 0 3.464 0" />
  <path d="M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.673C19.41 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326" />
</svg>
`;var ye=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-bell-off"
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
  <path d="M10.268 21a2 2 0 0 0 3.464 0" />
  <path d="M17 17H4a1 1 0 0 1-.74-1.673C4.59 13.956 6 12.499 6 8a6 6 0 0 1 .258-1.742" />
  <path d="m2 2 20 20" />
  <path d="M8.668 3.01A6 6 0 0 1 18 8c0 2.687.77 4.653 1.707 6.05" />
</svg>
`;var we=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-check"
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
  <path d="M20 6 9 17l-5-5" />
</svg>
`;var be=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-check-check"
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
  <path d="M18 6 7 17l-5-5" />
  <path d="m22 10-7.5 7.5L13 16" />
</svg>
`;var xe=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-circle-alert"
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
  <circle cx="12" cy="12" r="10" />
  <line x1="12" x2="12" y1="8" y2="12" />
  <line x1="12" x2="12.01" y1="16" y2="16" />
</svg>
`;var $e=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-clock"
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
  <path d="M12 6v6l4 2" />
  <circle cx="12" cy="12" r="10" />
</svg>
`;var ke=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-image-plus"
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
  <path d="M16 5h6" />
  <path d="M19 2v6" />
  <path d="M21 11.5V19a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h7.5" />
  <path d="m21 15-3.086-3.086a2 2 0 0 0-2.828 0L6 21" />
  <circle cx="9" cy="9" r="2" />
</svg>
`;var _e=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var Se=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-paw-print"
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
  <circle cx="11" cy="4" r="2" />
  <circle cx="18" cy="8" r="2" />
  <circle cx="20" cy="16" r="2" />
  <path d="M9 10a5 5 0 0 1 5 5v3.5a3.5 3.5 0 0 1-6.84 1.045Q6.52 17.48 4.46 16.84A3.5 3.5 0 0 1 5.5 10Z" />
</svg>
`;var Ae=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-rotate-ccw"
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
  <path d="M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8" />
  <path d="M3 3v5h5" />
</svg>
`;var Te=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-x"
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
  <path d="M18 6 6 18" />
  <path d="m6 6 12 12" />
</svg>
`;function Ee(s){return s.slice(s.indexOf("<svg")).replace("<svg",'<svg aria-hidden="true"')}var Li={arrowDown:ge,arrowUp:fe,bell:ve,bellOff:ye,check:we,checkCheck:be,circleAlert:xe,clock:$e,imagePlus:ke,messageCircle:_e,pawPrint:Se,rotateCcw:Ae,x:Te};function g(s){return h`${me(Ee(Li[s]))}`}function Pe(s,t,e){let i=t>0?s.openUnread(t):s.open;return h`<button class="bubble" type="button" aria-haspopup="dialog" aria-label=${i} @click=${e}>
    ${g("messageCircle")}
    ${t>0?h`<span class="badge" aria-hidden="true">${t>99?"99+":t}</span>`:c}
  </button>`}var Re="rip.chat.sound",ot=class{#t=Ii();#e=null;get on(){return this.#t}set on(t){this.#t=t;try{localStorage.setItem(Re,t?"on":"off")}catch{}}ring(){if(!this.#t)return;this.#e??=new AudioContext;let{currentTime:t,destination:e}=this.#e,i=this.#e.createGain();i.gain.setValueAtTime(.12,t),i.gain.exponentialRampToValueAtTime(.001,t+.4),i.connect(e);for(let[r,n]of[660,880].entries()){let o=this.#e.createOscillator();o.frequency.value=n,o.connect(i),o.start(t+r*.1),o.stop(t+.4)}}};function Ii(){try{return localStorage.getItem(Re)==="on"}catch{return!1}}var{I:qi}=de,Ce=s=>s;var Me=()=>document.createComment(""),L=(s,t,e)=>{let i=s._$AA.parentNode,r=t===void 0?s._$AB:t._$AA;if(e===void 0){let n=i.insertBefore(Me(),r),o=i.insertBefore(Me(),r);e=new qi(n,o,s,s.options)}else{let n=e._$AB.nextSibling,o=e._$AM,l=o!==s;if(l){let a;e._$AQ?.(s),e._$AM=s,e._$AP!==void 0&&(a=s._$AU)!==o._$AU&&e._$AP(a)}if(n!==r||l){let a=e._$AA;for(;a!==n;){let p=Ce(a).nextSibling;Ce(i).insertBefore(a,r),a=p}}}return e},A=(s,t,e=s)=>(s._$AI(t,e),s),Ni={},Oe=(s,t=Ni)=>s._$AH=t,Ue=s=>s._$AH,at=s=>{s._$AR(),s._$AA.remove()};var Le=(s,t,e)=>{let i=new Map;for(let r=t;r<=e;r++)i.set(s[r],r);return i},B=nt(class extends U{constructor(s){if(super(s),s.type!==rt.CHILD)throw Error("repeat() can only be used in text expressions")}dt(s,t,e){let i;e===void 0?e=t:t!==void 0&&(i=t);let r=[],n=[],o=0;for(let l of s)r[o]=i?i(l,o):o,n[o]=e(l,o),o++;return{values:n,keys:r}}render(s,t,e){return this.dt(s,t,e).values}update(s,[t,e,i]){let r=Ue(s),{values:n,keys:o}=this.dt(t,e,i);if(!Array.isArray(r))return this.ut=o,n;let l=this.ut??=[],a=[],p,v,d=0,m=r.length-1,u=0,w=n.length-1;for(;d<=m&&u<=w;)if(r[d]===null)d++;else if(r[m]===null)m--;else if(l[d]===o[u])a[u]=A(r[d],n[u]),d++,u++;else if(l[m]===o[w])a[w]=A(r[m],n[w]),m--,w--;else if(l[d]===o[w])a[w]=A(r[d],n[w]),L(s,a[w+1],r[d]),d++,w--;else if(l[m]===o[u])a[u]=A(r[m],n[u]),L(s,r[d],r[m]),m--,u++;else if(p===void 0&&(p=Le(o,u,w),v=Le(l,d,m)),p.has(l[d]))if(p.has(l[m])){let $=v.get(o[u]),Rt=$!==void 0?r[$]:null;if(Rt===null){let Gt=L(s,r[d]);A(Gt,n[u]),a[u]=Gt}else a[u]=A(Rt,n[u]),L(s,r[d],Rt),r[$]=null;u++}else at(r[m]),m--;else at(r[d]),d++;for(;u<=w;){let $=L(s,a[w+1]);A($,n[u]),a[u++]=$}for(;d<=m;){let $=r[d++];$!==null&&at($)}return this.ut=o,Oe(s,a),x}});var ji=new Map([[1e3,"stop"],[4400,"stop"],[4403,"stop"],[4404,"stop"],[4410,"reset"],[4429,"later"]]),z=1006,Ie=1009,qe=4401;function F(s){return ji.get(s)??"resume"}var lt=class{#t=new Map;on(t,e){let i=this.#t.get(t)??new Set;return this.#t.set(t,i.add(e)),()=>void i.delete(e)}emit(t,e){for(let i of[...this.#t.get(t)??[]])try{i(e)}catch(r){queueMicrotask(()=>{throw r})}}};var Hi="rip.chat.2",Ne=1,ht=class{#t;#e;#i;#s;#o=!1;#n=!1;#r;constructor({address:t,WebSocket:e,silence:i,onFrame:r,onEnd:n}){this.#e=r,this.#i=n,this.#s=i,this.#t=new e(t,Hi),this.#t.onmessage=({data:o})=>this.#a(o),this.#t.onclose=({code:o})=>this.#l(o),this.#t.onerror=()=>void setTimeout(()=>this.#l(z),0),this.#h()}send(t){this.#t.readyState===Ne&&this.#t.send(JSON.stringify(t))}abandon(){this.#n=!0,clearTimeout(this.#r),this.#t.close(1e3)}giveUp(){this.#t.close(),this.#l(z)}#l(t){this.#n||(this.#n=!0,clearTimeout(this.#r),this.#i(t))}#a(t){if(this.#n)return;this.#o=!1,this.#h();let e=Di(t);e===null?this.giveUp():e.type==="ping"?this.send({type:"pong"}):this.#e(e)}#h(){clearTimeout(this.#r),this.#r=setTimeout(()=>this.#c(),this.#s*1e3)}#c(){if(this.#o||this.#t.readyState!==Ne){this.giveUp();return}this.#o=!0,this.send({type:"ping"}),this.#h()}};function Di(s){try{let t=JSON.parse(String(s));return typeof t?.type=="string"?t:null}catch{return null}}var je={firstPause:.5,longestPause:30,goodAfter:10,silence:20};function ct(s,{firstPause:t,longestPause:e}){return Math.min(e,t*2**Math.min(s-1,30))*(.5+Math.random()/2)}async function He(s,t){let e,i=new Promise((r,n)=>{e=setTimeout(()=>n(new Error("This takes too long.")),s*1e3)});try{return await Promise.race([t,i])}finally{clearTimeout(e)}}var dt=class{#t;#e=null;#i="offline";#s=!1;#o=0;#n=0;#r=0;#l;constructor(t){this.#t=t}get state(){return this.#i}start(){this.#s||(this.#s=!0,this.#n=0,this.#a())}stop(){this.#s&&(this.#s=!1,this.#u(),this.#t.onEnd(1e3),this.#d({state:"offline",code:1e3,retryIn:null}))}hurry(){this.#s&&this.#i==="offline"&&this.#a()}greeted(){this.#e!==null&&(this.#r=Date.now(),this.#d({state:"online"}))}send(t){this.#e?.send(t)}giveUp(){this.#e?.giveUp()}async#a(){this.#u();let t=++this.#o;this.#d({state:"connecting"});let{getTicket:e,timing:i}=this.#t;try{let r=t===this.#o&&await He(i.silence,e());if(t!==this.#o||r===!1)return;r===null?this.#c(qe,null):this.#h(r)}catch{t===this.#o&&this.#c(z)}}#h(t){let{addressWith:e,WebSocket:i,timing:r,onFrame:n}=this.#t;this.#e=new ht({address:e(t),WebSocket:i,silence:r.silence,onFrame:n,onEnd:o=>this.#c(o,F(o)==="stop"?null:void 0)})}#c(t,e){let{timing:i,onEnd:r}=this.#t,n=this.#i==="online"?Date.now()-this.#r:0;if(this.#n=n>=i.goodAfter*1e3?1:this.#n+1,this.#u(),r(t),e===null){this.#s=!1,this.#d({state:"offline",code:t,retryIn:e});return}let o=F(t)==="later"?1/0:this.#n,l=ct(o,i);this.#l=setTimeout(()=>void this.#a(),l*1e3),this.#d({state:"offline",code:t,retryIn:l})}#u(){this.#o+=1,clearTimeout(this.#l),this.#e?.abandon(),this.#e=null}#d(t){this.#i=t.state,this.#t.onState(t)}};var pt=class{#t=[];#e;#i;constructor(t,e){this.#e=t,this.#i=e,this.#s()}get entries(){return[...this.#t]}get head(){return this.#t[0]}add(t){let e=this.#t.at(-1),i=Math.max(Date.now(),e?e.at+1:0),r={id:zi(),text:t,at:i};return this.#t.push(r),this.#o(n=>n.setItem(this.#i+r.id,JSON.stringify(r))),r}remove(t){let e=this.#t.find(i=>i.id===t);return e&&(this.#t.splice(this.#t.indexOf(e),1),this.#o(i=>i.removeItem(this.#i+t))),e}#s(){this.#o(t=>{for(let e=0;e<t.length;e+=1){let i=t.key(e),r=i?.startsWith(this.#i)&&Bi(t.getItem(i));r&&this.#t.push(r)}}),this.#t.sort((t,e)=>t.at-e.at)}#o(t){try{this.#e&&t(this.#e)}catch{}}};function Bi(s){try{let{id:t,text:e,at:i}=JSON.parse(s??"");return typeof t=="string"&&typeof e=="string"&&typeof i=="number"?{id:t,text:e,at:i}:null}catch{return null}}function zi(){let s=crypto.getRandomValues(new Uint8Array(16));return Array.from(s,t=>t.toString(16).padStart(2,"0")).join("")}var ut=class{seq=null;epoch=null;greet({epoch:t,last_seq:e,recovered:i}){if(this.epoch=t,i)return!1;let r=this.seq!==null;return this.seq=e===0?0:null,r}take(t){return this.seq!==null&&t<=this.seq?"repeat":this.seq!==null&&t>this.seq+1?"gap":(this.seq=t,"next")}forget(){this.seq=null,this.epoch=null}};var Fi=new Set(["unknown_type","bad_seq"]),mt=class{#t;#e;#i;#s;#o=!1;#n=null;#r=0;#l;constructor(t,e,i,r){this.#t=t,this.#e=e,this.#i=i,this.#s=r}online(){this.#o=!0,this.#r=0,this.flush()}offline(){this.#o=!1,this.#n=null,clearTimeout(this.#l)}flush(){let t=this.#t.head;!this.#o||this.#n||!t||(this.#n=t,this.#i({type:"message",message:t.text,client_message_id:t.id}))}acknowledged(t,e){this.#r=0,this.#a(t,{state:"sent",seq:e})}refused({code:t,detail:e,client_message_id:i}){let r=i??this.#n?.id;r===void 0||Fi.has(t)||(t!=="not_stored"?this.fail(r,t,e):r===this.#n?.id&&(this.#r+=1,clearTimeout(this.#l),this.#l=setTimeout(()=>this.#h(),this.#c())))}tooLarge(){this.#n&&this.fail(this.#n.id,"frame_too_large")}fail(t,e,i){this.#a(t,{state:"failed",code:e,...i!==void 0&&{detail:i}})}#a(t,e){let i=this.#t.remove(t);t===this.#n?.id&&(this.#n=null,clearTimeout(this.#l)),i&&this.#s({client_message_id:t,text:i.text,...e}),this.flush()}#h(){this.#n=null,this.flush()}#c(){return ct(this.#r,this.#e)*1e3}};var gt=class{#t=new Map;#e;constructor(t){this.#e=t}heard({side:t,sender:e,seconds:i}){let r=this.#t.get(e);clearTimeout(r?.timer);let n=setTimeout(()=>this.ceased(e),i*1e3);this.#t.set(e,{change:{side:t,sender:e,active:!1},timer:n}),r||this.#e({side:t,sender:e,active:!0})}ceased(t){let e=this.#t.get(t);e&&(clearTimeout(e.timer),this.#t.delete(t),this.#e(e.change))}clear(){for(let t of[...this.#t.keys()])this.ceased(t)}};var W=4e3,Wi=2e3,V=class{#t;#e=new lt;#i=new ut;#s;#o;#n;#r;#l=new gt(t=>this.#e.emit("typing",t));#a=0;#h=-1/0;constructor(t){this.#t=t;let e={...je,...t.timing},i=t.storage===void 0?Vi():t.storage;this.#s=new pt(i,`rip.chat:${t.user}:${t.room}:`),this.#o=this.#s.entries,this.#r=new dt({addressWith:r=>this.#u(r),getTicket:t.getTicket,WebSocket:t.WebSocket??globalThis.WebSocket,timing:e,onFrame:r=>this.#f(r),onEnd:r=>this.#d(r),onState:r=>this.#e.emit("state",r)}),this.#n=new mt(this.#s,e,r=>this.#r.send(r),r=>this.#e.emit("delivery",r))}on(t,e){return this.#e.on(t,e)}get state(){return this.#r.state}start(){let t=this.#s.entries;for(let e of this.#o.splice(0))t.includes(e)&&this.#c(e);this.#r.start()}stop(){this.#r.stop()}hurry(){this.#r.hurry()}send(t){let e=t.replace(/\p{Surrogate}/gu,"�");if(!e.trim()||[...e].length>W)throw new RangeError(`A message has 1 to ${W} characters.`);let i=this.#s.add(e);return this.#c(i),this.#n.flush(),i.id}discard(t){this.#n.fail(t,"discarded")}read(t){t>this.#a&&(this.#a=t,this.state==="online"&&this.#r.send({type:"read",seq:t}))}typing(){let t=Date.now();this.state!=="online"||t-this.#h<Wi||(this.#h=t,this.#r.send({type:"typing"}))}#c({id:t,text:e}){this.#e.emit("delivery",{client_message_id:t,text:e,state:"sending"})}#u(t){let{url:e,room:i}=this.#t,r=new URL(`/ws/chat/${i}/`,e);r.protocol=r.protocol.replace("http","ws"),r.searchParams.set("uuid",t);let{seq:n,epoch:o}=this.#i;return n!==null&&r.searchParams.set("since",String(n)),n!==null&&o!==null&&r.searchParams.set("epoch",o),r.href}#d(t){t===Ie&&this.#n.tooLarge(),this.#n.offline(),this.#l.clear(),F(t)==="reset"&&this.#m()}#m(){let t=this.#i.epoch??"";this.#i.forget(),this.#a=0,this.#e.emit("reset",{epoch:t})}#f(t){switch(t.type){case"hello":return this.#v(t);case"message":return this.#g(t);case"ack":return this.#n.acknowledged(t.client_message_id,t.seq);case"error":return this.#n.refused(t);case"typing":return this.#l.heard(t);case"read":return this.#e.emit("read",{side:t.side,seq:t.seq});case"presence":return this.#e.emit("presence",{customer:t.customer,support:t.support})}}#v(t){this.#i.greet(t)&&(this.#a=0,this.#e.emit("reset",{epoch:t.epoch})),this.#r.greeted(),this.#e.emit("read",{side:"customer",seq:t.read.customer}),this.#e.emit("read",{side:"support",seq:t.read.support}),this.state==="online"&&(this.#a>0&&this.#r.send({type:"read",seq:this.#a}),this.#n.online())}#g({type:t,...e}){let i=this.#i.take(e.seq);i==="gap"&&this.#r.giveUp(),i==="next"&&(this.#l.ceased(e.sender),this.#e.emit("message",e))}};function Vi(){try{return globalThis.localStorage??null}catch{return null}}var ft=`.card {
  display: flex;
  width: 272px;
  max-width: 100%;
  margin-top: 3px;
  overflow: hidden;
  border: 1px solid var(--color-base-300);
  border-radius: 16px;
  color: inherit;
  text-decoration: none;
  background: var(--paper);
}

.card:hover {
  border-color: var(--quiet);
}

.card img,
.card .nothing {
  flex: none;
  display: grid;
  place-items: center;
  width: 84px;
  height: 84px;
  object-fit: cover;
  color: var(--quiet);
  background: var(--color-base-200);
}

.card .nothing svg {
  width: 28px;
  height: 28px;
}

.card .facts {
  display: flex;
  flex-direction: column;
  justify-content: center;
  gap: 1px;
  min-width: 0;
  padding: 8px 12px;
}

.card b {
  font-weight: 600;
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  overflow: hidden;
  line-height: 1.25;
}

.card .facts span {
  white-space: nowrap;
  overflow: hidden;
  text-overflow: ellipsis;
}

.card .place {
  font-size: 13px;
  color: var(--quiet);
}
`;function vt(s,t,e,i){let r=s.pictures[0]?.thumbnail??s.image,n=r&&new URL(r,t).href;return h`<a class="card" href=${t} target="_blank" rel="noopener">
    ${n?h`<img src=${n} alt="" width="84" height="84" loading="lazy" />`:h`<span class="nothing">${g("pawPrint")}</span>`}
    <span class="facts">
      <b>${s.title}</b>
      <span>${Yi(s.price,e,i)}</span>
      <span class="place">${s.location}</span>
    </span>
  </a>`}function Yi(s,t,e){if(s===0)return t.free;let i={style:"currency",currency:"RUB",currencyDisplay:"narrowSymbol"},r=Number.isInteger(s)?0:2;return new Intl.NumberFormat(e,{...i,minimumFractionDigits:r,maximumFractionDigits:r}).format(s)}var De=`:host {
  display: block;
  border-top: 1px solid var(--color-base-300);
  padding: 8px 8px calc(8px + env(safe-area-inset-bottom));
}

form {
  display: flex;
  align-items: flex-end;
  gap: 4px;
}

textarea {
  flex: 1;
  min-width: 0;
  min-height: 40px;
  max-height: 144px;
  margin: 0;
  padding: 9px 12px;
  resize: none;
  border: 1px solid var(--color-base-300);
  border-radius: 20px;
  font: inherit;
  /* Smaller text makes a phone zoom in. */
  font-size: 16px;
  line-height: 20px;
  color: inherit;
  background: var(--color-base-200);
}

textarea::placeholder {
  color: var(--quiet);
  opacity: 1;
}

textarea:focus-visible {
  outline-width: 1px;
  outline-offset: -1px;
  border-color: var(--accent);
}

.tool,
.send {
  flex: none;
  display: grid;
  place-items: center;
  width: 40px;
  height: 40px;
  border-radius: 50%;
  cursor: pointer;
}

.tool {
  color: var(--quiet);
}

.tool:hover {
  color: var(--ink);
  background: var(--color-base-200);
}

.tool:focus-within {
  outline: 2px solid var(--accent);
}

.tool svg,
.send svg {
  width: 20px;
  height: 20px;
}

.send {
  color: var(--on-accent);
  background: var(--accent);
  transition: opacity 140ms ease;
}

.send[aria-disabled="true"] {
  color: var(--quiet);
  background: var(--color-base-200);
}

.attached {
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
  margin: 0 0 8px;
  padding: 0 4px;
  list-style: none;
}

.attached li {
  position: relative;
}

.attached .thumb {
  display: block;
  width: 64px;
  height: 64px;
  object-fit: cover;
  border-radius: 12px;
  background: var(--color-base-200);
}

.attached .remove {
  position: absolute;
  inset: -6px -6px auto auto;
  display: grid;
  place-items: center;
  width: 24px;
  height: 24px;
  border-radius: 50%;
  color: var(--paper);
  background: var(--ink);
  box-shadow: 0 0 0 2px var(--paper);
}

.attached .remove svg {
  width: 14px;
  height: 14px;
}

.note {
  margin: 0 4px 8px;
  font-size: 13px;
  color: var(--quiet);
}

.note.wrong {
  color: var(--color-error);
}

.consent {
  margin: 8px 4px 0;
  font-size: 12px;
  color: var(--quiet);
}

.consent a {
  color: inherit;
}
`;var yt=class{#t;constructor({origin:t,signedIn:e}){this.#t=`rip.chat.draft:${t}:${e??"guest"}`}get text(){try{return localStorage.getItem(this.#t)??""}catch{return""}}set text(t){try{t?localStorage.setItem(this.#t,t):localStorage.removeItem(this.#t)}catch{}}};var Ji={open:"Написать в поддержку",openUnread:s=>`Написать в поддержку, непрочитанных: ${s}`,notLoaded:"Чат не загрузился. Нажмите ещё раз.",title:"Поддержка",online:"На связи",away:"Сейчас никого нет, ответим, как только вернёмся",typing:"Печатает…",connecting:"Соединяемся…",offline:"Нет связи, пробуем снова…",close:"Закрыть чат",soundOn:"Включить звук",soundOff:"Выключить звук",welcome:"Здравствуйте! Чем помочь?",welcomeMore:"Спросите о питомце, объявлении или о самой доске — ответит человек.",history:"Переписка",loadingOlder:"Загружаем, что было раньше…",olderFailed:"Не удалось загрузить, что было раньше.",beginning:"Здесь начинается переписка",today:"Сегодня",yesterday:"Вчера",newMessages:"Новые сообщения",toNewest:"К последним сообщениям",support:"Поддержка",you:"Вы",announcement:(s,t)=>`${s}: ${t}`,picture:"Картинка",openPicture:"Открыть картинку целиком",free:"Отдам даром",sending:"Отправляется",sent:"Отправлено",read:"Прочитано",failed:"Не отправлено",retry:"Отправить ещё раз",discard:"Убрать",uploading:s=>`Загружается: ${s} %`,write:"Сообщение",send:"Отправить",attach:"Приложить картинку",remove:"Убрать картинку",removeAdvert:"Не прикладывать объявление",dropHere:"Отпустите, чтобы приложить",left:s=>`Осталось знаков: ${s}`,tooLong:s=>`Слишком длинно: уберите знаков: ${s}`,consent:"Отправляя сообщение, вы соглашаетесь на",consentLink:"обработку персональных данных",notPicture:"Это не картинка. Подойдут JPEG, PNG и WebP.",tooManyPictures:"За раз можно приложить не больше пяти картинок.",noNetwork:"Нет связи. Попробуем снова, когда она появится.",signIn:"Чтобы написать, войдите на сайт.",refused:"Сервер не принял сообщение. Попробуйте ещё раз чуть позже."},Xi={open:"Write to support",openUnread:s=>`Write to support, unread: ${s}`,notLoaded:"The chat did not load. Press again.",title:"Support",online:"Online",away:"Nobody is here right now; we’ll answer as soon as we’re back",typing:"Typing…",connecting:"Connecting…",offline:"No connection, trying again…",close:"Close the chat",soundOn:"Turn the sound on",soundOff:"Turn the sound off",welcome:"Hello! How can we help?",welcomeMore:"Ask about a pet, an advert or the board itself — a person will answer.",history:"Conversation",loadingOlder:"Loading earlier messages…",olderFailed:"Earlier messages could not be loaded.",beginning:"The conversation begins here",today:"Today",yesterday:"Yesterday",newMessages:"New messages",toNewest:"To the newest messages",support:"Support",you:"You",announcement:(s,t)=>`${s}: ${t}`,picture:"Picture",openPicture:"Open the whole picture",free:"Free to a good home",sending:"Sending",sent:"Sent",read:"Read",failed:"Not sent",retry:"Send again",discard:"Remove",uploading:s=>`Uploading: ${s}%`,write:"Message",send:"Send",attach:"Attach a picture",remove:"Remove the picture",removeAdvert:"Do not attach the advert",dropHere:"Drop to attach",left:s=>`Characters left: ${s}`,tooLong:s=>`Too long by ${s} characters`,consent:"By sending a message you agree to the",consentLink:"processing of personal data",notPicture:"This is not a picture. JPEG, PNG and WebP will do.",tooManyPictures:"You can attach at most five pictures at once.",noNetwork:"No connection. We’ll try again when it is back.",signIn:"Sign in to the site to write.",refused:"The server did not take the message. Try again a little later."};function f(s){return{ru:Ji,en:Xi}[s]}var y=class extends Error{constructor(e,i){super(`HTTP ${e}`);this.status=e;this.detail=i}},wt=class{constructor(t,e){this.origin=t;this.language=e}async call(t,{method:e="GET",body:i,headers:r={}}={}){let n=await fetch(this.origin+t,{method:e,headers:{"Accept-Language":this.language,...i!==void 0&&{"Content-Type":"application/json"},...r},signal:AbortSignal.timeout(2e4),...i!==void 0&&{body:JSON.stringify(i)}});if(!n.ok)throw new y(n.status,await Qi(n));return await n.json()}};async function Qi(s){try{return Ht(await s.json())}catch{return""}}function Ht(s){let[t]=Object.values(s.errors??{});return t?.join(" ")??s.detail??""}var Dt=["image/jpeg","image/png","image/webp"],Be=5;function ze(s,t,e,i,r){let n=new FormData;n.append("image",i,"picture");let o=new XMLHttpRequest;o.open("POST",`${s.origin}/api/v1/support/rooms/${t}/pictures`),o.responseType="json",o.setRequestHeader("Accept-Language",s.language);for(let[l,a]of Object.entries(e))o.setRequestHeader(l,a);return o.upload.onprogress=({loaded:l,total:a})=>r(a>0?l/a:0),new Promise((l,a)=>{o.onload=()=>{o.status===201?l(o.response.image):a(new y(o.status,Ht(o.response??{})))},o.onerror=o.onabort=()=>a(new TypeError("The network failed.")),o.send(n)})}var Zi=3600,Bt=class extends b{static{this.styles=[O,De,ft].map(S)}#t=null;#e=[];#i=null;#s="";#o=matchMedia("(pointer: coarse)");get#n(){return f(this.options.language)}get#r(){return this.renderRoot.querySelector("textarea")}focus(){this.#r.focus()}get text(){return this.#r.value}set text(t){this.#r.value=t,this.#d()}offer(t){this.#i=t,this.requestUpdate()}attach(t){let e=t.filter(({type:n})=>Dt.includes(n)),i=Be-this.#e.length,r=e.slice(0,i);this.#e.push(...r.map(n=>({file:n,preview:URL.createObjectURL(n)}))),this.#s=e.length>i?this.#n.tooManyPictures:"",e.length<t.length&&(this.#s=this.#n.notPicture),this.requestUpdate(),this.focus()}firstUpdated(){this.#t=new yt(this.options),this.#r.value=this.#t.text,this.#m(),this.requestUpdate()}get#l(){return this.hasUpdated?this.#r.value.trim():""}get#a(){return[this.#i===null?"":`${this.options.origin}/adverts/${this.#i}/`,this.#l].filter(Boolean).join(`
`)}get#h(){return W-[...this.#a].length}get#c(){return(this.#a!==""||this.#e.length>0)&&this.#h>=0}#u(t){if(t.preventDefault(),this.focus(),!!this.#c){for(let{file:e,preview:i}of this.#e.splice(0))URL.revokeObjectURL(i),this.model.pictures.send(e);this.#a&&this.model.send(this.#a),this.#i=null,this.#s=this.#r.value="",this.#d(),this.dispatchEvent(new CustomEvent("rip-sent"))}}#d(){this.#t.text=this.#r.value,this.#m(),this.requestUpdate()}#m(){let{style:t}=this.#r;t.height="auto",t.height=`${this.#r.scrollHeight+2}px`}#f(t){t.key!=="Enter"||t.shiftKey||t.isComposing||this.#o.matches||this.#u(t)}#v(t){let e=[...t.clipboardData?.files??[]];e.length!==0&&(t.preventDefault(),this.attach(e))}#g(t){let e=t.target;this.attach([...e.files??[]]),e.value=""}render(){let t=this.#n;return h`
      ${this.#b()} ${this.#k()} ${this.#x()}
      <form @submit=${this.#u}>
        <label class="tool" title=${t.attach}>
          <span class="unseen">${t.attach}</span>${g("imagePlus")}
          <input class="unseen" type="file" multiple accept=${Dt.join()} @change=${this.#g} />
        </label>
        <textarea
          rows="1"
          placeholder=${t.write}
          aria-label=${t.write}
          @input=${()=>(this.#d(),this.model.typed())}
          @keydown=${this.#f}
          @paste=${this.#v}
        ></textarea>
        <button class="send" aria-label=${t.send} aria-disabled=${!this.#c}>${g("arrowUp")}</button>
      </form>
      ${this.model.needsConsent?h`<p class="consent">
            ${t.consent}
            <a href="${this.options.origin}/privacy/" target="_blank" rel="noopener">${t.consentLink}</a>.
          </p>`:c}
    `}#b(){let t=this.#i===null?null:this.model.adverts.find(this.#i);if(!t)return c;let{origin:e,language:i}=this.options,r=()=>{this.#i=null,this.requestUpdate(),this.focus()};return h`<ul class="attached">
      <li>
        ${vt(t,`${e}/adverts/${t.id}/`,this.#n,i)}
        ${this.#y(this.#n.removeAdvert,r)}
      </li>
    </ul>`}#k(){return this.#e.length===0?c:h`<ul class="attached">
      ${B(this.#e,({preview:t})=>t,t=>h`<li>
          <img class="thumb" src=${t.preview} alt=${t.file.name} />
          ${this.#y(this.#n.remove,()=>this.#w(t))}
        </li>`)}
    </ul>`}#y(t,e){return h`<button class="remove" type="button" aria-label=${t} @click=${e}>${g("x")}</button>`}#w(t){URL.revokeObjectURL(t.preview),this.#e=this.#e.filter(e=>e!==t),this.requestUpdate(),this.focus()}#x(){return this.#s?h`<p class="note wrong" role="alert">${this.#s}</p>`:this.#h<0?h`<p class="note wrong" role="alert">${this.#n.tooLong(-this.#h)}</p>`:W-this.#h<Zi?c:h`<p class="note">${this.#n.left(this.#h)}</p>`}};customElements.define("rip-chat-composer",Bt);var bt=class{#t;#e;#i=new Map;constructor(t,e){this.#t=t,this.#e=e}find(t){let e=this.#i.get(t);return e===void 0&&this.#s(t),e??null}async#s(t){this.#i.set(t,null);try{this.#i.set(t,await this.#t.call(`/api/v1/adverts/${t}`)),this.#e()}catch{}}};var ts=1e3,es=3e4,Fe="first ";function We(s){return s.startsWith(Fe)}var xt=class{#t;#e;#i=[];#s=!1;#o=()=>{};constructor(t,e){this.#t=t,this.#e=`rip.chat.first:${e}`}get all(){if(!this.#t)return this.#i;try{let t=JSON.parse(this.#t.getItem(this.#e)??"[]");return Array.isArray(t)?t:[]}catch{return[]}}add(t){let e=Fe+crypto.getRandomValues(new Uint32Array(4)).join("-");return this.#r([...this.all,{id:e,text:t}]),e}remove(t){this.#r(this.all.filter(e=>e.id!==t))}async sendAll(t,{waiting:e,refused:i}){if(!this.#s){this.#s=!0;for(let r=ts;this.all.length>0;r=Math.min(r*2,es))try{await t()}catch(n){if(!(n instanceof y)||n.status>=500){e(),await this.#n(r);continue}for(let o of this.all)this.remove(o.id),i(o,n)}this.#s=!1}}hurry(){this.#o()}#n(t){return new Promise(e=>{this.#o=e,setTimeout(e,t)})}#r(t){this.#i=t;try{t.length>0?this.#t?.setItem(this.#e,JSON.stringify(t)):this.#t?.removeItem(this.#e)}catch{this.#t=null}}};function Ve(s){return`rip.chat.guest:${s}`}var $t=class{#t;#e;#i;#s;#o=null;#n=null;constructor(t,e,i){this.#t=t,this.#e=i,this.#s=e.signedIn!==null,this.#i=Ve(t.origin)}get known(){return this.#s||this.#o!==null||this.#h!==null}get guest(){return!this.#s}async me(){return this.call("/api/v1/accounts/me")}async become(){if(await this.access()!==null)return;let t=await this.#t.call("/api/v1/accounts/guest",{method:"POST",body:{}});this.#c(t)}async call(t,e={}){return this.with(i=>this.#t.call(t,{...e,headers:i}))}async with(t){let e=await this.access();if(e===null)throw new y(401,"");try{return await t({Authorization:`Bearer ${e}`})}catch(i){if(!(i instanceof y)||i.status!==401)throw i;this.#o===e&&(this.#o=null);let r=await this.access();if(r===null)throw i;return t({Authorization:`Bearer ${r}`})}}async access(){return this.#o!==null?this.#o:(this.#n??=this.#r().finally(()=>this.#n=null),this.#n)}async#r(){if(this.#s){if(this.#o=await this.#l(),this.#o!==null)return this.#o;this.#s=!1}let t=this.#h;if(t===null)return null;let e={method:"POST",body:{refresh:t}};try{this.#c(await this.#t.call("/api/token/refresh/",e))}catch(i){if(!(i instanceof y)||i.status!==401)throw i;if(this.#h!==t)return this.#r();this.#u()}return this.#o}async#l(){let t={"X-CSRFToken":is()};try{let e={method:"POST",headers:t};return(await this.#t.call("/session/token/",e)).access}catch(e){if(e instanceof y&&e.status===401)return null;throw e}}#a=null;get#h(){try{return this.#e?this.#e.getItem(this.#i):this.#a}catch{return this.#a}}#c({access:t,refresh:e}){this.#o=t,this.#a=e;try{this.#e?.setItem(this.#i,e)}catch{this.#e=null}}#u(){this.#o=this.#a=null,this.#e?.removeItem(this.#i)}};function is(){return document.querySelector("input[name=csrfmiddlewaretoken]")?.value??/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1]??""}var kt=class{#t;#e;#i;constructor(t,e){this.#t=t,this.#e=e}start(){this.stop(),this.#i=setInterval(()=>void this.#s(),3e4),this.#s()}stop(){clearInterval(this.#i),this.#i=void 0}async#s(){if(!document.hidden)try{let{online:t}=await this.#t.call("/api/v1/support/online");this.#i!==void 0&&this.#e(t)}catch{}}};async function Ge(s){if(s.size<1e6)return s;try{let t=await createImageBitmap(s,{imageOrientation:"from-image"}),e=Math.min(1,1600/t.width),i=document.createElement("canvas");i.width=Math.round(t.width*e),i.height=Math.max(1,Math.round(t.height*e)),i.getContext("2d")?.drawImage(t,0,0,i.width,i.height),t.close();let r=await ss(i);return r&&r.size<s.size?r:s}catch{return s}}function ss(s){return new Promise(t=>s.toBlob(t,"image/webp",.85))}var _t=class{constructor(t,e,i,r){this.uploads=[];this.#o=0;this.#t=t,this.#e=e,this.#i=f(i),this.#s=r}#t;#e;#i;#s;#o;send(t){let e=`picture ${++this.#o}`,i=URL.createObjectURL(t),r={progress:0,failure:null,waits:!1,at:Date.now()},n={id:e,file:t,preview:i,...r};this.uploads.push(n),this.#n(n)}retry(t){this.#n(t)}retryWaiting(){for(let t of this.uploads)t.waits&&this.retry(t)}drop(t){URL.revokeObjectURL(t.preview),this.uploads=this.uploads.filter(e=>e!==t),this.#s.changed()}async#n(t){Object.assign(t,{progress:0,failure:null,waits:!1}),this.#s.changed();try{let e=await this.#s.room(),i=await Ge(t.file),r=await this.#e.with(n=>ze(this.#t,e,n,i,o=>{t.progress=o,this.#s.changed()}));if(!this.uploads.includes(t))return;this.drop(t),this.#s.uploaded(r)}catch(e){t.waits=!(e instanceof y),t.failure=this.#r(e),this.#s.changed()}}#r(t){return t instanceof y?t.status===401?this.#i.signIn:t.detail||this.#i.refused:this.#i.noNetwork}};var rs=50,G=class s{constructor(t,e){this.number=t;this.identity=e}static async open(t){let{room_name:e}=await t.call("/api/v1/support_chat");return new s(e,t)}static async find(t,e){let{rooms:i}=await t.call("/api/v1/support/rooms?limit=1");return i.some(({room:r})=>r===e)?new s(e,t):null}messages(t){let e=t===void 0?"":`&before=${t}`,i=`/api/v1/support/rooms/${this.number}/messages?limit=${rs}${e}`;return this.identity.call(i)}async ticket(){try{return(await this.identity.call("/api/ws_token/")).uuid}catch(t){if(t instanceof y&&t.status===401)return null;throw t}}};async function Ye(s){navigator.locks?await navigator.locks.request("rip.chat",s):await s()}function Ke(){try{return localStorage}catch{return null}}var St=class{constructor(t="customer"){this.side=t;this.me="";this.customer="";this.#t=[];this.#e=new Map;this.#i={customer:0,support:0}}#t;#e;#i;get firstSeq(){return this.#t[0]?.seq??null}get lastSeq(){return this.#t.at(-1)?.seq??0}isOwn(t){return this.side==="customer"?t===this.me:t!==this.customer}get readUpTo(){return this.#i[this.side]}get unread(){return this.#t.filter(({seq:t,sender:e})=>t>this.readUpTo&&!this.isOwn(e)).length}get unsent(){return[...this.#e].filter(([,{state:e}])=>e==="sending").map(([e,{text:i}])=>({id:e,text:i}))}receive(t){return t.client_message_id!==null&&t.sender===this.me&&this.#e.delete(t.client_message_id),this.#t.length>0&&t.seq<=this.lastSeq?!1:(t.seq>this.lastSeq+1&&(this.#t=[]),this.#t.push(t),!0)}prepend(t){let e=this.firstSeq??1/0,i=t.filter(({seq:r})=>r<e);(i.at(-1)?.seq??0)+1===e&&this.#t.unshift(...i)}deliver({client_message_id:t,text:e,state:i,seq:r,code:n,detail:o}){let l=o??n;if(i==="failed"&&n==="discarded")this.#e.delete(t);else if(i==="sent"&&r!==void 0&&r<=this.lastSeq)this.#e.delete(t);else{let a=this.#e.get(t)?.at??Date.now();this.#e.set(t,{text:e,at:a,state:i,...l!==void 0&&{failure:l}})}}drop(t){this.#e.delete(t)}markRead(t,e){this.#i[t]=Math.max(this.#i[t],e)}reset(){this.#t=[],this.#i={customer:0,support:0}}get entries(){return[...this.#t.map(t=>this.#s(t)),...this.#o()]}#s({seq:t,sender:e,message:i,sent_at:r,client_message_id:n}){let o=this.isOwn(e),l=this.side==="customer"?"support":"customer",a=t<=this.#i[l]?"read":"sent";return{key:e===this.me&&n?n:`№ ${t}`,text:i,own:o,sender:e,at:Date.parse(r),state:o?a:"received",seq:t}}#o(){return[...this.#e].map(([t,e])=>({key:t,own:!0,sender:this.me,seq:null,...e}))}};var ns=5e3,At=class{constructor(t,e){this.thread=new St;this.lost=!1;this.support=null;this.typing=!1;this.loadingOlder="no";this.#o=Ke();this.#r=null;this.#l=null;this.#a=null;this.#h=new Set;this.#c=0;this.#u=0;this.#t=t,this.#e=e,this.#i=new wt(t.origin,t.language),this.#s=new $t(this.#i,t,this.#o),this.#n=new xt(this.#o,t.origin),this.#d=new kt(this.#i,i=>this.#p(()=>this.support=i)),this.adverts=new bt(this.#i,e.changed),this.pictures=new _t(this.#i,this.#s,t.language,{changed:e.changed,room:()=>this.#y(),uploaded:i=>this.send(i)}),addEventListener("online",()=>this.#S()),addEventListener("offline",()=>this.#p(()=>this.lost=this.#r!==null))}#t;#e;#i;#s;#o;#n;#r;#l;#a;#h;#c;#u;#d;#m;get origin(){return this.#t.origin}get language(){return this.#t.language}get needsConsent(){return this.#s.guest&&this.#l===null}get hasOlder(){return(this.thread.firstSeq??1)>1}async look(){for(let{id:t,text:e}of this.#n.all)this.#g(t,e);if(this.#n.all.length>0)return void this.#b();if(this.#s.known)try{await this.#w(!1),this.#p(()=>this.lost=!1)}catch(t){(!(t instanceof y)||t.status>=500)&&this.#f()}}#f(){this.#p(()=>this.lost=!0),clearTimeout(this.#m),this.#m=setTimeout(()=>void this.look().then(()=>this.connect()),ns)}async open(){this.#r||await this.look(),this.#r?this.#r.hurry():this.#d.start()}close(){this.#d.stop()}connect(){this.#r?.start()}send(t){if(this.#r){this.#r.start(),this.#r.send(t);return}this.#g(this.#n.add(t),t),this.#b()}retry(t){let e=this.thread.entries.find(i=>i.key===t);e&&(this.thread.drop(t),this.send(e.text))}drop(t){this.#p(()=>this.thread.drop(t))}typed(){this.#r?.typing()}read(t){t<=this.thread.readUpTo||(this.#p(()=>this.thread.markRead("customer",t)),this.#v())}#v(){this.#u>=this.thread.readUpTo&&this.#r?.read(this.thread.readUpTo)}async loadOlder(){let t=this.thread.firstSeq;if(!(this.loadingOlder==="now"||t===null||t<=1)){this.#p(()=>this.loadingOlder="now");try{let e=await this.#l.messages(t);this.#p(()=>{this.thread.prepend(e.messages),this.loadingOlder="no"})}catch{this.#p(()=>this.loadingOlder="failed")}}}#g(t,e){this.#p(()=>this.thread.deliver({client_message_id:t,text:e,state:"sending"}))}#b(){return this.#n.sendAll(()=>this.#y(),{waiting:()=>this.#p(()=>this.lost=!0),refused:(t,e)=>this.#p(()=>this.#k(t,e))})}#k({id:t,text:e},{status:i,detail:r}){let n=f(this.#t.language),o=[401,403,404].includes(i)?n.signIn:r||n.refused;this.lost=!1,this.thread.deliver({client_message_id:t,text:e,state:"failed",detail:o})}async#y(){await Ye(async()=>{await this.#s.become(),await this.#w(!0);let e=this.#r;e.start();for(let{id:i,text:r}of this.#n.all)e.send(r),this.#n.remove(i),this.thread.drop(i)});let t=new Set(this.#n.all.map(({id:e})=>e));for(let{id:e}of this.thread.unsent)We(e)&&!t.has(e)&&this.thread.drop(e);return this.#e.changed(),this.#l.number}async#w(t){for(;this.#a;)await this.#a.catch(()=>{});this.#r||(this.#a=this.#x(t).finally(()=>this.#a=null),await this.#a)}async#x(t){let e=await this.#s.me(),i=await(t?G.open(this.#s):G.find(this.#s,e.id));if(i===null)return;let r=await i.messages();this.#l=i,this.thread.me=e.username,this.#c=r.last_seq,r.messages.forEach(n=>this.thread.receive(n)),this.thread.markRead("customer",r.read.customer),this.thread.markRead("support",r.read.support),this.#d.stop(),this.#r=this.#A(e.username,i),this.#e.changed()}#A(t,e){let i=new V({url:this.#t.origin,room:e.number,user:t,storage:this.#o,getTicket:()=>e.ticket()});return i.on("message",r=>this.#T(r)),i.on("delivery",r=>this.#p(()=>this.thread.deliver(r))),i.on("state",r=>this.#p(()=>this.#E(r))),i.on("reset",()=>this.#p(()=>this.#_())),i.on("read",({side:r,seq:n})=>this.#p(()=>this.thread.markRead(r,n))),i.on("presence",({support:r})=>this.#p(()=>this.support=r)),i.on("typing",({side:r,sender:n,active:o})=>{r==="support"&&(this.#h[o?"add":"delete"](n),this.#p(()=>this.typing=this.#h.size>0))}),i}#T(t){this.#p(()=>{this.thread.receive(t)&&t.seq>this.#c&&t.sender!==this.thread.me&&this.#e.received(t)}),this.#u=t.seq,this.#v()}#_(){this.#u=this.#c=0,this.thread.reset()}#E(t){t.state==="online"?(this.lost=!1,this.pictures.retryWaiting()):t.state==="offline"&&t.retryIn===null&&t.code!==1e3?this.#$():t.state==="offline"&&(this.lost=!0)}#$(){let t=this.#s.guest?this.thread.unsent:[];this.#r=this.#l=null,this.lost=this.typing=!1,this.#_(),t.forEach(({id:e})=>this.thread.drop(e)),t.forEach(({text:e})=>this.send(e))}#S(){this.#n.hurry(),this.#r||this.look().then(()=>this.connect()),this.#r?.hurry()}#p(t){t(),this.#e.changed()}};var Je=`:host {
  position: relative;
  display: block;
  min-height: 0;
}

.scroller {
  height: 100%;
  overflow-y: auto;
  overflow-anchor: none;
  overscroll-behavior: contain;
  padding: 16px;
  outline-offset: -2px;
}

ol {
  display: flex;
  flex-direction: column;
  min-height: 100%;
  margin: 0;
  padding: 0;
  list-style: none;
}

/* Few messages lie at the bottom, where the next one is written. */
ol::before {
  content: "";
  flex: 1;
}

ol.empty::before {
  display: none;
}

.day,
.new {
  display: flex;
  align-items: center;
  justify-content: center;
  gap: 12px;
  margin-block: 16px 8px;
  font-size: 13px;
  color: var(--quiet);
}

.new {
  color: var(--accent-ink);
}

.new::before,
.new::after {
  content: "";
  flex: 1;
  height: 1px;
  background: color-mix(in oklab, var(--accent) 40%, transparent);
}

.older {
  margin: 0;
  padding: 4px;
  font-size: 13px;
  text-align: center;
  color: var(--quiet);
}

.message {
  display: flex;
  flex-direction: column;
  align-items: flex-start;
  max-width: 84%;
  margin-top: 3px;
}

.message.own {
  align-self: flex-end;
  align-items: flex-end;
}

.message.begins {
  margin-top: 12px;
}

.name {
  margin: 0 0 3px 12px;
  font-size: 12px;
  font-weight: 600;
  color: var(--quiet);
}

.text {
  padding: 8px 12px;
  border-radius: 16px;
  background: var(--color-base-200);
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}

.own .text {
  background: var(--soft);
}

.message:not(.begins):not(.own) > .text:first-of-type {
  border-start-start-radius: 6px;
}

.message:not(.ends):not(.own) > .text {
  border-end-start-radius: 6px;
}

.own.message:not(.begins) > .text:first-of-type {
  border-start-end-radius: 6px;
}

.own.message:not(.ends) > .text {
  border-end-end-radius: 6px;
}

.text a {
  color: inherit;
  text-decoration: underline;
  text-underline-offset: 2px;
  text-decoration-thickness: 1px;
}

.meta {
  display: flex;
  align-items: center;
  gap: 4px;
  margin: 3px 4px 0;
  font-size: 12px;
  color: var(--quiet);
}

.meta svg {
  flex: none;
  width: 15px;
  height: 15px;
}

.meta .read {
  display: flex;
  color: var(--color-secondary);
}

.failed .text {
  background: color-mix(in oklab, var(--color-error) 12%, var(--paper));
}

.meta.failure {
  color: var(--color-error);
}

.picture {
  position: relative;
  display: block;
  width: 232px;
  max-width: 100%;
  aspect-ratio: 4 / 3;
  overflow: hidden;
  border-radius: 16px;
  background: var(--color-base-200);
}

.picture img {
  display: block;
  width: 100%;
  height: 100%;
  object-fit: cover;
}

.picture progress {
  position: absolute;
  inset: auto 12px 12px;
  width: auto;
  height: 6px;
  appearance: none;
  border: 0;
  border-radius: 3px;
  overflow: hidden;
  background: rgb(255 255 255 / 0.75);
}

.picture progress::-webkit-progress-bar {
  background: rgb(255 255 255 / 0.75);
}

.picture progress::-webkit-progress-value {
  background: var(--accent);
}

.picture progress::-moz-progress-bar {
  background: var(--accent);
}

.sending .picture img {
  opacity: 0.7;
}

.link {
  padding: 2px 4px;
  border-radius: 6px;
  text-decoration: underline;
  text-underline-offset: 2px;
}

.typing {
  display: flex;
  align-items: center;
  gap: 4px;
  align-self: flex-start;
  height: 38px;
  margin-top: 12px;
  padding: 0 14px;
  border-radius: 16px;
  background: var(--color-base-200);
}

.typing i {
  width: 6px;
  height: 6px;
  border-radius: 50%;
  background: var(--quiet);
  animation: breathe 1.2s infinite ease-in-out;
}

.typing i:nth-child(3) {
  animation-delay: 150ms;
}

.typing i:nth-child(4) {
  animation-delay: 300ms;
}

@keyframes breathe {
  0%,
  60%,
  100% {
    opacity: 0.35;
  }

  30% {
    opacity: 1;
  }
}

.welcome {
  display: flex;
  flex-direction: column;
  align-items: center;
  gap: 4px;
  margin: auto;
  padding: 24px 16px;
  text-align: center;
}

.welcome svg {
  width: 44px;
  height: 44px;
  margin-bottom: 8px;
  color: var(--accent-ink);
}

.welcome b {
  font-size: 18px;
  font-weight: 600;
}

.welcome span {
  color: var(--quiet);
  text-wrap: balance;
}

.down {
  position: absolute;
  inset: auto 16px 12px auto;
  display: flex;
  align-items: center;
  gap: 6px;
  min-width: 40px;
  height: 40px;
  padding: 0 10px;
  border: 1px solid var(--color-base-300);
  border-radius: 20px;
  font-weight: 600;
  background: var(--paper);
  box-shadow: 0 2px 8px rgb(0 0 0 / 0.12);
}

.down svg {
  width: 18px;
  height: 18px;
}
`;var as=/^\/media\/support\/[\w-]{1,4}\/[\w-]{8,64}-(?:320|800|1600)\.webp$/,ls=/^\/adverts\/([1-9]\d{0,17})(?:-[^/]*)?\/?$/,hs=/https?:\/\/[^\s<>"«»]+|(?<![^\s(«"])\/adverts\/\d[^\s<>"«»]*/gi,cs=/[.,!?;:'…]$/;function Xe(s,t){let e=s.trim(),i=e.startsWith(`${t}/`)?e.slice(t.length):e;if(!as.test(i))return null;let r=n=>t+i.replace(/-\d+\.webp$/,`-${n}.webp`);return{href:r(1600),preview:r(800)}}function Qe(s,t){let e=[],i=0;for(let r of s.matchAll(hs)){let n=zt(r[0]),o=ds(n,t);o&&(r.index>i&&e.push({kind:"text",text:s.slice(i,r.index)}),e.push(o),i=r.index+n.length)}return i<s.length&&e.push({kind:"text",text:s.slice(i)}),e}function ds(s,t){let e=URL.canParse(s,t)?new URL(s,t):null;if(!e?.hostname||!/^https?:$/.test(e.protocol))return null;let i=e.origin===t&&ls.exec(e.pathname);return i?{kind:"advert",text:s,href:e.href,id:Number(i[1])}:{kind:"link",text:s,href:e.href}}function zt(s){let t=i=>s.split(i).length;if(cs.test(s))return zt(s.slice(0,-1));let e={")":"(","]":"["}[s.at(-1)??""];return e&&t(e)<t(s.at(-1))?zt(s.slice(0,-1)):s}var ps=24*36e5;function Ze(s,t){return new Intl.DateTimeFormat(t,{hour:"2-digit",minute:"2-digit"}).format(s)}function ti(s,t,e){let i=l=>new Date(l).setHours(0,0,0,0),r=Math.round((i(t)-i(s))/ps);if(r===0)return f(e).today;if(r===1)return f(e).yesterday;let o=new Date(s).getFullYear()===new Date(t).getFullYear()?{}:{year:"numeric"};return new Intl.DateTimeFormat(e,{day:"numeric",month:"long",...o}).format(s)}var us=3;function ei(s,t,e){let{entry:i,begins:r,ends:n}=s,o=f(e),l=["message",i.own&&"own",r&&"begins",n&&"ends",i.state];return h`<li class=${l.filter(Boolean).join(" ")}>
    ${r&&(!i.own||i.sender!==t.thread.me)?h`<p class="name">${i.sender}</p>`:h`<span class="unseen">${i.own?o.you:i.sender}:</span>`}
    ${ms(i.text,t,o)}
    ${i.state==="failed"?ws(i,t,o):n?ys(i,e):c}
  </li>`}function ms(s,t,e){let i=Xe(s,t.origin);if(i)return vs(i,e);let r=Qe(s,t.origin),n=new Map;for(let a of r){if(a.kind!=="advert"||n.size>=us)continue;let p=t.adverts.find(a.id);p&&n.set(a.id,vt(p,a.href,e,t.language))}let o=r.filter(a=>!(a.kind==="advert"&&n.has(a.id))),l=o.every(a=>!a.text.trim());return h`${l?c:h`<div class="text">${gs(o).map(fs)}</div>`}
  ${[...n.values()]}`}function gs(s){return s.map((t,e)=>{if(t.kind!=="text")return t;let{text:i}=t;return e===0&&(i=i.trimStart()),e===s.length-1&&(i=i.trimEnd()),{...t,text:i}})}function fs(s){return s.kind==="text"?s.text:h`<a href=${s.href} target="_blank" rel=${"noopener noreferrer nofollow ugc"}>${s.text}</a>`}function vs({href:s,preview:t},e){return h`<a class="picture" href=${s} target="_blank" rel="noopener" aria-label=${e.openPicture}>
    <img src=${t} alt="" loading="lazy" decoding="async" />
  </a>`}function ys(s,t){let e=h`<time datetime=${new Date(s.at).toISOString()}>${Ze(s.at,t)}</time>`;if(s.state==="received"||s.state==="failed")return h`<p class="meta">${e}</p>`;let i=f(t),r={sending:g("clock"),sent:g("check"),read:g("checkCheck")}[s.state];return h`<p class="meta">
    ${e}<span class=${s.state} title=${i[s.state]}>${r}</span>
    <span class="unseen">${i[s.state]}</span>
  </p>`}function ws(s,t,e){let i=`${e.failed}. ${s.failure??""}`;return ii(i,e,()=>t.retry(s.key),()=>t.drop(s.key))}function ii(s,t,e,i){return h`
    <p class="meta failure" role="alert">${g("circleAlert")}<span>${s}</span></p>
    <p class="meta failure">
      <button class="link" type="button" @click=${e}>${t.retry}</button>
      <button class="link" type="button" @click=${i}>${t.discard}</button>
    </p>
  `}function si(s,t,e){let i=Math.round(s.progress*100);return h`<li class="message own begins ends ${s.failure===null?"sending":"failed"}">
    <div class="picture">
      <img src=${s.preview} alt=${s.file.name} />
      ${s.failure===null?h`<progress max="100" value=${i} aria-label=${e.uploading(i)}></progress>`:c}
    </div>
    ${s.failure===null?h`<p class="meta">${e.uploading(i)}</p>`:ii(s.failure,e,()=>t.retry(s),()=>t.drop(s))}
  </li>`}function ri(s,t){let e=[],i=null,r=t!==null;for(let n of s){let o=!i||Ft(i.entry.at)!==Ft(n.at);o&&e.push({kind:"day",key:`day ${Ft(n.at)}`,at:n.at});let l=r&&!n.own&&(n.seq??0)>t;l&&(r=!1,e.push({kind:"new",key:"new"}));let a=o||l||!bs(i.entry,n);i&&(i.ends=a),i={kind:"message",key:n.key,entry:n,begins:a,ends:!0},e.push(i)}return e}function bs(s,t){return s.sender===t.sender&&s.own===t.own&&t.at-s.at<3e5}function Ft(s){let t=new Date(s);return`${t.getFullYear()}-${t.getMonth()+1}-${t.getDate()}`}var xs=64,ni=240,Wt=class extends b{constructor(){super(...arguments);this.language="ru";this.newAfter=null;this.welcome=null;this.expected=!1;this.#t=!0;this.#e=0;this.#i=null;this.#s=new ResizeObserver(()=>this.#n())}static{this.styles=[O,Je,ft].map(S)}#t;#e;#i;#s;toNewest(){this.#t=!0,this.requestUpdate()}get#o(){return this.renderRoot.querySelector(".scroller")}firstUpdated(){this.#s.observe(this)}willUpdate(){this.#e=this.#o?.scrollHeight??0}updated(){let e=this.#o,i=this.model.thread.firstSeq;this.#i!==null&&i!==null&&i<this.#i&&!this.#t&&(e.scrollTop+=e.scrollHeight-this.#e),this.#i=i,this.#n(),e.scrollTop<ni&&this.model.loadingOlder==="no"&&this.model.loadOlder()}#n(){let e=this.#o;!e||!this.#t||(e.scrollTop=e.scrollHeight,!document.hidden&&e.clientHeight>0&&this.model.read(this.model.thread.lastSeq))}#r(){let{scrollTop:e,scrollHeight:i,clientHeight:r}=this.#o,n=i-e-r<xs;n!==this.#t&&this.requestUpdate(),this.#t=n,e<ni&&this.model.loadingOlder==="no"&&this.model.loadOlder()}render(){let{thread:e,pictures:i,typing:r}=this.model,n=f(this.language),o=e.entries,l=o.length===0&&i.uploads.length===0;return h`
      <div class="scroller" tabindex="0" role="region" aria-label=${n.history} @scroll=${this.#r}>
        <ol class=${l?"empty":""}>
          ${l?this.expected?c:this.#a():this.#h()}
          ${B(ri(o,this.newAfter),({key:a})=>a,a=>this.#l(a))}
          ${B(i.uploads,({id:a})=>a,a=>si(a,i,n))}
          ${r?h`<li class="typing"><span class="unseen">${n.typing}</span><i></i><i></i><i></i></li>`:c}
        </ol>
      </div>
      ${this.#t?c:this.#c()}
    `}#l(e){let i=f(this.language);return e.kind==="day"?h`<li class="day">${ti(e.at,Date.now(),this.language)}</li>`:e.kind==="new"?h`<li class="new">${i.newMessages}</li>`:ei(e,this.model,this.language)}#a(){let e=f(this.language);return h`<li class="welcome">
      ${g("pawPrint")}<b>${this.welcome?.[0]??e.welcome}</b><span>${this.welcome?.[1]??e.welcomeMore}</span>
    </li>`}#h(){let e=f(this.language);return this.model.hasOlder?this.model.loadingOlder!=="failed"?h`<li class="older">${e.loadingOlder}</li>`:h`<li class="older">
      ${e.olderFailed}
      <button class="link" type="button" @click=${()=>void this.model.loadOlder()}>${e.retry}</button>
    </li>`:h`<li class="older">${e.beginning}</li>`}#c(){let e=this.model.thread.unread;return h`<button
      class="down"
      type="button"
      aria-label=${f(this.language).toNewest}
      @click=${()=>(this.#o?.focus(),this.toNewest())}
    >
      ${e>0?h`<span>${e}</span>`:c}${g("arrowDown")}
    </button>`}};customElements.define("rip-chat-log",Wt);var Vt="rip.chat.open",Tt=class{get value(){try{return sessionStorage.getItem(Vt)!==null}catch{return!1}}set value(t){try{t?sessionStorage.setItem(Vt,""):sessionStorage.removeItem(Vt)}catch{}}};var oi=`:host([page]) {
  height: 100%;
}

.panel {
  position: fixed;
  z-index: 901;
  inset: auto max(20px, env(safe-area-inset-right)) calc(20px + env(safe-area-inset-bottom)) auto;
  width: 392px;
  height: min(660px, 100dvh - 40px);
  max-width: none;
  max-height: none;
  margin: 0;
  padding: 0;
  border: 1px solid var(--color-base-300);
  border-radius: calc(var(--radius) + 4px);
  overflow: hidden;
  color: var(--ink);
  background: var(--paper);
  box-shadow: 0 2px 6px rgb(0 0 0 / 0.08), 0 24px 64px rgb(0 0 0 / 0.22);
}

:host([side="left"]) .panel {
  inset-inline: max(20px, env(safe-area-inset-left)) auto;
}

.panel[open],
.panel.page {
  display: grid;
  grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
  animation: rise 160ms ease-out;
}

.panel::backdrop {
  background: var(--paper);
}

.panel.page {
  position: relative;
  inset: auto;
  width: 100%;
  height: 100%;
  box-shadow: none;
  animation: none;
}

@keyframes rise {
  from {
    opacity: 0;
    transform: translateY(12px);
  }
}

.head {
  display: flex;
  align-items: center;
  gap: 12px;
  padding: 12px 12px 12px 16px;
  border-bottom: 1px solid var(--color-base-300);
}

.face {
  flex: none;
  display: grid;
  place-items: center;
  width: 40px;
  height: 40px;
  border-radius: 50%;
  color: var(--accent-ink);
  background: var(--soft);
}

.face svg {
  width: 22px;
  height: 22px;
}

.who {
  flex: 1;
  min-width: 0;
}

h2 {
  margin: 0;
  font-size: 16px;
  font-weight: 600;
  line-height: 1.3;
}

.status {
  margin: 0;
  font-size: 13px;
  line-height: 1.35;
  color: var(--quiet);
}

.status.online::before {
  content: "";
  display: inline-block;
  width: 8px;
  height: 8px;
  margin-inline-end: 6px;
  border-radius: 50%;
  background: var(--color-secondary);
}

.tool {
  flex: none;
  display: grid;
  place-items: center;
  width: 40px;
  height: 40px;
  border-radius: 12px;
  color: var(--quiet);
}

.tool:hover {
  color: var(--ink);
  background: var(--color-base-200);
}

.tool svg {
  width: 20px;
  height: 20px;
}

.lost {
  grid-row: 2;
  margin: 0;
  padding: 6px 16px;
  font-size: 13px;
  text-align: center;
  color: var(--color-warning-content);
  background: var(--color-warning);
}

rip-chat-log {
  grid-row: 3;
  min-height: 0;
}

rip-chat-composer {
  grid-row: 4;
}

.drop {
  position: absolute;
  inset: 8px;
  z-index: 2;
  display: grid;
  place-items: center;
  border: 2px dashed var(--accent);
  border-radius: var(--radius);
  font-weight: 600;
  color: var(--accent-ink);
  background: color-mix(in oklab, var(--paper) 92%, transparent);
  pointer-events: none;
}

@media (max-width: 640px) {
  .panel:not(.page) {
    inset: var(--top, 0) 0 auto 0;
    width: 100%;
    height: var(--height, 100dvh);
    border: 0;
    border-radius: 0;
    box-shadow: none;
  }

  .panel:not(.page) .head {
    padding-top: calc(12px + env(safe-area-inset-top));
  }
}
`;var Et=class{#t=matchMedia("(max-width: 640px)");#e;#i=!1;constructor(t){this.#e=t,this.#t.addEventListener("change",()=>this.#s()),visualViewport?.addEventListener("resize",()=>this.#s()),visualViewport?.addEventListener("scroll",()=>this.#s())}get narrow(){return this.#t.matches}hold(){this.#i=!0,this.#s()}release(){this.#i=!1,document.documentElement.style.removeProperty("overflow")}#s(){if(!this.#i)return;let{style:t}=document.documentElement;this.narrow?t.setProperty("overflow","hidden"):t.removeProperty("overflow");let{height:e=innerHeight,offsetTop:i=0}=visualViewport??{};this.#e({narrow:this.narrow,height:e,top:i})}};var ai=`/* The one place for colours, radii and type. Paper and ink; rowan is the accent, fir the quiet
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
`;function li(){let[s,t]=["rip-light","rip-dark"].map(_s);return`
    :host { ${s} }
    @media (prefers-color-scheme: dark) { :host { ${t} } }
    :host([theme="light"]) { ${s} }
    :host([theme="dark"]) { ${t} }
  `}function _s(s){let[,t=""]=ai.split(`name: "${s}"`);return t.slice(0,t.indexOf("}")).split(";").filter(i=>/^\s*(?:--|color-scheme)/.test(i)).join(";")}var Ss=3e3,Pt=class extends b{static{this.styles=[O,ue,oi].map(S)}#t;#e;#i;#s=!1;#o=!1;#n="";#r=null;#l=new ot;#a=new Tt;#h=new Et(t=>this.#v(t));createRenderRoot(){return this.shadowRoot?.replaceChildren(),super.createRenderRoot()}begin(t){this.#t=t,this.#e=f(t.language),this.#i=new At(t,{changed:()=>this.#g(),received:e=>this.#b(e)}),t.own||this.#k(li()),document.addEventListener("visibilitychange",()=>this.#g()),this.requestUpdate(),this.#i.look(),setTimeout(()=>this.#i.connect(),Ss),(this.page||this.#a.value)&&this.open()}get page(){return this.hasAttribute("page")}async open(t=null){let{thread:e}=this.#i;this.#r=e.unread>0?e.readUpTo:null,this.#s=!0,this.#a.value=!this.page,this.requestUpdate(),await this.updateComplete,this.#f(),t!==null&&this.#d?.offer(t),await this.#i.open(),this.#i.connect()}close(){this.page||!this.#s||(this.#s=this.#a.value=!1,this.#h.release(),this.#i.close(),this.#c?.close(),this.requestUpdate(),this.updateComplete.then(()=>this.#u?.focus()))}get#c(){return this.renderRoot.querySelector("dialog")}get#u(){return this.renderRoot.querySelector(".bubble")}get#d(){return this.renderRoot.querySelector("rip-chat-composer")}get#m(){return this.renderRoot.querySelector("rip-chat-log")}#f(){let t=this.#c;t&&!t.open&&(this.#h.narrow?t.showModal():t.show()),this.#h.hold(),this.page||this.#d?.focus(),this.#m?.toNewest()}#v({narrow:t,height:e,top:i}){this.style.setProperty("--height",`${e}px`),this.style.setProperty("--top",`${i}px`);let r=this.#c;!r?.open||r.matches(":modal")===t||(r.close(),this.#f())}#g(){this.requestUpdate(),this.#m?.requestUpdate(),this.#d?.requestUpdate()}#b(t){let e=this.#e,i=t.message.startsWith("/media/")?e.picture:t.message;this.#n=e.announcement(e.support,i),(document.hidden||!this.#s)&&this.#l.ring()}#k(t){let e=new CSSStyleSheet;e.replaceSync(t),this.shadowRoot?.adoptedStyleSheets.push(e)}render(){return this.#e?this.page?h`<section class="panel page" aria-labelledby="title">${this.#x()}</section>`:h`
      ${this.#s?c:this.#y()}
      <dialog class="panel" aria-labelledby="title" @cancel=${this.#_} @keydown=${this.#E}>
        ${this.#s?this.#x():c}
      </dialog>
      ${this.#w()}
    `:c}#y(){let t=this.#i.thread.unread;return Pe(this.#e,t,()=>void this.open())}#w(){return h`<p class="unseen" aria-live="polite">${this.#n}</p>`}#x(){return h`
      ${this.#A()}
      ${this.#i.lost?h`<p class="lost" role="status">${this.#e.offline}</p>`:c}
      <rip-chat-log
        .model=${this.#i}
        .language=${this.#t.language}
        .newAfter=${this.#r}
        @dragover=${this.#$}
        @dragleave=${()=>this.#$(null)}
        @drop=${this.#S}
      ></rip-chat-log>
      <rip-chat-composer
        .model=${this.#i}
        .options=${this.#t}
        @dragover=${this.#$}
        @drop=${this.#S}
        @rip-sent=${()=>this.#m?.toNewest()}
      ></rip-chat-composer>
      ${this.#o?h`<p class="drop" aria-hidden="true">${this.#e.dropHere}</p>`:c}
      ${this.page?this.#w():c}
    `}#A(){let{support:t,typing:e}=this.#i,i=this.#e,r=e?i.typing:t?i.online:t===!1?i.away:"";return h`<div class="head">
      <span class="face">${g("pawPrint")}</span>
      <div class="who">
        <h2 id="title">${i.title}</h2>
        <p class="status ${t?"online":""}">${r}</p>
      </div>
      <button
        class="tool"
        type="button"
        aria-label=${this.#l.on?i.soundOff:i.soundOn}
        @click=${()=>this.#T()}
      >
        ${g(this.#l.on?"bell":"bellOff")}
      </button>
      ${this.page?c:h`<button class="tool" type="button" aria-label=${i.close} @click=${()=>this.close()}>
            ${g("x")}
          </button>`}
    </div>`}#T(){this.#l.on=!this.#l.on,this.#l.on&&this.#l.ring(),this.requestUpdate()}#_(t){t.preventDefault(),this.close()}#E(t){t.key!=="Escape"||t.isComposing||(t.preventDefault(),this.close())}#$(t){let e=t?.dataTransfer?.types.includes("Files")??!1;e&&t.preventDefault(),this.#o!==e&&(this.#o=e,this.requestUpdate())}#S(t){t.preventDefault(),this.#$(null),this.#d?.attach([...t.dataTransfer?.files??[]])}};customElements.define("rip-chat",Pt);})();
