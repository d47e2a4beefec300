import { assertEquals } from "@std/assert";
import { SILENT, systemWorld } from "../../../engine/mod.ts";
import { RevokedSessions } from "./revoked_sessions.ts";

function revokedAt(nowMs: () => number, max: number): RevokedSessions {
  const { scheduler } = systemWorld();
  return new RevokedSessions({ database: null, scheduler, log: SILENT, nowMs, max });
}

Deno.test("over its bound it forgets tokens that have run out, then those that run out first", () => {
  let nowMs = 0;
  const revoked = revokedAt(() => nowMs, 3);
  const add = (...sessions: [id: string, expiresMs: number][]) =>
    revoked.add(sessions.map(([id, expiresMs]) => ({ id, expiresMs })));
  add(["late", 900], ["soon", 100], ["middle", 500]);
  assertEquals(["late", "soon", "middle"].map((id) => revoked.has(id)), [true, true, true]);
  nowMs = 100;
  add(["next", 600]);
  assertEquals(["late", "soon", "middle", "next"].map((id) => revoked.has(id)), [
    true,
    false,
    true,
    true,
  ]);
  add(["last", 1_000]);
  assertEquals([revoked.size, revoked.has("middle"), revoked.has("last")], [3, false, true]);
});

Deno.test("without a database it knows what this node revoked", async () => {
  const revoked = revokedAt(() => 0, 10);
  assertEquals(await revoked.refresh(), false);
  revoked.add([{ id: "a", expiresMs: 10 }]);
  assertEquals([revoked.has("a"), revoked.has("b")], [true, false]);
  revoked.close();
});
