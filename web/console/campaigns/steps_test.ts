import { assertEquals } from "@std/assert";
import { previewOf } from "./preview_sale.ts";
import { check, newTexts, type SaleTexts, worstCase } from "./sale_form.ts";
import { quickStartMs } from "./when_step.tsx";
import { stepOf } from "./steps.ts";
import { startingTexts, TEMPLATES } from "./templates.ts";

const NOW_MS = Date.parse("2026-11-22T11:30:00Z");
const TEXTS: SaleTexts = { ...newTexts(NOW_MS), title: "脐橙", price: "9.90", units: "100" };

Deno.test("every field stands on a step", () => {
  assertEquals(stepOf("releases.0.units"), "when");
  const steps = Object.keys(newTexts(NOW_MS)).map(stepOf);
  assertEquals([...new Set(steps)], ["what", "units", "when", "who", "look"]);
});

Deno.test("every template is complete from the start", () => {
  for (const { id } of TEMPLATES) {
    assertEquals([...check(startingTexts(NOW_MS, id), NOW_MS).faults], [], id);
  }
});

Deno.test("the worst case counts units, money and customers", () => {
  assertEquals(worstCase({ ...TEXTS, perCustomerMax: "3" }), {
    units: 100,
    fen: 99_000,
    customersMin: 34,
    customersMax: 100,
    perCustomerFen: 2_970,
  });
  assertEquals(worstCase({ ...TEXTS, units: "" }), null);
});

Deno.test("openings are offered in full minutes, at the next full hour, and tonight at eight", () => {
  const at = (minutes: number, now: string) =>
    new Date(quickStartMs(minutes, Date.parse(now))).toISOString().slice(5, 16);
  assertEquals(at(5, "2026-11-22T11:30:10Z"), "11-22T11:36");
  assertEquals(at(0, "2026-11-22T11:30:10Z"), "11-22T12:00");
  assertEquals(at(-20, "2026-11-22T11:30:10Z"), "11-22T12:00");
  assertEquals(at(-20, "2026-11-22T12:00:00Z"), "11-23T12:00", "eight has passed in China");
  assertEquals(at(-20, "2026-11-22T17:00:00Z"), "11-23T12:00", "it is tomorrow in China");
});

Deno.test("a preview adds up at every moment, complete form or not", () => {
  const releases = [{ at: TEXTS.endsAt, units: "5" }];
  for (const moment of ["early", "open", "few", "sold-out"] as const) {
    for (const units of ["1", "7", "1000", ""]) {
      const sale = previewOf({ ...TEXTS, units, releases }, { moment, nowMs: NOW_MS });
      const { total, available, held, confirmed, unreleased } = sale.units;
      assertEquals(available + held + confirmed + unreleased, total, `${moment} ${units}`);
      assertEquals(Date.parse(sale.startsAt) > NOW_MS, moment === "early");
    }
  }
});
