/** Who is no visitor: robots, previews of links, pages that a browser loads ahead of anyone wanting them. */

/**
 * Crawlers, monitors and libraries; and what fetches a link to show its title: WeChat and WeCom do it from servers
 * whose names do not have `MicroMessenger`, QQ, Feishu, DingTalk, Weibo and the others say who they are.
 */
const ROBOT = new RegExp(
  [
    // CUBOT makes phones.
    "(?<!\\bcu)bot\\b",
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
  readonly #agents = new Map<string, Agent>();

  isRobot(request: Request): boolean {
    const { headers } = request;
    const name = headers.get("user-agent");
    if (name === null || request.method === "HEAD") return true;
    let agent = this.#agents.get(name);
    if (agent === undefined) {
      if (this.#agents.size >= AGENTS_MAX) this.#agents.clear();
      this.#agents.set(name, agent = agentOf(name));
    }
    if (agent.isRobot || isPart(headers)) return true;
    // Each header that is looked at costs a fortieth of the whole answer.
    for (const purpose of agent.purposes) {
      if (saysAhead(headers.get(purpose))) return true;
    }
    return false;
  }
}

/** What one browser's name says. */
interface Agent {
  readonly isRobot: boolean;
  /** Headers by which it says that it loads a page ahead. */
  readonly purposes: readonly string[];
}

const PURPOSES = ["sec-purpose", "purpose"];
const OLD_PURPOSES = ["x-moz", "x-purpose"];

function agentOf(name: string): Agent {
  const isOld = /firefox|safari/i.test(name) && !/chrome|micromessenger/i.test(name);
  return {
    isRobot: isRobotAgent(name),
    purposes: isOld ? [...PURPOSES, ...OLD_PURPOSES] : PURPOSES,
  };
}

/** Whether a browser loads it before anyone wants it. */
function isAhead(headers: Headers): boolean {
  return [...PURPOSES, ...OLD_PURPOSES].some((name) => saysAhead(headers.get(name)));
}

function saysAhead(purpose: string | null): boolean {
  return purpose !== null && /prefetch|preview|prerender/i.test(purpose);
}

function isRobotAgent(agent: string | null): boolean {
  if (agent === null || agent.trim() === "") return true;
  return ROBOT.test(agent) && !PERSON.test(agent);
}

/** Whether a browser wants it as a part of another page, as an `img` does: no navigation, so nobody's click. */
function isPart(headers: Headers): boolean {
  const accept = headers.get("accept");
  // Only navigation asks for pages.
  if (accept?.includes("text/html") === true) return false;
  const dest = headers.get("sec-fetch-dest");
  return dest === null ? accept?.startsWith("image/") ?? false : PART.test(dest);
}
