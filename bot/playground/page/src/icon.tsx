/** The page's own icons: strokes of one width on a grid of 20. */

const PATHS = {
  back: "M12 4 6 10l6 6",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5 8l5 5 5-5",
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13M3 12.5h13",
  home: "M3.5 9.5 10 4l6.5 5.5M5.5 8.5V16h9V8.5",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  moon: "M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5z",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  panel: "M3 4.5h14v11H3zM12 4.5v11",
  reply: "M4 4.5h12v8.5H9l-3.5 3V13H4z",
  send: "M3.5 4 17 10 3.5 16l2-6zM5.5 10H10",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  bell: "M5 13.5V9a5 5 0 0 1 10 0v4.5l1 1.5H4zM8.5 17h3",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
} as const;

/** An icon; what it stands for is said beside it. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
