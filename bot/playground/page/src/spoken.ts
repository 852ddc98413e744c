/** A message in words that can be read out. Pure. */

import { richText, type Stretch } from "./mrkdwn";
import { BOT, type Channel, type Person } from "./protocol";

/** Whose names are known. */
interface Known {
  people: Person[];
  channels: Channel[];
}

/** The first line of a text without marks, with names instead of ids. */
export function firstLine(text: string, known: Known): string {
  const [line = ""] = text.split("\n");
  return richText(line)
    .flatMap((part) => part.elements)
    .map((stretch) => wordsOf(stretch, known))
    .join("");
}

function wordsOf(stretch: Stretch, { people, channels }: Known): string {
  switch (stretch.type) {
    case "user":
      return nameOf(stretch.user_id, [...people, BOT]);
    case "channel":
      return nameOf(stretch.channel_id, channels);
    case "broadcast":
      return stretch.range;
    case "emoji":
      return stretch.name.replaceAll("_", " ");
    default:
      return stretch.text;
  }
}

function nameOf(id: string, known: { id: string; name: string }[]): string {
  return known.find((each) => each.id === id)?.name ?? id;
}
