/** Whether the knowledge holds as it was last saved. */

import type { Notice } from "./protocol";

/** One line while all is well; otherwise each problem with its place and its cure. */
export function Knowledge({ notice }: { notice: Notice }) {
  if (notice.ok) {
    const changed = notice.changed ? `, ${notice.changed} changed` : "";
    return (
      <p className="knowledge" role="status">
        <span className="dot dot-good" aria-hidden="true" />
        Knowledge: {notice.modules} modules{changed} <time className="soft">{notice.at}</time>
      </p>
    );
  }
  return (
    <div className="knowledge knowledge-bad" role="alert">
      <p>
        <span className="dot dot-bad" aria-hidden="true" />
        <strong>The knowledge as saved does not hold.</strong> The bot goes on with what it had.{" "}
        <time className="soft">{notice.at}</time>
      </p>
      <ul>
        {notice.problems.map(({ where, what, cure }, index) => (
          <li key={index}>
            <code>{where}</code>
            <span>{what}</span>
            {cure && <span className="cure">{cure}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
