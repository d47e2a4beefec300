/**
 * Openings of links and of campaigns' pages, gathered before they reach actors: one command an actor in less than a
 * second, repeated under its id until the journal has it. A process that is killed loses what it gathered in that time;
 * one that stops sends it first.
 */
import {
  type ReferralCommand,
  referralKey,
  type ReferralProtocol,
} from "../../actors/referral/protocol.ts";
import {
  type Count,
  COUNTS_MAX,
  type StorefrontProtocol,
} from "../../actors/storefront/protocol.ts";
import type { Cancel, Engine, Fault, Log, Sink, World } from "../../engine/mod.ts";
import { CHANNEL_INDEXES, channelIndex, channelName } from "./channels.ts";
import type { Invitation } from "./invitations.ts";

export interface LinkCountsOptions {
  readonly engine: Engine;
  readonly world: World;
  readonly log: Log;
  /** Openings that wait to be stored, of all links together; those of one link and channel are one. */
  readonly waitingMax: number;
}

/** With the pause between two looks and an append it stays below a second. */
const HELD_MS = 800;
const TICK_MS = 50;
/** Of at most 150 bytes each, so that a command keeps below `commandBytesMax`. */
const ITEMS_MAX = 256;
const RETRY_MS = 500;
const CLOSE_MS = 5_000;
const WARNED_APART_MS = 60_000;
const ID_CHARACTERS = 21;
const CELLS_MAX = 1_024;
/** One cell of a campaign counts its page's openings: that is one command a second. */
const VISITS_CELL = 0;

/** What waits for one actor. */
interface Lane<Name> {
  readonly sinceMs: number;
  readonly sums: Map<Name, number>;
  /** Sends a part of the sums. */
  readonly store: (sums: readonly Sum<Name>[]) => void;
}
type Gathered = Extract<ReferralCommand, { readonly kind: "clicked" | "visited" }>;
type Sum<Name> = readonly [name: Name, sum: number];

/** A command on its way. */
interface Batch {
  readonly what: string;
  readonly sums: number;
  readonly commandId: string;
  readonly dispatch: (batch: Batch) => void;
}

export class LinkCounts {
  readonly #options: LinkCountsOptions;
  /** By campaign's number and cell; sums by participant and channel. Each of these is in the order of opening. */
  readonly #clicks = new Map<number, Lane<number>>();
  /** By campaign; sums by channel and manager. */
  readonly #visits = new Map<string, Lane<string>>();
  /** By manager; sums by channel and code. */
  readonly #links = new Map<string, Lane<string>>();
  readonly #sent = new Set<Batch>();
  #waiting = 0;
  #cancel: Cancel | null = null;
  #warnedMs = -Infinity;
  #closing: PromiseWithResolvers<void> | null = null;

  constructor(options: LinkCountsOptions) {
    this.#options = options;
  }

  /** One more opening of a participant's link. */
  clicked({ campaign, no, cell, n }: Invitation, channel: string): void {
    const name = no * CELLS_MAX + cell;
    let lane = this.#clicks.get(name);
    if (lane === undefined) {
      lane = this.#open((sums) => this.#tell(campaign, cell, clickedOf(sums)));
      this.#clicks.set(name, lane);
    }
    this.#add(lane, n * CHANNEL_INDEXES + channelIndex(channel));
  }

  /** One more opening of a referral campaign's page; `via` is the manager who is credited, null for nobody. */
  visited(
    campaign: string,
    visit: { readonly via: string | null; readonly channel: string },
  ): void {
    let lane = this.#visits.get(campaign);
    if (lane === undefined) {
      lane = this.#open((sums) => this.#tell(campaign, VISITS_CELL, visitedOf(sums)));
      this.#visits.set(campaign, lane);
    }
    this.#add(lane, `${channelIndex(visit.channel)} ${visit.via ?? ""}`);
  }

  /** One more opening of a manager's link. */
  led(manager: string, link: { readonly code: string; readonly channel: string }): void {
    let lane = this.#links.get(manager);
    if (lane === undefined) {
      lane = this.#open((sums) => this.#tellManager(manager, sums));
      this.#links.set(manager, lane);
    }
    this.#add(lane, `${link.channel} ${link.code}`);
  }

  /** Sums that are not stored yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Sends all; resolves when it is stored, or after five seconds of trying. */
  close(): Promise<void> {
    if (this.#closing === null) {
      const closing = this.#closing = Promise.withResolvers<void>();
      this.#sendUntil(Infinity);
      closing.promise.then(this.#options.world.scheduler.after(CLOSE_MS, closing.resolve));
      this.#settle();
    }
    return this.#closing.promise;
  }

  #open<Name>(store: Lane<Name>["store"]): Lane<Name> {
    const { engine, world } = this.#options;
    this.#cancel ??= world.scheduler.after(TICK_MS, () => this.#tick());
    return { sinceMs: engine.nowMs(), sums: new Map(), store };
  }

  #add<Name>(lane: Lane<Name>, name: Name): void {
    const sum = lane.sums.get(name);
    if (sum === undefined) {
      if (this.#waiting >= this.#options.waitingMax) return this.#warn();
      this.#waiting++;
    }
    lane.sums.set(name, (sum ?? 0) + 1);
  }

  #tick(): void {
    this.#cancel = null;
    const { engine, world } = this.#options;
    this.#sendUntil(this.#closing === null ? engine.nowMs() - HELD_MS : Infinity);
    if (this.#clicks.size + this.#visits.size + this.#links.size === 0) return;
    this.#cancel = world.scheduler.after(TICK_MS, () => this.#tick());
  }

  /** Sends the lanes that were opened until then. */
  #sendUntil(ms: number): void {
    sendLanes(this.#clicks, ms);
    sendLanes(this.#visits, ms);
    sendLanes(this.#links, ms);
  }

  #tell(campaign: string, cell: number, command: Gathered): void {
    const { engine } = this.#options;
    const ref = engine.ref<ReferralProtocol>("referral", referralKey(campaign, cell));
    this.#send(ref.id, command.items.length, (batch) => {
      engine.dispatch(ref, command, this.#sink(batch), batch);
    });
  }

  /** A count of a storefront is one opening: the same one is said as often as it happened. */
  #tellManager(manager: string, sums: readonly Sum<string>[]): void {
    const { engine } = this.#options;
    const ref = engine.ref<StorefrontProtocol>("storefront", manager);
    const openings = sums.flatMap(([name, sum]) => {
      const [channel = "", item = ""] = name.split(" ");
      return Array.from({ length: sum }, (): Count => ({ channel, measure: "link", item }));
    });
    for (let from = 0; from < openings.length; from += COUNTS_MAX) {
      const counts = openings.slice(from, from + COUNTS_MAX);
      // Sums leave with the first of their commands.
      this.#send(ref.id, from === 0 ? sums.length : 0, (batch) => {
        engine.dispatch(ref, { kind: "count", counts }, this.#sink(batch), batch);
      });
    }
  }

  #send(what: string, sums: number, dispatch: Batch["dispatch"]): void {
    const commandId = this.#options.world.random.id(ID_CHARACTERS);
    const batch = { what, sums, dispatch, commandId };
    this.#sent.add(batch);
    dispatch(batch);
  }

  #sink<Reply extends { readonly kind: string }>(batch: Batch): Sink<Reply> {
    return {
      reply: ({ kind }) => this.#done(batch, kind === "rejected" ? kind : null),
      fault: (fault) => this.#failed(batch, fault),
    };
  }

  #failed(batch: Batch, fault: Fault): void {
    if (fault.code === "duplicate-command") return this.#done(batch, null);
    if (fault.retry === "never") return this.#done(batch, fault.code);
    const again = () => batch.dispatch(batch);
    this.#options.world.scheduler.after(RETRY_MS, again);
  }

  #done(batch: Batch, refusal: string | null): void {
    const { log } = this.#options;
    if (refusal !== null) log.warn("openings were not counted", { of: batch.what, why: refusal });
    this.#waiting -= batch.sums;
    this.#sent.delete(batch);
    this.#settle();
  }

  #settle(): void {
    if (this.#sent.size === 0) this.#closing?.resolve();
  }

  /** The journal has been away for long: links open all the same, and are not counted. */
  #warn(): void {
    const { engine, log, waitingMax } = this.#options;
    if (engine.nowMs() - this.#warnedMs < WARNED_APART_MS) return;
    this.#warnedMs = engine.nowMs();
    log.error("openings are not counted: too many wait for the journal", { waitingMax });
  }
}

/** Those that were opened until then, oldest first. */
function sendLanes<Key, Name>(lanes: Map<Key, Lane<Name>>, ms: number): void {
  for (const [key, lane] of lanes) {
    if (lane.sinceMs > ms) return;
    lanes.delete(key);
    const sums = [...lane.sums];
    for (let from = 0; from < sums.length; from += ITEMS_MAX) {
      lane.store(sums.slice(from, from + ITEMS_MAX));
    }
  }
}

function clickedOf(sums: readonly Sum<number>[]) {
  const items = sums.map(([name, clicks]) => ({
    n: Math.floor(name / CHANNEL_INDEXES),
    channel: channelName(name % CHANNEL_INDEXES),
    clicks,
  }));
  return { kind: "clicked", items } as const;
}

function visitedOf(sums: readonly Sum<string>[]) {
  const items = sums.map(([name, visits]) => {
    const [channel = "", via = ""] = name.split(" ");
    return { via: via === "" ? null : via, channel: channelName(Number(channel)), visits };
  });
  return { kind: "visited", items } as const;
}
