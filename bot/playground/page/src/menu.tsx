/** A menu that opens from a button. */

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

export interface Item {
  label: string;
  onChoose: () => void;
}

interface Props {
  label: string;
  className: string;
  items: Item[];
  children: ReactNode;
}

const WIDEST = 280;
const GAP = 6;

/** A button with a menu: arrows move, Escape closes. */
export function Menu({ label, className, items, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);

  useEffect(() => {
    if (isOpen) list.current?.querySelector("button")?.focus();
  }, [isOpen]);

  /** Beside the button, inside the window. */
  function place(): void {
    const at = button.current?.getBoundingClientRect();
    const drawn = list.current;
    if (!at || !drawn) return;
    const isAbove = at.bottom + 40 * items.length > window.innerHeight;
    drawn.style.left = `${Math.max(GAP, Math.min(at.left, window.innerWidth - WIDEST - GAP))}px`;
    drawn.style.top = isAbove ? "auto" : `${at.bottom + GAP}px`;
    drawn.style.bottom = isAbove ? `${window.innerHeight - at.top + GAP}px` : "auto";
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    event.stopPropagation(); // Escape closes the menu, not what it stands in
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all.at((at + step) % all.length)?.focus();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        popoverTarget={id}
      >
        {children}
      </button>
      <div
        ref={list}
        id={id}
        className="menu"
        role="menu"
        aria-label={label}
        popover="auto"
        onKeyDown={onKeyDown}
        onBeforeToggle={place}
        onToggle={(event) => setIsOpen(event.newState === "open")}
      >
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            onClick={() => {
              list.current?.hidePopover();
              item.onChoose();
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </>
  );
}
