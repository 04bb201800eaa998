import { Refusal, type Api } from "../connection/api.js";
import type { Identity } from "../connection/identity.js";
import { shrunk } from "./shrink.js";
import { strings, type Language, type Strings } from "../strings.js";
import { sendUp, type Upload } from "./uploads.js";

interface Events {
  changed: () => void;
  /** A room to send to; created if there is none. */
  room: () => Promise<number>;
  /** A picture is uploaded, and a message may show it. */
  uploaded: (url: string) => void;
}

/** Uploads of pictures, in the order they were sent. */
export class Pictures {
  uploads: Upload[] = [];
  #api: Api;
  #identity: Identity;
  #texts: Strings;
  #events: Events;
  #count = 0;

  constructor(api: Api, identity: Identity, language: Language, events: Events) {
    this.#api = api;
    this.#identity = identity;
    this.#texts = strings(language);
    this.#events = events;
  }

  send(file: File): void {
    const id = `picture ${++this.#count}`;
    const preview = URL.createObjectURL(file);
    const state = { progress: 0, failure: null, waits: false, at: Date.now() };
    const upload = { id, file, preview, ...state };
    this.uploads.push(upload);
    void this.#upload(upload);
  }

  retry(upload: Upload): void {
    void this.#upload(upload);
  }

  /** The network is back. */
  retryWaiting(): void {
    for (const upload of this.uploads) if (upload.waits) this.retry(upload);
  }

  drop(upload: Upload): void {
    URL.revokeObjectURL(upload.preview);
    this.uploads = this.uploads.filter((one) => one !== upload);
    this.#events.changed();
  }

  async #upload(upload: Upload): Promise<void> {
    Object.assign(upload, { progress: 0, failure: null, waits: false });
    this.#events.changed();
    try {
      const room = await this.#events.room();
      const file = await shrunk(upload.file);
      const url = await this.#identity.with((headers) =>
        sendUp(this.#api, room, headers, file, (share) => {
          upload.progress = share;
          this.#events.changed();
        }),
      );
      if (!this.uploads.includes(upload)) return;
      this.drop(upload);
      this.#events.uploaded(url);
    } catch (error) {
      upload.waits = !(error instanceof Refusal);
      upload.failure = this.#reason(error);
      this.#events.changed();
    }
  }

  #reason(error: unknown): string {
    if (!(error instanceof Refusal)) return this.#texts.noNetwork;
    if (error.status === 401) return this.#texts.signIn;
    return error.detail || this.#texts.refused;
  }
}
