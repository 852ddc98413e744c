/** Light or dark: as the system has it, until somebody says otherwise. */

import { useEffect, useSyncExternalStore } from "react";
import { useKept } from "./kept";

export type Theme = "light" | "dark";

const DARK = "(prefers-color-scheme: dark)";

/** The theme, and what turns it over. */
export function useTheme(): [Theme, () => void] {
  const [chosen, choose] = useKept("theme", ["system", "light", "dark"], "system");
  const isSystemDark = useSyncExternalStore(onSystem, () => window.matchMedia(DARK).matches);
  const theme = chosen === "system" ? (isSystemDark ? "dark" : "light") : chosen;
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return [theme, () => choose(theme === "dark" ? "light" : "dark")];
}

function onSystem(listener: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
