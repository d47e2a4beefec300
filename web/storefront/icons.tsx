/** Signs of actions and of categories, drawn once on each page and used by name. */
import type { ProductCategory } from "../shared/api_catalogue.ts";

const PATHS = {
  call:
    "M6 3h3l2 5-2.5 1.6a12 12 0 0 0 5.9 5.9L16 13l5 2v3a3 3 0 0 1-3.3 3A17 17 0 0 1 3 6.3 3 3 0 0 1 6 3Z",
  wechat:
    "M9.5 4C5.4 4 2 6.8 2 10.2c0 2 1.1 3.7 2.9 4.8L4 17.5l2.9-1.4c.8.2 1.7.3 2.6.3h.4a5.6 5.6 0 0 1-.2-1.5c0-3.3 3.1-6 7-6h.3C16.2 6 13.2 4 9.5 4ZM22 15c0-2.7-2.6-4.9-5.7-4.9s-5.7 2.2-5.7 4.9 2.6 4.9 5.7 4.9c.7 0 1.4-.1 2-.3l2.3 1.2-.6-2.1A4.7 4.7 0 0 0 22 15Z",
  share: "M14 4l7 6.5-7 6.5v-4c-5 0-8.5 1.6-11 5 .8-5 4-9 11-10V4Z",
  pin:
    "M12 2a7 7 0 0 1 7 7c0 5-7 13-7 13S5 14 5 9a7 7 0 0 1 7-7Zm0 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-1 4h2v4.6l3.2 1.9-1 1.7L11 12.7V7Z",
  go: "M9 5l7 7-7 7-1.5-1.5L13 12 7.5 6.5Z",
  apps:
    "M7 2h10a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V4c0-1.1.9-2 2-2Zm1 3v12h8V5H8Zm4 13.2a1 1 0 1 0 0 2 1 1 0 0 0 0-2Z",
  deposits:
    "M12 3c4.4 0 8 1.3 8 3s-3.6 3-8 3-8-1.3-8-3 3.6-3 8-3ZM4 8.5C5.6 10 8.6 10.8 12 10.8S18.4 10 20 8.5V11c0 1.7-3.6 3-8 3s-8-1.3-8-3V8.5Zm0 5c1.6 1.5 4.6 2.3 8 2.3s6.4-.8 8-2.3V17c0 1.7-3.6 3-8 3s-8-1.3-8-3v-3.5Z",
  loans:
    "M3 6h18v12H3V6Zm9 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM5 8v2a2 2 0 0 0 2-2H5Zm12 0c0 1.1.9 2 2 2V8h-2ZM5 14v2h2a2 2 0 0 0-2-2Zm14 0a2 2 0 0 0-2 2h2v-2Z",
  "credit-cards":
    "M4 5h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V7c0-1.1.9-2 2-2Zm0 3v2h16V8H4Zm2 6v2h5v-2H6Z",
  "social-security":
    "M12 2l8 3v6c0 5-3.4 9.3-8 11-4.6-1.7-8-6-8-11V5l8-3Zm-1 5v3H8v2h3v3h2v-3h3v-2h-3V7h-2Z",
  counter: "M3 9l9-6 9 6v2H3V9Zm2 4h3v5H5v-5Zm5.5 0h3v5h-3v-5Zm5.5 0h3v5h-3v-5ZM3 20h18v2H3v-2Z",
  utilities: "M13 2L5 13h5l-1 9 8-12h-5l1-8Z",
  education: "M12 4L1 9l11 5 9-4.1V16h2V9L12 4ZM5 13.2V17c2 2 4.5 3 7 3s5-1 7-3v-3.8l-7 3.1-7-3.1Z",
  community: "M12 3L2 11h3v9h5v-5h4v5h5v-9h3L12 3Z",
  health:
    "M12 21C6 16.5 2.5 13.2 2.5 9A4.8 4.8 0 0 1 12 7a4.8 4.8 0 0 1 9.5 2c0 4.2-3.5 7.5-9.5 12Z",
} as const satisfies Record<
  ProductCategory | "call" | "wechat" | "share" | "pin" | "clock" | "go",
  string
>;

export type IconName = keyof typeof PATHS;

/** All signs; stands once on the page. */
export function Icons() {
  return (
    <svg class="icons" width="0" height="0" aria-hidden="true">
      {Object.entries(PATHS).map(([name, path]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 24 24">
          <path d={path} fill-rule="evenodd" />
        </symbol>
      ))}
    </svg>
  );
}

/** One sign; says nothing to a screen reader, since words stand beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
