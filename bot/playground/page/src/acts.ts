/** What a person does, told to the page's server. */

import type { Acts, Outcome } from "./protocol";

/** Does one thing; whatever goes wrong comes back as words for the person. */
export async function act<Name extends keyof Acts>(name: Name, what: Acts[Name]): Promise<Outcome> {
  try {
    const answer = await fetch(`/acts/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(what),
    });
    const outcome: unknown = await answer.json().catch(() => null);
    return isOutcome(outcome) ? outcome : { ok: false, error: `The playground answered HTTP ${answer.status}.` };
  } catch {
    return { ok: false, error: "The playground does not answer. Is it still running?" };
  }
}

function isOutcome(value: unknown): value is Outcome {
  return typeof value === "object" && value !== null && "ok" in value;
}
