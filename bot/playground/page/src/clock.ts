/** Times as people read them. */

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });

/** The time of the day of a message. */
export function timeOf(ts: string): string {
  return TIME.format(Number(ts) * 1000);
}
