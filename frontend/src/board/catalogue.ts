/** What htmx tells of a request it is about to make. */
interface Asking {
  elt: Element;
  formData: FormData;
}

interface Answered {
  requestConfig?: { elt: Element };
}

/** The board's page: short addresses, and the focus and the words where people expect them. */
export function followCatalogue(): void {
  let cardsBefore = 0;

  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, formData } = (event as CustomEvent<Asking>).detail;
    cardsBefore = document.querySelectorAll("#cards > li:not(:has([data-more]))").length;
    if (!elt.closest("#filters, #sort")) return;
    // What is not filled in is not asked for, and does not lengthen the address.
    for (const [name, value] of [...formData.entries()]) {
      if (typeof value === "string" && !value.trim()) formData.delete(name);
    }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const asked = (event as CustomEvent<Answered>).detail.requestConfig?.elt;
    if (!asked?.closest("#filters, #sort, [data-refocus], [data-more]")) return;
    if (asked.matches("[data-more]")) {
      const first = document.querySelectorAll<HTMLElement>("#cards > li a")[cardsBefore];
      first?.focus({ preventScroll: true });
      return;
    }
    const total = document.getElementById("total");
    if (asked.matches("[data-refocus]")) total?.focus({ preventScroll: true });
    announce(total?.textContent ?? "");
  });

  document.addEventListener("submit", (event) => {
    if ((event.target as Element).id === "filters") document.getElementById("sheet")?.hidePopover();
  });

  // The cross in the search field empties it: everything is wanted again.
  document.addEventListener(
    "search",
    (event) => {
      const field = event.target as HTMLInputElement;
      if (!field.value) field.form?.requestSubmit();
    },
    true,
  );
}

function announce(words: string): void {
  const place = document.getElementById("announcement");
  if (place) place.textContent = words;
}
