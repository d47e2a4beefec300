import { assertEquals } from "@std/assert";
import type { Probe } from "./search.ts";
import { type Evidence, verdictOf } from "./verdict.ts";

const probe = (perSecond: number, outcome: Probe["outcome"]): Probe => ({
  asked: perSecond,
  perSecond,
  outcome,
  isEasy: false,
});
const EVIDENCE: Evidence = {
  expectedPerSecond: 200,
  leastHeadroom: 1,
  played: { passed: true, soldOutS: 4.06, units: { total: 500, taken: 500 }, seconds: 30 },
  found: { carried: probe(479, "carried"), broke: probe(540, "gave-way"), cut: null },
  pressure: { zh: "提交延迟", en: "the commit latency" },
};
const verdict = (evidence: Partial<Evidence>) => verdictOf({ ...EVIDENCE, ...evidence });

Deno.test("a campaign that is carried has its headroom, its sell-out and what gives way first", () => {
  assertEquals(verdict({}), {
    word: "passed",
    headroom: 2.395,
    isAtLeast: false,
    sentence: {
      zh:
        "本安装可承载该活动，余量 2.3 倍（实测每秒 479 可承载、540 不行，预计高峰每秒 200）；约 4.1 秒售罄；最先吃紧的是提交延迟。",
      en:
        "This installation carries this campaign with 2.3× headroom (479/s carried, 540/s not, 200/s expected); sold out after 4.1 s; the first thing that gives way is the commit latency.",
    },
  });
});

Deno.test("a headroom below one fails", () => {
  const { word, headroom, sentence } = verdict({
    played: { passed: false, soldOutS: null, units: { total: 500, taken: 312 }, seconds: 30 },
    found: { carried: probe(48, "carried"), broke: probe(55, "gave-way"), cut: null },
    pressure: { zh: "准入", en: "admission" },
  });
  assertEquals([word, headroom], ["failed", 0.24]);
  assertEquals(
    sentence.en,
    "This installation does not carry this campaign: 0.24× headroom (48/s carried, 55/s not, 200/s expected); not sold out within the 30 s played (312 of 500 units taken); the first thing that gives way is admission.",
  );
});

Deno.test("an installation that carries nothing that was tried fails", () => {
  const { word, headroom, sentence } = verdict({
    played: { passed: false, soldOutS: null, units: null, seconds: 30 },
    found: { carried: null, broke: probe(4, "gave-way"), cut: null },
    pressure: null,
  });
  assertEquals([word, headroom], ["failed", null]);
  assertEquals(
    sentence.en,
    "This installation does not carry this campaign: not even 4/s of the 200/s expected.",
  );
});

Deno.test("a headroom that is asked for and missed fails", () => {
  const { word, sentence } = verdict({ leastHeadroom: 3 });
  assertEquals(word, "failed");
  assertEquals(
    sentence.zh.split("；")[0],
    "本安装可承载该活动，但余量 2.3 倍，不及所要求的 3 倍（实测每秒 479 可承载、540 不行，预计高峰每秒 200）",
  );
});

Deno.test("where the generator was the limit, the headroom is at least what it offered", () => {
  const { word, isAtLeast, sentence } = verdict({
    found: { carried: probe(479, "carried"), broke: probe(540, "generator"), cut: null },
    pressure: { zh: "压测端", en: "the generator" },
  });
  assertEquals([word, isAtLeast], ["passed", true]);
  assertEquals(
    sentence.en.split(";")[0],
    "This installation carries this campaign with at least 2.3× headroom, where the generator was the limit (479/s carried, 200/s expected)",
  );
});

Deno.test("a generator that cannot offer the expected peak shows nothing, which fails", () => {
  const { word, sentence } = verdict({
    played: { passed: false, soldOutS: null, units: null, seconds: 30 },
    found: { carried: probe(120, "carried"), broke: probe(140, "generator"), cut: null },
    pressure: null,
  });
  assertEquals(word, "failed");
  assertEquals(
    sentence.en,
    "It is not shown that this installation carries this campaign: at least 0.6× headroom, where the generator was the limit (120/s carried, 200/s expected).",
  );
});

Deno.test("a search whose time was over claims no more than it measured", () => {
  const { word, sentence } = verdict({
    found: { carried: probe(800, "carried"), broke: null, cut: "time" },
    pressure: null,
  });
  assertEquals(word, "passed");
  assertEquals(
    sentence.en,
    "This installation carries this campaign with at least 4× headroom, where the time to search was over (800/s carried, 200/s expected); sold out after 4.1 s.",
  );
});

Deno.test("what was interrupted is no verdict", () => {
  const { word, sentence } = verdict({
    found: { carried: probe(400, "carried"), broke: null, cut: "interrupted" },
    pressure: null,
  });
  assertEquals(word, "interrupted");
  assertEquals(
    sentence.en,
    "The rehearsal was interrupted; so far it showed at least 2× headroom; sold out after 4.1 s.",
  );
});
