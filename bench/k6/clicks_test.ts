import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { diceOf } from "./dice.ts";
import { click, CLICK_SHARES, menuOf } from "./clicks.ts";

const OFFERED = [
  { id: "ssc-apply", category: "social-security" },
  { id: "ssc-activate", category: "social-security" },
  { id: "water", category: "utilities" },
  { id: "tuition", category: "education" },
  { id: "time-deposit", category: "deposits" },
  { id: "home-loan", category: "loans" },
  { id: "check-up", category: "health" },
];

Deno.test("clicks fall to the shares of the bank's own numbers", () => {
  const menu = menuOf(OFFERED);
  const dice = diceOf(11);
  const counts = { "social-security": 0, payments: 0, "deposits-loans": 0, "other-products": 0 };
  const draws = 50_000;
  for (let n = 0; n < draws; n++) counts[click(menu, dice).share]++;
  const bank = {
    "social-security": 0.738,
    payments: 0.131,
    "deposits-loans": 0.026,
    "other-products": 0.105,
  };
  for (const { name } of CLICK_SHARES) assertAlmostEquals(counts[name] / draws, bank[name], 0.01);
  assertEquals(CLICK_SHARES.reduce((sum, { weight }) => sum + weight, 0), 1_000);
});

Deno.test("each share has the products of its categories, of the first the activation alone", () => {
  assertEquals(menuOf(OFFERED), {
    "social-security": ["ssc-activate"],
    payments: ["water", "tuition"],
    "deposits-loans": ["time-deposit", "home-loan"],
    "other-products": ["check-up"],
  });
});

Deno.test("a catalogue without the activation has its category, one without a share is refused", () => {
  const without = OFFERED.filter(({ id }) => id !== "ssc-activate");
  assertEquals(menuOf(without)["social-security"], ["ssc-apply"]);
  assertThrows(() => menuOf(OFFERED.slice(0, 4)), Error, 'no product for "deposits and loans"');
});

Deno.test("of a long catalogue only so much is clicked as the statistics can name", () => {
  const many = Array.from({ length: 40 }, (_, n) => ({ id: `h${n}`, category: "health" }));
  const menu = menuOf([...OFFERED, ...many]);
  assertEquals(menu["other-products"].length, 10);
});
