/** The square beside a name. */

import { BOT } from "./protocol";

/** A square with the first letter of a name, in the colour of whose it is. */
export function Avatar({ user, name, isSmall = false }: { user: string; name: string; isSmall?: boolean }) {
  const whose = user === BOT.id ? "bot" : user.startsWith("U0") ? user.slice(2).toLowerCase() : "other";
  return (
    <span className={`avatar avatar-${whose}${isSmall ? " avatar-small" : ""}`} aria-hidden="true">
      {whose === "bot" ? "?" : name.slice(0, 1)}
    </span>
  );
}
