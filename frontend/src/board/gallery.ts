/** Pictures are links without a script; with one they open over the page and take arrow keys. */
export function showGalleries(): void {
  const strip = document.querySelector<HTMLElement>("[data-strip]");
  const box = document.querySelector<HTMLDialogElement>("[data-lightbox]");
  const frame = box?.querySelector("[data-frame]");
  if (!strip || !box || !frame) return;
  const shown = new Image();
  shown.className = "max-h-full max-w-full object-contain";
  frame.append(shown);
  const links = [...strip.querySelectorAll<HTMLAnchorElement>("[data-large]")];
  let current = 0;

  const show = (number: number): void => {
    current = (number + links.length) % links.length;
    const link = links[current];
    if (!link) return;
    shown.src = link.href;
    shown.alt = link.querySelector("img")?.alt ?? "";
  };
  const scroll = (number: number): void => {
    links[number]?.scrollIntoView({ block: "nearest", inline: "center" });
  };
  const inView = (): number => Math.round(strip.scrollLeft / strip.clientWidth);

  links.forEach((link, number) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(number);
      box.showModal();
    }),
  );
  document.querySelectorAll("[data-thumbnails] a").forEach((link, number) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      scroll(number);
    }),
  );
  for (const button of box.querySelectorAll<HTMLElement>("[data-step]")) {
    button.hidden = links.length < 2;
    button.addEventListener("click", () => show(current + Number(button.dataset.step)));
  }
  box.querySelector("[data-close]")?.addEventListener("click", () => box.close());
  box.addEventListener("close", () => scroll(current));
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
  box.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (step) show(current + step);
  });
  strip.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    scroll(Math.min(links.length - 1, Math.max(0, inView() + step)));
  });
}
