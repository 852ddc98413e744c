/** Small choices that are kept in the browser: the theme, the open panel. */

import { useState } from "react";

/** A choice, and what changes it. */
export function useKept<Choice extends string>(name: string, choices: readonly Choice[], start: Choice): [Choice, (choice: Choice) => void] {
  const [choice, setChoice] = useState(() => choices.find((each) => each === read(name)) ?? start);
  return [
    choice,
    (next) => {
      setChoice(next);
      write(name, next);
    },
  ];
}

function read(name: string): string | null {
  try {
    return window.localStorage.getItem(`campaign-why.${name}`);
  } catch {
    return null; // storage can be turned off
  }
}

function write(name: string, choice: string): void {
  try {
    window.localStorage.setItem(`campaign-why.${name}`, choice);
  } catch {
    // not kept, then
  }
}
