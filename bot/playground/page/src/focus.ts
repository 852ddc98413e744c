/** Keeps the focus on the page: what had it may be taken away while somebody works with it. */

import { useEffect } from "react";

/** Gives the focus to what one works with whenever what had it is gone. */
export function useFocusKept(): void {
  useEffect(() => {
    let last: EventTarget | null = null;
    const onFocus = (event: FocusEvent): void => {
      last = event.target;
    };
    const changes = new MutationObserver(() => {
      if (document.activeElement !== document.body || !(last instanceof Element) || last.isConnected) return;
      last = null;
      focusWork();
    });
    document.addEventListener("focusin", onFocus);
    changes.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", onFocus);
      changes.disconnect();
    };
  }, []);
}

/** Begins with a form: at its first field, or at the button that closes it. */
export function focusForm(form: Element): void {
  const field = form.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea)");
  (field ?? form.querySelector("button"))?.focus();
}

/** What lies over the page, else the composer of the thread that is open, else the channel's. */
function focusWork(): void {
  const open = document.querySelector("dialog[open]");
  if (open) return focusForm(open);
  const fields = [...document.querySelectorAll<HTMLElement>(".composer textarea")];
  fields.findLast((each) => each.checkVisibility({ visibilityProperty: true }))?.focus();
}
