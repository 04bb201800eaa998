import type { Language } from "../strings.js";

const PATIENCE_MS = 20_000;

/** The board answered, and it is not what was asked for. */
export class Refusal extends Error {
  /**
   * @param status of the answer
   * @param detail what to do next, in words for people; may be empty
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

/** The board's API. A call throws Refusal for an answer that is an error, TypeError without one. */
export class Api {
  constructor(
    readonly origin: string,
    readonly language: Language,
  ) {}

  async call<T>(path: string, { method = "GET", body, headers = {} }: Call = {}): Promise<T> {
    const answer = await fetch(this.origin + path, {
      method,
      headers: {
        "Accept-Language": this.language,
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Refusal(answer.status, await detailOf(answer));
    return (await answer.json()) as T;
  }
}

async function detailOf(answer: Response): Promise<string> {
  try {
    return detailIn(await answer.json());
  } catch {
    return "";
  }
}

/** What a problem document says of the only wrong field, else of the whole. */
export function detailIn(problem: { detail?: string; errors?: Record<string, string[]> }): string {
  const [field] = Object.values(problem.errors ?? {});
  return field?.join(" ") ?? problem.detail ?? "";
}
