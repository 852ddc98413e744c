/** Why the last report came out as it did. */

import type { Why } from "./protocol";
import { Shares } from "./shares";

const DECISIONS: Record<Why["decision"], string> = {
  suggest: "names a module",
  clarify: "asks a question",
  abstain: "names none",
};

/** The last diagnosis taken apart. */
export function WhyPanel({ why }: { why: Why | null }) {
  if (!why) return <p className="empty">Ask something: here you will see what was heard in it, and what it weighs.</p>;
  return (
    <>
      <blockquote className="report" lang={why.language ?? undefined}>
        {why.report}
      </blockquote>
      <p className="facts">
        <span className={`badge badge-${why.decision}`}>{DECISIONS[why.decision]}</span>
        {why.language && <span>{why.language}</span>}
        <span>{why.elapsed_ms.toFixed(1)} ms</span>
      </p>
      <Ranking why={why} />
      <Clauses why={why} />
      <Shares why={why} />
    </>
  );
}

function Ranking({ why }: { why: Why }) {
  return (
    <section aria-labelledby="why-ranking">
      <h3 id="why-ranking">Ranking</h3>
      <ol className="ranking">
        {why.ranking.map(({ module, confidence }) => (
          <li key={module} className={why.compared.includes(module) ? "" : "is-far"}>
            <span className="ranking-name">{module}</span>
            <span className="bar" aria-hidden="true">
              <span className="bar-fill" style={{ width: percent(confidence) }} />
              <span className="bar-mark" style={{ left: percent(why.clarify) }} />
              <span className="bar-mark bar-mark-high" style={{ left: percent(why.suggest) }} />
            </span>
            <span className="ranking-share">{percent(confidence)}</span>
          </li>
        ))}
      </ol>
      <p className="legend">
        Below {percent(why.clarify)} no module is named, from there a question may be asked, from {percent(why.suggest)} a
        module may be named; after an answer the likeliest may be named wherever it stands.
      </p>
    </section>
  );
}

function Clauses({ why }: { why: Why }) {
  return (
    <section aria-labelledby="why-clauses">
      <h3 id="why-clauses">What was heard</h3>
      <ul className="clauses">
        {why.clauses.map(({ words, is_fine: isFine, terms }, index) => (
          <li key={index} className={isFine ? "is-fine" : ""}>
            <p>
              {words} <span className={`badge ${isFine ? "badge-good" : ""}`}>{isFine ? "works" : "trouble"}</span>
            </p>
            {terms.length > 0 && (
              <ul className="terms">
                {terms.map((term) => (
                  <li key={term}>{term}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
