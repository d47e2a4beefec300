/** What happens in a wallet. Coupons have the id of the grant that made them. */
import type { CouponRules, CouponUse, PointsEntry } from "./protocol.ts";

export type WalletEvent =
  | {
    readonly kind: "issued";
    readonly id: string;
    readonly code: string;
    readonly rules: CouponRules;
    readonly campaign: string;
    readonly from: string;
    readonly atMs: number;
    readonly validFromMs: number;
    readonly validUntilMs: number;
  }
  /** The code was somebody else's already. */
  | { readonly kind: "recoded"; readonly id: string; readonly code: string }
  | {
    readonly kind: "locked";
    readonly id: string;
    readonly reservation: string;
    readonly discountFen: number;
    readonly untilMs: number;
    readonly attempt: number;
  }
  /** The time of the lock is over and the cell was asked. */
  | { readonly kind: "lock-ended"; readonly id: string }
  | { readonly kind: "unlocked"; readonly id: string; readonly atMs: number }
  | {
    readonly kind: "used";
    readonly id: string;
    readonly use: CouponUse;
    /** Of the request that redeemed it. */
    readonly key?: string;
  }
  | { readonly kind: "given-back"; readonly id: string; readonly atMs: number }
  | { readonly kind: "expired"; readonly ids: readonly string[]; readonly atMs: number }
  /** A locked one is revoked when its lock ends without use; `asker` is told then, or when it is used. */
  | {
    readonly kind: "revoked";
    readonly id: string;
    readonly reason: string;
    readonly atMs: number;
    readonly afterLock: boolean;
    readonly asker?: string;
  }
  /** Points in or out: `takes` says of which grants, and `debt` how much is owed more or less. */
  | {
    readonly kind: "points-moved";
    readonly entry: PointsEntry;
    readonly takes: readonly (readonly [grant: string, points: number])[];
    readonly debt: number;
  };
