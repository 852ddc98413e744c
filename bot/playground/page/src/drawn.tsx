/** Blocks that only show something, drawn by slack-blocks-to-jsx. */

import { type Block as LibraryBlock, Message as Library } from "slack-blocks-to-jsx";
import { useMemo } from "react";
import { plain, richText } from "./mrkdwn";
import { type Block, BOT, type Words } from "./protocol";
import { useSeat } from "./seat";

/** One block as Slack shows it. */
export function Drawn({ block }: { block: Block }) {
  const { theme, people, channels } = useSeat();
  const blocks = useMemo(() => [faithful(block)] as unknown as LibraryBlock[], [block]);
  const data = {
    users: [...people, BOT],
    channels: channels.map(({ id, name }) => ({ id, name })),
  };
  return <Library withoutWrapper name="" logo="" theme={theme} blocks={blocks} data={data} />;
}

/** A text of Slack as a block that is drawn as it is. */
export function asBlock(words: Words): Block {
  return { type: "rich_text", elements: words.type === "mrkdwn" ? richText(words.text) : plain(words.text) };
}

/** The block in a form in which the library changes no text; without its id, which would become one of the page's. */
function faithful({ block_id: _, ...block }: Block): Block {
  if (block.type === "section" && typeof block.text === "object") return asBlock(block.text);
  if (block.type === "header" && typeof block.text === "object") {
    return { ...block, level: 2, text: { ...block.text, verbatim: true } } as Block;
  }
  if (block.type === "markdown" && typeof block.text === "string") {
    return { type: "rich_text", elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: block.text }] }] };
  }
  return block;
}
