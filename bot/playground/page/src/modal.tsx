/** A view that lies over the page. */

import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { OneBlock } from "./blocks";
import { Dialog } from "./dialog";
import { Field, isEmpty, untouched } from "./field";
import { focusForm } from "./focus";
import { Icon } from "./icon";
import type { Used } from "./interactive";
import type { Block, Entered, Values, View } from "./protocol";
import { useSeat } from "./seat";

const MISSING = "Please complete this required field.";

interface Props {
  view: View;
  /** What the bot finds wrong, by block. */
  refused: Record<string, string>;
  /** What else is said while it is open: the rest of the page is out of reach. */
  children: ReactNode;
}

/** A modal; what was entered stays while the bot puts other blocks into it. */
export function Modal({ view, refused, children }: Props) {
  const { person, perform } = useSeat();
  const [entered, setEntered] = useState<Record<string, Entered>>({});
  const [wrong, setWrong] = useState(refused);
  const [mended, setMended] = useState<string[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const title = view.title?.text ?? "campaign-why";

  const inputs = view.blocks.filter((block) => block.type === "input" && block.element);
  const entryOf = (block: Block): Entered => entered[block.block_id ?? ""] ?? untouched(block.element ?? { type: "" });
  const values: Values = Object.fromEntries(
    inputs.map((block) => [block.block_id ?? "", { [block.element?.action_id ?? ""]: entryOf(block) }]),
  );

  const complain = useCallback((errors: Record<string, string>) => {
    setWrong(errors);
    setMended([]);
  }, []);
  useEffect(() => complain(refused), [refused, complain]);
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [wrong]);

  const first = inputs[0]?.block_id;
  useEffect(() => {
    if (form.current && !form.current.querySelector(".dialog-body :focus")) focusForm(form.current);
  }, [first]); // a form may come without its fields at first

  function enter(id: string, entry: Entered): void {
    setEntered((before) => ({ ...before, [id]: entry }));
    setMended((before) => [...before, id]);
  }

  const close = (): void => void perform("close", { person, view_id: view.id });

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const lacking = inputs.filter((block) => !block.optional && isEmpty(entryOf(block)));
    complain(Object.fromEntries(lacking.map((block) => [block.block_id ?? "", MISSING])));
    if (lacking.length || isBusy) return;
    setIsBusy(true);
    await perform("submit", { person, view_id: view.id, values });
    setIsBusy(false);
  }

  async function use(blockId: string, element: Used): Promise<void> {
    const action = element.action_id ?? "";
    await perform("click", { person, view_id: view.id, block_id: blockId, action_id: action, element, state: { values } });
  }

  return (
    <Dialog label={title} onDismiss={close}>
      <form ref={form} noValidate onSubmit={(event) => void submit(event)}>
        <header className="dialog-head">
          <h2 className="dialog-title">{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div className="dialog-body" tabIndex={-1}>
          {view.blocks.map((block, index) => {
            const id = block.block_id ?? "";
            if (block.type !== "input") return <OneBlock key={id || index} block={block} onUse={use} />;
            const error = mended.includes(id) ? undefined : wrong[id];
            return (
              <Field
                key={id || index}
                block={block}
                entered={entryOf(block)}
                error={error}
                onEnter={(entry) => enter(id, entry)}
              />
            );
          })}
        </div>
        <footer className="dialog-buttons">
          <button type="button" className="button" onClick={close}>
            {view.close?.text ?? "Cancel"}
          </button>
          {view.submit && (
            <button type="submit" className="button button-primary" aria-busy={isBusy}>
              {view.submit.text}
            </button>
          )}
        </footer>
      </form>
      {children}
    </Dialog>
  );
}
