/** Messages one below the other, the newest in sight. */

import { type ReactNode, useLayoutEffect, useRef } from "react";
import { MessageItem } from "./message";
import type { Message } from "./protocol";

interface Props {
  label: string;
  messages: Message[];
  replies?: Map<string, Message[]>;
  onThread?: (message: Message) => void;
  /** What stands above the first message. */
  children?: ReactNode;
}

const NONE: Message[] = [];
const CLOSE = 5 * 60;
const NEAR_END = 120;

/** A list of messages that follows the newest one unless somebody has scrolled up. */
export function Messages({ label, messages, replies, onThread, children }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [messages]);

  return (
    <div
      ref={scroller}
      className="messages"
      role="region"
      aria-label={label}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
      }}
    >
      {children}
      <ol>
        {messages.map((message, index) => (
          <MessageItem
            key={message.id}
            message={message}
            isFollowing={follows(message, messages[index - 1])}
            replies={replies?.get(message.id) ?? NONE}
            {...(onThread && { onThread })}
          />
        ))}
      </ol>
    </div>
  );
}

function follows(message: Message, before: Message | undefined): boolean {
  if (!before || before.user !== message.user || before.name !== message.name) return false;
  return !message.ephemeral && !before.ephemeral && Number(message.ts) - Number(before.ts) < CLOSE;
}
