/** Journals and snapshots of wallets of earlier releases say the same today. */
import { assertEquals } from "@std/assert";
import walletV1 from "../fixtures/wallet_v1.json" with { type: "json" };
import type { WalletEvent } from "./events.ts";
import { LIMITS } from "./scenario.ts";
import { createWalletKind } from "./wallet.ts";

Deno.test("records and snapshots of wallets of version 1 say the same today", () => {
  const kind = createWalletKind(LIMITS);
  let replayed = kind.initial(walletV1.key);
  for (const event of walletV1.events) {
    const current = kind.eventVersion === walletV1.eventVersion
      ? event as WalletEvent
      : kind.upcast?.(event, walletV1.eventVersion);
    if (current === undefined) throw new Error("Cannot upcast");
    replayed = kind.evolve(replayed, current);
  }
  const loaded = kind.load(walletV1.key, walletV1.snapshot, walletV1.snapshotVersion);
  assertEquals(kind.save(replayed), kind.save(loaded));
  const { atMs, coupons, balance, locked, version } = walletV1.expect;
  for (const state of [replayed, loaded]) {
    const stamp = { atMs, commandId: "c", random: "r", from: null };
    const decision = kind.decide({ ...stamp, body: { kind: "view" } }, state);
    if (!("reply" in decision) || decision.reply.kind !== "wallet") throw new Error("No view");
    const { wallet } = decision.reply;
    assertEquals(Object.fromEntries(wallet.coupons.map(({ id, state }) => [id, state])), coupons);
    const { points } = wallet;
    assertEquals([points.balance, points.locked, wallet.version], [balance, locked, version]);
  }
});
