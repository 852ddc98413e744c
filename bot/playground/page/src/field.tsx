/** An input of a view, with its label, its hint and what is wrong with it. */

import { Choice } from "./choice";
import type { Block, Element, Entered } from "./protocol";

interface Props {
  block: Block;
  entered: Entered;
  error: string | undefined;
  onEnter: (entered: Entered) => void;
}

/** What an input holds before anything is entered. */
export function untouched(element: Element): Entered {
  if (element.type === "static_select") return { type: element.type, selected_option: element.initial_option ?? null };
  return { type: element.type, value: element.initial_value ?? null };
}

/** Whether nothing has been entered. */
export function isEmpty(entered: Entered): boolean {
  return "value" in entered ? !entered.value?.trim() : !entered.selected_option;
}

/** An input block. */
export function Field({ block, entered, error, onEnter }: Props) {
  const id = `field-${block.block_id}`;
  const notes = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={`field ${error ? "field-wrong" : ""}`}>
      <label htmlFor={id}>
        {block.label?.text}
        {block.optional && <span className="field-optional"> (optional)</span>}
      </label>
      <Entry
        id={id}
        element={block.element ?? { type: "nothing" }}
        entered={entered}
        describedBy={notes || undefined}
        isWrong={Boolean(error)}
        onEnter={onEnter}
      />
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
      {block.hint && (
        <p id={`${id}-hint`} className="field-hint">
          {block.hint.text}
        </p>
      )}
    </div>
  );
}

interface EntryProps {
  id: string;
  element: Element;
  entered: Entered;
  describedBy: string | undefined;
  isWrong: boolean;
  onEnter: (entered: Entered) => void;
}

function Entry({ id, element, entered, describedBy, isWrong, onEnter }: EntryProps) {
  const { type } = element;
  if (type === "static_select" && "selected_option" in entered) {
    const onChoose = (option: typeof entered.selected_option): void => onEnter({ type, selected_option: option });
    return <Choice {...{ id, element, describedBy, isWrong, onChoose }} chosen={entered.selected_option} />;
  }
  if (type === "plain_text_input" && "value" in entered) {
    const Tag = element.multiline ? "textarea" : "input";
    return (
      <Tag
        id={id}
        className="input"
        value={entered.value ?? ""}
        placeholder={element.placeholder?.text}
        maxLength={element.max_length}
        autoComplete="off"
        aria-describedby={describedBy}
        aria-invalid={isWrong}
        onChange={(event) => onEnter({ type, value: event.target.value || null })}
      />
    );
  }
  return <span className="unknown">{type} is not drawn here</span>;
}
