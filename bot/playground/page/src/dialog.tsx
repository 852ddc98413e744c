/** A dialog that keeps the focus while it is open and gives it back. */

import { type ReactNode, useLayoutEffect, useRef } from "react";

interface Props {
  label: string;
  className?: string;
  onDismiss: () => void;
  children: ReactNode;
}

/** A modal dialog; Escape dismisses it. */
export function Dialog({ label, className = "", onDismiss, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close(); // while it still stands in the page: only then the focus goes back
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={label}
      onKeyDown={(event) => event.stopPropagation()} // what lies below keeps out of it
      onCancel={(event) => {
        event.preventDefault();
        onDismiss();
      }}
    >
      {children}
    </dialog>
  );
}
