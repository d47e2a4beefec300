import { assertEquals } from "@std/assert";
import { isRobot, Robots } from "./robots.ts";

const PEOPLE = [
  // WeChat on Android and iOS, WeCom, QQ, Feishu, DingTalk, Douyin, Weibo, browsers.
  "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0 Mobile Safari/537.36 XWEB/1220089 MMWEBSDK/20240301 MicroMessenger/8.0.48.2580(0x28003036) WeChat/arm64",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003133) NetType/WIFI Language/zh_CN",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.22 MicroMessenger/7.0.1 Language/zh",
  "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0 Mobile Safari/537.36 V1_AND_SQ_9.0.30 QQ/9.0.30",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Lark/7.16.5 LarkLocale/zh_CN ChannelName/Feishu",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21E219 AliApp(DingTalk/7.5.20)",
  "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/113.0 Mobile Safari/537.36 aweme_290300",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
];

/** A maker of phones whose name ends like that of a robot. */
const CUBOTS = [
  "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Linux; Android 10; CUBOT) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0 Mobile Safari/537.36 MicroMessenger/8.0.48",
  "Mozilla/5.0 (Linux; U; Android 9; zh-cn; Cubot/X19) AppleWebKit/537.36 Mobile Safari/537.36",
];

const TOOLS = ["", " ", "Deno/2.9.6", "curl/8.5.0", "node", "python-requests/2.32", "okhttp/4.12"];

const ROBOTS = [
  "Mozilla/5.0",
  "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116 Safari/537.36",
  "Mozilla/5.0 (compatible; FeishuLinkPreview/1.0)",
  "LarkUrlPreview/1.0",
  "Mozilla/5.0 (compatible; WeChat-Link-Preview)",
  "mpcrawler",
  "Mozilla/5.0 QQ-URL-Manager",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "TelegramBot (like TwitterBot)",
  "Twitterbot/1.0",
  "Mozilla/5.0 (Linux; Android 13; CUBOT P80) (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130 Safari/537.36",
];

const asked = (agent: string, headers: Record<string, string> = {}, method = "GET") =>
  new Request("http://yundian.test/", { method, headers: { "user-agent": agent, ...headers } });

Deno.test("people in every app count; robots, previews of links and tools do not", () => {
  for (const agent of PEOPLE) assertEquals([isRobot(asked(agent)), agent], [false, agent]);
  for (const agent of [...ROBOTS, ...TOOLS]) {
    assertEquals([isRobot(asked(agent)), agent], [true, agent]);
  }
  assertEquals(isRobot(new Request("http://yundian.test/")), true);
});

Deno.test("a phone of a maker whose name ends in bot is a person's", () => {
  const robots = new Robots();
  for (const agent of CUBOTS) {
    assertEquals([isRobot(asked(agent)), agent], [false, agent]);
    assertEquals([robots.openerOf(asked(agent)), agent], ["person", agent]);
  }
});

Deno.test("what a browser loads ahead, and a request for the head alone, is nobody's visit", () => {
  const [agent = ""] = PEOPLE;
  assertEquals(isRobot(asked(agent, { "sec-purpose": "prefetch;prerender" })), true);
  assertEquals(isRobot(asked(agent, { purpose: "prefetch" })), true);
  assertEquals(isRobot(asked(agent, {}, "HEAD")), true);
});

Deno.test("whoever opens links is judged the same, and a picture's fetch is nobody's", () => {
  const robots = new Robots();
  // Twice: the second time from memory.
  for (const agent of [...PEOPLE, ...PEOPLE]) {
    assertEquals([robots.openerOf(asked(agent)), agent], ["person", agent]);
  }
  for (const agent of [...ROBOTS, ...ROBOTS]) {
    assertEquals([robots.openerOf(asked(agent)), agent], ["robot", agent]);
  }
  for (const agent of [...TOOLS, ...TOOLS]) {
    assertEquals([robots.openerOf(asked(agent)), agent], ["tool", agent]);
    assertEquals(robots.openerOf(asked(agent, { accept: "image/webp,*/*" })), "robot");
    assertEquals(robots.openerOf(asked(agent, { purpose: "prefetch" })), "robot");
    assertEquals(robots.openerOf(asked(agent, {}, "HEAD")), "robot");
  }
  assertEquals(robots.openerOf(new Request("http://yundian.test/")), "tool");
  const [agent = ""] = PEOPLE;
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0";
  assertEquals(robots.openerOf(asked(firefox)), "person");
  assertEquals(robots.openerOf(asked(firefox, { "x-moz": "prefetch" })), "robot");
  assertEquals(robots.openerOf(asked(agent, { "sec-purpose": "prefetch" })), "robot");
  assertEquals(robots.openerOf(asked(agent, { accept: "image/webp,*/*" })), "robot");
  assertEquals(robots.openerOf(asked(agent, { "sec-fetch-dest": "script" })), "robot");
  const page = { accept: "text/html,image/webp", "sec-fetch-dest": "document" };
  assertEquals(robots.openerOf(asked(agent, page)), "person");
  assertEquals(robots.openerOf(asked(agent, {}, "HEAD")), "robot");
});
