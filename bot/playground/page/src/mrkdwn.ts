/**
 * Slack's mrkdwn as rich text.
 *
 * slack-blocks-to-jsx reads mrkdwn with a parser for Markdown, in which lines that begin with `#` or `---` are lost and
 * 12:30:45 becomes 123045; its rich text is drawn as it is.
 */

export interface Style {
  bold?: true;
  italic?: true;
  strike?: true;
  code?: true;
}

export type Stretch =
  | { type: "text"; text: string; style?: Style }
  | { type: "link"; url: string; text: string; style?: Style }
  | { type: "user"; user_id: string; style?: Style }
  | { type: "channel"; channel_id: string; style?: Style }
  | { type: "broadcast"; range: string; style?: Style }
  | { type: "emoji"; name: string };

export interface RichTextPart {
  type: "rich_text_section" | "rich_text_preformatted" | "rich_text_quote";
  elements: Stretch[];
}

const FENCED = /```\n?([\s\S]+?)\n?```/g;
const MARKED =
  /<([^<>\n]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\3(?![\p{L}\p{N}])|:([a-z][a-z0-9_+-]*):/gu;
const STYLES = { "*": "bold", _: "italic", "~": "strike" } as const;

/** A text as the parts of a rich text. */
export function richText(text: string): RichTextPart[] {
  const parts: RichTextPart[] = [];
  let done = 0;
  for (const fenced of text.matchAll(FENCED)) {
    parts.push(...lines(text.slice(done, fenced.index)));
    parts.push({ type: "rich_text_preformatted", elements: [{ type: "text", text: unescaped(fenced[1] ?? "") }] });
    done = fenced.index + fenced[0].length;
  }
  parts.push(...lines(text.slice(done)));
  return parts;
}

/** A text that is shown as it is. */
export function plain(text: string): RichTextPart[] {
  return [{ type: "rich_text_section", elements: [{ type: "text", text }] }];
}

function lines(text: string): RichTextPart[] {
  const trimmed = text.replace(/^\n|\n$/g, "");
  if (!trimmed) return [];
  const parts: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of trimmed.split("\n")) {
    const isQuote = /^(>|&gt;)/.test(line);
    const last = parts.at(-1);
    const words = isQuote ? line.replace(/^(>|&gt;) ?/, "") : line;
    if (last?.isQuote === isQuote) last.lines.push(words);
    else parts.push({ isQuote, lines: [words] });
  }
  return parts.map((part) => ({
    type: part.isQuote ? "rich_text_quote" : "rich_text_section",
    elements: stretches(part.lines.join("\n"), {}),
  }));
}

function stretches(text: string, style: Style): Stretch[] {
  const found: Stretch[] = [];
  let done = 0;
  for (const mark of text.matchAll(MARKED)) {
    if (mark.index > done) found.push(said(text.slice(done, mark.index), style));
    found.push(...marked(mark, style));
    done = mark.index + mark[0].length;
  }
  if (done < text.length) found.push(said(text.slice(done), style));
  return found;
}

function marked(mark: RegExpMatchArray, style: Style): Stretch[] {
  const [, angled, code, marker, inner, emoji] = mark;
  if (angled !== undefined) return [meant(angled, style)];
  if (code !== undefined) return [said(code, { ...style, code: true })];
  if (emoji !== undefined) return [{ type: "emoji", name: emoji }];
  return stretches(inner ?? "", { ...style, [STYLES[marker as keyof typeof STYLES]]: true });
}

/** What stands between angle brackets: a person, a channel, everybody, or a link. */
function meant(angled: string, style: Style): Stretch {
  const [target = "", label] = angled.split("|");
  if (/^@[UWB]/.test(target)) return { type: "user", user_id: target.slice(1), style };
  if (/^#C/.test(target)) return { type: "channel", channel_id: target.slice(1), style };
  if (/^!(here|channel|everyone)$/.test(target)) return { type: "broadcast", range: target.slice(1), style };
  if (/^(https?|mailto):/.test(target)) return { type: "link", url: unescaped(target), text: unescaped(label ?? target), style };
  return said(label ?? `<${angled}>`, style);
}

function said(text: string, style: Style): Stretch {
  return { type: "text", text: unescaped(text), style };
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
