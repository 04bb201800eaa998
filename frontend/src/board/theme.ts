const YEAR_SECONDS = 365 * 24 * 3600;

/** The theme's buttons work without a script too; with one the page need not be loaded anew. */
export function switchThemes(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter;
    if (!form.matches("[data-theme-switch]") || !(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    document.cookie = `theme=${button.value};path=/;max-age=${YEAR_SECONDS};samesite=lax`;
    document.documentElement.dataset.theme = button.value;
    const other = [...form.querySelectorAll("button")].find((one) => one !== button);
    other?.focus();
  });
}
