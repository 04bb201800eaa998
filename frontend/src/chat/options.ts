import type { Language } from "./strings.js";

/** Options of the chat on a page: attributes of its script tag, then properties of the page. */
export interface Options {
  /** The board's, such as "https://pets.example.org". */
  origin: string;
  /** True on the board's own pages. */
  own: boolean;
  /** The id of whoever is signed in on it. */
  signedIn: string | null;
  language: Language;
  /** Null follows the page or the system. */
  theme: "light" | "dark" | null;
  colour: string | null;
  side: "left" | "right";
  /** Open at once. */
  open: boolean;
  /** The URL of the rest of the chat. */
  panel: string;
}

export interface Page {
  origin: string;
  language: string;
  /** Those the reader prefers. */
  languages: readonly string[];
}

export function optionsOf(
  script: { src: string; dataset: Readonly<Record<string, string | undefined>> },
  page: Page,
): Options {
  const { dataset } = script;
  const { origin } = new URL(script.src, page.origin);
  const theme = dataset["theme"];
  return {
    origin,
    own: origin === page.origin,
    signedIn: origin === page.origin ? dataset["signedIn"] ?? null : null,
    language: languageOf([dataset["language"] ?? "", page.language, ...page.languages]),
    theme: theme === "light" || theme === "dark" ? theme : null,
    colour: dataset["colour"] ?? dataset["color"] ?? null,
    side: dataset["position"] === "left" ? "left" : "right",
    panel: dataset["panel"] ?? new URL("chat-panel.js", script.src).href,
    open: dataset["open"] !== undefined && dataset["open"] !== "false",
  };
}

/** The first of the languages that the chat has. */
function languageOf(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === "ru" || language === "en") return language;
  }
  return "ru";
}
