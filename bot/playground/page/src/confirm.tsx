/** The question before something is done. */

import { Dialog } from "./dialog";
import type { Confirm } from "./protocol";

interface Props {
  question: Confirm;
  onAnswer: (isYes: boolean) => void;
}

/** Asks whether to go on. */
export function ConfirmDialog({ question, onAnswer }: Props) {
  const title = question.title?.text ?? "Are you sure?";
  return (
    <Dialog label={title} className="dialog-small" onDismiss={() => onAnswer(false)}>
      <h2 className="dialog-title">{title}</h2>
      <p className="dialog-text">{question.text?.text}</p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          {question.deny?.text ?? "Cancel"}
        </button>
        <button
          type="button"
          className={`button ${question.style === "danger" ? "button-danger" : "button-primary"}`}
          onClick={() => onAnswer(true)}
        >
          {question.confirm?.text ?? "Yes"}
        </button>
      </div>
    </Dialog>
  );
}
