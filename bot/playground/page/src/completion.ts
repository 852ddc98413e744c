/** What is offered while somebody writes. Pure. */

export interface Completion {
  /** What is put in. */
  insert: string;
  label: string;
  hint: string;
}

const COMMAND: Completion = { insert: "/campaign-why ", label: "/campaign-why", hint: "what you see, in your own words" };
const HELP: Completion = { insert: "/campaign-why help", label: "/campaign-why help", hint: "what it can do" };
const MENTION: Completion = { insert: "@campaign-why ", label: "@campaign-why", hint: "answers in a thread" };

/** What fits what has been written up to the caret. */
export function completions(text: string, isThread: boolean): Completion[] {
  if (/^\/\S*$/.test(text)) return isThread ? [] : [COMMAND, HELP].filter((each) => each.label.startsWith(text));
  const begun = /(?:^|\s)(@\S*)$/.exec(text)?.[1];
  return begun && MENTION.label.startsWith(begun) && begun !== MENTION.label ? [MENTION] : [];
}

/** The text with a completion put in. */
export function completed(text: string, completion: Completion): string {
  return text.replace(/\S*$/, "") + completion.insert;
}
