/** A picture that the server has: its name, and the URL of its thumbnail. */
export interface StoredPicture {
  name: string;
  thumbnail: string;
}

export interface Album {
  add(picture: StoredPicture): void;
  stored(): StoredPicture[];
  busy(): boolean;
  report(text: string): void;
  onchange: () => void;
}

/** Pictures are dropped or chosen, uploaded one by one, and ordered by drag or by buttons. */
export function arrange(form: HTMLFormElement): Album {
  const list = form.querySelector<HTMLElement>("[data-pictures]")!;
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const drop = form.querySelector<HTMLElement>("[data-drop]")!;
  const status = form.querySelector<HTMLElement>("[data-progress]")!;
  let waiting = 0;

  const items = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[data-picture]")];
  const album: Album = {
    add: (picture) => fill(blank(), picture),
    stored: () =>
      items().flatMap((item) => {
        const name = item.querySelector<HTMLInputElement>("input[name=pictures]")?.value;
        return name ? [{ name, thumbnail: item.querySelector("img")?.src ?? "" }] : [];
      }),
    busy: () => waiting > 0,
    report: (text) => {
      status.textContent = text;
    },
    onchange: () => undefined,
  };

  function changed(): void {
    items().forEach((item, number) => {
      const mark = item.querySelector<HTMLElement>("[data-main]");
      if (mark) mark.hidden = number > 0;
    });
    album.onchange();
  }

  function blank(): HTMLElement {
    const item = document.createElement("li");
    item.className = "relative space-y-2";
    item.dataset.picture = "";
    const image = document.createElement("img");
    image.className = "aspect-4/3 w-full rounded-box bg-base-300 object-cover";
    image.alt = "";
    item.append(image);
    list.append(item);
    return item;
  }

  function fill(item: HTMLElement, { name, thumbnail }: StoredPicture): void {
    item.querySelector("img")!.src = thumbnail;
    item.querySelector("progress")?.remove();
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "pictures";
    field.value = name;
    item.append(field);
    equip(item);
  }

  function equip(item: HTMLElement): void {
    item.querySelector("[data-plain]")?.remove();
    const main = document.createElement("span");
    main.className = "badge badge-secondary absolute start-2 top-2";
    main.dataset.main = "";
    main.textContent = form.dataset.first ?? "";
    const buttons = document.createElement("div");
    buttons.className = "flex gap-1";
    buttons.append(
      button("←", form.dataset.earlier, () => item.previousElementSibling?.before(item)),
      button("→", form.dataset.later, () => item.nextElementSibling?.after(item)),
      button("×", form.dataset.remove, () => item.remove()),
    );
    item.append(main, buttons);
    item.draggable = true;
    item.addEventListener("dragstart", () => item.toggleAttribute("data-dragged", true));
    item.addEventListener("dragend", () => {
      item.removeAttribute("data-dragged");
      changed();
    });
    item.addEventListener("dragover", (event) => {
      const dragged = list.querySelector<HTMLElement>("[data-dragged]");
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const all = items();
      if (all.indexOf(dragged) < all.indexOf(item)) item.after(dragged);
      else item.before(dragged);
    });
    changed();
  }

  function button(sign: string, label: string | undefined, act: () => void): HTMLElement {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm btn-square";
    made.textContent = sign;
    made.setAttribute("aria-label", label ?? "");
    made.title = label ?? "";
    made.addEventListener("click", () => {
      act();
      made.focus();
      changed();
    });
    return made;
  }

  function send(file: File): void {
    const item = blank();
    const bar = document.createElement("progress");
    bar.className = "progress progress-primary w-full";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.querySelector("img")!.src = URL.createObjectURL(file);
    item.append(bar);
    const body = new FormData();
    body.append("image", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.upload ?? "");
    request.setRequestHeader("X-CSRFToken", form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      waiting -= 1;
      if (request.status === 201) fill(item, JSON.parse(request.responseText) as StoredPicture);
      else {
        item.remove();
        album.report(`${file.name}: ${reason(request) ?? form.dataset.failed}`);
      }
      changed();
    });
    waiting += 1;
    album.report("");
    request.send(body);
  }

  items().forEach(equip);
  input.addEventListener("change", () => {
    [...(input.files ?? [])].forEach(send);
    input.value = "";
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.toggleAttribute("data-over", true);
  });
  drop.addEventListener("dragleave", () => drop.removeAttribute("data-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.removeAttribute("data-over");
    [...(event.dataTransfer?.files ?? [])].forEach(send);
  });
  return album;
}

/** The server's reason to refuse a picture. */
function reason(request: XMLHttpRequest): string | null {
  try {
    const problem = JSON.parse(request.responseText) as { detail: string; errors?: Record<string, string[]> };
    return Object.values(problem.errors ?? {}).flat().join(" ") || problem.detail;
  } catch {
    return null;
  }
}
