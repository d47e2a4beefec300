/** What all pages of the console share: who is signed in, where one is, the client, the clock, what was said. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type {
  FieldError,
  Problem,
  StaffJson,
  StaffLoginAnswer,
  StaffMeAnswer,
} from "../shared/api.ts";
import { type Answer, createClient, type FailureCode, type Request } from "../shared/client.ts";
import type { Locale } from "../shared/format.ts";
import type { Outside } from "../shared/outside.ts";
import { createServerClock } from "../shared/server_clock.ts";
import { type Address, addressOf } from "./route.ts";

/** A short message: what was done, or why it was not. */
export interface Said {
  readonly tone: "good" | "bad";
  readonly text: string;
}

/** What an answer of the server says to a person, in the page's language; text null: nobody answered. */
export interface Refusal {
  readonly code: FailureCode;
  readonly text: string | null;
  readonly fields: readonly FieldError[];
  readonly problem: Problem | null;
}

/** The browser's address and what a tab remembers. */
export interface Browser {
  /** Changes the address without loading anything. */
  goTo(url: string, options: { replace: boolean }): void;
  /** Texts that outlive the tab; null for what is not there. */
  readonly memory: {
    get(name: string): string | null;
    set(name: string, value: string | null): void;
  };
}

export interface Shell {
  readonly outside: Outside;
  readonly demo: boolean;
  readonly locale: ReadonlySignal<Locale>;
  /** Undefined until known, null when signed out. */
  readonly staff: ReadonlySignal<StaffJson | null | undefined>;
  /** Nobody has answered yet who is signed in; it is asked again by itself. */
  readonly unreachable: ReadonlySignal<boolean>;
  /** The session ran out: whoever is `staff` signs in again and goes on where they were. */
  readonly expired: ReadonlySignal<boolean>;
  readonly address: ReadonlySignal<Address>;
  /** Grows when one goes to where one is: the page begins anew. */
  readonly visits: ReadonlySignal<number>;
  /** What the page shows, where it has a name of its own, such as a campaign's. */
  readonly name: Signal<string | null>;
  /** Server time in ms, once a second. */
  readonly nowMs: ReadonlySignal<number>;
  readonly said: ReadonlySignal<Said | null>;
  /** Since when lists and statistics stand still, in server ms; null while they move. */
  readonly staleSinceMs: ReadonlySignal<number | null>;
  readonly memory: Browser["memory"];
  /** Sends; notices by itself when the session has run out and when lists stand still. */
  send<Value>(request: Request): Promise<Answer<Value>>;
  refusalOf(answer: Answer<unknown>): Refusal | null;
  go(url: string, options?: { replace?: boolean }): void;
  /** The page that is shown has got another address, such as a draft that was just saved. */
  rename(url: string): void;
  /** The address has changed. */
  moved(url: string): void;
  say(said: Said | null): void;
  switchLocale(): void;
  start(): Promise<void>;
  signIn(username: string, password: string): Promise<Refusal | null>;
  signOut(): Promise<void>;
}

export interface ShellOptions {
  readonly outside: Outside;
  readonly browser: Browser;
  readonly locale: Locale;
  readonly demo: boolean;
  readonly url: string;
  /** Local wall clock in ms, until the server has said its own. */
  readonly nowMs: number;
}

/** Figures older than this are said to stand still. */
const STALE_MS = 15_000;
const SAID_MS = 6_000;
const GET_ATTEMPTS_MAX = 3;
const RETRY_MS = 3_000;

/** Makes the shell. */
export function createShell(options: ShellOptions): Shell {
  const { outside, browser } = options;
  const clock = createServerClock({ localMs: outside.localMs, serverMs: options.nowMs });
  const locale = signal(options.locale);
  const staff = signal<StaffJson | null | undefined>(undefined);
  const unreachable = signal(false);
  const expired = signal(false);
  const address = signal(addressOf(options.url));
  const visits = signal(0);
  const name = signal<string | null>(null);
  const nowMs = signal(options.nowMs);
  const said = signal<Said | null>(null);
  const staleSinceMs = signal<number | null>(null);
  let shown = options.url;
  let unsay = () => {};
  const client = createClient({
    outside,
    locale: () => locale.value,
    onServerTime: (sample) => {
      clock.observe(sample);
      nowMs.value = clock.nowMs();
    },
  });

  async function send<Value>(request: Request): Promise<Answer<Value>> {
    const attempts = request.method === "GET" ? { attemptsMax: GET_ATTEMPTS_MAX } : {};
    const answer = await client.send<Value>({ ...attempts, ...request });
    if (request.signal?.aborted) return answer;
    if (answer.ok) notice(answer.value);
    else if (answer.code === "unauthenticated" && staff.value) expired.value = true;
    else if (answer.code === "database-unavailable") staleSinceMs.value ??= clock.nowMs();
    return answer;
  }

  /** Lists and statistics say as of when they are. */
  function notice(value: unknown): void {
    if (typeof value !== "object" || value === null || !("asOf" in value)) return;
    const asOfMs = Date.parse(String(value.asOf));
    if (Number.isNaN(asOfMs)) return;
    staleSinceMs.value = clock.nowMs() - asOfMs > STALE_MS ? asOfMs : null;
  }

  function refusalOf(answer: Answer<unknown>): Refusal | null {
    if (answer.ok) return null;
    const { code, problem } = answer;
    if (problem === null) return { code, text: null, fields: [], problem };
    const text = problem.title === problem.detail
      ? problem.title
      : `${problem.title}：${problem.detail}`;
    return { code, text, fields: problem.errors ?? [], problem };
  }

  function say(value: Said | null): void {
    unsay();
    said.value = value;
    if (value !== null) unsay = outside.after(SAID_MS, () => said.value = null);
  }

  function tick(): void {
    nowMs.value = clock.nowMs();
    outside.after(1_000 - (nowMs.value % 1_000) + 1, tick);
  }

  /** Whether one is signed in is not known from silence. */
  async function askWho(): Promise<void> {
    const answer = await send<StaffMeAnswer>({ method: "GET", path: "/api/v1/staff/me" });
    const known = answer.ok || answer.code === "unauthenticated" || answer.code === "forbidden";
    unreachable.value = !known;
    if (known) staff.value = answer.ok ? answer.value.staff : null;
    else outside.after(RETRY_MS, () => void askWho());
  }

  function moved(url: string): void {
    shown = url;
    name.value = null;
    address.value = addressOf(url);
  }

  return {
    outside,
    demo: options.demo,
    locale,
    staff,
    unreachable,
    expired,
    address,
    visits,
    name,
    nowMs,
    said,
    staleSinceMs,
    memory: browser.memory,
    send,
    refusalOf,
    say,
    moved,
    go: (url, { replace = false } = {}) => {
      browser.goTo(url, { replace });
      if (!replace && url === shown) visits.value++;
      moved(url);
    },
    rename: (url) => browser.goTo(url, { replace: true }),
    switchLocale: () => void (locale.value = locale.value === "zh" ? "en" : "zh"),
    start: async () => {
      tick();
      await askWho();
    },
    signIn: async (username, password) => {
      const answer = await client.send<StaffLoginAnswer>({
        method: "POST",
        path: "/api/v1/staff/login",
        body: { username, password },
      });
      if (!answer.ok) return refusalOf(answer);
      staff.value = answer.value.staff;
      expired.value = false;
      return null;
    },
    signOut: async () => {
      await client.send({ method: "POST", path: "/api/v1/staff/logout" });
      staff.value = null;
      expired.value = false;
    },
  };
}
