/** Keeps the newest message in sight, its beginning first, and never moves what somebody reads. */

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import type { Message } from "./protocol";
import { useSeat } from "./seat";

const NEAR = 60;

interface Following {
  scroller: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  /** Whether messages came in below what is in sight. */
  isBehind: boolean;
  catchUp: () => void;
}

/** What a list of messages needs to follow the newest one. */
export function useFollowing(messages: Message[], isFromStart: boolean): Following {
  const { person } = useSeat();
  const scroller = useRef<HTMLDivElement>(null);
  const put = useRef(0);
  const isFollowing = useRef(true);
  const [isBehind, setIsBehind] = useState(false);
  const last = messages.at(-1);
  const seen = useRef("");

  const catchUp = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const newest = element.querySelector("ol")?.lastElementChild;
    const top = newest instanceof HTMLElement ? newest.offsetTop - element.offsetTop : 0;
    element.scrollTop = Math.min(element.scrollHeight, top);
    put.current = element.scrollTop;
    isFollowing.current = true;
    setIsBehind(false);
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !last) return;
    const isNew = last.id !== seen.current;
    const isFirst = seen.current === "";
    seen.current = last.id;
    if (isFirst && isFromStart) return;
    if (isNew && (isFollowing.current || last.user === person || last.command !== null)) catchUp();
    else if (isNew) setIsBehind(true);
    else if (isFollowing.current && put.current + element.clientHeight >= element.scrollHeight - NEAR) catchUp();
  }, [messages, last, person, isFromStart, catchUp]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    isFollowing.current = isAtEnd || Math.abs(element.scrollTop - put.current) < 2;
    if (isAtEnd) setIsBehind(false);
  }, []);

  return { scroller, onScroll, isBehind, catchUp };
}
