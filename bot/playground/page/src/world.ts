/** What is known of the workspace, and how it changes with what the server says. Pure. */

import type { Exchange, Message, Seen, Told } from "./protocol";
import { firstLine } from "./spoken";

export interface World extends Seen {
  /** What is wrong with the inputs of the modal, by block. */
  errors: Record<string, string>;
  /** The newest message that came in, for those who cannot see it appear. */
  spoken: string;
}

const MOST_EXCHANGES = 300;
const MOST_LINES = 500;
const MOST_SPOKEN = 160;

/** The world after something was told; nothing is known before the first state. */
export function after(world: World | null, told: Told): World | null {
  if (told.kind === "state") return { ...told, errors: {}, spoken: "" };
  if (!world) return null;
  switch (told.kind) {
    case "message":
      return withMessage(world, told.message);
    case "gone":
      return { ...world, messages: world.messages.filter((each) => !isSame(each, told)) };
    case "modal":
      return { ...world, modal: told.view, errors: told.errors ?? {} };
    case "home":
      return { ...world, home: told.view };
    case "why":
      return { ...world, why: told.why };
    case "exchange":
      return { ...world, exchanges: withExchange(world.exchanges, told.exchange) };
    case "line":
      return { ...world, console: [...world.console, told.line].slice(-MOST_LINES) };
    case "console":
      return { ...world, console: told.console };
    case "receiver":
      return { ...world, receiver: told.receiver };
    case "faults":
      return { ...world, faults: told.faults };
    case "knowledge":
      return { ...world, knowledge: told.knowledge };
    case "people":
      return { ...world, people: told.people };
  }
}

function withMessage(world: World, message: Message): World {
  const at = world.messages.findIndex((each) => isSame(each, message));
  if (at >= 0) return { ...world, messages: world.messages.with(at, message) };
  const messages = [...world.messages, message].sort((one, other) => Number(one.ts) - Number(other.ts));
  const spoken = message.user === world.person ? world.spoken : beginning(message, world);
  return { ...world, messages, spoken };
}

function beginning(message: Message, world: World): string {
  return `${message.name}: ${firstLine(message.text, world)}`.slice(0, MOST_SPOKEN);
}

function withExchange(exchanges: Exchange[], exchange: Exchange): Exchange[] {
  const at = exchanges.findIndex((each) => each.id === exchange.id);
  return at >= 0 ? exchanges.with(at, exchange) : [...exchanges, exchange].slice(-MOST_EXCHANGES);
}

function isSame(one: { channel: string; id: string }, other: { channel: string; id: string }): boolean {
  return one.channel === other.channel && one.id === other.id;
}
