/** Three sales that only need a look: what a county bank runs most. */
import type { Both } from "../page_table.ts";
import { newTexts, type SaleTexts } from "./sale_form.ts";

/** A filled form. */
export interface Template {
  readonly id: string;
  readonly name: Both<string>;
  readonly about: Both<string>;
  /** Laid over the defaults of this moment. */
  readonly texts: Partial<SaleTexts>;
}

/** In the order of the builder. */
export const TEMPLATES: readonly Template[] = [
  {
    id: "farm",
    name: { zh: "助农秒杀", en: "Farm produce" },
    about: { zh: "本地农产品限量特价", en: "Local produce at a special price" },
    texts: {
      title: "赣南脐橙 5 斤装 助农秒杀",
      product: "赣南脐橙 5 斤装",
      price: "9.90",
      units: "1000",
      perCustomerMax: "2",
      holdSeconds: "300",
    },
  },
  {
    id: "welcome",
    name: { zh: "新客见面礼", en: "Welcome gift" },
    about: { zh: "新客户免费领，每人一份", en: "Free for new customers, one each" },
    texts: {
      title: "新客见面礼 南丰蜜桔 3 斤",
      product: "南丰蜜桔 3 斤装",
      price: "0",
      units: "300",
      perCustomerMax: "1",
      holdSeconds: "120",
      newCustomersOnly: true,
      theme: "seal",
    },
  },
  {
    id: "card",
    name: { zh: "社保卡激活礼", en: "Social security card" },
    about: { zh: "社保卡客户专享，分两批放出", en: "For customers with the card, in two releases" },
    texts: {
      title: "社保卡激活礼 井冈山红米 2 公斤",
      product: "井冈山红米 2 公斤",
      price: "1.00",
      units: "500",
      perCustomerMax: "1",
      holdSeconds: "300",
      tags: "社保卡",
      theme: "harvest",
    },
  },
];

const HALF_MS = 0.5;

/** A new form, filled by a template where one is named; the card's second half comes at half time. */
export function startingTexts(nowMs: number, id: string | null): SaleTexts {
  const fresh = newTexts(nowMs);
  const template = TEMPLATES.find((one) => one.id === id);
  if (template === undefined) return fresh;
  const texts = { ...fresh, ...template.texts };
  if (template.id !== "card") return texts;
  const { startsAt, endsAt } = texts;
  return { ...texts, releases: [{ at: between(startsAt, endsAt), units: "250" }] };
}

function between(from: string, to: string): string {
  const [fromMs, toMs] = [Date.parse(`${from}Z`), Date.parse(`${to}Z`)];
  return new Date(fromMs + (toMs - fromMs) * HALF_MS).toISOString().slice(0, 16);
}
