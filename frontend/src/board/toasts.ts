/** Messages of the server are closed by their button. */
export function dismissToasts(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest("[data-dismiss]");
    button?.closest("[data-toast]")?.remove();
  });
}

/** Say something in passing, where the server's messages are. */
export function say(words: string): void {
  const toast = document.createElement("div");
  toast.className = "alert alert-info whitespace-normal shadow-lg";
  toast.textContent = words;
  document.querySelector("#messages")?.append(toast);
  setTimeout(() => toast.remove(), 5000);
}
