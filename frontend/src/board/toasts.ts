/** Messages of the server are closed by their button. */
export function dismissToasts(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest("[data-dismiss]");
    button?.closest("[data-toast]")?.remove();
  });
}
