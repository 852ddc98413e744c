/** The workspace as one person sees it, kept up to date. */

import { useEffect, useReducer, useRef, useState } from "react";
import { listen, type Live, type Status } from "./live";
import { after, type World } from "./world";

/** Returns the world of a person, how the line to it stands, and what tries the line at once. */
export function useWorld(person: string): [World | null, Status, () => void] {
  const [world, tell] = useReducer(after, null);
  const [status, setStatus] = useState<Status>({ is: "opening" });
  const live = useRef<Live>(undefined);
  useEffect(() => {
    const opened = listen(person, tell, setStatus);
    live.current = opened;
    return () => opened.close();
  }, [person]);
  return [world, status, () => live.current?.hurry()];
}
