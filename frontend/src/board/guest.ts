import { guestKey } from "../shared/guest-key";

/** Who has talked as a guest and signs up keeps their conversation: the form says who they were. */
export function bringGuest(): void {
  const field = document.querySelector<HTMLInputElement>("form input[type=hidden][name=guest]");
  field?.form?.addEventListener("submit", () => {
    try {
      field.value = localStorage.getItem(guestKey(location.origin)) ?? "";
    } catch {
      // A browser that keeps nothing has no guest to bring.
    }
  });
}
