import { assert, assertEquals } from "@std/assert";
import { ACTIONS, inReach, inScope, mayDo, type StaffRole } from "./permissions.ts";
import { rolesTable } from "./roles_doc.ts";

const staff = (role: StaffRole, unit: string) => ({ id: `s-${role}`, role, unit });

/** Cells of every row of a table in Markdown, however it is padded. */
function cellsOf(markdown: string): string[] {
  return markdown.split("\n").filter((line) =>
    line.startsWith("| `") || line.startsWith("| Action")
  )
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()).join("|"));
}

Deno.test("docs/roles.md says what the server enforces", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/roles.md", import.meta.url));
  const table = page.slice(page.indexOf("| Action"));
  assertEquals(cellsOf(table), cellsOf(rolesTable()));
});

Deno.test("a unit contains itself and what is below, and no neighbour with a like beginning", () => {
  const bank = staff("bank", "jx.3601");
  assert(inScope(bank, "jx.3601") && inScope(bank, "jx.3601.360102002"));
  for (const unit of ["jx", "jx.36012", "jx.360121", "jx.3607", "", "jx.3601x.1"]) {
    assertEquals(inScope(bank, unit), false, unit);
  }
  assert(inScope(staff("province", "jx"), "jx.3607") && inScope(staff("sre", "jx"), ""));
  assertEquals(inScope(staff("outlet", ""), "jx.3601"), false);
});

Deno.test("a manager reaches the own things only, an outlet those of its managers", () => {
  const own = { manager: "s-manager", unit: "jx.1.1" };
  const colleagues = { manager: "other", unit: "jx.1.1" };
  const manager = staff("manager", "jx.1.1");
  assert(inReach(manager, own));
  assertEquals([inReach(manager, colleagues), inReach(manager, { ...own, manager: null })], [
    false,
    false,
  ]);
  const outlet = staff("outlet", "jx.1.1");
  assert(inReach(outlet, own) && inReach(outlet, colleagues));
  assertEquals(inReach(outlet, { manager: "other", unit: "jx.1.2" }), false);
});

Deno.test("operations change nothing but what stops harm", () => {
  const mayChange = Object.entries(ACTIONS)
    .filter(([action, { en, roles }]) =>
      roles.includes("sre") && !/^see |^audit/.test(en) && action !== "account"
    )
    .map(([action]) => action);
  assertEquals(mayChange, ["pause", "resume", "end"]);
});

Deno.test("whoever is lower may do nothing that the bank may not, but for the own storefront", () => {
  const ranks: readonly StaffRole[] = ["manager", "outlet", "bank", "province"];
  for (const action of Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]) {
    if (action === "storefront-edit") continue;
    const allowed = ranks.map((role) => mayDo(role, action));
    assertEquals(allowed, allowed.toSorted(), action);
  }
});
