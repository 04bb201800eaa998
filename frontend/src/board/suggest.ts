import { texts } from "./texts";

interface Suggested {
  value: string;
  count: number;
}

const WAIT_MS = 120;
const MOST = 8;
let lists = 0;

/** Gives every field in a `[data-suggest]` a list of values to choose from, as it is typed in. */
export function suggestValues(): void {
  enhance(document);
  document.addEventListener("htmx:load", (event) => enhance(event.target as Element));
}

function enhance(root: Document | Element): void {
  const itself = root instanceof HTMLElement && root.matches("[data-suggest]") ? [root] : [];
  for (const box of [...itself, ...root.querySelectorAll<HTMLElement>("[data-suggest]")]) {
    const field = box.querySelector("input");
    if (!field || field.role === "combobox") continue;
    new Suggestions(field, box, (box.dataset.suggest ?? "").split(" "));
  }
}

/** A combobox as the ARIA practices describe it: the focus stays in the field. */
class Suggestions {
  readonly #list = document.createElement("ul");
  #active = -1;
  #timer = 0;
  #queries = 0;

  constructor(
    readonly field: HTMLInputElement,
    box: HTMLElement,
    readonly sources: string[],
  ) {
    this.#list.id = `suggestions-${(lists += 1)}`;
    this.#list.className = "suggestions";
    this.#list.role = "listbox";
    this.#list.ariaLabel = texts().suggestions;
    this.#list.hidden = true;
    box.append(this.#list);
    field.role = "combobox";
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.#list.id);
    field.ariaExpanded = "false";
    field.addEventListener("input", () => this.#querySoon());
    field.addEventListener("keydown", (event) => this.#onKey(event));
    field.addEventListener("blur", () => this.#close());
    // Before the field loses the focus to the press.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.#choose(option);
    });
  }

  #querySoon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#query(), WAIT_MS);
  }

  async #query(): Promise<void> {
    const query = (this.#queries += 1);
    const prefix = this.field.value.trim();
    if (!prefix) {
      this.#close();
      return;
    }
    const responses = await Promise.all(this.sources.map((source) => fetchValues(source, prefix)));
    // A response to an earlier prefix comes too late.
    if (query === this.#queries && document.activeElement === this.field) {
      this.#show(responses.flat().sort((one, other) => other.count - one.count).slice(0, MOST));
    }
  }

  #show(found: Suggested[]): void {
    this.#active = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.#list.replaceChildren(...found.map((one, index) => this.#option(one, index)));
    this.#list.hidden = found.length === 0;
    this.field.ariaExpanded = String(found.length > 0);
  }

  #option({ value, count }: Suggested, index: number): HTMLElement {
    const option = document.createElement("li");
    option.id = `${this.#list.id}-${index}`;
    option.role = "option";
    option.ariaSelected = "false";
    option.dataset.value = value;
    const number = document.createElement("span");
    number.className = "text-quiet";
    number.textContent = String(count);
    option.append(value, number);
    return option;
  }

  #onKey(event: KeyboardEvent): void {
    const options = [...this.#list.children] as HTMLElement[];
    if (this.#list.hidden) {
      if (event.key === "ArrowDown") void this.#query();
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // The field itself is one stop more than the options.
      const stops = options.length + 1;
      this.#active = ((this.#active + 1 + step + stops) % stops) - 1;
      this.#mark(options);
    } else if (event.key === "Enter" && options[this.#active]) {
      event.preventDefault();
      this.#choose(options[this.#active]!);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  #mark(options: HTMLElement[]): void {
    options.forEach((option, index) => (option.ariaSelected = String(index === this.#active)));
    const active = options[this.#active];
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.field.setAttribute("aria-activedescendant", active.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  #choose(option: HTMLElement): void {
    this.field.value = option.dataset.value ?? "";
    this.#close();
    if (this.field.type === "search") this.field.form?.requestSubmit();
    else this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#queries += 1;
    this.#show([]);
  }
}

async function fetchValues(field: string, prefix: string): Promise<Suggested[]> {
  const query = new URLSearchParams({ field, prefix });
  try {
    const response = await fetch(`/api/v1/adverts/suggest?${query}`);
    return response.ok ? ((await response.json()) as { values: Suggested[] }).values : [];
  } catch {
    // Without the network there is nothing to suggest; the field works on.
    return [];
  }
}
