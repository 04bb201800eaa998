import type { Identity } from "../../chat/connection/identity.js";
import type { RoomSummary, Status, Tab } from "../types.js";

const PAGE = 50;

/** The open room, and the number after which it was unread when it was opened. */
interface Kept {
  number: number;
  newAfter: number | null;
}

/** The rooms as they are listed under a tab: the pages that were read, kept right by the news. */
export class RoomList {
  tab: Tab = "all";
  search = "";
  loading = false;
  #rooms = new Map<number, RoomSummary>();
  #cursor: string | null = null;
  #turn = 0;

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
   * What the tab shows, in order. The open room stays though it no longer belongs there, and among
   * the unread ones if it was one of them: whoever reads on from it comes to the next unread one.
   */
  shown(open: Kept | null): RoomSummary[] {
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

  /** The first page came by itself. */
  begin(rooms: RoomSummary[], cursor: string | null): void {
    this.#turn += 1;
    this.#rooms = new Map(rooms.map((one) => [one.room, one]));
    this.#cursor = cursor;
    this.loading = false;
  }

  /** Read the first page of the tab anew. */
  async reload(): Promise<void> {
    await this.#read(null);
  }

  async more(): Promise<void> {
    if (!this.loading && this.#cursor !== null) await this.#read(this.#cursor);
  }

  async #read(cursor: string | null): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    this.changed();
    try {
      const page = await this.identity.call<{ rooms: RoomSummary[]; next_cursor: string | null }>(
        `/api/v1/support/rooms?${this.#query(cursor)}`,
      );
      if (turn !== this.#turn) return;
      page.rooms.forEach((one) => this.take(one));
      this.#cursor = page.next_cursor;
    } finally {
      if (turn === this.#turn) this.loading = false;
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

/** Whether a search finds a room: by the beginning of its customer's name or by its number. */
export function isFound({ customer, room }: RoomSummary, search: string): boolean {
  const sought = search.trim().toLowerCase();
  return customer.toLowerCase().startsWith(sought) || String(room) === sought;
}

function isStatus(tab: Tab): tab is Status {
  return tab === "open" || tab === "waiting" || tab === "done";
}

/** The newest activity first: as the server lists them. */
function byActivity(one: RoomSummary, other: RoomSummary): number {
  if (one.last_activity !== other.last_activity) return one.last_activity > other.last_activity ? -1 : 1;
  return other.room - one.room;
}
