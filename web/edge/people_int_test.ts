/** Units, staff, scopes and the change log through HTTP, on both databases. */
import { assert, assertEquals } from "@std/assert";
import type { ChangeJson } from "../shared/api_changes.ts";
import type { StaffMemberJson, UnitJson } from "../shared/api_organisation.ts";
import { problemOf, type Reply } from "./fixtures/edge.ts";
import { demoStaff, eachStaffedEdge, type StaffedEdge } from "./fixtures/staffed_edge.ts";

const UNITS = "/api/v1/units";
const STAFF = "/api/v1/staff";
const BANK = "jx.3601";
const OUTLET = "jx.3601.360102002";
const OTHER_OUTLET = "jx.3601.360102004";

const idsOf = (reply: Reply): string[] => reply.json.items.map(({ id }: { id: string }) => id);

function patch(edge: StaffedEdge, path: string, options: { as: string; body: unknown }) {
  return edge.send(path, { method: "PATCH", as: demoStaff(options.as), body: options.body });
}

function post(edge: StaffedEdge, path: string, options: { as: string; body: unknown }) {
  return edge.post(path, { as: demoStaff(options.as), body: options.body });
}

function wrongField(reply: Reply): string | undefined {
  return problemOf(reply, 422, "invalid").errors?.[0]?.field;
}

eachStaffedEdge("the tree is read level by level, with what is below each unit", async (edge) => {
  const as = demoStaff("province");
  const [root]: UnitJson[] = (await edge.send(`${UNITS}?kind=province`, { as })).json.items;
  assertEquals(root?.counts, { banks: 3, outlets: 12, staff: 80, managers: 60 });
  const banks = await edge.send(`${UNITS}?parent=jx`, { as });
  assertEquals(idsOf(banks), ["jx.3601", "jx.360121", "jx.3607"]);
  assertEquals(banks.json.items[0].counts, { banks: 0, outlets: 4, staff: 26, managers: 20 });
  const one = await edge.send(`${UNITS}/${OUTLET}`, { as });
  assertEquals(one.json.ancestors.map(({ name }: { name: string }) => name), [
    "江西省联社",
    "南昌农商银行",
  ]);
  assertEquals(one.json.counts.managers, 5);
  const found = await edge.send(`${UNITS}?q=${encodeURIComponent("花洲")}`, { as });
  assertEquals(idsOf(found), [OTHER_OUTLET]);
});

eachStaffedEdge("lists come in pages that neither repeat nor leave out", async (edge) => {
  const as = demoStaff("province");
  for (const [path, total] of [[UNITS, 16], [STAFF, 80]] as const) {
    const seen: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const after: string = next === "" ? "" : `&after=${encodeURIComponent(next)}`;
      const reply: Reply = await edge.send(`${path}?limit=7${after}`, { as });
      assertEquals(reply.status, 200, reply.text);
      seen.push(...idsOf(reply));
      next = reply.json.next;
    }
    assertEquals([seen.length, new Set(seen).size], [total, total]);
  }
});

eachStaffedEdge("each role sees its scope and nothing beside it", async (edge) => {
  const counts = async (username: string) => {
    const as = demoStaff(username);
    const [units, staff] = await Promise.all([
      edge.send(`${UNITS}?limit=100`, { as }),
      edge.send(`${STAFF}?limit=100`, { as }),
    ]);
    return [units.json.items.length, staff.json.items.length];
  };
  assertEquals(await counts("province"), [16, 80]);
  assertEquals(await counts("sre"), [16, 80]);
  assertEquals(await counts("bank"), [5, 26]);
  assertEquals(await counts("outlet"), [1, 6]);
  assertEquals(await counts("manager"), [1, 1]);
  const unseen = async (username: string, path: string) =>
    problemOf(await edge.send(path, { as: demoStaff(username) }), 404, "not-found");
  await unseen("bank", `${UNITS}/jx.3607`);
  await unseen("outlet", `${UNITS}/${OTHER_OUTLET}`);
  await unseen("outlet", `${UNITS}/${BANK}`);
  await unseen("outlet", `${STAFF}/staff-manager3`);
  await unseen("manager", `${STAFF}/staff-manager2`);
  assertEquals(
    (await edge.send(`${STAFF}?unit=jx.3607`, { as: demoStaff("bank") })).json.items,
    [],
  );
});

eachStaffedEdge(
  "staff are found by any part of a name, by number, and by a phone's last four",
  async (edge) => {
    const as = demoStaff("province");
    const [row] = await edge.sql`
    select id, name, phone, employee_no from bank.staff where length(name) = 3 and username is null
    order by id limit 1`;
    const { id, name, phone, employee_no } = row ?? {};
    for (
      const q of [
        name,
        name.slice(0, 2),
        name.slice(1),
        employee_no,
        phone.slice(0, 7),
        phone.slice(-4),
      ]
    ) {
      const reply = await edge.send(`${STAFF}?limit=100&q=${encodeURIComponent(q)}`, { as });
      assert(idsOf(reply).includes(id), `${q}: ${reply.text}`);
    }
    assertEquals(idsOf(await edge.send(`${STAFF}?q=manager2`, { as })), ["staff-manager2"]);
    assertEquals(idsOf(await edge.send(`${STAFF}?q=%25`, { as })), []);
  },
);

eachStaffedEdge(
  "phones are whole for leaders and for oneself, masked for operations",
  async (edge) => {
    const phone = async (as: string, id: string): Promise<string> =>
      (await edge.send(`${STAFF}/${id}`, { as: demoStaff(as) })).json.phone;
    const whole = await phone("bank", "staff-manager");
    assert(/^1\d{10}$/.test(whole), whole);
    assertEquals(await phone("manager", "staff-manager"), whole);
    assertEquals(await phone("sre", "staff-manager"), `${whole.slice(0, 3)}****${whole.slice(-4)}`);
  },
);

eachStaffedEdge("a unit is made below one's own, once by each name", async (edge) => {
  const body = { parent: BANK, code: "new1", name: "红谷滩支行二" };
  const made = await post(edge, UNITS, { as: "bank", body });
  assertEquals(
    [made.status, made.json.id, made.json.kind],
    [201, "jx.3601.new1", "outlet"],
    made.text,
  );
  const again = { ...body, code: "new2" };
  assertEquals(wrongField(await post(edge, UNITS, { as: "bank", body: again })), "name");
  const sameCode = { ...body, name: "另一家支行" };
  assertEquals(wrongField(await post(edge, UNITS, { as: "bank", body: sameCode })), "code");
  const below = { ...again, parent: OUTLET, name: "柜台" };
  assertEquals(wrongField(await post(edge, UNITS, { as: "bank", body: below })), "parent");
  const elsewhere = { ...again, parent: "jx.3607", name: "别家支行" };
  assertEquals(wrongField(await post(edge, UNITS, { as: "bank", body: elsewhere })), "parent");
  problemOf(await post(edge, UNITS, { as: "outlet", body }), 403, "forbidden");
  // A parent is part of the id: a cycle cannot even be asked for.
  const bent = await patch(edge, `${UNITS}/${BANK}`, {
    as: "province",
    body: { version: 1, parent: OUTLET },
  });
  assertEquals(wrongField(bent), "parent");
});

eachStaffedEdge("two editors of a unit: the later one is told", async (edge) => {
  const path = `${UNITS}/${OUTLET}`;
  const first = await patch(edge, path, { as: "bank", body: { version: 1, address: "新址 1 号" } });
  assertEquals([first.status, first.json.version], [200, 2], first.text);
  const late = await patch(edge, path, { as: "province", body: { version: 1, address: "别处" } });
  assertEquals(problemOf(late, 409, "stale").version, 2);
  const shown = await edge.send(path, { as: demoStaff("outlet") });
  assertEquals(shown.json.address, "新址 1 号");
  const taken = await patch(edge, path, { as: "bank", body: { version: 2, name: "百花洲支行" } });
  assertEquals(wrongField(taken), "name");
});

eachStaffedEdge(
  "a unit with people in it is not closed; an empty one is, and opens again",
  async (edge) => {
    const full = await patch(edge, `${UNITS}/${OUTLET}`, {
      as: "bank",
      body: { version: 1, closed: true },
    });
    problemOf(full, 409, "not-empty");
    problemOf(
      await patch(edge, `${UNITS}/${BANK}`, { as: "province", body: { version: 1, closed: true } }),
      409,
      "not-empty",
    );
    await post(edge, UNITS, { as: "bank", body: { parent: BANK, code: "new1", name: "新支行" } });
    const close = { as: "bank", body: { version: 1, closed: true } };
    const closed = await patch(edge, `${UNITS}/jx.3601.new1`, close);
    assert(closed.json.closedAt !== null, closed.text);
    const hired = await post(edge, STAFF, {
      as: "bank",
      body: { name: "新人", role: "manager", unit: "jx.3601.new1" },
    });
    assertEquals(wrongField(hired), "unit");
    const open = await patch(edge, `${UNITS}/jx.3601.new1`, {
      as: "bank",
      body: { version: 2, closed: false },
    });
    assertEquals(open.json.closedAt, null, open.text);
  },
);

eachStaffedEdge("someone is hired, signs in, and is shown where they belong", async (edge) => {
  const body = {
    name: "曾新来",
    role: "manager",
    unit: OUTLET,
    username: "zengxl",
    password: "ein-gutes-wort",
    phone: "15400000001",
    employeeNo: "NEW-1",
  };
  const hired = await post(edge, STAFF, { as: "bank", body });
  assertEquals(hired.status, 201, hired.text);
  assertEquals([hired.json.unitName, hired.json.assignments.length], ["滕王阁支行", 1]);
  assert(!hired.text.includes("ein-gutes-wort"));
  assertEquals((await edge.signIn("zengxl", "ein-gutes-wort")).json.staff.id, hired.json.id);
  const field = async (change: object) =>
    wrongField(
      await post(edge, STAFF, {
        as: "bank",
        body: { ...body, username: "other", employeeNo: "NEW-2", ...change },
      }),
    );
  assertEquals(await field({ username: "zengxl" }), "username");
  assertEquals(await field({ employeeNo: "NEW-1" }), "employeeNo");
  assertEquals(await field({ password: "kurz" }), "password");
  assertEquals(await field({ password: "other-is-in-here" }), "password");
  assertEquals(await field({ unit: BANK }), "unit");
  assertEquals(await field({ unit: "jx.3607.3607000" }), "unit");
  assertEquals(await field({ phone: "123" }), "phone");
  problemOf(
    await post(edge, STAFF, { as: "bank", body: { ...body, role: "province", unit: "jx" } }),
    403,
    "forbidden",
  );
  problemOf(await post(edge, STAFF, { as: "outlet", body }), 403, "forbidden");
});

eachStaffedEdge(
  "particulars change within one's rank, and nobody changes the own role",
  async (edge) => {
    const path = `${STAFF}/staff-manager`;
    const renamed = await patch(edge, path, {
      as: "outlet",
      body: { version: 1, title: "理财经理" },
    });
    assertEquals([renamed.status, renamed.json.title, renamed.json.version], [200, "理财经理", 2]);
    const late = await patch(edge, path, { as: "bank", body: { version: 1, title: "别的" } });
    assertEquals(problemOf(late, 409, "stale").version, 2);
    problemOf(
      await patch(edge, path, { as: "outlet", body: { version: 2, role: "outlet" } }),
      403,
      "forbidden",
    );
    problemOf(
      await patch(edge, `${STAFF}/staff-manager3`, {
        as: "outlet",
        body: { version: 1, title: "x" },
      }),
      404,
      "not-found",
    );
    const headers = await edge.token("manager");
    const raised = await patch(edge, path, { as: "bank", body: { version: 2, role: "outlet" } });
    assertEquals([raised.status, raised.json.role], [200, "outlet"], raised.text);
    problemOf(await edge.send("/api/v1/staff/me", { headers }), 401, "unauthenticated");
    const self = await patch(edge, `${STAFF}/staff-province`, {
      as: "province",
      body: { version: 1, role: "sre" },
    });
    assertEquals(wrongField(self), "role");
    const misfit = await patch(edge, path, { as: "province", body: { version: 3, role: "bank" } });
    assertEquals(wrongField(misfit), "unit");
  },
);

eachStaffedEdge(
  "whoever moves keeps history where it happened, and signs in anew",
  async (edge) => {
    const headers = await edge.token("manager");
    const path = `${STAFF}/staff-manager/move`;
    await edge.world.advance(60_000);
    const moved = await post(edge, path, { as: "bank", body: { version: 1, unit: OTHER_OUTLET } });
    assertEquals(moved.status, 200, moved.text);
    const [now, before] = moved.json.assignments;
    assertEquals([now.unit, now.to, before.unit, before.to], [
      OTHER_OUTLET,
      null,
      OUTLET,
      now.from,
    ]);
    problemOf(await edge.send("/api/v1/staff/me", { headers }), 401, "unauthenticated");
    assertEquals((await edge.signIn("manager")).json.staff.unit, OTHER_OUTLET);
    const elsewhere = await post(edge, path, {
      as: "bank",
      body: { version: 2, unit: "jx.3607.3607000" },
    });
    assertEquals(wrongField(elsewhere), "unit");
    const stale = await post(edge, path, { as: "bank", body: { version: 1, unit: OUTLET } });
    assertEquals(problemOf(stale, 409, "stale").version, 2);
    problemOf(
      await post(edge, path, { as: "outlet", body: { version: 2, unit: OUTLET } }),
      403,
      "forbidden",
    );
    const far = await post(edge, path, {
      as: "province",
      body: { version: 2, unit: "jx.3607.3607000" },
    });
    assertEquals(far.json.unitName, "营业部", far.text);
    problemOf(
      await edge.send(`${STAFF}/staff-manager`, { as: demoStaff("bank") }),
      404,
      "not-found",
    );
  },
);

eachStaffedEdge(
  "whoever leaves has a successor, and one step always leads to someone here",
  async (edge) => {
    const leave = (id: string, body: object) =>
      post(edge, `${STAFF}/${id}/leave`, { as: "bank", body: { version: 1, ...body } });
    assertEquals(wrongField(await leave("staff-manager", {})), "successor");
    for (const successor of ["staff-manager", "staff-outlet", "nobody", "m3607000-01"]) {
      assertEquals(wrongField(await leave("staff-manager", { successor })), "successor", successor);
    }
    const left = await leave("staff-manager", { successor: "staff-manager2" });
    assertEquals([left.json.successorName, left.json.assignments[0].to], [
      "吴经理",
      left.json.leftAt,
    ]);
    assertEquals((await leave("staff-manager2", { successor: "staff-manager3" })).status, 200);
    const rows = await edge.sql`
    select id, successor from bank.staff where successor is not null order by id`;
    assertEquals(rows.map((row) => [row["id"], row["successor"]]), [
      ["staff-manager", "staff-manager3"],
      ["staff-manager2", "staff-manager3"],
    ]);
    const active = await edge.send(`${STAFF}?unit=${OUTLET}`, { as: demoStaff("bank") });
    assert(!idsOf(active).includes("staff-manager"));
    const gone = await edge.send(`${STAFF}?unit=${OUTLET}&status=left`, { as: demoStaff("bank") });
    assertEquals(idsOf(gone), ["staff-manager", "staff-manager2"]);
    const self = await edge.post(`${STAFF}/staff-bank/leave`, {
      as: demoStaff("bank"),
      body: { version: 1 },
    });
    assertEquals(wrongField(self), "id");
  },
);

eachStaffedEdge(
  "every change is in the log with who, when, before and after, each in its scope",
  async (edge) => {
    await patch(edge, `${UNITS}/${OUTLET}`, {
      as: "bank",
      body: { version: 1, address: "新址 1 号" },
    });
    await edge.world.advance(1_000);
    await post(edge, `${STAFF}/staff-manager/move`, {
      as: "bank",
      body: { version: 1, unit: OTHER_OUTLET },
    });
    await edge.world.advance(1_000);
    await post(edge, `${STAFF}/staff-manager3/password`, {
      as: "province",
      body: { password: "ein-neues-wort-26" },
    });
    const read = async (username: string, query = ""): Promise<ChangeJson[]> => {
      const reply = await edge.send(`/api/v1/changes${query}`, { as: demoStaff(username) });
      assertEquals(reply.status, 200, reply.text);
      return reply.json.items;
    };
    const all = await read("province");
    assertEquals(all.map(({ action }) => action), [
      "staff.password-reset",
      "staff.moved",
      "staff.moved",
      "unit.changed",
    ]);
    const changed = all.at(-1);
    assertEquals([changed?.by, changed?.byName, changed?.after], [
      "staff-bank",
      "王营销",
      { address: "新址 1 号" },
    ]);
    assertEquals(Object.keys(changed?.before ?? {}), ["address"]);
    assert(String(changed?.before?.["address"]).startsWith("南昌市东湖区滕王阁街道"));
    assertEquals((await read("outlet")).map(({ action }) => action), [
      "staff.moved",
      "unit.changed",
    ]);
    assertEquals((await read("province", "?by=staff-province")).length, 1);
    assertEquals((await read("province", "?subject=staff/staff-manager")).length, 2);
    const first = await edge.send("/api/v1/changes?limit=3", { as: demoStaff("province") });
    const next = `?limit=3&after=${encodeURIComponent(first.json.next)}`;
    assertEquals([...first.json.items, ...await read("province", next)], all);
    problemOf(await edge.send("/api/v1/changes", { as: demoStaff("manager") }), 403, "forbidden");
    assert(!JSON.stringify(all).includes("scrypt"));
  },
);

eachStaffedEdge("wrong queries are named in both languages", async (edge) => {
  const as = demoStaff("province");
  for (const query of ["limit=0", "limit=1000", "role=boss", "unit=Ü", "status=x"]) {
    const zh = problemOf(await edge.send(`${STAFF}?${query}`, { as }), 422, "invalid");
    const headers = { "accept-language": "en" };
    const en = problemOf(await edge.send(`${STAFF}?${query}`, { as, headers }), 422, "invalid");
    assertEquals(zh.errors?.[0]?.field, query.split("=")[0]);
    assert(zh.errors?.[0]?.message !== en.errors?.[0]?.message, query);
  }
  const items: StaffMemberJson[] = (await edge.send(`${STAFF}?role=sre`, { as })).json.items;
  assertEquals(items.map(({ username }) => username), ["sre"]);
});
