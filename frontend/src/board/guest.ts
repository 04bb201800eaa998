import { guestKey } from "../shared/guest-key";

/** Hand the guest's token over when they sign up, so that they keep their conversation. */
export function bringGuest(): void {
  const field = document.querySelector<HTMLInputElement>("form input[type=hidden][name=guest]");
  field?.form?.addEventListener("submit", () => {
    try {
      field.value = localStorage.getItem(guestKey(location.origin)) ?? "";
    } catch {
      // Without a storage there is no guest.
    }
  });
}
