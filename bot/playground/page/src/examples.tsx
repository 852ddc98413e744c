/** Reports to try with one click. */

import { useSeat } from "./seat";

interface Props {
  examples: { language: string; text: string }[];
  channel: string;
}

/** A row of examples in several languages; a click asks as `/campaign-why` does. */
export function Examples({ examples, channel }: Props) {
  const { person, perform } = useSeat();
  if (!examples.length) return null;
  return (
    <div className="examples" role="group" aria-label="Example reports">
      <span className="examples-label" aria-hidden="true">
        Try
      </span>
      {examples.map(({ language, text }) => (
        <button
          key={text}
          type="button"
          className="chip"
          title={text}
          onClick={() => void perform("command", { person, channel, text })}
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
