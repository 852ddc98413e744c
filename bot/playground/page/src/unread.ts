/** How many messages came in elsewhere. */

import { useEffect, useState } from "react";
import type { Message } from "./protocol";

/** Unread messages by channel, since the page was opened. */
export function useUnread(messages: Message[], channel: string): Record<string, number> {
  const [read, setRead] = useState(() => counted(messages));
  const now = counted(messages);
  const here = now[channel] ?? 0;
  useEffect(() => setRead((before) => ({ ...before, [channel]: here })), [channel, here]);
  const unread = Object.entries(now).map(([each, count]) => [each, each === channel ? 0 : Math.max(count - (read[each] ?? 0), 0)]);
  return Object.fromEntries(unread) as Record<string, number>;
}

function counted(messages: Message[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { channel } of messages) counts[channel] = (counts[channel] ?? 0) + 1;
  return counts;
}
