/** Who looks, and where: kept in the address, so that it survives a reload. */

import { useMemo, useSyncExternalStore } from "react";

export const HOME = "home";

export interface Place {
  person: string;
  /** A channel's id, or `home` for the bot's App Home. */
  channel: string;
  /** The message whose thread is open; empty where none is. */
  thread: string;
}

const START: Place = { person: "U0ONCALL", channel: "C0INCIDENT", thread: "" };

/** The address of a place. */
export function hashOf(place: Place): string {
  return `#/${[place.person, place.channel, place.thread].filter(Boolean).join("/")}`;
}

/** Goes to a place, at once. */
export function go(place: Place): void {
  window.history.pushState(null, "", hashOf(place));
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** Goes to the first person, instead of an address that leads nowhere. */
export function begin(): void {
  window.location.replace(hashOf(START));
}

/** The place in the address. */
export function usePlace(): Place {
  const hash = useSyncExternalStore(onHash, () => window.location.hash);
  return useMemo(() => placeOf(hash), [hash]);
}

function onHash(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

function placeOf(hash: string): Place {
  const [person, channel, thread] = hash.replace(/^#\/?/, "").split("/");
  return { person: person || START.person, channel: channel || START.channel, thread: thread ?? "" };
}
