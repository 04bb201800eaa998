import { say } from "./toasts";

/** The system's own sharing where there is one, else the link is copied. */
export function offerSharing(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-share]")) {
    const { share, clipboard } = navigator as Partial<Navigator>;
    if (!share && !clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { share: url = "", shareTitle: title = "", copied = "" } = button.dataset;
      if (share) {
        // Who closes the system's window has changed their mind; nothing went wrong.
        await navigator.share({ title, url }).catch(() => undefined);
      } else {
        await clipboard?.writeText(url);
        say(copied);
      }
    });
  }
}
