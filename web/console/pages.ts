/** All pages of the console, in the order of the rail. A page is added here and nowhere else. */
import { BANK_PAGES } from "./bank_pages.ts";
import { CAMPAIGN_PAGES, SYSTEM_PAGES } from "./campaigns/pages.ts";
import { match, type Params } from "./route.ts";
import type { Page, Role } from "./page_table.ts";

/** The table. */
export const PAGES: readonly Page[] = [...CAMPAIGN_PAGES, ...BANK_PAGES, ...SYSTEM_PAGES];

/** The page at a path for a role; null where there is none or it is not for this role. */
export function pageAt(path: string, role: Role): { page: Page; params: Params } | null {
  for (const page of PAGES) {
    const params = match(page.path, path);
    if (params === null) continue;
    return page.roles.includes(role) ? { page, params } : null;
  }
  return null;
}

/** What stands in the rail for a role. */
export function navOf(role: Role): readonly Page[] {
  return PAGES.filter((page) => page.nav !== undefined && page.roles.includes(role));
}

const BAR_MAX = 4;

/** What stands within a thumb's reach on a phone: the first that ask for it; the rest is in the drawer. */
export function barOf(role: Role): readonly Page[] {
  return navOf(role).filter((page) => page.nav?.bar).slice(0, BAR_MAX);
}
