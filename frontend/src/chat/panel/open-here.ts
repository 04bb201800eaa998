const KEY = "rip.chat.open";

/** Whether the chat is open in this tab: it stays so from one page to the next. */
export class OpenHere {
  get was(): boolean {
    try {
      return sessionStorage.getItem(KEY) !== null;
    } catch {
      return false;
    }
  }

  set was(open: boolean) {
    try {
      if (open) sessionStorage.setItem(KEY, "");
      else sessionStorage.removeItem(KEY);
    } catch {
      // Then it is closed on the next page.
    }
  }
}
