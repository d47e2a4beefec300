/** What a grab costs when one sale is open and when ten thousand are. */
import type { Curve } from "../curve.ts";
import { openSales } from "../sales.ts";
import { GRAB, grabWindow, warmGrabs } from "./reservations.ts";

/** Enough for all windows of one that is alone. */
const UNITS_ALONE = 60_000;
const UNITS_OF_MANY = 400;

export const campaigns: Curve = {
  name: "campaigns",
  title: { zh: "同时开售的活动数", en: "Sales open at once" },
  of: { zh: "同时开售的活动", en: "sales open at once" },
  lines: [
    {
      key: "one",
      kind: "around",
      label: { zh: "都抢同一场", en: "a grab, all in one of them" },
      per: GRAB,
    },
    {
      key: "spread",
      kind: "beside",
      label: { zh: "平均分到这么多场", en: "a grab, spread over so many" },
      per: GRAB,
      because: {
        zh: "每场活动有自己的库存单元和活动 actor，每秒互报几次合计，与抢购次数无关：" +
          "分散到许多场时，每次抢购各带一份上报与回执；集中在一场时由几百次共担",
        en:
          "each sale has a cell and a campaign of its own, which tell each other their sums a few " +
          "times a second, whatever the number of grabs: spread over many, each grab brings its own " +
          "report and its answer, which hundreds share in one sale",
      },
    },
  ],
  full: { sizes: [1, 10, 100, 1_000, 10_000], rounds: 3, operations: 3_000, warm: 20_000 },
  quick: { sizes: [1, 20], rounds: 1, operations: 200, warm: 200 },
  product: { scale: null },
  async open(product, { operations, warm }) {
    await warmGrabs(product, warm);
    const [hot = ""] = await openSales(product, { count: 1, units: UNITS_ALONE });
    const all = [hot];
    let next = 0;
    return {
      async grow(size) {
        const units = Math.max(UNITS_OF_MANY, Math.ceil(UNITS_ALONE / size));
        all.push(...await openSales(product, { count: size - all.length, units }));
        await product.settle();
      },
      async around(name) {
        return { one: await grabWindow(product, { sales: [hot], name, operations }) };
      },
      async beside(size, name) {
        // Each window begins where the last one ended, so that all sales get their turn.
        const from = next % size;
        next += operations;
        const sales = [...all.slice(from, size), ...all.slice(0, from)];
        return { spread: await grabWindow(product, { sales, name, operations }) };
      },
    };
  },
};
