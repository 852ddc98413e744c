/** Whether the page hears from the playground. */

import { useEffect, useState } from "react";
import type { Status } from "./live";

/** A strip that says that the line is broken; nothing while it holds. */
export function Connection({ status, onHurry }: { status: Status; onHurry: () => void }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (status.is !== "waiting") return;
    const count = (): void => setSeconds(Math.max(0, Math.ceil((status.until - Date.now()) / 1000)));
    count();
    const timer = window.setInterval(count, 250);
    return () => window.clearInterval(timer);
  }, [status]);
  return (
    <div role="status">
      {status.is === "waiting" && (
        <p className="strip">
          The playground is away. Trying again
          <span aria-hidden="true">{seconds > 0 ? ` in ${seconds} s` : " now"}</span>.{" "}
          <button type="button" className="link-button" onClick={onHurry}>
            Try now
          </button>
        </p>
      )}
    </div>
  );
}
