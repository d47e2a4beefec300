import { assertEquals, assertRejects } from "@std/assert";
import { createTestWorld } from "../edge/fixtures/world.ts";
import { CampaignNumbers, type Numbered } from "./campaign_numbers.ts";
import { Invitations } from "./invitations.ts";
import { CODED_BOUNDS, ReferralCodes } from "./referral_codes.ts";

const PAGE = 2;

function createNumbers(...ids: string[]) {
  const world = createTestWorld();
  const rows: Numbered[] = ids.map((id, no) => ({ id, no }));
  const asked: number[] = [];
  let away = false;
  const numbers = new CampaignNumbers({
    source: {
      page(after) {
        asked.push(after);
        if (away) return Promise.reject(new Error("away"));
        const next = rows.filter(({ no }) => no > after);
        return Promise.resolve({ rows: next.slice(0, PAGE), more: next.length > PAGE });
      },
    },
    scheduler: world.scheduler,
    nowMs: () => world.clock.nowMs(),
  });
  return { world, rows, asked, numbers, leave: () => void (away = true) };
}

Deno.test("all numbers are read page by page, and known from then on", async () => {
  const { numbers, asked } = createNumbers("a", "b", "c", "d", "e");
  assertEquals([numbers.idOf(0), numbers.numberOf("a")], [undefined, undefined]);
  await numbers.load();
  assertEquals(["a", "b", "c", "d", "e"].map((id) => numbers.numberOf(id)), [0, 1, 2, 3, 4]);
  assertEquals(asked, [-1, 1, 3]);
  assertEquals([await numbers.findId(4), await numbers.findNumber("d"), asked.length], ["e", 3, 3]);
});

Deno.test("a new campaign is found, and what nobody knows is asked for a few times a second", async () => {
  const { world, rows, asked, numbers } = createNumbers("a");
  await numbers.load();
  rows.push({ id: "b", no: 1 });
  assertEquals(await world.until(numbers.findNumber("b")), 1);
  const before = asked.length;
  const startMs = world.clock.nowMs();
  for (let n = 0; n < 5; n++) {
    const many = Array.from({ length: 100 }, (_, one) => numbers.findId(1_000 + one));
    assertEquals(new Set(await world.until(Promise.all(many))), new Set([null]));
  }
  assertEquals(asked.length - before, 5);
  assertEquals(world.clock.nowMs() - startMs >= 1_000, true);
});

Deno.test("what is known stays known while nobody can be asked", async () => {
  const { world, numbers, leave } = createNumbers("a");
  await numbers.load();
  leave();
  assertEquals(await numbers.findId(0), "a");
  await assertRejects(() => world.until(numbers.findId(1)), Error, "away");
});

Deno.test("a number beyond what codes hold is passed over", async () => {
  const { rows, asked, numbers } = createNumbers();
  rows.push({ id: "far", no: CODED_BOUNDS.no });
  await numbers.load();
  assertEquals([numbers.numberOf("far"), asked], [undefined, [-1]]);
});

Deno.test("an invitation names its campaign; that of a campaign nobody has listed names none", async () => {
  const { world, numbers } = createNumbers("a", "b");
  const codes = new ReferralCodes("a secret of at least thirty-two characters");
  const invitations = new Invitations(codes, numbers);
  const place = { cell: 3, n: 12 };
  assertEquals(invitations.codeOf("b", place), undefined);
  const code = await invitations.findCode("b", place) ?? "";
  assertEquals(invitations.codeOf("b", place), code);
  const invitation = { campaign: "b", no: 1, ...place };
  assertEquals([invitations.placeOf(code), await invitations.find(code)], [invitation, invitation]);
  assertEquals([invitations.placeOf("anncodexy"), await invitations.find("x")], [null, null]);
  const later = codes.encode({ no: 9, ...place });
  assertEquals(invitations.placeOf(later), undefined);
  assertEquals(await world.until(invitations.find(later)), null);
  assertEquals(await world.until(invitations.findCode("z", place)), null);
});
