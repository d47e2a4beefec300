/**
 * Protocol of `customer/<id>`: what the bank knows of a customer. One never seen before is new, untagged, of no unit
 * and nobody's. It is also where everything arrives that the customer did (`hub.ts`): from here it goes on to the
 * referral campaigns that the customer takes part in.
 */
import type { Protocol } from "../../engine/contract.ts";
import type { QualifyingEvent, QualifyingEventType } from "../referral/protocol.ts";
import type { Enrol } from "../referral/transfer.ts";
import type { CustomerFacts } from "../stock/protocol.ts";

export type TagSource = "hand" | "import" | "rule";

/** A tag, who gave it and until when it counts. */
export interface Tag {
  readonly tag: string;
  readonly source: TagSource;
  readonly by: string;
  readonly atMs: number;
  /** Null: for ever. */
  readonly untilMs: number | null;
}

export interface CustomerView {
  /** Grows with every change: whoever changes something says which one was read. 0: never seen before. */
  readonly version: number;
  readonly name: string | null;
  /** First business with the bank, `2019-03-08`; null: none that is known. */
  readonly since: string | null;
  readonly isNew: boolean;
  /** Those that count now. */
  readonly tags: readonly Tag[];
  readonly manager: string | null;
  /** From the outlet up, as of the binding. */
  readonly units: readonly string[];
  /** Of the last change; 0 for none. */
  readonly atMs: number;
}

/** A manager, and the units that this one stands in, from the outlet up. */
export interface Binding {
  readonly manager: string;
  readonly units: readonly string[];
}

export type CustomerCommand =
  | { readonly kind: "facts" }
  | { readonly kind: "view" }
  /** Replaces what eligibility reads. */
  | { readonly kind: "set-facts"; readonly facts: CustomerFacts; readonly by: string }
  /** Replaces all tags; those that stay keep who gave them. */
  | {
    readonly kind: "set-tags";
    readonly tags: readonly { readonly tag: string; readonly untilMs: number | null }[];
    readonly version: number;
    readonly by: string;
  }
  /** Null: nobody's, and of no unit. */
  | {
    readonly kind: "bind";
    readonly binding: Binding | null;
    readonly version: number;
    readonly by: string;
  }
  /** What a file says: adds tags, and replaces what it names. Again changes nothing. */
  | {
    readonly kind: "import";
    readonly name: string | null;
    readonly since: string | null;
    readonly tags: readonly string[];
    readonly binding: Binding | null;
    readonly by: string;
    /** Only says what would change. */
    readonly dry?: true;
  }
  /** How the customer is shown to others, as known from signing in: `139****0101`. A name beats it. */
  | { readonly kind: "seen"; readonly mask: string }
  | CustomerNews
  /** The bank's own notice `id`: what came as `of`, or will come, did not last. */
  | {
    readonly kind: "taken-back";
    readonly id: string;
    readonly of: string;
    readonly atMs: number;
  };

/** Something that the customer did. `amountFen` where money was in it. */
export interface Happening extends QualifyingEvent {
  readonly amountFen?: number;
}

/** From outside, a stock cell or a receipt of the bank. The same id again changes nothing. */
export interface CustomerNews {
  readonly kind: "event";
  readonly event: Happening;
  /** True: the event of this id did not last. */
  readonly reversal: boolean;
}

export type CustomerReply =
  | {
    readonly kind: "facts";
    readonly facts: CustomerFacts;
    readonly manager: string | null;
    /** `张*` from the name, else `139****0101` from signing in; null where neither is known. */
    readonly mask: string | null;
  }
  | { readonly kind: "view"; readonly view: CustomerView }
  | { readonly kind: "imported"; readonly change: "created" | "changed" | "unchanged" }
  /** `first` false: it is known, since `receivedAtMs`. */
  | { readonly kind: "event"; readonly first: boolean; readonly receivedAtMs: number }
  | { readonly kind: "noted" }
  | {
    readonly kind: "rejected";
    /** `mismatch`: this id stands for something else. */
    readonly code: "stale" | "too-many-tags" | "mismatch";
    readonly view: CustomerView;
  };

export type CustomerProtocol = Protocol<"customer", CustomerCommand, CustomerReply>;

/** What other actors send, beside what is a command too. */
export type CustomerMessage = Enrol;

/** Tags of one customer at most. */
export const TAGS_MAX = 100;
/**
 * Kept of one customer, each apart: happenings, those that cost nothing and that customers make themselves, and
 * notices. Over it the oldest go first.
 */
export const HAPPENINGS_MAX = 200;
/** Happenings older than that are forgotten. Longer than the year after which the webhook takes none. */
export const HAPPENINGS_KEPT_MS = 400 * 86_400_000;
/** Campaigns at once: over it those that ended go first, then those that end next. */
export const ENROLMENTS_MAX = 100;

// What is stored; the projector reads it ---------------------------------------------------------

export type CustomerEvent = RecordEvent | HubEvent;

/** Whether it changes the record that staff see. */
export function isRecordEvent(event: CustomerEvent): event is RecordEvent {
  switch (event.kind) {
    case "facts-set":
    case "tagged":
    case "bound":
    case "profiled":
      return true;
    case "seen":
    case "happened":
    case "taken-back":
    case "enrolled":
      return false;
  }
}

/** What comes and goes on; the record's version stays. */
export type HubEvent =
  | { readonly kind: "seen"; readonly mask: string; readonly atMs: number }
  | { readonly kind: "happened"; readonly event: Happening; readonly atMs: number }
  | {
    readonly kind: "taken-back";
    readonly id: string;
    readonly of: string;
    /** When, as the notice says; `atMs` is when it came. */
    readonly saidMs: number;
    readonly atMs: number;
  }
  | { readonly kind: "enrolled"; readonly enrolment: Enrolment; readonly atMs: number };

/** A campaign that wants to know. */
export interface Enrolment {
  readonly campaign: string;
  readonly cell: number;
  readonly n: number;
  readonly types: readonly QualifyingEventType[];
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Each says all of what it is about, so that the newest alone is enough. */
export type RecordEvent =
  | {
    readonly kind: "facts-set";
    readonly tags: readonly Tag[];
    readonly isNew: boolean;
    readonly units: readonly string[];
    readonly by: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "tagged";
    readonly tags: readonly Tag[];
    readonly by: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "bound";
    readonly manager: string | null;
    readonly units: readonly string[];
    readonly by: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "profiled";
    readonly name: string | null;
    readonly since: string | null;
    readonly isNew: boolean;
    readonly by: string;
    readonly atMs: number;
  };
