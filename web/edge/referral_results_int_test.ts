/** Lists and results of a referral through HTTP, on both databases, after people really took part. */
import { assert, assertEquals } from "@std/assert";
import type { ReviewListJson } from "../shared/api_referral.ts";
import type { ReferralResultsJson, RewardListJson } from "../shared/api_referral_results.ts";
import type { LeaderJson, StatisticsJson } from "../shared/api_statistics.ts";
import { problemOf, SECRET, STAFF } from "./fixtures/edge.ts";
import { eachFollowedEdge } from "./fixtures/followed_edge.ts";
import { openReferral } from "./fixtures/referral.ts";
import { ANN, move, plant, type Reader, WITH_LINKS } from "./fixtures/statistics.ts";
import { Attribution } from "../share/attribution.ts";
import { START_MS } from "./fixtures/world.ts";
import { addFigures, noFigures } from "../projection/referral/measures.ts";

function cookieOf(name: string): Record<string, string> {
  const attribution = new Attribution({ secret: SECRET, days: 30 });
  const cookie = attribution.cookie(name, { nowMs: START_MS, secure: false });
  return { cookie: cookie.slice(0, cookie.indexOf(";")) };
}

const LEVELS = ["manager", "outlet", "bank", "channel", "day"] as const;

eachFollowedEdge(
  "results of a referral add up at every level, each role sees its part",
  async ({ edge, sql, follow, rebuild }) => {
    await plant(sql);
    const referral = await openReferral(edge);
    const { path, joins, does, takesBack } = referral;
    // Ann brings one, Bob another, nobody the third; each invites two, whose credit is inherited.
    const roots = [
      await joins("root-0", undefined, { headers: cookieOf("anncodexy") }),
      await joins("root-1", undefined, { headers: cookieOf("bobcodexy") }),
      await joins("root-2"),
    ];
    for (const [n, { link }] of roots.entries()) {
      for (const each of [0, 1]) await joins(`customer-${2 * n + each}`, link.code);
    }
    for (const n of [0, 2, 3]) await does(`customer-${n}`);
    // What comes after a move counts for the new outlet.
    await move(edge, { sql, unit: "jx.a.2" });
    await does("customer-1");
    const gone = await does("customer-4");
    await takesBack("customer-4", gone);
    await edge.world.advance(5_000);
    await follow();

    const resultsOf = async (as: Reader, query = ""): Promise<ReferralResultsJson> => {
      const reply = await edge.send(`${path}/referral-results${query}`, { as });
      assertEquals(reply.status, 200, reply.text);
      return reply.json;
    };
    const live = (await edge.view(referral.id)) as unknown as {
      funnel: { participants: number; invited: number; qualified: number; rewarded: number };
    };
    for (const level of LEVELS) {
      for (const as of [STAFF.province, STAFF.bank]) {
        const { total, unattributed, elsewhere, items, scope } = await resultsOf(
          as,
          `?by=${level}`,
        );
        assertEquals(scope, "whole");
        const sum = noFigures();
        for (const line of [unattributed, elsewhere, ...items]) {
          if (line !== null) addFigures(sum, line.figures);
        }
        assertEquals(sum, total.figures, level);
        const { participants, invited, qualified, rewarded } = total.figures;
        assertEquals({ participants, invited, qualified, rewarded }, {
          participants: live.funnel.participants,
          invited: live.funnel.invited,
          qualified: live.funnel.qualified,
          rewarded: live.funnel.rewarded,
        });
      }
    }
    const { total } = await resultsOf(STAFF.province);
    const { participants, invited, qualified, rewarded, rewards, paidFen, clawedFen } =
      total.figures;
    assertEquals({ participants, invited, qualified, rewarded, rewards, paidFen, clawedFen }, {
      participants: 9,
      invited: 6,
      qualified: 4,
      rewarded: 4,
      rewards: 5,
      paidFen: 500,
      clawedFen: 100,
    });
    assertEquals(total.rates.qualified, 0.6667);
    const qualifiedBy = async (as: Reader, by: string) =>
      (await resultsOf(as, `?by=${by}`)).items
        .map(({ key, figures }) => `${key} ${figures.participants} ${figures.qualified}`);
    assertEquals(await qualifiedBy(STAFF.province, "manager"), ["ann 3 2", "bob 3 2"]);
    assertEquals(await qualifiedBy(STAFF.province, "outlet"), [
      "jx.b.1 3 2",
      "jx.a.1 3 1",
      "jx.a.2 0 1",
    ]);
    assertEquals(await qualifiedBy(STAFF.province, "bank"), ["jx.a 3 2", "jx.b 3 2"]);
    assertEquals(await qualifiedBy(STAFF.bank, "bank"), ["jx.a 3 2"]);
    assertEquals(await qualifiedBy(STAFF.outlet, "manager"), ["ann 3 1"]);
    assertEquals(await qualifiedBy(ANN, "outlet"), ["jx.a.1 3 1", "jx.a.2 0 1"]);
    const first = await resultsOf(STAFF.province, "?by=outlet&limit=2");
    assertEquals(first.items.length, 2);
    const rest = await resultsOf(STAFF.province, `?by=outlet&limit=2&after=${first.next}`);
    assertEquals([rest.items.map(({ key }) => key), rest.next], [["jx.a.2"], null]);
    assertEquals(total.rates.costFen, 100);

    // The same figures among those of all statistics, and once more from the log.
    for (
      const [as, query, expected] of [
        [STAFF.province, "", [9, 4, 4]],
        [STAFF.province, `campaign=${referral.id}&by=manager`, [9, 4, 4]],
        [STAFF.bank, "", [6, 2, 2]],
        [STAFF.otherBank, "by=day", [3, 2, 2]],
        [STAFF.outlet, "", [3, 1, 1]],
        [ANN, "", [3, 2, 2]],
      ] as const
    ) {
      const shown = await edge.send(`/api/v1/statistics?${query}`, { as });
      assertEquals(shown.status, 200, shown.text);
      const { total, credited, items }: StatisticsJson = shown.json;
      const { joins, qualified, rewarded } = total.figures;
      assertEquals([joins, qualified, rewarded], [...expected], `${as.sub} ${query}`);
      for (const { href } of [total, credited, ...items]) {
        const again = await edge.send(href, { as });
        assertEquals([again.status, again.json.differing], [200, []], `${href} ${again.text}`);
      }
    }
    const board = await edge.send("/api/v1/leaderboard?measure=qualified", { as: STAFF.province });
    assertEquals(
      board.json.items.map(({ manager, value }: LeaderJson) => `${manager} ${value}`),
      // Bob's second was before Ann's.
      ["bob 2", "ann 2"],
    );

    const others = await resultsOf(STAFF.otherBank);
    assertEquals([others.scope, others.total.figures.qualified, others.unattributed], [
      "own-unit",
      2,
      null,
    ]);
    problemOf(
      await edge.send(`${path}/referral-results?by=bank`, { as: ANN }),
      422,
      "invalid",
    );
    const sale = await edge.sale();
    problemOf(
      await edge.send(`/api/v1/campaigns/${sale}/referral-results`, { as: STAFF.bank }),
      404,
      "not-found",
    );

    const before = await resultsOf(STAFF.province, "?by=day");
    await rebuild();
    assertEquals((await resultsOf(STAFF.province, "?by=day")).items, before.items);
  },
  WITH_LINKS,
);

eachFollowedEdge(
  "rewards say why; the review queue is emptied by a verdict; an export is masked and logged",
  async ({ edge, sql, follow }) => {
    await plant(sql);
    await sql`update bank.staff set name = '=1+1' where id = 'ann'`;
    const { path, joins, tries, does } = await openReferral(edge, { holdDays: 1 });
    const root = await joins("customer-0", undefined, { headers: cookieOf("anncodexy") });
    const child = await joins("customer-1", root.link.code);
    await does("customer-1");
    // The inviter tries to join by the code of an own descendant, again and again.
    for (let n = 0; n < 3; n++) {
      problemOf(await tries("customer-0", child.link.code), 409, "loop");
    }
    await edge.world.advance(2_000);
    await follow();

    const rewards: RewardListJson = (await edge.send(`${path}/rewards`, { as: STAFF.bank })).json;
    assertEquals(rewards.items.map(({ state, fen }) => [state, fen]), [["flagged", 100]]);
    const [reward] = rewards.items;
    assertEquals(reward?.participant.id, root.participant.id);
    assertEquals(reward?.invitee?.id, child.participant.id);
    assert((reward?.why.length ?? 0) > 5 && reward?.events.length === 1, JSON.stringify(reward));
    const none = (await edge.send(`${path}/rewards?state=paid`, { as: STAFF.bank })).json;
    assertEquals(none.items, []);
    problemOf(await edge.send(`${path}/rewards?state=x`, { as: STAFF.bank }), 422, "invalid");

    const queue = async (query = ""): Promise<ReviewListJson> => {
      const reply = await edge.send(`${path}/reviews${query}`, { as: STAFF.bank });
      assertEquals(reply.status, 200, reply.text);
      return reply.json;
    };
    const waiting = await queue();
    const shown = waiting.items.map(({ participant, flags, rewards, fen, ...row }) =>
      [participant.id, flags, rewards, fen, row.with.map(({ id }) => id)].join(" ")
    );
    const [inviter, invitee] = [root.participant.id, child.participant.id];
    assertEquals(
      shown.toSorted(),
      [`${inviter} ring 1 100 ${invitee}`, `${invitee} ring 1 100 ${inviter}`].toSorted(),
    );
    const first = await queue("?limit=1");
    const rest = await queue(`?limit=1&after=${first.next}`);
    assertEquals([...first.items, ...rest.items], waiting.items);
    assertEquals(rest.next, null);
    problemOf(await edge.send(`${path}/reviews`, { as: STAFF.manager }), 403, "forbidden");
    problemOf(await edge.send(`${path}/reviews`, { as: STAFF.otherBank }), 404, "not-found");

    for (const [place, verdict] of [[root, "ask"], [child, "approve"]] as const) {
      const reply = await edge.post(`${path}/participants/${place.participant.id}/review`, {
        as: STAFF.bank,
        body: { verdict, note: "看过" },
      });
      assertEquals(reply.status, 200, reply.text);
    }
    await edge.world.advance(1_000);
    await follow();
    assertEquals((await queue()).items.map(({ participant, note }) => [participant.id, note]), [
      [root.participant.id, "看过"],
    ]);

    const csv = async (as: Reader) => {
      const shown = await edge.respond(`${path}/referral-results.csv`, {
        as,
        headers: { "accept-language": "en" },
      });
      assertEquals(shown.status, 200);
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await shown.arrayBuffer());
      assert(text.startsWith("\ufeffParticipant,Customer,Name"), text);
      return text.trimEnd().split("\r\n").slice(1).map((line) => {
        const [id, customer, , inviter, level, , , , event, , , , , state, ...manager] = line
          .split(",");
        return [id, customer, inviter, level, event, state, ...manager.slice(0, 3)].join(" ");
      }).toSorted();
    };
    const ids = [`#${root.participant.id}`, `#${child.participant.id}`];
    const lines = (who: readonly [string, string], manager: string) =>
      [
        `${ids[0]} ${who[0]}  0  in review ${manager}`,
        `${ids[1]} ${who[1]} ${ids[0]} 1 account opened in order ${manager}`,
      ].toSorted();
    const named = ["customer-0", "customer-1"] as const;
    const hidden = ["****er-0", "****er-1"] as const;
    assertEquals(await csv(STAFF.province), lines(named, "ann '=1+1 jx.a.1"));
    assertEquals(await csv(STAFF.outlet), lines(hidden, "ann '=1+1 jx.a.1"));
    assertEquals(await csv(ANN), lines(hidden, "ann '=1+1 jx.a.1"));
    assertEquals(await csv(STAFF.otherBank), []);
    problemOf(await edge.send(`${path}/referral-results.csv`, { as: STAFF.sre }), 403, "forbidden");
    const logged = await sql<{ by: string }[]>`
      select by from bank.change where action = 'referral-results.exported' order by id`;
    assertEquals(logged.map(({ by }) => by), ["s-province", "s-outlet", "ann", "s-other"]);
  },
  WITH_LINKS,
);
