/** What people of a simulated referral were told. */
import type { ParticipantView, Place } from "../../actors/referral/protocol.ts";
import type { Outcome } from "./client.ts";

/** A promise: told by a process whose word counts. */
export interface ToldJoin {
  readonly customer: string;
  readonly place: Place;
  readonly inviter: Place | null;
}

/** An event of the bank and what became of it. */
export interface ToldEvent {
  readonly customer: string;
  readonly id: string;
  readonly atMs: number;
  /** It was durable before the answer. */
  readonly sure: boolean;
}

export class ReferralMemory {
  readonly joins: ToldJoin[] = [];
  readonly events: ToldEvent[] = [];
  /** Events that were taken back, or may have been. */
  readonly reversed = new Set<string>();
  /** People whom staff took out, or may have. */
  readonly removed = new Set<string>();
  /** Places whose codes people pass on. */
  readonly places: (Place & { readonly customer: string; readonly device: string | null })[] = [];

  joined(
    customer: string,
    participant: ParticipantView,
    by: { readonly device: string | null; readonly outcome: Outcome<unknown> },
  ): void {
    const { cell, n, inviter } = participant;
    if (by.outcome.kind === "reply" && by.outcome.stale) return;
    this.joins.push({
      customer,
      place: { cell, n },
      inviter: inviter === null ? null : { cell: inviter.cell, n: inviter.n },
    });
    if (!this.places.some((place) => place.cell === cell && place.n === n)) {
      this.places.push({ cell, n, customer, device: by.device });
    }
  }
}
