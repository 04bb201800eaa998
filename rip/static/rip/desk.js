// Built by ./run frontend from sources with the sha256 43d7c589d36a68091210aae80db809f77efbb7dbd7255918e2eb1d37aa1e3245.
"use strict";(()=>{var tt=globalThis,st=tt.ShadowRoot&&(tt.ShadyCSS===void 0||tt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,he=Symbol(),ce=new WeakMap,et=class{constructor(t,e,s){if(this._$cssResult$=!0,s!==he)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(st&&t===void 0){let s=e!==void 0&&e.length===1;s&&(t=ce.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),s&&ce.set(e,t))}return t}toString(){return this.cssText}},A=i=>new et(typeof i=="string"?i:i+"",void 0,he);var de=(i,t)=>{if(st)i.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let s=document.createElement("style"),r=tt.litNonce;r!==void 0&&s.setAttribute("nonce",r),s.textContent=e.cssText,i.appendChild(s)}},Kt=st?i=>i:i=>i instanceof CSSStyleSheet?(t=>{let e="";for(let s of t.cssRules)e+=s.cssText;return A(e)})(i):i;var{is:bs,defineProperty:xs,getOwnPropertyDescriptor:$s,getOwnPropertyNames:ks,getOwnPropertySymbols:Ss,getPrototypeOf:_s}=Object,it=globalThis,pe=it.trustedTypes,As=pe?pe.emptyScript:"",Ts=it.reactiveElementPolyfillSupport,F=(i,t)=>i,Gt={toAttribute(i,t){switch(t){case Boolean:i=i?As:null;break;case Object:case Array:i=i==null?i:JSON.stringify(i)}return i},fromAttribute(i,t){let e=i;switch(t){case Boolean:e=i!==null;break;case Number:e=i===null?null:Number(i);break;case Object:case Array:try{e=JSON.parse(i)}catch{e=null}}return e}},me=(i,t)=>!bs(i,t),ue={attribute:!0,type:String,converter:Gt,reflect:!1,useDefault:!1,hasChanged:me};Symbol.metadata??=Symbol("metadata"),it.litPropertyMetadata??=new WeakMap;var S=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=ue){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let s=Symbol(),r=this.getPropertyDescriptor(t,s,e);r!==void 0&&xs(this.prototype,t,r)}}static getPropertyDescriptor(t,e,s){let{get:r,set:o}=$s(this.prototype,t)??{get(){return this[e]},set(n){this[e]=n}};return{get:r,set(n){let c=r?.call(this);o?.call(this,n),this.requestUpdate(t,c,s)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??ue}static _$Ei(){if(this.hasOwnProperty(F("elementProperties")))return;let t=_s(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(F("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(F("properties"))){let e=this.properties,s=[...ks(e),...Ss(e)];for(let r of s)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[s,r]of e)this.elementProperties.set(s,r)}this._$Eh=new Map;for(let[e,s]of this.elementProperties){let r=this._$Eu(e,s);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let s=new Set(t.flat(1/0).reverse());for(let r of s)e.unshift(Kt(r))}else t!==void 0&&e.push(Kt(t));return e}static _$Eu(t,e){let s=e.attribute;return s===!1?void 0:typeof s=="string"?s:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let s of e.keys())this.hasOwnProperty(s)&&(t.set(s,this[s]),delete this[s]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return de(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,s){this._$AK(t,s)}_$ET(t,e){let s=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,s);if(r!==void 0&&s.reflect===!0){let o=(s.converter?.toAttribute!==void 0?s.converter:Gt).toAttribute(e,s.type);this._$Em=t,o==null?this.removeAttribute(r):this.setAttribute(r,o),this._$Em=null}}_$AK(t,e){let s=this.constructor,r=s._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let o=s.getPropertyOptions(r),n=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:Gt;this._$Em=r;let c=n.fromAttribute(e,o.type);this[r]=c??this._$Ej?.get(r)??c,this._$Em=null}}requestUpdate(t,e,s,r=!1,o){if(t!==void 0){let n=this.constructor;if(r===!1&&(o=this[t]),s??=n.getPropertyOptions(t),!((s.hasChanged??me)(o,e)||s.useDefault&&s.reflect&&o===this._$Ej?.get(t)&&!this.hasAttribute(n._$Eu(t,s))))return;this.C(t,e,s)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:s,reflect:r,wrapped:o},n){s&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,n??e??this[t]),o!==!0||n!==void 0)||(this._$AL.has(t)||(this.hasUpdated||s||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,o]of this._$Ep)this[r]=o;this._$Ep=void 0}let s=this.constructor.elementProperties;if(s.size>0)for(let[r,o]of s){let{wrapped:n}=o,c=this[r];n!==!0||this._$AL.has(r)||c===void 0||this.C(r,void 0,o,c)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(s=>s.hostUpdate?.()),this.update(e)):this._$EM()}catch(s){throw t=!1,this._$EM(),s}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};S.elementStyles=[],S.shadowRootOptions={mode:"open"},S[F("elementProperties")]=new Map,S[F("finalized")]=new Map,Ts?.({ReactiveElement:S}),(it.reactiveElementVersions??=[]).push("2.1.2");var Yt=globalThis,ge=i=>i,rt=Yt.trustedTypes,fe=rt?rt.createPolicy("lit-html",{createHTML:i=>i}):void 0,Jt="$lit$",_=`lit$${Math.random().toFixed(9).slice(2)}$`,Qt="?"+_,Es=`<${Qt}>`,P=document,W=()=>P.createComment(""),K=i=>i===null||typeof i!="object"&&typeof i!="function",Xt=Array.isArray,$e=i=>Xt(i)||typeof i?.[Symbol.iterator]=="function",Vt=`[ 	
\f\r]`,z=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ye=/-->/g,ve=/>/g,R=RegExp(`>|${Vt}(?:([^\\s"'>=/]+)(${Vt}*=${Vt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),we=/'/g,be=/"/g,ke=/^(?:script|style|textarea|title)$/i,Zt=i=>(t,...e)=>({_$litType$:i,strings:t,values:e}),l=Zt(1),rr=Zt(2),or=Zt(3),$=Symbol.for("lit-noChange"),h=Symbol.for("lit-nothing"),xe=new WeakMap,C=P.createTreeWalker(P,129);function Se(i,t){if(!Xt(i)||!i.hasOwnProperty("raw"))throw Error("invalid template strings array");return fe!==void 0?fe.createHTML(t):t}var _e=(i,t)=>{let e=i.length-1,s=[],r,o=t===2?"<svg>":t===3?"<math>":"",n=z;for(let c=0;c<e;c++){let a=i[c],p,g,d=-1,m=0;for(;m<a.length&&(n.lastIndex=m,g=n.exec(a),g!==null);)m=n.lastIndex,n===z?g[1]==="!--"?n=ye:g[1]!==void 0?n=ve:g[2]!==void 0?(ke.test(g[2])&&(r=RegExp("</"+g[2],"g")),n=R):g[3]!==void 0&&(n=R):n===R?g[0]===">"?(n=r??z,d=-1):g[1]===void 0?d=-2:(d=n.lastIndex-g[2].length,p=g[1],n=g[3]===void 0?R:g[3]==='"'?be:we):n===be||n===we?n=R:n===ye||n===ve?n=z:(n=R,r=void 0);let u=n===R&&i[c+1].startsWith("/>")?" ":"";o+=n===z?a+Es:d>=0?(s.push(p),a.slice(0,d)+Jt+a.slice(d)+_+u):a+_+(d===-2?c:u)}return[Se(i,o+(i[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),s]},G=class i{constructor({strings:t,_$litType$:e},s){let r;this.parts=[];let o=0,n=0,c=t.length-1,a=this.parts,[p,g]=_e(t,e);if(this.el=i.createElement(p,s),C.currentNode=this.el.content,e===2||e===3){let d=this.el.content.firstChild;d.replaceWith(...d.childNodes)}for(;(r=C.nextNode())!==null&&a.length<c;){if(r.nodeType===1){if(r.hasAttributes())for(let d of r.getAttributeNames())if(d.endsWith(Jt)){let m=g[n++],u=r.getAttribute(d).split(_),f=/([.?@])?(.*)/.exec(m);a.push({type:1,index:o,name:f[2],strings:u,ctor:f[1]==="."?nt:f[1]==="?"?at:f[1]==="@"?lt:O}),r.removeAttribute(d)}else d.startsWith(_)&&(a.push({type:6,index:o}),r.removeAttribute(d));if(ke.test(r.tagName)){let d=r.textContent.split(_),m=d.length-1;if(m>0){r.textContent=rt?rt.emptyScript:"";for(let u=0;u<m;u++)r.append(d[u],W()),C.nextNode(),a.push({type:2,index:++o});r.append(d[m],W())}}}else if(r.nodeType===8)if(r.data===Qt)a.push({type:2,index:o});else{let d=-1;for(;(d=r.data.indexOf(_,d+1))!==-1;)a.push({type:7,index:o}),d+=_.length-1}o++}}static createElement(t,e){let s=P.createElement("template");return s.innerHTML=t,s}};function M(i,t,e=i,s){if(t===$)return t;let r=s!==void 0?e._$Co?.[s]:e._$Cl,o=K(t)?void 0:t._$litDirective$;return r?.constructor!==o&&(r?._$AO?.(!1),o===void 0?r=void 0:(r=new o(i),r._$AT(i,e,s)),s!==void 0?(e._$Co??=[])[s]=r:e._$Cl=r),r!==void 0&&(t=M(i,r._$AS(i,t.values),r,s)),t}var ot=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:s}=this._$AD,r=(t?.creationScope??P).importNode(e,!0);C.currentNode=r;let o=C.nextNode(),n=0,c=0,a=s[0];for(;a!==void 0;){if(n===a.index){let p;a.type===2?p=new U(o,o.nextSibling,this,t):a.type===1?p=new a.ctor(o,a.name,a.strings,this,t):a.type===6&&(p=new ct(o,this,t)),this._$AV.push(p),a=s[++c]}n!==a?.index&&(o=C.nextNode(),n++)}return C.currentNode=P,r}p(t){let e=0;for(let s of this._$AV)s!==void 0&&(s.strings!==void 0?(s._$AI(t,s,e),e+=s.strings.length-2):s._$AI(t[e])),e++}},U=class i{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,s,r){this.type=2,this._$AH=h,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=s,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=M(this,t,e),K(t)?t===h||t==null||t===""?(this._$AH!==h&&this._$AR(),this._$AH=h):t!==this._$AH&&t!==$&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):$e(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==h&&K(this._$AH)?this._$AA.nextSibling.data=t:this.T(P.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:s}=t,r=typeof s=="number"?this._$AC(t):(s.el===void 0&&(s.el=G.createElement(Se(s.h,s.h[0]),this.options)),s);if(this._$AH?._$AD===r)this._$AH.p(e);else{let o=new ot(r,this),n=o.u(this.options);o.p(e),this.T(n),this._$AH=o}}_$AC(t){let e=xe.get(t.strings);return e===void 0&&xe.set(t.strings,e=new G(t)),e}k(t){Xt(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,s,r=0;for(let o of t)r===e.length?e.push(s=new i(this.O(W()),this.O(W()),this,this.options)):s=e[r],s._$AI(o),r++;r<e.length&&(this._$AR(s&&s._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let s=ge(t).nextSibling;ge(t).remove(),t=s}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},O=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,s,r,o){this.type=1,this._$AH=h,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=o,s.length>2||s[0]!==""||s[1]!==""?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=h}_$AI(t,e=this,s,r){let o=this.strings,n=!1;if(o===void 0)t=M(this,t,e,0),n=!K(t)||t!==this._$AH&&t!==$,n&&(this._$AH=t);else{let c=t,a,p;for(t=o[0],a=0;a<o.length-1;a++)p=M(this,c[s+a],e,a),p===$&&(p=this._$AH[a]),n||=!K(p)||p!==this._$AH[a],p===h?t=h:t!==h&&(t+=(p??"")+o[a+1]),this._$AH[a]=p}n&&!r&&this.j(t)}j(t){t===h?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},nt=class extends O{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===h?void 0:t}},at=class extends O{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==h)}},lt=class extends O{constructor(t,e,s,r,o){super(t,e,s,r,o),this.type=5}_$AI(t,e=this){if((t=M(this,t,e,0)??h)===$)return;let s=this._$AH,r=t===h&&s!==h||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive,o=t!==h&&(s===h||r);r&&this.element.removeEventListener(this.name,this,s),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},ct=class{constructor(t,e,s){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(t){M(this,t)}},Ae={M:Jt,P:_,A:Qt,C:1,L:_e,R:ot,D:$e,V:M,I:U,H:O,N:at,U:lt,B:nt,F:ct},Rs=Yt.litHtmlPolyfillSupport;Rs?.(G,U),(Yt.litHtmlVersions??=[]).push("3.3.3");var Te=(i,t,e)=>{let s=e?.renderBefore??t,r=s._$litPart$;if(r===void 0){let o=e?.renderBefore??null;s._$litPart$=r=new U(t.insertBefore(W(),o),o,void 0,e??{})}return r._$AI(i),r};var te=globalThis,x=class extends S{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=Te(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return $}};x._$litElement$=!0,x.finalized=!0,te.litElementHydrateSupport?.({LitElement:x});var Cs=te.litElementPolyfillSupport;Cs?.({LitElement:x});(te.litElementVersions??=[]).push("4.2.2");var ht={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},I=i=>(...t)=>({_$litDirective$:i,values:t}),T=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,s){this._$Ct=t,this._$AM=e,this._$Ci=s}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:Ps}=Ae,Ee=i=>i;var Re=()=>document.createComment(""),q=(i,t,e)=>{let s=i._$AA.parentNode,r=t===void 0?i._$AB:t._$AA;if(e===void 0){let o=s.insertBefore(Re(),r),n=s.insertBefore(Re(),r);e=new Ps(o,n,i,i.options)}else{let o=e._$AB.nextSibling,n=e._$AM,c=n!==i;if(c){let a;e._$AQ?.(i),e._$AM=i,e._$AP!==void 0&&(a=i._$AU)!==n._$AU&&e._$AP(a)}if(o!==r||c){let a=e._$AA;for(;a!==o;){let p=Ee(a).nextSibling;Ee(s).insertBefore(a,r),a=p}}}return e},E=(i,t,e=i)=>(i._$AI(t,e),i),Ms={},dt=(i,t=Ms)=>i._$AH=t,Ce=i=>i._$AH,pt=i=>{i._$AR(),i._$AA.remove()};var Pe=(i,t,e)=>{let s=new Map;for(let r=t;r<=e;r++)s.set(i[r],r);return s},L=I(class extends T{constructor(i){if(super(i),i.type!==ht.CHILD)throw Error("repeat() can only be used in text expressions")}dt(i,t,e){let s;e===void 0?e=t:t!==void 0&&(s=t);let r=[],o=[],n=0;for(let c of i)r[n]=s?s(c,n):n,o[n]=e(c,n),n++;return{values:o,keys:r}}render(i,t,e){return this.dt(i,t,e).values}update(i,[t,e,s]){let r=Ce(i),{values:o,keys:n}=this.dt(t,e,s);if(!Array.isArray(r))return this.ut=n,o;let c=this.ut??=[],a=[],p,g,d=0,m=r.length-1,u=0,f=o.length-1;for(;d<=m&&u<=f;)if(r[d]===null)d++;else if(r[m]===null)m--;else if(c[d]===n[u])a[u]=E(r[d],o[u]),d++,u++;else if(c[m]===n[f])a[f]=E(r[m],o[f]),m--,f--;else if(c[d]===n[f])a[f]=E(r[d],o[f]),q(i,a[f+1],r[d]),d++,f--;else if(c[m]===n[u])a[u]=E(r[m],o[u]),q(i,r[d],r[m]),m--,u++;else if(p===void 0&&(p=Pe(n,u,f),g=Pe(c,d,m)),p.has(c[d]))if(p.has(c[m])){let k=g.get(n[u]),Wt=k!==void 0?r[k]:null;if(Wt===null){let le=q(i,r[d]);E(le,o[u]),a[u]=le}else a[u]=E(Wt,o[u]),q(i,r[d],Wt),r[k]=null;u++}else pt(r[m]),m--;else pt(r[d]),d++;for(;u<=f;){let k=q(i,a[f+1]);E(k,o[u]),a[u++]=k}for(;d<=m;){let k=r[d++];k!==null&&pt(k)}return this.ut=n,dt(i,a),$}});var Os=new Map([[1e3,"stop"],[4400,"stop"],[4403,"stop"],[4404,"stop"],[4410,"reset"],[4429,"later"]]),V=1006,Me=1009,Oe=4401;function Y(i){return Os.get(i)??"resume"}var ut=class{#t=new Map;on(t,e){let s=this.#t.get(t)??new Set;return this.#t.set(t,s.add(e)),()=>void s.delete(e)}emit(t,e){for(let s of[...this.#t.get(t)??[]])try{s(e)}catch(r){queueMicrotask(()=>{throw r})}}};var Ls="rip.chat.2",Le=1,mt=class{#t;#e;#s;#i;#r=!1;#o=!1;#n;constructor({address:t,WebSocket:e,silence:s,onFrame:r,onEnd:o}){this.#e=r,this.#s=o,this.#i=s,this.#t=new e(t,Ls),this.#t.onmessage=({data:n})=>this.#l(n),this.#t.onclose=({code:n})=>this.#a(n),this.#t.onerror=()=>void setTimeout(()=>this.#a(V),0),this.#c()}send(t){this.#t.readyState===Le&&this.#t.send(JSON.stringify(t))}abandon(){this.#o=!0,clearTimeout(this.#n),this.#t.close(1e3)}giveUp(){this.#t.close(),this.#a(V)}#a(t){this.#o||(this.#o=!0,clearTimeout(this.#n),this.#s(t))}#l(t){if(this.#o)return;this.#r=!1,this.#c();let e=Ds(t);e===null?this.giveUp():e.type==="ping"?this.send({type:"pong"}):this.#e(e)}#c(){clearTimeout(this.#n),this.#n=setTimeout(()=>this.#h(),this.#i*1e3)}#h(){if(this.#r||this.#t.readyState!==Le){this.giveUp();return}this.#r=!0,this.send({type:"ping"}),this.#c()}};function Ds(i){try{let t=JSON.parse(String(i));return typeof t?.type=="string"?t:null}catch{return null}}var gt={firstPause:.5,longestPause:30,goodAfter:10,silence:20};function ft(i,{firstPause:t,longestPause:e}){return Math.min(e,t*2**Math.min(i-1,30))*(.5+Math.random()/2)}async function De(i,t){let e,s=new Promise((r,o)=>{e=setTimeout(()=>o(new Error("This takes too long.")),i*1e3)});try{return await Promise.race([t,s])}finally{clearTimeout(e)}}var j=class{#t;#e=null;#s="offline";#i=!1;#r=0;#o=0;#n=0;#a;constructor(t){this.#t=t}get state(){return this.#s}start(){this.#i||(this.#i=!0,this.#o=0,this.#l())}stop(){this.#i&&(this.#i=!1,this.#d(),this.#t.onEnd(1e3),this.#p({state:"offline",code:1e3,retryIn:null}))}hurry(){this.#i&&this.#s==="offline"&&this.#l()}greeted(){this.#e!==null&&(this.#n=Date.now(),this.#p({state:"online"}))}send(t){this.#e?.send(t)}giveUp(){this.#e?.giveUp()}async#l(){this.#d();let t=++this.#r;this.#p({state:"connecting"});let{getTicket:e,timing:s}=this.#t;try{let r=t===this.#r&&await De(s.silence,e());if(t!==this.#r||r===!1)return;r===null?this.#h(Oe,null):this.#c(r)}catch{t===this.#r&&this.#h(V)}}#c(t){let{addressWith:e,WebSocket:s,timing:r,onFrame:o}=this.#t;this.#e=new mt({address:e(t),WebSocket:s,silence:r.silence,onFrame:o,onEnd:n=>this.#h(n,Y(n)==="stop"?null:void 0)})}#h(t,e){let{timing:s,onEnd:r}=this.#t,o=this.#s==="online"?Date.now()-this.#n:0;if(this.#o=o>=s.goodAfter*1e3?1:this.#o+1,this.#d(),r(t),e===null){this.#i=!1,this.#p({state:"offline",code:t,retryIn:e});return}let n=Y(t)==="later"?1/0:this.#o,c=ft(n,s);this.#a=setTimeout(()=>void this.#l(),c*1e3),this.#p({state:"offline",code:t,retryIn:c})}#d(){this.#r+=1,clearTimeout(this.#a),this.#e?.abandon(),this.#e=null}#p(t){this.#s=t.state,this.#t.onState(t)}};var yt=class{#t=[];#e;#s;constructor(t,e){this.#e=t,this.#s=e,this.#i()}get entries(){return[...this.#t]}get head(){return this.#t[0]}add(t){let e=this.#t.at(-1),s=Math.max(Date.now(),e?e.at+1:0),r={id:Is(),text:t,at:s};return this.#t.push(r),this.#r(o=>o.setItem(this.#s+r.id,JSON.stringify(r))),r}remove(t){let e=this.#t.find(s=>s.id===t);return e&&(this.#t.splice(this.#t.indexOf(e),1),this.#r(s=>s.removeItem(this.#s+t))),e}#i(){this.#r(t=>{for(let e=0;e<t.length;e+=1){let s=t.key(e),r=s?.startsWith(this.#s)&&Us(t.getItem(s));r&&this.#t.push(r)}}),this.#t.sort((t,e)=>t.at-e.at)}#r(t){try{this.#e&&t(this.#e)}catch{}}};function Us(i){try{let{id:t,text:e,at:s}=JSON.parse(i??"");return typeof t=="string"&&typeof e=="string"&&typeof s=="number"?{id:t,text:e,at:s}:null}catch{return null}}function Is(){let i=crypto.getRandomValues(new Uint8Array(16));return Array.from(i,t=>t.toString(16).padStart(2,"0")).join("")}var vt=class{seq=null;epoch=null;greet({epoch:t,last_seq:e,recovered:s}){if(this.epoch=t,s)return!1;let r=this.seq!==null;return this.seq=e===0?0:null,r}take(t){return this.seq!==null&&t<=this.seq?"repeat":this.seq!==null&&t>this.seq+1?"gap":(this.seq=t,"next")}forget(){this.seq=null,this.epoch=null}};var qs=new Set(["unknown_type","bad_seq"]),wt=class{#t;#e;#s;#i;#r=!1;#o=null;#n=0;#a;constructor(t,e,s,r){this.#t=t,this.#e=e,this.#s=s,this.#i=r}online(){this.#r=!0,this.#n=0,this.flush()}offline(){this.#r=!1,this.#o=null,clearTimeout(this.#a)}flush(){let t=this.#t.head;!this.#r||this.#o||!t||(this.#o=t,this.#s({type:"message",message:t.text,client_message_id:t.id}))}acknowledged(t,e){this.#n=0,this.#l(t,{state:"sent",seq:e})}refused({code:t,detail:e,client_message_id:s}){let r=s??this.#o?.id;r===void 0||qs.has(t)||(t!=="not_stored"?this.fail(r,t,e):r===this.#o?.id&&(this.#n+=1,clearTimeout(this.#a),this.#a=setTimeout(()=>this.#c(),this.#h())))}tooLarge(){this.#o&&this.fail(this.#o.id,"frame_too_large")}fail(t,e,s){this.#l(t,{state:"failed",code:e,...s!==void 0&&{detail:s}})}#l(t,e){let s=this.#t.remove(t);t===this.#o?.id&&(this.#o=null,clearTimeout(this.#a)),s&&this.#i({client_message_id:t,text:s.text,...e}),this.flush()}#c(){this.#o=null,this.flush()}#h(){return ft(this.#n,this.#e)*1e3}};var bt=class{#t=new Map;#e;constructor(t){this.#e=t}heard({side:t,sender:e,seconds:s}){let r=this.#t.get(e);clearTimeout(r?.timer);let o=setTimeout(()=>this.ceased(e),s*1e3);this.#t.set(e,{change:{side:t,sender:e,active:!1},timer:o}),r||this.#e({side:t,sender:e,active:!0})}ceased(t){let e=this.#t.get(t);e&&(clearTimeout(e.timer),this.#t.delete(t),this.#e(e.change))}clear(){for(let t of[...this.#t.keys()])this.ceased(t)}};var J=4e3,js=2e3,Q=class{#t;#e=new ut;#s=new vt;#i;#r;#o;#n;#a=new bt(t=>this.#e.emit("typing",t));#l=0;#c=-1/0;constructor(t){this.#t=t;let e={...gt,...t.timing},s=t.storage===void 0?Ns():t.storage;this.#i=new yt(s,`rip.chat:${t.user}:${t.room}:`),this.#r=this.#i.entries,this.#n=new j({addressWith:r=>this.#d(r),getTicket:t.getTicket,WebSocket:t.WebSocket??globalThis.WebSocket,timing:e,onFrame:r=>this.#f(r),onEnd:r=>this.#p(r),onState:r=>this.#e.emit("state",r)}),this.#o=new wt(this.#i,e,r=>this.#n.send(r),r=>this.#e.emit("delivery",r))}on(t,e){return this.#e.on(t,e)}get state(){return this.#n.state}start(){let t=this.#i.entries;for(let e of this.#r.splice(0))t.includes(e)&&this.#h(e);this.#n.start()}stop(){this.#n.stop()}hurry(){this.#n.hurry()}send(t){let e=t.replace(/\p{Surrogate}/gu,"�");if(!e.trim()||[...e].length>J)throw new RangeError(`A message has 1 to ${J} characters.`);let s=this.#i.add(e);return this.#h(s),this.#o.flush(),s.id}discard(t){this.#o.fail(t,"discarded")}read(t){t>this.#l&&(this.#l=t,this.state==="online"&&this.#n.send({type:"read",seq:t}))}typing(){let t=Date.now();this.state!=="online"||t-this.#c<js||(this.#c=t,this.#n.send({type:"typing"}))}#h({id:t,text:e}){this.#e.emit("delivery",{client_message_id:t,text:e,state:"sending"})}#d(t){let{url:e,room:s}=this.#t,r=new URL(`/ws/chat/${s}/`,e);r.protocol=r.protocol.replace("http","ws"),r.searchParams.set("uuid",t);let{seq:o,epoch:n}=this.#s;return o!==null&&r.searchParams.set("since",String(o)),o!==null&&n!==null&&r.searchParams.set("epoch",n),r.href}#p(t){t===Me&&this.#o.tooLarge(),this.#o.offline(),this.#a.clear(),Y(t)==="reset"&&this.#m()}#m(){let t=this.#s.epoch??"";this.#s.forget(),this.#l=0,this.#e.emit("reset",{epoch:t})}#f(t){switch(t.type){case"hello":return this.#y(t);case"message":return this.#u(t);case"ack":return this.#o.acknowledged(t.client_message_id,t.seq);case"error":return this.#o.refused(t);case"typing":return this.#a.heard(t);case"read":return this.#e.emit("read",{side:t.side,seq:t.seq});case"presence":return this.#e.emit("presence",{customer:t.customer,support:t.support})}}#y(t){this.#s.greet(t)&&(this.#l=0,this.#e.emit("reset",{epoch:t.epoch})),this.#n.greeted(),this.#e.emit("read",{side:"customer",seq:t.read.customer}),this.#e.emit("read",{side:"support",seq:t.read.support}),this.state==="online"&&(this.#l>0&&this.#n.send({type:"read",seq:this.#l}),this.#o.online())}#u({type:t,...e}){let s=this.#s.take(e.seq);s==="gap"&&this.#n.giveUp(),s==="next"&&(this.#a.ceased(e.sender),this.#e.emit("message",e))}};function Ns(){try{return globalThis.localStorage??null}catch{return null}}var N=`/* What every part of the chat starts from. */
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
`;var H=`.card {
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
`;var X=class extends T{constructor(t){if(super(t),this.it=h,t.type!==ht.CHILD)throw Error(this.constructor.directiveName+"() can only be used in child bindings")}render(t){if(t===h||t==null)return this._t=void 0,this.it=t;if(t===$)return t;if(typeof t!="string")throw Error(this.constructor.directiveName+"() called with a non-string value");if(t===this.it)return this._t;this.it=t;let e=[t];return e.raw=e,this._t={_$litType$:this.constructor.resultType,strings:e,values:[]}}};X.directiveName="unsafeHTML",X.resultType=1;var xt=I(X);var Ue=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var Ie=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var $t=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var kt=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var St=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var qe=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var je=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var Ne=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var He=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var Be=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var _t=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var At=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;var Tt=`<!-- @license lucide-static v0.544.0 - ISC -->
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
`;function Et(i){return i.slice(i.indexOf("<svg")).replace("<svg",'<svg aria-hidden="true"')}var si={arrowDown:Ue,arrowUp:Ie,bell:$t,bellOff:kt,check:St,checkCheck:qe,circleAlert:je,clock:Ne,imagePlus:He,messageCircle:Be,pawPrint:_t,rotateCcw:At,x:Tt};function b(i){return l`${xt(Et(si[i]))}`}function B(i,t,e,s){let r=i.pictures[0]?.thumbnail??i.image,o=r&&new URL(r,t).href;return l`<a class="card" href=${t} target="_blank" rel="noopener">
    ${o?l`<img src=${o} alt="" width="84" height="84" loading="lazy" />`:l`<span class="nothing">${b("pawPrint")}</span>`}
    <span class="facts">
      <b>${i.title}</b>
      <span>${ii(i.price,e,s)}</span>
      <span class="place">${i.location}</span>
    </span>
  </a>`}function ii(i,t,e){if(i===0)return t.free;let s={style:"currency",currency:"RUB",currencyDisplay:"narrowSymbol"},r=Number.isInteger(i)?0:2;return new Intl.NumberFormat(e,{...s,minimumFractionDigits:r,maximumFractionDigits:r}).format(i)}var Fe=`:host {
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
`;var Rt=class{#t;constructor({origin:t,signedIn:e}){this.#t=`rip.chat.draft:${t}:${e??"guest"}`}get text(){try{return localStorage.getItem(this.#t)??""}catch{return""}}set text(t){try{t?localStorage.setItem(this.#t,t):localStorage.removeItem(this.#t)}catch{}}};var oi={open:"Написать в поддержку",openUnread:i=>`Написать в поддержку, непрочитанных: ${i}`,notLoaded:"Чат не загрузился. Нажмите ещё раз.",title:"Поддержка",online:"На связи",away:"Сейчас никого нет, ответим, как только вернёмся",typing:"Печатает…",connecting:"Соединяемся…",offline:"Нет связи, пробуем снова…",close:"Закрыть чат",soundOn:"Включить звук",soundOff:"Выключить звук",welcome:"Здравствуйте! Чем помочь?",welcomeMore:"Спросите о питомце, объявлении или о самой доске — ответит человек.",history:"Переписка",loadingOlder:"Загружаем, что было раньше…",olderFailed:"Не удалось загрузить, что было раньше.",beginning:"Здесь начинается переписка",today:"Сегодня",yesterday:"Вчера",newMessages:"Новые сообщения",toNewest:"К последним сообщениям",support:"Поддержка",you:"Вы",announcement:(i,t)=>`${i}: ${t}`,picture:"Картинка",openPicture:"Открыть картинку целиком",free:"Отдам даром",sending:"Отправляется",sent:"Отправлено",read:"Прочитано",failed:"Не отправлено",retry:"Отправить ещё раз",discard:"Убрать",uploading:i=>`Загружается: ${i} %`,write:"Сообщение",send:"Отправить",attach:"Приложить картинку",remove:"Убрать картинку",removeAdvert:"Не прикладывать объявление",dropHere:"Отпустите, чтобы приложить",left:i=>`Осталось знаков: ${i}`,tooLong:i=>`Слишком длинно: уберите знаков: ${i}`,consent:"Отправляя сообщение, вы соглашаетесь на",consentLink:"обработку персональных данных",notPicture:"Это не картинка. Подойдут JPEG, PNG и WebP.",tooManyPictures:"За раз можно приложить не больше пяти картинок.",noNetwork:"Нет связи. Попробуем снова, когда она появится.",signIn:"Чтобы написать, войдите на сайт.",refused:"Сервер не принял сообщение. Попробуйте ещё раз чуть позже."},ni={open:"Write to support",openUnread:i=>`Write to support, unread: ${i}`,notLoaded:"The chat did not load. Press again.",title:"Support",online:"Online",away:"Nobody is here right now; we’ll answer as soon as we’re back",typing:"Typing…",connecting:"Connecting…",offline:"No connection, trying again…",close:"Close the chat",soundOn:"Turn the sound on",soundOff:"Turn the sound off",welcome:"Hello! How can we help?",welcomeMore:"Ask about a pet, an advert or the board itself — a person will answer.",history:"Conversation",loadingOlder:"Loading earlier messages…",olderFailed:"Earlier messages could not be loaded.",beginning:"The conversation begins here",today:"Today",yesterday:"Yesterday",newMessages:"New messages",toNewest:"To the newest messages",support:"Support",you:"You",announcement:(i,t)=>`${i}: ${t}`,picture:"Picture",openPicture:"Open the whole picture",free:"Free to a good home",sending:"Sending",sent:"Sent",read:"Read",failed:"Not sent",retry:"Send again",discard:"Remove",uploading:i=>`Uploading: ${i}%`,write:"Message",send:"Send",attach:"Attach a picture",remove:"Remove the picture",removeAdvert:"Do not attach the advert",dropHere:"Drop to attach",left:i=>`Characters left: ${i}`,tooLong:i=>`Too long by ${i} characters`,consent:"By sending a message you agree to the",consentLink:"processing of personal data",notPicture:"This is not a picture. JPEG, PNG and WebP will do.",tooManyPictures:"You can attach at most five pictures at once.",noNetwork:"No connection. We’ll try again when it is back.",signIn:"Sign in to the site to write.",refused:"The server did not take the message. Try again a little later."};function y(i){return{ru:oi,en:ni}[i]}var v=class extends Error{constructor(e,s){super(`HTTP ${e}`);this.status=e;this.detail=s}},Ct=class{constructor(t,e){this.origin=t;this.language=e}async call(t,{method:e="GET",body:s,headers:r={}}={}){let o=await fetch(this.origin+t,{method:e,headers:{"Accept-Language":this.language,...s!==void 0&&{"Content-Type":"application/json"},...r},signal:AbortSignal.timeout(2e4),...s!==void 0&&{body:JSON.stringify(s)}});if(!o.ok)throw new v(o.status,await ai(o));return await o.json()}};async function ai(i){try{return ee(await i.json())}catch{return""}}function ee(i){let[t]=Object.values(i.errors??{});return t?.join(" ")??i.detail??""}var se=["image/jpeg","image/png","image/webp"],ze=5;function We(i,t,e,s,r){let o=new FormData;o.append("image",s,"picture");let n=new XMLHttpRequest;n.open("POST",`${i.origin}/api/v1/support/rooms/${t}/pictures`),n.responseType="json",n.setRequestHeader("Accept-Language",i.language);for(let[c,a]of Object.entries(e))n.setRequestHeader(c,a);return n.upload.onprogress=({loaded:c,total:a})=>r(a>0?c/a:0),new Promise((c,a)=>{n.onload=()=>{n.status===201?c(n.response.image):a(new v(n.status,ee(n.response??{})))},n.onerror=n.onabort=()=>a(new TypeError("The network failed.")),n.send(o)})}var li=3600,ie=class extends x{static{this.styles=[N,Fe,H].map(A)}#t=null;#e=[];#s=null;#i="";#r=matchMedia("(pointer: coarse)");get#o(){return y(this.options.language)}get#n(){return this.renderRoot.querySelector("textarea")}focus(){this.#n.focus()}get text(){return this.#n.value}set text(t){this.#n.value=t,this.#p()}offer(t){this.#s=t,this.requestUpdate()}attach(t){let e=t.filter(({type:o})=>se.includes(o)),s=ze-this.#e.length,r=e.slice(0,s);this.#e.push(...r.map(o=>({file:o,preview:URL.createObjectURL(o)}))),this.#i=e.length>s?this.#o.tooManyPictures:"",e.length<t.length&&(this.#i=this.#o.notPicture),this.requestUpdate(),this.focus()}firstUpdated(){this.#t=new Rt(this.options),this.#n.value=this.#t.text,this.#m(),this.requestUpdate()}get#a(){return this.hasUpdated?this.#n.value.trim():""}get#l(){return[this.#s===null?"":`${this.options.origin}/adverts/${this.#s}/`,this.#a].filter(Boolean).join(`
`)}get#c(){return J-[...this.#l].length}get#h(){return(this.#l!==""||this.#e.length>0)&&this.#c>=0}#d(t){if(t.preventDefault(),this.focus(),!!this.#h){for(let{file:e,preview:s}of this.#e.splice(0))URL.revokeObjectURL(s),this.model.pictures.send(e);this.#l&&this.model.send(this.#l),this.#s=null,this.#i=this.#n.value="",this.#p(),this.dispatchEvent(new CustomEvent("rip-sent"))}}#p(){this.#t.text=this.#n.value,this.#m(),this.requestUpdate()}#m(){let{style:t}=this.#n;t.height="auto",t.height=`${this.#n.scrollHeight+2}px`}#f(t){t.key!=="Enter"||t.shiftKey||t.isComposing||this.#r.matches||this.#d(t)}#y(t){let e=[...t.clipboardData?.files??[]];e.length!==0&&(t.preventDefault(),this.attach(e))}#u(t){let e=t.target;this.attach([...e.files??[]]),e.value=""}render(){let t=this.#o;return l`
      ${this.#g()} ${this.#v()} ${this.#x()}
      <form @submit=${this.#d}>
        <label class="tool" title=${t.attach}>
          <span class="unseen">${t.attach}</span>${b("imagePlus")}
          <input class="unseen" type="file" multiple accept=${se.join()} @change=${this.#u} />
        </label>
        <textarea
          rows="1"
          placeholder=${t.write}
          aria-label=${t.write}
          @input=${()=>(this.#p(),this.model.typed())}
          @keydown=${this.#f}
          @paste=${this.#y}
        ></textarea>
        <button class="send" aria-label=${t.send} aria-disabled=${!this.#h}>${b("arrowUp")}</button>
      </form>
      ${this.model.needsConsent?l`<p class="consent">
            ${t.consent}
            <a href="${this.options.origin}/privacy/" target="_blank" rel="noopener">${t.consentLink}</a>.
          </p>`:h}
    `}#g(){let t=this.#s===null?null:this.model.adverts.find(this.#s);if(!t)return h;let{origin:e,language:s}=this.options,r=()=>{this.#s=null,this.requestUpdate(),this.focus()};return l`<ul class="attached">
      <li>
        ${B(t,`${e}/adverts/${t.id}/`,this.#o,s)}
        ${this.#w(this.#o.removeAdvert,r)}
      </li>
    </ul>`}#v(){return this.#e.length===0?h:l`<ul class="attached">
      ${L(this.#e,({preview:t})=>t,t=>l`<li>
          <img class="thumb" src=${t.preview} alt=${t.file.name} />
          ${this.#w(this.#o.remove,()=>this.#b(t))}
        </li>`)}
    </ul>`}#w(t,e){return l`<button class="remove" type="button" aria-label=${t} @click=${e}>${b("x")}</button>`}#b(t){URL.revokeObjectURL(t.preview),this.#e=this.#e.filter(e=>e!==t),this.requestUpdate(),this.focus()}#x(){return this.#i?l`<p class="note wrong" role="alert">${this.#i}</p>`:this.#c<0?l`<p class="note wrong" role="alert">${this.#o.tooLong(-this.#c)}</p>`:J-this.#c<li?h:l`<p class="note">${this.#o.left(this.#c)}</p>`}};customElements.define("rip-chat-composer",ie);var Ke=`:host {
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
`;var hi=/^\/media\/support\/[\w-]{1,4}\/[\w-]{8,64}-(?:320|800|1600)\.webp$/,di=/^\/adverts\/([1-9]\d{0,17})(?:-[^/]*)?\/?$/,pi=/https?:\/\/[^\s<>"«»]+|(?<![^\s(«"])\/adverts\/\d[^\s<>"«»]*/gi,ui=/[.,!?;:'…]$/;function Ge(i,t){let e=i.trim(),s=e.startsWith(`${t}/`)?e.slice(t.length):e;if(!hi.test(s))return null;let r=o=>t+s.replace(/-\d+\.webp$/,`-${o}.webp`);return{href:r(1600),preview:r(800)}}function Ve(i,t){let e=[],s=0;for(let r of i.matchAll(pi)){let o=re(r[0]),n=mi(o,t);n&&(r.index>s&&e.push({kind:"text",text:i.slice(s,r.index)}),e.push(n),s=r.index+o.length)}return s<i.length&&e.push({kind:"text",text:i.slice(s)}),e}function mi(i,t){let e=URL.canParse(i,t)?new URL(i,t):null;if(!e?.hostname||!/^https?:$/.test(e.protocol))return null;let s=e.origin===t&&di.exec(e.pathname);return s?{kind:"advert",text:i,href:e.href,id:Number(s[1])}:{kind:"link",text:i,href:e.href}}function re(i){let t=s=>i.split(s).length;if(ui.test(i))return re(i.slice(0,-1));let e={")":"(","]":"["}[i.at(-1)??""];return e&&t(e)<t(i.at(-1))?re(i.slice(0,-1)):i}var gi=24*36e5;function Pt(i,t){return new Intl.DateTimeFormat(t,{hour:"2-digit",minute:"2-digit"}).format(i)}function D(i,t,e){let s=c=>new Date(c).setHours(0,0,0,0),r=Math.round((s(t)-s(i))/gi);if(r===0)return y(e).today;if(r===1)return y(e).yesterday;let n=new Date(i).getFullYear()===new Date(t).getFullYear()?{}:{year:"numeric"};return new Intl.DateTimeFormat(e,{day:"numeric",month:"long",...n}).format(i)}var fi=3;function Ye(i,t,e){let{entry:s,begins:r,ends:o}=i,n=y(e),c=["message",s.own&&"own",r&&"begins",o&&"ends",s.state];return l`<li class=${c.filter(Boolean).join(" ")}>
    ${r&&(!s.own||s.sender!==t.thread.me)?l`<p class="name">${s.sender}</p>`:l`<span class="unseen">${s.own?n.you:s.sender}:</span>`}
    ${yi(s.text,t,n)}
    ${s.state==="failed"?$i(s,t,n):o?xi(s,e):h}
  </li>`}function yi(i,t,e){let s=Ge(i,t.origin);if(s)return bi(s,e);let r=Ve(i,t.origin),o=new Map;for(let a of r){if(a.kind!=="advert"||o.size>=fi)continue;let p=t.adverts.find(a.id);p&&o.set(a.id,B(p,a.href,e,t.language))}let n=r.filter(a=>!(a.kind==="advert"&&o.has(a.id))),c=n.every(a=>!a.text.trim());return l`${c?h:l`<div class="text">${vi(n).map(wi)}</div>`}
  ${[...o.values()]}`}function vi(i){return i.map((t,e)=>{if(t.kind!=="text")return t;let{text:s}=t;return e===0&&(s=s.trimStart()),e===i.length-1&&(s=s.trimEnd()),{...t,text:s}})}function wi(i){return i.kind==="text"?i.text:l`<a href=${i.href} target="_blank" rel=${"noopener noreferrer nofollow ugc"}>${i.text}</a>`}function bi({href:i,preview:t},e){return l`<a class="picture" href=${i} target="_blank" rel="noopener" aria-label=${e.openPicture}>
    <img src=${t} alt="" loading="lazy" decoding="async" />
  </a>`}function xi(i,t){let e=l`<time datetime=${new Date(i.at).toISOString()}>${Pt(i.at,t)}</time>`;if(i.state==="received"||i.state==="failed")return l`<p class="meta">${e}</p>`;let s=y(t),r={sending:b("clock"),sent:b("check"),read:b("checkCheck")}[i.state];return l`<p class="meta">
    ${e}<span class=${i.state} title=${s[i.state]}>${r}</span>
    <span class="unseen">${s[i.state]}</span>
  </p>`}function $i(i,t,e){let s=`${e.failed}. ${i.failure??""}`;return Je(s,e,()=>t.retry(i.key),()=>t.drop(i.key))}function Je(i,t,e,s){return l`
    <p class="meta failure" role="alert">${b("circleAlert")}<span>${i}</span></p>
    <p class="meta failure">
      <button class="link" type="button" @click=${e}>${t.retry}</button>
      <button class="link" type="button" @click=${s}>${t.discard}</button>
    </p>
  `}function Qe(i,t,e){let s=Math.round(i.progress*100);return l`<li class="message own begins ends ${i.failure===null?"sending":"failed"}">
    <div class="picture">
      <img src=${i.preview} alt=${i.file.name} />
      ${i.failure===null?l`<progress max="100" value=${s} aria-label=${e.uploading(s)}></progress>`:h}
    </div>
    ${i.failure===null?l`<p class="meta">${e.uploading(s)}</p>`:Je(i.failure,e,()=>t.retry(i),()=>t.drop(i))}
  </li>`}function Xe(i,t){let e=[],s=null,r=t!==null;for(let o of i){let n=!s||oe(s.entry.at)!==oe(o.at);n&&e.push({kind:"day",key:`day ${oe(o.at)}`,at:o.at});let c=r&&!o.own&&(o.seq??0)>t;c&&(r=!1,e.push({kind:"new",key:"new"}));let a=n||c||!ki(s.entry,o);s&&(s.ends=a),s={kind:"message",key:o.key,entry:o,begins:a,ends:!0},e.push(s)}return e}function ki(i,t){return i.sender===t.sender&&i.own===t.own&&t.at-i.at<3e5}function oe(i){let t=new Date(i);return`${t.getFullYear()}-${t.getMonth()+1}-${t.getDate()}`}var Si=64,Ze=240,ne=class extends x{constructor(){super(...arguments);this.language="ru";this.newAfter=null;this.welcome=null;this.expected=!1;this.#t=!0;this.#e=0;this.#s=null;this.#i=new ResizeObserver(()=>this.#o())}static{this.styles=[N,Ke,H].map(A)}#t;#e;#s;#i;toNewest(){this.#t=!0,this.requestUpdate()}get#r(){return this.renderRoot.querySelector(".scroller")}firstUpdated(){this.#i.observe(this)}willUpdate(){this.#e=this.#r?.scrollHeight??0}updated(){let e=this.#r,s=this.model.thread.firstSeq;this.#s!==null&&s!==null&&s<this.#s&&!this.#t&&(e.scrollTop+=e.scrollHeight-this.#e),this.#s=s,this.#o(),e.scrollTop<Ze&&this.model.loadingOlder==="no"&&this.model.loadOlder()}#o(){let e=this.#r;!e||!this.#t||(e.scrollTop=e.scrollHeight,!document.hidden&&e.clientHeight>0&&this.model.read(this.model.thread.lastSeq))}#n(){let{scrollTop:e,scrollHeight:s,clientHeight:r}=this.#r,o=s-e-r<Si;o!==this.#t&&this.requestUpdate(),this.#t=o,e<Ze&&this.model.loadingOlder==="no"&&this.model.loadOlder()}render(){let{thread:e,pictures:s,typing:r}=this.model,o=y(this.language),n=e.entries,c=n.length===0&&s.uploads.length===0;return l`
      <div class="scroller" tabindex="0" role="region" aria-label=${o.history} @scroll=${this.#n}>
        <ol class=${c?"empty":""}>
          ${c?this.expected?h:this.#l():this.#c()}
          ${L(Xe(n,this.newAfter),({key:a})=>a,a=>this.#a(a))}
          ${L(s.uploads,({id:a})=>a,a=>Qe(a,s,o))}
          ${r?l`<li class="typing"><span class="unseen">${o.typing}</span><i></i><i></i><i></i></li>`:h}
        </ol>
      </div>
      ${this.#t?h:this.#h()}
    `}#a(e){let s=y(this.language);return e.kind==="day"?l`<li class="day">${D(e.at,Date.now(),this.language)}</li>`:e.kind==="new"?l`<li class="new">${s.newMessages}</li>`:Ye(e,this.model,this.language)}#l(){let e=y(this.language);return l`<li class="welcome">
      ${b("pawPrint")}<b>${this.welcome?.[0]??e.welcome}</b><span>${this.welcome?.[1]??e.welcomeMore}</span>
    </li>`}#c(){let e=y(this.language);return this.model.hasOlder?this.model.loadingOlder!=="failed"?l`<li class="older">${e.loadingOlder}</li>`:l`<li class="older">
      ${e.olderFailed}
      <button class="link" type="button" @click=${()=>void this.model.loadOlder()}>${e.retry}</button>
    </li>`:l`<li class="older">${e.beginning}</li>`}#h(){let e=this.model.thread.unread;return l`<button
      class="down"
      type="button"
      aria-label=${y(this.language).toNewest}
      @click=${()=>(this.#r?.focus(),this.toNewest())}
    >
      ${e>0?l`<span>${e}</span>`:h}${b("arrowDown")}
    </button>`}};customElements.define("rip-chat-log",ne);var ts=I(class extends T{constructor(){super(...arguments),this.key=h}render(i,t){return this.key=i,t}update(i,[t,e]){return t!==this.key&&(dt(i),this.key=t),e}});var es=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-arrow-left"
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
  <path d="m12 19-7-7 7-7" />
  <path d="M19 12H5" />
</svg>
`;var ss=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-inbox"
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
  <polyline points="22 12 16 12 14 15 10 15 8 12 2 12" />
  <path d="M5.45 5.11 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.45-6.89A2 2 0 0 0 16.76 4H7.24a2 2 0 0 0-1.79 1.11z" />
</svg>
`;var is=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-info"
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
  <path d="M12 16v-4" />
  <path d="M12 8h.01" />
</svg>
`;var rs=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-keyboard"
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
  <path d="M10 8h.01" />
  <path d="M12 12h.01" />
  <path d="M14 8h.01" />
  <path d="M16 12h.01" />
  <path d="M18 8h.01" />
  <path d="M6 8h.01" />
  <path d="M7 16h10" />
  <path d="M8 12h.01" />
  <rect width="20" height="16" x="2" y="4" rx="2" />
</svg>
`;var os=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-search"
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
  <path d="m21 21-4.34-4.34" />
  <circle cx="11" cy="11" r="8" />
</svg>
`;var ns=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-user-check"
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
  <path d="m16 11 2 2 4-4" />
  <path d="M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2" />
  <circle cx="9" cy="7" r="4" />
</svg>
`;var as=`<!-- @license lucide-static v0.544.0 - ISC -->
<svg
  class="lucide lucide-user-plus"
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
  <path d="M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2" />
  <circle cx="9" cy="7" r="4" />
  <line x1="19" x2="19" y1="8" y2="14" />
  <line x1="22" x2="16" y1="11" y2="11" />
</svg>
`;var Mi={arrowLeft:es,bell:$t,bellOff:kt,check:St,inbox:ss,info:is,keyboard:rs,pawPrint:_t,rotateCcw:At,search:os,userCheck:ns,userPlus:as,x:Tt};function w(i){return l`${xt(Et(Mi[i]))}`}var Oi=6;function ls(i,t){let{list:e,texts:s}=i,r=e.shown(i.open);return l`
    <ul class="rooms" aria-label=${s.rooms} aria-busy=${e.loading}>
      ${L(r,({room:o})=>o,o=>Di(i,o,()=>t(o)))}
    </ul>
    ${r.length===0&&!e.loading&&i.state!=="connecting"?Li(i):h}
    ${e.hasMore?l`<button class="more" type="button" @click=${()=>void e.more()}>${s.more}</button>`:h}
  `}function Li({list:i,texts:t}){let e=i.search.trim(),s=e?t.emptySearch(e):i.tab==="all"?t.empty:t.emptyTab;return l`<div class="nobody">${w("inbox")}<p>${s}</p></div>`}function Di(i,t,e){let{texts:s,options:r}=i,o=i.open?.number===t.room,n=["room",o&&"chosen",!t.support_read&&"unread"].filter(Boolean).join(" ");return l`<li>
    <button class=${n} type="button" data-room=${t.room} aria-current=${o} @click=${e}>
      ${Z(t)}
      <span class="first">
        <b>${t.customer}</b>
        ${t.last_message?l`<time>${Ii(t.last_message.sent_at,r.language)}</time>`:h}
      </span>
      <span class="second">
        <span class="said">${i.isTyping(t.room)?l`<em>${s.typing}</em>`:Ui(i,t)}</span>
        ${t.unread>0?l`<span class="count"><span aria-hidden="true">${t.unread}</span><span class="unseen">${s.unread(t.unread)}</span></span>`:h}
      </span>
      <span class="third">
        <span class="state ${t.status}">${s.status[t.status]}</span>
        ${t.assignee?l`<span>${t.assignee===r.user?s.tabs.mine:t.assignee}</span>`:h}
      </span>
    </button>
  </li>`}function Z(i){let t=[...i.customer][0]?.toUpperCase()??"?";return l`<span class="face hue-${i.room%Oi} ${i.customer_online?"here":""}" aria-hidden="true">${t}</span>`}function Ui({texts:i,options:t},{last_message:e}){if(!e)return i.nothingSaid;let s=e.message.startsWith("/media/")?i.picture:e.message;return e.sender===t.user?`${i.you}: ${s}`:s}function Ii(i,t){let e=Date.parse(i);return new Date().toDateString()===new Date(e).toDateString()?Pt(e,t):D(e,Date.now(),t)}function cs(i){let{texts:t,customer:e,current:s,options:r}=i;if(!s)return h;if(!e)return l`<div class="waiting" aria-busy="true"></div>`;let o=D(Date.parse(e.since),Date.now(),r.language).toLowerCase();return l`
    <div class="person">
      ${Z(s)}
      <div>
        <h2>${e.name}</h2>
        <p class="quiet">
          ${s.customer_online?t.online:t.offline}${e.guest?` · ${t.guest}`:""}
        </p>
      </div>
    </div>
    <p class="quiet">№ ${e.id} · ${t.since(o)} · ${t.messages(s.last_seq)}</p>
    ${qi(i)}
    <h3>${t.adverts}</h3>
    ${i.theirAdverts.length===0?l`<p class="quiet">${t.noAdverts}</p>`:h}
    ${i.theirAdverts.map(n=>B(n,`${r.origin}/adverts/${n.id}/`,y(r.language),r.language))}
    <h3>${t.notes}</h3>
    <p class="quiet">${t.notesHint}</p>
    <ul class="notes">
      ${e.notes.map(n=>l`<li>
          <p>${n.text}</p>
          <p class="quiet">
            ${n.author}, ${D(Date.parse(n.created),Date.now(),r.language).toLowerCase()}
            <button type="button" aria-label=${t.removeNote} @click=${()=>void i.removeNote(n.id)}>${w("x")}</button>
          </p>
        </li>`)}
    </ul>
    <form class="note" @submit=${n=>void ji(n,i)}>
      <textarea name="text" rows="2" maxlength="2000" required aria-label=${t.noteField} placeholder=${t.noteField}></textarea>
      <button class="act">${t.addNote}</button>
    </form>
  `}function qi(i){let{texts:t,current:e,operators:s,options:r}=i,o=[...new Set([r.user,...s,...e?.assignee?[e.assignee]:[]])],n=c=>c.target.value||null;return l`<label class="assignee">
    <span>${t.assignee}</span>
    <select @change=${c=>void i.assign(n(c))}>
      <option value="" ?selected=${!e?.assignee}>${t.nobody}</option>
      ${o.map(c=>l`<option value=${c} ?selected=${e?.assignee===c}>${c}</option>`)}
    </select>
  </label>`}async function ji(i,t){i.preventDefault();let e=i.target,s=String(new FormData(e).get("text")??"").trim();s&&await t.addNote(s)&&e.reset()}var hs=`:host {
  --ink: var(--color-base-content);
  --paper: var(--color-base-100);
  --accent: var(--color-primary);
  --on-accent: var(--color-primary-content);
  --accent-ink: var(--color-primary);
  --soft: var(--color-accent);
  display: block;
  height: 100%;
  font-size: 15px;
  line-height: 1.4;
  color: var(--ink);
}

.desk {
  display: grid;
  grid-template-columns: 324px minmax(0, 1fr) 288px;
  height: 100%;
  overflow: hidden;
  border: 1px solid var(--color-base-300);
  border-radius: var(--radius-box);
  background: var(--paper);
}

.desk[data-view="rooms"] {
  grid-template-columns: 324px minmax(0, 1fr);
}

.pane {
  display: flex;
  flex-direction: column;
  min-width: 0;
  min-height: 0;
}

.pane + .pane {
  border-inline-start: 1px solid var(--color-base-300);
}

.quiet {
  margin: 0;
  font-size: 13px;
  color: var(--quiet);
}

h2,
h3 {
  margin: 0;
  font-size: 16px;
  font-weight: 600;
}

svg {
  flex: none;
  width: 20px;
  height: 20px;
}

.tool {
  flex: none;
  display: grid;
  place-items: center;
  width: 40px;
  height: 40px;
  border-radius: 50%;
  color: var(--quiet);
}

.tool:hover {
  color: var(--ink);
  background: var(--color-base-200);
}

.act {
  flex: none;
  display: inline-flex;
  align-items: center;
  gap: 6px;
  min-height: 40px;
  padding-inline: 12px;
  border: 1px solid var(--color-base-300);
  border-radius: var(--radius-field);
  font-weight: 500;
  transition: background 140ms ease;
}

.act:hover {
  background: var(--color-base-200);
}

.act[aria-pressed="true"] {
  border-color: transparent;
  color: var(--color-accent-content);
  background: var(--soft);
}

.back,
.info {
  display: none;
}

.notice {
  position: fixed;
  z-index: 60;
  inset: auto auto 24px 50%;
  max-width: min(90vw, 480px);
  margin: 0;
  padding: 12px 16px;
  border-radius: var(--radius-box);
  color: var(--color-neutral-content);
  background: var(--color-neutral);
  translate: -50% 0;
}

.notice:empty {
  display: none;
}

dialog {
  width: min(92vw, 520px);
  padding: 16px;
  border: 1px solid var(--color-base-300);
  border-radius: var(--radius-box);
  color: var(--ink);
  background: var(--paper);
  box-shadow: 0 16px 48px rgb(0 0 0 / 0.24);
}

dialog::backdrop {
  background: rgb(0 0 0 / 0.4);
}

.palette {
  margin-top: 12vh;
}

.palette input {
  width: 100%;
  height: 44px;
  padding-inline: 12px;
  border: 1px solid var(--color-base-300);
  border-radius: var(--radius-field);
  font: inherit;
  font-size: 16px;
  color: inherit;
  background: var(--color-base-200);
}

[role="listbox"] {
  max-height: 50vh;
  margin: 8px 0 0;
  padding: 0;
  overflow-y: auto;
  list-style: none;
}

[role="option"] {
  display: flex;
  gap: 8px;
  justify-content: space-between;
  padding: 8px 12px;
  border-radius: 10px;
  cursor: pointer;
}

[role="option"][aria-selected="true"] {
  color: var(--color-accent-content);
  background: var(--soft);
}

[role="option"]:not([aria-selected="true"]) small {
  color: var(--quiet);
}

.help dl {
  display: grid;
  grid-template-columns: auto 1fr;
  gap: 8px 16px;
  margin: 16px 0;
}

.help dd {
  margin: 0;
}

kbd {
  padding: 2px 8px;
  border: 1px solid var(--color-base-300);
  border-radius: 6px;
  font: inherit;
  font-size: 13px;
  background: var(--color-base-200);
}

.nobody {
  display: flex;
  flex-direction: column;
  align-items: center;
  gap: 4px;
  margin: auto;
  padding: 32px 24px;
  text-align: center;
  text-wrap: balance;
  color: var(--quiet);
}

.nobody p {
  margin: 0;
}

.nobody b {
  font-size: 18px;
  font-weight: 600;
  color: var(--ink);
}

.nobody svg {
  width: 36px;
  height: 36px;
  margin-bottom: 8px;
  color: var(--accent-ink);
}

@media (width < 1100px) {
  .desk,
  .desk[data-view="rooms"] {
    grid-template-columns: 300px minmax(0, 1fr);
  }

  .customer,
  [data-view="customer"] .thread {
    display: none;
  }

  [data-view="customer"] .customer {
    display: flex;
  }

  .info,
  .customer .back {
    display: grid;
  }
}

@media (width < 760px) {
  .desk,
  .desk[data-view="rooms"] {
    grid-template-columns: minmax(0, 1fr);
  }

  .pane {
    border: 0 !important;
  }

  [data-view="rooms"] .thread,
  [data-view="thread"] .list,
  [data-view="customer"] .list,
  .keys,
  .act span {
    display: none;
  }

  .note .act {
    padding-inline: 16px;
  }

  .back {
    display: grid;
  }

  header .face {
    display: none;
  }
}
`;var Mt=class{#t;#e;#s=new Map;constructor(t,e){this.#t=t,this.#e=e}find(t){let e=this.#s.get(t);return e===void 0&&this.#i(t),e??null}async#i(t){this.#s.set(t,null);try{this.#s.set(t,await this.#t.call(`/api/v1/adverts/${t}`)),this.#e()}catch{}}};var ds="rip.chat.sound",Ot=class{#t=Hi();#e=null;get on(){return this.#t}set on(t){this.#t=t;try{localStorage.setItem(ds,t?"on":"off")}catch{}}ring(){if(!this.#t)return;this.#e??=new AudioContext;let{currentTime:t,destination:e}=this.#e,s=this.#e.createGain();s.gain.setValueAtTime(.12,t),s.gain.exponentialRampToValueAtTime(.001,t+.4),s.connect(e);for(let[r,o]of[660,880].entries()){let n=this.#e.createOscillator();n.frequency.value=o,n.connect(s),n.start(t+r*.1),n.stop(t+.4)}}};function Hi(){try{return localStorage.getItem(ds)==="on"}catch{return!1}}function ps(i){return`rip.chat.guest:${i}`}var Lt=class{#t;#e;#s;#i;#r=null;#o=null;constructor(t,e,s){this.#t=t,this.#e=s,this.#i=e.signedIn!==null,this.#s=ps(t.origin)}get known(){return this.#i||this.#r!==null||this.#c!==null}get guest(){return!this.#i}async me(){return this.call("/api/v1/accounts/me")}async become(){if(await this.access()!==null)return;let t=await this.#t.call("/api/v1/accounts/guest",{method:"POST",body:{}});this.#h(t)}async call(t,e={}){return this.with(s=>this.#t.call(t,{...e,headers:s}))}async with(t){let e=await this.access();if(e===null)throw new v(401,"");try{return await t({Authorization:`Bearer ${e}`})}catch(s){if(!(s instanceof v)||s.status!==401)throw s;this.#r===e&&(this.#r=null);let r=await this.access();if(r===null)throw s;return t({Authorization:`Bearer ${r}`})}}async access(){return this.#r!==null?this.#r:(this.#o??=this.#n().finally(()=>this.#o=null),this.#o)}async#n(){if(this.#i){if(this.#r=await this.#a(),this.#r!==null)return this.#r;this.#i=!1}let t=this.#c;if(t===null)return null;let e={method:"POST",body:{refresh:t}};try{this.#h(await this.#t.call("/api/token/refresh/",e))}catch(s){if(!(s instanceof v)||s.status!==401)throw s;if(this.#c!==t)return this.#n();this.#d()}return this.#r}async#a(){let t={"X-CSRFToken":Bi()};try{let e={method:"POST",headers:t};return(await this.#t.call("/session/token/",e)).access}catch(e){if(e instanceof v&&e.status===401)return null;throw e}}#l=null;get#c(){try{return this.#e?this.#e.getItem(this.#s):this.#l}catch{return this.#l}}#h({access:t,refresh:e}){this.#r=t,this.#l=e;try{this.#e?.setItem(this.#s,e)}catch{this.#e=null}}#d(){this.#r=this.#l=null,this.#e?.removeItem(this.#s)}};function Bi(){return document.querySelector("input[name=csrfmiddlewaretoken]")?.value??/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1]??""}async function us(i){if(i.size<1e6)return i;try{let t=await createImageBitmap(i,{imageOrientation:"from-image"}),e=Math.min(1,1600/t.width),s=document.createElement("canvas");s.width=Math.round(t.width*e),s.height=Math.max(1,Math.round(t.height*e)),s.getContext("2d")?.drawImage(t,0,0,s.width,s.height),t.close();let r=await Fi(s);return r&&r.size<i.size?r:i}catch{return i}}function Fi(i){return new Promise(t=>i.toBlob(t,"image/webp",.85))}var Dt=class{constructor(t,e,s,r){this.uploads=[];this.#r=0;this.#t=t,this.#e=e,this.#s=y(s),this.#i=r}#t;#e;#s;#i;#r;send(t){let e=`picture ${++this.#r}`,s=URL.createObjectURL(t),r={progress:0,failure:null,waits:!1,at:Date.now()},o={id:e,file:t,preview:s,...r};this.uploads.push(o),this.#o(o)}retry(t){this.#o(t)}retryWaiting(){for(let t of this.uploads)t.waits&&this.retry(t)}drop(t){URL.revokeObjectURL(t.preview),this.uploads=this.uploads.filter(e=>e!==t),this.#i.changed()}async#o(t){Object.assign(t,{progress:0,failure:null,waits:!1}),this.#i.changed();try{let e=await this.#i.room(),s=await us(t.file),r=await this.#e.with(o=>We(this.#t,e,o,s,n=>{t.progress=n,this.#i.changed()}));if(!this.uploads.includes(t))return;this.drop(t),this.#i.uploaded(r)}catch(e){t.waits=!(e instanceof v),t.failure=this.#n(e),this.#i.changed()}}#n(t){return t instanceof v?t.status===401?this.#s.signIn:t.detail||this.#s.refused:this.#s.noNetwork}};var Ut=class{constructor(t="customer"){this.side=t;this.me="";this.customer="";this.#t=[];this.#e=new Map;this.#s={customer:0,support:0}}#t;#e;#s;get firstSeq(){return this.#t[0]?.seq??null}get lastSeq(){return this.#t.at(-1)?.seq??0}isOwn(t){return this.side==="customer"?t===this.me:t!==this.customer}get readUpTo(){return this.#s[this.side]}get unread(){return this.#t.filter(({seq:t,sender:e})=>t>this.readUpTo&&!this.isOwn(e)).length}get unsent(){return[...this.#e].filter(([,{state:e}])=>e==="sending").map(([e,{text:s}])=>({id:e,text:s}))}receive(t){return t.client_message_id!==null&&t.sender===this.me&&this.#e.delete(t.client_message_id),this.#t.length>0&&t.seq<=this.lastSeq?!1:(t.seq>this.lastSeq+1&&(this.#t=[]),this.#t.push(t),!0)}prepend(t){let e=this.firstSeq??1/0,s=t.filter(({seq:r})=>r<e);(s.at(-1)?.seq??0)+1===e&&this.#t.unshift(...s)}deliver({client_message_id:t,text:e,state:s,seq:r,code:o,detail:n}){let c=n??o;if(s==="failed"&&o==="discarded")this.#e.delete(t);else if(s==="sent"&&r!==void 0&&r<=this.lastSeq)this.#e.delete(t);else{let a=this.#e.get(t)?.at??Date.now();this.#e.set(t,{text:e,at:a,state:s,...c!==void 0&&{failure:c}})}}drop(t){this.#e.delete(t)}markRead(t,e){this.#s[t]=Math.max(this.#s[t],e)}reset(){this.#t=[],this.#s={customer:0,support:0}}get entries(){return[...this.#t.map(t=>this.#i(t)),...this.#r()]}#i({seq:t,sender:e,message:s,sent_at:r,client_message_id:o}){let n=this.isOwn(e),c=this.side==="customer"?"support":"customer",a=t<=this.#s[c]?"read":"sent";return{key:e===this.me&&o?o:`№ ${t}`,text:s,own:n,sender:e,at:Date.parse(r),state:n?a:"received",seq:t}}#r(){return[...this.#e].map(([t,e])=>({key:t,own:!0,sender:this.me,seq:null,...e}))}};var It=class{constructor(t,e){this.context=t;this.thread=new Ut("support");this.needsConsent=!1;this.typing=!1;this.loadingOlder="no";this.#e=new Set;this.#s=!1;this.number=e.room,this.newAfter=e.unread>0?e.read_up_to:null,this.begun=e.last_seq>0,this.thread.me=t.me,this.thread.customer=e.customer,this.pictures=new Dt(t.api,t.identity,t.api.language,{changed:t.changed,room:async()=>this.number,uploaded:s=>this.send(s)}),this.#t=this.#i(),this.#t.start()}#t;#e;#s;get origin(){return this.context.api.origin}get language(){return this.context.api.language}get adverts(){return this.context.adverts}get hasOlder(){return(this.thread.firstSeq??1)>1}leave(){this.#s=!0,this.#r()}hurry(){this.#t.hurry()}send(t){this.#t.send(t)}retry(t){let e=this.thread.entries.find(s=>s.key===t);e&&(this.thread.drop(t),this.send(e.text))}drop(t){this.thread.drop(t),this.context.changed()}typed(){this.#t.typing()}read(t){this.#s||t<=this.thread.readUpTo||(this.#t.read(t),this.thread.markRead("support",t),this.context.changed())}async loadOlder(){let t=this.thread.firstSeq;if(!(this.loadingOlder==="now"||t===null||t<=1)){this.loadingOlder="now",this.context.changed();try{let e=`/api/v1/support/rooms/${this.number}/messages?limit=50&before=${t}`,s=await this.context.identity.call(e);this.thread.prepend(s.messages),this.loadingOlder="no"}catch{this.loadingOlder="failed"}this.context.changed()}}#i(){let{origin:t}=this.context.api,{me:e,ticket:s,changed:r}=this.context,o=new Q({url:t,room:this.number,user:e,getTicket:s});return o.on("message",n=>(this.thread.receive(n),r())),o.on("reset",()=>(this.thread.reset(),r())),o.on("read",({side:n,seq:c})=>(this.thread.markRead(n,c),r())),o.on("typing",({side:n,active:c})=>{n==="customer"&&(this.typing=c),r()}),o.on("delivery",n=>{this.#e[n.state==="sending"?"add":"delete"](n.client_message_id),this.thread.deliver(n),this.#r(),r()}),o.on("state",({state:n})=>{n==="online"&&this.pictures.retryWaiting()}),o}#r(){this.#s&&this.#e.size===0&&this.#t.stop()}};var qt=class{constructor(t,e,s){this.identity=t;this.language=e;this.changed=s}#t=[];async refresh(){let{replies:t}=await this.identity.call("/api/v1/support/replies");this.#t=t,this.changed()}matching(t){let e=t.toLowerCase(),s=o=>o.shortcut.startsWith(e),r=o=>`${o.title} ${this.textOf(o)}`.toLowerCase().includes(e);return[...this.#t.filter(s),...this.#t.filter(o=>!s(o)&&r(o))]}textOf({text_ru:t,text_en:e}){return this.language==="en"?e||t:t||e}filled(t,e){return this.textOf(t).replace(/\{(name|operator)\}/g,(s,r)=>e[r])}async used({id:t}){await this.identity.call(`/api/v1/support/replies/${t}/used`,{method:"POST"})}};var jt=class{constructor(t,e,s){this.identity=t;this.me=e;this.changed=s;this.tab="all";this.search="";this.loading=!1;this.#t=new Map;this.#e=null;this.#s=0}#t;#e;#s;get hasMore(){return this.#e!==null}find(t){return this.#t.get(t)}shown(t){let e=[...this.#t.values()],s=r=>!r.support_read||r.room===t?.number&&t.newAfter!==null;return e.filter(r=>r.room===t?.number||this.#i(r)).sort((r,o)=>Number(s(o))-Number(s(r))||Wi(r,o))}#i(t){return ae(t,this.search)?this.tab==="all"?!0:this.tab==="mine"?t.status!=="done"&&t.assignee===this.me:this.tab==="nobody"?t.status!=="done"&&t.assignee===null:t.status===this.tab:!1}take(t){this.#t.set(t.room,{...this.#t.get(t.room),...t})}begin(t,e){this.#s+=1,this.#t=new Map(t.map(s=>[s.room,s])),this.#e=e,this.loading=!1}async reload(){await this.#r(null)}async more(){!this.loading&&this.#e!==null&&await this.#r(this.#e)}async#r(t){let e=++this.#s;this.loading=!0,this.changed();try{let s=await this.identity.call(`/api/v1/support/rooms?${this.#o(t)}`);if(e!==this.#s)return;s.rooms.forEach(r=>this.take(r)),this.#e=s.next_cursor}finally{e===this.#s&&(this.loading=!1),this.changed()}}#o(t){let e=new URLSearchParams({limit:String(50),q:this.search.trim()});return zi(this.tab)&&e.set("status",this.tab),this.tab==="mine"&&e.set("assignee","me"),this.tab==="nobody"&&e.set("assignee","nobody"),t!==null&&e.set("cursor",t),e}};function ae({customer:i,room:t},e){let s=e.trim().toLowerCase();return i.toLowerCase().startsWith(s)||String(t)===s}function zi(i){return i==="open"||i==="waiting"||i==="done"}function Wi(i,t){return i.last_activity!==t.last_activity?i.last_activity>t.last_activity?-1:1:t.room-i.room}var Nt=class{constructor(t,e,s){this.events=s;this.#t=new j({addressWith:r=>{let o=new URL(`/ws/desk/?uuid=${r}`,t);return o.protocol=o.protocol.replace("http","ws"),o.href},getTicket:e,WebSocket,timing:gt,onFrame:r=>this.#e(r),onEnd:()=>{},onState:r=>{r.state==="online"?s.state("online"):r.state==="offline"&&s.state(r.retryIn===null?"ended":"lost")}}),addEventListener("online",()=>this.#t.hurry()),addEventListener("offline",()=>this.#t.giveUp())}#t;start(){this.#t.start()}#e(t){t.type==="hello"&&this.#t.greeted(),this.events.frame(t)}};var Ki={title:"Поддержка",rooms:"Разговоры",thread:"Разговор",customerPane:"Клиент",search:"Имя или номер",tabs:{all:"Все",open:"Ждут ответа",mine:"Мои",nobody:"Ничьи",waiting:"Ждём клиента",done:"Готово"},status:{open:"Ждёт ответа",waiting:"Ждём клиента",done:"Готово"},unread:i=>`непрочитанных: ${i}`,online:"в сети",offline:"не в сети",typing:"печатает…",picture:"Картинка",you:"Вы",viewing:i=>`Здесь же ${i}`,empty:"Пока тихо. Как только кто-нибудь напишет, разговор появится здесь.",emptyTab:"Здесь пусто — и это хорошо.",emptySearch:i=>`Никого не нашли по «${i}». Проверьте имя или номер.`,choose:"Выберите разговор",chooseMore:"Стрелки листают список, «?» показывает все клавиши.",nothingSaid:"Здесь ещё ничего не сказали",nothingSaidMore:"Можно поздороваться первым.",more:"Показать ещё",back:"К разговорам",take:"Взять себе",letGo:"Отпустить",assignee:"Кто ведёт",nobody:"Никто",markDone:"Готово",reopen:"Открыть снова",markWaiting:"Ждём клиента",info:"О клиенте",soundOn:"Включить звук",soundOff:"Выключить звук",keys:"Клавиши",palette:"Найти разговор или действие",nothingFound:"Ничего не нашлось. Попробуйте другие слова.",lost:"Нет связи. Пробуем снова, написанное не потеряется.",signedOut:"Вход закончился. Обновите страницу и войдите снова.",failed:"Не получилось. Проверьте связь и попробуйте ещё раз.",repliesTitle:"Готовые ответы",noReply:"Такого ответа нет. Новый можно добавить в админке.",guest:"Гость",since:i=>`с нами с ${i}`,messages:i=>`сообщений: ${i}`,adverts:"Объявления",noAdverts:"Объявлений пока нет.",free:"Отдам даром",notes:"Заметки",notesHint:"Видят только операторы",noteField:"Новая заметка",addNote:"Добавить",removeNote:"Удалить заметку",close:"Закрыть",keyList:[["j, ↓","следующий разговор"],["k, ↑","предыдущий разговор"],["Enter, r","написать ответ"],["Esc","обратно к списку"],["a","взять себе или отпустить"],["e","готово"],["w","ждём клиента"],["o","открыть снова"],["i","о клиенте"],["s","искать"],["/","готовые ответы (в поле сообщения)"],["Ctrl+Enter","отправить"],["Ctrl+K","всё сразу"],["?","эта подсказка"]]},Gi={title:"Support desk",rooms:"Conversations",thread:"Conversation",customerPane:"Customer",search:"Name or number",tabs:{all:"All",open:"To answer",mine:"Mine",nobody:"Nobody’s",waiting:"Waiting",done:"Done"},status:{open:"To answer",waiting:"Waiting for the customer",done:"Done"},unread:i=>`unread: ${i}`,online:"online",offline:"offline",typing:"typing…",picture:"Picture",you:"You",viewing:i=>`Also here: ${i}`,empty:"Quiet so far. As soon as somebody writes, they’ll appear here.",emptyTab:"Nothing here, and that is good.",emptySearch:i=>`Nobody found by “${i}”. Check the name or number.`,choose:"Choose a conversation",chooseMore:"Arrows move through the list, “?” shows all keys.",nothingSaid:"Nothing has been said here yet",nothingSaidMore:"You may say hello first.",more:"Show more",back:"To the conversations",take:"Take it",letGo:"Let go",assignee:"Looked after by",nobody:"Nobody",markDone:"Done",reopen:"Open again",markWaiting:"Waiting",info:"About the customer",soundOn:"Turn the sound on",soundOff:"Turn the sound off",keys:"Keys",palette:"Find a conversation or an action",nothingFound:"Nothing found. Try other words.",lost:"No connection. Trying again; nothing you wrote is lost.",signedOut:"Your log-in has ended. Reload the page and sign in again.",failed:"That did not work. Check the connection and try again.",repliesTitle:"Canned replies",noReply:"There is no such reply. New ones are added in the admin.",guest:"Guest",since:i=>`here since ${i}`,messages:i=>`messages: ${i}`,adverts:"Adverts",noAdverts:"No adverts yet.",free:"Free to a good home",notes:"Notes",notesHint:"Only operators see these",noteField:"New note",addNote:"Add",removeNote:"Remove the note",close:"Close",keyList:[["j, ↓","next conversation"],["k, ↑","previous conversation"],["Enter, r","write an answer"],["Esc","back to the list"],["a","take it or let go"],["e","done"],["w","waiting for the customer"],["o","open again"],["i","about the customer"],["s","search"],["/","canned replies (in the message field)"],["Ctrl+Enter","send"],["Ctrl+K","everything at once"],["?","this list"]]};function ms(i){return{ru:Ki,en:Gi}[i]}var Vi=6e3,Ht=class{constructor(t,e){this.options=t;this.changed=e;this.chime=new Ot;this.counts=null;this.operators=[];this.state="connecting";this.open=null;this.customer=null;this.theirAdverts=[];this.notice="";this.#s=new Map;this.#i=new Map;this.texts=ms(t.language);let s=new Ct(t.origin,t.language),r=new Lt(s,{signedIn:t.user},null),o=new Mt(s,e),n=()=>this.#l();this.#t={api:s,identity:r,adverts:o,me:t.user,ticket:n,changed:e},this.list=new jt(r,t.user,e),this.replies=new qt(r,t.language,e),this.#e=new Nt(t.origin,n,{frame:c=>this.#c(c),state:c=>{this.state=c,e()}}),addEventListener("online",()=>this.open?.hurry())}#t;#e;#s;#i;start(){this.#e.start()}get current(){return this.open&&(this.#i.get(this.open.number)??this.list.find(this.open.number)??null)}isTyping(t){return(this.#s.get(t)??0)>Date.now()}select(t){this.open?.number!==t.room&&(this.open?.leave(),this.#i.set(t.room,t),this.open=new It(this.#t,t),this.customer=null,this.theirAdverts=[],this.changed(),this.#a(()=>this.#o(!0)))}close(){this.open?.leave(),this.open=null,this.changed()}async show(t,e=this.list.search){this.list.tab=t,this.list.search=e,await this.#a(()=>this.list.reload())}async find(t){let e=new URLSearchParams({q:t,limit:"8"});return(await this.#n(`/api/v1/support/rooms?${e}`)).rooms}async decide(t){let{open:e}=this;if(!e)return;let s={status:t,seq:e.thread.lastSeq};await this.#r(`${e.number}/status`,s)}async assign(t){let{open:e,current:s}=this;!e||!s||await this.#r(`${e.number}/assignee`,{assignee:t,was:s.assignee})}async take(){let t=this.current?.assignee===this.options.user;await this.assign(t?null:this.options.user)}async addNote(t){let e=this.open.number,s={method:"POST",body:{text:t}};return this.#a(async()=>{await this.#n(`/api/v1/support/rooms/${e}/notes`,s),await this.#o(!1)})}async removeNote(t){let e=`/api/v1/support/rooms/${this.open.number}/notes/${t}`;await this.#a(async()=>{this.customer=await this.#n(e,{method:"DELETE"})})}notify(t){this.notice=t,this.changed(),setTimeout(()=>{this.notice===t&&(this.notice=""),this.changed()},Vi)}async#r(t,e){await this.#a(async()=>{this.#d(await this.#n(`/api/v1/support/rooms/${t}`,{method:"PUT",body:e}))})}async#o(t){let{open:e}=this;if(!e)return;let s=await this.#n(`/api/v1/support/rooms/${e.number}/customer`);if(this.open===e&&(this.customer=s),this.changed(),!t)return;let r=`/api/v1/adverts?owner=${s.id}&limit=10`,o=await this.#n(r);this.open===e&&(this.theirAdverts=o.items),this.changed()}#n(t,e){return this.#t.identity.call(t,e)}async#a(t){try{return await t(),this.changed(),!0}catch(e){let s=e instanceof v?e.detail:"";return this.notify(s||this.texts.failed),!1}}async#l(){try{return(await this.#n("/api/ws_token/")).uuid}catch(t){if(t instanceof v&&t.status===401)return null;throw t}}#c(t){switch(t.type){case"hello":this.counts=t.counts,this.operators=t.operators,this.list.begin(t.rooms,t.next_cursor),t.rooms.forEach(e=>this.#d(e)),(this.list.tab!=="all"||this.list.search)&&this.#a(()=>this.list.reload());break;case"room":this.#h(t);break;case"presence":this.operators=t.operators,t.rooms.forEach(e=>this.#p(e));break;case"typing":this.#m(t);break;case"counts":this.counts=t.counts}this.changed()}#h(t){let e=this.#i.get(t.room)?.unread??0,s=this.open?.number===t.room&&!document.hidden;t.unread>e&&!s&&this.chime.ring(),t.last_message?.sender===t.customer&&this.#s.delete(t.room),this.#d(t)}#d(t){let e=this.#i.get(t.room);if(e&&(t.last_seq<e.last_seq||t.tended<e.tended))return;this.#i.set(t.room,{...e,...t}),this.list.take(t),this.customer&&this.open?.number===t.room&&t.tended>this.customer.tended&&this.#a(()=>this.#o(!1))}#p({room:t,...e}){let s=this.#i.get(t)??this.list.find(t);s&&(this.#i.set(t,{...s,...e}),this.list.take({...s,...e}))}#m({room:t,side:e,seconds:s}){e==="customer"&&(this.#s.set(t,Date.now()+s*1e3),setTimeout(()=>this.changed(),s*1e3+50))}};var gs=`.top {
  display: flex;
  gap: 4px;
  padding: 12px 8px 8px 12px;
}

.search {
  flex: 1;
  display: flex;
  align-items: center;
  gap: 8px;
  min-width: 0;
  padding-inline: 12px;
  border: 1px solid var(--color-base-300);
  border-radius: var(--radius-field);
  color: var(--quiet);
  background: var(--color-base-200);
}

.search:focus-within {
  outline: 2px solid var(--accent);
}

.search input {
  flex: 1;
  min-width: 0;
  height: 38px;
  border: 0;
  outline: 0;
  font: inherit;
  font-size: 16px;
  color: var(--ink);
  background: none;
}

.search input::placeholder {
  color: var(--quiet);
  opacity: 1;
}

.tabs {
  display: flex;
  flex-wrap: wrap;
  gap: 4px;
  padding: 0 12px 10px;
  border-bottom: 1px solid var(--color-base-300);
}

.tabs button {
  min-height: 32px;
  padding: 0 10px;
  border-radius: 16px;
  font-size: 14px;
  white-space: nowrap;
}

.tabs button:hover {
  background: var(--color-base-200);
}

.tabs button[aria-pressed="true"] {
  color: var(--color-accent-content);
  background: var(--soft);
}

.tabs span {
  font-variant-numeric: tabular-nums;
  color: var(--quiet);
}

.tabs button[aria-pressed="true"] span {
  color: inherit;
}

.scroll {
  display: flex;
  flex: 1;
  flex-direction: column;
  min-height: 0;
  overflow-y: auto;
}

.rooms {
  margin: 0;
  padding: 4px;
  list-style: none;
}

.room {
  display: grid;
  grid-template-columns: 44px minmax(0, 1fr);
  gap: 0 12px;
  width: 100%;
  padding: 10px 12px;
  border-radius: var(--radius-field);
  text-align: start;
  content-visibility: auto;
  contain-intrinsic-height: auto 84px;
}

.room:hover {
  background: var(--color-base-200);
}

.room:focus-visible {
  outline-offset: -2px;
}

.room.chosen {
  background: var(--color-base-200);
  box-shadow: inset 3px 0 0 var(--accent);
}

.room .face {
  grid-row: 1 / 4;
}

.first,
.second,
.third {
  display: flex;
  gap: 8px;
  justify-content: space-between;
  min-width: 0;
}

.first b {
  overflow: hidden;
  font-weight: 500;
  text-overflow: ellipsis;
  white-space: nowrap;
}

.unread b {
  font-weight: 700;
}

.first time,
.third {
  flex: none;
  font-size: 13px;
  color: var(--quiet);
}

.said {
  overflow: hidden;
  font-size: 14px;
  text-overflow: ellipsis;
  white-space: nowrap;
  color: var(--quiet);
}

.unread .said {
  color: var(--ink);
}

.said em {
  font-style: normal;
  color: var(--color-secondary);
}

.count {
  flex: none;
  min-width: 22px;
  height: 22px;
  padding-inline: 6px;
  border-radius: 11px;
  font-size: 13px;
  font-weight: 600;
  line-height: 22px;
  text-align: center;
  color: var(--on-accent);
  background: var(--accent);
}

.state::before {
  content: "";
  display: inline-block;
  width: 8px;
  height: 8px;
  margin-inline-end: 6px;
  border-radius: 50%;
  background: var(--color-base-300);
}

.state.open::before {
  background: var(--accent);
}

.state.done::before {
  background: var(--color-secondary);
}

.state.waiting::before {
  background: var(--color-warning);
}

.more {
  min-height: 44px;
  margin: 4px 12px 12px;
  border-radius: var(--radius-field);
  font-weight: 500;
  background: var(--color-base-200);
}

.face {
  position: relative;
  flex: none;
  display: grid;
  place-items: center;
  align-self: center;
  width: 44px;
  height: 44px;
  border-radius: 50%;
  font-weight: 600;
  color: var(--ink);
  background: color-mix(in oklab, var(--hue, var(--color-primary)) 22%, var(--paper));
}

.hue-1 {
  --hue: var(--color-secondary);
}

.hue-2 {
  --hue: var(--color-info);
}

.hue-3 {
  --hue: var(--color-warning);
}

.hue-4 {
  --hue: var(--color-base-content);
}

.face.here::after {
  content: "";
  position: absolute;
  inset: auto 0 0 auto;
  width: 12px;
  height: 12px;
  border: 2px solid var(--paper);
  border-radius: 50%;
  background: var(--color-secondary);
}
`;var Bt=class{constructor(t,e,s,r){this.desk=t;this.actions=e;this.openRoom=s;this.changed=r;this.isOpen=!1;this.#t="";this.#e=[];this.#s=0;this.#i=0}#t;#e;#s;#i;open(){this.isOpen=!0,this.#r("")}close(){this.isOpen=!1,this.changed()}async#r(t){this.#t=t,this.#s=0,this.changed();let e=++this.#i,s=await this.desk.find(t).catch(()=>[]);e===this.#i&&(this.#e=s,this.changed())}get#o(){let t=this.#t.trim().toLowerCase(),e=this.actions().filter(({name:o})=>o.toLowerCase().includes(t));return[...this.#e.filter(o=>ae(o,this.#t)).map(o=>({name:o.customer,keys:this.desk.texts.status[o.status],run:()=>this.openRoom(o)})),...e]}#n(t){t&&(this.close(),t.run())}#a(t){let{length:e}=this.#o;if(t.key==="ArrowDown")this.#s=(this.#s+1)%Math.max(e,1);else if(t.key==="ArrowUp")this.#s=(this.#s+e-1)%Math.max(e,1);else if(t.key==="Enter")this.#n(this.#o[this.#s]);else return;t.preventDefault(),this.changed()}render(){let{texts:t}=this.desk,e=this.isOpen?this.#o:[];return l`<dialog class="palette" aria-label=${t.palette} @close=${()=>this.isOpen&&this.close()}>
      ${this.isOpen?l`<input
              type="text"
              role="combobox"
              aria-expanded="true"
              aria-controls="found"
              aria-activedescendant=${e.length>0?`found-${this.#s}`:h}
              aria-label=${t.palette}
              placeholder=${t.palette}
              autocomplete="off"
              autofocus
              .value=${this.#t}
              @input=${s=>void this.#r(s.target.value)}
              @keydown=${s=>this.#a(s)}
            />
            <ul role="listbox" id="found" aria-label=${t.palette}>
              ${e.map((s,r)=>l`<li
                  role="option"
                  id="found-${r}"
                  aria-selected=${r===this.#s}
                  @click=${()=>this.#n(s)}
                >
                  <span>${s.name}</span><small>${s.keys}</small>
                </li>`)}
            </ul>
            ${e.length===0?l`<p class="quiet">${t.nothingFound}</p>`:h}`:h}
    </dialog>`}};var fs=`header {
  display: flex;
  gap: 8px;
  align-items: center;
  min-height: 64px;
  padding: 8px 12px;
  border-bottom: 1px solid var(--color-base-300);
}

header .who {
  flex: 1;
  min-width: 0;
}

.who h2,
.who p {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}

rip-chat-log {
  flex: 1;
}

.compose {
  position: relative;
}

.replies {
  position: absolute;
  z-index: 10;
  inset: auto 12px 100% 12px;
  padding: 8px;
  border: 1px solid var(--color-base-300);
  border-radius: var(--radius-box);
  background: var(--paper);
  box-shadow: 0 8px 24px rgb(0 0 0 / 0.16);
}

.replies [role="listbox"] {
  margin: 0;
}

.replies [role="option"] {
  display: block;
}

.replies small {
  display: block;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}

.customer {
  gap: 8px;
  padding: 16px;
  overflow-y: auto;
}

.customer h3 {
  margin-top: 16px;
}

.customer .card {
  flex: none;
  width: 100%;
}

.person {
  display: flex;
  gap: 12px;
  align-items: center;
}

.person h2 {
  overflow-wrap: anywhere;
}

.assignee {
  display: grid;
  gap: 4px;
  margin-top: 8px;
  font-size: 13px;
  color: var(--quiet);
}

.assignee select,
.note textarea {
  width: 100%;
  padding: 8px 12px;
  border: 1px solid var(--color-base-300);
  border-radius: var(--radius-field);
  font: inherit;
  font-size: 15px;
  color: var(--ink);
  background: var(--color-base-200);
}

.note textarea {
  resize: vertical;
}

.note textarea::placeholder {
  color: var(--quiet);
  opacity: 1;
}

.notes {
  display: grid;
  gap: 8px;
  margin: 0;
  padding: 0;
  list-style: none;
}

.notes li {
  padding: 8px 12px;
  border-radius: 10px;
  background: color-mix(in oklab, var(--color-warning) 12%, var(--paper));
}

.notes p {
  display: flex;
  justify-content: space-between;
  margin: 0;
  white-space: pre-wrap;
}

.notes .quiet {
  color: inherit;
}

.notes svg {
  width: 16px;
  height: 16px;
}
`;var Qi=6,Ft=class{constructor(t,e,s){this.desk=t;this.composer=e;this.changed=s}#t=null;#e=0;#s=null;get#i(){return this.#t===null?[]:this.desk.replies.matching(this.#t).slice(0,Qi)}written(){let t=/^\/(\S*)$/.exec(this.composer()?.text??"")?.[1]??null;t!==null&&this.#t===null&&this.desk.replies.refresh().catch(()=>{}),t!==this.#t&&(this.#e=0),this.#t=t,this.changed()}sent(){this.#s&&this.desk.replies.used(this.#s).catch(()=>{}),this.#s=null,this.written()}key(t){let e=this.#i;if(this.#t===null||t.isComposing)return!1;if(t.key==="Escape")this.#t=null;else{if(e.length===0)return!1;if(t.key==="ArrowDown")this.#e=(this.#e+1)%e.length;else if(t.key==="ArrowUp")this.#e=(this.#e+e.length-1)%e.length;else if(t.key==="Enter"||t.key==="Tab")this.#r(e[this.#e]);else return!1}return this.changed(),!0}#r(t){let e=this.desk.customer?.guest?"":this.desk.current?.customer??"",s=this.desk.replies.filled(t,{name:e,operator:this.desk.options.user}),r=this.composer();r&&(r.text=s.replace(/[,\s]+([!.?])/g,"$1")),this.#s=t,this.#t=null,r?.focus(),this.changed()}render(){if(this.#t===null)return h;let{texts:t,replies:e}=this.desk,s=this.#i;return l`<div class="replies">
      <ul role="listbox" aria-label=${t.repliesTitle}>
        ${s.map((r,o)=>l`<li
            role="option"
            aria-selected=${o===this.#e}
            @pointerdown=${n=>(n.preventDefault(),this.#r(r))}
          >
            <b>/${r.shortcut}</b> <span>${r.title}</span>
            <small>${e.textOf(r)}</small>
          </li>`)}
      </ul>
      ${s.length===0?l`<p class="quiet">${t.noReply}</p>`:h}
      <p class="unseen" aria-live="polite">${s[this.#e]?.title??""}</p>
    </div>`}};function vs(i,{back:t,info:e}){let{texts:s,current:r,options:o}=i;if(!r)return h;let n=(r.answering??[]).filter(p=>p!==o.user),c=r.assignee===o.user,a=r.customer_online?s.online:s.offline;return l`<header>
    <button class="tool back" type="button" aria-label=${s.back} @click=${t}>${w("arrowLeft")}</button>
    ${Z(r)}
    <div class="who">
      <h2>${r.customer}</h2>
      <p class="quiet">
        ${i.open?.typing?s.typing:a}${n.length>0?` · ${s.viewing(n.join(", "))}`:""}
      </p>
    </div>
    <button class="act" type="button" aria-label=${c?s.letGo:s.take} aria-pressed=${c} @click=${()=>void i.take()}>
      ${w(c?"userCheck":"userPlus")}<span>${c?s.letGo:s.take}</span>
    </button>
    ${r.status==="done"?ys(i,"open",s.reopen):ys(i,"done",s.markDone)}
    <button class="tool info" type="button" aria-label=${s.info} @click=${e}>${w("info")}</button>
  </header>`}function ys(i,t,e){return l`<button class="act" type="button" aria-label=${e} @click=${()=>void i.decide(t)}>
    ${w(t==="done"?"check":"rotateCcw")}<span>${e}</span>
  </button>`}var ws=["all","open","mine","nobody","waiting","done"],Xi=200,zt=class extends x{static{this.styles=[N,hs,gs,fs,H].map(A)}#t;#e;#s;#i=!1;#r=!1;#o;#n=document.title;connectedCallback(){super.connectedCallback();let t=()=>this.requestUpdate(),e=document.documentElement.lang.startsWith("en")?"en":"ru";this.#t=new Ht({origin:location.origin,user:this.dataset.user??"",language:e},t),this.#e=new Bt(this.#t,()=>this.#p(),s=>this.#l(s,!0),t),this.#s=new Ft(this.#t,()=>this.#a,t),document.addEventListener("keydown",s=>this.#m(s)),document.addEventListener("visibilitychange",t),this.#t.start()}get#a(){return this.renderRoot.querySelector("rip-chat-composer")}#l(t,e){this.#t.select(t),this.#i=!1,this.updateComplete.then(()=>e?this.#a?.focus():this.#c(t.room)?.focus())}#c(t){return this.renderRoot.querySelector(`[data-room="${t}"]`)}#h(){let t=this.#t.open?.number;this.#t.close(),this.updateComplete.then(()=>t&&this.#c(t)?.focus())}#d(t){let{list:e,open:s}=this.#t,r=e.shown(s),o=r.findIndex(({room:c})=>c===s?.number),n=r[o<0?0:Math.min(Math.max(o+t,0),r.length-1)];n&&this.#l(n,!1)}#p(){let{texts:t,current:e}=this.#t,s=[...ws.map(o=>({name:t.tabs[o],keys:"",run:()=>void this.#t.show(o)})),{name:t.keys,keys:"?",run:()=>this.#u(!0)},{name:this.#t.chime.on?t.soundOff:t.soundOn,keys:"",run:()=>this.#v()}];return e?[{name:e.assignee===this.#t.options.user?t.letGo:t.take,keys:"a",run:()=>void this.#t.take()},{name:t.markDone,keys:"e",run:()=>void this.#t.decide("done")},{name:t.markWaiting,keys:"w",run:()=>void this.#t.decide("waiting")},{name:t.reopen,keys:"o",run:()=>void this.#t.decide("open")},...s]:s}#m(t){if((t.ctrlKey||t.metaKey)&&t.code==="KeyK")return t.preventDefault(),this.#e.open();let e=t.composedPath()[0],s=e.matches?.("input, textarea, select")??!1;if(t.key==="Escape"&&!this.#e.isOpen&&!t.defaultPrevented)return this.#y(s);if(s||t.ctrlKey||t.metaKey||t.altKey||this.#e.isOpen||this.#r)return;let r=this.#f[t.code]??(t.key==="?"?()=>this.#u(!0):void 0);!r||t.code==="Enter"&&e.matches("button, a")||(t.preventDefault(),r())}#f={KeyJ:()=>this.#d(1),KeyK:()=>this.#d(-1),ArrowDown:()=>this.#d(1),ArrowUp:()=>this.#d(-1),KeyR:()=>this.#a?.focus(),Enter:()=>this.#a?.focus(),KeyA:()=>void this.#t.take(),KeyE:()=>void this.#t.decide("done"),KeyW:()=>void this.#t.decide("waiting"),KeyO:()=>void this.#t.decide("open"),KeyI:()=>this.#g(),KeyS:()=>this.renderRoot.querySelector("#search")?.focus()};#y(t){if(this.#r)return this.#u(!1);if(this.#i)return this.#g();let e=this.#t.open?.number;t&&e!==void 0&&this.#c(e)?.focus()}#u(t){this.#r=t,this.requestUpdate()}#g(){this.#i=!this.#i,this.requestUpdate()}#v(){let{chime:t}=this.#t;t.on=!t.on,t.on&&t.ring(),this.requestUpdate()}#w(t){let{value:e}=t.target;this.#t.list.search=e,clearTimeout(this.#o),this.#o=setTimeout(()=>void this.#t.show(this.#t.list.tab,e),Xi),this.requestUpdate()}updated(){let t=this.#t.counts?.unread??0;document.title=t>0?`(${t}) ${this.#n}`:this.#n,this.renderRoot.querySelector("rip-chat-log")?.requestUpdate(),this.#a?.requestUpdate(),this.#b(".palette",this.#e.isOpen),this.#b(".help",this.#r)}#b(t,e){let s=this.renderRoot.querySelector(t);e&&!s.open?s.showModal():!e&&s.open&&s.close()}render(){let t=this.#t,{texts:e,open:s}=t,r=this.#i?"customer":s?"thread":"rooms";return l`
      <div class="desk" data-view=${r}>
        <section class="pane list" aria-label=${e.rooms}>${this.#$()}</section>
        <section class="pane thread" aria-label=${e.thread}>
          ${s?this.#k():l`<div class="nobody">${w("pawPrint")}<p><b>${e.choose}</b></p><p>${e.chooseMore}</p></div>`}
        </section>
        ${s?l`<section class="pane customer" aria-label=${e.customerPane} tabindex="0">
              <button class="tool back" type="button" aria-label=${e.close} @click=${()=>this.#g()}>${w("arrowLeft")}</button>
              ${cs(t)}
            </section>`:h}
      </div>
      <p class="notice" role="status">${this.#x()}</p>
      ${this.#e.render()} ${this.#_()}
    `}#x(){let{texts:t,state:e,notice:s}=this.#t;return e==="ended"?t.signedOut:s||(e==="lost"?t.lost:"")}#$(){let{texts:t,list:e,chime:s}=this.#t;return l`
      <div class="top">
        <label class="search">
          ${w("search")}<span class="unseen">${t.search}</span>
          <input id="search" type="search" placeholder=${t.search} maxlength="100" autocomplete="off" @input=${this.#w} />
        </label>
        <button class="tool" type="button" aria-label=${s.on?t.soundOff:t.soundOn} @click=${()=>this.#v()}>
          ${w(s.on?"bell":"bellOff")}
        </button>
        <button class="tool keys" type="button" aria-label=${t.keys} @click=${()=>this.#u(!0)}>${w("keyboard")}</button>
      </div>
      <div class="tabs" role="group" aria-label=${t.rooms}>
        ${ws.map(r=>l`<button type="button" aria-pressed=${e.tab===r} @click=${()=>void this.#t.show(r)}>
            ${t.tabs[r]} <span>${this.#t.counts?.[r]??""}</span>
          </button>`)}
      </div>
      <div class="scroll">${ls(this.#t,r=>this.#l(r,matchMedia("(min-width: 760px)").matches))}</div>
    `}#k(){let t=this.#t,{texts:e,options:s}=t,r=t.open,o={origin:s.origin,own:!0,signedIn:`${s.user}:${r.number}`,language:s.language,theme:null,colour:null,side:"right",open:!0,panel:""};return l`
      ${vs(t,{back:()=>this.#h(),info:()=>this.#g()})}
      ${ts(r.number,l`<rip-chat-log
            .model=${r}
            .language=${s.language}
            .newAfter=${r.newAfter}
            .expected=${r.begun}
            .welcome=${[e.nothingSaid,e.nothingSaidMore]}
          ></rip-chat-log>
          <div
            class="compose"
            @input=${()=>this.#s.written()}
            @dragover=${n=>n.preventDefault()}
            @drop=${n=>(n.preventDefault(),this.#a?.attach([...n.dataTransfer?.files??[]]))}
            @keydown=${{handleEvent:n=>{this.#s.key(n)&&(n.preventDefault(),n.stopPropagation())},capture:!0}}
          >
            ${this.#s.render()}
            <rip-chat-composer .model=${r} .options=${o} @rip-sent=${()=>this.#S()}></rip-chat-composer>
          </div>`)}
    `}#S(){this.#s.sent(),this.renderRoot.querySelector("rip-chat-log")?.toNewest()}#_(){let{texts:t}=this.#t;return l`<dialog class="help" aria-labelledby="keys" @close=${()=>this.#r&&this.#u(!1)}>
      <h2 id="keys">${t.keys}</h2>
      <dl>${t.keyList.map(([e,s])=>l`<dt><kbd>${e}</kbd></dt><dd>${s}</dd>`)}</dl>
      <button class="act" type="button" @click=${()=>this.#u(!1)}>${t.close}</button>
    </dialog>`}};customElements.define("rip-desk",zt);})();
