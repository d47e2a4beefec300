import { type Fault, NOTHING_MORE } from "../fault.ts";

/** `kill -9` of the product on its embedded stores. */
export const killProduct: Fault = {
  name: "kill-product",
  what: {
    zh: "负载下对产品 kill -9，0.1 秒后由守护者重新启动",
    en: "kill -9 of the product under load; a supervisor starts it again 0.1 s later",
  },
  promise: {
    zh: "凡已确认的都在；重启后 10 秒内恢复抢购",
    en: "Whatever was acknowledged is there, and it sells again within 10 s of the restart",
  },
  needs: [],
  setting: { journal: "sqlite", database: "embedded" },
  spans: {
    full: { calmMs: 5_000, faultMs: 0, afterMs: 30_000 },
    quick: { calmMs: 2_000, faultMs: 0, afterMs: 30_000 },
  },
  bounds: { outageMsMin: 100, outageMs: 15_000, firstMs: 10_000, usualMs: 15_000 },
  async strike({ installation, say }) {
    say("kill -9 of the product");
    await installation.kill(installation.product);
    say("the product is started again");
    installation.startProduct();
    return NOTHING_MORE;
  },
};
