/** The line to the page's server: opened again whenever it breaks, later and later. */

import type { Told } from "./protocol";

export type Status = { is: "opening" } | { is: "open" } | { is: "waiting"; until: number } | { is: "refused" };

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

export interface Live {
  /** Tries at once if it waits. */
  hurry(): void;
  close(): void;
}

/** Listens to what a person may see. */
export function listen(person: string, onTold: (told: Told) => void, onStatus: (status: Status) => void): Live {
  let socket: WebSocket | undefined;
  let timer: number | undefined;
  let wait = FIRST_WAIT;
  let wasOpen = false;
  let isClosed = false;

  function open(): void {
    window.clearTimeout(timer);
    onStatus({ is: "opening" });
    socket = new WebSocket(address(person));
    socket.onopen = () => {
      wasOpen = true;
      onStatus({ is: "open" });
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      if (isClosed) return;
      wait = FIRST_WAIT;
      onTold(JSON.parse(event.data) as Told);
    };
    socket.onclose = () => {
      if (isClosed) return;
      onStatus({ is: "waiting", until: Date.now() + wait });
      timer = window.setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      if (!wasOpen) void tellRefusal();
    };
  }

  /** A browser does not tell why a line was not opened; but if the page is served, it is for the person. */
  async function tellRefusal(): Promise<void> {
    const isServed = await fetch("/", { method: "HEAD" }).then((answer) => answer.ok, () => false);
    if (isServed && !isClosed && !wasOpen) onStatus({ is: "refused" });
  }

  open();
  return {
    hurry: () => {
      if (socket?.readyState === WebSocket.CLOSED) open();
    },
    close: () => {
      isClosed = true;
      window.clearTimeout(timer);
      socket?.close();
    },
  };
}

function address(person: string): string {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${window.location.host}/live?person=${encodeURIComponent(person)}`;
}
