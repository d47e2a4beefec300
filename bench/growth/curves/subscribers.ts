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
/** All smaller sizes together add a ninth to the largest. */
const SIZES_SHARE = 1.12;

export const subscribers: Curve = {
  name: "subscribers",
  title: { zh: "一场活动的订阅者数", en: "Subscribers of one sale" },
  of: { zh: "订阅者", en: "subscribers" },
  lines: [
    {
      key: "frame",
      label: { zh: "送达一位订阅者的一次状态", en: "a state delivered to one of them" },
      per: { zh: "每次送达", en: "frame" },
      judgedBy: "main",
    },
    {
      key: "change",
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
  // Those of all sizes together, on our side of them.
  sizeMax: () => ((filesMax() ?? Infinity) - SPARE_FILES) / SIZES_SHARE,
  async prepare(product, { size, extent: { operations, warm } }) {
    await warmGrabs(product, warm);
    const [followed = "", silent = ""] = await openSales(product, { count: 2, units: UNITS });
    const crowd = await follow(product, { campaign: followed, size });
    await product.settle();
    const restMs = REST_MS + size * PACE_MS_PER_SUBSCRIBER;
    const change = (campaign: string, name: string) =>
      product.cost(async () => {
        await grabPaced(product, { campaign, name, count: operations });
        // The last push waits for its turn.
        await new Promise((resolve) => setTimeout(resolve, restMs));
      });
    return {
      async window(round) {
        const without = await change(silent, `silent${round}`);
        const withAll = await change(followed, `followed${round}`);
        return pushesOf({ size, without, withAll });
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

async function follow(
  product: GrowthProduct,
  by: { readonly campaign: string; readonly size: number },
): Promise<{ close(): void }> {
  const place = streamPlace(product.origin, by.campaign);
  const connections = Array.from({ length: by.size }, () => new StreamConnection(place));
  const waiting = connections.values();
  await Promise.all(Array.from({ length: OPENING }, async () => {
    for (const connection of waiting) await seesFirst(connection);
  }));
  return { close: () => connections.forEach((one) => one.close()) };
}

/** Goes on reading behind it. */
function seesFirst(connection: StreamConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const listener = { opened: () => {}, block: () => resolve() };
    connection.read(null, listener).then((end) => {
      reject(new Error(`A stream ended: ${JSON.stringify(end)}`));
    }, reject);
  });
}

/** The same changes in every window, at a rate that leaves the product time. */
async function grabPaced(
  product: GrowthProduct,
  { campaign, name, count }: {
    readonly campaign: string;
    readonly name: string;
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
        token: product.customer(`${name}-${tick}-${index}`),
      }),
      answered: (answer) => void expectStatus(answer, [201]),
    }));
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(answers);
}
