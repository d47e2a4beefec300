/** How the seed's products are written down: what a product does not have is left out. */
import type { ProductFields } from "../../../shared/api_catalogue.ts";

type Lists = "features" | "eligibility" | "documents" | "steps" | "fees" | "rates";

/** A product before it has its place in the catalogue. */
export type Written =
  & Omit<
    ProductFields,
    Lists | "category" | "pricedOn" | "notice" | "position" | "validFrom" | "validTo"
  >
  & Partial<Pick<ProductFields, Lists | "notice">>
  & { readonly id: string };

/** A product of the seed; its id never changes. */
export type SeedProduct = ProductFields & { readonly id: string };

/** Day of which the fees and rates of the seed are. */
const PRICED_ON = "2026-11-01";

/** Fills in what is left out. */
export function define(
  category: ProductFields["category"],
  products: readonly Written[],
): readonly Omit<SeedProduct, "position">[] {
  return products.map((one) => {
    const { fees = [], rates = [] } = one;
    const isPriced = fees.length > 0 || rates.length > 0;
    return {
      features: [],
      eligibility: [],
      documents: [],
      steps: [],
      ...one,
      category,
      fees,
      rates,
      pricedOn: isPriced ? PRICED_ON : null,
      notice: one.notice ?? "",
      validFrom: null,
      validTo: null,
    };
  });
}

/** Leads to the manager whose storefront it is, to the hotline where there is none. */
export const MANAGER = "manager";
export const HOTLINE = "tel:96268";
/** The bank's site, where both apps are offered. */
export const SITE = "https://www.jxnxs.com/";

export const ID_CARD = "本人有效身份证件";
export const FREE = { name: "服务费", fen: 0 } as const;
