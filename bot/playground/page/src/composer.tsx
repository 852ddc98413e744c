/** Where people write. */

import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { completed, type Completion, completions } from "./completion";
import { useDraft } from "./draft";
import { Icon } from "./icon";
import { Menu } from "./menu";
import { useSeat } from "./seat";

interface Props {
  channel: string;
  /** The message whose thread is written in; absent in the channel itself. */
  thread?: string;
  label: string;
  alerts: { id: string; title: string }[];
}

const COMMAND = /^\/campaign-why(?:\s+|$)/;

/** A text field: Enter sends, Shift+Enter begins a line. */
export function Composer({ channel, thread, label, alerts }: Props) {
  const { person, perform, say } = useSeat();
  const [text, setText] = useDraft(channel, thread);
  const [at, setAt] = useState(0);
  const [isClosed, setIsClosed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const offered = isClosed ? [] : completions(text, Boolean(thread));
  const chosen = offered[at % Math.max(offered.length, 1)];

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  function write(next: string): void {
    setText(() => next);
    setAt(0);
    setIsClosed(false);
  }

  function take(completion: Completion): void {
    write(completed(text, completion));
    field.current?.focus();
  }

  async function send(): Promise<void> {
    const words = text.trim();
    if (!words) return;
    if (words.startsWith("/") && !COMMAND.test(words)) {
      return say(`${words.split(/\s/)[0]} is not a command here. Try /campaign-why.`);
    }
    if (words.startsWith("/") && thread) return say("Slack takes no commands in threads. Mention @campaign-why instead.");
    write("");
    const isSent = words.startsWith("/")
      ? await perform("command", { person, channel, text: words.replace(COMMAND, "") })
      : await perform("say", { person, channel, text: words, ...(thread && { thread_ts: thread }) });
    if (!isSent) setText((now) => now || words);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing) return;
    if (chosen && onOffered(event, chosen)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    void send();
  }

  /** Whether a key was meant for what is offered. */
  function onOffered(event: KeyboardEvent, completion: Completion): boolean {
    const step = { ArrowDown: 1, ArrowUp: offered.length - 1 }[event.key];
    if (step !== undefined) setAt((before) => (before + step) % offered.length);
    else if (event.key === "Escape") setIsClosed(true);
    else if ((event.key === "Enter" && text !== completion.insert) || event.key === "Tab") take(completion);
    else return false;
    return true;
  }

  return (
    <div className="composer">
      {offered.length > 0 && (
        <ul className="completions" role="listbox" id={`${id}-list`} aria-label="Completions">
          {offered.map((each, index) => (
            <li
              key={each.label}
              id={`${id}-${index}`}
              role="option"
              aria-selected={each === chosen}
              onPointerDown={(event) => {
                event.preventDefault();
                take(each);
              }}
            >
              <strong>{each.label}</strong> <span className="soft">{each.hint}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="composer-box">
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={chosen && `${id}-list`}
          aria-activedescendant={chosen && `${id}-${offered.indexOf(chosen)}`}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {alerts.length > 0 && (
          <Menu
            label="Post an alert"
            className="icon-button"
            items={alerts.map((alert) => ({
              label: alert.title,
              onChoose: () => void perform("alert", { channel, id: alert.id }),
            }))}
          >
            <Icon name="bell" />
          </Menu>
        )}
        <button
          type="button"
          className="icon-button send"
          aria-label="Send"
          disabled={!text.trim()}
          onClick={() => void send()}
        >
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}
