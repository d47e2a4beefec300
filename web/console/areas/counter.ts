/** Pages of the counter: coupons and their redemption; one script, see `lazy_page.tsx`. */
export { CouponsPage } from "../coupons/coupons_page.tsx";
export { RedeemPage } from "../redeem/redeem_page.tsx";
