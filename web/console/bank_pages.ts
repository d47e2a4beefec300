/** Pages of the bank's side: storefront, people, catalogue, customers, statistics. */
import { EVERYONE, type Page } from "./page_table.ts";
import { lazyPage } from "./lazy_page.tsx";

// Each area is one script, loaded when somebody goes there first.
const bank = () => import("./areas/bank.ts");
const counter = () => import("./areas/counter.ts");
const figures = () => import("./areas/figures.ts");
const store = () => import("./areas/store.ts");

const AccountPage = lazyPage(() => bank().then((area) => area.AccountPage));
const ArticlePage = lazyPage(() => bank().then((area) => area.ArticlePage));
const NewArticlePage = lazyPage(() => bank().then((area) => area.NewArticlePage));
const ArticlesPage = lazyPage(() => bank().then((area) => area.ArticlesPage));
const CataloguePage = lazyPage(() => bank().then((area) => area.CataloguePage));
const NewProductPage = lazyPage(() => bank().then((area) => area.NewProductPage));
const ProductPage = lazyPage(() => bank().then((area) => area.ProductPage));
const CouponsPage = lazyPage(() => counter().then((area) => area.CouponsPage));
const CustomerPage = lazyPage(() => bank().then((area) => area.CustomerPage));
const CustomersPage = lazyPage(() => bank().then((area) => area.CustomersPage));
const ImportPage = lazyPage(() => bank().then((area) => area.ImportPage));
const MinePage = lazyPage(() => store().then((area) => area.MinePage));
const NewStaffPage = lazyPage(() => bank().then((area) => area.NewStaffPage));
const PeoplePage = lazyPage(() => bank().then((area) => area.PeoplePage));
const StaffPage = lazyPage(() => bank().then((area) => area.StaffPage));
const RedeemPage = lazyPage(() => counter().then((area) => area.RedeemPage));
const LeaderboardPage = lazyPage(() => figures().then((area) => area.LeaderboardPage));
const ProofPage = lazyPage(() => figures().then((area) => area.ProofPage));
const StatisticsPage = lazyPage(() => figures().then((area) => area.StatisticsPage));
const StorefrontPage = lazyPage(() => store().then((area) => area.StorefrontPage));
const TemplatePage = lazyPage(() => store().then((area) => area.TemplatePage));

/** In the order of the rail. */
export const BANK_PAGES: readonly Page[] = [
  {
    path: "/redeem",
    title: { zh: "核销", en: "Redeem" },
    roles: ["manager", "outlet", "bank", "province"],
    view: RedeemPage,
    nav: { group: "sales", icon: "scan" },
  },
  {
    path: "/coupons",
    title: { zh: "优惠券", en: "Coupons" },
    roles: EVERYONE,
    view: CouponsPage,
    nav: { group: "sales", icon: "coupon" },
  },
  {
    path: "/mine",
    title: { zh: "我的二维码", en: "My QR code" },
    roles: ["manager"],
    view: MinePage,
    nav: { group: "store", icon: "qr", bar: true },
  },
  {
    path: "/storefront",
    title: { zh: "我的云店", en: "My storefront" },
    roles: ["manager"],
    view: StorefrontPage,
    nav: { group: "store", icon: "store", label: { zh: "编辑云店", en: "Storefront" }, bar: true },
  },
  {
    path: "/customers",
    title: { zh: "客户", en: "Customers" },
    roles: EVERYONE,
    view: CustomersPage,
    nav: { group: "bank", icon: "customers", bar: true },
  },
  {
    path: "/customers/import",
    title: { zh: "导入客户", en: "Import customers" },
    roles: ["province", "bank"],
    view: ImportPage,
  },
  {
    path: "/customers/:id",
    title: { zh: "客户资料", en: "Customer" },
    roles: EVERYONE,
    view: CustomerPage,
  },
  {
    path: "/catalogue",
    title: { zh: "产品目录", en: "Catalogue" },
    roles: EVERYONE,
    view: CataloguePage,
    nav: { group: "bank", icon: "book" },
  },
  {
    path: "/catalogue/new",
    title: { zh: "新建产品", en: "New product" },
    roles: ["province"],
    view: NewProductPage,
  },
  {
    path: "/catalogue/:id",
    title: { zh: "产品", en: "Product" },
    roles: EVERYONE,
    view: ProductPage,
  },
  {
    path: "/articles",
    title: { zh: "资讯文章", en: "Articles" },
    roles: EVERYONE,
    view: ArticlesPage,
    nav: { group: "bank", icon: "news" },
  },
  {
    path: "/articles/new",
    title: { zh: "写文章", en: "Write an article" },
    roles: ["province", "bank"],
    view: NewArticlePage,
  },
  {
    path: "/articles/:id",
    title: { zh: "文章", en: "Article" },
    roles: EVERYONE,
    view: ArticlePage,
  },
  {
    path: "/storefront-template",
    title: { zh: "云店统一模块", en: "Common storefront blocks" },
    roles: ["outlet", "bank", "province"],
    view: TemplatePage,
    nav: { group: "bank", icon: "store", label: { zh: "云店模块", en: "Storefront blocks" } },
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
  {
    path: "/account",
    title: { zh: "我的账号", en: "My account" },
    roles: EVERYONE,
    view: AccountPage,
    nav: { group: "system", icon: "account" },
  },
];
