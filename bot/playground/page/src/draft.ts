/** What was written and not sent: kept while the page is open, for each person and each place. */

import { useState } from "react";
import { useSeat } from "./seat";

/** The draft for a channel or a thread in it, and what changes it, even after the field is gone. */
export function useDraft(channel: string, thread = ""): [string, (after: (now: string) => string) => void] {
  const { person, drafts } = useSeat();
  const place = [person, channel, thread].join("/");
  const [text, setText] = useState(drafts.get(place) ?? "");
  return [
    text,
    (after) => {
      const next = after(drafts.get(place) ?? "");
      drafts.set(place, next);
      setText(next);
    },
  ];
}
