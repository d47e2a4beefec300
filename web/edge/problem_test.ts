import { assert, assertEquals } from "@std/assert";
import { Fault, type FaultCode } from "../../engine/mod.ts";
import { faultProblem, problem } from "./problem.ts";
import { languageOf } from "./words.ts";

const FAULTS: Readonly<Record<FaultCode, number>> = {
  "overloaded": 503,
  "draining": 503,
  "journal-unavailable": 503,
  "journal-full": 503,
  "outcome-unknown": 503,
  "fenced": 503,
  "journal-corrupt": 500,
  "bug": 500,
  "duplicate-command": 409,
  "payload-too-large": 413,
};

Deno.test("a fault becomes its status; its message and its cause stay inside", async () => {
  for (const [code, status] of Object.entries(FAULTS)) {
    const cause = new Error("redis at 10.0.0.7 said no");
    const fault = new Fault(code as FaultCode, "Cannot append to stock/42/0", {
      retry: "later",
      retryAfterMs: 2_500,
      cause,
    });
    const response = faultProblem(fault, "en");
    assertEquals(response.status, status, code);
    const text = await response.text();
    assert(!text.includes("stock/42") && !text.includes("redis"), text);
    const body = JSON.parse(text);
    assertEquals([body.code, body.status], [code, status]);
    if (status === 503) {
      assertEquals([response.headers.get("retry-after"), body.retryAfterMs], ["3", 2_500]);
    } else {
      assertEquals([response.headers.get("retry-after"), "retryAfterMs" in body], [null, false]);
    }
  }
});

Deno.test("documents that are kept for a crowd do not leak from one customer to the next", async () => {
  const of = async (facts: Parameters<typeof problem>[2]) =>
    await problem("limit-reached", "en", facts).json();
  const reservation = {
    id: "x.0.0-AAAAAAAA",
    campaignId: "x",
    units: 1,
    priceFen: 1,
    expiresAt: "",
    state: "held",
    createdAt: "",
  } as const;
  assertEquals((await of({ limit: 1, reservation })).reservation.id, reservation.id);
  assertEquals("reservation" in await of({ limit: 1 }), false);
  assertEquals((await of({ limit: 2 })).limit, 2);
  assertEquals((await of({ limit: 1 })).limit, 1);
  assertEquals((await problem("limit-reached", "zh", { limit: 1 }).json()).title, "已达限购数量");
});

Deno.test("the language is the one named first, Chinese where neither is", () => {
  const cases = [
    [null, "zh"],
    ["en", "en"],
    ["en-US,en;q=0.9", "en"],
    ["zh-CN,zh;q=0.9,en;q=0.8", "zh"],
    ["fr,en;q=0.5", "en"],
    ["fr", "zh"],
  ] as const;
  for (const [header, language] of cases) assertEquals(languageOf(header), language);
});

Deno.test("Chinese sentences have Chinese punctuation", async () => {
  const source = await Deno.readTextFile(new URL("./words.ts", import.meta.url));
  assertEquals(source.match(/.*[\u4e00-\u9fff}][,;:!?(](?=[\u4e00-\u9fff$]).*/g), null);
});
