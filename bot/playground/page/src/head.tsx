/** The bar above the conversation. */

import { Icon } from "./icon";
import { HOME } from "./place";
import type { Channel } from "./protocol";

interface Props {
  channel: Channel | null;
  isDark: boolean;
  isPanelOpen: boolean;
  onBack: () => void;
  onTheme: () => void;
  onPanel: () => void;
}

/** Where one is, and how the page looks. */
export function Head({ channel, isDark, isPanelOpen, onBack, onTheme, onPanel }: Props) {
  const isHome = channel?.id === HOME;
  return (
    <header className="head">
      <button type="button" className="icon-button only-narrow" aria-label="Show conversations" onClick={onBack}>
        <Icon name="menu" />
      </button>
      <h1>
        <Icon name={isHome ? "home" : channel?.is_direct ? "reply" : "hash"} />
        {channel?.name}
      </h1>
      <button type="button" className="icon-button" aria-label={isDark ? "Light theme" : "Dark theme"} onClick={onTheme}>
        <Icon name={isDark ? "sun" : "moon"} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Behind the scenes"
        aria-expanded={isPanelOpen}
        onClick={onPanel}
      >
        <Icon name="panel" />
      </button>
    </header>
  );
}
