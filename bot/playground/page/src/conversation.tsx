/** A channel: its messages, the examples, and where to write. */

import { useCallback, useMemo } from "react";
import { Composer } from "./composer";
import { Examples } from "./examples";
import { Messages } from "./messages";
import { go, type Place } from "./place";
import type { Channel, Message } from "./protocol";
import { Thread } from "./thread";
import { threadsOf } from "./threads";
import type { World } from "./world";

interface Props {
  world: World;
  place: Place;
  channel: Channel;
}

/** The conversation of a channel, with the thread that is open in it. */
export function Conversation({ world, place, channel }: Props) {
  const threads = useMemo(() => threadsOf(world.messages, channel.id), [world.messages, channel.id]);
  const root = threads.tops.find((message) => message.id === place.thread);
  const onThread = useCallback((message: Message) => go({ ...place, thread: message.id }), [place]);
  const name = channel.is_direct ? channel.name : `#${channel.name}`;
  return (
    <>
      <div className="talk">
        <Messages
          label={`Messages in ${name}`}
          messages={threads.tops}
          replies={threads.replies}
          onThread={onThread}
        >
          {threads.tops.length === 0 && <Welcome channel={channel} name={name} />}
        </Messages>
        <Examples examples={world.examples} channel={channel.id} />
        <Composer channel={channel.id} label={`Message ${name}`} alerts={channel.is_direct ? [] : world.alerts} />
      </div>
      {root && <Thread key={root.id} root={root} replies={threads.replies.get(root.id)} place={place} name={name} />}
    </>
  );
}

function Welcome({ channel, name }: { channel: Channel; name: string }) {
  return (
    <div className="welcome">
      <h2>{name}</h2>
      <p>
        {channel.is_direct
          ? "Describe what you see; the answer comes here."
          : "Describe what you see after /campaign-why, and only you will see the answer; mention @campaign-why, and it answers everybody in a thread."}
      </p>
    </div>
  );
}
