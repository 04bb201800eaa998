import { storeDraft } from "./draft";
import { arrange } from "./pictures";

/** The form of an advert: each picture is uploaded while the form is being filled in. */
export function writeAdverts(): void {
  const form = document.querySelector<HTMLFormElement>("[data-post-form]");
  if (!form) return;
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
  const album = arrange(form);
  storeDraft(form, album);
  followAmounts(form);
  suggest(form);
  form.addEventListener("submit", (event) => {
    if (album.busy()) {
      event.preventDefault();
      album.report(form.dataset.waiting ?? "");
    }
  });
}

/** A checkbox that stands for an amount of 0 disables the amount. */
function followAmounts(form: HTMLFormElement): void {
  for (const zero of form.querySelectorAll<HTMLInputElement>("[data-instead-of]")) {
    const amount = form.elements.namedItem(zero.dataset.insteadOf ?? "");
    if (!(amount instanceof HTMLInputElement)) continue;
    const follow = (): void => {
      amount.disabled = zero.checked;
    };
    zero.addEventListener("change", follow);
    follow();
  }
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
