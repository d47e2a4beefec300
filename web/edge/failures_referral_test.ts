/**
 * Failures of referral programmes that users of other systems met, each over HTTP. The names say where they were
 * reported; what CRMEB#27 said is not to be read any more, so its test is of what that system's two levels are for.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { problemOf, type Reply, STAFF, type TestEdge, withEdge } from "./fixtures/edge.ts";
import { openReferral, referralOf, type TestReferral } from "./fixtures/referral.ts";
import { START_MS } from "./fixtures/world.ts";

const PHONE = {
  "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1",
};
const POINTS = { kind: "points", ref: "points", amount: 100 } as const;
const DAY_MS = 86_400_000;

/** The cookies that opening a link sets, as the same phone sends them back. */
async function opens(edge: TestEdge, code: string, cookie = ""): Promise<string> {
  const reply = await edge.send(`/r/${code}`, { headers: { ...PHONE, cookie } });
  assertEquals(reply.status, 302, reply.text);
  const set = reply.headers.getSetCookie().map((one) => one.split(";")[0] ?? "");
  const names = new Set(set.map((one) => one.split("=")[0]));
  const kept = cookie.split("; ").filter((one) => one !== "" && !names.has(one.split("=")[0]));
  return [...kept, ...set].join("; ");
}

function funnel(edge: TestEdge, referral: TestReferral) {
  return edge.send(referral.path, { as: STAFF.bank }).then(({ json }) => json.funnel);
}

function states(mine: { readonly rewards: readonly { state: string; reason: string | null }[] }) {
  return mine.rewards.map(({ state, reason }) => reason === null ? state : `${state} ${reason}`);
}

Deno.test("origin#4250: 300 people cannot invite themselves, whichever way the code comes", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { expectedParticipants: 200_000 });
    for (let n = 0; n < 300; n++) {
      const who = `person-${n}`;
      const { link } = await referral.joins(who);
      problemOf(await referral.tries(who, link.code), 409, "self-referral");
      problemOf(await referral.tries(who, link.code.toUpperCase()), 409, "self-referral");
      if (n % 10 > 0) continue;
      // The way that had no check there: the code was stored by the page and enrolled later.
      const cookie = await opens(edge, link.code);
      const again = await referral.tries(who, undefined, { headers: { cookie } });
      assertEquals([again.status, again.json.inviter], [200, null]);
    }
    await edge.world.advance(2_000);
    const { participants, invited } = await funnel(edge, referral);
    assertEquals([participants, invited], [300, 0]);
  });
});

Deno.test("dub PR 3956: opening one's own link again and again brings neither friends nor rewards", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, {
      rewards: { perInvitee: POINTS, perInvitedSelf: POINTS },
    });
    const { link } = await referral.joins("ann");
    let cookie = await opens(edge, link.code);
    for (let n = 0; n < 5; n++) cookie = await opens(edge, link.code, cookie);
    const own = await openReferral(edge);
    const ben = await own.joins("ben", undefined, { headers: { cookie } });
    problemOf(
      await own.tries("ben-2", ben.link.code, { headers: { cookie } }),
      409,
      "self-referral",
    );
    await referral.does("ann");
    const mine = await referral.mine("ann");
    assertEquals([mine.progress.clicks, mine.progress.invited, mine.rewards], [1, 0, []]);
  });
});

Deno.test("markm8-v3#125: throwaway accounts that do only what is free earn nothing, and caps hold", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { caps: { perInviter: 3 } });
    const { link } = await referral.joins("farmer");
    for (let n = 0; n < 12; n++) {
      await referral.joins(`throwaway-${n}`, link.code);
      await referral.does(`throwaway-${n}`, "application-opened");
      await edge.post(`${referral.path}/visits`, { headers: PHONE, address: `10.1.0.${n}` });
    }
    const free = await referral.mine("farmer");
    assertEquals([free.progress.invited, free.progress.qualified, free.rewards], [12, 0, []]);
    for (let n = 0; n < 5; n++) await referral.does(`throwaway-${n}`);
    const { rewards } = await referral.mine("farmer");
    const over = rewards.filter(({ reason }) => reason === "cap-per-inviter");
    assertEquals([rewards.length, over.length], [5, 2]);
    // So many at once are looked at by a person before anything is paid.
    const rest = rewards.filter(({ reason }) => reason === null);
    assert(
      rest.every(({ state }) => state === "paid" || state === "flagged"),
      JSON.stringify(rest),
    );
  });
});

Deno.test("markm8-v3#125: a campaign that rewards what is free is not handed in without a reason", async () => {
  await withEdge(async (edge) => {
    const body = referralOf({ qualifying: ["application-opened"] });
    const { json } = await edge.post("/api/v1/campaigns", { as: STAFF.bank, body });
    const refused = await edge.post(`/api/v1/campaigns/${json.id}/submit`, { as: STAFF.bank });
    problemOf(refused, 409, "policy-findings");
    assertMatch(refused.text, /free-event/);
  });
});

Deno.test("CRMEB: two levels earn, a third earns nothing, and what is given back takes both back", async () => {
  await withEdge(async (edge) => {
    const second = { kind: "points", ref: "points", amount: 10 } as const;
    const rewards = { perInvitee: POINTS, perSecondLevel: second };
    const referral = await openReferral(edge, { rewards });
    let code: string | undefined;
    for (const who of ["great", "grand", "parent", "child"]) {
      code = (await referral.joins(who, code)).link.code;
    }
    const event = await referral.does("child");
    const earned = async () => {
      const all = [];
      for (const who of ["great", "grand", "parent", "child"]) {
        all.push((await referral.mine(who)).progress.earnedPoints);
      }
      return all;
    };
    assertEquals(await earned(), [0, 10, 100, 0]);
    await referral.takesBack("child", event);
    assertEquals(await earned(), [0, 0, 0, 0]);
    assertEquals(states(await referral.mine("parent")), ["clawed-back reversed"]);
    const wallet = await edge.send("/api/v1/wallet", { as: "parent" });
    assertEquals(wallet.json.points.balance, 0);
    assertEquals(
      wallet.json.points.entries.map(({ points }: { points: number }) => points),
      [-100, 100],
    );
  });
});

Deno.test("events out of order: what comes before joining counts, within the window and once", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { windowDays: 3 });
    const { link } = await referral.joins("ann");
    await referral.does("early");
    const old = new Date(START_MS - 4 * DAY_MS).toISOString();
    await referral.does("too-early", "account-opened", { at: old });
    await referral.joins("early", link.code);
    await referral.joins("too-early", link.code);
    await edge.world.advance(2_000);
    const { invitees, rewards } = await referral.mine("ann");
    assertEquals(invitees.map(({ state }) => state).toSorted(), ["joined", "rewarded"]);
    assertEquals(rewards.length, 1);
    // A reversal that comes first keeps its event from ever counting.
    await referral.joins("fickle", link.code);
    await referral.takesBack("fickle", "event-9");
    await referral.does("fickle", "account-opened", { id: "event-9" });
    assertEquals((await referral.mine("ann")).rewards.length, 1);
  });
});

Deno.test("an inviter who is taken out meanwhile: friends keep their place, nobody is paid for it", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, {
      rewards: { perInvitee: POINTS, perInvitedSelf: POINTS },
    });
    const ann = await referral.joins("ann");
    await referral.joins("bob", ann.link.code);
    await referral.joins("cas", ann.link.code);
    await referral.does("bob");
    const place = `${referral.path}/participants/${ann.participant.id}`;
    const removed = await edge.post(`${place}/remove`, {
      as: STAFF.bank,
      body: { note: "本人要求" },
    });
    assertEquals([removed.status, removed.json.removed], [200, true], removed.text);
    await edge.world.advance(15_000);
    await referral.does("cas");
    const { rewards } = await referral.staffSee(ann.participant.id);
    assertEquals(
      rewards.map(({ state, reason }) => `${state} ${reason ?? ""}`.trim()).toSorted(),
      ["paid", "rejected inviter-removed"],
    );
    assertEquals((await referral.mine("bob")).inviter, { name: "客户" });
    // Asked once more in the background: whoever comes next is told.
    await referral.tries("dan", ann.link.code);
    await edge.world.advance(1_000);
    problemOf(await referral.tries("eve", ann.link.code), 409, "inviter-gone");
    assertEquals((await referral.tries("eve")).status, 201);
  });
});

Deno.test("a webhook that is replayed, many at once and later, is one event and one reward", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge);
    const { link } = await referral.joins("ann");
    await referral.joins("bob", link.code);
    const at = new Date(START_MS).toISOString();
    const event = { id: "core-7", type: "account-opened", customerId: "bob", at };
    const replies: Reply[] = await Promise.all(
      Array.from({ length: 20 }, () => referral.tells(event)),
    );
    assertEquals(replies.map(({ status }) => status).toSorted(), [...Array(19).fill(200), 201]);
    assertEquals(new Set(replies.map(({ text }) => text)).size, 1);
    await edge.world.advance(400_000);
    // Signed anew it is the same event still; changed it is refused.
    assertEquals((await referral.tells(event)).status, 200);
    problemOf(await referral.tells({ ...event, customerId: "ann" }), 409, "idempotency-mismatch");
    assertEquals((await referral.mine("ann")).rewards.length, 1);
    // Another event of the same sort changes nothing either: one has qualified already.
    await referral.does("bob");
    assertEquals((await referral.mine("ann")).rewards.length, 1);
  });
});

Deno.test("a budget for seven holds when forty qualify at once", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, {
      budget: { fen: 700 },
      expectedParticipants: 200_000,
    });
    const { link } = await referral.joins("ann");
    const friends = Array.from({ length: 40 }, (_, n) => `friend-${n}`);
    for (const friend of friends) await referral.joins(friend, link.code);
    const at = new Date(START_MS).toISOString();
    const told = await Promise.all(
      friends.map((customerId) =>
        referral.tells({ id: `open-${customerId}`, type: "account-opened", customerId, at })
      ),
    );
    assert(told.every(({ status }) => status === 201));
    await edge.world.advance(5_000);
    const shown = async () => {
      const { rewards } = await referral.mine("ann");
      const { budget } = (await edge.send(referral.path, { as: STAFF.bank })).json;
      const reserved = rewards.filter(({ state }) => state === "paid" || state === "flagged");
      const out = rewards.filter(({ reason }) => reason === "budget-exhausted");
      return { reserved: reserved.length, out: out.length, fen: budget.fen };
    };
    const { reserved, out, fen } = await shown();
    assertEquals([reserved, out], [7, 33]);
    assertEquals([fen.total, fen.available, fen.held + fen.paid], [700, 0, 700]);
  });
});

Deno.test("a budget is not cut below what is committed: the refusal says by how much", async () => {
  await withEdge(async (edge) => {
    const referral = await openReferral(edge, { budget: { units: 5 } });
    const { link } = await referral.joins("ann");
    for (const friend of ["bob", "cas", "dan"]) {
      await referral.joins(friend, link.code);
      await referral.does(friend);
    }
    const cut = (delta: number) =>
      edge.post(`${referral.path}/units`, { as: STAFF.bank, body: { delta } });
    const refused = problemOf(await cut(-4), 409, "would-strand");
    assertEquals(refused.stranded, 2);
    assertEquals((await cut(-2)).status, 200);
    await referral.joins("eve", link.code);
    await referral.does("eve");
    assertEquals(states(await referral.mine("ann"))[0], "rejected budget-exhausted");
  });
});
