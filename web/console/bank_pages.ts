/** Pages of the bank's side: storefront, people, catalogue, customers, statistics. */
import type { Page } from "./page_table.ts";

/** In the order of the rail. */
export const BANK_PAGES: readonly Page[] = [];
