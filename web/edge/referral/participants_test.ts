/** Joining by HTTP, and what comes of it: from an invitation to a reward that says why. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  problemOf,
  type Reply,
  type SendOptions,
  STAFF,
  tokenOf,
  withEdge,
} from "../fixtures/edge.ts";
import { openReferral } from "../fixtures/referral.ts";
import { START_MS } from "../fixtures/world.ts";

const BROWSER = {
  "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1",
};

/** The cookies that an answer sets, as a browser sends them back. */
function cookiesOf(reply: Reply): string {
  return reply.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "").join("; ");
}

Deno.test("one invites another, who opens an account: the reward is paid and says why", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const ann = await referral.joins("ann");
    assertEquals([ann.inviter, ann.participant.level, ann.participant.name], [null, 0, "客户"]);
    assertMatch(ann.link.url, /\/r\/[2-9a-z]{14}$/);
    const bob = await referral.joins("bob", ann.link.code);
    assertEquals([bob.inviter, bob.participant.level], [{ name: "客户" }, 1]);
    await referral.does("bob");
    const mine = await referral.mine("ann");
    assertEquals(
      [mine.progress.invited, mine.progress.qualified, mine.progress.rewarded],
      [1, 1, 1],
    );
    assertEquals([mine.progress.earnedPoints, mine.progress.comingPoints], [100, 0]);
    const [reward] = mine.rewards;
    assertEquals([reward?.state, reward?.events[0]?.type], ["paid", "account-opened"]);
    assertEquals(
      reward?.why,
      `您邀请的「客户」开立账户：已于11月22日发放到卡包（规则第 ${reward?.rulesVersion} 版）。`,
    );
    assertEquals(mine.invitees.map(({ id, state }) => [id, state]), [
      [bob.participant.id, "rewarded"],
    ]);
  });
});

Deno.test("joining again gives the same, with the same code or with none", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const ann = await referral.joins("ann");
    const bob = await referral.joins("bob", ann.link.code);
    for (const code of [ann.link.code, ann.link.code.toUpperCase(), undefined]) {
      const again = await referral.tries("bob", code);
      assertEquals([again.status, again.json], [200, bob]);
    }
    assertEquals((await referral.mine("ann")).progress.invited, 1);
  });
});

Deno.test("each invitation that does not count is refused with what it is and what to do next", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const ann = await referral.joins("ann");
    const eve = await referral.joins("eve");
    const bob = await referral.joins("bob", ann.link.code);
    const cas = await referral.joins("cas", bob.link.code);
    const refused = async (who: string, code: string, expected: string) => {
      const chinese = problemOf(await referral.tries(who, code), 409, expected);
      const headers = { "accept-language": "en" };
      const english = problemOf(
        await referral.tries(who, code, { body: { code }, headers }),
        409,
        expected,
      );
      assert(chinese.detail.length > 5 && english.detail !== chinese.detail, expected);
      return chinese;
    };
    await refused("ann", ann.link.code, "self-referral");
    await refused("ann", bob.link.code, "loop");
    await refused("ann", cas.link.code, "loop");
    await refused("bob", cas.link.code, "loop");
    const late = await refused("bob", eve.link.code, "already-attributed");
    assertEquals(late.inviter, { name: "客户" });
    assertEquals((await refused("ann", eve.link.code, "already-attributed")).inviter, null);
    // Who tries again and again, and whose code it is then, wait for a person to look; nobody is blamed.
    for (const [who, flags] of [["ann", ["ring"]], ["cas", ["ring"]], ["bob", []]] as const) {
      const { participant } = await referral.mine(who);
      assertEquals((await referral.staffSee(participant.id)).flags, flags, who);
    }
  });
});

Deno.test("a loop is found however deep it is", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { expectedParticipants: 200_000 });
    const first = await referral.joins("p0");
    let last = first;
    for (let n = 1; n <= 40; n++) last = await referral.joins(`p${n}`, last.link.code);
    problemOf(await referral.tries("p0", last.link.code), 409, "loop");
    problemOf(await referral.tries("p20", last.link.code), 409, "loop");
  });
});

Deno.test("a code that nobody has, and one of another campaign, are named as the field", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const other = await openReferral(edge);
    const ann = await other.joins("ann");
    for (const code of ["nonsense", "22222222222222", ann.link.code, "", 7, null]) {
      const { errors } = problemOf(
        await referral.tries("bob", undefined, { body: { code } }),
        422,
        "invalid",
      );
      assertEquals(errors?.map(({ field }) => field), ["code"], String(code));
    }
    problemOf(await referral.tries("bob", undefined, { body: { kode: "x" } }), 422, "invalid");
    problemOf(await referral.tries("bob", undefined, { body: "{" }), 422, "malformed-json");
    assertEquals((await edge.send(`${referral.path}/participants/me`, { as: "bob" })).status, 404);
  });
});

Deno.test("staff do not take part: by their token, or signed in beside", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    problemOf(
      await edge.post(`${referral.path}/participants`, { as: STAFF.manager }),
      409,
      "staff",
    );
    const cookie = `yd_staff=${tokenOf(STAFF.manager)}`;
    problemOf(await referral.tries("ann", undefined, { headers: { cookie } }), 409, "staff");
    assertEquals((await referral.tries("ann")).status, 201);
    problemOf(await edge.post(`${referral.path}/participants`), 401, "unauthenticated");
  });
});

Deno.test("customers of before may join and invite, but are not invited", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const ann = await referral.joins("ann");
    const facts = { tags: [], isNew: false, orgUnitIds: [] };
    await edge.send("/api/v1/customers/old/facts", {
      method: "PUT",
      as: STAFF.province,
      body: facts,
    });
    problemOf(await referral.tries("old", ann.link.code), 409, "existing-customer");
    const opened = await edge.send(`/r/${ann.link.code}`, { headers: BROWSER });
    const cookie = cookiesOf(opened);
    const old = await referral.joins("old", undefined, { headers: { cookie } });
    assertEquals(old.inviter, null);
    const bob = await referral.joins("bob", old.link.code);
    assertEquals(bob.participant.level, 1);
  });
});

Deno.test("the cookie of an opened link invites by itself, and its window ends", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { windowDays: 2 });
    const ann = await referral.joins("ann");
    const cookie = cookiesOf(await edge.send(`/r/${ann.link.code}`, { headers: BROWSER }));
    const bob = await referral.joins("bob", undefined, { headers: { cookie } });
    assertEquals(bob.inviter, { name: "客户" });
    await edge.world.leap(3 * 86_400_000);
    // The leap looked like a loop that stood still.
    await edge.world.advance(5_000);
    // The invitation was opened three days ago, and the request names it: too old.
    problemOf(
      await referral.tries("cas", ann.link.code, { headers: { cookie } }),
      409,
      "window-closed",
    );
    const cas = await referral.joins("cas", undefined, { headers: { cookie } });
    assertEquals(cas.inviter, null);
    assertEquals((await referral.joins("dan", ann.link.code)).inviter, { name: "客户" });
  });
});

Deno.test("the inviter's own phone in another's hand is the inviter", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const seed = await referral.joins("seed");
    const device = cookiesOf(await edge.send(`/r/${seed.link.code}`, { headers: BROWSER }));
    const ann = await referral.joins("ann", undefined, { headers: { cookie: device } });
    problemOf(
      await referral.tries("ann-too", ann.link.code, { headers: { cookie: device } }),
      409,
      "self-referral",
    );
  });
});

Deno.test("before the opening, while paused and after the end nobody joins", async () => {
  await withEdge(async (edge) => {
    const startsAt = new Date(START_MS + 60_000).toISOString();
    const referral = await openReferral(edge, { startsAt });
    const early = problemOf(await referral.tries("ann"), 409, "not-open");
    assertEquals(early.opensAt, startsAt);
    await edge.world.advance(61_000);
    const ann = await referral.joins("ann");
    await edge.post(`${referral.path}/pause`, { as: STAFF.bank });
    problemOf(await referral.tries("bob", ann.link.code), 409, "paused");
    assertEquals((await referral.tries("ann")).status, 200, "who joined before still has it");
    await edge.post(`${referral.path}/resume`, { as: STAFF.bank });
    await referral.joins("bob", ann.link.code);
    await edge.post(`${referral.path}/end`, { as: STAFF.bank });
    problemOf(await referral.tries("cas", ann.link.code), 409, "ended");
    problemOf(
      await edge.post("/api/v1/campaigns/none/participants", { as: "ann" }),
      404,
      "not-found",
    );
  });
});

Deno.test("whoever fails the conditions is told so", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { eligibility: { tags: ["VIP"] } });
    problemOf(await referral.tries("ann"), 409, "not-eligible");
  });
});

Deno.test("staff page through the tree level by level, over all cells", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { expectedParticipants: 200_000 });
    const roots = [];
    for (let n = 0; n < 7; n++) roots.push(await referral.joins(`root${n}`));
    const [first] = roots;
    const code = first?.link.code;
    const children: string[] = [];
    for (let n = 0; n < 5; n++) {
      children.push((await referral.joins(`child${n}`, code)).participant.id);
    }
    const all = async (of: string) => {
      const seen: string[] = [];
      for (let after: string | null = ""; after !== null;) {
        const query: string = `of=${of}&limit=2${after === "" ? "" : `&after=${after}`}`;
        const page = await edge.send(`${referral.path}/participants?${query}`, { as: STAFF.bank });
        assertEquals(page.status, 200, page.text);
        seen.push(...page.json.items.map(({ id }: { id: string }) => id));
        after = page.json.next;
      }
      return seen;
    };
    assertEquals(
      (await all("roots")).toSorted(),
      roots.map(({ participant }) => participant.id).toSorted(),
    );
    assertEquals(await all(first?.participant.id ?? ""), children);
    const wrong = await edge.send(`${referral.path}/participants?of=nobody`, { as: STAFF.bank });
    problemOf(wrong, 422, "invalid");
  });
});

Deno.test("another unit's staff see no participant, managers of the unit read and do not decide", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const ann = await referral.joins("ann");
    const place = `${referral.path}/participants/${ann.participant.id}`;
    const note = { note: "重复" };
    const reward = `${referral.path}/rewards/${referral.id}.0.0/claw-back`;
    const asks = (as: SendOptions["as"]) =>
      Promise.all([
        edge.send(`${referral.path}/participants`, { ...as === undefined ? {} : { as } }),
        edge.send(place, { ...as === undefined ? {} : { as } }),
        edge.post(`${place}/review`, { as: as ?? "", body: { verdict: "approve", ...note } }),
        edge.post(`${place}/remove`, { as: as ?? "", body: note }),
        edge.post(reward, { as: as ?? "", body: note }),
      ].map(async (reply) => (await reply).status));
    assertEquals(await asks(STAFF.otherBank), [404, 404, 404, 404, 404]);
    assertEquals(await asks(STAFF.sre), [200, 200, 403, 403, 403]);
    assertEquals(await asks({ ...STAFF.manager, unit: "jx.a" }), [200, 200, 403, 403, 403]);
    assertEquals(await asks({ ...STAFF.outlet, unit: "jx.a" }), [200, 200, 409, 200, 403]);
    assertEquals(await asks("ann"), [403, 403, 403, 403, 403]);
  });
});

Deno.test("what waits for review is paid once a person approves, and what was paid can be taken back", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const ann = await referral.joins("ann");
    const bob = await referral.joins("bob", ann.link.code);
    for (let tries = 0; tries < 3; tries++) {
      problemOf(await referral.tries("ann", bob.link.code), 409, "loop");
    }
    await edge.world.settle();
    await referral.does("bob");
    const [flagged] = (await referral.mine("ann")).rewards;
    assertEquals(flagged?.state, "flagged");
    assertMatch(flagged?.why ?? "", /正在核实，您无需操作/);
    const body = { verdict: "approve", note: "本人来电确认" };
    for (const { participant } of [ann, bob]) {
      const place = `${referral.path}/participants/${participant.id}`;
      const reviewed = await edge.post(`${place}/review`, { as: STAFF.bank, body });
      assertEquals(reviewed.status, 200, reviewed.text);
      await edge.world.advance(2_000);
    }
    const [paid] = (await referral.mine("ann")).rewards;
    assertEquals(paid?.state, "paid");
    // What staff wrote and what was suspected is theirs.
    assertEquals([flagged?.flags, paid?.flags, paid?.note], [[], [], null]);
    const [seen] = (await referral.staffSee(ann.participant.id)).rewards;
    assertEquals(seen?.events.map(({ id }) => id), ["event-1"]);
    const clawBack = `${referral.path}/rewards/${paid?.id}/claw-back`;
    const taken = await edge.post(clawBack, { as: STAFF.bank, body: { note: "开户当日销户" } });
    assertEquals([taken.status, taken.json.state], [200, "clawed-back"], taken.text);
    await edge.world.advance(2_000);
    problemOf(
      await edge.post(clawBack, { as: STAFF.bank, body: { note: "x" } }),
      409,
      "wrong-state",
    );
    const mine = await referral.mine("ann");
    assertEquals(mine.progress.earnedPoints, 0);
    assertMatch(mine.rewards[0]?.why ?? "", /奖励已收回/);
  });
});

Deno.test("a page's openings count once a person and hour, robots and staff not", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const visits = `${referral.path}/visits`;
    const opens = async (options: SendOptions = {}) => {
      const reply = await edge.post(visits, {
        body: { channel: "wechat" },
        headers: BROWSER,
        ...options,
      });
      assertEquals(reply.status, 202, reply.text);
      return reply.json.counted;
    };
    assertEquals([await opens(), await opens({ address: "10.0.0.2" })], [true, true]);
    assertEquals(await opens({ as: STAFF.manager, address: "10.0.0.3" }), false);
    const headers = { "user-agent": "Googlebot/2.1" };
    assertEquals(await opens({ headers, address: "10.0.0.4" }), false);
    await edge.world.advance(3_000);
    const shown = await edge.send(referral.path, { as: STAFF.bank });
    assertEquals(shown.json.funnel.visits, 2);
    problemOf(
      await edge.post("/api/v1/campaigns/none/visits", { headers: BROWSER }),
      404,
      "not-found",
    );
  });
});

Deno.test("a purchase in a sale qualifies, and given back it takes the reward back", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { qualifying: ["purchase-confirmed"] });
    const ann = await referral.joins("ann");
    await referral.joins("bob", ann.link.code);
    const free = await edge.hold(await edge.sale({ priceFen: 0 }), "bob");
    await edge.post(`/api/v1/reservations/${free.id}/confirm`, { as: "bob", body: {} });
    await edge.world.advance(2_000);
    assertEquals((await referral.mine("ann")).progress.qualified, 0, "what costs nothing");
    const held = await edge.hold(await edge.sale(), "bob");
    assertEquals((await referral.mine("ann")).progress.qualified, 0, "a hold is no purchase");
    const bought = await edge.post(`/api/v1/reservations/${held.id}/confirm`, {
      as: "bob",
      body: {},
    });
    assertEquals(bought.status, 200, bought.text);
    await edge.world.advance(2_000);
    const paid = await referral.mine("ann");
    assertEquals([paid.progress.qualified, paid.progress.earnedPoints], [1, 100]);
    const back = await edge.post(`/api/v1/reservations/${held.id}/return`, {
      as: STAFF.bank,
      body: { reason: "客户退货" },
    });
    assertEquals(back.status, 200, back.text);
    await edge.world.advance(2_000);
    const after = await referral.mine("ann");
    assertEquals([after.progress.qualified, after.progress.earnedPoints], [0, 0]);
    assertEquals(after.rewards.map(({ state, reason }) => [state, reason]), [
      ["clawed-back", "reversed"],
    ]);
  });
});
