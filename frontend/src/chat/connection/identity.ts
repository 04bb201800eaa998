import { Refusal, type Api, type Call } from "./api.js";
import type { Options } from "../options.js";
import { guestKey } from "../../shared/guest-key.js";

export interface Me {
  id: number;
  username: string;
}

interface Tokens {
  access: string;
  refresh: string;
}

/**
 * The author of messages: on the board's own pages the user who is signed in, elsewhere a guest, who
 * is created with the first message. Only a guest's refresh token is stored.
 */
export class Identity {
  #api: Api;
  #storage: Storage | null;
  #key: string;
  #signedIn: boolean;
  #access: string | null = null;
  #renewal: Promise<string | null> | null = null;

  constructor(api: Api, options: Pick<Options, "signedIn">, storage: Storage | null) {
    this.#api = api;
    this.#storage = storage;
    this.#signedIn = options.signedIn !== null;
    this.#key = guestKey(api.origin);
  }

  /** True if messages have an author without a new guest. */
  get known(): boolean {
    return this.#signedIn || this.#access !== null || this.#stored !== null;
  }

  /** True if the author is a guest, or would be one. */
  get guest(): boolean {
    return !this.#signedIn;
  }

  async me(): Promise<Me> {
    return this.call<Me>("/api/v1/accounts/me");
  }

  /** Create a guest unless there is an author already. */
  async become(): Promise<void> {
    if ((await this.access()) !== null) return;
    const tokens = await this.#api.call<Tokens>("/api/v1/accounts/guest", {
      method: "POST",
      body: {},
    });
    this.#store(tokens);
  }

  /** Call the API as the author. Throws Refusal with 401 without one. */
  async call<T>(path: string, call: Call = {}): Promise<T> {
    return this.with((headers) => this.#api.call<T>(path, { ...call, headers }));
  }

  /** Do work that needs a token; repeat it with a new one if the first is refused. */
  async with<T>(work: (headers: Record<string, string>) => Promise<T>): Promise<T> {
    const access = await this.access();
    if (access === null) throw new Refusal(401, "");
    try {
      return await work({ Authorization: `Bearer ${access}` });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      // Another call may have renewed it meanwhile.
      if (this.#access === access) this.#access = null;
      const renewed = await this.access();
      if (renewed === null) throw error;
      return work({ Authorization: `Bearer ${renewed}` });
    }
  }

  /** An access token, or null without an author. */
  async access(): Promise<string | null> {
    if (this.#access !== null) return this.#access;
    this.#renewal ??= this.#renew().finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #renew(): Promise<string | null> {
    if (this.#signedIn) {
      this.#access = await this.#exchange();
      if (this.#access !== null) return this.#access;
      this.#signedIn = false;
    }
    const refresh = this.#stored;
    if (refresh === null) return null;
    const call: Call = { method: "POST", body: { refresh } };
    try {
      this.#store(await this.#api.call<Tokens>("/api/token/refresh/", call));
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      // Another tab may have renewed it; if not, the guest's log-in has ended.
      if (this.#stored !== refresh) return this.#renew();
      this.#clear();
    }
    return this.#access;
  }

  /** Exchange the page's session for a token; null when nobody is signed in. */
  async #exchange(): Promise<string | null> {
    const headers = { "X-CSRFToken": csrfToken() };
    try {
      const call: Call = { method: "POST", headers };
      return (await this.#api.call<{ access: string }>("/session/token/", call)).access;
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return null;
      throw error;
    }
  }

  // Without a storage a guest lasts as long as the page.
  #inMemory: string | null = null;

  get #stored(): string | null {
    try {
      return this.#storage ? this.#storage.getItem(this.#key) : this.#inMemory;
    } catch {
      return this.#inMemory;
    }
  }

  #store({ access, refresh }: Tokens): void {
    this.#access = access;
    this.#inMemory = refresh;
    try {
      this.#storage?.setItem(this.#key, refresh);
    } catch {
      this.#storage = null;
    }
  }

  #clear(): void {
    this.#access = this.#inMemory = null;
    this.#storage?.removeItem(this.#key);
  }
}

function csrfToken(): string {
  const field = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  return field?.value ?? /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}
