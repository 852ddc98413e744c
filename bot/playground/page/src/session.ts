/** What every part of the page needs; it changes seldom, unlike the messages. */

import { createContext, useContext } from "react";
import type { Acts, Channel, Person } from "./protocol";
import type { Theme } from "./theme";

export interface Session {
  person: string;
  people: Person[];
  channels: Channel[];
  /** The name of the bot's message shortcut, if it has one. */
  shortcut: string | null;
  theme: Theme;
  /** Does one thing and says what went wrong; tells whether it was done. */
  perform<Name extends keyof Acts>(name: Name, what: Acts[Name]): Promise<boolean>;
  /** Says something to the person. */
  say(words: string): void;
}

export const SessionContext = createContext<Session | null>(null);

/** The session that is open. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no session is open");
  return session;
}
