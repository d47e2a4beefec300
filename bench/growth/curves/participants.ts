/** What a join costs among few participants of a referral and among very many. */
import type { Curve, Measured } from "../curve.ts";
import { expectStatus, type GrowthProduct } from "../product.ts";

/** Referrals with fewer are filled anew for each window, which would otherwise change their size. */
const KEPT_FROM = 50_000;
/** The inviter of the i-th joined when so much of the crowd was there. */
const INVITER_AT = 0.7;
const JOIN = { zh: "每次加入", en: "join" };
const DAY_MS = 86_400_000;
const LEAD_MS = 500;
const OPEN_MS = 20_000;
const POLL_MS = 50;

/** With as many cells at each size, so that only participants differ. */
export const participants: Curve = {
  name: "participants",
  title: { zh: "一场推荐活动的参与人数", en: "Participants of a referral" },
  of: { zh: "该活动的参与人", en: "participants of the referral" },
  lines: [
    {
      key: "join",
      kind: "beside",
      label: { zh: "凭他人推荐码加入", en: "a join by somebody's code" },
      per: JOIN,
    },
    {
      key: "small",
      kind: "around",
      label: { zh: "同一产品中加入一场小活动", en: "a join of a small one beside it" },
      per: JOIN,
    },
  ],
  full: {
    sizes: [1_000, 10_000, 200_000],
    // What journal, rows and garbage collection do besides falls into single windows, and may treble one.
    rounds: 7,
    operations: 2_000,
    warm: 10_000,
  },
  quick: { sizes: [100, 400], rounds: 1, operations: 200, warm: 100 },
  // Its cells report once a second.
  product: { scale: null, calmMs: 1_200 },
  async open(product, { sizes, rounds, operations, warm }) {
    const expected = Math.max(...sizes) + rounds * operations;
    const [smallest = 0] = sizes;
    const kept = new Map<number, Referral>();
    const filled = async (size: number, name: string) => {
      const referral = new Referral(product, { id: await openReferral(product, expected), name });
      await referral.join(size);
      return referral;
    };
    const measured = async (referral: Referral): Promise<Measured> => ({
      operations,
      cost: await product.cost(() => referral.join(operations)),
    });
    await filled(warm, "warm");
    return {
      async grow(size) {
        if (size >= KEPT_FROM) kept.set(size, await filled(size, `kept${size}`));
        await product.settle();
      },
      around: async (name) => ({ small: await measured(await filled(smallest, name)) }),
      beside: async (size, name) => ({
        join: await measured(kept.get(size) ?? await filled(size, name)),
      }),
    };
  },
};

class Referral {
  readonly #product: GrowthProduct;
  readonly #id: string;
  readonly #name: string;
  /** Of those who have joined. */
  readonly #codes: string[] = [];

  constructor(product: GrowthProduct, by: { readonly id: string; readonly name: string }) {
    this.#product = product;
    this.#id = by.id;
    this.#name = by.name;
  }

  /** So many more. */
  join(count: number): Promise<void> {
    const from = this.#codes.length;
    const path = `/api/v1/campaigns/${this.#id}/participants`;
    return this.#product.run({
      count,
      request: (index) => {
        const code = this.#codes[Math.floor((from + index) * INVITER_AT)];
        return {
          ...{ method: "POST", path },
          token: this.#product.customer(`${this.#name}-${from + index}`),
          body: JSON.stringify(code === undefined ? {} : { code }),
        };
      },
      answered: (answer) => {
        this.#codes.push(JSON.parse(expectStatus(answer, [201])).link.code);
      },
    });
  }
}

async function openReferral(product: GrowthProduct, expected: number): Promise<string> {
  const nowMs = Date.now();
  const { id } = await product.ask({
    method: "POST",
    path: "/api/v1/campaigns",
    body: {
      kind: "referral",
      title: "推荐有礼",
      startsAt: new Date(nowMs + LEAD_MS).toISOString(),
      endsAt: new Date(nowMs + DAY_MS).toISOString(),
      attribution: "last",
      windowDays: 30,
      qualifying: ["account-opened"],
      rewards: { perInvitee: { kind: "points", ref: "points", amount: 100 } },
      caps: { perInviter: 100 },
      budget: { fen: 10_000_000 },
      holdDays: 0,
      expectedParticipants: expected,
      rules: "邀请一位新客户开户，得一百积分；每人最多一百次，奖完为止。",
      override: { reason: "基准测试" },
    },
  });
  const path = `/api/v1/campaigns/${String(id)}`;
  await product.ask({ method: "POST", path: `${path}/schedule` });
  const deadlineMs = Date.now() + OPEN_MS;
  while ((await product.ask({ method: "GET", path }))["phase"] !== "open") {
    if (Date.now() > deadlineMs) throw new Error("A referral did not open in time");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return String(id);
}
