const RU = { suggestions: "Подсказки" };
const EN: typeof RU = { suggestions: "Suggestions" };

/** Texts of the scripts, in the language of the page. */
export function texts(): typeof RU {
  return document.documentElement.lang === "ru" ? RU : EN;
}
