/** The console as a model: who is signed in, where one is, and the sale that is watched. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type {
  AuditJson,
  CampaignJson,
  CampaignListJson,
  CampaignSummaryJson,
  FieldError,
  FlashSalePatch,
  FlashSaleRequest,
  StaffCampaignJson,
  StaffJson,
  StaffLoginAnswer,
  StaffMeAnswer,
} from "../shared/api.ts";
import { type Answer, type Client, createClient } from "../shared/client.ts";
import type { Locale } from "../shared/format.ts";
import { follow } from "../shared/live.ts";
import type { Outside } from "../shared/outside.ts";
import { createServerClock } from "../shared/server_clock.ts";
import type { ActionName } from "./action.ts";
import type { SaleTexts } from "./sale_form.ts";
import { hashOf, type Place, placeOf } from "./place.ts";

/** A short message: what was done, or why it was not. */
export interface Said {
  readonly tone: "good" | "bad";
  readonly text: string;
}

/** What an answer of the server says to a person: the problem's own words, which come in the page's language. */
export interface Refusal {
  readonly text: string | null;
  readonly fields: readonly FieldError[];
}

export interface ConsoleModel {
  readonly locale: ReadonlySignal<Locale>;
  /** Undefined until known. */
  readonly staff: ReadonlySignal<StaffJson | null | undefined>;
  readonly place: ReadonlySignal<Place>;
  readonly items: ReadonlySignal<readonly CampaignSummaryJson[] | null>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly sale: ReadonlySignal<StaffCampaignJson | null>;
  /** Server time of what is shown of the sale, in ms. */
  readonly asOfMs: ReadonlySignal<number>;
  readonly connected: ReadonlySignal<boolean>;
  readonly nowMs: ReadonlySignal<number>;
  readonly said: ReadonlySignal<Said | null>;
  /** The last reading failed. */
  readonly failed: ReadonlySignal<boolean>;
  /** There is no such sale, or it is not in this person's reach. */
  readonly missing: ReadonlySignal<boolean>;
  /** Forms as typed, by draft id or `new`: signing in again or looking elsewhere loses nothing. */
  readonly kept: Map<string, SaleTexts>;
  go(place: Place): void;
  /** The address has changed. */
  moved(hash: string): void;
  say(said: Said | null): void;
  switchLocale(): void;
  start(): Promise<void>;
  reload(): Promise<void>;
  loadMore(): Promise<void>;
  signIn(username: string, password: string): Promise<Refusal | null>;
  signOut(): Promise<void>;
  /** Creates, or changes the draft `id`. Null: done. */
  save(request: FlashSaleRequest, id: string | null): Promise<Refusal | null>;
  act(action: ActionName, body: unknown, key: string): Promise<Refusal | null>;
  audit(): Promise<AuditJson | null>;
  newKey(): string;
}

const ACT_ATTEMPTS_MAX = 3;
const LIST_PAGE = 50;
const LIST_REFRESH_MS = 10_000;

export interface ConsoleOptions {
  readonly outside: Outside;
  readonly locale: Locale;
  /** Local wall clock in ms, until the server has said its own. */
  readonly nowMs: number;
  /** Moves the browser's address. */
  readonly navigate: (hash: string) => void;
}

/** Makes the console's model. */
export function createConsoleModel(options: ConsoleOptions): ConsoleModel {
  const { outside } = options;
  const clock = createServerClock({ localMs: outside.localMs, serverMs: options.nowMs });
  const locale = signal(options.locale);
  const staff = signal<StaffJson | null | undefined>(undefined);
  const place = signal<Place>({ kind: "list" });
  const items = signal<readonly CampaignSummaryJson[] | null>(null);
  const next = signal<string | null>(null);
  const sale = signal<StaffCampaignJson | null>(null);
  const asOfMs = signal(0);
  const connected = signal(true);
  const nowMs = signal(options.nowMs);
  const said = signal<Said | null>(null);
  const failed = signal(false);
  const missing = signal(false);
  const client: Client = createClient({
    outside,
    locale: () => locale.value,
    onServerTime: (sample) => {
      clock.observe(sample);
      nowMs.value = clock.nowMs();
    },
  });

  function refusalOf(answer: Answer<unknown>): Refusal | null {
    if (answer.ok) return null;
    if (answer.code === "unauthenticated") staff.value = null;
    const problem = answer.problem;
    if (problem === null) return { text: null, fields: [] };
    const text = problem.title === problem.detail
      ? problem.title
      : `${problem.title}：${problem.detail}`;
    return { text, fields: problem.errors ?? [] };
  }

  function show(next: StaffCampaignJson): void {
    sale.value = next;
    asOfMs.value = Date.parse(next.serverTime);
  }

  async function loadList(): Promise<void> {
    const path = `/api/v1/campaigns?limit=${LIST_PAGE}`;
    const answer = await client.send<CampaignListJson>({ method: "GET", path });
    failed.value = !answer.ok && answer.code !== "unauthenticated";
    if (!answer.ok) return void refusalOf(answer);
    items.value = answer.value.items;
    next.value = answer.value.next;
  }

  async function loadSale(id: string): Promise<void> {
    const path = `/api/v1/campaigns/${encodeURIComponent(id)}`;
    const answer = await client.send<StaffCampaignJson | CampaignJson>({ method: "GET", path });
    // One may have gone elsewhere meanwhile.
    if (!("id" in place.value) || place.value.id !== id) return;
    missing.value = answer.ok ? !("history" in answer.value) : answer.code === "not-found";
    failed.value = !answer.ok && !missing.value && answer.code !== "unauthenticated";
    if (!answer.ok) return void refusalOf(answer);
    // Out of reach, one gets what everybody gets.
    if ("history" in answer.value) show(answer.value);
  }

  function receive(frame: CampaignJson): void {
    const shown = sale.value;
    if (shown === null || shown.id !== frame.id || frame.version < shown.version) return;
    asOfMs.value = Date.parse(frame.serverTime);
    sale.value = { ...shown, ...frame };
    // The stream does not carry who did it.
    if (frame.phase !== shown.phase) void loadSale(frame.id);
  }

  async function reload(): Promise<void> {
    const here = place.value;
    if (here.kind === "list") await loadList();
    else if (here.kind !== "new") await loadSale(here.id);
  }

  /** Follows the stream of the sale that is shown, and nothing else. */
  const watched = computed(() => {
    const shown = sale.value;
    if (!staff.value || shown === null || place.value.kind !== "sale") return null;
    return shown.phase === "draft" || shown.phase === "in-review" ? null : shown.id;
  });

  async function start(): Promise<void> {
    effect(() => {
      const id = watched.value;
      if (id === null) return;
      return follow({
        path: `/api/v1/campaigns/${encodeURIComponent(id)}/live`,
        outside,
        lastEventId: String(sale.peek()?.version ?? ""),
        onEvent: ({ event, data }) => {
          // Foreign data: our own server's frames.
          if (event === "state") receive(JSON.parse(data) as CampaignJson);
        },
        onLink: (value) => connected.value = value,
      });
    });
    tick();
    outside.after(LIST_REFRESH_MS, refreshList);
    const answer = await client.send<StaffMeAnswer>({ method: "GET", path: "/api/v1/staff/me" });
    staff.value = answer.ok ? answer.value.staff : null;
    if (answer.ok) await reload();
  }

  /** The list has no stream: phases of other sales are asked for, unless more pages are open. */
  async function refreshList(): Promise<void> {
    const here = staff.value && place.value.kind === "list";
    if (here && (items.value?.length ?? 0) <= LIST_PAGE) await loadList();
    outside.after(LIST_REFRESH_MS, refreshList);
  }

  function tick(): void {
    nowMs.value = clock.nowMs();
    outside.after(1_000 - (nowMs.value % 1_000) + 1, tick);
  }

  return {
    locale,
    staff,
    place,
    items,
    hasMore: computed(() => next.value !== null),
    sale,
    asOfMs,
    connected,
    nowMs,
    said,
    failed,
    missing,
    kept: new Map(),
    start,
    reload,
    go: (to) => options.navigate(hashOf(to)),
    moved: (hash) => {
      const to = placeOf(hash);
      if ("id" in to && sale.value?.id !== to.id) sale.value = null;
      place.value = to;
      said.value = null;
      missing.value = false;
      failed.value = false;
      connected.value = true;
      if (staff.value) void reload();
    },
    say: (value) => void (said.value = value),
    switchLocale: () => void (locale.value = locale.value === "zh" ? "en" : "zh"),
    loadMore: async () => {
      const path = `/api/v1/campaigns?limit=${LIST_PAGE}&after=${
        encodeURIComponent(next.value ?? "")
      }`;
      const answer = await client.send<CampaignListJson>({ method: "GET", path });
      if (!answer.ok) return void refusalOf(answer);
      items.value = [...items.value ?? [], ...answer.value.items];
      next.value = answer.value.next;
    },
    signIn: async (username, password) => {
      const answer = await client.send<StaffLoginAnswer>({
        method: "POST",
        path: "/api/v1/staff/login",
        body: { username, password },
      });
      if (!answer.ok) return refusalOf(answer);
      staff.value = answer.value.staff;
      await reload();
      return null;
    },
    signOut: async () => {
      await client.send({ method: "POST", path: "/api/v1/staff/logout" });
      staff.value = null;
      items.value = null;
      sale.value = null;
    },
    save: async (request, id) => {
      const answer = await client.send<StaffCampaignJson>(
        id === null ? { method: "POST", path: "/api/v1/campaigns", body: request } : {
          method: "PATCH",
          path: `/api/v1/campaigns/${encodeURIComponent(id)}`,
          body: changesOf(request, sale.value),
        },
      );
      if (!answer.ok) return refusalOf(answer);
      show(answer.value);
      options.navigate(hashOf({ kind: "sale", id: answer.value.id }));
      return null;
    },
    act: async (action, body, key) => {
      const shown = sale.value;
      if (shown === null) return null;
      const answer = await client.send<StaffCampaignJson>({
        method: "POST",
        path: `/api/v1/campaigns/${encodeURIComponent(shown.id)}/${action}`,
        ...(body === null ? {} : { body }),
        key,
        attemptsMax: ACT_ATTEMPTS_MAX,
      });
      if (answer.ok) show(answer.value);
      return refusalOf(answer);
    },
    audit: async () => {
      const shown = sale.value;
      if (shown === null) return null;
      const path = `/api/v1/campaigns/${encodeURIComponent(shown.id)}/audit`;
      const answer = await client.send<AuditJson>({ method: "GET", path });
      if (answer.ok) return answer.value;
      said.value = { tone: "bad", text: refusalOf(answer)?.text ?? "" };
      return null;
    },
    newKey: () => outside.id(),
  };
}

/** A draft's changes: what was taken away is said too, and what the form does not show stays. */
function changesOf(request: FlashSaleRequest, draft: StaffCampaignJson | null): FlashSalePatch {
  const orgUnitIds = draft?.eligibility?.orgUnitIds;
  return {
    ...request,
    releases: request.releases ?? [],
    eligibility: { ...(orgUnitIds ? { orgUnitIds } : {}), ...request.eligibility },
  };
}
