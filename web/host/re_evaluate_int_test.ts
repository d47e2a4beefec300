/** The command as people start it, against a database in which a campaign really ran. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { eachFollowedEdge } from "../edge/fixtures/followed_edge.ts";
import { openReferral } from "../edge/fixtures/referral.ts";
import type { ReEvaluation } from "../projection/referral/re_evaluation/re_evaluate.ts";
import { dumpSchema } from "../store/testing/dump.ts";
import { askedOf } from "./re_evaluate.ts";

const COMMAND = fromFileUrl(new URL("./re_evaluate.ts", import.meta.url));
const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));
const FLAGS = ["--no-prompt", "--allow-net", "--allow-read", "--allow-write", "--allow-env"];

async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-lock", "--no-check", "--config", CONFIG, ...FLAGS, COMMAND, ...args],
    env,
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

eachFollowedEdge(
  "a campaign re-evaluated by its own rules differs nowhere, by others as it would have been",
  async ({ edge, sql, follow, url }) => {
    const { id, path, joins, does, takesBack } = await openReferral(edge, {
      caps: { perInviter: 2 },
    });
    const root = await joins("c0");
    for (let n = 1; n <= 4; n++) {
      await joins(`c${n}`, root.link.code);
      await does(`c${n}`);
    }
    await takesBack("c1", "event-1");
    await edge.post(`${path}/end`, { as: { sub: "s-bank", role: "bank", unit: "jx.a" } });
    await edge.world.advance(2_000);
    await follow();
    const before = await Promise.all(["archive", "projected"].map((name) => dumpSchema(sql, name)));

    const env = { DATABASE_URL: url };
    const same = await run([id, "--json"], env);
    assertEquals(same.code, 0, same.error);
    const own: ReEvaluation = JSON.parse(same.out);
    assertEquals(own.was, own.is);
    assertEquals(own.isOver, true);
    const nothing = { rewards: 0, fen: 0 };
    const { participants, moved, gained, lost, inviters } = own.difference;
    assertEquals({ participants, moved, gained, lost, inviters }, {
      participants: 5,
      moved: [],
      gained: nothing,
      lost: nothing,
      inviters: [],
    });
    // The first of two was taken back, so one stands; two met the cap.
    assertEquals([own.difference.before, own.difference.after], [
      { rewards: 1, fen: 100 },
      { rewards: 1, fen: 100 },
    ]);

    const other = await run([id, "--json", "--per-inviter", "3"], env);
    const { difference, is } = JSON.parse(other.out) as ReEvaluation;
    assertEquals([is.perInviter, difference.gained, difference.lost], [
      3,
      { rewards: 1, fen: 100 },
      nothing,
    ]);
    const text = await run([id, "--per-inviter", "3"], env);
    assertMatch(text.out, /perInviter {4}2 → 3/);
    assertMatch(text.out, /gained 1 \(¥1\.00\), lost 0 \(¥0\.00\)/);

    const after = await Promise.all(["archive", "projected"].map((name) => dumpSchema(sql, name)));
    assertEquals(after, before);
    const none = await run(["nosuch"], env);
    assertEquals(none.code, 1);
    assertMatch(none.error, /no referral of this id/);
  },
);

Deno.test("the command says what it takes, and what it cannot read", async () => {
  assertEquals(askedOf([]), null);
  assertEquals(askedOf(["a", "b"]), null);
  assertEquals(askedOf(["a", "--attribution", "second"]), null);
  assertEquals(askedOf(["a", "--per-day", "-1"]), null);
  assertEquals(askedOf(["a", "--window-days", "1.5"]), null);
  assertEquals(askedOf(["a", "--budget-fen", "500", "--attribution", "first"]), {
    campaign: "a",
    json: false,
    change: { attribution: "first", budgetFen: 500 },
  });
  const folder = await Deno.makeTempDir({ prefix: "yundian-re-evaluate-" });
  try {
    const missing = await run(["a"], { DATA_DIR: `${folder}/none`, DATABASE_URL: "" });
    assertEquals(missing.code, 1);
    assert(missing.error.includes("there is no embedded database"), missing.error);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
