/**
 * What visitors of storefronts click: the bank's own numbers, and the products of the catalogue that stand for each.
 * A product of a category that no share names is `other-products`.
 */
import { type Dice, pick } from "./dice.ts";

export type ClickShare = "social-security" | "payments" | "deposits-loans" | "other-products";

interface Share {
  readonly name: ClickShare;
  /** Per mille of all clicks. */
  readonly weight: number;
  /** As the bank's report calls it. */
  readonly title: string;
  readonly categories: readonly string[];
  /** Only these of the categories, where the catalogue has them. */
  readonly products: readonly string[];
}

export const CLICK_SHARES: readonly Share[] = [
  {
    name: "social-security",
    weight: 738,
    title: "social security card activation",
    categories: ["social-security"],
    products: ["ssc-activate"],
  },
  {
    name: "payments",
    weight: 131,
    title: "payments",
    categories: ["utilities", "education"],
    products: [],
  },
  {
    name: "deposits-loans",
    weight: 26,
    title: "deposits and loans",
    categories: ["deposits", "loans"],
    products: [],
  },
  { name: "other-products", weight: 105, title: "other", categories: [], products: [] },
];

/** Of one share at most: the statistics name the fifty that were clicked most. */
const PRODUCTS_MAX = 10;

/** What a storefront says of a product. */
export interface Offered {
  readonly id: string;
  readonly category: string;
}

/** Ids of products by share. */
export type Menu = Readonly<Record<ClickShare, readonly string[]>>;

/** Sorts what is offered into the shares; throws where a share has nothing to click. */
export function menuOf(offered: readonly Offered[]): Menu {
  const named = CLICK_SHARES.flatMap(({ categories }) => categories);
  const of = (share: ClickShare) => {
    const { title, categories, products } = shareNamed(share);
    const all = offered.filter(({ category }) =>
      categories.length > 0 ? categories.includes(category) : !named.includes(category)
    ).map(({ id }) => id);
    if (all.length === 0) {
      throw new Error(
        `Cannot prepare the run: the catalogue has no product for "${title}": start with DEMO=1, or add one`,
      );
    }
    const wanted = all.filter((id) => products.includes(id));
    return (wanted.length > 0 ? wanted : all).slice(0, PRODUCTS_MAX);
  };
  return {
    "social-security": of("social-security"),
    payments: of("payments"),
    "deposits-loans": of("deposits-loans"),
    "other-products": of("other-products"),
  };
}

function shareNamed(name: ClickShare): Share {
  const share = CLICK_SHARES.find((one) => one.name === name);
  if (share === undefined) throw new Error(`There is no share "${name}"`);
  return share;
}

/** One click: its share, and a product of it. */
export function click(
  menu: Menu,
  dice: Dice,
): { readonly share: ClickShare; readonly product: string } {
  const share = pick(CLICK_SHARES, dice);
  const products = menu[share];
  return { share, product: products[Math.floor(dice() * products.length)] ?? "" };
}
