/** The main side of a journal that runs in a Worker: the event loop pays for messages, not for storage. */
import { appendText } from "./append_text.ts";
import { type AppendBounds, appendBounds, isShard, noShard, overBound } from "./bounds.ts";
import { reason, unavailable } from "./integrity.ts";
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
import { type Cell, CellReader, DONE, OP, putAcquire, putSnapshot } from "./remote_protocol.ts";

/** How a driver's Worker is made. */
export interface RemoteOptions extends JournalOptions {
  readonly lanes: Journal["lanes"];
  /** Durability until `open` has asked the driver. */
  readonly durability: string;
  /** Starts the Worker; called again after it died. */
  readonly spawn: () => Worker;
  /** First message to the Worker: the driver's own options. */
  readonly setup: unknown;
}

/** Snapshots share a transaction, but a load must not wait long behind them. */
const SNAPSHOTS_PER_MESSAGE_MAX = 64;
const SNAPSHOT_UNITS_PER_MESSAGE_MAX = 1_048_576;

/** A message costs as much as the rest of a small load: what is asked for meanwhile shares the next one. */
const LOADS_PER_MESSAGE_MAX = 64;
/** More than one, since a large state takes its time. */
const LOAD_MESSAGES_MAX = 4;

/** Opening may replay a write-ahead log or wait for a Worker to start on a busy machine. */
const OPEN_MS = 30_000;

/** A call without an answer yet. */
interface Pending {
  readonly answer: (reader: CellReader) => void;
  /** The Worker died or said nothing for too long. */
  readonly lost: (message: string) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

interface PendingSnapshot {
  readonly write: SnapshotWrite;
  readonly resolve: (verdict: Verdict) => void;
}

interface PendingLoad {
  readonly shard: number;
  readonly actor: string;
  readonly resolve: (stored: Stored) => void;
  readonly reject: (error: unknown) => void;
}

/** A journal in a Worker. */
export class RemoteJournal implements Journal {
  readonly lanes: Journal["lanes"];
  readonly #options: RemoteOptions;
  readonly #bounds: AppendBounds;
  readonly #pending = new Map<number, Pending>();
  readonly #snapshots: PendingSnapshot[] = [];
  #snapshotsInFlight = false;
  #loads: PendingLoad[] = [];
  #loadMessages = 0;
  #durability: string;
  #worker: Worker | null = null;
  #open = false;
  #calls = 0;

  constructor(options: RemoteOptions) {
    this.#options = options;
    this.#bounds = appendBounds(options);
    this.#durability = options.durability;
    this.lanes = options.lanes;
  }

  get durability(): string {
    return this.#durability;
  }

  async open(): Promise<void> {
    this.#open = true;
    this.#worker = this.#spawn();
    try {
      const durability = await this.#one(OP.open);
      if (typeof durability === "string") this.#durability = durability;
    } catch (error) {
      this.#open = false;
      this.#terminate("the journal could not be opened");
      throw error;
    }
  }

  acquire(requests: readonly AcquireRequest[]): Promise<Acquired>[] {
    const cells = this.#request(OP.acquire);
    const resolvers: ((acquired: Acquired) => void)[] = [];
    const promises = requests.map((request) => {
      const { shard } = request;
      if (!isShard(shard, this.#bounds.shards)) {
        const message = noShard(shard, this.#bounds.shards);
        return Promise.resolve<Acquired>({ kind: "failed", message });
      }
      putAcquire(cells, request);
      return new Promise<Acquired>((resolve) => resolvers.push(resolve));
    });
    if (resolvers.length === 0) return promises;
    this.#send(cells, {
      answer: (reader) => resolvers.forEach((resolve) => resolve(reader.acquired())),
      lost: (message) => resolvers.forEach((resolve) => resolve({ kind: "failed", message })),
    });
    return promises;
  }

  append(appends: readonly ShardAppend[]): Promise<Verdict>[] {
    const cells = this.#request(OP.append);
    let text = "";
    const resolvers: ((verdict: Verdict) => void)[] = [];
    const promises = appends.map((append) => {
      const bound = this.#open ? overBound(append, this.#bounds) : CLOSED;
      if (bound !== null) return Promise.resolve<Verdict>({ kind: "failed", message: bound });
      text += appendText(append);
      return new Promise<Verdict>((resolve) => resolvers.push(resolve));
    });
    if (resolvers.length === 0) return promises;
    cells.push(text);
    this.#send(cells, {
      answer: (reader) => {
        for (const resolve of resolvers) resolve(reader.verdict());
      },
      lost: (message) => resolvers.forEach((resolve) => resolve({ kind: "unknown", message })),
    });
    return promises;
  }

  load(shard: number, actor: string): Promise<Stored> {
    return new Promise((resolve, reject) => {
      this.#loads.push({ shard, actor, resolve, reject });
      if (this.#loadMessages < LOAD_MESSAGES_MAX) this.#sendLoads();
    });
  }

  due(shard: number, limit: number): Promise<readonly Due[]> {
    return this.#one(OP.due, shard, limit) as Promise<readonly Due[]>;
  }

  /** Snapshots that are asked for while one is written share the next message and its transaction. */
  snapshot(write: SnapshotWrite): Promise<Verdict> {
    if (!this.#open) return Promise.resolve({ kind: "failed", message: CLOSED });
    return new Promise((resolve) => {
      this.#snapshots.push({ write, resolve });
      if (!this.#snapshotsInFlight) this.#sendSnapshots();
    });
  }

  feed(shard: number, position: number, limit: number): Promise<readonly FeedEntry[]> {
    return this.#one(OP.feed, shard, position, limit) as Promise<readonly FeedEntry[]>;
  }

  async archived(shard: number, position: number): Promise<void> {
    await this.#one(OP.archived, shard, position);
  }

  async ping(): Promise<boolean> {
    try {
      return await this.#one(OP.ping) === true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    if (this.#worker !== null) await this.#one(OP.close).catch(() => undefined);
    this.#open = false;
    this.#terminate(CLOSED);
  }

  #sendLoads(): void {
    if (this.#loads.length === 0) return;
    const cells = this.#request(OP.load);
    const sent = this.#loads.slice(0, LOADS_PER_MESSAGE_MAX);
    this.#loads = this.#loads.slice(sent.length);
    for (const { shard, actor } of sent) cells.push(shard, actor);
    this.#loadMessages++;
    this.#send(cells, {
      answer: (reader) => {
        this.#loadMessages--;
        for (const { resolve, reject } of sent) {
          // The other side is of one build: what it loaded is stored state.
          if (reader.number() === DONE) resolve(reader.next() as unknown as Stored);
          else reject(reader.fault());
        }
        this.#sendLoads();
      },
      lost: (message) => {
        this.#loadMessages--;
        for (const { reject } of sent) reject(unavailable(`Cannot read journal: ${message}`));
        this.#sendLoads();
      },
    });
  }

  #sendSnapshots(): void {
    const cells = this.#request(OP.snapshot);
    const sent: PendingSnapshot[] = [];
    let units = 0;
    while (sent.length < SNAPSHOTS_PER_MESSAGE_MAX && units < SNAPSHOT_UNITS_PER_MESSAGE_MAX) {
      const next = this.#snapshots.shift();
      if (next === undefined) break;
      units += next.write.body.length;
      putSnapshot(cells, next.write);
      sent.push(next);
    }
    this.#snapshotsInFlight = sent.length > 0;
    if (sent.length === 0) return;
    const settle = (verdict: () => Verdict) => {
      for (const { resolve } of sent) resolve(verdict());
      this.#sendSnapshots();
    };
    this.#send(cells, {
      answer: (reader) => settle(() => reader.verdict()),
      lost: (message) => settle(() => ({ kind: "unknown", message })),
    });
  }

  /** A call with one answer, or a `Fault`. */
  #one(op: number, ...payload: readonly Cell[]): Promise<unknown> {
    const cells = this.#request(op);
    cells.push(...payload);
    return new Promise((resolve, reject) => {
      this.#send(cells, {
        answer: (reader) => {
          if (reader.number() === DONE) resolve(reader.next());
          else reject(reader.fault());
        },
        lost: (message) => {
          const action = op === OP.open ? "open" : "read";
          reject(unavailable(`Cannot ${action} journal: ${message}`));
        },
      });
    });
  }

  #request(op: number): Cell[] {
    return [op, ++this.#calls];
  }

  #send(cells: Cell[], { answer, lost }: Pick<Pending, "answer" | "lost">): void {
    if (!this.#open) return lost(CLOSED);
    const timeoutMs = cells[0] === OP.open ? OPEN_MS : this.#options.timeoutMs;
    const id = this.#calls;
    const timer = setTimeout(() => {
      this.#pending.delete(id);
      lost(`no answer within ${timeoutMs} ms`);
    }, timeoutMs);
    this.#pending.set(id, { answer, lost, timer });
    try {
      (this.#worker ??= this.#respawn()).postMessage(cells);
    } catch (error) {
      this.#die(reason(error));
    }
  }

  /** A Worker after one that died; it opens the journal before it serves. */
  #respawn(): Worker {
    const worker = this.#spawn();
    worker.postMessage([OP.open, REOPEN]);
    return worker;
  }

  #spawn(): Worker {
    const worker = this.#options.spawn();
    worker.onmessage = ({ data }: MessageEvent<readonly Cell[]>) => {
      const reader = new CellReader(data, 0);
      const id = reader.number();
      if (id === REOPEN && reader.number() !== DONE && worker === this.#worker) {
        return this.#die(reader.fault().message);
      }
      const pending = this.#pending.get(id);
      // Late answers find nobody: their callers were told that the outcome is unknown.
      if (pending === undefined) return;
      this.#pending.delete(id);
      clearTimeout(pending.timer);
      pending.answer(reader);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#die(event.message);
    };
    worker.postMessage(this.#options.setup);
    return worker;
  }

  #die(message: string): void {
    this.#terminate(`the journal's worker stopped: ${message.split("\n", 1)[0]}`);
  }

  #terminate(message: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { lost, timer } of pending) {
      clearTimeout(timer);
      lost(message);
    }
  }
}

const CLOSED = "the journal is closed";

/** Id of the call that opens the journal in a Worker after one that died. */
const REOPEN = 0;
