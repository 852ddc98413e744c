/** What stands beside the conversation: what happens behind it. */

import type { KeyboardEvent } from "react";
import { Faults } from "./faults";
import { Inspector } from "./inspector";
import { useKept } from "./kept";
import { Knowledge } from "./knowledge";
import { Receiver } from "./receiver";
import { WhyPanel } from "./why";
import type { World } from "./world";

const TABS = ["Why", "Inspector", "Receiver", "Faults"] as const;
type Tab = (typeof TABS)[number];

/** Four tabs, and whether the knowledge holds. */
export function Panel({ world }: { world: World }) {
  const [tab, setTab] = useKept<Tab>("tab", TABS, "Why");

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = TABS.at((TABS.indexOf(tab) + step) % TABS.length) ?? tab;
    setTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  }

  return (
    <section className="panel" aria-labelledby="panel-title">
      <h2 id="panel-title" className="unseen">
        Behind the scenes
      </h2>
      <div className="tabs" role="tablist" aria-label="Behind the scenes" onKeyDown={onKeyDown}>
        {TABS.map((each) => (
          <button
            key={each}
            id={`tab-${each}`}
            type="button"
            role="tab"
            aria-selected={each === tab}
            aria-controls="tab-panel"
            tabIndex={each === tab ? 0 : -1}
            onClick={() => setTab(each)}
          >
            {each}
            {each === "Faults" && world.faults.length > 0 && <span className="count">{world.faults.length}</span>}
          </button>
        ))}
      </div>
      <Knowledge notice={world.knowledge} />
      <div key={tab} id="tab-panel" className="panel-body" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {tab === "Why" && <WhyPanel why={world.why} />}
        {tab === "Inspector" && <Inspector exchanges={world.exchanges} />}
        {tab === "Receiver" && <Receiver mode={world.receiver.mode} lines={world.console} />}
        {tab === "Faults" && <Faults faults={world.faults} methods={world.methods} />}
      </div>
    </section>
  );
}
