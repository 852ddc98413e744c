/** Which messages stand in the channel, and which below one of them. Pure. */

import type { Message } from "./protocol";

export interface Threads {
  tops: Message[];
  /** By the id of the message that a thread begins with. */
  replies: Map<string, Message[]>;
}

/** The threads of a channel; a reply whose first message is not known stands for itself. */
export function threadsOf(messages: Message[], channel: string): Threads {
  const here = messages.filter((message) => message.channel === channel);
  const known = new Set(here.map((message) => message.id));
  const tops: Message[] = [];
  const replies = new Map<string, Message[]>();
  for (const message of here) {
    const root = message.thread_ts;
    if (!root || root === message.id || !known.has(root)) tops.push(message);
    else if (!replies.get(root)?.push(message)) replies.set(root, [message]);
  }
  return { tops, replies };
}
