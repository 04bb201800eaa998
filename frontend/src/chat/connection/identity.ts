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
 * Who is talking: on the board's own pages whoever is signed in there, everywhere else a guest, who
 * is made when they first have something to say. A guest's refresh token is all that is remembered.
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

  /** Whether there is somebody to talk as, without making a guest. */
  get known(): boolean {
    return this.#signedIn || this.#access !== null || this.#remembered !== null;
  }

  /** Whether the one who talks has no account of their own, or would have none. */
  get guest(): boolean {
    return !this.#signedIn;
  }

  async me(): Promise<Me> {
    return this.call<Me>("/api/v1/accounts/me");
  }

  /** Make a guest unless somebody is known already. */
  async become(): Promise<void> {
    if ((await this.access()) !== null) return;
    const tokens = await this.#api.call<Tokens>("/api/v1/accounts/guest", {
      method: "POST",
      body: {},
    });
    this.#remember(tokens);
  }

  /** Call the API as the one who talks. Throws Refusal with 401 when there is nobody. */
  async call<T>(path: string, call: Call = {}): Promise<T> {
    return this.with((headers) => this.#api.call<T>(path, { ...call, headers }));
  }

  /** Do something that needs a token; once more with a new one if the first is refused. */
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

  /** An access token, or null when there is nobody. */
  async access(): Promise<string | null> {
    if (this.#access !== null) return this.#access;
    this.#renewal ??= this.#renew().finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #renew(): Promise<string | null> {
    if (this.#signedIn) {
      this.#access = await this.#cross();
      if (this.#access !== null) return this.#access;
      this.#signedIn = false;
    }
    const refresh = this.#remembered;
    if (refresh === null) return null;
    const call: Call = { method: "POST", body: { refresh } };
    try {
      this.#remember(await this.#api.call<Tokens>("/api/token/refresh/", call));
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      // Another tab may have had it renewed; if not, it is over with this guest.
      if (this.#remembered !== refresh) return this.#renew();
      this.#forget();
    }
    return this.#access;
  }

  /** From the page's session to a token; null when nobody is signed in any more. */
  async #cross(): Promise<string | null> {
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
  #kept: string | null = null;

  get #remembered(): string | null {
    try {
      return this.#storage ? this.#storage.getItem(this.#key) : this.#kept;
    } catch {
      return this.#kept;
    }
  }

  #remember({ access, refresh }: Tokens): void {
    this.#access = access;
    this.#kept = refresh;
    try {
      this.#storage?.setItem(this.#key, refresh);
    } catch {
      this.#storage = null;
    }
  }

  #forget(): void {
    this.#access = this.#kept = null;
    this.#storage?.removeItem(this.#key);
  }
}

function csrfToken(): string {
  const field = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  return field?.value ?? /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}
