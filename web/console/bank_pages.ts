/** Pages of the bank's side: storefront, people, catalogue, customers, statistics. */
import { EVERYONE, type Page } from "./page_table.ts";
import { NewStaffPage } from "./people/new_staff_page.tsx";
import { PeoplePage } from "./people/people_page.tsx";
import { StaffPage } from "./people/staff_page.tsx";
import { LeaderboardPage } from "./statistics/leaderboard_page.tsx";
import { ProofPage } from "./statistics/proof_page.tsx";
import { StatisticsPage } from "./statistics/statistics_page.tsx";
import { StorefrontPage } from "./storefront/storefront_page.tsx";

/** In the order of the rail. */
export const BANK_PAGES: readonly Page[] = [
  {
    path: "/storefront",
    title: { zh: "我的云店", en: "My storefront" },
    roles: ["manager"],
    view: StorefrontPage,
    nav: { group: "store", icon: "store", label: { zh: "编辑云店", en: "Storefront" }, bar: true },
  },
  {
    path: "/people",
    title: { zh: "机构与员工", en: "Organisation and staff" },
    roles: EVERYONE,
    view: PeoplePage,
    nav: { group: "bank", icon: "people" },
  },
  {
    path: "/people/staff/new",
    title: { zh: "新增员工", en: "Add staff" },
    roles: ["province", "bank"],
    view: NewStaffPage,
  },
  {
    path: "/people/staff/:id",
    title: { zh: "员工", en: "Staff" },
    roles: EVERYONE,
    view: StaffPage,
  },
  {
    path: "/people/:id",
    title: { zh: "机构", en: "Unit" },
    roles: EVERYONE,
    view: PeoplePage,
  },
  {
    path: "/statistics",
    title: { zh: "业务统计", en: "Statistics" },
    roles: EVERYONE,
    view: StatisticsPage,
    nav: { group: "figures", icon: "chart" },
  },
  {
    path: "/statistics/proof",
    title: { zh: "数字核对", en: "Check a figure" },
    roles: EVERYONE,
    view: ProofPage,
  },
  {
    path: "/leaderboard",
    title: { zh: "排行榜", en: "Leaderboard" },
    roles: EVERYONE,
    view: LeaderboardPage,
    nav: { group: "figures", icon: "rank" },
  },
];
