/** Pages of the manager's storefront; one script, see `lazy_page.tsx`. */
export { MinePage } from "../mine/mine_page.tsx";
export { StorefrontPage } from "../storefront/storefront_page.tsx";
export { TemplatePage } from "../storefront/template_page.tsx";
