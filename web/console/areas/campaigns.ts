/** Pages of campaigns that are there, and the log of changes; one script, see `lazy_page.tsx`. */
export { CampaignPage } from "../campaigns/campaign_page.tsx";
export { ListPage } from "../campaigns/list_page.tsx";
export { ChangesPage } from "../changes/changes_page.tsx";
