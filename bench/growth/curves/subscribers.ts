/** What a pushed state costs when few follow a sale and when ten thousand do. */
import { filesMax } from "../../runs/sse_client.ts";
import { StreamConnection, streamPlace } from "../../runs/sse/connection.ts";
import type { Curve, Measured } from "../curve.ts";
import { expectStatus, type GrowthProduct } from "../product.ts";
import { openSales } from "../sales.ts";
import { warmGrabs } from "./reservations.ts";

/** With many cells a sale changes as often as states may be pushed. */
const UNITS = 400_000;
const GRABS_PER_S = 100;
const TICK_MS = 20;
/** More often than customers need, so that the cost of ten subscribers can be told from that of the changes. */
const FRAMES_PER_S = 50;
/** The product's pace: as long between two pushes as all of them take at a twentieth of a core. */
const PACE_MS_PER_SUBSCRIBER = 0.24;
const REST_MS = 500;
const OPENING = 200;
const SPARE_FILES = 512;

export const subscribers: Curve = {
  name: "subscribers",
  title: { zh: "一场活动的订阅者数", en: "Subscribers of one sale" },
  of: { zh: "订阅者", en: "subscribers" },
  lines: [
    {
      key: "frame",
      kind: "around",
      label: { zh: "送达一位订阅者的一次状态", en: "a state delivered to one of them" },
      per: { zh: "每次送达", en: "frame" },
      judgedBy: "main",
    },
    {
      key: "change",
      kind: "around",
      label: { zh: "推给所有订阅者的一次状态", en: "a state pushed to all of them" },
      per: { zh: "每次推送", en: "push" },
      judgedBy: "main",
      growsBecause: {
        zh: "每位订阅者各得一份；人数越多推送越疏，所有推送合计不超过一个核的二十分之一",
        en:
          "each subscriber gets a copy; the more there are, the longer the pause between pushes, so " +
          "that all of them together take no more than a twentieth of a core",
      },
    },
  ],
  full: { sizes: [10, 100, 1_000, 10_000], rounds: 3, operations: 300, warm: 5_000 },
  quick: { sizes: [5, 20], rounds: 1, operations: 100, warm: 200 },
  product: { scale: null, env: { LIMIT_SSE_FRAMES_PER_SECOND_MAX: String(FRAMES_PER_S) } },
  sizeMax: () => (filesMax() ?? Infinity) - SPARE_FILES,
  async open(product, { operations, warm }) {
    await warmGrabs(product, warm);
    const [followed = "", silent = ""] = await openSales(product, { count: 2, units: UNITS });
    const crowd = new Crowd(product, followed);
    const change = (campaign: string, customers: string) =>
      product.cost(async () => {
        await grabPaced(product, { campaign, customers, count: operations });
        // The last push waits for its turn.
        const restMs = REST_MS + crowd.size * PACE_MS_PER_SUBSCRIBER;
        await new Promise((resolve) => setTimeout(resolve, restMs));
      });
    return {
      async grow(size) {
        await crowd.grow(size);
        await product.settle();
      },
      async around(name) {
        const without = await change(silent, `${name}-silent`);
        const withAll = await change(followed, `${name}-followed`);
        return pushesOf({ size: crowd.size, without, withAll });
      },
      close: () => crowd.close(),
    };
  },
};

/** What pushing adds to the same changes of a sale that nobody follows. */
export function pushesOf(
  { size, without, withAll }: {
    readonly size: number;
    readonly without: Measured["cost"];
    readonly withAll: Measured["cost"];
  },
): Record<string, Measured> {
  const frames = withAll.counts["frames"] ?? 0;
  const cost = {
    mainUs: withAll.mainUs - without.mainUs,
    allUs: withAll.allUs - without.allUs,
    counts: { frames },
  };
  return {
    frame: { operations: frames, cost },
    change: { operations: frames / size, cost },
  };
}

/** Streams that are read as they come, and nothing else. */
class Crowd {
  readonly #product: GrowthProduct;
  readonly #campaign: string;
  readonly #streams: StreamConnection[] = [];

  constructor(product: GrowthProduct, campaign: string) {
    this.#product = product;
    this.#campaign = campaign;
  }

  get size(): number {
    return this.#streams.length;
  }

  /** Opens as many as are missing; resolves when each has seen the state. */
  async grow(size: number): Promise<void> {
    const place = streamPlace(this.#product.origin, this.#campaign);
    const missing = Array.from({ length: size - this.size }, () => new StreamConnection(place));
    this.#streams.push(...missing);
    const waiting = missing.values();
    await Promise.all(Array.from({ length: OPENING }, async () => {
      for (const stream of waiting) await seesFirst(stream);
    }));
  }

  close(): void {
    for (const stream of this.#streams) stream.close();
  }
}

/** It goes on reading afterwards. */
function seesFirst(stream: StreamConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const listener = { opened: () => {}, block: () => resolve() };
    stream.read(null, listener).then((end) => {
      reject(new Error(`A stream ended: ${JSON.stringify(end)}`));
    }, reject);
  });
}

/** The same changes in every window, at a rate that leaves the product time. */
async function grabPaced(
  product: GrowthProduct,
  { campaign, customers, count }: {
    readonly campaign: string;
    readonly customers: string;
    readonly count: number;
  },
): Promise<void> {
  const perTick = GRABS_PER_S * TICK_MS / 1_000;
  const ticks = count / perTick;
  const answers: Promise<void>[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    answers.push(product.run({
      count: perTick,
      inFlight: perTick,
      request: (index) => ({
        method: "POST",
        path: `/api/v1/campaigns/${campaign}/grabs`,
        token: product.customer(`${customers}-${tick}-${index}`),
      }),
      answered: (answer) => void expectStatus(answer, [201]),
    }));
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(answers);
}
