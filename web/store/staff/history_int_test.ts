/** A long random history of people: whatever happens, who worked where when stays whole. */
import { assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { DEMO_ACCOUNTS } from "../../edge/ports/demo_accounts.ts";
import { type Draw, drawFor } from "../organisation/draw.ts";
import { seedOrganisation } from "../organisation/seed.ts";
import { createUnit, patchUnit } from "../organisation/units.ts";
import { eachDatabase } from "../testing/databases.ts";
import { leaveStaff, moveStaff } from "./staff_moves.ts";
import { createStaff, patchStaff } from "./staff_write.ts";

const NOW_MS = Date.UTC(2026, 10, 22);
const STEPS = 240;
const SEED = Number(Deno.env.get("HISTORY_SEED") ?? 1);
const BY: Actor = { id: "staff-province", role: "province", unit: "jx" };

interface Person {
  readonly id: string;
  readonly role: string;
  readonly unit: string;
  readonly version: number;
}

/** What must hold at any instant; each query finds what breaks it. */
const LAWS: Readonly<Record<string, string>> = {
  "an active person has exactly one present assignment, to the own unit": `
    select staff.id from bank.staff
    left join bank.assignment on staff_id = staff.id and to_ms is null
    where left_ms is null and assignment.unit is distinct from staff.unit`,
  "one who left has no present assignment": `
    select id from bank.staff join bank.assignment on staff_id = id
    where left_ms is not null and to_ms is null`,
  "assignments of a person do not overlap and leave no gap": `
    select one.staff_id from bank.assignment as one
    join bank.assignment as next on next.staff_id = one.staff_id and next.from_ms = (
      select min(from_ms) from bank.assignment
      where staff_id = one.staff_id and from_ms > one.from_ms)
    where one.to_ms is distinct from next.from_ms`,
  "a manager who left leads in one step to someone who is here": `
    select gone.id from bank.staff as gone
    left join bank.staff as heir on heir.id = gone.successor and heir.left_ms is null
    where gone.left_ms is not null and gone.role = 'manager' and heir.id is null`,
  "nobody works in a closed unit": `
    select staff.id from bank.staff join bank.unit on unit.id = staff.unit
    where left_ms is null and closed_ms is not null`,
  "a role is where it belongs": `
    select staff.id from bank.staff join bank.unit on unit.id = staff.unit
    where unit.kind <> case role when 'manager' then 'outlet' when 'outlet' then 'outlet'
      when 'bank' then 'bank' else 'province' end`,
  "every change has its line": `
    select staff_id from bank.assignment where from_ms >= ${NOW_MS}
      and not exists (select 1 from bank.change where subject = 'staff/' || staff_id)`,
};

eachDatabase(`a random history keeps who worked where when (seed ${SEED})`, async (sql) => {
  const accounts = DEMO_ACCOUNTS.map((one) => ({ ...one, password: "none" }));
  await seedOrganisation(sql, { scale: "demo", accounts, nowMs: NOW_MS });
  const draw = drawFor(SEED, "history");
  const came = new Map<string, number>();
  for (let step = 1; step <= STEPS; step++) {
    // Some things happen at one instant.
    const nowMs = NOW_MS + Math.floor(step / 2) * 1_000;
    const what = await happen(sql, { draw, nowMs, step });
    came.set(what, (came.get(what) ?? 0) + 1);
    if (step % 40 === 0) await assertLaws(sql, step);
  }
  for (const what of ["move done", "leave done", "hire done", "role done", "close done"]) {
    assertEquals((came.get(what) ?? 0) > 0, true, `${what}: ${JSON.stringify([...came])}`);
  }
});

eachDatabase("two who leave at once and name each other: one stays", async (sql) => {
  const accounts = DEMO_ACCOUNTS.map((one) => ({ ...one, password: "none" }));
  await seedOrganisation(sql, { scale: "demo", accounts, nowMs: NOW_MS });
  const leave = (id: string, successor: string) =>
    leaveStaff(sql, { id, request: { version: 1, successor }, by: BY, nowMs: NOW_MS });
  const came = await Promise.all([
    leave("staff-manager", "staff-manager2"),
    leave("staff-manager2", "staff-manager"),
  ]);
  assertEquals(came.map(({ kind }) => kind).sort(), ["done", "invalid"]);
  await assertLaws(sql, 0);
});

async function assertLaws(sql: Sql, step: number): Promise<void> {
  for (const [law, broken] of Object.entries(LAWS)) {
    assertEquals((await sql.unsafe(broken)).map((row) => ({ ...row })), [], `${step}: ${law}`);
  }
}

/** One deed, allowed or not; says what it was and what came of it. */
async function happen(
  sql: Sql,
  options: { readonly draw: Draw; readonly nowMs: number; readonly step: number },
): Promise<string> {
  const { draw, nowMs, step } = options;
  const person = await anyone(sql, draw);
  const unit = await anyUnit(sql, draw);
  const { id, version } = person;
  const by = BY;
  const who = { by, nowMs, id };
  switch (draw(8)) {
    case 0:
    case 1:
    case 2:
      return `move ${(await moveStaff(sql, { ...who, request: { version, unit: unit.id } })).kind}`;
    case 3:
    case 4: {
      const successor = (await anyone(sql, draw)).id;
      return `leave ${(await leaveStaff(sql, { ...who, request: { version, successor } })).kind}`;
    }
    case 5: {
      const request = { name: "新人", role: "manager", unit: unit.id } as const;
      const hired = { id: `new-${step}`, request, passwordHash: null, by, nowMs };
      return `hire ${(await createStaff(sql, hired)).kind}`;
    }
    case 6: {
      const role = draw(2) === 0 ? "outlet" : "manager";
      return `role ${(await patchStaff(sql, { ...who, patch: { version, role } })).kind}`;
    }
    default: {
      if (draw(2) === 0) {
        const request = { parent: "jx.3601", code: `n${step}`, name: `新支行 ${step}` };
        return `open ${(await createUnit(sql, { request, staff: by, nowMs })).kind}`;
      }
      const patch = { version: unit.version, closed: draw(3) > 0 };
      return `close ${(await patchUnit(sql, { id: unit.id, patch, staff: by, nowMs })).kind}`;
    }
  }
}

async function anyone(sql: Sql, draw: Draw): Promise<Person> {
  const rows = await sql<Person[]>`
    select id, role, unit, version from bank.staff order by id offset ${draw(60)} limit 1`;
  const [person] = rows;
  if (person === undefined) throw new Error("nobody is left");
  return person;
}

async function anyUnit(sql: Sql, draw: Draw): Promise<{ id: string; version: number }> {
  const units = await sql<{ id: string; version: number }[]>`
    select id, version from bank.unit where kind = 'outlet' order by id`;
  const unit = units[draw(units.length)];
  if (unit === undefined) throw new Error("no unit is left");
  return unit;
}
