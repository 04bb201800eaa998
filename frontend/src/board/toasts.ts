/** Close messages of the server by their buttons. */
export function dismissToasts(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest("[data-dismiss]");
    button?.closest("[data-toast]")?.remove();
  });
}

/** Show a text for a few seconds, among the server's messages. */
export function toast(text: string): void {
  const alert = document.createElement("div");
  alert.className = "alert alert-info whitespace-normal shadow-lg";
  alert.textContent = text;
  document.querySelector("#messages")?.append(alert);
  setTimeout(() => alert.remove(), 5000);
}
