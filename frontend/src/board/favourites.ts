const KEY = "rip-favourites";
const MOST = 100;

interface Shown {
  title: string;
  location: string;
  price: number;
  pictures: { thumbnail: string }[];
}

/** The ids kept in this browser, the last added first. */
function kept(): number[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(Number.isInteger).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function keep(ids: number[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.slice(0, MOST)));
  } catch {
    // A browser that keeps nothing: the heart lasts as long as the page.
  }
}

export function keepFavourites(): void {
  const hearts = [...document.querySelectorAll<HTMLElement>("[data-favourite]")];
  for (const heart of hearts) {
    heart.hidden = false;
    draw(heart);
    heart.addEventListener("click", () => {
      const ids = kept();
      const id = idOf(heart);
      keep(ids.includes(id) ? ids.filter((one) => one !== id) : [id, ...ids]);
      hearts.forEach(draw);
    });
  }
  const list = document.querySelector<HTMLElement>("[data-favourites-kept]");
  if (list) void showKept(list);
  mergeKept();
}

const idOf = (heart: HTMLElement): number => Number(heart.dataset.favourite);

function draw(heart: HTMLElement): void {
  const is = kept().includes(idOf(heart));
  heart.setAttribute("aria-pressed", String(is));
  heart.querySelector("svg")?.classList.toggle("fill-primary", is);
  heart.querySelector("svg")?.classList.toggle("text-primary", is);
}

/** On the page of favourites who has signed in hands over what this browser kept. */
function mergeKept(): void {
  const form = document.querySelector<HTMLFormElement>("[data-favourites-merge]");
  const ids = kept();
  const field = form?.elements.namedItem("ids");
  if (!form || !ids.length || !(field instanceof HTMLInputElement)) return;
  field.value = ids.reverse().join(",");
  keep([]);
  form.requestSubmit();
}

async function showKept(list: HTMLElement): Promise<void> {
  const ids = kept();
  const empty = document.querySelector<HTMLElement>("[data-favourites-empty]");
  if (empty) empty.hidden = ids.length > 0;
  for (const id of ids) {
    const answer = await fetch(`/api/v1/adverts/${id}`).catch(() => null);
    if (!answer || (!answer.ok && answer.status !== 404)) continue;
    const advert = answer.ok ? ((await answer.json()) as Shown) : null;
    list.append(row(list, id, advert));
  }
}

function row(list: HTMLElement, id: number, advert: Shown | null): HTMLElement {
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
  const words = document.createElement("div");
  words.className = "min-w-0 grow";
  if (advert) {
    const link = document.createElement("a");
    link.href = `/adverts/${id}/`;
    link.className = "font-medium hover:text-primary";
    link.textContent = advert.title;
    const more = document.createElement("p");
    more.className = "text-sm text-quiet";
    const roubles = new Intl.NumberFormat(document.documentElement.lang).format(advert.price);
    more.textContent = `${advert.price ? `${roubles}\u00a0₽` : list.dataset.free}, ${advert.location}`;
    words.append(link, more);
  } else {
    words.textContent = list.dataset.gone ?? "";
    words.classList.add("text-quiet");
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-ghost btn-square";
  button.textContent = "×";
  button.setAttribute("aria-label", `${list.dataset.remove}: ${advert?.title ?? id}`);
  button.addEventListener("click", () => {
    keep(kept().filter((one) => one !== id));
    item.remove();
  });
  item.append(words, button);
  return item;
}
