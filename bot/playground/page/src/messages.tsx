/** Messages one below the other, the newest in sight. */

import type { ReactNode } from "react";
import { Icon } from "./icon";
import { MessageItem } from "./message";
import type { Message } from "./protocol";
import { useFollowing } from "./following";

interface Props {
  label: string;
  messages: Message[];
  replies?: Map<string, Message[]>;
  onThread?: (message: Message) => void;
  /** Whether it opens at the first message, not at the newest. */
  isFromStart?: boolean;
  /** What stands above the first message. */
  children?: ReactNode;
}

const NONE: Message[] = [];
const CLOSE = 5 * 60;

/** A list of messages that follows the newest one unless somebody has scrolled up. */
export function Messages({ label, messages, replies, onThread, isFromStart = false, children }: Props) {
  const { scroller, onScroll, isBehind, catchUp } = useFollowing(messages, isFromStart);
  return (
    <div className="messages-frame">
      <div ref={scroller} className="messages" role="region" aria-label={label} tabIndex={0} onScroll={onScroll}>
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
      {isBehind && (
        <button type="button" className="catch-up" onClick={catchUp}>
          New messages <Icon name="down" />
        </button>
      )}
    </div>
  );
}

function follows(message: Message, before: Message | undefined): boolean {
  if (!before || before.user !== message.user || before.name !== message.name) return false;
  return !message.ephemeral && !before.ephemeral && Number(message.ts) - Number(before.ts) < CLOSE;
}
