import { assertEquals } from "@std/assert";
import type { StorefrontCampaignJson, StorefrontJson } from "../shared/api_storefront.ts";
import { json, problem, type Sent, virtualOutside } from "../shared/virtual_outside.ts";
import { stateAt } from "./campaigns.tsx";
import { pageData } from "./data.ts";
import { amapLink, tencentLink } from "./maps.ts";
import { createStorefrontModel, type Device, shareAddress } from "./model.ts";

const MADE_MS = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;

const SALE: StorefrontCampaignJson = {
  kind: "flash-sale",
  id: "c1",
  title: "赣南脐橙",
  product: "5 斤",
  priceFen: 990,
  startsAt: new Date(MADE_MS + MINUTE_MS).toISOString(),
  endsAt: new Date(MADE_MS + 60 * MINUTE_MS).toISOString(),
  state: "coming",
};

const STOREFRONT: StorefrontJson = {
  managerId: "ann",
  card: {
    id: "ann",
    name: "刘经理",
    title: "",
    outletName: "滕王阁支行",
    bankName: "南昌农商银行",
    address: "滨江大道 20 号",
    position: null,
    city: "南昌市",
    phoneMasked: "138****0001",
    hours: "",
    wechatId: "ann_wechat",
    photo: null,
    wechatQr: null,
  },
  blocks: [
    { kind: "campaigns", id: "campaigns", items: [SALE] },
    {
      kind: "products",
      id: "products",
      groups: [{
        category: "loans",
        items: [{
          id: "p1",
          category: "loans",
          name: "惠农贷",
          nameEn: "",
          summary: "三万起",
          summaryEn: "From 30,000",
          actionKind: "apply",
        }],
      }],
    },
  ],
  serverTime: new Date(MADE_MS).toISOString(),
};

/** A page whose device notes what it is asked for. */
function open(
  answer: (sent: Sent) => Response,
  device: Partial<Device> = {},
  channel: string | null = "wechat",
) {
  const went: string[] = [];
  const copied: string[] = [];
  const outside = virtualOutside(answer);
  const model = createStorefrontModel({
    outside,
    channel,
    boot: {
      page: pageData(STOREFRONT, "zh"),
      locale: "zh",
      elder: false,
      madeMs: MADE_MS,
      staleSinceMs: null,
    },
    device: {
      copy: (text) => Promise.resolve(copied.push(text) > 0),
      share: () => Promise.resolve("none"),
      go: (address) => void went.push(address),
      read: () => {},
      address: "https://yd.example/s/ann?ch=print#cat-loans",
      inWechat: false,
      ...device,
    },
  });
  return { model, outside, went, copied };
}

const counted = () => json({ serverTime: new Date(MADE_MS).toISOString(), counted: true }, 202);

Deno.test("the visit is told once with its channel, and its answer sets the clock", async () => {
  const laterMs = MADE_MS + 30 * MINUTE_MS;
  const answer = json({ serverTime: new Date(laterMs).toISOString(), counted: true }, 202);
  const { model, outside } = open(() => answer);
  await model.arrive();
  assertEquals(outside.sent.map(({ path, body }) => [path, body]), [[
    "/api/v1/storefronts/ann/events",
    { channel: "wechat", events: [{ kind: "visit" }] },
  ]]);
  assertEquals(model.nowMs.value, laterMs);
});

Deno.test("a click is told without waiting, and one that is lost disturbs nobody", async () => {
  const { model, outside } = open(
    () => {
      throw new Error("offline");
    },
    {},
    null,
  );
  model.track({ kind: "click", item: "p1" });
  await outside.advance(0);
  assertEquals(outside.sent.map(({ body }) => body), [{ events: [{ kind: "click", item: "p1" }] }]);
});

Deno.test("a tap asks for the number and calls it", async () => {
  const { model, outside, went } = open(() => json({ phone: "13800000001" }));
  await model.call();
  assertEquals(outside.sent.map(({ path }) => path), ["/api/v1/storefronts/ann/phone"]);
  assertEquals(went, ["tel:13800000001"]);
});

Deno.test("a number that cannot be had is said in words", async () => {
  const { model, outside, went } = open(() => problem("not-found", 404));
  await model.call();
  assertEquals([went, model.toast.value], [[], "暂时取不到号码，请稍后再试"]);
  await outside.advance(5_000);
  assertEquals(model.toast.value, null);
});

Deno.test("sharing copies the link where the phone has no sheet, and says what to do in WeChat", async () => {
  const plain = open(counted);
  await plain.model.share();
  assertEquals(plain.copied, ["https://yd.example/s/ann?ch=share"]);
  const wechat = open(counted, { inWechat: true });
  await wechat.model.share();
  assertEquals([wechat.copied, wechat.model.toast.value], [[], "请点右上角“···”发送给朋友"]);
  const left = open(counted, { share: () => Promise.resolve("left") });
  await left.model.share();
  assertEquals(left.outside.sent, []);
});

Deno.test("pages that are opened from here keep the manager, and the channel once the script runs", () => {
  const { model } = open(counted);
  assertEquals(model.link("/p/p1"), "/p/p1?m=ann");
  model.begin();
  assertEquals(model.link("/p/p1"), "/p/p1?m=ann&ch=wechat");
});

Deno.test("a passed-on link has its own channel and nothing else", () => {
  assertEquals(
    shareAddress("https://a.example/s/x?ch=print&y=1#z"),
    "https://a.example/s/x?ch=share",
  );
});

Deno.test("a sale opens by time, also on an old page", () => {
  assertEquals(stateAt(SALE, MADE_MS), "coming");
  assertEquals(stateAt(SALE, MADE_MS + MINUTE_MS), "open");
  assertEquals(stateAt({ ...SALE, state: "paused" }, MADE_MS + MINUTE_MS), "paused");
});

Deno.test("English stands where there is some, Chinese where there is none", () => {
  const [, products] = pageData(STOREFRONT, "en").blocks;
  assertEquals(products?.kind === "products" && products.groups[0]?.items[0], {
    id: "p1",
    name: "惠农贷",
    summary: "From 30,000",
    kind: "apply",
  });
});

Deno.test("maps open at the position, or search for the address; nothing breaks out of a link", () => {
  const place = { name: "滕王阁:支行", address: "滨江大道&20;号", city: "南昌市", position: null };
  assertEquals(new URL(amapLink(place)).searchParams.get("keyword"), "滨江大道&20;号");
  assertEquals(new URL(tencentLink(place)).searchParams.get("region"), "南昌市");
  const known = { ...place, position: { longitude: 115.88, latitude: 28.68 } };
  assertEquals(new URL(amapLink(known)).searchParams.get("position"), "115.88,28.68");
  assertEquals(
    new URL(tencentLink(known)).searchParams.get("marker"),
    "coord:28.68,115.88;title:滕王阁 支行;addr:滨江大道&20 号",
  );
});
