import { assertEquals } from "@std/assert";
import type { TagJson } from "../../shared/api_customers.ts";
import { mergedTags, tagsDiffer, tagsRequest, tagTexts, withoutTag, withTag } from "./tags.ts";

const THERE: readonly TagJson[] = [
  { tag: "社保卡", source: "import", by: "s1", at: "2026-01-01T00:00:00.000Z", until: null },
  {
    tag: "VIP",
    source: "hand",
    by: "s1",
    at: "2026-01-01T00:00:00.000Z",
    until: "2026-12-31T16:00:00.000Z",
  },
];

Deno.test("a tag's last day counts to its end in China, there and back", () => {
  const texts = tagTexts(THERE);
  assertEquals(texts[1], { tag: "VIP", until: "2026-12-31" });
  assertEquals(tagsRequest(texts, 3), {
    version: 3,
    tags: [{ tag: "社保卡" }, { tag: "VIP", until: "2026-12-31T16:00:00.000Z" }],
  });
});

Deno.test("tags are added once each, several at a time, and removed", () => {
  const texts = withTag(tagTexts(THERE), " VIP 农户，种粮 农户");
  assertEquals(texts.map((one) => one.tag), ["社保卡", "VIP", "农户", "种粮"]);
  assertEquals(withoutTag(texts, "VIP").length, 3);
});

Deno.test("the order of tags is no difference, a day is", () => {
  const texts = tagTexts(THERE);
  assertEquals(tagsDiffer(texts.toReversed(), THERE), false);
  assertEquals(tagsDiffer([{ tag: "社保卡", until: "2027-01-01" }], THERE), true);
});

Deno.test("what two people did to one customer's tags stands together", () => {
  const tag = (name: string, until = "") => ({ tag: name, until });
  const before = [tag("a"), tag("b"), tag("c"), tag("d")];
  const mine = [tag("a"), tag("b"), tag("c", "2026-12-01"), tag("x")];
  const theirs = [tag("a", "2027-01-01"), tag("c"), tag("d"), tag("y")];
  assertEquals(mergedTags(before, { mine, theirs }), [
    tag("a", "2027-01-01"),
    tag("c", "2026-12-01"),
    tag("x"),
    tag("y"),
  ]);
});
