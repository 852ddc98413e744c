/** Ways in which Slack can be made to fail. */

import { type FormEvent, useState } from "react";
import type { Fault, FaultKind } from "./protocol";
import { useSeat } from "./seat";

const KINDS: Record<FaultKind, string> = {
  rate_limited: "429, too many requests",
  server_error: "500, an error in Slack",
  slow: "slow answer",
  unreachable: "no answer",
};

const EVERY = "*";

/** Sets faults of Slack's methods, and clears them. */
export function Faults({ faults, methods }: { faults: Fault[]; methods: string[] }) {
  const { perform } = useSeat();
  const [method, setMethod] = useState(EVERY);
  const [fault, setFault] = useState<FaultKind>("rate_limited");
  const [times, setTimes] = useState("1");

  function set(event: FormEvent): void {
    event.preventDefault();
    void perform("fault", { method, fault, times: Number(times) || null });
  }

  return (
    <>
      <form className="faults" onSubmit={set}>
        <label>
          <span>Method</span>
          <select className="select" value={method} onChange={(event) => setMethod(event.target.value)}>
            <option value={EVERY}>every method</option>
            {methods.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label>
          <span>Fault</span>
          <select className="select" value={fault} onChange={(event) => setFault(event.target.value as FaultKind)}>
            {Object.entries(KINDS).map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>For</span>
          <select className="select" value={times} onChange={(event) => setTimes(event.target.value)}>
            <option value="1">the next call</option>
            <option value="3">the next 3 calls</option>
            <option value="10">the next 10 calls</option>
            <option value="">all calls, until cleared</option>
          </select>
        </label>
        <button type="submit" className="button button-primary">
          Switch on
        </button>
      </form>
      <div className="console-head">
        <h3>In force</h3>
        <button type="button" className="button button-small" disabled={!faults.length} onClick={() => void perform("fault_clear", {})}>
          Clear all
        </button>
      </div>
      {faults.length === 0 && <p className="empty">Slack works.</p>}
      <ul className="fault-list">
        {faults.map((each, index) => (
          <li key={index}>
            <code>{each.method === EVERY ? "every method" : each.method}</code>
            <span>{KINDS[each.fault]}</span>
            <span className="soft">{lasting(each.left)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function lasting(left: number | null): string {
  if (left === null) return "until cleared";
  return left === 1 ? "1 call left" : `${left} calls left`;
}
