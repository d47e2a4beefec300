/** JSON of customers: what the bank knows of them. Instants are ISO 8601 in UTC. */
import type { Page } from "./api.ts";

/** Where a tag comes from. */
export type TagSourceJson = "hand" | "import" | "rule";

export interface TagJson {
  readonly tag: string;
  readonly source: TagSourceJson;
  /** Who gave it. */
  readonly by: string;
  readonly at: string;
  /** From when on it does not count any more; null: never. */
  readonly until: string | null;
}

/** A customer in lists. */
export interface CustomerJson {
  readonly id: string;
  /** Null: not known. */
  readonly name: string | null;
  /** `138****8000`. */
  readonly phone: string | null;
  /** Id and name of the manager; null: none. */
  readonly manager: string | null;
  readonly managerName: string | null;
  /** The outlet as of the binding. */
  readonly unit: string | null;
  readonly unitName: string | null;
  /** `2019-03-08`; null: no business with the bank that is known. */
  readonly since: string | null;
  readonly isNew: boolean;
  readonly tags: readonly string[];
  readonly updatedAt: string;
}

/** `GET /api/v1/customers?q&tag&manager&after&limit`: in scope, the latest change first. */
export interface CustomerListJson extends Page<CustomerJson> {
  readonly asOf: string;
}

/** `GET /api/v1/customers/:id`, from the customer's own record: as of now. */
export interface CustomerDetailJson extends Omit<CustomerJson, "tags"> {
  readonly tags: readonly TagJson[];
  /** From the outlet up: what eligibility by unit reads. */
  readonly orgUnitIds: readonly string[];
  /** Grows with every change. */
  readonly version: number;
}

/** `PUT /api/v1/customers/:id/tags` → 200 `CustomerDetailJson`: all of them; 409 `stale`. */
export interface CustomerTagsRequest {
  readonly version: number;
  readonly tags: readonly { readonly tag: string; readonly until?: string }[];
}

/** `PUT /api/v1/customers/:id/manager` → 200 `CustomerDetailJson`; null unbinds; 409 `stale`. */
export interface CustomerManagerRequest {
  readonly version: number;
  readonly manager: string | null;
}

/**
 * `POST /api/v1/customers/import`, `text/csv` in UTF-8 with the columns `phone` (电话, 手机号), `name` (姓名), `tags` (标签,
 * parted by `;`), `since` (开户日期), `manager` (客户经理: id, user name or number) → 200. Right rows are taken, wrong
 * ones are named; the same file again changes nothing. `?dry=1` only checks.
 */
export interface ImportJson {
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly wrong: number;
  /** The first 200 of them; `row` counts from 1 and the heading is row 1, as in a spreadsheet. */
  readonly errors: readonly {
    readonly row: number;
    readonly field: string;
    readonly message: string;
  }[];
  readonly dry: boolean;
}

/** `GET /api/v1/segments`: customers in scope by kind, and by tag (the 50 most frequent). */
export interface SegmentsJson {
  readonly asOf: string;
  readonly total: number;
  readonly isNew: number;
  readonly bound: number;
  readonly tags: readonly { readonly tag: string; readonly customers: number }[];
}
