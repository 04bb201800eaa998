import type { Language } from "../strings.js";

const TIMEOUT_MS = 20_000;

/** An error response of the board. */
export class Refusal extends Error {
  /**
   * @param status of the response
   * @param detail advice for people; may be empty
   */
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(`HTTP ${status}`);
  }
}

export interface Call {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
}

/** The board's API. A call throws Refusal for an error response, TypeError without a response. */
export class Api {
  constructor(
    readonly origin: string,
    readonly language: Language,
  ) {}

  async call<T>(path: string, { method = "GET", body, headers = {} }: Call = {}): Promise<T> {
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        "Accept-Language": this.language,
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Refusal(response.status, await detailOf(response));
    return (await response.json()) as T;
  }
}

async function detailOf(response: Response): Promise<string> {
  try {
    return detailIn(await response.json());
  } catch {
    return "";
  }
}

/** The messages of a problem document about its first wrong field, else its detail. */
export function detailIn(problem: { detail?: string; errors?: Record<string, string[]> }): string {
  const [field] = Object.values(problem.errors ?? {});
  return field?.join(" ") ?? problem.detail ?? "";
}
