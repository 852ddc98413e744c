/** What older integrations put below a message: a box with a coloured edge. */

import { Blocks } from "./blocks";
import { asBlock, Drawn } from "./drawn";
import type { OnUse } from "./interactive";
import type { Attachment } from "./protocol";

const NAMED: Record<string, string> = { good: "var(--good)", warning: "var(--warn)", danger: "var(--bad)" };

/** One attachment. */
export function AttachmentBox({ attachment, onUse }: { attachment: Attachment; onUse: OnUse }) {
  const { color = "", pretext, title, title_link: link, text, fields, footer, fallback, blocks } = attachment;
  const edge = NAMED[color] ?? (/^#?[0-9a-f]{6}$/i.test(color) ? `#${color.replace("#", "")}` : "var(--line)");
  const isBare = !title && !text && !fields?.length && !blocks?.length;
  return (
    <div className="attachment">
      {pretext && <Mrkdwn text={pretext} />}
      <div className="attachment-box" style={{ borderColor: edge }}>
        {title && (link ? <a href={link} target="_blank" rel="noreferrer">{title}</a> : <strong>{title}</strong>)}
        {text && <Mrkdwn text={text} />}
        {fields && (
          <dl className="attachment-fields">
            {fields.map((field, index) => (
              <div key={index} className={field.short ? "" : "is-long"}>
                <dt>{field.title}</dt>
                <dd>{field.value && <Mrkdwn text={field.value} />}</dd>
              </div>
            ))}
          </dl>
        )}
        {blocks && <Blocks blocks={blocks} onUse={onUse} />}
        {isBare && fallback && <Mrkdwn text={fallback} />}
        {footer && <p className="attachment-footer">{footer}</p>}
      </div>
    </div>
  );
}

function Mrkdwn({ text }: { text: string }) {
  return <Drawn block={asBlock({ type: "mrkdwn", text })} />;
}
