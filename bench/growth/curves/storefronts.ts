/** What a page, a visit and a grab cost when few managers' storefronts are in use and when all of a province's are. */
import type { Curve, Measured } from "../curve.ts";
import { expectStatus, type GrowthProduct } from "../product.ts";
import { openSales } from "../sales.ts";
import { GRAB, grabWindow, warmGrabs } from "./reservations.ts";

/** `GET /api/v1/staff` gives so many at a time. */
const PAGE = 100;
/** More pages than the product keeps: what is opened before only has to fill what it does keep. */
const OPENED_MAX = 1_200;
const OPEN_IN_FLIGHT = 16;
/** A page that is made anew costs a hundred times one that is kept. */
const PAGES_SHARE = 0.25;
const UNITS = 100_000;
const PAGE_VIEW = { zh: "每次打开", en: "page" };
const VISIT = JSON.stringify({ channel: "print", events: [{ kind: "visit" }] });
/** Walks through all in an order that repeats none and favours nobody. */
const STRIDE = 7_919;

export const storefronts: Curve = {
  name: "storefronts",
  title: { zh: "使用中的云店数", en: "Storefronts in use" },
  of: { zh: "使用中的云店", en: "storefronts in use" },
  lines: [
    {
      key: "hot",
      kind: "around",
      label: { zh: "都看同一家的页面", en: "a page, all of one" },
      per: PAGE_VIEW,
    },
    {
      key: "page",
      kind: "beside",
      label: { zh: "页面，平均分到这么多家", en: "a page, spread over so many" },
      per: PAGE_VIEW,
      because: {
        zh:
          "渲染好的页面保留在 LIMIT_STOREFRONT_PAGES_BYTES_MAX（64 MB，不到一千页）内供所有人共用，" +
          "超过一秒的先核对（约 0.3 毫秒）：平均分到更多家时，每位访客都要重新渲染一页（约 1.5 毫秒）；" +
          "真实访客集中在少数几家",
        en:
          "a rendered page is kept for all within LIMIT_STOREFRONT_PAGES_BYTES_MAX (64 MB, under a " +
          "thousand pages), and checked when it is older than a second (about 0.3 ms): spread evenly " +
          "over more, each visitor has a page rendered (about 1.5 ms); real visitors crowd on few",
      },
    },
    {
      key: "visit",
      kind: "beside",
      label: { zh: "一次访问上报，平均分到这么多家", en: "a visit told, spread over so many" },
      per: { zh: "每次访问", en: "visit" },
      because: {
        zh: "访问按云店每秒合成一批存储：分散到许多家时，每批只有一次访问，各写一条记录",
        en:
          "visits are stored in one batch a second for each storefront: spread over many, each batch " +
          "holds one visit and has a record of its own",
      },
    },
    {
      key: "grab",
      kind: "around",
      label: { zh: "抢购一场活动", en: "a grab in one sale" },
      per: GRAB,
    },
  ],
  full: { sizes: [100, 1_000, 20_000], rounds: 3, operations: 2_000, warm: 5_000 },
  quick: { sizes: [10, 40], rounds: 1, operations: 200, warm: 200 },
  product: { scale: "jiangxi" },
  async open(product, { sizes, operations, warm }) {
    await warmGrabs(product, warm);
    const managers = await managersOf(product, Math.max(...sizes));
    const sales = await openSales(product, { count: 1, units: UNITS });
    const pages = Math.ceil(operations * PAGES_SHARE);
    const measured = async (count: number, work: () => Promise<void>): Promise<Measured> => ({
      operations: count,
      cost: await product.cost(work),
    });
    let next = 0;
    const among = (size: number) => (index: number) =>
      managers[(next + index) * STRIDE % Math.min(size, managers.length)] ?? "";
    const one = () => managers[0] ?? "";
    await openPages(product, warm, one);
    await tellVisits(product, warm, among(1));
    return {
      async grow(size) {
        await openPages(product, Math.min(size, OPENED_MAX), among(size));
        await tellVisits(product, size, among(size));
        await product.settle();
      },
      async around(name) {
        return {
          hot: await measured(operations, () => openPages(product, operations, one)),
          grab: await grabWindow(product, { sales, name, operations }),
        };
      },
      async beside(size) {
        const turn = among(size);
        next += operations;
        // What is kept of few is made again after others, so each size begins with its own.
        await openPages(product, Math.min(size, OPENED_MAX), turn);
        return {
          page: await measured(pages, () => openPages(product, pages, turn)),
          visit: await measured(operations, () => tellVisits(product, operations, turn)),
        };
      },
    };
  },
};

/** Ids of managers; where the organisation has fewer, others are hired. */
async function managersOf(product: GrowthProduct, count: number): Promise<string[]> {
  const found: { id: string; unit: string }[] = [];
  for (let after = ""; found.length < count;) {
    const path = `/api/v1/staff?role=manager&limit=${PAGE}${after}`;
    const page = await product.ask({ method: "GET", path });
    found.push(...itemsOf(page["items"]));
    const next = page["next"];
    if (typeof next !== "string") break;
    after = `&after=${encodeURIComponent(next)}`;
  }
  const missing = count - found.length;
  const ids = found.map(({ id }) => id);
  if (missing <= 0) return ids;
  const token = product.staff;
  await product.run({
    count: missing,
    inFlight: OPEN_IN_FLIGHT,
    request: (index) => ({
      ...{ method: "POST", path: "/api/v1/staff", token },
      body: JSON.stringify({
        name: `客户经理${index}`,
        role: "manager",
        unit: found[index % found.length]?.unit ?? "",
      }),
    }),
    answered: (answer) => void ids.push(JSON.parse(expectStatus(answer, [201])).id),
  });
  return ids;
}

function itemsOf(value: unknown): { id: string; unit: string }[] {
  if (!Array.isArray(value)) return [];
  return value.map(({ id, unit }) => ({ id: String(id), unit: String(unit) }));
}

function openPages(
  product: GrowthProduct,
  count: number,
  at: (index: number) => string,
): Promise<void> {
  return product.run({
    count,
    inFlight: OPEN_IN_FLIGHT,
    request: (index) => ({ method: "GET", path: `/s/${at(index)}`, token: null }),
    answered: (answer) => void expectStatus(answer, [200]),
  });
}

function tellVisits(
  product: GrowthProduct,
  count: number,
  at: (index: number) => string,
): Promise<void> {
  return product.run({
    count,
    request: (index) => ({
      ...{ method: "POST", path: `/api/v1/storefronts/${at(index)}/events`, token: null },
      body: VISIT,
    }),
    answered: (answer) => void expectStatus(answer, [200, 202, 204]),
  });
}
