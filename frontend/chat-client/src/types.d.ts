/** The side of a room somebody is on: its owner, or the operators together. */
export type Side = "customer" | "support";

/** A message of the room, as everyone in it gets it. */
export interface Message {
  seq: number;
  sender: string;
  message: string;
  /** In UTC, ISO 8601. */
  sent_at: string;
  client_message_id: string | null;
}

/** The delivery of a message of our own. */
export interface Delivery {
  client_message_id: string;
  text: string;
  state: "sending" | "sent" | "failed";
  /** The message's number in its room, once it is sent. */
  seq?: number;
  /** The reason of a failure: an error code of the protocol, "frame_too_large" or "discarded". */
  code?: string;
  /** The same as a text for people, when the server gave one. */
  detail?: string;
}

export interface StateChange {
  state: "connecting" | "online" | "offline";
  /** The close code that ended the connection; 1006 when there was none. */
  code?: number;
  /** When the next attempt begins, in seconds; null when there will be none. */
  retryIn?: number | null;
}

export interface ChatEvents {
  /** Each message once, in the order of its number. */
  message: Message;
  delivery: Delivery;
  state: StateChange;
  /** Drop every message that was shown: what follows does not join on to them. */
  reset: { epoch: string };
  /** A side has read everything up to `seq`. */
  read: { side: Side; seq: number };
  /** Somebody began or ceased to type. */
  typing: { side: Side; sender: string; active: boolean };
  /** True for each side that is online. */
  presence: { customer: boolean; support: boolean };
}

/** All in seconds. */
export interface Timing {
  /** The first pause before a new attempt; it doubles with each failure. Default 0.5. */
  firstPause: number;
  /** The longest pause. Default 30. */
  longestPause: number;
  /** A connection that lived this long was a good one: the pauses start anew. Default 10. */
  goodAfter: number;
  /** A connection that has been silent this long is pinged, and closed if it stays silent for as
   * long again. An attempt to connect is closed after it too. Default 20. */
  silence: number;
}

export interface ChatOptions {
  /** The URL of RIP, for example "https://pets.example.org". */
  url: string;
  room: number;
  /** The author. Unsent messages of one person are never sent by another. */
  user: string;
  /** A new ticket of GET /api/ws_token/, or null when there is none to be had without signing in
   * again. May throw when the network is away. Called once for every attempt. */
  getTicket: () => Promise<string | null>;
  /** A storage in which unsent messages outlive the page; default localStorage when there is one.
   * With null they are in memory only. */
  storage?: Storage | null;
  timing?: Partial<Timing>;
  WebSocket?: typeof WebSocket;
}

/** The typed mode's frames, as far as this client knows them. */
export type Frame =
  | { type: "hello"; room: number; epoch: string; last_seq: number; recovered: boolean;
      read: Record<Side, number> }
  | ({ type: "message" } & Message)
  | { type: "ack"; client_message_id: string; seq: number }
  | { type: "read"; side: Side; seq: number }
  | { type: "typing"; side: Side; sender: string; seconds: number }
  | { type: "presence"; customer: boolean; support: boolean }
  | { type: "error"; code: string; detail: string; client_message_id: string | null }
  | { type: "ping" }
  | { type: "pong" };
