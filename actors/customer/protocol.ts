/**
 * Protocol of `customer/<id>`: what the bank knows of a customer. One never seen before is new, untagged, of no unit
 * and nobody's.
 */
import type { Protocol } from "../../engine/contract.ts";
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
  };

export type CustomerReply =
  | { readonly kind: "facts"; readonly facts: CustomerFacts; readonly manager: string | null }
  | { readonly kind: "view"; readonly view: CustomerView }
  | { readonly kind: "imported"; readonly change: "created" | "changed" | "unchanged" }
  | {
    readonly kind: "rejected";
    readonly code: "stale" | "too-many-tags";
    readonly view: CustomerView;
  };

export type CustomerProtocol = Protocol<"customer", CustomerCommand, CustomerReply>;

/** Tags of one customer at most. */
export const TAGS_MAX = 100;

// What is stored; the projector reads it ---------------------------------------------------------

/** Each says all of what it is about, so that the newest alone is enough. */
export type CustomerEvent =
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
