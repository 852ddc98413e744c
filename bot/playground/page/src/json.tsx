/** JSON that can be unfolded. */

import type { Json } from "./protocol";

const OPEN_TO = 2;
const LONGEST_PREVIEW = 48;
const LONGEST_STRING = 120;

interface Props {
  value: Json;
  name?: string;
  depth?: number;
}

/** A value with all that is in it; the first levels are open. */
export function JsonTree({ value, name, depth = 0 }: Props) {
  if (typeof value === "string" && value.length > LONGEST_STRING) {
    return (
      <details className="json">
        <summary>
          <Name name={name} />
          <span className="json-string json-preview">{JSON.stringify(`${value.slice(0, LONGEST_STRING)}…`)}</span>
        </summary>
        <p className="json-text">{value}</p>
      </details>
    );
  }
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    return (
      <div className="json-leaf">
        <Name name={name} />
        <span className={`json-${value === null ? "null" : typeof value}`}>{JSON.stringify(value ?? null)}</span>
      </div>
    );
  }
  return (
    <details className="json" open={depth < OPEN_TO}>
      <summary>
        <Name name={name} />
        <span className="json-size">{sizeOf(value)}</span> <span className="json-preview">{preview(value)}</span>
      </summary>
      <div className="json-inside">
        {Object.entries(value).map(([key, each]: [string, Json]) => (
          <JsonTree key={key} name={key} value={each} depth={depth + 1} />
        ))}
      </div>
    </details>
  );
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className="json-name">{name}: </span>;
}

function sizeOf(value: object): string {
  const size = Object.keys(value).length;
  return Array.isArray(value) ? `[${size}]` : `{${size}}`;
}

function preview(value: object): string {
  const written = JSON.stringify(value);
  return written.length > LONGEST_PREVIEW ? `${written.slice(0, LONGEST_PREVIEW)}…` : written;
}
