/** The redis driver: scripts, their arguments and replies. How a call travels is a `RedisLink`. */
import { Fault } from "../fault.ts";
import { type AppendBounds, appendBounds, isShard, noShard, overBound } from "./bounds.ts";
import {
  aheadMessage,
  checksum,
  conflictMessage,
  shardMismatch,
  unavailable,
} from "./integrity.ts";
import type {
  Acquired,
  AcquireRequest,
  Due,
  FeedEntry,
  Journal,
  JournalOptions,
  ShardAppend,
  SnapshotWrite,
  Stored,
  Verdict,
} from "./journal.ts";
import { RedisFailure, redisFailure } from "./redis_failure.ts";
import { ReplyReader } from "./redis_reply.ts";
import {
  CONFLICT,
  FENCED,
  OK,
  type ScriptName,
  shardKeys,
  SHARDS_KEY,
  TAKEN,
} from "./redis_scripts.ts";

/** One script call. */
export interface ScriptCall {
  readonly script: ScriptName;
  readonly keys: readonly string[];
  readonly args: readonly (string | number)[];
}

/** How script calls reach Redis. */
export interface RedisLink {
  /** Whether one call may carry several shards; not on a Cluster, where they lie on several nodes. */
  readonly manyShards: boolean;
  /** Connects; returns what a reply means, in words. Rejects with a `Fault`. */
  connect(): Promise<string>;
  /** Runs a script once, never again. Rejects with a `RedisFailure` only. */
  run(call: ScriptCall): Promise<unknown>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/** Entries that one `archived` call looks at; a script holds up everybody else. */
const ARCHIVED_STEP = 500;

/** Lua puts the arguments of one command on a stack of 8,000 places. */
const UNPACKED_ENTRIES_MAX = 2_000;

/** A journal in Redis. */
export class RedisJournal implements Journal {
  readonly lanes: Journal["lanes"];
  readonly #options: JournalOptions;
  readonly #bounds: AppendBounds;
  readonly #link: RedisLink;
  #durability = "closed";
  #open = false;

  constructor(options: JournalOptions, link: RedisLink) {
    this.#options = options;
    const bounds = appendBounds(options);
    this.#bounds = { ...bounds, entriesMax: Math.min(bounds.entriesMax, UNPACKED_ENTRIES_MAX) };
    this.#link = link;
    this.lanes = link.manyShards ? "one" : "shard";
  }

  get durability(): string {
    return this.#durability;
  }

  async open(): Promise<void> {
    this.#durability = await this.#link.connect();
    this.#open = true;
    const { shards } = this.#options;
    const call: ScriptCall = { script: "open", keys: [SHARDS_KEY], args: [shards] };
    const stored = await this.#read("Cannot open journal", call, (reply) => reply.number());
    if (stored !== shards) throw shardMismatch(stored, shards);
  }

  acquire(requests: readonly AcquireRequest[]): Promise<Acquired>[] {
    return this.#each<AcquireRequest, Acquired>(requests, {
      refuse: ({ shard }) => {
        if (isShard(shard, this.#bounds.shards)) return null;
        return { kind: "failed", message: noShard(shard, this.#bounds.shards) };
      },
      weigh: () => ({ entries: 1, units: 0 }),
      call: (group) => ({
        script: "acquire",
        keys: group.flatMap(({ shard }) => shardKeys(shard)),
        args: [
          this.#options.archive ? 1 : 0,
          ...group.flatMap(({ owner, held }) => [
            owner.nonce,
            owner.incarnation,
            owner.address,
            held?.epoch ?? "",
            held?.nonce ?? "",
          ]),
        ],
      }),
      parse: (reply) => parseAcquired(reply),
      lost: ({ message }) => ({ kind: "failed", message }),
    });
  }

  append(appends: readonly ShardAppend[]): Promise<Verdict>[] {
    return this.#each<ShardAppend, Verdict>(appends, {
      refuse: (append) => {
        const message = overBound(append, this.#bounds);
        return message === null ? null : { kind: "failed", message };
      },
      weigh: ({ entries }) => ({
        entries: entries.length,
        units: entries.reduce((sum, { body }) => sum + body.length, 0),
      }),
      call: (group) => appendCall(group, this.#options.archive),
      parse: (reply, append) => parseVerdict(reply, append),
      lost: verdictOf,
    });
  }

  load(shard: number, actor: string): Promise<Stored> {
    const call: ScriptCall = { script: "load", keys: shardKeys(shard), args: [actor] };
    return this.#read(`Cannot load "${actor}"`, call, (reply) => reply.stored(actor));
  }

  due(shard: number, limit: number): Promise<readonly Due[]> {
    const call: ScriptCall = { script: "due", keys: shardKeys(shard), args: [limit] };
    return this.#read("Cannot read due actors", call, (reply) => {
      const due: Due[] = [];
      while (reply.more) due.push({ actor: reply.text(), atMs: reply.instant() });
      return due;
    });
  }

  async snapshot(write: SnapshotWrite): Promise<Verdict> {
    if (!this.#open) return CLOSED;
    const { shard, epoch, nonce, actor, seq, body } = write;
    if (!isShard(shard, this.#bounds.shards)) {
      return { kind: "failed", message: noShard(shard, this.#bounds.shards) };
    }
    try {
      const reply = await this.#link.run({
        script: "snapshot",
        keys: shardKeys(shard),
        args: [epoch, nonce, actor, seq, checksum(body), body],
      });
      const verdict = parseVerdict(new ReplyReader(reply), { ...write, entries: [] });
      if (verdict.kind !== "conflict") return verdict;
      return { kind: "conflict", message: aheadMessage(actor, seq, new ReplyReader(reply).at(2)) };
    } catch (error) {
      return verdictOf(redisFailure(error));
    }
  }

  feed(shard: number, position: number, limit: number): Promise<readonly FeedEntry[]> {
    if (!this.#options.archive) return Promise.resolve([]);
    const call: ScriptCall = { script: "feed", keys: shardKeys(shard), args: [position, limit] };
    return this.#read("Cannot read feed", call, (reply) => {
      const first = reply.number() + 1;
      const entries: FeedEntry[] = [];
      while (reply.more) {
        entries.push({ position: first + entries.length, ...reply.named() });
      }
      return entries;
    });
  }

  async archived(shard: number, position: number): Promise<void> {
    const call: ScriptCall = {
      script: "archived",
      keys: shardKeys(shard),
      args: [position, ARCHIVED_STEP],
    };
    while (await this.#read("Cannot trim feed", call, (reply) => reply.number()) === 1);
  }

  async ping(): Promise<boolean> {
    return this.#open && await this.#link.ping();
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#link.close();
  }

  async #read<Result>(
    action: string,
    call: ScriptCall,
    parse: (reply: ReplyReader) => Result,
  ): Promise<Result> {
    if (!this.#open) throw unavailable(`${action}: the journal is closed`);
    try {
      return parse(new ReplyReader(await this.#link.run(call)));
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw unavailable(`${action}: ${redisFailure(error).message}`, error);
    }
  }

  /** One promise for each request; those that fit share a call. */
  #each<Request, Result>(requests: readonly Request[], work: {
    /** Answers a request that must not be sent. */
    refuse(request: Request): Result | null;
    weigh(request: Request): { readonly entries: number; readonly units: number };
    call(group: readonly Request[]): ScriptCall;
    parse(reply: ReplyReader, request: Request): Result;
    lost(failure: RedisFailure): Result;
  }): Promise<Result>[] {
    let group: { readonly request: Request; readonly resolve: (result: Result) => void }[] = [];
    let entries = 0;
    let units = 0;
    const send = () => {
      const sent = group;
      group = [];
      entries = units = 0;
      if (sent.length === 0) return;
      this.#link.run(work.call(sent.map(({ request }) => request))).then((cells) => {
        const reply = new ReplyReader(cells);
        const results = sent.map(({ request }) => work.parse(reply, request));
        reply.end();
        for (const [at, result] of results.entries()) sent[at]?.resolve(result);
      }).catch((error) => {
        const result = work.lost(redisFailure(error));
        for (const { resolve } of sent) resolve(result);
      });
    };
    const promises = requests.map((request) => {
      const refused = this.#open ? work.refuse(request) : work.lost(closed());
      if (refused !== null) return Promise.resolve(refused);
      const weight = work.weigh(request);
      const full = entries + weight.entries > this.#bounds.entriesMax ||
        units + weight.units > this.#bounds.bytesMax;
      if (full || (!this.#link.manyShards && group.length > 0)) send();
      entries += weight.entries;
      units += weight.units;
      return new Promise<Result>((resolve) => group.push({ request, resolve }));
    });
    send();
    return promises;
  }
}

const CLOSED: Verdict = { kind: "failed", message: "the journal is closed" };

function closed(): RedisFailure {
  return new RedisFailure("failed", "the journal is closed");
}

function appendCall(group: readonly ShardAppend[], archive: boolean): ScriptCall {
  const keys: string[] = [];
  const args: (string | number)[] = [archive ? 1 : 0];
  for (const { shard, epoch, nonce, batchId, entries } of group) {
    keys.push(...shardKeys(shard));
    args.push(epoch, nonce, batchId, entries.length);
    for (const { actor, expectedSeq, count, dueAtMs, body } of entries) {
      const due = dueAtMs === undefined ? "" : dueAtMs ?? "-";
      args.push(actor, expectedSeq, count, due, checksum(body), body);
    }
  }
  return { script: "append", keys, args };
}

function parseVerdict(
  reply: ReplyReader,
  append: ShardAppend | SnapshotWrite & { entries: [] },
): Verdict {
  const kind = reply.number();
  switch (kind) {
    case OK:
      return { kind: "ok", feed: reply.number(), backlogBytes: reply.number() };
    case FENCED: {
      const epoch = reply.text();
      reply.number();
      return { kind: "fenced", message: fencedBy(append, epoch) };
    }
    case CONFLICT: {
      const actor = reply.text();
      const expected = append.entries.find((entry) => entry.actor === actor)?.expectedSeq ?? 0;
      return { kind: "conflict", message: conflictMessage(actor, expected, reply.number()) };
    }
    default:
      throw new TypeError(`Cannot read reply: ${kind} is no verdict`);
  }
}

function parseAcquired(reply: ReplyReader): Acquired {
  const kind = reply.number();
  if (kind !== OK && kind !== TAKEN) {
    throw new TypeError(`Cannot read reply: ${kind} is no verdict`);
  }
  const epoch = reply.number();
  const address = reply.text();
  return kind === OK ? { kind: "ok", epoch } : { kind: "taken", epoch, address };
}

function fencedBy(own: { shard: number; epoch: number }, epoch: string): string {
  const action = `Cannot write to shard ${own.shard}`;
  if (epoch === "") return `${action}: it has no owner`;
  if (epoch !== String(own.epoch)) return `${action}: epoch ${own.epoch} is not ${epoch}`;
  return `${action}: another node owns epoch ${epoch}`;
}

function verdictOf({ kind, message, full }: RedisFailure): Verdict {
  if (kind === "unknown") return { kind, message };
  return full ? { kind, message, full } : { kind, message };
}
