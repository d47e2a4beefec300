/** QR codes and posters of links. */
import type { CampaignView } from "../../../actors/campaign/protocol.ts";
import { isCode, newCode } from "../../share/codes.ts";
import type { PosterContent } from "../../share/poster.ts";
import { qrSvg } from "../../share/qr.ts";
import { money, when } from "../../shared/format.ts";
import { addLink } from "../../store/links/links.ts";
import { photoOf } from "../../store/links/photos.ts";
import { type Answer, refused } from "../answer.ts";
import { databaseOf } from "../database.ts";
import { type Call, type EdgeApp, forAnyone, forStaff, type StaffCall } from "../endpoint.ts";
import * as schemas from "../schemas_links.ts";
import type { Services } from "../services.ts";
import { isPrivate } from "./campaigns.ts";
import { printedLink, reachable, urlOf } from "./links.ts";

const TAG = "links";
const DAY_SECONDS = 86_400;
const PIXELS = 512;
const THREE_DAYS_MS = 3 * 86_400_000;
/** Posters hang where customers are, so they are in Chinese. */
const WORDS = {
  scan: "长按识别二维码",
  shop: "我的掌上云店",
  slogan: "办业务、抢好物，找我就行",
} as const;
const TITLE = "客户经理";

export function mountPictures(app: EdgeApp, services: Services): void {
  forAnyone(app, services, {
    method: "get",
    path: "/api/v1/links/{code}/qr.svg",
    tag: TAG,
    summary: "The link's QR code; looking at it is no click",
    answers: { 200: { description: "SVG" } },
    refusals: ["not-found"],
    async handle(call) {
      const code = call.param("code");
      if (!await isLink(services, code)) return refused("not-found");
      return picture(qrSvg(urlOf(services, call, code)), { type: "image/svg+xml", isPublic: true });
    },
  });

  forAnyone(app, services, {
    method: "get",
    path: "/api/v1/links/{code}/qr.png",
    tag: TAG,
    summary: "The same as PNG, `size` pixels wide: 128 to 2048, 512 unless told",
    sheds: true,
    query: schemas.qrQuery,
    answers: { 200: { description: "PNG" } },
    refusals: ["not-found", "overloaded"],
    async handle(call) {
      const code = call.param("code");
      if (!await isLink(services, code)) return refused("not-found");
      const pixels = Number(schemas.qrQuery.parse(call.query).size ?? PIXELS);
      const text = urlOf(services, call, code);
      const png = await services.painter.paint({ kind: "qr", text, pixels });
      return png === null
        ? refused("overloaded")
        : picture(png, { type: "image/png", isPublic: true });
    },
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/storefronts/{managerId}/poster.png",
    tag: TAG,
    summary: "A poster of 1080 × 1920 pixels: the manager, a sale or the storefront, and the code",
    action: "links",
    query: schemas.posterQuery,
    answers: { 200: { description: "PNG" } },
    refusals: ["not-found", "overloaded", "database-unavailable"],
    handle: (call) => poster(services, call),
  });
}

/** Whether there is such a code. */
async function isLink(services: Services, code: string): Promise<boolean> {
  return isCode(code) && await services.share.bearings.find(code) !== null;
}

/** Public pictures show the same for ever, but for the address of the site. */
function picture(
  bytes: string | Uint8Array<ArrayBuffer>,
  { type, isPublic }: { readonly type: string; readonly isPublic: boolean },
): Answer {
  const headers = {
    "content-type": type,
    "cache-control": isPublic ? `public, max-age=${DAY_SECONDS}` : "private, no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
  };
  return { kind: "response", response: new Response(bytes, { headers }) };
}

async function poster(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { campaign, channel } = schemas.posterQuery.parse(call.query);
  const { sql } = databaseOf(services);
  const whose = await reachable(services, call, call.param("managerId"));
  const card = whose === null || whose.left ? null : await services.share.cards.find(whose.id);
  if (whose === null || card === null) return refused("not-found");
  const found = campaign === undefined ? null : await services.campaigns.find(campaign);
  if (campaign !== undefined && (found === null || isPrivate(found.view.phase))) {
    return refused("not-found");
  }
  const link = campaign === undefined && channel === undefined
    ? await printedLink(services, whose.id, call.nowMs)
    : await addLink(sql, {
      manager: whose.id,
      channel: channel ?? "poster",
      target: campaign === undefined ? { kind: "storefront" } : { kind: "campaign", id: campaign },
      only: "poster",
      atMs: call.nowMs,
      by: "system",
    }, () => newCode(services.world.random));
  const { name, title, outlet, bank } = card;
  const content: PosterContent = {
    url: urlOf(services, call, link.code),
    manager: {
      name,
      title: title === "" ? TITLE : title,
      outlet,
      bank,
      photo: await photoOf(sql, whose.id),
    },
    sale: found === null ? null : saleOf(found.view, call),
    words: WORDS,
  };
  const png = await services.painter.paint({ kind: "poster", content });
  return png === null
    ? refused("overloaded")
    : picture(png, { type: "image/png", isPublic: false });
}

function saleOf(
  view: CampaignView,
  { nowMs }: Pick<Call<unknown>, "nowMs">,
): NonNullable<PosterContent["sale"]> {
  const { title, startsAtMs, endsAtMs } = view.spec;
  // The date in full: a poster is looked at on other days than this.
  const day = (ms: number) => when(ms, { nowMs: ms - THREE_DAYS_MS, locale: "zh" });
  const isOver = view.phase === "ended" || view.phase === "settled" || endsAtMs <= nowMs;
  const isSale = view.kind === "flash-sale";
  const text = isOver
    ? "活动已结束"
    : startsAtMs > nowMs
    ? `${day(startsAtMs)} ${isSale ? "开抢" : "开始"}`
    : `${isSale ? "抢购中" : "进行中"} · ${day(endsAtMs)} 结束`;
  if (!isSale) return { title, product: "邀请好友，一起得好礼", price: "邀请有礼", when: text };
  const { product, priceFen } = view.spec;
  return { title, product, price: priceFen === 0 ? "免费领取" : money(priceFen), when: text };
}
