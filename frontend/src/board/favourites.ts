import type { Advert } from "../shared/advert";

const KEY = "rip-favourites";
const MOST = 100;

/** The ids stored in this browser, the last added first. */
function stored(): number[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(Number.isInteger).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function store(ids: number[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.slice(0, MOST)));
  } catch {
    // Without a storage the heart lasts as long as the page.
  }
}

export function showFavourites(): void {
  const hearts = [...document.querySelectorAll<HTMLElement>("[data-favourite]")];
  for (const heart of hearts) {
    heart.hidden = false;
    draw(heart);
    heart.addEventListener("click", () => {
      const ids = stored();
      const id = idOf(heart);
      store(ids.includes(id) ? ids.filter((one) => one !== id) : [id, ...ids]);
      hearts.forEach(draw);
    });
  }
  const list = document.querySelector<HTMLElement>("[data-favourites]");
  if (list) void listStored(list);
  handOver();
}

const idOf = (heart: HTMLElement): number => Number(heart.dataset.favourite);

function draw(heart: HTMLElement): void {
  const is = stored().includes(idOf(heart));
  heart.setAttribute("aria-pressed", String(is));
  heart.querySelector("svg")?.classList.toggle("fill-primary", is);
  heart.querySelector("svg")?.classList.toggle("text-primary", is);
}

/** Hand the ids of this browser over to the account, on the favourites of a signed-in user. */
function handOver(): void {
  const form = document.querySelector<HTMLFormElement>("[data-favourites-merge]");
  const ids = stored();
  const field = form?.elements.namedItem("ids");
  if (!form || !ids.length || !(field instanceof HTMLInputElement)) return;
  field.value = ids.reverse().join(",");
  store([]);
  form.requestSubmit();
}

async function listStored(list: HTMLElement): Promise<void> {
  const ids = stored();
  const empty = document.querySelector<HTMLElement>("[data-favourites-empty]");
  if (empty) empty.hidden = ids.length > 0;
  for (const id of ids) {
    const response = await fetch(`/api/v1/adverts/${id}`).catch(() => null);
    if (!response || (!response.ok && response.status !== 404)) continue;
    const advert = response.ok ? ((await response.json()) as Advert) : null;
    list.append(row(list, id, advert));
  }
}

function row(list: HTMLElement, id: number, advert: Advert | null): HTMLElement {
  const item = document.createElement("li");
  item.className = "panel flex items-center gap-4 p-3";
  const picture = advert?.pictures[0];
  if (picture) {
    const image = document.createElement("img");
    image.src = picture.thumbnail;
    image.alt = "";
    image.className = "size-20 flex-none rounded-box object-cover";
    item.append(image);
  }
  const text = document.createElement("div");
  text.className = "min-w-0 grow";
  if (advert) {
    const link = document.createElement("a");
    link.href = `/adverts/${id}/`;
    link.className = "font-medium hover:text-primary";
    link.textContent = advert.title;
    const more = document.createElement("p");
    more.className = "text-sm text-quiet";
    const roubles = new Intl.NumberFormat(document.documentElement.lang).format(advert.price);
    more.textContent = `${advert.price ? `${roubles}\u00a0₽` : list.dataset.free}, ${advert.location}`;
    text.append(link, more);
  } else {
    text.textContent = list.dataset.gone ?? "";
    text.classList.add("text-quiet");
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-ghost btn-square";
  button.textContent = "×";
  button.setAttribute("aria-label", `${list.dataset.remove}: ${advert?.title ?? id}`);
  button.addEventListener("click", () => {
    store(stored().filter((one) => one !== id));
    item.remove();
  });
  item.append(text, button);
  return item;
}
