import type { Message, Side } from "../../../chat-client/src/types.js";
import { Refusal } from "./api.js";
import type { Identity } from "./identity.js";

const PAGE = 50;

export interface MessagesPage {
  messages: Message[];
  last_seq: number;
  read: Record<Side, number>;
}

/** A customer's room over HTTP. */
export class Room {
  private constructor(
    readonly number: number,
    private readonly identity: Identity,
  ) {}

  /** Open the room of the author; it is created if there is none. */
  static async open(identity: Identity): Promise<Room> {
    const { room_name } = await identity.call<{ room_name: number }>("/api/v1/support_chat");
    return new Room(room_name, identity);
  }

  /** Find the room of a user in the list: a request for it by number would create it. */
  static async find(identity: Identity, owner: number): Promise<Room | null> {
    type Rooms = { rooms: { room: number }[] };
    const { rooms } = await identity.call<Rooms>("/api/v1/support/rooms?limit=1");
    return rooms.some(({ room }) => room === owner) ? new Room(owner, identity) : null;
  }

  /** The newest messages, or those right before a number. */
  messages(before?: number): Promise<MessagesPage> {
    const position = before === undefined ? "" : `&before=${before}`;
    const path = `/api/v1/support/rooms/${this.number}/messages?limit=${PAGE}${position}`;
    return this.identity.call<MessagesPage>(path);
  }

  /** A ticket for a socket, or null when the log-in has ended. */
  async ticket(): Promise<string | null> {
    try {
      return (await this.identity.call<{ uuid: string }>("/api/ws_token/")).uuid;
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return null;
      throw error;
    }
  }
}
