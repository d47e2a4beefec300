/** What a release stored, later ones read. */
import { assertEquals } from "@std/assert";
import stored from "../fixtures/storefront_v1.json" with { type: "json" };
import type { StorefrontEvent, StorefrontReply } from "./protocol.ts";
import type { StorefrontState } from "./state.ts";
import { createStorefrontKind } from "./storefront.ts";

const kind = createStorefrontKind();
/** 23 November 2026, 20:00:02 in China. */
const AT_MS = Date.UTC(2026, 10, 23, 12, 0, 2);

function check(state: StorefrontState): void {
  const ask = (body: { kind: "view" | "versions" | "today" }): StorefrontReply => {
    const turn = kind.decide({ body, atMs: AT_MS, commandId: "c", random: "", from: null }, state);
    if (!("reply" in turn)) throw new Error("waits");
    return turn.reply;
  };
  const view = ask({ kind: "view" });
  if (view.kind !== "view") throw new Error(view.kind);
  assertEquals(view.view.revision, 6);
  assertEquals([view.view.published?.version, view.view.published?.from], [3, 1]);
  assertEquals(view.view.published?.content.products, ["p1", "p2"]);
  assertEquals(view.view.draft?.content.products, []);
  const versions = ask({ kind: "versions" });
  if (versions.kind !== "versions") throw new Error(versions.kind);
  assertEquals(versions.versions.map(({ version }) => version), [3, 2, 1]);
  assertEquals(ask({ kind: "today" }), {
    kind: "today",
    today: {
      day: "2026-11-23",
      rows: [
        { channel: "wechat", measure: "visit", item: "", n: 1 },
        { channel: "wechat", measure: "visitor", item: "", n: 1 },
        { channel: "wechat", measure: "share", item: "", n: 1 },
      ],
    },
  });
}

Deno.test("a storefront journaled with events of version 1 replays to the same state", () => {
  let state = kind.initial("f");
  for (const event of stored.events) {
    const current = stored.eventVersion === kind.eventVersion
      // Written by an earlier release.
      ? event as StorefrontEvent
      : kind.upcast?.(event, stored.eventVersion);
    if (current !== undefined) state = kind.evolve(state, current);
  }
  check(state);
});

Deno.test("a storefront stored as a snapshot of version 1 is the same", () => {
  check(kind.load("f", stored.snapshot, stored.snapshotVersion));
});
