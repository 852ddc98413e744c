/** One message. */

import { memo } from "react";
import { AttachmentBox } from "./attachment";
import { Avatar } from "./avatar";
import { Blocks } from "./blocks";
import { timeOf } from "./clock";
import { asBlock, Drawn } from "./drawn";
import { Icon } from "./icon";
import type { Used } from "./interactive";
import { Menu } from "./menu";
import type { Message } from "./protocol";
import { useSeat } from "./seat";

interface Props {
  message: Message;
  /** Whether it follows closely on one of the same author. */
  isFollowing: boolean;
  replies: Message[];
  /** Opens its thread; absent inside a thread. */
  onThread?: (message: Message) => void;
}

/** A message with what can be done about it. */
export const MessageItem = memo(function MessageItem({ message, isFollowing, replies, onThread }: Props) {
  const { person, shortcut, perform } = useSeat();
  const { channel, id, ts } = message;

  async function use(blockId: string, element: Used): Promise<void> {
    await perform("click", { person, channel, id, block_id: blockId, action_id: element.action_id ?? "", element });
  }

  const classes = ["message", isFollowing && "is-following", message.ephemeral && "is-ephemeral"];
  return (
    <li className={classes.filter(Boolean).join(" ")} data-id={id}>
      {!isFollowing && <Avatar user={message.user} name={message.name} />}
      <div className="message-body">
        {message.ephemeral && (
          <p className="message-note">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        {!isFollowing && <Author message={message} />}
        {message.command && <p className="message-command">{message.command}</p>}
        <Content message={message} onUse={use} />
        {isFollowing && message.edited && <span className="message-edited">edited</span>}
        {onThread && replies.length > 0 && <Replies replies={replies} onOpen={() => onThread(message)} />}
      </div>
      {isFollowing && <time className="message-late-time">{timeOf(ts)}</time>}
      {!message.ephemeral && (
        <div className="message-tools">
          {onThread && (
            <button type="button" className="icon-button" aria-label="Reply in thread" onClick={() => onThread(message)}>
              <Icon name="reply" />
            </button>
          )}
          {shortcut && (
            <Menu
              label="More actions"
              className="icon-button"
              items={[{ label: shortcut, onChoose: () => void perform("shortcut", { person, channel, id }) }]}
            >
              <Icon name="more" />
            </Menu>
          )}
        </div>
      )}
    </li>
  );
});

function Author({ message }: { message: Message }) {
  return (
    <p className="message-author">
      <strong>{message.name}</strong>
      {message.is_bot && <span className="badge">app</span>}
      <time>{timeOf(message.ts)}</time>
      {message.edited && <span className="message-edited">edited</span>}
    </p>
  );
}

function Content({ message, onUse }: { message: Message; onUse: (blockId: string, element: Used) => Promise<void> }) {
  const { blocks, attachments, text } = message;
  return (
    <>
      {blocks?.length ? (
        <Blocks blocks={blocks} onUse={onUse} />
      ) : (
        text && <Drawn block={asBlock({ type: "mrkdwn", text })} />
      )}
      {attachments?.map((attachment, index) => (
        <AttachmentBox key={index} attachment={attachment} onUse={onUse} />
      ))}
    </>
  );
}

function Replies({ replies, onOpen }: { replies: Message[]; onOpen: () => void }) {
  const last = replies.at(-1);
  const authors = [...new Map(replies.map((reply) => [reply.user, reply])).values()].slice(0, 4);
  return (
    <button type="button" className="replies" onClick={onOpen}>
      {authors.map((author) => (
        <Avatar key={author.user} user={author.user} name={author.name} isSmall />
      ))}
      <span className="replies-count">{replies.length === 1 ? "1 reply" : `${replies.length} replies`}</span>
      {last && <span className="replies-last">Last reply at {timeOf(last.ts)}</span>}
    </button>
  );
}
