/**
 * `kill -9` while customers win coupons, pay with them and redeem them. CRASH_KILLS says how often (3, at most 6),
 * CRASH_SEED which moments. Afterwards every confirmed sale has given its coupon once, and a coupon is used exactly
 * where a sale cost less or an outlet took it.
 */
import { assertEquals } from "@std/assert";
import { bearer, pause, until } from "../../../engine/crash/crowd.ts";
import { type Product, startProduct } from "../../../engine/crash/product.ts";
import type { FlashSaleRequest, MyReservationsJson, ReservationJson } from "../../shared/api.ts";
import type { CouponJson, WalletJson } from "../../shared/api_wallet.ts";

const KILLS = Math.min(6, Number(Deno.env.get("CRASH_KILLS") ?? "3"));
const SEED = Number(Deno.env.get("CRASH_SEED") ?? Math.floor(Math.random() * 2 ** 31));
const CUSTOMERS = 40;
const PARALLEL = 16;
const COUPON_FEN = 300;
const HOLD_SECONDS = 2;
/** Sales paid with a coupon, and redemptions, that customers are told of before each kill. */
const TOLD_MIN = 3;
const DAY_MS = 86_400_000;
const STAFF = bearer("staff-test", "province");

Deno.test(`kill -9 loses no coupon and uses none twice (${KILLS} kills)`, async () => {
  const dataDir = await Deno.makeTempDir();
  const options = { dataDir, env: NO_LIMITS };
  let product: Product | null = await startProduct(options);
  let crowd: Shoppers | null = null;
  try {
    const gift = await openSale(product.url, {
      priceFen: 0,
      grants: { kind: "coupon", ref: "立减", amount: COUPON_FEN },
    });
    const shop = await openSale(product.url, { priceFen: 990 });
    const { told } = crowd = new Shoppers(gift, shop);
    for (let kill = 1; kill <= KILLS; kill++) {
      const { paid, redeemed } = told;
      const rush = crowd.rush(product.url);
      // A busy machine takes longer to bring as much about.
      const isBusy = () => told.paid >= paid + TOLD_MIN && told.redeemed >= redeemed + TOLD_MIN;
      await until(isBusy, "customers are told something");
      await pause(random() * 1_000);
      product.signal("SIGKILL");
      crowd.stop();
      await Promise.all([rush, product.ended]);
      product = null;
      product = await startProduct(options);
    }
    const { url } = product;
    await until(async () => (await lockedAt(url)) === 0, "every lock has ended");
    await crowd.verify(url);
    console.log(`seed ${SEED}: ${JSON.stringify(told)}`);
  } finally {
    crowd?.stop();
    product?.signal("SIGKILL");
    await product?.ended;
    await Deno.remove(dataDir, { recursive: true });
  }
});

class Shoppers {
  readonly told = { won: 0, paid: 0, redeemed: 0 };
  readonly #gift: string;
  readonly #shop: string;
  /** Reservations whose confirmation was answered with 200, and coupons whose redemption was. */
  readonly #paid = new Set<string>();
  readonly #redeemed = new Set<string>();
  #stopped = false;

  constructor(gift: string, shop: string) {
    this.#gift = gift;
    this.#shop = shop;
  }

  async rush(url: string): Promise<void> {
    this.#stopped = false;
    await Promise.all(Array.from({ length: PARALLEL }, () => this.#shopper(url)));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #shopper(url: string): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#visit(url, `c${Math.floor(random() * CUSTOMERS)}`);
      } catch {
        // The connection broke: the customer knows nothing, so nothing is promised.
        await pause(2);
      }
    }
  }

  async #visit(url: string, customer: string): Promise<void> {
    const won = await grab(url, this.#gift, customer);
    if (won === null) return;
    const free = await post(`${url}/api/v1/reservations/${won.id}/confirm`, customer);
    if (free.status === 200) this.told.won += 1;
    const coupon = await anyUnused(url, customer);
    if (coupon === null) return;
    if (random() < 0.4) {
      const redeemed = await post(`${url}/api/v1/coupons/${coupon.code}/redeem`, null);
      if (redeemed.status !== 200) return;
      this.told.redeemed += 1;
      this.#redeemed.add(coupon.id);
      return;
    }
    const hold = await grab(url, this.#shop, customer);
    if (hold === null) return;
    const path = `${url}/api/v1/reservations/${hold.id}`;
    const payment = random() < 0.7 ? "pay" : random() < 0.5 ? "fail" : "late";
    const paid = await post(`${path}/confirm`, customer, { coupon: coupon.id, payment });
    if (paid.status === 200) {
      this.told.paid += 1;
      this.#paid.add(hold.id);
    } else if (random() < 0.3) await post(`${path}/cancel`, customer);
  }

  async verify(url: string): Promise<void> {
    const problems: string[] = [];
    const check = (right: boolean, problem: string) => right || problems.push(problem);
    for (let n = 0; n < CUSTOMERS; n++) {
      const customer = `c${n}`;
      const coupons = (await walletOf(url, customer)).coupons;
      const won = (await mine(url, this.#gift, customer))
        .filter(({ state }) => state === "confirmed").map(({ id }) => id);
      assertEquals(coupons.map(({ id }) => id).toSorted(), won.toSorted(), `seed ${SEED}`);
      const usedFor = new Map<string, string>();
      for (const { id, use, state } of coupons) {
        check(state === "unused" || state === "used", `${id} is ${state}`);
        if (use?.reservation !== undefined) {
          check(!usedFor.has(use.reservation), `${use.reservation} took two coupons`);
          usedFor.set(use.reservation, id);
        }
        const isRedeemed = use?.kind === "redeemed";
        check(isRedeemed || !this.#redeemed.has(id), `${id} was redeemed and is ${state}`);
      }
      for (const { id, state, discountFen } of await mine(url, this.#shop, customer)) {
        const isPaid = state === "confirmed";
        check(isPaid || !this.#paid.has(id), `${id} was paid and is ${state}`);
        // All of them were to be paid with a coupon.
        check(!isPaid || discountFen === COUPON_FEN, `${id} cost ${discountFen} less`);
        check(isPaid === usedFor.has(id), `${id} is ${state}, its coupon ${usedFor.get(id)}`);
      }
    }
    assertEquals(problems, [], `seed ${SEED}`);
  }
}

async function openSale(url: string, part: Partial<FlashSaleRequest>): Promise<string> {
  const request: FlashSaleRequest = {
    kind: "flash-sale",
    title: "Crash test",
    product: "Rice",
    priceFen: 990,
    units: 100_000,
    perCustomerMax: 150,
    perOrderMax: 1,
    startsAt: new Date(Date.now() + 50).toISOString(),
    endsAt: new Date(Date.now() + DAY_MS).toISOString(),
    holdSeconds: HOLD_SECONDS,
    ...part,
  };
  const created = await post(`${url}/api/v1/campaigns`, null, request);
  assertEquals(created.status, 201, created.text);
  const { id } = JSON.parse(created.text);
  const scheduled = await post(`${url}/api/v1/campaigns/${id}/schedule`, null);
  assertEquals(scheduled.status, 200, scheduled.text);
  const isOpen = async () =>
    (await get<{ phase: string }>(`${url}/api/v1/campaigns/${id}`, STAFF)).phase === "open";
  await until(isOpen, "the sale is open");
  return id;
}

async function grab(url: string, sale: string, customer: string): Promise<ReservationJson | null> {
  const { status, text } = await post(`${url}/api/v1/campaigns/${sale}/grabs`, customer);
  return status === 201 ? JSON.parse(text).reservation : null;
}

async function mine(url: string, sale: string, customer: string) {
  const path = `${url}/api/v1/campaigns/${sale}/grabs/mine`;
  return (await get<MyReservationsJson>(path, bearer(customer, "customer"))).items;
}

function walletOf(url: string, customer: string): Promise<WalletJson> {
  return get(`${url}/api/v1/wallet`, bearer(customer, "customer"));
}

async function anyUnused(url: string, customer: string): Promise<CouponJson | null> {
  const coupons = (await walletOf(url, customer)).coupons.filter(({ state }) => state === "unused");
  return coupons[Math.floor(random() * coupons.length)] ?? null;
}

async function lockedAt(url: string): Promise<number> {
  let locked = 0;
  for (let n = 0; n < CUSTOMERS; n++) {
    const { coupons } = await walletOf(url, `c${n}`);
    locked += coupons.filter(({ state }) => state === "locked").length;
  }
  return locked;
}

/** `customer` null: staff. */
async function post(url: string, customer: string | null, body: unknown = {}) {
  const authorization = customer === null ? STAFF : bearer(customer, "customer");
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

async function get<Value>(url: string, authorization: string): Promise<Value> {
  const response = await fetch(url, { headers: { authorization } });
  const text = await response.text();
  if (!response.ok) throw new Error(`Cannot GET ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** One address sends for everyone here. */
const NO_LIMITS = {
  APPROVAL: "off",
  LIMIT_CUSTOMER_REQUESTS_PER_SECOND: "1000000",
  LIMIT_CUSTOMER_BURST: "1000000",
  LIMIT_ADDRESS_REQUESTS_PER_SECOND: "1000000",
  LIMIT_ADDRESS_BURST: "1000000",
  LIMIT_COUPON_LOOKS_PER_STAFF_PER_MINUTE: "1000000",
  LIMIT_COUPON_LOOKS_PER_ADDRESS_PER_MINUTE: "1000000",
};

const random = mulberry32(SEED);

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
