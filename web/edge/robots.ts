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
    "scanner",
    "safelinks",
    "barracuda",
    "mimecast",
    "proofpoint",
    "virustotal",
    "urlscan",
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

/** What a browser fetches for something else than a page that a person opens. */
const PART = /^(?:image|style|script|font|audio|video|track|manifest|object|embed|empty)$/;
const AGENTS_MAX = 4_096;

/** Whether nobody looks: HEAD, prefetching, no browser's name, or that of a robot. */
export function isRobot({ method, headers }: Request): boolean {
  return method === "HEAD" || isAhead(headers) || isRobotAgent(headers.get("user-agent"));
}

/** Who opens links: the same at the rate of a crowd, which has few browsers; and no picture's fetch. */
export class Robots {
  readonly #agents = new Map<string, boolean>();

  isRobot(request: Request): boolean {
    const { headers } = request;
    const agent = headers.get("user-agent");
    if (agent === null || request.method === "HEAD") return true;
    let robot = this.#agents.get(agent);
    if (robot === undefined) {
      if (this.#agents.size >= AGENTS_MAX) this.#agents.clear();
      this.#agents.set(agent, robot = isRobotAgent(agent));
    }
    return robot || isAhead(headers) || isPart(headers);
  }
}

/** Whether a browser loads it before anyone wants it. */
function isAhead(headers: Headers): boolean {
  const purpose = headers.get("sec-purpose") ?? headers.get("purpose") ?? headers.get("x-moz") ??
    headers.get("x-purpose");
  return purpose !== null && /prefetch|preview|prerender/i.test(purpose);
}

function isRobotAgent(agent: string | null): boolean {
  if (agent === null || agent.trim() === "") return true;
  return ROBOT.test(agent) && !PERSON.test(agent);
}

/** Whether a browser wants it as a part of another page, as an `img` does: no navigation, so nobody's click. */
function isPart(headers: Headers): boolean {
  const dest = headers.get("sec-fetch-dest");
  if (dest !== null) return PART.test(dest);
  return headers.get("accept")?.startsWith("image/") ?? false;
}
