/** Reports to try with one click. */

import { useState, type WheelEvent } from "react";
import { useSeat } from "./seat";

interface Props {
  examples: { language: string; text: string }[];
  channel: string;
}

/** A row of examples in several languages; a click asks as `/campaign-why` does. */
export function Examples({ examples, channel }: Props) {
  const { person, perform } = useSeat();
  const [isBusy, setIsBusy] = useState(false);
  if (!examples.length) return null;

  async function ask(text: string): Promise<void> {
    setIsBusy(true);
    await perform("command", { person, channel, text });
    setIsBusy(false);
  }

  return (
    <div className="examples" role="group" aria-label="Example reports" onWheel={onWheel}>
      <span className="examples-label" aria-hidden="true">
        Try
      </span>
      {examples.map(({ language, text }) => (
        <button
          key={text}
          type="button"
          className="chip"
          title={text}
          aria-busy={isBusy}
          onClick={(event) => !isBusy && event.detail < 2 && void ask(text)}
        >
          <span className="chip-language">{language}</span>
          <span className="chip-text" lang={language}>
            {text}
          </span>
        </button>
      ))}
    </div>
  );
}

/** Turns a wheel that only goes up and down: the row has no bar to pull. */
function onWheel({ currentTarget: row, deltaX, deltaY }: WheelEvent<HTMLElement>): void {
  if (!deltaX) row.scrollLeft += deltaY;
}
