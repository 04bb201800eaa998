export type Status = "open" | "waiting" | "done";
export type Tab = "all" | Status | "mine" | "nobody";
export type Counts = Record<Tab | "unread", number>;

/** A room, as the desk's socket and the API's list of rooms give it. */
export interface RoomSummary {
  room: number;
  customer: string;
  last_seq: number;
  support_read: boolean;
  unread: number;
  last_activity: string;
  last_message: { sender: string; message: string; seq: number; sent_at: string } | null;
  read_up_to: number;
  status: Status;
  assignee: string | null;
  tended: number;
  customer_online?: boolean;
  answering?: string[];
}

interface People {
  room: number;
  customer_online: boolean;
  answering: string[];
}

/** The desk socket's frames. */
export type DeskFrame =
  | { type: "hello"; rooms: RoomSummary[]; next_cursor: string | null; counts: Counts; operators: string[] }
  | ({ type: "room" } & RoomSummary)
  | { type: "presence"; rooms: People[]; operators: string[] }
  | { type: "typing"; room: number; side: "customer" | "support"; sender: string; seconds: number }
  | { type: "counts"; counts: Counts };

export interface Note {
  id: number;
  author: string;
  text: string;
  created: string;
}

export interface Customer {
  id: number;
  name: string;
  guest: boolean;
  since: string;
  messages: number;
  tended: number;
  notes: Note[];
}

export interface Reply {
  id: number;
  shortcut: string;
  title: string;
  text_ru: string;
  text_en: string;
}
