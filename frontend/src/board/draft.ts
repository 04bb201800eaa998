import type { Album, Kept } from "./pictures";
import { say } from "./toasts";

const DAYS_KEPT = 1;
const SENT = "rip-draft-sent";

interface Draft {
  at: number;
  fields: Record<string, string>;
  pictures: Kept[];
}

/** Keep what is written in this browser until it is published; each person's apart. */
export function keepDraft(form: HTMLFormElement, album: Album): void {
  if (form.dataset.draft === undefined) return;
  const key = `rip-draft-${form.dataset.draft}`;
  // Shown again with errors: what is on the page is newer than what was kept.
  if (!document.querySelector("[data-focus]") && restore(form, album, read(key))) {
    say(form.dataset.restored ?? "");
  }
  const save = (): void => write(key, { at: Date.now(), fields: fields(form), pictures: album.kept() });
  form.addEventListener("input", save);
  album.onchange = save;
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, key));
}

/** The draft that was sent is needed until the server says that its advert is on the board. */
export function forgetPosted(): void {
  const key = sessionStorage.getItem(SENT);
  if (!key || !document.querySelector("[data-toast~=posted]")) return;
  sessionStorage.removeItem(SENT);
  localStorage.removeItem(key);
}

function fields(form: HTMLFormElement): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !["csrfmiddlewaretoken", "key", "pictures"].includes(name)) {
      found[name] = value;
    }
  }
  return found;
}

function restore(form: HTMLFormElement, album: Album, draft: Draft | null): boolean {
  if (!draft || Date.now() - draft.at > DAYS_KEPT * 24 * 3600 * 1000) return false;
  const written = Object.entries(draft.fields).filter(([, value]) => value);
  if (!written.length && !draft.pictures.length) return false;
  for (const [name, value] of written) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value;
  }
  draft.pictures.forEach((picture) => album.add(picture));
  return true;
}

function read(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function write(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing: then the draft lasts as long as the page.
  }
}
