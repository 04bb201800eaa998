import { toast } from "./toasts";

/** Share a link by the system's dialog where there is one, else copy it. */
export function offerSharing(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-share]")) {
    const { share, clipboard } = navigator as Partial<Navigator>;
    if (!share && !clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { share: url = "", shareTitle: title = "", copied = "" } = button.dataset;
      if (share) {
        // Closing the system's window rejects; that is no error.
        await navigator.share({ title, url }).catch(() => undefined);
      } else {
        await clipboard?.writeText(url);
        toast(copied);
      }
    });
  }
}
