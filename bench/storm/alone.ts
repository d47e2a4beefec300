/** What a join costs the cells alone: `decide` and `evolve`, without engine, journal and snapshots. */
import { cellOfCustomer, createKinds } from "../../actors/mod.ts";
import type { InviterFacts, Place, ReferralReply } from "../../actors/referral/protocol.ts";
import { type AnyKind, DEFAULT_LIMITS } from "../../engine/mod.ts";
import { mainCpuUs } from "./calm.ts";
import { keyOf } from "./notes.ts";

const HOUR_MS = 3_600_000;
const RANDOM = "r".repeat(21);
/** The inviter of the i-th joined when so much of the crowd was there. */
const INVITER_AT = 0.7;

/** Cells that hand each other their messages at once; everybody else's go nowhere. */
export class Cells {
  readonly #kind: AnyKind;
  readonly #states: ReturnType<AnyKind["initial"]>[];
  readonly #members: InviterFacts[] = [];
  readonly #prefix: string;

  constructor(cells: number, prefix: string) {
    this.#prefix = prefix;
    const kind = createKinds(DEFAULT_LIMITS).find(({ name }) => name === "referral");
    if (kind === undefined) throw new Error("Cannot find the kind referral");
    this.#kind = kind;
    this.#states = Array.from({ length: cells }, (_, cell) => kind.initial(`c/${cell}`));
    const phase = { version: 1, paused: false, ended: false, endsAtMs: HOUR_MS };
    const terms = {
      cells,
      startsAtMs: 0,
      attribution: "last",
      windowMs: HOUR_MS,
      qualifying: ["account-opened"],
      rewards: { perInvitee: { kind: "points", ref: "main", amount: 10 } },
      caps: {},
      holdMs: 0,
      eligibility: null,
      coupons: {},
      ...{ pointFen: 1, title: "storm", rules: 1, burstMax: 1_000, burstMs: 1, reportMs: 1_000 },
    };
    for (let cell = 0; cell < cells; cell++) {
      this.#turn(cell, { kind: "direct", terms, phase }, "campaign/c");
    }
  }

  /** CPU us per join of so many more. */
  join(count: number): number {
    const before = mainCpuUs();
    for (let i = 0; i < count; i++) this.#join();
    return (mainCpuUs() - before) / count;
  }

  #join(): void {
    const index = this.#members.length;
    const customer = `${this.#prefix}-${String(index).padStart(9, "0")}`;
    const inviter = this.#members[Math.floor(index * INVITER_AT)] ?? null;
    const code: Place | null = inviter === null ? null : { cell: inviter.cell, n: inviter.n };
    const device = `${customer}-device`;
    const reply = this.#turn(cellOfCustomer(customer, this.#states.length), {
      kind: "join",
      ...{ customer, code, device, via: null, channel: "link", mask: "139****0101" },
      touches: code === null ? [] : [{ place: code, atMs: 1, channel: "link" }],
      inviters: inviter === null ? {} : { [keyOf(inviter)]: inviter },
      isStaff: false,
      facts: { tags: [], isNew: true, orgUnitIds: [] },
    }, null);
    if (reply.kind !== "participant") throw new Error(`Expected a participant, got ${reply.kind}`);
    const { cell, n, level, via, mask } = reply.participant;
    this.#members.push({ cell, n, level, via, mask, customer, device, inviter: code });
  }

  #turn(cell: number, body: unknown, from: string | null): ReferralReply {
    const command = { body, atMs: 1, commandId: "c", random: RANDOM, from };
    const decision = this.#kind.decide(command, this.#states[cell]);
    for (const event of decision.events) {
      this.#states[cell] = this.#kind.evolve(this.#states[cell], event);
    }
    for (const { to, command } of decision.send ?? []) {
      const [kind, , receiver] = to.split("/");
      if (kind === "referral") this.#turn(Number(receiver), command, `referral/c/${cell}`);
    }
    if (!("reply" in decision)) throw new Error("Expected a reply at once");
    return decision.reply;
  }
}
