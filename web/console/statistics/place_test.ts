import { assertEquals } from "@std/assert";
import { below, chartPath, hrefAt, placeOf, proofHref, proofPath, tablePath } from "./place.ts";

// 00:30 in China: the day is theirs, not that of Greenwich.
const NOW_MS = Date.parse("2026-11-21T16:30:00Z");

function read(query: string) {
  return placeOf(new URLSearchParams(query), NOW_MS);
}

Deno.test("without an address it is business of the last 30 days in China's time", () => {
  assertEquals(read(""), {
    unit: null,
    manager: null,
    from: "2026-10-24",
    to: "2026-11-22",
    domain: "business",
  });
});

Deno.test("days that are none are left out, and turned days are put right", () => {
  assertEquals(read("from=2026-02-31&to=x").from, "2026-10-24");
  const turned = read("from=2026-11-20&to=2026-11-01");
  assertEquals([turned.from, turned.to], ["2026-11-01", "2026-11-20"]);
});

Deno.test("a year is the most that is asked for", () => {
  const long = read("from=2020-01-01&to=2026-11-22");
  assertEquals([long.from, long.to], ["2025-11-22", "2026-11-22"]);
});

Deno.test("an address and its place are each other's inverse", () => {
  const place = read("unit=jx.3601&manager=m%201&from=2026-11-01&to=2026-11-02&domain=keeping");
  assertEquals(placeOf(new URLSearchParams(hrefAt(place).split("?")[1]), NOW_MS), place);
});

Deno.test("drilling goes bank, outlet, manager, day and ends there", () => {
  const province = read("");
  const bank = below(province, { by: "bank", key: "jx.3601" });
  assertEquals(bank?.unit, "jx.3601");
  const outlet = below(read("unit=jx.3601"), { by: "outlet", key: "jx.3601.a" });
  assertEquals(outlet?.unit, "jx.3601.a");
  const manager = below(read("unit=jx.3601.a"), { by: "manager", key: "m1" });
  assertEquals([manager?.unit, manager?.manager], ["jx.3601.a", "m1"]);
  const day = below(read("manager=m1"), { by: "day", key: "2026-11-02" });
  assertEquals([day?.from, day?.to], ["2026-11-02", "2026-11-02"]);
  assertEquals(below(province, { by: "bank", key: null }), null);
  assertEquals(below(read("manager=m1"), { by: "manager", key: "m1" }), null);
});

Deno.test("the server is asked for the next level, and for days of one manager", () => {
  assertEquals(
    tablePath(read("unit=jx.3601&from=2026-11-01&to=2026-11-02")),
    "/api/v1/statistics?unit=jx.3601&from=2026-11-01&to=2026-11-02&by=unit&limit=100",
  );
  assertEquals(tablePath(read("manager=m1")).includes("by=day"), true);
  assertEquals(chartPath(read("")).includes("by=day"), true);
});

Deno.test("a figure's proof asks our own query only", () => {
  const figures = {} as never;
  const line = {
    key: null,
    name: null,
    unit: null,
    figures,
    href: "/api/v1/statistics/query?unit=jx&credit=none",
  };
  const href = proofHref(line, "fen");
  const query = new URLSearchParams(href.split("?")[1]);
  assertEquals(proofPath(query), `${line.href}&measure=fen`);
  assertEquals(proofPath(new URLSearchParams("of=https://elsewhere.example/")), null);
  assertEquals(proofPath(new URLSearchParams("of=/api/v1/staff/logout")), null);
});
