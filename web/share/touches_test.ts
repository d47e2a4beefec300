import { assert, assertEquals } from "@std/assert";
import { createTestWorld } from "../edge/fixtures/world.ts";
import { CampaignNumbers } from "./campaign_numbers.ts";
import { INVITATION_COOKIE } from "../edge/invitation_cookie.ts";
import { Touches } from "./touches.ts";

const SECRET = "a secret of at least thirty-two characters";
const START_MS = Date.UTC(2026, 10, 22, 8);
const MINUTE_MS = 60_000;

async function createTouches(secret = SECRET) {
  const world = createTestWorld();
  const ids = Array.from({ length: 40 }, (_, no) => ({ id: `c${no}`, no: no * 1_600 }));
  const numbers = new CampaignNumbers({
    source: {
      page: (after) => Promise.resolve({ rows: ids.filter(({ no }) => no > after), more: false }),
    },
    scheduler: world.scheduler,
    nowMs: () => world.clock.nowMs(),
  });
  await numbers.load();
  const touches = new Touches({ secret, numbers });
  let header: string | null = null;
  const open = (no: number, n: number, minute: number, channel = "wechat") => {
    const invitation = { campaign: `c${no}`, no: no * 1_600, cell: 1_023, n };
    const options = { nowMs: START_MS + minute * MINUTE_MS + 500, secure: true };
    const cookie = touches.cookie(touches.kept(header), { invitation, channel }, options);
    header = `yd_dev=x; ${cookie.slice(0, cookie.indexOf(";"))}; other=1`;
    return cookie;
  };
  const read = (campaign: string) =>
    touches.read(header, campaign).map(({ place, atMs, channel }) => [
      place.n,
      (atMs - START_MS) / MINUTE_MS,
      channel,
    ]);
  return { touches, open, read, header: () => header, put: (text: string) => void (header = text) };
}

Deno.test("of each campaign the first and the newest three openings are kept, with their instants", async () => {
  const { open, read } = await createTouches();
  open(1, 5, 0);
  assertEquals(read("c1"), [[5, 0, "wechat"]]);
  open(1, 6, 1);
  open(2, 9, 2, "sms");
  open(1, 7, 3);
  assertEquals(read("c1"), [[5, 0, "wechat"], [6, 1, "wechat"], [7, 3, "wechat"]]);
  open(1, 8, 4);
  open(1, 9, 5);
  assertEquals(read("c1").map(([n]) => n), [5, 7, 8, 9]);
  assertEquals(read("c2"), [[9, 2, "sms"]]);
  assertEquals([read("c3"), read("unknown")], [[], []]);
});

Deno.test("the cookie of the newest four campaigns is short, whatever was opened before", async () => {
  const { open, read } = await createTouches();
  let cookie = "";
  for (let round = 0; round < 2; round++) {
    for (let no = 0; no < 40; no++) {
      cookie = open(no, 4_194_303 - round, round * 40 + no, "xiaohongshu");
    }
  }
  for (let no = 37; no < 40; no++) open(no, no, 100 + no);
  const known = Array.from({ length: 40 }, (_, no) => no).filter((no) => read(`c${no}`).length > 0);
  assertEquals(known, [36, 37, 38, 39]);
  assert(cookie.length < 500, cookie);
  assert(/; HttpOnly; SameSite=Lax; .*; Secure$/.test(cookie), cookie);
});

Deno.test("however long the openings of four campaigns are, the first and the last of each stay", async () => {
  const { open, read } = await createTouches();
  let cookie = "";
  for (let minute = 0; minute < 40; minute++) {
    cookie = open(36 + minute % 4, 4_194_200 + minute, minute, "xiaohongshu");
  }
  const seen = [36, 37, 38, 39].map((no) => read(`c${no}`));
  for (const [campaign, openings] of seen.entries()) {
    assertEquals(openings[0]?.[1], campaign);
    assertEquals(openings.at(-1)?.[1], 36 + campaign);
  }
  assert(cookie.length < 500, cookie);
  // Of what is between, the newest stays where there is room.
  const between = seen.flatMap((openings) => openings.slice(1, -1)).map(([, minute]) => minute);
  assertEquals(between, [35]);
});

Deno.test("a cookie that is forged, cut or of another secret says nothing, and is written over", async () => {
  const { open, read, header, put, touches } = await createTouches();
  open(1, 5, 0);
  const good = header() ?? "";
  const others = (await createTouches("another secret of at least thirty-two")).touches;
  assertEquals(others.read(good, "c1"), []);
  for (
    const bad of [
      good.replace(/yd_inv=./, "yd_inv=z"),
      good.replace(/(yd_inv=[^;]{20})[^;]*/, "$1"),
      `${INVITATION_COOKIE}=`,
      `${INVITATION_COOKIE}=${"a".repeat(4_000)}`,
      `${INVITATION_COOKIE}=张三`,
    ]
  ) {
    put(bad);
    assertEquals(read("c1"), [], bad);
  }
  open(1, 6, 1);
  assertEquals(read("c1"), [[6, 1, "wechat"]]);
  assertEquals(touches.read(null, "c1"), []);
});
