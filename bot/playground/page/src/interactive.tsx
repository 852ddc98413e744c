/** What can be clicked in a message or a view: slack-blocks-to-jsx draws it, but does not tell of clicks. */

import { useState } from "react";
import { Choice } from "./choice";
import { ConfirmDialog } from "./confirm";
import type { Element, Option } from "./protocol";

export type Used = Element & { selected_option?: Option };

/** Told when an element was used; done when the bot has heard of it. */
export type OnUse = (blockId: string, used: Used) => Promise<void>;

interface Props {
  element: Element;
  onUse: (used: Used) => Promise<void>;
}

/** A button or a menu, with the question before it takes effect if there is one. */
export function Interactive({ element, onUse }: Props) {
  const [asked, setAsked] = useState<Used | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function use(used: Used): Promise<void> {
    setIsBusy(true);
    await onUse(used);
    setIsBusy(false);
  }

  function onAnswer(isYes: boolean): void {
    setAsked(null);
    if (isYes && asked) void use(asked);
  }

  const begin = (used: Used): void => (element.confirm ? setAsked(used) : void use(used));
  return (
    <>
      <Drawn element={element} isBusy={isBusy} onUse={begin} />
      {asked && element.confirm && <ConfirmDialog question={element.confirm} onAnswer={onAnswer} />}
    </>
  );
}

function Drawn({ element, isBusy, onUse }: { element: Element; isBusy: boolean; onUse: (used: Used) => void }) {
  switch (element.type) {
    case "button":
      return (
        <button
          type="button"
          className={`button ${element.style ? `button-${element.style}` : ""}`}
          aria-busy={isBusy}
          onClick={() => !isBusy && onUse(element)}
        >
          {element.text?.text}
        </button>
      );
    case "static_select":
      return (
        <Choice
          element={element}
          chosen={element.initial_option ?? null}
          label={element.placeholder?.text ?? "Select an option"}
          onChoose={(option) => option && onUse({ ...element, selected_option: option })}
        />
      );
    default:
      return <span className="unknown">{element.type} is not drawn here</span>;
  }
}
