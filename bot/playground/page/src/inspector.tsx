/** Every request and its answer between the bot, Slack and the receiver. */

import { useState } from "react";
import { JsonTree } from "./json";
import type { Exchange } from "./protocol";

const DIRECTIONS = {
  all: "All",
  to_bot: "To the bot",
  to_slack: "To Slack",
  to_receiver: "To the receiver",
} as const;
type Shown = keyof typeof DIRECTIONS;

const ARROWS: Record<Exchange["direction"], string> = {
  to_bot: "Slack → bot",
  to_slack: "bot → Slack",
  to_receiver: "bot → receiver",
};

/** The receiver reports to the bot under this name; all else that the bot hears comes from Slack. */
const REPORT = /^callback/;

/** The exchanges, the newest first. */
export function Inspector({ exchanges }: { exchanges: Exchange[] }) {
  const [shown, setShown] = useState<Shown>("all");
  const chosen = exchanges.filter(({ direction }) => shown === "all" || direction === shown).reverse();
  return (
    <>
      <label className="filter">
        <span>Show</span>
        <select className="select" value={shown} onChange={(event) => setShown(event.target.value as Shown)}>
          {Object.entries(DIRECTIONS).map(([direction, label]) => (
            <option key={direction} value={direction}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {chosen.length === 0 && <p className="empty">No requests yet.</p>}
      <ul className="exchanges">
        {chosen.map((exchange) => (
          <OneExchange key={exchange.id} exchange={exchange} />
        ))}
      </ul>
    </>
  );
}

function OneExchange({ exchange }: { exchange: Exchange }) {
  const [isOpen, setIsOpen] = useState(false);
  const { at, direction, name, status, ms, request, answer } = exchange;
  return (
    <li>
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>
          <span className={`way way-${direction}`}>{direction === "to_bot" && REPORT.test(name) ? "receiver → bot" : ARROWS[direction]}</span>
          <span className="exchange-name">{name}</span>
          <span className={`status ${status === null ? "is-open" : status >= 400 || status === 0 ? "is-bad" : "is-good"}`}>
            {status === 0 ? "no answer" : (status ?? "…")}
          </span>
          <span className="exchange-facts">
            {at}
            {ms !== null && ` · ${ms.toFixed(ms < 10 ? 1 : 0)} ms`}
          </span>
        </summary>
        {isOpen && (
          <div className="exchange-bodies">
            <h3>Request</h3>
            <JsonTree value={request} />
            <h3>Answer</h3>
            <JsonTree value={answer} />
          </div>
        )}
      </details>
    </li>
  );
}
