/** A customer's own coupons and points. */
import type { WalletProtocol } from "../../../actors/wallet/protocol.ts";
import { qrSvg } from "../../share/qr.ts";
import { json, refused } from "../answer.ts";
import { type EdgeApp, forCustomers } from "../endpoint.ts";
import * as schemas from "../schemas_wallet.ts";
import type { Services } from "../services.ts";
import { walletJson } from "../wallet/coupon_json.ts";
import { unitNamesOf } from "../wallet/unit_names.ts";

const TAG = "wallet";

export function mountWallet(app: EdgeApp, services: Services): void {
  const { engine } = services;
  const walletOf = (customer: string) => engine.ref<WalletProtocol>("wallet", customer);

  forCustomers(app, services, {
    method: "get",
    path: "/api/v1/wallet",
    tag: TAG,
    summary: "The own coupons, newest first, and points",
    answers: { 200: { description: "The wallet", schema: schemas.walletAnswer } },
    async handle(call) {
      const reply = await engine.ask(walletOf(call.customer), { kind: "view" });
      if (reply.kind !== "wallet") return refused("bug");
      const unitNames = await unitNamesOf(services, reply.wallet);
      const { nowMs, language } = call;
      return json(walletJson(reply.wallet, { nowMs, language, unitNames }));
    },
  });

  forCustomers(app, services, {
    method: "get",
    path: "/api/v1/wallet/coupons/{id}/qr.svg",
    tag: TAG,
    summary: "The coupon's code as a picture, to be scanned at an outlet",
    answers: { 200: { description: "SVG" } },
    refusals: ["not-found"],
    async handle(call) {
      const id = call.param("id");
      const reply = await engine.ask(walletOf(call.customer), { kind: "coupon", id });
      if (reply.kind !== "coupon") return refused("not-found");
      return {
        kind: "response",
        response: new Response(qrSvg(reply.coupon.code), { headers: SVG }),
      };
    },
  });
}

/** Nobody else's, so nobody keeps it. */
const SVG = {
  "content-type": "image/svg+xml",
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'",
} as const;
