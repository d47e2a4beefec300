/** Who is no visitor: robots, previews of links, pages that a browser loads ahead of anyone wanting them. */

/**
 * Crawlers and monitors; and what fetches a link to show its title: WeChat and WeCom do it from servers whose names do
 * not have `MicroMessenger`, QQ, Feishu, DingTalk, Weibo and the others say who they are.
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
    "^mozilla/5\\.0$",
  ].join("|"),
  "i",
);
/** Programs that somebody runs, under the names of what they are made with; and no name at all. */
const TOOL =
  /^(?:\s*$|curl\/|wget\/|python|go-http-client|java\/|okhttp\/|axios\/|node|deno\/|undici|apache-httpclient|libwww)/i;
/** Feishu's and Lark's own browsers on phones are people. */
const PERSON = /\blark\/|\bfeishu\/.*mobile/i;

/** What a browser fetches for something else than a page that a person opens. */
const PART = /^(?:image|style|script|font|audio|video|track|manifest|object|embed|empty)$/;
const AGENTS_MAX = 4_096;

/** Whether nobody looks: HEAD, prefetching, no browser's name, or that of a robot or a tool. */
export function isRobot({ method, headers }: Request): boolean {
  return method === "HEAD" || isAhead(headers) ||
    openerNamed(headers.get("user-agent") ?? "") !== "person";
}

/** Who opens a link. A `tool` is led and remembered as a person is, and is nobody's click. */
export type Opener = "person" | "tool" | "robot";

/** Who opens links: judged at the rate of a crowd, which has few browsers. A picture's fetch is a robot's. */
export class Robots {
  readonly #agents = new Map<string, Agent>();

  openerOf(request: Request): Opener {
    const { headers } = request;
    if (request.method === "HEAD") return "robot";
    const name = headers.get("user-agent") ?? "";
    let agent = this.#agents.get(name);
    if (agent === undefined) {
      if (this.#agents.size >= AGENTS_MAX) this.#agents.clear();
      this.#agents.set(name, agent = agentOf(name));
    }
    if (agent.opener === "robot" || isPart(headers)) return "robot";
    // Each header that is looked at costs a fortieth of the whole answer.
    for (const purpose of agent.purposes) {
      if (saysAhead(headers.get(purpose))) return "robot";
    }
    return agent.opener;
  }
}

/** What one browser's name says. */
interface Agent {
  readonly opener: Opener;
  /** Headers by which it says that it loads a page ahead. */
  readonly purposes: readonly string[];
}

const PURPOSES = ["sec-purpose", "purpose"];
const OLD_PURPOSES = ["x-moz", "x-purpose"];

function agentOf(name: string): Agent {
  const isOld = /firefox|safari/i.test(name) && !/chrome|micromessenger/i.test(name);
  return {
    opener: openerNamed(name),
    purposes: isOld ? [...PURPOSES, ...OLD_PURPOSES] : PURPOSES,
  };
}

function openerNamed(agent: string): Opener {
  if (PERSON.test(agent)) return "person";
  if (ROBOT.test(agent)) return "robot";
  return TOOL.test(agent) ? "tool" : "person";
}

/** Whether a browser loads it before anyone wants it. */
function isAhead(headers: Headers): boolean {
  return [...PURPOSES, ...OLD_PURPOSES].some((name) => saysAhead(headers.get(name)));
}

function saysAhead(purpose: string | null): boolean {
  return purpose !== null && /prefetch|preview|prerender/i.test(purpose);
}

/** Whether a browser wants it as a part of another page, as an `img` does: no navigation, so nobody's click. */
function isPart(headers: Headers): boolean {
  const accept = headers.get("accept");
  // Only navigation asks for pages.
  if (accept?.includes("text/html") === true) return false;
  const dest = headers.get("sec-fetch-dest");
  return dest === null ? accept?.startsWith("image/") ?? false : PART.test(dest);
}
