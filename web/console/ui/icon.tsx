/** Line icons, 20 px, drawn here: a few paths weigh less than a library. They never stand alone: words are beside. */
const PATHS = {
  home: "M3 9.5 10 4l7 5.5V16a1 1 0 0 1-1 1h-3.5v-4.5h-5V17H4a1 1 0 0 1-1-1z",
  sale: "M11 2 4 11.5h5L8 18l8-9.5h-5.5z",
  plus: "M10 4v12M4 10h12",
  log: "M5 3h10v14H5zM8 7h4M8 10h4M8 13h2",
  store:
    "M3 8l1.5-4h11L17 8M3 8h14M3 8v1a2.3 2.3 0 0 0 4.6 0 2.4 2.4 0 0 0 4.8 0A2.3 2.3 0 0 0 17 9V8M4.5 11.5V17h11v-5.500",
  qr: "M3 3h5v5H3zM12 3h5v5h-5zM3 12h5v5H3zM12 12h2v2M17 12v5h-5v-1.500",
  people:
    "M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M1.500 17c0-3 2.500-5 5.500-5s5.500 2 5.500 5M13 3.500a2.700 2.700 0 0 1 0 5.200M14.500 12.300c2.300.5 4 2.300 4 4.700",
  book:
    "M4 3h5a1.500 1.500 0 0 1 1.500 1.500V17A1.500 1.500 0 0 0 9 15.500H4zM17 3h-5a1.500 1.500 0 0 0-1.500 1.500V17a1.500 1.500 0 0 1 1.500-1.500h5z",
  news:
    "M3 4h11v12H4a1 1 0 0 1-1-1zM14 8h3v6.500a1.500 1.500 0 0 1-3 0M6 7.500h5M6 10.500h5M6 13.500h3",
  customers:
    "M10 10a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400M3.500 17c.4-3.200 3-5 6.500-5s6.100 1.800 6.500 5",
  chart: "M3 3v14h14M7 13.500v-3M11 13.500V6M15 13.500V9",
  rank: "M7.500 17V6h5v11M2.500 17v-6.500h5M12.500 17V9.500h5V17zM2.500 17h5",
  account:
    "M10 2.500 16.500 5v4.500c0 4-2.800 6.700-6.500 8-3.700-1.300-6.500-4-6.500-8V5zM7.500 10l2 2 3.500-4",
  more: "M4 10h.01M10 10h.01M16 10h.01",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4l-6 6 6 6",
  up: "M10 16V4M5 9l5-5 5 5",
  down: "M10 4v12M5 11l5 5 5-5",
  bell:
    "M10 3a4.500 4.500 0 0 0-4.500 4.500c0 4-1.500 5-1.500 6h12c0-1-1.500-2-1.500-6A4.500 4.500 0 0 0 10 3M8.500 16.500a1.600 1.600 0 0 0 3 0",
  search: "M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11M13 13l4 4",
  link:
    "M8.500 11.500a3 3 0 0 0 4.300 0l2.900-2.900a3 3 0 0 0-4.300-4.300l-1 1M11.500 8.500a3 3 0 0 0-4.300 0l-2.900 2.900a3 3 0 0 0 4.300 4.300l1-1",
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
