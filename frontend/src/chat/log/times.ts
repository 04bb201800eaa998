import { strings, type Language } from "../strings.js";

const DAY_MS = 24 * 3_600_000;

/** "14:05" */
export function timeOf(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** "Сегодня", "Вчера", "3 мая" or, in another year, "3 мая 2025 г." */
export function dayName(at: number, now: number, language: Language): string {
  const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0);
  // A day of a clock change is an hour longer or shorter.
  const daysAgo = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (daysAgo === 0) return strings(language).today;
  if (daysAgo === 1) return strings(language).yesterday;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const year = sameYear ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long", ...year }).format(at);
}
