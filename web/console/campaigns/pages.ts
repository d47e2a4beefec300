/** Pages of the campaign side. */
import { AUTHORS, EVERYONE, type Page } from "../page_table.ts";
import { lazyPage } from "../lazy_page.tsx";
import { HomePage } from "../home/home_page.tsx";

// Each area is one script, loaded when somebody goes there first.
const campaigns = () => import("../areas/campaigns.ts");

const BuilderPage = lazyPage(() => import("./builder_page.tsx").then((page) => page.BuilderPage));
const CampaignPage = lazyPage(() => campaigns().then((area) => area.CampaignPage));
const ChangesPage = lazyPage(() => campaigns().then((area) => area.ChangesPage));
const ListPage = lazyPage(() => campaigns().then((area) => area.ListPage));

const CAMPAIGNS = { zh: "活动列表", en: "Campaigns" };

/** In the order of the rail. */
export const CAMPAIGN_PAGES: readonly Page[] = [
  {
    path: "/",
    title: { zh: "首页", en: "Home" },
    roles: EVERYONE,
    view: HomePage,
    nav: { group: "sales", icon: "home", bar: true },
  },
  {
    path: "/campaigns",
    title: CAMPAIGNS,
    roles: EVERYONE,
    view: ListPage,
    nav: { group: "sales", icon: "sale", bar: true },
  },
  {
    path: "/campaigns/new",
    title: { zh: "新建活动", en: "New campaign" },
    roles: AUTHORS,
    view: BuilderPage,
    nav: { group: "sales", icon: "plus", bar: true },
  },
  {
    path: "/campaigns/:id",
    title: { zh: "活动", en: "Campaign" },
    roles: EVERYONE,
    view: CampaignPage,
  },
  {
    path: "/campaigns/:id/edit",
    title: { zh: "修改草稿", en: "Change draft" },
    roles: AUTHORS,
    view: BuilderPage,
  },
];

/** The system's own, last in the rail. */
export const SYSTEM_PAGES: readonly Page[] = [
  {
    path: "/changes",
    title: { zh: "操作日志", en: "Change log" },
    roles: ["outlet", "bank", "province", "sre"],
    view: ChangesPage,
    nav: { group: "system", icon: "log" },
  },
];
