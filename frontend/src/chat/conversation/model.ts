import type { Adverts } from "../adverts/adverts.js";
import type { Pictures } from "../pictures/pictures.js";
import type { Language } from "../strings.js";
import type { Thread } from "./thread.js";

/** The interface of a conversation to its log and its composer, on either side. */
export interface Model {
  readonly thread: Thread;
  readonly adverts: Adverts;
  readonly pictures: Pictures;
  readonly origin: string;
  readonly language: Language;
  readonly typing: boolean;
  readonly loadingOlder: "no" | "now" | "failed";
  readonly hasOlder: boolean;
  readonly needsConsent: boolean;
  loadOlder(): Promise<void>;
  send(text: string): void;
  retry(key: string): void;
  drop(key: string): void;
  typed(): void;
  /** Everything up to this number was shown. */
  read(seq: number): void;
}
