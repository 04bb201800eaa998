import type { Identity } from "../../chat/connection/identity.js";
import type { RoomSummary, Status, Tab } from "../types.js";

const PAGE = 50;

/** The open room, and the number after which it was unread when it was opened. */
interface Opened {
  number: number;
  newAfter: number | null;
}

/** The rooms of a tab: the pages that were fetched, updated by the frames of the desk's socket. */
export class RoomList {
  tab: Tab = "all";
  search = "";
  loading = false;
  #rooms = new Map<number, RoomSummary>();
  #cursor: string | null = null;
  #request = 0;

  constructor(
    private readonly identity: Identity,
    private readonly me: string,
    private readonly changed: () => void,
  ) {}

  get hasMore(): boolean {
    return this.#cursor !== null;
  }

  find(room: number): RoomSummary | undefined {
    return this.#rooms.get(room);
  }

  /**
   * The rooms to show, in order. The open room stays after it left the tab, and among the unread
   * ones if it was one of them, so that the next room is the next unread one.
   */
  shown(open: Opened | null): RoomSummary[] {
    const rooms = [...this.#rooms.values()];
    const unread = (one: RoomSummary) =>
      !one.support_read || (one.room === open?.number && open.newAfter !== null);
    return rooms
      .filter((one) => one.room === open?.number || this.#belongs(one))
      .sort((one, other) => Number(unread(other)) - Number(unread(one)) || byActivity(one, other));
  }

  #belongs(one: RoomSummary): boolean {
    if (!isFound(one, this.search)) return false;
    if (this.tab === "all") return true;
    if (this.tab === "mine") return one.status !== "done" && one.assignee === this.me;
    if (this.tab === "nobody") return one.status !== "done" && one.assignee === null;
    return one.status === this.tab;
  }

  take(one: RoomSummary): void {
    this.#rooms.set(one.room, { ...this.#rooms.get(one.room), ...one });
  }

  /** Take the first page from the socket. */
  begin(rooms: RoomSummary[], cursor: string | null): void {
    this.#request += 1;
    this.#rooms = new Map(rooms.map((one) => [one.room, one]));
    this.#cursor = cursor;
    this.loading = false;
  }

  /** Fetch the first page of the tab again. */
  async reload(): Promise<void> {
    await this.#read(null);
  }

  async more(): Promise<void> {
    if (!this.loading && this.#cursor !== null) await this.#read(this.#cursor);
  }

  async #read(cursor: string | null): Promise<void> {
    const request = ++this.#request;
    this.loading = true;
    this.changed();
    try {
      const page = await this.identity.call<{ rooms: RoomSummary[]; next_cursor: string | null }>(
        `/api/v1/support/rooms?${this.#query(cursor)}`,
      );
      if (request !== this.#request) return;
      page.rooms.forEach((one) => this.take(one));
      this.#cursor = page.next_cursor;
    } finally {
      if (request === this.#request) this.loading = false;
      this.changed();
    }
  }

  #query(cursor: string | null): URLSearchParams {
    const query = new URLSearchParams({ limit: String(PAGE), q: this.search.trim() });
    if (isStatus(this.tab)) query.set("status", this.tab);
    if (this.tab === "mine") query.set("assignee", "me");
    if (this.tab === "nobody") query.set("assignee", "nobody");
    if (cursor !== null) query.set("cursor", cursor);
    return query;
  }
}

/** True if a search finds a room: by the beginning of its customer's name or by its number. */
export function isFound({ customer, room }: RoomSummary, search: string): boolean {
  const text = search.trim().toLowerCase();
  return customer.toLowerCase().startsWith(text) || String(room) === text;
}

function isStatus(tab: Tab): tab is Status {
  return tab === "open" || tab === "waiting" || tab === "done";
}

/** Order by the newest activity, as the server does. */
function byActivity(one: RoomSummary, other: RoomSummary): number {
  if (one.last_activity !== other.last_activity) return one.last_activity > other.last_activity ? -1 : 1;
  return other.room - one.room;
}
