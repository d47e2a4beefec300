/** What the table of pages holds; see `pages.ts`. */
import type { ComponentType } from "preact";
import type { StaffJson } from "../shared/api.ts";
import type { Locale } from "../shared/format.ts";
import { type Params } from "./route.ts";
import type { Shell } from "./shell.ts";
import type { IconName } from "./ui/icon.tsx";

/** The same in both languages. */
export type Both<Text> = Readonly<Record<Locale, Text>>;

export type Role = StaffJson["role"];

/** What every page is given. `params` are the values of its path, `query` what stands after the `?`. */
export interface PageProps {
  readonly shell: Shell;
  readonly params: Params;
  readonly query: URLSearchParams;
}

/** Headings of the rail, in this order. */
export const GROUPS = ["sales", "store", "bank", "figures", "system"] as const;

/** A page of the console. */
export interface Page {
  /** Below `/console`: `/`, `/campaigns`, `/campaigns/:id`. The first that fits is shown. */
  readonly path: string;
  readonly title: Both<string>;
  /** Who may open it. The server decides again about every figure on it. */
  readonly roles: readonly Role[];
  readonly view: ComponentType<PageProps>;
  /** Stands in the rail; with `bar` in the bottom bar of a phone too (four at most for each role). */
  readonly nav?: {
    readonly group: (typeof GROUPS)[number];
    readonly icon: IconName;
    readonly label?: Both<string>;
    readonly bar?: true;
  };
}

/** Every role. */
export const EVERYONE: readonly Role[] = ["manager", "outlet", "bank", "province", "sre"];
/** Who writes sales. */
export const AUTHORS: readonly Role[] = ["outlet", "bank", "province"];
