/** The bot's App Home. */

import { useEffect } from "react";
import { Blocks } from "./blocks";
import type { Used } from "./interactive";
import type { View } from "./protocol";
import { useSeat } from "./seat";

/** What the bot has published for a person; opening it tells the bot. */
export function Home({ view }: { view: View | null }) {
  const { person, perform } = useSeat();
  useEffect(() => {
    void perform("home", { person });
  }, [person, perform]);

  async function use(blockId: string, element: Used): Promise<void> {
    const action = element.action_id ?? "";
    await perform("click", { person, view_id: view?.id ?? "", block_id: blockId, action_id: action, element });
  }

  return (
    <div className="talk">
      <div className="messages home" role="region" aria-label="App Home" tabIndex={0}>
        {view ? <Blocks blocks={view.blocks} onUse={use} /> : <p className="soft">The bot has not published its home yet.</p>}
      </div>
    </div>
  );
}
