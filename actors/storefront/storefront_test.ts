import { assert, assertEquals } from "@std/assert";
import { dayOf } from "./day.ts";
import { type Content, type Count, DEFAULT_CONTENT, VERSIONS_MAX } from "./protocol.ts";
import type { StorefrontCommand, StorefrontEvent, StorefrontReply } from "./protocol.ts";
import { createStorefrontKind } from "./storefront.ts";

/** 22 November 2026, 20:00 in China. */
const EVENING_MS = Date.UTC(2026, 10, 22, 12);
const HOUR_MS = 3_600_000;

/** A storefront without an engine. */
function open() {
  const kind = createStorefrontKind();
  const events: StorefrontEvent[] = [];
  let state = kind.initial("m1");
  let commands = 0;
  function send(body: StorefrontCommand, atMs = EVENING_MS): StorefrontReply {
    const commandId = `c${commands++}`;
    const turn = kind.decide({ body, atMs, commandId, random: "", from: null }, state);
    for (const event of turn.events) {
      // As the journal keeps it.
      const stored: StorefrontEvent = JSON.parse(JSON.stringify(event));
      events.push(stored);
      state = kind.evolve(state, stored);
    }
    if (!("reply" in turn)) throw new Error("a storefront never waits");
    return turn.reply;
  }
  return {
    send,
    events,
    sum(measure: string, atMs = EVENING_MS, channel?: string): number {
      const reply = send({ kind: "today" }, atMs);
      if (reply.kind !== "today") throw new Error(reply.kind);
      return reply.today.rows
        .filter((row) => row.measure === measure && (channel ?? row.channel) === row.channel)
        .reduce((sum, { n }) => sum + n, 0);
    },
    passivate(): void {
      const saved = JSON.parse(JSON.stringify(kind.save(state)));
      state = kind.load("m1", saved, kind.snapshotVersion);
    },
  };
}

const pitched = (text: string): Content => ({
  ...DEFAULT_CONTENT,
  blocks: [{ kind: "pitch", id: "pitch", hidden: false, text }],
});

function viewOf(reply: StorefrontReply) {
  assertEquals(reply.kind, "view");
  if (reply.kind !== "view") throw new Error(reply.kind);
  return reply.view;
}

const visit = (visitor: number, channel = "wechat"): Count => ({
  channel,
  measure: "visit",
  visitor,
});

Deno.test("a storefront that nobody has edited has no version and stores nothing", () => {
  const { send, events } = open();
  assertEquals(viewOf(send({ kind: "view" })), { revision: 0, published: null, draft: null });
  assertEquals(events, []);
});

Deno.test("a draft is seen by visitors only once it is published", () => {
  const { send } = open();
  const saved = send({ kind: "save-draft", content: pitched("a"), revision: 0, by: "m1" });
  assertEquals(viewOf(saved).published, null);
  const published = viewOf(send({ kind: "publish", revision: 1, by: "m1" }));
  assertEquals(published.published?.version, 1);
  assertEquals(published.published?.content, pitched("a"));
  assertEquals([published.draft, published.revision], [null, 2]);
});

Deno.test("of two editors the later one is told what is there, and nothing is overwritten", () => {
  const { send } = open();
  send({ kind: "save-draft", content: pitched("first"), revision: 0, by: "m1" });
  const late = send({ kind: "save-draft", content: pitched("second"), revision: 0, by: "m1" });
  assertEquals(late.kind === "rejected" && late.code, "stale");
  assertEquals(late.kind === "rejected" && late.view.draft?.content, pitched("first"));
  const publish = send({ kind: "publish", revision: 0, by: "m1" });
  assertEquals(publish.kind === "rejected" && publish.code, "stale");
});

Deno.test("rolling back publishes the old content as a new version and drops the draft", () => {
  const { send } = open();
  for (const text of ["a", "b"]) {
    const { revision } = viewOf(send({ kind: "view" }));
    send({ kind: "save-draft", content: pitched(text), revision, by: "m1" });
    send({ kind: "publish", revision: revision + 1, by: "m1" });
  }
  send({ kind: "save-draft", content: pitched("c"), revision: 4, by: "m1" });
  const back = viewOf(send({ kind: "roll-back", to: 1, revision: 5, by: "m1" }));
  assertEquals([back.published?.version, back.published?.from], [3, 1]);
  assertEquals(back.published?.content, pitched("a"));
  assertEquals(back.draft, null);
});

Deno.test("only the newest versions are kept, and what is not kept cannot come back", () => {
  const { send, passivate } = open();
  for (let i = 0; i < VERSIONS_MAX + 3; i++) {
    const { revision } = viewOf(send({ kind: "view" }));
    send({ kind: "save-draft", content: pitched(String(i)), revision, by: "m1" });
    send({ kind: "publish", revision: revision + 1, by: "m1" });
  }
  passivate();
  const reply = send({ kind: "versions" });
  if (reply.kind !== "versions") throw new Error(reply.kind);
  assertEquals(reply.versions.length, VERSIONS_MAX);
  assertEquals([reply.versions[0]?.version, reply.versions.at(-1)?.version], [23, 4]);
  const { revision } = viewOf(send({ kind: "view" }));
  const gone = send({ kind: "roll-back", to: 3, revision, by: "m1" });
  assertEquals(gone.kind === "rejected" && gone.code, "not-found");
});

Deno.test("there is nothing to publish without a draft", () => {
  const { send } = open();
  const reply = send({ kind: "publish", revision: 0, by: "m1" });
  assertEquals(reply.kind === "rejected" && reply.code, "no-draft");
});

Deno.test("a batch of visits is one event, and a person counts once a day", () => {
  const { send, events, sum } = open();
  send({ kind: "count", counts: [visit(1), visit(1), visit(2, "print"), visit(2)] });
  send({ kind: "count", counts: [visit(1, "print")] });
  assertEquals(events.length, 2);
  assertEquals([sum("visit"), sum("visitor"), sum("new-visitor")], [5, 2, 2]);
  assertEquals(sum("visitor", EVENING_MS, "wechat"), 1);
  assertEquals(sum("visitor", EVENING_MS, "print"), 1);
});

Deno.test("the next day begins at midnight in China, and knows who came before", () => {
  const { send, sum } = open();
  send({ kind: "count", counts: [visit(1)] });
  const nextMs = EVENING_MS + 4 * HOUR_MS;
  assertEquals([sum("visit", nextMs - 1), sum("visit", nextMs)], [1, 0]);
  send({ kind: "count", counts: [visit(1), visit(2)] }, nextMs);
  assertEquals(sum("visitor", nextMs), 2);
  assertEquals(sum("new-visitor", nextMs), 1);
});

Deno.test("channels and products that would be too many become others", () => {
  const { send, sum } = open();
  const counts = Array.from({ length: 40 }, (_, i): Count => ({
    channel: `c${i}`,
    measure: "click",
    item: `p${i}`,
  }));
  send({ kind: "count", counts });
  assertEquals(sum("click"), 40);
  assertEquals(sum("click", EVENING_MS, "other"), 24);
});

Deno.test("a hundred thousand visitors are counted within one percent, in 8 KB a day", () => {
  const { send, sum, passivate } = open();
  const visitors = 100_000;
  for (let from = 0; from < visitors; from += 1_000) {
    const counts = Array.from({ length: 1_000 }, (_, i) => visit(scatter(from + i)));
    send({ kind: "count", counts });
    if (from % 25_000 === 0) passivate();
  }
  assertEquals(sum("visit"), visitors);
  const counted = sum("visitor");
  assert(Math.abs(counted - visitors) < visitors / 100, `${counted}`);
  assertEquals(sum("new-visitor"), counted);
});

Deno.test("days are those of the calendar", () => {
  for (let ms = Date.UTC(1999, 11, 20); ms < Date.UTC(2101, 0, 1); ms += 11 * HOUR_MS) {
    assertEquals(dayOf(ms), new Date(ms + 8 * HOUR_MS).toISOString().slice(0, 10));
  }
});

/** A slot as a hash would give it. */
function scatter(n: number): number {
  let hash = Math.imul(n ^ (n >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) & 0xffff;
}
