/** What the page's server says, and what it is told: the shapes of `/live` and `/acts/*`. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The bot's user. */
export const BOT = { id: "U0BOT", name: "campaign-why" };

export interface Person {
  id: string;
  name: string;
  role: "oncall" | "approver" | "guest" | "external";
  locale: string;
}

export interface Channel {
  id: string;
  name: string;
  is_direct: boolean;
}

/** A text object of Slack. */
export interface Words {
  type: "plain_text" | "mrkdwn";
  text: string;
}

export interface Confirm {
  title?: Words;
  text?: Words;
  confirm?: Words;
  deny?: Words;
  style?: string;
}

export interface Option {
  text: Words;
  value: string;
}

/** An interactive element; which of the fields it has depends on its type. */
export interface Element {
  type: string;
  action_id?: string;
  value?: string;
  text?: Words;
  style?: string;
  confirm?: Confirm;
  placeholder?: Words;
  options?: Option[];
  initial_option?: Option;
  initial_value?: string;
  multiline?: boolean;
  max_length?: number;
}

/** A block of Slack; which of the fields it has depends on its type. */
export interface Block {
  type: string;
  block_id?: string;
  text?: Words | string;
  fields?: Words[];
  accessory?: Element;
  elements?: unknown[];
  label?: Words;
  hint?: Words;
  optional?: boolean;
  element?: Element;
}

export interface Attachment {
  color?: string;
  pretext?: string;
  title?: string;
  title_link?: string;
  text?: string;
  fallback?: string;
  footer?: string;
  fields?: { title?: string; value?: string; short?: boolean }[];
  blocks?: Block[];
}

export interface Message {
  channel: string;
  id: string;
  ts: string;
  thread_ts: string | null;
  user: string;
  name: string;
  is_bot: boolean;
  text: string;
  blocks: Block[] | null;
  attachments: Attachment[] | null;
  ephemeral: boolean;
  edited: boolean;
  command: string | null;
}

export interface View {
  id: string;
  type: "modal" | "home";
  title?: Words | null;
  submit?: Words | null;
  close?: Words | null;
  blocks: Block[];
  callback_id?: string;
}

export interface Why {
  report: string;
  language: string | null;
  decision: "suggest" | "clarify" | "abstain";
  elapsed_ms: number;
  clauses: { words: string; is_fine: boolean; terms: string[] }[];
  compared: string[];
  shares: { name: string; words: string; adds: number[]; scope: number }[];
  ranking: { module: string; confidence: number; score: number }[];
  suggest: number;
  clarify: number;
}

export interface Exchange {
  id: number;
  at: string;
  direction: "to_bot" | "to_slack" | "to_receiver";
  name: string;
  status: number | null;
  ms: number | null;
  request: Json;
  answer: Json;
}

export interface Line {
  at: string;
  text: string;
  tone: "ok" | "warn" | "error";
}

export type FaultKind = "rate_limited" | "server_error" | "slow" | "unreachable";

export interface Fault {
  method: string;
  fault: FaultKind;
  left: number | null;
}

export type ReceiverMode = "ok" | "failing" | "slow" | "away";

export interface Problem {
  where: string;
  what: string;
  cure: string;
}

export type Notice =
  | { ok: true; modules: number; changed: number; at: string }
  | { ok: false; modules: number; at: string; problems: Problem[] };

/** All that a person may see. */
export interface Seen {
  person: string;
  people: Person[];
  channels: Channel[];
  messages: Message[];
  modal: View | null;
  home: View | null;
  why: Why | null;
  exchanges: Exchange[];
  console: Line[];
  receiver: { mode: ReceiverMode };
  faults: Fault[];
  knowledge: Notice;
  examples: { language: string; text: string }[];
  methods: string[];
  alerts: { id: string; title: string }[];
  shortcut?: string | null;
}

export type Told =
  | ({ kind: "state" } & Seen)
  | { kind: "message"; message: Message }
  | { kind: "gone"; channel: string; id: string }
  | { kind: "modal"; view: View | null; errors: Record<string, string> | null }
  | { kind: "home"; view: View | null }
  | { kind: "why"; why: Why }
  | { kind: "exchange"; exchange: Exchange }
  | { kind: "line"; line: Line }
  | { kind: "console"; console: Line[] }
  | { kind: "receiver"; receiver: { mode: ReceiverMode } }
  | { kind: "faults"; faults: Fault[] }
  | { kind: "knowledge"; knowledge: Notice }
  | { kind: "people"; people: Person[] };

/** The state of one input of a view, as Slack has it. */
export type Entered =
  | { type: string; value: string | null }
  | { type: string; selected_option: Option | null };

export type Values = Record<string, Record<string, Entered>>;

/** What can be done, by name. */
export interface Acts {
  command: { person: string; channel: string; text: string };
  say: { person: string; channel: string; text: string; thread_ts?: string };
  click: {
    person: string;
    channel?: string;
    id?: string;
    view_id?: string;
    block_id: string;
    action_id: string;
    element: Element & { selected_option?: Option };
    state?: { values: Values };
  };
  submit: { person: string; view_id: string; values: Values };
  close: { person: string; view_id: string };
  home: { person: string };
  shortcut: { person: string; channel: string; id: string };
  alert: { channel: string; id: string };
  fault: { method: string; fault: FaultKind; times: number | null };
  fault_clear: Record<string, never>;
  receiver: { mode: ReceiverMode };
  receiver_clear: Record<string, never>;
  locale: { person: string; locale: string };
}

export type Outcome = { ok: true; warning?: string } | { ok: false; error: string };
