import { assert, assertEquals } from "@std/assert";
import { CampaignNumbers } from "../share/campaign_numbers.ts";
import { qrSvg } from "../share/qr.ts";
import { ReferralCodes } from "../share/referral_codes.ts";
import { Touches } from "../share/touches.ts";
import {
  openEdge,
  problemOf,
  type Reply,
  SECRET,
  STAFF,
  type TestEdge,
  tokenOf,
} from "./fixtures/edge.ts";
import { createTestLinks, type TestLinks } from "./fixtures/links.ts";
import { Devices } from "./device.ts";
import { openedCode } from "./open_link.ts";

const PHONE = { "user-agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50" };
const PLACE = { cell: 3, n: 12 };
/** Of a manager. */
const MANAGERS = "anncdexyz";
const codes = new ReferralCodes(SECRET);

interface Opened {
  readonly edge: TestEdge;
  readonly links: TestLinks;
  /** The first campaign of this node. */
  readonly campaign: string;
  /** Of a participant of it. */
  readonly code: string;
  open(path: string, headers?: Record<string, string>): Promise<Reply>;
  /** Invitations in a cookie, as `n`, second since `sinceMs`, and channel. */
  touches(cookie: string): Promise<readonly unknown[]>;
}

async function withLinks(run: (opened: Opened) => Promise<void>): Promise<void> {
  const links = createTestLinks();
  const target = { kind: "storefront" } as const;
  links.bearings.set(MANAGERS, { code: MANAGERS, manager: "ann", channel: "print", target });
  const edge = await openEdge({ edge: { linkSource: links } });
  try {
    const campaign = await edge.sale();
    const startMs = edge.world.clock.nowMs();
    const { scheduler, clock } = edge.world;
    const rows = [{ id: campaign, no: 1 }];
    const numbers = new CampaignNumbers({
      source: { page: () => Promise.resolve({ rows, more: false }) },
      scheduler,
      nowMs: () => clock.nowMs(),
    });
    await numbers.load();
    const touches = new Touches({ secret: SECRET, numbers });
    await run({
      edge,
      links,
      campaign,
      code: codes.encode({ no: 1, ...PLACE }),
      open: (path, headers = {}) => edge.send(`/r/${path}`, { headers: { ...PHONE, ...headers } }),
      touches: (cookie) =>
        Promise.resolve(
          touches.read(cookie, campaign).map(({ place, atMs, channel }) => [
            place.n,
            Math.round((atMs - startMs) / 1_000),
            channel,
          ]),
        ),
    });
  } finally {
    await edge.close();
  }
}

const cookiesOf = (reply: Reply) =>
  reply.headers.getSetCookie().map((one) => one.slice(0, one.indexOf(";"))).join("; ");

Deno.test("a participant's link leads to the campaign, with the code and the channel", async () => {
  await withLinks(async ({ campaign, code, open }) => {
    const opened = await open(code);
    assertEquals([opened.status, opened.headers.get("location")], [
      302,
      `/c/${campaign}?code=${code}&ch=share`,
    ]);
    assertEquals(opened.headers.get("cache-control"), "no-store");
    const typed = await open(`${code.toUpperCase()}?ch=sms&utm=x`);
    assertEquals(typed.headers.get("location"), `/c/${campaign}?code=${code}&ch=sms`);
    const odd = await open(`${code}?x=1&ch=tv%20set`);
    assertEquals(odd.headers.get("location"), `/c/${campaign}?code=${code}&ch=other`);
  });
});

Deno.test("the cookie remembers who was first and who was last, and no script can read it", async () => {
  await withLinks(async ({ edge, code, open, touches }) => {
    const first = await open(`${code}?ch=wechat`);
    const cookies = cookiesOf(first);
    const [cookie = "", ...more] = first.headers.getSetCookie();
    assertEquals(more, []);
    assert(/^yd_inv=.*; Path=\/; HttpOnly; SameSite=Lax; Max-Age=31536000$/.test(cookie), cookie);
    await edge.world.advance(60_000);
    const other = codes.encode({ no: 1, cell: 3, n: 99 });
    const second = await open(other, { cookie: cookies });
    assertEquals(await touches(cookiesOf(second)), [[12, 0, "wechat"], [99, 60, "share"]]);
    const devices = new Devices({ secret: SECRET, random: edge.world.random });
    const [one, then] = [cookies, cookiesOf(second)].map((header) => devices.read(header));
    assert(one !== null && one === then, `${one} ${then}`);
  });
});

Deno.test("a manager's link to a campaign credits the manager and is no invitation", async () => {
  await withLinks(async ({ links, campaign, open, touches }) => {
    const target = { kind: "campaign", id: campaign } as const;
    links.bearings.set(MANAGERS, {
      code: MANAGERS,
      manager: "ann",
      channel: "print",
      target,
    });
    const opened = await open("ANNCDEXYZ?ch=sms");
    assertEquals(opened.headers.get("location"), `/c/${campaign}?m=ann&ch=print`);
    const cookies = cookiesOf(opened);
    assert(cookies.startsWith("yd_via=anncdexyz."), cookies);
    assertEquals(await touches(cookies), []);
  });
});

Deno.test("a QR image that is fetched is not a scan, nor is any other part of a page", async () => {
  await withLinks(async ({ code, open }) => {
    for (
      const headers of [
        { "sec-fetch-dest": "image" },
        { "sec-fetch-dest": "empty" },
        { accept: "image/avif,image/webp,image/apng,*/*;q=0.8" },
      ]
    ) {
      for (const path of [code, MANAGERS]) {
        const opened = await open(path, headers);
        assertEquals([opened.status, opened.headers.getSetCookie()], [302, []]);
      }
    }
    const seen = await open(code, { "sec-fetch-dest": "document", accept: "text/html,image/webp" });
    assertEquals(seen.headers.getSetCookie().length, 1);
  });
});

Deno.test("dub#1860: scanners of links, HEAD with a browser's name, and what is loaded ahead are no clicks", async () => {
  await withLinks(async ({ edge, code, open }) => {
    const scanners = [
      { "user-agent": "Twitterbot/1.0" },
      { "user-agent": "LinkedInBot/1.0 (compatible; Mozilla/5.0)" },
      { "user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 SafeLinks" },
      { "user-agent": "BarracudaCentral link-check" },
      { "user-agent": "curl/8.5.0", purpose: "prefetch" },
      { "user-agent": "", accept: "image/webp,*/*" },
      { purpose: "prefetch" },
      { "sec-purpose": "prefetch;prerender" },
      {
        "user-agent": "Mozilla/5.0 (Macintosh) Version/14.1 Safari/605.1.15",
        "x-purpose": "preview",
      },
    ];
    for (const headers of scanners) {
      for (const path of [code, MANAGERS]) {
        const opened = await open(path, headers);
        assertEquals(
          [opened.status, opened.headers.getSetCookie()],
          [302, []],
          headers["user-agent"],
        );
      }
    }
    const head = await edge.send(`/r/${code}`, { method: "HEAD", headers: PHONE });
    assertEquals([head.status, head.headers.getSetCookie(), head.text], [302, [], ""]);
  });
});

Deno.test("a tool that follows a link keeps whose it was, and is nobody's click", async () => {
  await withLinks(async ({ edge, open, touches }) => {
    const id = await referral(edge);
    const path = `/api/v1/campaigns/${id}/participants`;
    const { code } = (await edge.post(path, { as: "c-1", body: {} })).json.link;
    for (const agent of ["Deno/2.9.6", "curl/8.5.0", "node", ""]) {
      const opened = await open(code, { "user-agent": agent });
      const joined = await edge.post(path, {
        as: `by ${agent}`,
        headers: { cookie: cookiesOf(opened) },
      });
      assertEquals([joined.status, joined.json.participant.level], [201, 1], agent);
      const led = cookiesOf(await open(MANAGERS, { "user-agent": agent }));
      assert(led.startsWith("yd_via=anncdexyz.") && led.includes("yd_dev="), led);
      assertEquals(await touches(led), []);
    }
    await edge.world.advance(2_000);
    const me = await edge.send(`${path}/me`, { as: "c-1" });
    assertEquals([me.json.progress.clicks, me.json.progress.invited], [0, 4]);
  });
});

Deno.test("staff who try a link are led like everyone, and remembered as nobody", async () => {
  await withLinks(async ({ code, open, touches }) => {
    for (const path of [code, MANAGERS]) {
      const opened = await open(path, { cookie: `yd_staff=${tokenOf(STAFF.manager)}` });
      assertEquals(opened.status, 302);
      const cookies = cookiesOf(opened);
      assert(!cookies.includes("yd_via"), cookies);
      assertEquals(await touches(cookies), []);
    }
    const customer = await open(code, { cookie: `yd_customer=${tokenOf("c-1")}` });
    assertEquals((await touches(cookiesOf(customer))).length, 1);
  });
});

Deno.test("codes that are forged, misread or of no campaign are not found", async () => {
  await withLinks(async ({ code, open }) => {
    const wrong = code.slice(0, -1) + (code.endsWith("2") ? "3" : "2");
    const later = codes.encode({ no: 77, ...PLACE });
    for (const path of [wrong, later, "unknowncd", "x", "%E5%BC%A0", "a".repeat(65)]) {
      problemOf(await open(path), 404, "not-found");
    }
  });
});

Deno.test("participants' links open while the rows are away; an unknown manager's says when to come again", async () => {
  await withLinks(async ({ links, code, open }) => {
    links.leave();
    assertEquals((await open(code)).status, 302);
    const away = problemOf(await open(MANAGERS), 503, "database-unavailable");
    assertEquals(away["retryAfterMs"], 5_000);
  });
});

Deno.test("a node that stops redirects nobody whom it would not count", async () => {
  await withLinks(async ({ edge, code, open }) => {
    await edge.world.until(edge.edge.close());
    problemOf(await open(code), 503, "draining");
  });
});

Deno.test("only GET of one part below /r/ opens a link", () => {
  const url = (path: string) => `http://yundian.test${path}`;
  assertEquals(openedCode("GET", url("/r/abc?ch=x")), "abc");
  assertEquals(openedCode("GET", url("/r/")), "");
  for (const path of ["/r/abc/def", "/r", "/x/r/abc", `/r/${"a".repeat(65)}`]) {
    assertEquals(openedCode("GET", url(path)), null, path);
  }
  assertEquals(openedCode("HEAD", url("/r/abc")), null);
  assertEquals(openedCode("GET", "http://yundian.test/?next=/r/abc"), null);
});

Deno.test("a participant sees the openings of the link: once a person and hour", async () => {
  await withLinks(async ({ edge, open }) => {
    const id = await referral(edge);
    const joined = await edge.post(`/api/v1/campaigns/${id}/participants`, { as: "c-1", body: {} });
    assertEquals(joined.status, 201, joined.text);
    const { code } = joined.json.link;
    const clicks = async () => {
      await edge.world.advance(2_000);
      const me = await edge.send(`/api/v1/campaigns/${id}/participants/me`, { as: "c-1" });
      return me.json.progress.clicks;
    };
    const cookie = cookiesOf(await open(code));
    await open(code, { cookie });
    assertEquals(await clicks(), 1);
    await open(code);
    await open(code, { "user-agent": "Googlebot/2.1" });
    await open(code, { cookie: `yd_staff=${tokenOf(STAFF.manager)}` });
    await open(code, { "sec-fetch-dest": "image" });
    assertEquals(await clicks(), 2);
    await edge.world.leap(3_600_000);
    await open(code, { cookie });
    assertEquals(await clicks(), 3);
  });
});

Deno.test("a participant's QR code and link are the same, and nobody else has them", async () => {
  await withLinks(async ({ edge }) => {
    const id = await referral(edge);
    const path = `/api/v1/campaigns/${id}/participants`;
    await edge.post(path, { as: "c-1", body: {} });
    const mine = await edge.send(`${path}/me/qr.svg`, { as: "c-1" });
    assertEquals([mine.status, mine.headers.get("content-type")], [200, "image/svg+xml"]);
    assertEquals(mine.headers.get("cache-control"), "private, no-store");
    problemOf(await edge.send(`${path}/me/qr.svg`, { as: "c-2" }), 404, "not-found");
    problemOf(await edge.send(`${path}/me/poster.png`, { as: "c-2" }), 404, "not-found");
    problemOf(await edge.send(`${path}/me/qr.svg`), 401, "unauthenticated");
    const me = await edge.send(`${path}/me`, { as: "c-1" });
    assertEquals(mine.text, qrSvg(`${me.json.link.url}?ch=qr`));
  });
});

/** A referral that is open. */
async function referral(edge: TestEdge): Promise<string> {
  const nowMs = edge.world.clock.nowMs();
  const body = {
    kind: "referral",
    title: "推荐有礼",
    startsAt: new Date(nowMs - 1_000).toISOString(),
    endsAt: new Date(nowMs + 86_400_000).toISOString(),
    attribution: "last",
    windowDays: 30,
    qualifying: ["account-opened"],
    rewards: { perInvitee: { kind: "points", ref: "points", amount: 100 } },
    caps: { perInviter: 100 },
    budget: { fen: 10_000_000 },
    holdDays: 0,
    rules: "邀请一位新客户开户，得一百积分；每人最多一百次，奖完为止。",
    override: { reason: "测试" },
  };
  const created = await edge.post("/api/v1/campaigns", { as: STAFF.bank, body });
  assertEquals(created.status, 201, created.text);
  const { id } = created.json;
  const scheduled = await edge.post(`/api/v1/campaigns/${id}/schedule`, { as: STAFF.bank });
  assertEquals(scheduled.status, 200, scheduled.text);
  await edge.world.settle();
  return id;
}
