/** What went wrong, said once. */

import { Icon } from "./icon";

/** A note that stays until it is dismissed or something else is done. */
export function Toast({ words, onDismiss }: { words: string; onDismiss: () => void }) {
  return (
    <div role="alert">
      {words && (
        <p className="toast">
          <span>{words}</span>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={onDismiss}>
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  );
}
