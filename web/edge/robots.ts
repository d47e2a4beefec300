/** Who is no visitor: robots, previews of links, pages that a browser loads ahead of anyone wanting them. */

/**
 * Crawlers, monitors and libraries; and what fetches a link to show its title: WeChat and WeCom do it from servers
 * whose names do not have `MicroMessenger`, QQ, Feishu, DingTalk, Weibo and the others say who they are.
 */
const ROBOT = new RegExp(
  [
    "bot\\b",
    "bot/",
    "spider",
    "crawl",
    "slurp",
    "preview",
    "unfurl",
    "embed",
    "fetcher",
    "scrape",
    "archiver",
    "monitor",
    "lighthouse",
    "headless",
    "facebookexternalhit",
    "whatsapp",
    "skypeuripreview",
    "lark",
    "feishu-?(?:link|bot|open)",
    "dingtalk-?(?:bot|link)",
    "qq-?url-?manager",
    "qqdownload",
    "weibo-?(?:link|card)",
    "mpcrawler",
    "wechat-?(?:url|link|share)",
    "^curl/",
    "^wget/",
    "^python",
    "^go-http-client",
    "^java/",
    "^okhttp/",
    "^axios/",
    "^node",
    "^deno/",
    "^undici",
    "^apache-httpclient",
    "^libwww",
    "^mozilla/5\\.0$",
  ].join("|"),
  "i",
);
/** Feishu's and Lark's own browsers on phones are people. */
const PERSON = /\blark\/|\bfeishu\/.*mobile/i;

/** Whether nobody looks: HEAD, prefetching, no browser's name, or that of a robot. */
export function isRobot(request: Request): boolean {
  if (request.method === "HEAD") return true;
  const { headers } = request;
  const purpose = headers.get("sec-purpose") ?? headers.get("purpose") ?? headers.get("x-moz");
  if (purpose !== null && /prefetch|preview|prerender/i.test(purpose)) return true;
  const agent = headers.get("user-agent");
  if (agent === null || agent.trim() === "") return true;
  return ROBOT.test(agent) && !PERSON.test(agent);
}
