import type { Fault, Scene } from "../fault.ts";
import { atLeast, atMost } from "../judge.ts";
import { metric, openFiles, watch } from "../probe.ts";
import { addUnits, openSale, type SaleSpec, until } from "../staff.ts";
import { duration } from "../words.ts";

const SLOW = 100;
const READERS = 10;
/** Changes of the sale that all of them follow, one every so many ms. */
const CHANGE_MS = 200;
/** The longest state that a sale can have, so that what is not read soon fills all buffers on the way. */
const LONG_SALE: SaleSpec = {
  units: 100_000,
  perCustomerMax: 1,
  holdSeconds: 600,
  expectedPeakPerSecond: 100,
  releases: 100,
  tags: 50,
  orgUnits: 200,
};
/** Once the buffers are full, two heartbeats of 15 s without reading, and the one that finds it. */
const DROP_MS_MAX = 150_000;
const GAP_MS_MAX = 3_000;

/** Subscribers that read nothing. */
export const slowSubscribers: Fault = {
  name: "slow-subscribers",
  what: {
    zh: `${SLOW} 个订阅者从不读取，旁边 ${READERS} 个正常读取`,
    en: `${SLOW} subscribers of a sale's stream never read, ${READERS} beside them do`,
  },
  promise: {
    zh: "读取的人照常得到每个新状态，不读的被断开订阅，内存平稳",
    en: "Who reads gets new states at the usual pace, who does not is dropped, memory is flat",
  },
  needs: [],
  setting: {
    journal: "sqlite",
    database: "embedded",
    // For the terms of the long sale.
    env: { LIMIT_BODY_BYTES_MAX: "65536" },
  },
  spans: {
    full: { calmMs: 5_000, faultMs: DROP_MS_MAX, afterMs: 10_000 },
    quick: { calmMs: 2_000, faultMs: DROP_MS_MAX, afterMs: 5_000 },
  },
  bounds: { outageMs: 1_000, failures: 0, firstMs: 1_000, usualMs: 5_000 },
  async strike(scene) {
    const { installation, place, memory, say } = scene;
    const sale = await openSale(place, LONG_SALE);
    const readers = await Promise.all(
      Array.from({ length: READERS }, () => Reader.open(scene, sale)),
    );
    const files = () => openFiles(installation.product.pid);
    const filesBefore = files();
    const fromMs = memory.nowMs;
    const slow = await Promise.all(Array.from({ length: SLOW }, () => subscribe(scene, sale)));
    say(`${SLOW} subscribers do not read`);
    const changes = watch({
      signal: place.signal,
      everyMs: CHANGE_MS,
      look: () => addUnits(place, sale, 1),
      result: () => undefined,
    });
    try {
      const dropped = await untilDropped(scene);
      await changes.stop();
      const gapMs = Math.max(...readers.map((reader) => reader.longestGapMs()));
      const frames = Math.min(...readers.map((reader) => reader.frames));
      const expectations = [
        atLeast({ zh: "断开的慢订阅者", en: "slow subscribers dropped" }, {
          ...{ unit: "", least: SLOW, measured: dropped.count },
        }),
        atMost({ zh: "读取者等下一状态最久", en: "longest wait of a reader for the next state" }, {
          ...{ unit: "ms", most: GAP_MS_MAX, measured: gapMs },
        }),
        memory.flat(fromMs),
      ];
      const left = files() - filesBefore;
      const notes = [{
        zh: `${
          duration(dropped.ms)
        } 后全部断开订阅，其连接由客户端关闭（此时还占 ${left} 个文件）；每个读取者至少得到 ${frames} 个状态。`,
        en: `All were dropped after ${
          duration(dropped.ms)
        }; their connections stay until the client closes them (${left} files at that moment). Each reader got ${frames} states at least.`,
      }];
      return () => Promise.resolve({ expectations, notes });
    } finally {
      for (const connection of slow) connection.close();
      for (const reader of readers) reader.close();
    }
  },
};

async function untilDropped(
  { place, faultMs }: Scene,
): Promise<{ readonly count: number; readonly ms: number }> {
  const startMs = performance.now();
  let count = 0;
  await until(place, {
    what: "all who do not read are dropped",
    ms: faultMs,
    async holds() {
      count = await metric(place.origin, "yundian_sse_dropped_total") ?? count;
      return count >= SLOW;
    },
  }).catch(() => place.signal.throwIfAborted());
  return { count, ms: performance.now() - startMs };
}

/** Asks for the stream and never reads a byte of it. */
async function subscribe({ place }: Scene, sale: string): Promise<Deno.TcpConn> {
  const { hostname, port } = new URL(place.origin);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const request =
    `GET /api/v1/campaigns/${sale}/live HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  return connection;
}

/** A subscriber that reads, and when it got what. */
class Reader {
  frames = 0;
  #gapMs = 0;
  #lastMs = performance.now();
  readonly #stop = new AbortController();

  static async open({ place }: Scene, sale: string): Promise<Reader> {
    const reader = new Reader();
    const { signal } = reader.#stop;
    const response = await fetch(`${place.origin}/api/v1/campaigns/${sale}/live`, { signal });
    if (response.body === null) throw new Error(`The stream of ${sale} has no body`);
    void reader.#read(response.body.pipeThrough(new TextDecoderStream()));
    return reader;
  }

  longestGapMs(): number {
    return Math.max(this.#gapMs, performance.now() - this.#lastMs);
  }

  close(): void {
    this.#stop.abort();
  }

  async #read(stream: ReadableStream<string>): Promise<void> {
    try {
      for await (const text of stream) {
        const states = text.split("event: state").length - 1;
        if (states === 0) continue;
        const nowMs = performance.now();
        if (this.frames > 0) this.#gapMs = Math.max(this.#gapMs, nowMs - this.#lastMs);
        this.#lastMs = nowMs;
        this.frames += states;
      }
    } catch {
      // Ended here.
    }
  }
}
