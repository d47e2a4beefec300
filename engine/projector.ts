/**
 * Follows the feeds of all shards into a store that keeps how far it has come: in pages, each written with its
 * positions or not at all. It reads a shard only when told that the shard has moved, so idle shards cost nothing.
 */
import { Fault } from "./fault.ts";
import type { FeedEntry } from "./journal/journal.ts";
import type { Log } from "./log.ts";
import type { Cancel, Scheduler } from "./ports.ts";

/** Entries of several shards, those of one shard in order and without gaps. */
export interface FollowedPage {
  readonly entries: readonly (FeedEntry & { readonly shard: number })[];
  /** Where shards stood before this page and stand after it. */
  readonly moves: readonly { readonly shard: number; readonly from: number; readonly to: number }[];
}

/** What a follower reads from and writes to. */
export interface FollowerOptions {
  readonly shards: number;
  /** Entries of a shard after a position, ascending; as many as it likes, none at the end. */
  read(shard: number, position: number): Promise<readonly FeedEntry[]>;
  /** Stored positions by shard; 0 where there is none. */
  positions(): Promise<ReadonlyMap<number, number>>;
  /**
   * Stores a page and its positions in one transaction, which must fail where a shard does not stand at `from`.
   * Rejecting may mean either: positions are read again before the next attempt.
   */
  write(page: FollowedPage): Promise<void>;
  /** Positions were read: at the start, and after an attempt to write failed. */
  readonly found: (positions: readonly number[]) => void;
  /** What follows is not complete: positions are not of this journal, or a record is damaged. */
  readonly astray: () => void;
  /** After every page. */
  readonly wrote: (page: FollowedPage) => void;
  /** Every shard was read to its end once: what moves from now on is announced. */
  readonly caughtUp: () => void;
  readonly scheduler: Scheduler;
  readonly log: Log;
  readonly pageEntriesMax: number;
  readonly pageCharactersMax: number;
  /** From the start of one page to the next, unless somebody waits: larger pages cost less. */
  readonly pauseMs: number;
}

/** Shards that are read side by side. */
const READS_AT_ONCE = 8;
const RETRY_MS = 100;
const RETRY_MS_MAX = 5_000;

export class Follower {
  readonly #options: FollowerOptions;
  /** Shards that may have entries; the first is read next. */
  readonly #pending = new Set<number>();
  /** Newest feed number that was announced. */
  readonly #heads: number[];
  #positions: number[] | null = null;
  /** Positions at the start. */
  #origins: readonly number[] | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;
  /** Shards that were not read to their end yet. */
  readonly #unread = new Set<number>();
  #hurried = false;
  #wake: (() => void) | null = null;
  #sleepsFor: "entries" | "pause" | "retry" = "entries";
  #isAstray = false;
  /** Shards that have a damaged record next. */
  readonly #stuck = new Set<number>();
  #failures = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#heads = new Array<number>(options.shards).fill(0);
  }

  /** Reads every shard to its end, then follows. */
  start(): void {
    for (let shard = 0; shard < this.#options.shards; shard++) {
      this.#pending.add(shard);
      this.#unread.add(shard);
    }
    this.#running ??= this.#run();
  }

  /** A shard has entries up to `feed`. */
  moved(shard: number, feed: number): void {
    // What is durable now is newer than anything that was stored before: this is another journal.
    if (feed < (this.#origins?.[shard] ?? 0)) this.#goAstray(shard, feed);
    this.#heads[shard] = Math.max(this.#heads[shard] ?? 0, feed);
    if (this.#positions !== null && feed <= (this.#positions[shard] ?? 0)) return;
    if (this.#stuck.has(shard)) return;
    this.#pending.add(shard);
    if (this.#sleepsFor === "entries") this.#wake?.();
  }

  /** Somebody waits: the next page comes at once. */
  hurry(): void {
    this.#hurried = true;
    if (this.#sleepsFor !== "retry") this.#wake?.();
  }

  /** Ends after the page under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        if (this.#positions === null) await this.#readPositions();
        this.#hurried = false;
        const page = await this.#page();
        this.#failures = 0;
        // A full page leaves no doubt that there is more; else what gathers meanwhile is the next one.
        if (page === "some") await this.#sleep("pause", this.#options.pauseMs);
        if (this.#pending.size === 0) await this.#sleep("entries", null);
      } catch (error) {
        await this.#failed(error);
      }
    }
  }

  async #readPositions(): Promise<void> {
    const stored = await this.#options.positions();
    this.#positions = Array.from(
      { length: this.#options.shards },
      (_, shard) => stored.get(shard) ?? 0,
    );
    this.#origins ??= [...this.#positions];
    this.#options.found(this.#positions);
    for (const [shard, feed] of this.#heads.entries()) {
      if (feed > 0 && feed < (this.#origins[shard] ?? 0)) this.#goAstray(shard, feed);
      if (feed > (this.#positions[shard] ?? 0)) this.#pending.add(shard);
    }
  }

  /** Writes one page. */
  async #page(): Promise<"none" | "some" | "full"> {
    const positions = this.#positions ?? [];
    const { pageEntriesMax, pageCharactersMax, read, write, wrote, caughtUp } = this.#options;
    const wasUnread = this.#unread.size > 0;
    const entries: (FeedEntry & { shard: number })[] = [];
    const moves: { shard: number; from: number; to: number }[] = [];
    let characters = 0;
    const full = () => entries.length >= pageEntriesMax || characters >= pageCharactersMax;
    for (const shard of this.#stuck) this.#pending.delete(shard);
    const shards = [...this.#pending];
    while (shards.length > 0 && !full()) {
      const some = shards.splice(0, READS_AT_ONCE);
      // Announcements of in between add them again.
      for (const shard of some) this.#pending.delete(shard);
      const found = await Promise.all(
        some.map((shard) =>
          read(shard, positions[shard] ?? 0).catch((error) => this.#cannotRead(shard, error))
        ),
      );
      for (const [at, shard] of some.entries()) {
        const from = positions[shard] ?? 0;
        const own = found[at] ?? [];
        if (own.length === 0) {
          this.#unread.delete(shard);
          if (!this.#stuck.has(shard)) this.#checkEnd(shard, from);
          continue;
        }
        let to = from;
        for (const entry of own) {
          if (entry.position !== to + 1) this.#missing(shard, { from: to, to: entry.position });
          to = entry.position;
          characters += entry.body.length;
          entries.push({ ...entry, shard });
        }
        const head = this.#heads[shard] ?? 0;
        // Read on after the others.
        if (to < head || (head === 0 && this.#unread.has(shard))) this.#pending.add(shard);
        moves.push({ shard, from, to });
      }
    }
    if (moves.length > 0) {
      const page: FollowedPage = { entries, moves };
      await write(page);
      for (const { shard, to } of moves) {
        positions[shard] = Math.max(positions[shard] ?? 0, to);
        const head = this.#heads[shard] ?? 0;
        if (head > 0 && to >= head) this.#unread.delete(shard);
      }
      wrote(page);
    }
    if (wasUnread && this.#unread.size === 0) caughtUp();
    return moves.length === 0 ? "none" : full() ? "full" : "some";
  }

  /** The engine announced more than the feed has. */
  #checkEnd(shard: number, position: number): void {
    const head = this.#heads[shard] ?? 0;
    if (head > position) this.#goAstray(shard, head);
  }

  /** A record that is damaged stays so: its shard stands still, all others go on. */
  #cannotRead(shard: number, error: unknown): readonly FeedEntry[] {
    if (!(error instanceof Fault) || error.code !== "journal-corrupt") throw error;
    this.#stuck.add(shard);
    this.#options.log.error("A shard's records cannot be followed any further", {
      shard,
      error: error.message,
    });
    this.#options.astray();
    return [];
  }

  #goAstray(shard: number, head: number): void {
    if (this.#isAstray) return;
    this.#isAstray = true;
    const position = this.#positions?.[shard] ?? 0;
    this.#options.log.error("The rows follow another journal than this one", {
      shard,
      head,
      position,
    });
    this.#options.astray();
  }

  #missing(shard: number, gap: { from: number; to: number }): void {
    this.#options.log.error("Records are missing from the journal's feed", { shard, ...gap });
  }

  async #failed(error: unknown): Promise<void> {
    const delayMs = Math.min(RETRY_MS * 2 ** this.#failures, RETRY_MS_MAX);
    if (this.#failures === 0) {
      this.#options.log.warn("Rows are not written, trying again", { error: String(error) });
    }
    this.#failures++;
    // It may have been stored all the same.
    this.#positions = null;
    for (let shard = 0; shard < this.#options.shards; shard++) this.#pending.add(shard);
    await this.#sleep("retry", delayMs);
  }

  /** Waits for an announcement, or so long. */
  #sleep(what: "entries" | "pause" | "retry", delayMs: number | null): Promise<void> {
    if (this.#stopped || (what === "pause" && this.#hurried)) return Promise.resolve();
    return new Promise((resolve) => {
      let cancel: Cancel = () => {};
      this.#sleepsFor = what;
      this.#wake = () => {
        cancel();
        this.#wake = null;
        resolve();
      };
      if (delayMs !== null) cancel = this.#options.scheduler.after(delayMs, () => this.#wake?.());
    });
  }
}
