/** Who acts, and where they can go. */

import { Avatar } from "./avatar";
import { Icon } from "./icon";
import { go, HOME, hashOf, type Place } from "./place";
import { BOT, type Channel, type Message, type Person } from "./protocol";
import { useSeat } from "./seat";
import { useUnread } from "./unread";

const LOCALES = ["en-US", "de-DE", "es-ES", "fr-FR", "it-IT", "ja-JP", "ko-KR", "nl-NL", "pl-PL", "pt-BR", "zh-CN", "zh-TW"];

const ROLES: Record<Person["role"], string> = {
  oncall: "may request",
  approver: "may approve",
  guest: "restricted account",
  external: "another company",
};

interface Props {
  place: Place;
  messages: Message[];
  onGone: () => void;
}

/** The column at the left; on a phone a screen of its own. */
export function Sidebar({ place, messages, onGone }: Props) {
  const { person } = useSeat();
  return (
    <aside className="sidebar" aria-label="Workspace">
      <p className="brand">
        <Avatar user={BOT.id} name={BOT.name} isSmall /> {BOT.name} <span className="brand-small">playground</span>
      </p>
      <Places key={person} {...{ place, messages, onGone }} />
      <People place={place} />
    </aside>
  );
}

function Places({ place, messages, onGone }: Props) {
  const { channels } = useSeat();
  const unread = useUnread(messages, place.channel);
  return (
    <nav aria-label="Conversations">
      <List title="Channels" channels={channels.filter((channel) => !channel.is_direct)} {...{ place, unread, onGone }} />
      <List
        title="The bot"
        channels={[...channels.filter((channel) => channel.is_direct), { id: HOME, name: "App Home", is_direct: false }]}
        {...{ place, unread, onGone }}
      />
    </nav>
  );
}

interface ListProps {
  title: string;
  channels: Channel[];
  place: Place;
  unread: Record<string, number>;
  onGone: () => void;
}

function List({ title, channels, place, unread, onGone }: ListProps) {
  return (
    <>
      <h2 className="sidebar-title">{title}</h2>
      <ul>
        {channels.map(({ id, name, is_direct: isDirect }) => (
          <li key={id}>
            <a
              className={`place ${unread[id] ? "is-unread" : ""}`}
              href={hashOf({ ...place, channel: id, thread: "" })}
              aria-current={place.channel === id ? "page" : undefined}
              onClick={onGone}
            >
              <Icon name={id === HOME ? "home" : isDirect ? "reply" : "hash"} />
              <span>{name}</span>
              {unread[id] ? (
                <span className="count">
                  {unread[id]}
                  <span className="unseen"> unread</span>
                </span>
              ) : null}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function People({ place }: { place: Place }) {
  const { person, people, perform } = useSeat();
  const acting = people.find((each) => each.id === person);
  const locales = acting && !LOCALES.includes(acting.locale) ? [acting.locale, ...LOCALES] : LOCALES;
  return (
    <div className="people">
      <fieldset>
        <legend className="sidebar-title">Acting as</legend>
        {people.map(({ id, name, role }) => (
          <label key={id} className="person">
            <input
              type="radio"
              name="person"
              checked={id === place.person}
              onChange={() => go({ ...place, person: id, thread: "" })}
            />
            <Avatar user={id} name={name} isSmall />
            <span>
              {name} <small>{ROLES[role]}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <label className="locale">
        <span>Language</span>
        <select
          className="select"
          value={acting?.locale}
          onChange={(event) => void perform("locale", { person, locale: event.target.value })}
        >
          {locales.map((locale) => (
            <option key={locale}>{locale}</option>
          ))}
        </select>
      </label>
    </div>
  );
}
