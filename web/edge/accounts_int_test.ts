/** Signing in, sessions and passwords, on both databases. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { problemOf } from "./fixtures/edge.ts";
import { demoStaff, eachStaffedEdge, type StaffedEdge } from "./fixtures/staffed_edge.ts";
import { DEMO_PASSWORD } from "./ports/demo_accounts.ts";

const ME = "/api/v1/staff/me";
const SESSIONS = "/api/v1/staff/sessions";
const NEW_PASSWORD = "ein-neues-wort-26";

async function me(edge: StaffedEdge, headers: Record<string, string>): Promise<number> {
  return (await edge.send(ME, { headers })).status;
}

eachStaffedEdge("staff of the database sign in, and the token names a session", async (edge) => {
  const reply = await edge.signIn("manager");
  assertEquals(reply.status, 200, reply.text);
  assertEquals(reply.json.staff, {
    id: "staff-manager",
    username: "manager",
    name: "刘经理",
    role: "manager",
    unit: "jx.3601.360102002",
    unitName: "滕王阁支行",
  });
  const headers = { authorization: `Bearer ${reply.json.token}` };
  const list = await edge.send(SESSIONS, { headers });
  assertEquals(list.json.items.map(({ current }: { current: boolean }) => current), [true]);
});

eachStaffedEdge(
  "wrong tries lock a name, known or not, in the same words; time or a reset unlocks it",
  async (edge) => {
    const tries = async (username: string) => {
      const statuses: number[] = [];
      for (let n = 0; n < 4; n++) statuses.push((await edge.signIn(username, "wrong")).status);
      return statuses;
    };
    assertEquals(await tries("manager"), [401, 401, 401, 429]);
    assertEquals(await tries("nobody"), [401, 401, 401, 429]);
    const known = await edge.signIn("manager");
    problemOf(known, 429, "too-many-requests");
    assert(Number(known.headers.get("retry-after")) > 60);
    const shown = await edge.send("/api/v1/staff/staff-manager", { as: demoStaff("bank") });
    assertEquals(shown.json.locked, true);
    await edge.world.leap(900_001);
    assertEquals((await edge.signIn("manager")).status, 200);
    await tries("manager2");
    const reset = await edge.post("/api/v1/staff/staff-manager2/password", {
      as: demoStaff("bank"),
      body: { password: NEW_PASSWORD },
    });
    assertEquals(reset.status, 204, reset.text);
    problemOf(await edge.signIn("manager2"), 401, "wrong-credentials");
    assertEquals((await edge.signIn("manager2", NEW_PASSWORD)).status, 200);
  },
  { limits: { signInTriesMax: 3 } },
);

eachStaffedEdge("a right password forgets the wrong tries before it", async (edge) => {
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 2; n++) assertEquals((await edge.signIn("bank", "wrong")).status, 401);
    assertEquals((await edge.signIn("bank")).status, 200);
  }
}, { limits: { signInTriesMax: 3 } });

eachStaffedEdge("a session that is ended bites at once; the others go on", async (edge) => {
  const phone = await edge.token("manager");
  const desk = await edge.token("manager");
  const list = await edge.send(SESSIONS, { headers: desk });
  assertEquals(list.json.items.length, 2);
  const other = list.json.items.find(({ current }: { current: boolean }) => !current);
  const path = `${SESSIONS}/${other.id}`;
  problemOf(
    await edge.send(path, { method: "DELETE", as: demoStaff("manager2") }),
    404,
    "not-found",
  );
  assertEquals(await me(edge, phone), 200);
  assertEquals((await edge.send(path, { method: "DELETE", headers: desk })).status, 204);
  problemOf(await edge.send(ME, { headers: phone }), 401, "unauthenticated");
  const cookie = `yd_staff=${phone.authorization.slice(7)}`;
  problemOf(await edge.send(ME, { headers: { cookie } }), 401, "unauthenticated");
  assertEquals(await me(edge, desk), 200);
});

eachStaffedEdge("what another node revoked is known here after the next look", async (edge) => {
  const headers = await edge.token("manager");
  await edge.sql`update bank.session set revoked_ms = ${edge.engine.nowMs()}`;
  assertEquals(await me(edge, headers), 200);
  for (let n = 0; n < 20 && await me(edge, headers) === 200; n++) await edge.world.advance(5_000);
  assertEquals(await me(edge, headers), 401);
});

eachStaffedEdge("signing out ends the session, not only the cookie", async (edge) => {
  const headers = await edge.token("manager");
  assertEquals((await edge.post("/api/v1/staff/logout", { headers })).status, 204);
  assertEquals(await me(edge, headers), 401);
});

eachStaffedEdge("only so many sessions stay open: the oldest is ended", async (edge) => {
  const first = await edge.token("manager");
  await edge.world.advance(10);
  await edge.token("manager");
  await edge.world.advance(10);
  const last = await edge.token("manager");
  const list = await edge.send(SESSIONS, { headers: last });
  assertEquals(list.json.items.length, 2);
  for (let n = 0; n < 20 && await me(edge, first) === 200; n++) await edge.world.advance(5_000);
  assertEquals([await me(edge, first), await me(edge, last)], [401, 200]);
}, { limits: { sessionsPerStaffMax: 2 } });

eachStaffedEdge(
  "a new password needs the present one and strength, and ends the other sessions",
  async (edge) => {
    const here = await edge.token("manager");
    const there = await edge.token("manager");
    const change = (current: string, password: string) =>
      edge.post("/api/v1/staff/password", { headers: here, body: { current, password } });
    const fieldOf = async (current: string, password: string) =>
      problemOf(await change(current, password), 422, "invalid").errors?.[0]?.field;
    assertEquals(await fieldOf("wrong", NEW_PASSWORD), "current");
    assertEquals(await fieldOf(DEMO_PASSWORD, "short"), "password");
    assertEquals(await fieldOf(DEMO_PASSWORD, "the-manager-2026"), "password");
    assertEquals(await fieldOf(DEMO_PASSWORD, "111111111111"), "password");
    assertEquals((await change(DEMO_PASSWORD, NEW_PASSWORD)).status, 204);
    assertEquals([await me(edge, here), await me(edge, there)], [200, 401]);
    problemOf(await edge.signIn("manager"), 401, "wrong-credentials");
    const [row] = await edge.sql`select password from bank.staff where id = 'staff-manager'`;
    assert(String(row?.["password"]).startsWith("scrypt$"));
  },
);

eachStaffedEdge(
  "without the database nobody signs in, and whoever is signed in goes on",
  async (edge) => {
    const headers = await edge.token("bank");
    const id = await edge.sale({});
    edge.stop();
    problemOf(await edge.signIn("bank"), 503, "database-unavailable");
    assertEquals((await edge.send(`/api/v1/campaigns/${id}`, { headers })).status, 200);
    const stranger = await edge.send(ME, { headers });
    assertEquals([stranger.status, stranger.json.staff.unit], [200, "jx.3601"]);
    const units = await edge.send("/api/v1/units", { headers });
    problemOf(units, 503, "database-unavailable");
    assertNotEquals(units.headers.get("retry-after"), null);
    edge.resume();
    assertEquals((await edge.signIn("bank")).status, 200);
  },
);

eachStaffedEdge("whoever has left is refused like a wrong password", async (edge) => {
  const wrong = problemOf(await edge.signIn("manager2", "wrong"), 401, "wrong-credentials");
  const [row] = await edge.sql`select version from bank.staff where id = 'staff-manager2'`;
  const left = await edge.post("/api/v1/staff/staff-manager2/leave", {
    as: demoStaff("bank"),
    body: { version: row?.["version"], successor: "staff-manager" },
  });
  assertEquals(left.status, 200, left.text);
  assertEquals(problemOf(await edge.signIn("manager2"), 401, "wrong-credentials"), wrong);
});
