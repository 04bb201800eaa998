import type { Album, StoredPicture } from "./pictures";
import { toast } from "./toasts";

const DAYS_STORED = 1;
const SENT = "rip-draft-sent";

interface Draft {
  at: number;
  fields: Record<string, string>;
  pictures: StoredPicture[];
}

/** Store the fields of the form in this browser until the advert is published, by user. */
export function storeDraft(form: HTMLFormElement, album: Album): void {
  if (form.dataset.draft === undefined) return;
  const key = `rip-draft-${form.dataset.draft}`;
  // On a page with errors the fields are newer than the draft.
  if (!document.querySelector("[data-focus]") && restore(form, album, read(key))) {
    toast(form.dataset.restored ?? "");
  }
  const save = (): void => write(key, { at: Date.now(), fields: fields(form), pictures: album.stored() });
  form.addEventListener("input", save);
  album.onchange = save;
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, key));
}

/** Delete the draft of an advert once the server says that it is published. */
export function deletePosted(): void {
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
  if (!draft || Date.now() - draft.at > DAYS_STORED * 24 * 3600 * 1000) return false;
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
    // Without a storage the draft lasts as long as the page.
  }
}
