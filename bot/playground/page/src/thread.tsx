/** The pane of a thread. */

import { useEffect, useRef } from "react";
import { Composer } from "./composer";
import { Icon } from "./icon";
import { Messages } from "./messages";
import { go, type Place } from "./place";
import type { Message } from "./protocol";

interface Props {
  root: Message;
  replies: Message[] | undefined;
  place: Place;
  name: string;
}

/** A message and what was replied to it; Escape closes. */
export function Thread({ root, replies = [], place, name }: Props) {
  const pane = useRef<HTMLElement>(null);
  const close = (): void => go({ ...place, thread: "" });
  useEffect(() => {
    const opener = document.activeElement;
    pane.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <section
      ref={pane}
      className="thread"
      aria-label="Thread"
      tabIndex={-1}
      onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && close()}
    >
      <header className="pane-head">
        <h2>
          Thread <span className="soft">{name}</span>
        </h2>
        <button type="button" className="icon-button" aria-label="Close thread" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <Messages label="Messages in the thread" messages={[root, ...replies]} isFromStart />
      <Composer channel={root.channel} thread={root.id} label="Reply" alerts={[]} />
    </section>
  );
}
