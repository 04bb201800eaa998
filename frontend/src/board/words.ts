const RU = { suggestions: "Подсказки" };
const EN: typeof RU = { suggestions: "Suggestions" };

/** What scripts say, in the language of the page. */
export function words(): typeof RU {
  return document.documentElement.lang === "ru" ? RU : EN;
}
