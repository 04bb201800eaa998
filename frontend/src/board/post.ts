import { storeDraft } from "./draft";
import { arrange } from "./pictures";

/** The form of an advert: each picture is uploaded while the form is being filled in. */
export function writeAdverts(): void {
  const form = document.querySelector<HTMLFormElement>("[data-post-form]");
  if (!form) return;
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
  const album = arrange(form);
  storeDraft(form, album);
  followPrice(form);
  suggest(form);
  form.addEventListener("submit", (event) => {
    if (album.busy()) {
      event.preventDefault();
      album.report(form.dataset.waiting ?? "");
    }
  });
}

function followPrice(form: HTMLFormElement): void {
  const free = form.elements.namedItem("free");
  const price = form.elements.namedItem("price");
  if (!(free instanceof HTMLInputElement) || !(price instanceof HTMLInputElement)) return;
  const follow = (): void => {
    price.disabled = free.checked;
  };
  free.addEventListener("change", follow);
  follow();
}

function suggest(form: HTMLFormElement): void {
  for (const input of form.querySelectorAll<HTMLInputElement>("[data-suggest-into]")) {
    const field = input.dataset.suggestInto ?? "";
    const list = document.querySelector(`#known-${field}`);
    input.addEventListener("input", async () => {
      const prefix = input.value;
      const query = new URLSearchParams({ field, prefix });
      const response = await fetch(`/api/v1/adverts/suggest?${query}`).catch(() => null);
      if (!response?.ok || input.value !== prefix) return;
      const { values } = (await response.json()) as { values: { value: string }[] };
      list?.replaceChildren(...values.map(({ value }) => new Option(value, value)));
    });
  }
}
