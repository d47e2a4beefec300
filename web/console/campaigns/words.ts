/** Every sentence of the console, in Chinese and English. */
import type { PhaseJson } from "../../shared/api.ts";
import type { Locale } from "../../shared/format.ts";
import type { ActionName } from "./action.ts";
import type { Fault } from "./form.ts";
import { EN } from "./words_en.ts";
import { ZH } from "./words_zh.ts";

/** Words of one language. */
export interface Words {
  readonly sales: string;
  readonly newSale: string;
  readonly noSales: string;
  readonly noneHere: string;
  readonly noneFound: string;
  readonly filter: Readonly<Record<"search" | "everyKind" | "every" | "mine" | "archived", string>>;
  readonly more: string;
  readonly back: string;
  readonly offline: string;
  readonly missing: string;
  readonly columns: Readonly<
    Record<"title" | "kind" | "phase" | "time" | "units" | "price" | "author", string>
  >;
  /** A budget that is counted in rewards. */
  readonly rewards: (n: number) => string;
  readonly phase: Readonly<Record<PhaseJson, string>>;
  /** A campaign that is open and sells nothing. */
  readonly running: string;
  readonly soldOut: { readonly "all-held": string; readonly final: string };
  readonly free: string;
  readonly form: {
    readonly hints: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
    readonly faults: Readonly<Record<Fault, string>>;
    readonly addRelease: string;
    readonly removeRelease: string;
    readonly fix: string;
    readonly china: string;
  };
  readonly live: {
    readonly title: string;
    readonly asOf: (time: string) => string;
    readonly lost: (time: string) => string;
    readonly units: Readonly<
      Record<"available" | "held" | "confirmed" | "unreleased" | "withdrawn" | "total", string>
    >;
    readonly waiting: (waiting: number) => string;
    readonly starts: (left: string) => string;
    readonly ends: (left: string) => string;
  };
  readonly openPage: string;
  readonly copyLink: string;
  readonly copied: string;
  readonly details: string;
  readonly edit: string;
  readonly perPerson: (person: number, order: number) => string;
  readonly hold: (seconds: number) => string;
  readonly history: string;
  readonly needsOther: string;
  readonly approved: string;
  readonly byTime: string;
  /** Transitions as the history names them. */
  readonly deeds: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<ActionName, string>>;
  readonly consequence: Readonly<Record<ActionName, (facts: ConsequenceFacts) => string>>;
  readonly ask: {
    readonly reason: string;
    readonly optional: string;
    readonly endsAt: string;
    readonly later: readonly (readonly [minutes: number, label: string])[];
    readonly delta: string;
    readonly deltaHint: (fewerMax: number) => string;
    readonly newTotal: (total: number) => string;
    readonly release: string;
    readonly cancel: string;
    readonly badNumber: string;
    readonly badTime: string;
    readonly badReason: string;
  };
  readonly audit: {
    readonly title: string;
    readonly run: string;
    readonly running: string;
    readonly good: string;
    readonly bad: string;
    readonly head: (head: number, cells: number, reservations: number) => string;
    readonly hint: string;
  };
  readonly done: Readonly<Record<ActionName, string>>;
}

/** Numbers that a confirmation names. */
export interface ConsequenceFacts {
  readonly available: number;
  readonly held: number;
  readonly confirmed: number;
  readonly unreleased: number;
  readonly waiting: number;
  readonly endsAt: string;
  readonly startsAt: string;
}

/** Words of a language. */
export function wordsOf(locale: Locale): Words {
  return locale === "en" ? EN : ZH;
}
