const KEY = "rip.chat.open";

/** True while the chat is open in this tab, from one page to the next. */
export class OpenHere {
  get value(): boolean {
    try {
      return sessionStorage.getItem(KEY) !== null;
    } catch {
      return false;
    }
  }

  set value(open: boolean) {
    try {
      if (open) sessionStorage.setItem(KEY, "");
      else sessionStorage.removeItem(KEY);
    } catch {
      // Then it is closed on the next page.
    }
  }
}
