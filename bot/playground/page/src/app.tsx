/** The whole page. */

import { useCallback, useEffect, useMemo, useState } from "react";
import { act } from "./acts";
import { Connection } from "./connection";
import { Conversation } from "./conversation";
import { useFocusKept } from "./focus";
import { Head } from "./head";
import { Home } from "./home";
import { useKept } from "./kept";
import type { Status } from "./live";
import { Modal } from "./modal";
import { Panel } from "./panel";
import { begin, HOME, type Place, usePlace } from "./place";
import type { Acts, Channel } from "./protocol";
import { type Seat, SeatContext } from "./seat";
import { Sidebar } from "./sidebar";
import { useTheme } from "./theme";
import { Toast } from "./toast";
import { useWorld } from "./use_world";
import type { World } from "./world";

const HOME_CHANNEL: Channel = { id: HOME, name: "App Home", is_direct: false };
const WIDE = "(min-width: 1100px)";

/** The page of whoever the address names. */
export function App() {
  const place = usePlace();
  const [world, status, hurry] = useWorld(place.person);
  useEffect(() => {
    if (status.is === "refused") begin();
  }, [status]);
  return (
    <>
      <Connection status={status} onHurry={hurry} />
      {world ? <Workspace world={world} place={place} /> : <Opening status={status} />}
    </>
  );
}

function Opening({ status }: { status: Status }) {
  return (
    <p className="opening">
      {status.is === "waiting" ? <a href="#/">Start from the beginning</a> : "Opening the playground …"}
    </p>
  );
}

function Workspace({ world, place: asked }: { world: World; place: Place }) {
  const [theme, turnTheme] = useTheme();
  const [panel, setPanel] = useKept("panel", ["open", "closed"], window.matchMedia(WIDE).matches ? "open" : "closed");
  const [isListShown, setIsListShown] = useState(false);
  const [words, say] = useState("");
  const [drafts] = useState(() => new Map<string, string>());
  const { person, people, channels, shortcut = null } = world;
  useFocusKept();
  useEffect(() => say(""), [person]); // it was said to somebody else

  const perform = useCallback(async <Name extends keyof Acts>(name: Name, what: Acts[Name]): Promise<boolean> => {
    say("");
    const outcome = await act(name, what);
    if (!outcome.ok) say(outcome.error);
    else if (outcome.warning) say(outcome.warning);
    return outcome.ok;
  }, []);
  const seat = useMemo<Seat>(
    () => ({ person, people, channels, shortcut, theme, drafts, perform, say }),
    [person, people, channels, shortcut, theme, drafts, perform],
  );

  const channel = channelOf(asked.channel, channels);
  const place = useMemo(() => ({ ...asked, channel: channel?.id ?? "" }), [asked, channel?.id]);
  const toast = <Toast words={words} onDismiss={() => say("")} />;
  const shown = isListShown ? "list" : panel === "open" ? "panel" : "talk";
  return (
    <SeatContext value={seat}>
      <div className="shell" data-shown={shown} data-panel={panel}>
        <Sidebar place={place} messages={world.messages} onGone={() => setIsListShown(false)} />
        <main key={person} className="main">
          <Head
            channel={channel ?? null}
            isDark={theme === "dark"}
            isPanelOpen={panel === "open"}
            onBack={() => setIsListShown(true)}
            onTheme={turnTheme}
            onPanel={() => setPanel(panel === "open" ? "closed" : "open")}
          />
          {!world.knowledge.ok && panel === "closed" && (
            <p className="strip strip-bad" role="alert">
              The knowledge as saved does not hold.{" "}
              <button type="button" className="link-button" onClick={() => setPanel("open")}>
                Show why
              </button>
            </p>
          )}
          {channel?.id === HOME && <Home view={world.home} />}
          {channel && channel.id !== HOME && <Conversation key={channel.id} world={world} place={place} channel={channel} />}
        </main>
        <Panel world={world} />
      </div>
      {!world.modal && toast}
      <p className="unseen" role="status">
        {world.spoken}
      </p>
      {world.modal && (
        <Modal key={world.modal.id} view={world.modal} refused={world.errors}>
          {toast}
        </Modal>
      )}
    </SeatContext>
  );
}

/** The channel somebody asked for; a direct conversation becomes the person's own. */
function channelOf(id: string, channels: Channel[]): Channel | undefined {
  if (id === HOME) return HOME_CHANNEL;
  const direct = id.startsWith("D") ? channels.find((channel) => channel.is_direct) : undefined;
  return channels.find((channel) => channel.id === id) ?? direct ?? channels[0];
}
