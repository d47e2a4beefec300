/** Pages of statistics, with their charts; one script, see `lazy_page.tsx`. */
export { LeaderboardPage } from "../statistics/leaderboard_page.tsx";
export { ProofPage } from "../statistics/proof_page.tsx";
export { StatisticsPage } from "../statistics/statistics_page.tsx";
