/** What every part of the page needs; it changes seldom, unlike the messages. */

import { createContext, useContext } from "react";
import type { Acts, Channel, Person } from "./protocol";
import type { Theme } from "./theme";

export interface Seat {
  person: string;
  people: Person[];
  channels: Channel[];
  /** The name of the bot's message shortcut, if it has one. */
  shortcut: string | null;
  theme: Theme;
  /** What was written and not sent, by person and place. */
  drafts: Map<string, string>;
  /** Does one thing and says what went wrong; tells whether it was done. */
  perform<Name extends keyof Acts>(name: Name, what: Acts[Name]): Promise<boolean>;
  /** Says something to the person. */
  say(words: string): void;
}

export const SeatContext = createContext<Seat | null>(null);

/** The seat of whoever looks. */
export function useSeat(): Seat {
  const seat = useContext(SeatContext);
  if (!seat) throw new Error("nobody looks");
  return seat;
}
