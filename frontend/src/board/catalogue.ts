/** The detail of htmx:configRequest. */
interface RequestDetail {
  elt: Element;
  formData: FormData;
}

interface SettleDetail {
  requestConfig?: { elt: Element };
}

/** Shortens the URLs of the board's page, moves the focus, and announces the total. */
export function followCatalogue(): void {
  let cardsBefore = 0;

  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, formData } = (event as CustomEvent<RequestDetail>).detail;
    cardsBefore = document.querySelectorAll("#cards > li:not(:has([data-more]))").length;
    if (!elt.closest("#filters, #sort")) return;
    // Empty fields are left out of the request and of the URL.
    for (const [name, value] of [...formData.entries()]) {
      if (typeof value === "string" && !value.trim()) formData.delete(name);
    }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const source = (event as CustomEvent<SettleDetail>).detail.requestConfig?.elt;
    if (!source?.closest("#filters, #sort, [data-refocus], [data-more]")) return;
    if (source.matches("[data-more]")) {
      const first = document.querySelectorAll<HTMLElement>("#cards > li a")[cardsBefore];
      first?.focus({ preventScroll: true });
      return;
    }
    const total = document.getElementById("total");
    if (source.matches("[data-refocus]")) total?.focus({ preventScroll: true });
    announce(total?.textContent ?? "");
  });

  document.addEventListener("submit", (event) => {
    if ((event.target as Element).id === "filters") document.getElementById("sheet")?.hidePopover();
  });

  // The cross in the search field empties it, and so removes the search.
  document.addEventListener(
    "search",
    (event) => {
      const field = event.target as HTMLInputElement;
      if (!field.value) field.form?.requestSubmit();
    },
    true,
  );
}

function announce(text: string): void {
  const region = document.getElementById("announcement");
  if (region) region.textContent = text;
}
