/** The demonstration receiver: what it does, and how it behaves. */

import { startTransition, useLayoutEffect, useOptimistic, useRef } from "react";
import type { Line, ReceiverMode } from "./protocol";
import { useSeat } from "./seat";

const MODES: Record<ReceiverMode, string> = {
  ok: "works",
  failing: "fails",
  slow: "is slow",
  away: "is away",
};

/** Its console, and a choice of how it behaves. */
export function Receiver({ mode, lines }: { mode: ReceiverMode; lines: Line[] }) {
  const { perform } = useSeat();
  const [shown, show] = useOptimistic(mode);
  const end = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (end.current) end.current.scrollTop = end.current.scrollHeight;
  }, [lines]);
  const choose = (next: ReceiverMode): void =>
    startTransition(async () => {
      show(next);
      await perform("receiver", { mode: next });
    });

  return (
    <>
      <fieldset className="modes">
        <legend>The receiver</legend>
        {Object.entries(MODES).map(([each, label]) => (
          <label key={each}>
            <input
              type="radio"
              name="mode"
              checked={each === shown}
              onChange={() => choose(each as ReceiverMode)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <div className="console-head">
        <h3>Console</h3>
        <button type="button" className="button button-small" disabled={!lines.length} onClick={() => void perform("receiver_clear", {})}>
          Clear
        </button>
      </div>
      <div ref={end} className="console" role="log" aria-label="Console of the receiver" tabIndex={0}>
        {lines.length === 0 && <p className="console-empty">waiting for runs</p>}
        {lines.map((line, index) => (
          <p key={index} className={`console-${line.tone}`}>
            <time>{line.at}</time> {line.text}
          </p>
        ))}
      </div>
    </>
  );
}
